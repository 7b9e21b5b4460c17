#include "fleet/protocol/content.hpp"

#include <algorithm>

#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {

std::string block_hash(std::string_view block) {
  const auto hex = sha256(block);
  std::string raw;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    raw.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return raw;
}

std::vector<std::string> block_hashes(std::string_view bytes) {
  std::vector<std::string> hashes;
  for (std::size_t at = 0; at < bytes.size(); at += content_block_size) {
    hashes.push_back(block_hash(bytes.substr(at, content_block_size)));
  }
  return hashes;
}

ContentPieces::ContentPieces(ContentNeeded need, std::uint64_t size, ReadAt read)
    : need_(std::move(need)), size_(size), offset_(std::min(need_.offset, size)), read_(std::move(read)) {}

Content ContentPieces::next() {
  Content piece{.hash = need_.hash, .offset = offset_};
  // A piece ends with a block of the basis, wherever an earlier connection stopped.
  const auto block = offset_ / content_block_size;
  const auto wanted = std::min(size_ - offset_, (block + 1) * content_block_size - offset_);
  auto bytes = wanted > 0 ? read_(offset_, wanted) : Result<std::string>(std::string());
  if (bytes && bytes->size() < wanted) bytes = fail("the file became shorter while it was sent");
  if (!bytes) {
    piece.error = bytes.error();
    piece.last = done_ = true;
    return piece;
  }
  offset_ += wanted;
  piece.last = done_ = offset_ == size_;
  const bool whole_block = piece.offset % content_block_size == 0;
  if (whole_block && wanted > 0 && block < need_.basis.size() && need_.basis[block] == block_hash(*bytes)) {
    piece.from_basis = wanted;
  } else {
    piece.bytes = std::move(*bytes);
  }
  return piece;
}

}  // namespace ashlar::fleet
