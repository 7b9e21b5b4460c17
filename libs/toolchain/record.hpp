#pragma once
/// What something was made of, so that it is known whether it has to be made again.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ashlar::toolchain {

/// FNV-1a with 64 bits: tells versions of one file apart, and names cache entries. Not for what an enemy could forge.
class Fingerprint {
 public:
  void add(std::string_view bytes);  ///< the length counts too
  [[nodiscard]] std::uint64_t value() const { return state_; }
  [[nodiscard]] std::string text() const;  ///< 16 hexadecimal digits

 private:
  std::uint64_t state_ = 14695981039346656037ULL;
};

/// One file as it was read. The content is compared only when size or time differ.
struct Input {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::uint64_t content = 0;  ///< 0 for files that are too large to be read: their size and time decide
};

/// The state of a file now; nothing when it is not there.
[[nodiscard]] std::optional<Input> read_input(const std::filesystem::path& path, bool with_content = true);

/// How a product of the cache came about.
struct Record {
  std::string recipe;   ///< a fingerprint of everything that is no file: the command
  std::string product;  ///< the file's name in the record's folder
  std::vector<Input> inputs;
  std::vector<std::filesystem::path> absent;  ///< files that would have changed the result, had they been there

  /// Whether everything is still as it was. Takes over new times of files whose content is the same, and sets `touched`
  /// then, so that the caller saves the record.
  [[nodiscard]] bool is_current(bool& touched);
  /// A name for what comes out: the same inputs with the same recipe have the same.
  [[nodiscard]] std::string identity() const;

  [[nodiscard]] static std::optional<Record> load(const std::filesystem::path& file);
  [[nodiscard]] Status save(const std::filesystem::path& file) const;
};

}  // namespace ashlar::toolchain
