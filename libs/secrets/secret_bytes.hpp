#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ashlar::secrets {

/// Key material or a passphrase. The memory is wiped when it goes; it can be moved but not copied, and is never
/// printed.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) {}
  /// The content of `text`, which is wiped.
  [[nodiscard]] static SecretBytes take(std::string& text);
  /// `count` zero bytes, for `data` to fill.
  [[nodiscard]] static SecretBytes zeros(std::size_t count);

  SecretBytes(SecretBytes&& other) noexcept : bytes_(std::move(other.bytes_)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  [[nodiscard]] std::string_view view() const { return {bytes_.data(), bytes_.size()}; }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] unsigned char* data();
  [[nodiscard]] const unsigned char* data() const;

  /// In time that does not depend on where they differ.
  friend bool operator==(const SecretBytes& left, const SecretBytes& right);

 private:
  std::vector<char> bytes_;  // a vector keeps its one allocation when moved; a string may leave a copy behind
};

/// Overwrites the content of `text` and empties it.
void wipe(std::string& text);

}  // namespace ashlar::secrets
