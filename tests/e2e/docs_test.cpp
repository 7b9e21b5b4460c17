// What the documentation says is there and works.
//
// A fenced block of shell commands is run when the line before its fence is `<!-- runnable -->`: as one script of
// bash -e in a copy of the examples, with a home of its own. A block of C++ is compiled when that line is
// `<!-- compiles -->`; the block of YAML before it is its Pulumi.yaml.
#include <algorithm>
#include <regex>
#include <sstream>

#include "base/strings.hpp"
#include "e2e/sandbox.hpp"

namespace fs = std::filesystem;

namespace ashlar::e2e {
namespace {

const fs::path root = ASHLAR_SOURCE_DIR;

struct Block {
  std::string language, mark, text;
  int line = 0;
};

std::vector<Block> blocks_of(const std::string& page) {
  std::vector<Block> blocks;
  std::istringstream lines(page);
  std::string before;
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with("```")) {
      if (!inside) blocks.push_back({line.substr(3), before, "", number});
      inside = !inside;
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
    if (!line.empty()) before = line;
  }
  return blocks;
}

std::vector<fs::path> pages() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST(Documentation, EveryLinkInsideTheTreeLeadsSomewhere) {
  const std::regex link(R"(\]\(([^)#\s]+)(#[^)]*)?\))");
  for (const auto& page : pages()) {
    const auto text = read_file(page);
    for (auto i = std::sregex_iterator(text.begin(), text.end(), link); i != std::sregex_iterator(); ++i) {
      const std::string target = (*i)[1];
      if (target.find("://") != std::string::npos) continue;
      EXPECT_TRUE(fs::exists(page.parent_path() / target)) << page << " links to " << target;
    }
  }
}

TEST(Documentation, EveryFileItCitesExists) {
  // `folder/file.hpp`, `folder/file`, or a bare file name of the folder that the line cites before it.
  const std::regex cited(R"(`((?:libs|cmd|providers|src|tests|docs|scripts|examples|cmake)(?:/[A-Za-z0-9_.-]+)*)/?`)");
  for (const auto& page : pages()) {
    const auto text = read_file(page);
    for (auto i = std::sregex_iterator(text.begin(), text.end(), cited); i != std::sregex_iterator(); ++i) {
      EXPECT_TRUE(fs::exists(root / std::string((*i)[1]))) << page << " cites " << (*i)[1];
    }
  }
}

/// The package `component`, which an example uses, is one that the tests have.
void add_component_plugin(Sandbox& sandbox) {
  const auto folder = sandbox.root() / "bin";
  fs::create_directories(folder);
  fs::create_symlink(ASHLAR_FAKE_COMPONENT_PLUGIN, folder / "pulumi-resource-component");
  sandbox.environment["PATH"] = folder.string() + ":/usr/local/bin:/usr/bin:/bin";
}

TEST(Documentation, TheFirstProgramsCompileAndPreview) {
  int programs = 0;
  for (const auto& page : pages()) {
    const auto blocks = blocks_of(read_file(page));
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (blocks[i].mark != "<!-- compiles -->") continue;
      ++programs;
      Sandbox sandbox(Sandbox::With::nothing);
      add_component_plugin(sandbox);
      ASSERT_GT(i, 0U);
      ASSERT_EQ(blocks[i - 1].language, "yaml") << page << ":" << blocks[i].line << " has no Pulumi.yaml before it";
      write_file(sandbox.project() / "Pulumi.yaml", blocks[i - 1].text);
      write_file(sandbox.project() / "main.cpp", blocks[i].text);
      EXPECT_TRUE(succeeded(sandbox.run({"stack", "init", "dev"})));
      EXPECT_TRUE(succeeded(sandbox.run({"preview"}))) << page << ":" << blocks[i].line;
    }
  }
  EXPECT_GE(programs, 1) << "README.md's first program is marked";
}

TEST(Documentation, TheCommandsThatItShowsRun) {
  int scripts = 0;
  for (const auto& page : pages()) {
    for (const auto& block : blocks_of(read_file(page))) {
      if (block.mark != "<!-- runnable -->") continue;
      ++scripts;
      Sandbox sandbox(Sandbox::With::nothing);
      fs::copy(root / "examples", sandbox.project() / "examples", fs::copy_options::recursive);
      fs::create_directories(sandbox.project() / "build/release");
      fs::create_directory_symlink(ASHLAR_BINARY_DIR "/bin", sandbox.project() / "build/release/bin");
      sandbox.environment.erase("PULUMI_BACKEND_URL");
      sandbox.environment["PULUMI_SKIP_CONFIRMATIONS"] = "true";  // in place of the person who answers
      ProcessOptions options;
      options.argv = {"/bin/bash", "-e", "-c", block.text};
      options.environment = sandbox.environment;
      options.directory = sandbox.project();
      EXPECT_TRUE(succeeded(Running(options).wait())) << page << ":" << block.line;
    }
  }
  EXPECT_GE(scripts, 1) << "README.md's commands are marked";
}

}  // namespace
}  // namespace ashlar::e2e
