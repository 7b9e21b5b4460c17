#include "e2e/sandbox.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

extern char** environ;

namespace fs = std::filesystem;

namespace ashlar::e2e {

namespace {

/// Commands inherit our variables: none of them may say where a store or an account is.
void forget_own_settings() {
  static const bool done = [] {
    Words names;
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string text = *entry;
      for (const auto* prefix : {"PULUMI_", "AWS_", "ASHLAR_SDK", "CI=", "GITHUB_ACTIONS=", "NO_COLOR="}) {
        if (text.starts_with(prefix)) names.push_back(text.substr(0, text.find('=')));
      }
    }
    for (const auto& name : names) ::unsetenv(name.c_str());
    return true;
  }();
  (void)done;
}

std::string indented(const std::string& yaml, const std::string& margin) {
  std::string text;
  std::istringstream lines(yaml);
  for (std::string line; std::getline(lines, line);) text += margin + line + "\n";
  return text;
}

}  // namespace

std::ostream& operator<<(std::ostream& stream, const Said& said) {
  return stream << "it " << said.status.text() << "\n--- stdout\n" << said.out << "--- stderr\n" << said.err << "---";
}

Running::Running(const ProcessOptions& options, std::chrono::seconds patience) : patience_(patience) {
  auto started = Process::start(options, loop_,
                                {.on_stdout =
                                     [this](const std::string& text) {
                                       said_.out += text;
                                       loop_.stop();
                                     },
                                 .on_stderr =
                                     [this](const std::string& text) {
                                       said_.err += text;
                                       loop_.stop();
                                     },
                                 .on_exit =
                                     [this](ExitStatus status) {
                                       said_.status = status;
                                       ended_ = true;
                                       loop_.stop();
                                     }});
  if (!started) throw std::runtime_error(started.error().message);
  process_ = std::move(*started);
}

Running::~Running() = default;

template <typename Condition>
void Running::run_until(Condition condition) {
  bool late = false;
  const auto round = std::make_shared<bool>(true);
  loop_.after(patience_, [this, &late, round = std::weak_ptr<bool>(round)] {
    if (round.expired()) return;
    late = true;
    loop_.stop();
  });
  while (!ended_ && !late && !condition()) loop_.run();
}

bool Running::has_said(const std::string& text) {
  const auto condition = [&] { return said_.all().find(text) != std::string::npos; };
  run_until(condition);
  return condition();
}

void Running::send(int signal) const { ::kill(process_->pid(), signal); }

Said Running::wait() {
  run_until([] { return false; });
  if (!ended_) {
    process_->kill();
    run_until([] { return false; });
  }
  return said_;
}

Sandbox::Sandbox(With with) {
  forget_own_settings();
  fs::create_directories(home());
  fs::create_directories(store());
  fs::create_directories(project());
  environment = {{"HOME", root()},
                 {"XDG_CACHE_HOME", fs::path(ASHLAR_BINARY_DIR) / "e2e/cache"},
                 {"PULUMI_HOME", home()},
                 {"PULUMI_BACKEND_URL", "file://" + store().string()},
                 {"PULUMI_CONFIG_PASSPHRASE", "correct horse"}};
  if (with == With::nothing) return;
  write_file(project() / "Pulumi.yaml",
             "name: town\nruntime: cpp\nmain: " + shared_program("declared").string() + "\n");
  if (with == With::project) return;
  if (const auto made = run({"stack", "init", "dev"}); !made.status.ok()) ADD_FAILURE() << made;
}

ProcessOptions Sandbox::options(const Words& words) const {
  ProcessOptions options;
  options.argv = {ASHLAR_BINARY_DIR "/bin/ashlar"};
  options.argv.insert(options.argv.end(), words.begin(), words.end());
  options.environment = environment;
  options.directory = project();
  return options;
}

Said Sandbox::run(const Words& words, const std::string& input) const {
  auto with_input = options(words);
  with_input.input = input;
  return Running(with_input, patience).wait();
}

std::unique_ptr<Running> Sandbox::start(const Words& words) const {
  return std::make_unique<Running>(options(words), patience);
}

Said Sandbox::up(const Words& more) const {
  Words words{"up", "--yes", "--skip-preview"};
  words.insert(words.end(), more.begin(), more.end());
  return run(words);
}

void Sandbox::declare(const std::string& yaml) const {
  // What locks the secrets stays: the lines before `config:`.
  auto text = read_file(settings());
  text = text.substr(0, text.find("config:"));
  std::string keyed;
  std::istringstream lines(yaml);
  for (std::string line; std::getline(lines, line);) {
    const bool is_key = !line.empty() && line.front() >= 'a' && line.front() <= 'z';
    keyed += (is_key ? "town:" + line : line) + "\n";
  }
  write_file(settings(), text + "config:\n" + indented(keyed, "  "));
}

std::string Sandbox::exported() const {
  const auto said = run({"stack", "export"});
  if (!said.status.ok()) ADD_FAILURE() << said;
  return said.out;
}

std::vector<std::string> Sandbox::resources() const {
  std::vector<std::string> names;
  const auto state = nlohmann::json::parse(exported(), nullptr, false);
  if (state.is_discarded() || !state["deployment"].contains("resources")) return names;
  for (const auto& resource : state["deployment"]["resources"]) {
    const auto type = resource["type"].get<std::string>();
    if (type.starts_with("pulumi:")) continue;
    const auto urn = resource["urn"].get<std::string>();
    names.push_back(urn.substr(urn.rfind("::") + 2));
  }
  return names;
}

Gate::Gate(fs::path folder) : folder_(std::move(folder)) {
  fs::create_directories(folder_);
  for (const auto* pipe : {"here", "go"}) {
    if (::mkfifo((folder_ / pipe).c_str(), 0600) != 0) throw std::runtime_error("cannot make a pipe");
  }
  // Read and written, so that opening it waits for nobody and what is written stays until it is read.
  opening_ = ::open((folder_ / "go").c_str(), O_RDWR | O_CLOEXEC);
}

Gate::~Gate() { ::close(opening_); }

std::string Gate::wait() const {
  const auto folder = folder_.string();
  return "[ -e " + folder + "/open ] || { echo > " + folder + "/here; read go < " + folder + "/go; }";
}

bool Gate::reached() const {
  pollfd polled{::open((folder_ / "here").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC), POLLIN, 0};
  const auto patience = std::chrono::milliseconds(std::chrono::minutes(5));
  const bool reached = ::poll(&polled, 1, static_cast<int>(patience.count())) == 1;
  ::close(polled.fd);
  return reached;
}

void Gate::open() {
  write_file(folder_ / "open", "");
  if (::write(opening_, "\n", 1) != 1) ADD_FAILURE() << "cannot write to a pipe";
}

std::string replaced(std::string text, const std::string& before, const std::string& after) {
  const auto at = text.find(before);
  if (at == std::string::npos) throw std::invalid_argument("there is no " + before);
  return text.replace(at, before.size(), after);
}

std::string read_file(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

void write_file(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

fs::path shared_program(const std::string& name) { return fs::path(ASHLAR_BINARY_DIR) / "e2e/programs" / name; }

testing::AssertionResult failed(const Said& said, int code, const Words& parts) {
  if (said.code() != code) return testing::AssertionFailure() << "expected exit code " << code << "; " << said;
  for (const auto& part : parts) {
    if (said.all().find(part) == std::string::npos) {
      return testing::AssertionFailure() << "expected it to say \"" << part << "\"; " << said;
    }
  }
  return testing::AssertionSuccess();
}

testing::AssertionResult succeeded(const Said& said) {
  if (said.status.ok()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << said;
}

}  // namespace ashlar::e2e
