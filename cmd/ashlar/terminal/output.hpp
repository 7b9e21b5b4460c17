#pragma once
/// Where text goes. The seam exists for the tests, which collect it.

#include <string>
#include <string_view>

namespace ashlar::cli {

class Output {
 public:
  virtual ~Output() = default;
  virtual void write(std::string_view text) = 0;
};

/// Standard output or standard error, unbuffered: what is written is on the screen. When nobody reads any more, text is
/// dropped: a deployment under way must not die of a closed pipe.
class FileOutput final : public Output {
 public:
  explicit FileOutput(int descriptor) : descriptor_(descriptor) {}
  void write(std::string_view text) override;

 private:
  int descriptor_;
};

class StringOutput final : public Output {
 public:
  void write(std::string_view written) override { text += written; }
  std::string text;
};

}  // namespace ashlar::cli
