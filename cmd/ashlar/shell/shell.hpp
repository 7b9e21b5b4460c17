#pragma once
/// What a command has to do with the outside: streams, terminal, files, environment, time.

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/environment.hpp"
#include "base/filesystem.hpp"
#include "cmd/ashlar/command_line/global_options.hpp"
#include "cmd/ashlar/prompt/prompt.hpp"
#include "cmd/ashlar/terminal/output.hpp"
#include "cmd/ashlar/terminal/palette.hpp"
#include "cmd/ashlar/terminal/terminal.hpp"

namespace ashlar::cli {

/// Where a command runs. A test puts fakes into it.
struct Surroundings {
  Environment environment;
  FileSystem& files;
  Clock& clock;
  Entropy& entropy;
  Output& out;
  Output& err;
  Terminal* terminal = nullptr;  ///< null when standard input or output is none
  bool err_is_terminal = false;
  std::string working_directory;
  std::vector<std::string> command_line;  ///< as it was given, for records
};

class Shell {
 public:
  Shell(Surroundings surroundings, GlobalOptions options);

  [[nodiscard]] const GlobalOptions& options() const { return options_; }
  [[nodiscard]] const Environment& environment() const { return around_.environment; }
  [[nodiscard]] FileSystem& files() const { return around_.files; }
  [[nodiscard]] Clock& clock() const { return around_.clock; }
  [[nodiscard]] Entropy& entropy() const { return around_.entropy; }
  [[nodiscard]] Output& out() const { return around_.out; }
  [[nodiscard]] Output& err() const { return around_.err; }
  /// Absolute.
  [[nodiscard]] const std::string& working_directory() const { return around_.working_directory; }
  [[nodiscard]] const std::vector<std::string>& command_line() const { return around_.command_line; }
  /// `path` as an absolute one.
  [[nodiscard]] std::string absolute(const std::string& path) const;

  /// The same surroundings, elsewhere.
  [[nodiscard]] Shell in_directory(const std::string& directory) const;

  [[nodiscard]] const Palette& palette() const { return palette_; }              ///< for `out`
  [[nodiscard]] const Palette& error_palette() const { return error_palette_; }  ///< for `err`
  [[nodiscard]] Terminal* terminal() const { return around_.terminal; }
  /// Whether somebody can be asked: a terminal, not a build service, and not `--non-interactive`.
  [[nodiscard]] bool interactive() const { return interactive_; }
  /// Whether what was written to standard error can be replaced: a terminal, and nobody's log.
  [[nodiscard]] bool err_is_live() const { return err_is_live_; }
  /// REQUIRES: `interactive`.
  [[nodiscard]] Prompt& prompt() { return *prompt_; }

  void print(const std::string& text) const { around_.out.write(text); }
  void print_line(const std::string& text) const { around_.out.write(text + "\n"); }
  /// A line that is not the command's result: to standard error.
  void note(const std::string& text) const { around_.err.write(text + "\n"); }
  void warn(const std::string& text) const;

  /// Asks a question that only `yes` answers. Without anybody to ask, an error of kind `usage` that names `flag`.
  [[nodiscard]] Result<bool> confirm(const std::string& question, bool already_said_yes, const std::string& flag);

 private:
  Surroundings around_;
  GlobalOptions options_;
  Palette palette_, error_palette_;
  bool interactive_ = false;
  bool err_is_live_ = false;
  std::unique_ptr<Prompt> prompt_;
};

/// `auto`, `always`, `never` or `raw` for a stream (NO_COLOR and TERM=dumb count for `auto`).
[[nodiscard]] Result<Coloring> coloring_for(const std::string& when, bool is_terminal, const Environment& environment);

/// Prints an error as people read it; nothing when it has no message.
void report(const Error& error, const Shell& shell);

/// The exit code of an error of this kind (reference 5.20).
[[nodiscard]] int exit_code(ErrorKind kind);

}  // namespace ashlar::cli
