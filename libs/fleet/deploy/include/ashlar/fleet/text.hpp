#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ashlar::fleet {

/// A text that may be secret. A secret one reaches the host and nothing else: output, diffs and errors show `[secret]`
/// in its place. What is joined with a secret is secret.
class Text {
 public:
  Text() = default;
  Text(const char* text) : text_(text) {}             // NOLINT(google-explicit-constructor)
  Text(std::string_view text) : text_(text) {}        // NOLINT(google-explicit-constructor)
  Text(std::string text) : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] bool is_secret() const { return secret_; }
  /// The text itself; whoever asks takes care of where it goes.
  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] Text as_secret() const {
    Text marked = *this;
    marked.secret_ = true;
    return marked;
  }

  friend Text operator+(Text left, const Text& right) {
    left.text_ += right.text_;
    left.secret_ = left.secret_ || right.secret_;
    return left;
  }

 private:
  std::string text_;
  bool secret_ = false;
};

[[nodiscard]] inline Text secret(std::string_view text) { return Text(text).as_secret(); }

using Texts = std::vector<Text>;
using TextMap = std::map<std::string, Text>;

}  // namespace ashlar::fleet
