/// `ashlar-codegen SCHEMA FOLDER`: writes a package's C++ module below FOLDER, and FOLDER/<package>.cpp, which includes
/// all of its sources. Used by the build; users have `ashlar package add`.

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "codegen/generate.hpp"

namespace fs = std::filesystem;

namespace {

/// Leaves a file that is right already alone, so that nothing is compiled again.
void write(const fs::path& file, const std::string& content) {
  std::ostringstream present;
  present << std::ifstream(file).rdbuf();
  if (present.view() == content) return;
  fs::create_directories(file.parent_path());
  std::ofstream(file) << content;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: ashlar-codegen SCHEMA FOLDER\n");
    return 2;
  }
  std::ostringstream schema;
  schema << std::ifstream(argv[1]).rdbuf();
  const auto package = ashlar::codegen::parse_schema(schema.str());
  if (!package) {
    std::fprintf(stderr, "error: %s: %s\n", argv[1], package.error().message.c_str());
    return 1;
  }
  const fs::path folder = argv[2];
  const auto files = ashlar::codegen::generate(*package);
  for (const auto& file : files) write(folder / file.path, file.content);
  write(folder / "ashlar" / package->name / "schema.json", schema.str());  // for `ashlar import`
  const auto everything = folder / (package->name + ".cpp");
  std::ofstream(everything) << ashlar::codegen::all_sources(files);
}
