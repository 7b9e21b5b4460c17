#pragma once

#include <memory>
#include <string>

#include "base/filesystem.hpp"
#include "cmd/ashlar/terminal/output.hpp"

namespace ashlar::cli {

/// A file that gets what is written, as it is written (`--event-log`). What cannot be written is dropped: a run must
/// not fail of its log; `status` tells the first failure.
class EventLog final : public Output {
 public:
  /// Empties the file first, or makes it. A `file://` in front of the path is left out; any other URL is refused.
  [[nodiscard]] static Result<std::unique_ptr<EventLog>> open(FileSystem& files, const std::string& path);

  void write(std::string_view text) override {
    if (status_) status_ = file_->append(text);
  }
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  explicit EventLog(std::unique_ptr<AppendFile> file) : file_(std::move(file)) {}

  std::unique_ptr<AppendFile> file_;
  Status status_;
};

}  // namespace ashlar::cli
