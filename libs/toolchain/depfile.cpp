#include "toolchain/depfile.hpp"

#include <string>

namespace ashlar::toolchain {

std::vector<std::filesystem::path> parse_depfile(std::string_view text) {
  std::vector<std::filesystem::path> files;
  const auto colon = text.find(": ");
  if (colon == std::string_view::npos) return files;
  std::string name;
  const auto flush = [&] {
    if (!name.empty()) files.emplace_back(name);
    name.clear();
  };
  for (std::size_t i = colon + 2; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\n';
    if (c == '\\' && (next == ' ' || next == '#' || next == '\\')) {
      name += next;
      ++i;
    } else if (c == '\\' && next == '\n') {
      flush();
      ++i;
    } else if (c == '$' && next == '$') {
      name += '$';
      ++i;
    } else if (c == '\n') {
      break;  // what follows are rules of their own
    } else if (c == ' ') {
      flush();
    } else {
      name += c;
    }
  }
  flush();
  return files;
}

}  // namespace ashlar::toolchain
