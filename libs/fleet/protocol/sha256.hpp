#pragma once
/// SHA-256 (FIPS 180-4), by which file contents are named. Own code, because the agent is a small static program that
/// must not carry OpenSSL.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace ashlar::fleet {

class Sha256 {
 public:
  void update(std::string_view bytes);
  /// Lower-case hexadecimal. The object must not be used afterwards.
  [[nodiscard]] std::string finish();

 private:
  void compress(const unsigned char* block);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, 64> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t length_ = 0;
};

[[nodiscard]] std::string sha256(std::string_view bytes);  ///< lower-case hexadecimal

}  // namespace ashlar::fleet
