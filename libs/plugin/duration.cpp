#include <cstdlib>
#include <map>

#include "plugin/requests.hpp"

namespace ashlar::plugin {

Result<double> parse_duration(std::string_view text) {
  static const std::map<std::string_view, double> units = {{"ns", 1e-9}, {"us", 1e-6}, {"µs", 1e-6}, {"ms", 1e-3},
                                                           {"s", 1},     {"m", 60},    {"h", 3600}};
  const auto error = [&] {
    return fail_with_help("`" + std::string(text) + "` is no duration", "durations read 30s, 5m or 1h30m",
                          ErrorKind::usage);
  };
  if (text == "0") return 0.0;
  if (text.empty()) return error();
  double seconds = 0;
  for (auto rest = text; !rest.empty();) {
    const auto digits = rest.substr(0, std::min(rest.find_first_not_of("0123456789."), rest.size()));
    rest.remove_prefix(digits.size());
    const auto unit = rest.substr(0, std::min(rest.find_first_of("0123456789."), rest.size()));
    rest.remove_prefix(unit.size());
    const auto known = units.find(unit);
    if (digits.empty() || digits == "." || digits.find('.') != digits.rfind('.') || known == units.end())
      return error();
    seconds += std::strtod(std::string(digits).c_str(), nullptr) * known->second;
  }
  return seconds;
}

}  // namespace ashlar::plugin
