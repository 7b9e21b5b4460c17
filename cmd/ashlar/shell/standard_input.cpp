#include "cmd/ashlar/shell/standard_input.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace ashlar::cli {

Result<std::string> read_standard_input() {
  std::string text;
  std::array<char, 65536> buffer{};
  while (true) {
    const auto count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count == 0) return text;
    if (count > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return fail(std::string("could not read standard input: ") + std::strerror(errno));
    }
  }
}

bool standard_input_is_terminal() { return ::isatty(STDIN_FILENO) != 0; }

}  // namespace ashlar::cli
