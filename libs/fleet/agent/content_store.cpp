#include "fleet/agent/content_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/filesystem.hpp"
#include "fleet/agent/run_lock.hpp"
#include "fleet/protocol/content.hpp"

namespace ashlar::fleet {
namespace {

/// A file must have this many bytes for a comparison of blocks to pay.
constexpr std::uint64_t smallest_basis = 2 * content_block_size;

bool is_hash(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Result<std::string> read_range(int file, std::uint64_t offset, std::uint64_t size) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const auto got = ::pread(file, bytes.data() + have, size - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error("read", "the file that is replaced", errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace

struct ContentStore::Arriving {
  std::string hash, bytes;
  bool secret = false;
  int basis = -1, file = -1;
  std::uint64_t size = 0;
  Sha256 digest;

  Arriving() = default;
  Arriving(const Arriving&) = delete;
  Arriving& operator=(const Arriving&) = delete;
  ~Arriving() {
    if (basis >= 0) ::close(basis);
    if (file >= 0) ::close(file);
  }
};

ContentStore::ContentStore(std::string directory) : directory_(std::move(directory)) {}

ContentStore::~ContentStore() {
  for (const auto& [hash, content] : arrived_) {
    if (content && !(*content)->kept_in.empty()) ::unlink((*content)->kept_in.c_str());
  }
}

std::optional<ContentNeeded> ContentStore::ask(const std::string& hash, const std::string& basis, bool secret) {
  if (arriving_.contains(hash) || arrived_.contains(hash)) return std::nullopt;
  if (!is_hash(hash)) {
    arrived_.emplace(hash, fail("'" + hash + "' names no content", ErrorKind::internal));
    return std::nullopt;
  }
  auto content = std::make_unique<Arriving>();
  content->hash = hash;
  content->secret = secret;
  ContentNeeded need{.hash = hash};
  // What an earlier connection has brought.
  content->file = secret ? -1 : ::open(part_path(hash).c_str(), O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  while (content->file >= 0) {
    auto bytes = read_range(content->file, content->size, content_block_size);
    if (!bytes || bytes->empty()) break;
    content->digest.update(*bytes);
    content->size += bytes->size();
  }
  need.offset = content->size;
  content->basis = basis.empty() ? -1 : ::open(basis.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (content->basis >= 0 && ::fstat(content->basis, &status) == 0 &&
      static_cast<std::uint64_t>(status.st_size) >= smallest_basis) {
    for (std::uint64_t at = 0; at < static_cast<std::uint64_t>(status.st_size); at += content_block_size) {
      auto block = read_range(content->basis, at, content_block_size);
      if (!block || block->empty()) break;
      need.basis.push_back(block_hash(*block));
    }
  }
  arriving_[hash] = std::move(content);
  return need;
}

/// Adds to what is there; a content that becomes long moves to a file.
Status ContentStore::keep(Arriving& content, std::string_view bytes) {
  content.digest.update(bytes);
  content.size += bytes.size();
  if (content.file < 0) {
    content.bytes.append(bytes);
    if (content.secret || content.bytes.size() <= memory_limit) return {};
    if (auto made = make_private_directory(directory_); !made) return made;
    const auto path = part_path(content.hash);
    content.file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (content.file < 0) return file_error("write", path, errno);
    const auto all = std::move(content.bytes);
    content.bytes.clear();
    bytes = {};
    for (std::string_view rest = all; !rest.empty();) {
      const auto wrote = ::write(content.file, rest.data(), rest.size());
      if (wrote < 0 && errno != EINTR) return file_error("write", path, errno);
      if (wrote > 0) rest.remove_prefix(static_cast<std::size_t>(wrote));
    }
    return {};
  }
  while (!bytes.empty()) {
    const auto wrote = ::write(content.file, bytes.data(), bytes.size());
    if (wrote < 0 && errno != EINTR) return file_error("write", part_path(content.hash), errno);
    if (wrote > 0) bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

Status ContentStore::take(Arriving& content, const Content& piece) {
  if (piece.error) return *piece.error;
  if (piece.offset != content.size) return fail("a piece of a content is missing", ErrorKind::internal);
  if (piece.from_basis == 0) return keep(content, piece.bytes);
  if (piece.from_basis > content_block_size) return fail("a piece of a content is too long", ErrorKind::internal);
  auto bytes = read_range(content.basis, piece.offset, piece.from_basis);
  return bytes ? keep(content, *bytes) : Status(bytes.error());
}

void ContentStore::accept(const Content& piece) {
  const auto found = arriving_.find(piece.hash);
  if (found == arriving_.end()) return;  // the rest of one that has failed
  auto& content = *found->second;
  auto taken = take(content, piece);
  if (taken && !piece.last) return;
  const auto path = part_path(piece.hash);
  const bool in_file = content.file >= 0;
  if (taken && content.digest.finish() != piece.hash) {
    taken = fail_with_help("the content that arrived is not the one that was announced (SHA-256 " + piece.hash + ")",
                           "the file changed while it was sent: run again");
  }
  if (taken) {
    arrived_.emplace(piece.hash, std::make_shared<const FileContent>(
                                     FileContent{std::move(content.bytes), in_file ? path : "", piece.hash}));
  } else {
    if (in_file) ::unlink(path.c_str());
    arrived_.emplace(piece.hash, taken.error());
  }
  arriving_.erase(found);
}

std::optional<Result<SharedContent>> ContentStore::get(const std::string& hash) const {
  const auto found = arrived_.find(hash);
  if (found == arrived_.end()) return std::nullopt;
  return found->second;
}

}  // namespace ashlar::fleet
