#include "base/diagnostic.hpp"

namespace ashlar {

std::string format_error(const Error& error) {
  std::string text = error.message;
  for (const auto& note : error.notes) text += "\n  " + note;
  if (!error.help.empty()) text += "\nhelp: " + error.help;
  return text;
}

}  // namespace ashlar
