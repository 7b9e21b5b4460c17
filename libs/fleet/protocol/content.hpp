#pragma once
/// File contents in pieces, of which only those that the other side lacks are sent. Pure; the files are the caller's.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "fleet/protocol/messages.hpp"

namespace ashlar::fleet {

/// The raw SHA-256 of each block of `content_block_size` bytes of a file, the last one of whatever is left.
[[nodiscard]] std::vector<std::string> block_hashes(std::string_view bytes);
[[nodiscard]] std::string block_hash(std::string_view block);

/// Answers a `ContentNeeded` piece by piece, so that a long file is never in memory as a whole.
class ContentPieces {
 public:
  /// `read` gives the bytes at an offset: as many as asked for, fewer only at the end of the file.
  using ReadAt = std::function<Result<std::string>(std::uint64_t offset, std::uint64_t size)>;

  ContentPieces(ContentNeeded need, std::uint64_t size, ReadAt read);

  /// The next piece. When the file cannot be read, or has become shorter, the piece carries the error and is the last.
  /// REQUIRES: the last one was not given yet.
  [[nodiscard]] Content next();
  [[nodiscard]] bool done() const { return done_; }

 private:
  ContentNeeded need_;
  std::uint64_t size_;
  std::uint64_t offset_;
  ReadAt read_;
  bool done_ = false;
};

}  // namespace ashlar::fleet
