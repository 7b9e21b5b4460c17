#pragma once
/// A described model, as everything in this library sees it.

#include <deque>
#include <regex>
#include <set>

#include "ashlar/settings/model.hpp"

namespace ashlar::settings {

/// A demand on text.
struct TextRule {
  std::string what;    ///< completes "must be …"
  std::string format;  ///< JSON Schema's name for it; may be empty
  std::function<bool(std::string_view)> holds;
};

struct FieldInfo {
  std::string name;
  std::string alias;  ///< the name in files
  std::string doc;
  std::string variable;  ///< an environment variable of its own; may be empty
  std::size_t offset = 0;
  const Type* type = nullptr;
  bool required = false;
  bool secret = false;
  bool internal = false;
  std::optional<double> least, most;
  std::optional<std::pair<std::size_t, std::size_t>> length, items;
  std::string pattern, key_pattern;
  std::vector<std::string> words;
  std::vector<TextRule> rules;
};

struct Choice {
  std::vector<std::string> fields;
  bool needs_one = false;
};

struct ModelCheck {
  std::size_t offset = 0;  ///< of the model that it is about: an included one's
  std::function<void(const void*, Problems&)> check;
};

struct ModelInfo {
  std::string name;
  std::string doc;
  std::string environment_prefix;
  Naming naming = Naming::same;
  std::string naming_prefix;
  const void* prototype = nullptr;
  std::deque<FieldInfo> fields;
  std::map<std::string, const FieldInfo*, std::less<>> index;  ///< by names, and by aliases that are no other's name
  std::optional<std::size_t> rest;                             ///< offset of the map for unknown fields
  std::vector<Choice> choices;
  std::vector<ModelCheck> checks;

  /// By its name or alias; null when there is none.
  [[nodiscard]] const FieldInfo* find(std::string_view name) const;
};

/// Whether the whole text matches. Patterns are compiled once. Safe on any thread.
[[nodiscard]] bool matches(const std::string& pattern, std::string_view text);

/// Behind optionals.
[[nodiscard]] const Type& inner(const Type& type);

[[nodiscard]] inline const void* at(const void* object, std::size_t offset) {
  return static_cast<const char*>(object) + offset;
}
[[nodiscard]] inline void* at(void* object, std::size_t offset) { return static_cast<char*>(object) + offset; }

constexpr std::string_view mask = "********";

/// `path.name`, `path[3]`, `path["a b"]`.
[[nodiscard]] std::string field_path(const std::string& path, std::string_view name);
[[nodiscard]] std::string item_path(const std::string& path, std::size_t index);
[[nodiscard]] std::string key_path(const std::string& path, const std::string& key);

}  // namespace ashlar::settings
