// Completion in the shells that there is a script for, typed as a user types it.
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/descriptor.hpp"
#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;

constexpr const char* answer = "ANSWER-42 ";
constexpr const char* prompt = "ready> ";

/// A shell on a terminal of its own.
class TypedShell {
 public:
  TypedShell(const Words& command, const Sandbox& sandbox) {
    auto words = command;
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int terminal = -1;
    winsize size{.ws_row = 40, .ws_col = 200, .ws_xpixel = 0, .ws_ypixel = 0};
    process_ = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (process_ == 0) {
      for (const auto& [name, value] : sandbox.environment) ::setenv(name.c_str(), value.c_str(), 1);
      ::setenv("PATH", ASHLAR_BINARY_DIR "/bin:/usr/bin:/bin", 1);
      ::setenv("TERM", "vt100", 1);
      if (::chdir(sandbox.project().c_str()) == 0) ::execvp(arguments[0], arguments.data());
      ::_exit(127);
    }
    terminal_ = Descriptor(terminal);
  }
  ~TypedShell() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  TypedShell(const TypedShell&) = delete;
  TypedShell& operator=(const TypedShell&) = delete;

  void type(const std::string& keys) const {
    EXPECT_EQ(::write(terminal_.get(), keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }

  /// Waits until `text` is on the screen, after what was waited for before. False when the shell ended or went silent.
  bool shows(const std::string& text) {
    for (auto at = screen_.find(text); at == std::string::npos; at = screen_.find(text)) {
      if (!read_on()) return false;
    }
    screen_.erase(0, screen_.find(text) + text.size());
    return true;
  }
  /// The rest of the line that the screen is at.
  std::string line() {
    while (screen_.find('\n') == std::string::npos) {
      if (!read_on()) break;
    }
    auto text = screen_.substr(0, screen_.find('\n'));
    while (text.ends_with('\r') || text.ends_with(' ')) text.pop_back();
    return text;
  }
  [[nodiscard]] const std::string& screen() const { return screen_; }

 private:
  bool read_on() {
    pollfd polled{terminal_.get(), POLLIN, 0};
    constexpr int patience_ms = 180'000;
    if (::poll(&polled, 1, patience_ms) != 1) return false;
    char buffer[4096];
    const auto count = ::read(terminal_.get(), buffer, sizeof buffer);
    if (count > 0) screen_.append(buffer, static_cast<std::size_t>(count));
    return count > 0;
  }

  pid_t process_ = -1;
  Descriptor terminal_;
  std::string screen_;
};

/// Stacks, settings and a file to complete.
struct Town : Sandbox {
  Town() {
    EXPECT_TRUE(succeeded(run({"stack", "init", "drill"})));
    EXPECT_TRUE(succeeded(run({"config", "set", "aws:region", "us-east-1"})));
    write_file(project() / "some state.json", "");
  }
};

/// What is typed before the tabulator, and the line that it becomes.
const std::vector<std::pair<std::string, std::string>> completions = {
    {"ashlar stack sel", "ashlar stack select"},
    {"ashlar stack select dr", "ashlar stack select drill"},
    {"ashlar preview --stack=dr", "ashlar preview --stack=drill"},
    {"ashlar config get aws:r", "ashlar config get aws:region"},
    {"ashlar stack import --file some", "ashlar stack import --file some state.json"},
    {"ashlar stack import --file=some", "ashlar stack import --file=some state.json"},
    {"ashlar state unp", "ashlar state unprotect"},
    {"ashlar preview --expect-no", "ashlar preview --expect-no-changes"},
};

/// `tell` prints the number 42 after `ANSWER-` and the words that follow: put before a completed line it shows that.
void expect_completions(TypedShell& shell, const std::string& script, const std::string& tell) {
  shell.type(script + "\n");
  ASSERT_TRUE(shell.shows(prompt)) << shell.screen();
  for (const auto& [typed, completed] : completions) {
    shell.type(typed + "\t\x01" + tell + "\n");  // control-A goes to where the line begins
    ASSERT_TRUE(shell.shows(answer)) << shell.screen();
    EXPECT_EQ(shell.line(), completed);
    ASSERT_TRUE(shell.shows(prompt)) << shell.screen();
  }
}

TEST(Completion, OfStackNamesWorksInBash) {
  const Sandbox sandbox;
  EXPECT_TRUE(succeeded(sandbox.run({"stack", "init", "drill"})));
  const auto script = sandbox.run({"completion", "bash"});
  EXPECT_TRUE(succeeded(script));
  write_file(sandbox.root() / "completion.bash", script.out + R"(
COMP_WORDS=(ashlar stack select dr) COMP_CWORD=3 COMP_LINE='ashlar stack select dr' COMP_POINT=22
_ashlar
printf '%s\n' "${COMPREPLY[@]}"
)");
  ProcessOptions options;
  options.argv = {"/bin/bash", (sandbox.root() / "completion.bash").string()};
  options.directory = sandbox.project();
  options.environment = sandbox.environment;
  options.environment["PATH"] = std::string(ASHLAR_BINARY_DIR "/bin:") + "/usr/bin:/bin";
  const auto completed = Running(options).wait();
  EXPECT_TRUE(succeeded(completed));
  EXPECT_THAT(completed.out, HasSubstr("drill"));
}

TEST(Completion, OfATypedLineWorksInBash) {
  const Town sandbox;
  TypedShell bash({"bash", "--norc", "-i"}, sandbox);
  // Bash takes words apart at colons and equal signs, and completes the last piece.
  expect_completions(bash, "PS1='rea''dy> '; eval \"$(ashlar completion bash)\"", "echo ANSWER-$((40+2)) ");
}

TEST(Completion, OfATypedLineWorksInZsh) {
  if (!find_executable("zsh")) GTEST_SKIP() << "needs shells: zsh is not installed";
  const Town sandbox;
  TypedShell zsh({"zsh", "-f", "-i"}, sandbox);
  expect_completions(zsh,
                     "unsetopt prompt_sp; PS1='rea''dy> '; autoload -U compinit; compinit -u -D; "
                     "source <(ashlar completion zsh)",
                     "print -r ANSWER-$((40+2)) ");
}

TEST(Completion, FromTheFolderOfFunctionsWorksInZsh) {
  if (!find_executable("zsh")) GTEST_SKIP() << "needs shells: zsh is not installed";
  const Town sandbox;
  write_file(sandbox.root() / "functions/_ashlar", sandbox.run({"completion", "zsh"}).out);
  TypedShell zsh({"zsh", "-f", "-i"}, sandbox);
  expect_completions(
      zsh, "unsetopt prompt_sp; PS1='rea''dy> '; fpath=(~/functions $fpath); autoload -U compinit; compinit -u -D",
      "print -r ANSWER-$((40+2)) ");
}

TEST(Completion, OfATypedLineWorksInFish) {
  if (!find_executable("fish")) GTEST_SKIP() << "needs shells: fish is not installed";
  const Town sandbox;
  TypedShell fish({"fish", "--no-config", "-i"}, sandbox);
  expect_completions(fish, "function fish_prompt; echo -n 'rea''dy> '; end; ashlar completion fish | source",
                     "echo ANSWER-(math 40+2) ");
}

}  // namespace
}  // namespace ashlar::e2e
