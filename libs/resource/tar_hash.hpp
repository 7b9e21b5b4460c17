#pragma once
/// The SHA-256 of a tar file that is never written. For asset hashing only.

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar {

/// SHA-256 over bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  /// Lower-case hex. Ends the computation.
  [[nodiscard]] std::string finish();

 private:
  void* context_;  ///< EVP_MD_CTX
};

/// Feeds the file's content to `sink`; returns its size. Fails when the size is not `expected_size`, unless that is
/// negative.
[[nodiscard]] Result<std::int64_t> hash_file(Sha256& sink, const std::filesystem::path& path,
                                             std::int64_t expected_size = -1);

/// Entries are added in the order they have in the file. Headers are byte for byte what Go's archive/tar writes for a
/// regular file of mode 0600 and no owner or time: USTAR, or PAX where the name is not ASCII or does not fit.
class TarHasher {
 public:
  void add(const std::string& name, std::string_view content);
  [[nodiscard]] Status add_file(const std::string& name, const std::filesystem::path& path);
  /// Ends the file with two empty blocks. Nothing may be added afterwards.
  [[nodiscard]] std::string finish();

 private:
  void header(const std::string& name, std::uint64_t size);
  void pax_header(const std::string& name, std::uint64_t size);
  void pad(std::uint64_t size);

  Sha256 sha_;
};

}  // namespace ashlar
