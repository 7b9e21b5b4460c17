#include "fleet/runner/contents.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "base/descriptor.hpp"
#include "base/filesystem.hpp"

namespace ashlar::fleet {

namespace {

ContentPieces failing(const ContentNeeded& need, const Error& error) {
  return {need, need.offset + 1, [error](std::uint64_t, std::uint64_t) -> Result<std::string> { return error; }};
}

}  // namespace

ContentPieces Contents::pieces_for(const ContentNeeded& need) const {
  const auto found = known_.find(need.hash);
  if (found == known_.end()) return failing(need, fail("the agent asks for a content that nobody announced"));
  const auto& known = found->second;
  if (known.path.empty()) {
    return {need, known.bytes.size(),
            [&bytes = known.bytes](std::uint64_t offset, std::uint64_t size) -> Result<std::string> {
              return offset >= bytes.size() ? std::string() : bytes.substr(offset, size);
            }};
  }
  auto file = std::make_shared<Descriptor>(::open(known.path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file->is_open() || ::fstat(file->get(), &status) != 0) {
    return failing(need, file_error("read", known.path, errno));
  }
  return {need, static_cast<std::uint64_t>(status.st_size),
          [file, path = known.path](std::uint64_t offset, std::uint64_t size) -> Result<std::string> {
            std::string bytes(size, '\0');
            const auto count = ::pread(file->get(), bytes.data(), size, static_cast<off_t>(offset));
            if (count < 0) return file_error("read", path, errno);
            bytes.resize(static_cast<std::size_t>(count));
            return bytes;
          }};
}

}  // namespace ashlar::fleet
