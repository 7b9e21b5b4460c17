#pragma once
/// What was said during a stack's last run from this machine: kept for `ashlar logs`.

#include <memory>
#include <string>
#include <vector>

#include "base/filesystem.hpp"
#include "cmd/ashlar/display/display.hpp"

namespace ashlar::cli {

/// The file, in the home folder that `pulumi_home` names.
[[nodiscard]] std::string run_log_path(const std::string& home, const std::string& project, const std::string& stack);

/// One message, as the file holds it.
struct LoggedMessage {
  Clock::Time time{};
  std::string urn;  ///< empty when it is about the run as a whole
  std::string text;
};
/// The messages of a file's text, in their order. Lines that cannot be read, such as one cut off, are left out.
[[nodiscard]] std::vector<LoggedMessage> parse_run_log(const std::string& text);

/// Follows a run and writes its messages, a JSON object a line. Readable for the owner only; `hidden` texts are masked.
class RunLog final : public Display {
 public:
  /// Begins the file anew.
  [[nodiscard]] static Result<std::unique_ptr<RunLog>> open(FileSystem& files, const std::string& path, Clock& clock,
                                                            std::vector<std::string> hidden);

  void begin(const RunInfo&) override {}
  void on_event(const deploy::Event& event) override;
  void message(const std::string& text) override { write("", text); }
  void finish(const RunSummary&) override {}
  [[nodiscard]] const Status& status() const { return status_; }  ///< the first failure to write

 private:
  RunLog(std::unique_ptr<AppendFile> file, Clock& clock, std::vector<std::string> hidden)
      : file_(std::move(file)), clock_(clock), hidden_(std::move(hidden)) {}
  void write(const std::string& urn, std::string text);

  std::unique_ptr<AppendFile> file_;
  Clock& clock_;
  std::vector<std::string> hidden_;
  Status status_;
};

}  // namespace ashlar::cli
