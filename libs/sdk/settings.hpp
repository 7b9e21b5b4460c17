#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/environment.hpp"
#include "base/result.hpp"

namespace ashlar::sdk {

/// What a language host tells a program, through its environment (reference 4.4).
struct Settings {
  std::string monitor_address;
  std::string engine_address;  ///< empty: messages go to stderr
  std::string project;
  std::string stack;
  std::string organization;
  std::string root_directory;                              ///< of the project; positions are shown relative to it
  std::map<std::string, std::string, std::less<>> config;  ///< `namespace:key` to text
  std::set<std::string, std::less<>> secret_keys;
  bool dry_run = false;

  [[nodiscard]] static Result<Settings> from(const Environment& environment);
};

}  // namespace ashlar::sdk
