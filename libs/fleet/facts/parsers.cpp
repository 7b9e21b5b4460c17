#include "fleet/facts/parsers.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <functional>
#include <optional>

#include "base/strings.hpp"

namespace ashlar::fleet {
namespace {

std::optional<double> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return static_cast<double>(number);
}

PropertyValue number_or_text(std::string_view text) {
  if (const auto number = number_of(text)) return *number;
  return text;
}

std::string unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

/// mounts(5) writes spaces and tabs as octal numbers.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool octal =
        text[i] == '\\' && i + 3 < text.size() && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0;
    if (octal) {
      out += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
      i += 3;
    } else {
      out += text[i];
    }
  }
  return out;
}

void for_each_line(std::string_view text, const std::function<void(std::string_view)>& act) {
  for (const auto& line : split(text, '\n')) {
    if (!trim(line).empty()) act(line);
  }
}

}  // namespace

PropertyArray to_array(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < line.size();) {
    const auto begin = line.find_first_not_of(" \t\r\n", at);
    if (begin == std::string_view::npos) break;
    at = std::min(line.find_first_of(" \t\r\n", begin), line.size());
    words.emplace_back(line.substr(begin, at - begin));
  }
  return words;
}

PropertyMap parse_release(std::string_view text) {
  PropertyMap release;
  for_each_line(text, [&](std::string_view line) {
    const auto equals = line.find('=');
    if (line.front() != '#' && equals != std::string_view::npos) {
      release[std::string(line.substr(0, equals))] = unquoted(line.substr(equals + 1));
    }
  });
  return release;
}

PropertyMap parse_mounts(std::string_view text) {
  PropertyMap mounts;
  for_each_line(text, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 4) return;
    mounts[unescaped(words[1])] =
        PropertyMap{{"device", unescaped(words[0])}, {"type", words[2]}, {"options", to_array(split(words[3], ','))}};
  });
  return mounts;
}

PropertyMap parse_modules(std::string_view text) {
  PropertyMap modules;
  for_each_line(text, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 5) return;
    modules[words[0]] =
        PropertyMap{{"size", number_or_text(words[1])}, {"instances", number_or_text(words[2])}, {"state", words[4]}};
  });
  return modules;
}

PropertyMap parse_sysctl(std::string_view text) {
  PropertyMap values;
  for_each_line(text, [&](std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return;
    const auto words = words_of(line.substr(equals + 1));
    const bool numbers = !words.empty() && std::all_of(words.begin(), words.end(),
                                                       [](const auto& word) { return number_of(word).has_value(); });
    PropertyValue value(trim(line.substr(equals + 1)));
    if (numbers && words.size() == 1) value = *number_of(words[0]);
    if (numbers && words.size() > 1) {
      PropertyArray list;
      for (const auto& word : words) list.emplace_back(*number_of(word));
      value = std::move(list);
    }
    values[std::string(trim(line.substr(0, equals)))] = std::move(value);
  });
  return values;
}

PropertyArray parse_security_limits(std::string_view text) {
  PropertyArray limits;
  for_each_line(text, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 4 || words[0].starts_with('#')) return;
    limits.emplace_back(PropertyMap{
        {"domain", words[0]}, {"limit_type", words[1]}, {"item", words[2]}, {"value", number_or_text(words[3])}});
  });
  return limits;
}

PropertyArray parse_crontab(std::string_view text) {
  PropertyArray entries;
  PropertyArray comments;
  for_each_line(text, [&](std::string_view line) {
    line = trim(line);
    if (line.front() == '#') {
      comments.emplace_back(line);
      return;
    }
    const auto words = words_of(line);
    const bool special = line.front() == '@';
    const std::size_t fields = special ? 1 : 5;
    // Anything shorter is a variable of the table.
    if (words.size() <= fields || words[0].find('=') != std::string::npos) return;
    std::string_view command = line;
    for (std::size_t i = 0; i < fields; ++i) {
      command.remove_prefix(std::min(command.find_first_of(" \t"), command.size()));
      command.remove_prefix(std::min(command.find_first_not_of(" \t"), command.size()));
    }
    PropertyMap entry{{"command", command}, {"comments", std::exchange(comments, {})}};
    if (special) {
      entry["special_time"] = words[0];
    } else {
      const char* names[] = {"minute", "hour", "day_of_month", "month", "day_of_week"};
      for (std::size_t i = 0; i < fields; ++i) entry[names[i]] = number_or_text(words[i]);
    }
    entries.emplace_back(std::move(entry));
  });
  return entries;
}

PropertyMap parse_dpkg(std::string_view text) {
  PropertyMap packages;
  for_each_line(text, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() != 3 || words[0] != "installed") return;
    auto& versions = packages[words[1]];
    if (!versions.is<PropertyArray>()) versions = PropertyArray{};
    versions.get<PropertyArray>()->emplace_back(words[2]);
  });
  return packages;
}

PropertyArray parse_apt_sources(std::string_view text) {
  PropertyArray sources;
  for_each_line(text, [&](std::string_view line) {
    line = trim(line.substr(0, line.find('#')));
    PropertyMap options;
    const auto open = line.find('['), close = line.find(']');
    std::string rest(line);
    if (open != std::string_view::npos && close != std::string_view::npos && close > open) {
      for (const auto& option : words_of(line.substr(open + 1, close - open - 1))) {
        const auto equals = option.find('=');
        if (equals != std::string::npos)
          options[option.substr(0, equals)] = to_array(split(option.substr(equals + 1), ','));
      }
      rest = std::string(line.substr(0, open)) + std::string(line.substr(close + 1));
    }
    const auto words = words_of(rest);
    if (words.size() < 3 || (words[0] != "deb" && words[0] != "deb-src")) return;
    sources.emplace_back(PropertyMap{{"type", words[0]},
                                     {"url", words[1]},
                                     {"distribution", words[2]},
                                     {"components", to_array({words.begin() + 3, words.end()})},
                                     {"options", options}});
  });
  return sources;
}

PropertyArray parse_deb822_sources(std::string_view text) {
  PropertyArray sources;
  std::map<std::string, std::string> fields;
  std::string last;
  const auto flush = [&] {
    if (fields["enabled"] != "no") {
      for (const auto& type : words_of(fields["types"])) {
        for (const auto& url : words_of(fields["uris"])) {
          for (const auto& suite : words_of(fields["suites"])) {
            PropertyMap options;
            if (const auto& key = fields["signed-by"]; !key.empty()) options["signed-by"] = to_array(words_of(key));
            if (const auto& arch = fields["architectures"]; !arch.empty()) options["arch"] = to_array(words_of(arch));
            sources.emplace_back(PropertyMap{{"type", type},
                                             {"url", url},
                                             {"distribution", suite},
                                             {"components", to_array(words_of(fields["components"]))},
                                             {"options", options}});
          }
        }
      }
    }
    fields.clear();
  };
  for (const auto& line : split(text, '\n')) {
    if (trim(line).empty()) {
      flush();
    } else if (line.front() == ' ' || line.front() == '\t') {
      fields[last] += " " + std::string(trim(line));
    } else if (line.front() != '#' && line.find(':') != std::string::npos) {
      last = to_lower(line.substr(0, line.find(':')));
      fields[last] = std::string(trim(std::string_view(line).substr(line.find(':') + 1)));
    }
  }
  flush();
  return sources;
}

PropertyMap parse_units(std::string_view text, std::string_view property) {
  PropertyMap units;
  std::string id, value;
  const auto flush = [&] {
    if (!id.empty()) units[id] = value;
    id.clear(), value.clear();
  };
  for (const auto& line : split(text, '\n')) {
    const auto equals = line.find('=');
    if (equals == std::string::npos) {
      flush();
    } else if (std::string_view(line).substr(0, equals) == "Id") {
      id = line.substr(equals + 1);
    } else if (std::string_view(line).substr(0, equals) == property) {
      value = line.substr(equals + 1);
    }
  }
  flush();
  return units;
}

PropertyMap parse_meminfo(std::string_view text) {
  PropertyMap values;
  for_each_line(text, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 2 || !words[0].ends_with(':')) return;
    values[words[0].substr(0, words[0].size() - 1)] = number_or_text(words[1]);
  });
  return values;
}

PropertyMap parse_df(std::string_view text) {
  PropertyMap devices;
  for_each_line(text, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 6 || !words[4].ends_with('%')) return;
    devices[words[0]] = PropertyMap{{"size", number_or_text(words[1])},
                                    {"used", number_or_text(words[2])},
                                    {"available", number_or_text(words[3])},
                                    {"used_percent", number_or_text(words[4].substr(0, words[4].size() - 1))},
                                    {"mount", words[5]}};
  });
  return devices;
}

PropertyMap parse_ip(std::string_view links, std::string_view addresses) {
  PropertyMap devices;
  for_each_line(links, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 3) return;
    auto name = words[1].substr(0, words[1].find_first_of("@:"));
    PropertyMap device{{"ether", PropertyValue()}, {"ipv4", PropertyArray{}}, {"ipv6", PropertyArray{}}};
    for (std::size_t i = 2; i + 1 < words.size(); ++i) {
      if (words[i] == "state") device["state"] = words[i + 1];
      if (words[i] == "mtu") device["mtu"] = number_or_text(words[i + 1]);
      if (words[i] == "link/ether") device["ether"] = words[i + 1];
    }
    devices[name] = std::move(device);
  });
  for_each_line(addresses, [&](std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 4 || (words[2] != "inet" && words[2] != "inet6")) return;
    auto* device = devices[words[1]].get<PropertyMap>();
    if (device == nullptr) return;
    const auto slash = words[3].find('/');
    PropertyMap address{{"address", words[3].substr(0, slash)}};
    if (slash != std::string::npos) address["mask_bits"] = number_or_text(words[3].substr(slash + 1));
    (*device)[words[2] == "inet" ? "ipv4" : "ipv6"].get<PropertyArray>()->emplace_back(std::move(address));
  });
  return devices;
}

PropertyMap parse_git_config(std::string_view text) {
  PropertyMap values;
  for_each_line(text, [&](std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return;
    auto& list = values[std::string(line.substr(0, equals))];
    if (!list.is<PropertyArray>()) list = PropertyArray{};
    list.get<PropertyArray>()->emplace_back(line.substr(equals + 1));
  });
  return values;
}

}  // namespace ashlar::fleet
