#include "toolchain/build.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "base/descriptor.hpp"
#include "toolchain/cmake_project.hpp"
#include "toolchain/compile.hpp"

namespace fs = std::filesystem;

namespace ashlar::toolchain {

namespace {

/// Held while one directory's program is built, by this process alone.
class BuildLock {
 public:
  explicit BuildLock(const fs::path& file)
      : wait_(std::make_shared<Wait>(Descriptor(::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)))) {
    wait_->held = ::flock(wait_->file.get(), LOCK_EX | LOCK_NB) == 0;
  }

  [[nodiscard]] bool is_file_open() const { return wait_->file.is_open(); }
  [[nodiscard]] bool is_held() const { return wait_->held; }

  /// Returns when it is held, or when `stop` is requested: whether it is held. The system's wait for a lock cannot be
  /// broken off; a thread that is left behind has it.
  [[nodiscard]] bool wait(const std::stop_token& stop) const {
    std::thread([wait = wait_] {
      while (::flock(wait->file.get(), LOCK_EX) != 0 && errno == EINTR) {
      }
      const std::lock_guard lock(wait->mutex);
      wait->held = true;
      wait->changed.notify_one();
    }).detach();
    std::unique_lock lock(wait_->mutex);
    return wait_->changed.wait(lock, stop, [this] { return wait_->held; });
  }

 private:
  struct Wait {
    explicit Wait(Descriptor opened) : file(std::move(opened)) {}
    Descriptor file;
    std::mutex mutex;
    std::condition_variable_any changed;
    bool held = false;
  };
  std::shared_ptr<Wait> wait_;
};

std::string fingerprint_of(const std::vector<std::string>& parts) {
  Fingerprint fingerprint;
  for (const auto& part : parts) fingerprint.add(part);
  return fingerprint.text();
}

bool is_below(const fs::path& file, const fs::path& folder) { return file.native().starts_with(folder.native() + "/"); }

/// The nearest folder named `src` above `directory`, or `directory`.
fs::path project_of(const fs::path& directory) {
  for (auto folder = directory; folder.has_relative_path(); folder = folder.parent_path()) {
    if (folder.filename() == "src") return folder;
  }
  return directory;
}

/// Paths in `file` are this machine's: it must not be committed. Noted in the repository's own list of what to leave
/// out, which is not committed either.
void hide_from_git(const fs::path& file) {
  std::error_code ignored;
  for (auto folder = file.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if (!fs::is_directory(folder / ".git", ignored)) continue;
    const auto list = folder / ".git" / "info" / "exclude";
    const auto name = file.filename().string();
    std::ifstream present(list);
    bool ends_line = true;
    for (std::string line; std::getline(present, line); ends_line = !present.eof()) {
      if (line == name) return;
    }
    fs::create_directories(list.parent_path(), ignored);
    std::ofstream(list, std::ios::app) << (ends_line ? "" : "\n") << name << "\n";
    return;
  }
}

class Builder {
 public:
  Builder(const fs::path& directory, const Sdk& sdk, const fs::path& cache, const BuildOutput& output,
          std::stop_token stop)
      : directory_(directory),
        project_(project_of(directory)),
        sdk_(sdk),
        cache_(cache),
        output_(output),
        stop_(std::move(stop)) {
    command_ = {sdk.compiler.string(), "-std=c++20", "-O0", "-g1", "-Wall", "-Wextra"};
    command_.insert(command_.end(), sdk.flags.begin(), sdk.flags.end());
    for (const auto& include : sdk.include_directories) command_.push_back("-I" + include.string());
    const auto compiler = read_input(sdk.compiler, false);
    std::vector<std::string> parts = command_;
    parts.push_back(sdk.version);
    if (compiler) parts.push_back(std::to_string(compiler->size) + "/" + std::to_string(compiler->modified_ns));
    sdk_recipe_ = fingerprint_of(parts);
    folder_ = cache_ / "programs" / fingerprint_of({directory.string()});
  }

  Result<Program> build() {
    if (auto status = list_sources(); !status) return status.error();
    if (auto program = find_current()) return *program;
    std::error_code error;
    fs::create_directories(folder_, error);
    const BuildLock lock(folder_ / "lock");
    if (!lock.is_file_open()) {
      return fail_with_help("cannot write to the build cache " + folder_.string(),
                            "set XDG_CACHE_HOME to a folder that can be written");
    }
    if (!lock.is_held()) {
      note("Waiting for another command that compiles this program");
      if (!lock.wait(stop_)) return build_stopped();
    }
    if (auto program = find_current()) return *program;  // another process has built it meanwhile
    write_compile_flags();
    if (auto status = compile_prelude(); !status) return status.error();
    if (auto status = compile_units(); !status) return status.error();
    return link();
  }

  /// For editors: what clangd needs to understand the sources. Written when it differs, for our sake only.
  void write_compile_flags() const {
    std::string text;
    for (std::size_t i = 1; i < command_.size(); ++i) text += command_[i] + "\n";
    text += "-I" + project_.string() + "\n";
    const auto file = directory_ / "compile_flags.txt";
    std::ostringstream present;
    present << std::ifstream(file).rdbuf();
    if (present.view() == text) return;
    std::ofstream(file) << text;
    hide_from_git(file);
  }

 private:
  Status list_sources() {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(directory_, error)) {
      const auto& path = entry.path();
      if (path.extension() == ".cpp" && !path.native().ends_with("_test.cpp")) sources_.push_back(path);
    }
    if (error) return fail("cannot read " + directory_.string() + ": " + error.message());
    if (sources_.empty()) {
      return fail_with_help("there is no C++ source in " + directory_.string(),
                            "a program is a main.cpp beside its Pulumi.yaml");
    }
    std::sort(sources_.begin(), sources_.end());
    std::vector<std::string> parts{sdk_recipe_, project_.string()};
    for (const auto& source : sources_) parts.push_back(source.string());
    recipe_ = fingerprint_of(parts);
    return {};
  }

  [[nodiscard]] fs::path record_file() const { return folder_ / "record"; }

  std::optional<Program> find_current() {
    auto record = Record::load(record_file());
    if (!record || record->recipe != recipe_) return std::nullopt;
    bool touched = false;
    if (!record->is_current(touched)) return std::nullopt;
    if (touched) (void)record->save(record_file());  // else the contents are compared again next time
    const auto executable = folder_ / record->product;
    if (!fs::exists(executable)) return std::nullopt;
    return Program{executable, packages_in(*record)};
  }

  [[nodiscard]] static std::map<std::string, std::string> packages_in(const Record& record) {
    std::map<std::string, std::string> packages;
    std::set<fs::path> seen;
    for (const auto& input : record.inputs) {
      const auto folder = package_folder(input.path);
      if (folder.empty() || !seen.insert(folder).second) continue;
      std::ifstream conf(folder / "package.conf");
      std::string name, version;
      if (conf >> name >> version) packages.emplace(name, version);
    }
    return packages;
  }

  /// The folder `…/ashlar/NAME` that `header` is in; nothing when there is none.
  [[nodiscard]] static fs::path package_folder(const fs::path& header) {
    fs::path folder;
    for (auto part = header.begin(); part != header.end(); ++part) {
      const bool below_ashlar = folder.filename() == "ashlar";
      folder /= *part;
      if (below_ashlar && std::next(part) != header.end()) return folder;
    }
    return {};
  }

  [[nodiscard]] bool is_sdk_header(const fs::path& file) const {
    return std::any_of(sdk_.include_directories.begin(), sdk_.include_directories.end(),
                       [&](const fs::path& include) { return is_below(file, include / "ashlar"); });
  }

  /// System headers do not change under a compiler that stays the same.
  [[nodiscard]] bool is_relevant(const fs::path& file) const {
    return is_sdk_header(file) || (!is_below(file, "/usr") && !is_below(file, cache_));
  }

  void note(const std::string& line) const {
    if (output_.progress) output_.progress(line);
  }

  Status compile_prelude() {
    const auto folder = cache_ / "preludes" / sdk_recipe_;
    std::error_code error;
    fs::create_directories(folder, error);
    const auto source = folder / "prelude.hpp";
    if (!fs::exists(source)) std::ofstream(source) << "#include <" << sdk_.prelude << ">\n";
    Compilation compilation{.title = "Preparing the SDK's headers (once)",
                            .source = source,
                            .command = command_,
                            .folder = folder,
                            .recipe = sdk_recipe_,
                            .suffix = ".gch"};
    compilation.command.insert(compilation.command.end(), {"-x", "c++-header"});
    auto found = find_compiled(compilation);
    if (!found) {
      Compiler compiler(output_, stop_, [this](const fs::path& file) { return is_relevant(file); });
      compiler.add(compilation, [&found](Compiled compiled) { found = std::move(compiled); });
      if (auto status = compiler.run(); !status) return status;
    }
    // The compiler finds a precompiled header beside the header it stands for, so each version gets a folder.
    const auto place = folder / found->product.stem();
    const auto header = place / "prelude.hpp";
    fs::create_directories(place, error);
    if (!fs::exists(header)) fs::copy_file(source, header, fs::copy_options::overwrite_existing, error);
    if (!fs::exists(header.string() + ".gch")) fs::create_hard_link(found->product, header.string() + ".gch", error);
    command_.push_back("-I" + project_.string());
    command_.insert(command_.end(), {"-include", header.string()});
    inputs_of(found->record);
    return {};
  }

  Status compile_units() {
    Compiler compiler(output_, stop_, [this](const fs::path& file) { return is_relevant(file); });
    for (const auto& source : sources_) add_unit(compiler, source);
    return compiler.run();
  }

  void add_unit(Compiler& compiler, const fs::path& source) {
    if (!units_.insert(source).second) return;
    const auto recipe = fingerprint_of({fingerprint_of(command_), source.string()});
    Compilation compilation{.title = "Compiling " + source.lexically_relative(project_).string(),
                            .source = source,
                            .command = command_,
                            .folder = cache_ / "units" / recipe,
                            .recipe = recipe,
                            .suffix = ".o"};
    if (auto found = find_compiled(compilation)) return take_unit(compiler, *found);
    compiler.add(std::move(compilation), [this, &compiler](const Compiled& unit) { take_unit(compiler, unit); });
  }

  void take_unit(Compiler& compiler, const Compiled& unit) {
    objects_.insert(unit.product);
    inputs_of(unit.record);
    for (const auto& input : unit.record.inputs) {
      if (!is_below(input.path, project_) || input.path.extension() == ".cpp") continue;
      auto sibling = input.path;
      sibling.replace_extension(".cpp");
      if (fs::exists(sibling)) {
        add_unit(compiler, sibling);
      } else {
        record_.absent.push_back(sibling);
      }
    }
  }

  void inputs_of(const Record& part) {
    for (const auto& input : part.inputs) {
      if (seen_.insert(input.path).second) record_.inputs.push_back(input);
    }
  }

  Result<Program> link() {
    std::vector<std::string> command{sdk_.compiler.string()};
    command.insert(command.end(), sdk_.flags.begin(), sdk_.flags.end());
    if (find_executable("mold")) command.emplace_back("-fuse-ld=mold");
    for (const auto& object : objects_) command.push_back(object.string());
    command.emplace_back("-Wl,--start-group");
    for (const auto& library : sdk_.libraries) {
      command.push_back(library.string());
      auto input = read_input(library, false);
      if (!input)
        return fail_with_help("the SDK's library " + library.string() + " is missing", "build or install ashlar again");
      record_.inputs.push_back(*input);
    }
    command.emplace_back("-Wl,--end-group");
    command.insert(command.end(), sdk_.link_flags.begin(), sdk_.link_flags.end());
    record_.recipe = recipe_;
    std::vector<std::string> identity = command;
    for (const auto& input : record_.inputs) {
      if (input.content == 0) identity.push_back(std::to_string(input.modified_ns));
    }
    record_.product = "program-" + fingerprint_of(identity);
    const auto executable = folder_ / record_.product;
    if (!fs::exists(executable)) {
      note("Linking");
      const auto temporary = executable.string() + ".new";
      command.insert(command.end(), {"-o", temporary});
      std::error_code error;
      if (auto status = run_linker(command); !status) {
        fs::remove(temporary, error);
        return status.error();
      }
      fs::rename(temporary, executable, error);
      if (error) return fail("cannot write " + executable.string() + ": " + error.message());
      remove_old_programs(executable);
    }
    if (auto status = record_.save(record_file()); !status) return status.error();
    return Program{executable, packages_in(record_)};
  }

  Status run_linker(const std::vector<std::string>& command) const {
    const auto result = run_process({.argv = command, .dies_with_us = true}, stop_);
    if (!result) return result.error();
    if (stop_.stop_requested()) return build_stopped();
    if (output_.compiler && !(result->out + result->err).empty()) output_.compiler(result->out + result->err);
    if (result->status.ok()) return {};
    return fail("the program in " + directory_.string() + " does not link", ErrorKind::usage);
  }

  /// Programs are large, and one that still runs keeps its file.
  void remove_old_programs(const fs::path& but) const {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error)) {
      if (entry.path() != but && entry.path().filename().native().starts_with("program-")) {
        fs::remove(entry.path(), error);
      }
    }
  }

  fs::path directory_;
  fs::path project_;
  const Sdk& sdk_;
  fs::path cache_;
  const BuildOutput& output_;
  std::stop_token stop_;
  std::vector<std::string> command_;
  std::string sdk_recipe_;
  std::string recipe_;
  fs::path folder_;
  std::vector<fs::path> sources_;
  std::set<fs::path> units_;
  std::set<fs::path> objects_;
  std::set<fs::path> seen_;
  Record record_;
};

}  // namespace

fs::path default_cache(const Environment& environment) {
  auto base = environment.text("XDG_CACHE_HOME");
  if (base.empty()) base = environment.text("HOME") + "/.cache";
  return fs::path(base) / "ashlar" / "toolchain";
}

Status write_compile_flags(const fs::path& directory, const Sdk& sdk) {
  std::error_code error;
  const auto real = fs::canonical(directory, error);
  if (error) return fail("cannot read " + directory.string() + ": " + error.message());
  Builder(real, sdk, {}, {}, {}).write_compile_flags();
  return {};
}

Result<Program> build(const fs::path& directory, const Sdk& sdk, const fs::path& cache, const BuildOutput& output,
                      const std::stop_token& stop) {
  std::error_code error;
  const auto real = fs::canonical(directory, error);
  if (error) return fail("cannot read " + directory.string() + ": " + error.message());
  if (fs::exists(real / "CMakeLists.txt")) return build_with_cmake(real, sdk, cache, output, stop);
  return Builder(real, sdk, fs::absolute(cache), output, stop).build();
}

}  // namespace ashlar::toolchain
