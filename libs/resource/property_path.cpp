#include "resource/property_path.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/strings.hpp"

namespace ashlar {

namespace {

/// Reads a quoted key whose opening quote has been read; `text` is left behind the closing one.
Result<std::string> read_quoted_key(std::string_view& text) {
  std::string key;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c == '"') return key;
    if (c == '\\' && !text.empty()) {
      key += text.front();
      text.remove_prefix(1);
    } else {
      key += c;
    }
  }
  return fail("a quoted key is not closed");
}

/// Reads what stands between `[` (already read) and `]`.
Result<PathStep> read_bracket(std::string_view& text) {
  if (text.starts_with('"')) {
    text.remove_prefix(1);
    auto key = read_quoted_key(text);
    if (!key) return key.error();
    if (!text.starts_with(']')) return fail("']' is missing after a quoted key");
    text.remove_prefix(1);
    return PathStep(*std::move(key));
  }
  const auto end = text.find(']');
  if (end == std::string_view::npos) return fail("']' is missing");
  const auto inside = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (inside == "*") return PathStep(std::string("*"));
  std::size_t index = 0;
  const auto parsed = std::from_chars(inside.data(), inside.data() + inside.size(), index);
  if (inside.empty() || parsed.ec != std::errc() || parsed.ptr != inside.data() + inside.size()) {
    return fail("'" + std::string(inside) + "' is no index: write a number, \"a key\" or *");
  }
  return PathStep(index);
}

Result<std::vector<PathStep>> read_steps(std::string_view text) {
  std::vector<PathStep> steps;
  while (!text.empty()) {
    if (text.front() == '[') {
      text.remove_prefix(1);
      auto step = read_bracket(text);
      if (!step) return step.error();
      steps.push_back(*std::move(step));
      continue;
    }
    if (text.front() == '.') {
      text.remove_prefix(1);
      if (text.empty()) return fail("it ends in a dot");
      if (text.front() == '[') continue;  // `a.["b"]` is accepted like `a["b"]`
    }
    const auto end = text.find_first_of(".[");
    const auto key = text.substr(0, end);
    if (key.empty()) return fail("a key is empty");
    steps.emplace_back(std::string(key));
    text.remove_prefix(key.size());
  }
  return steps;
}

bool needs_quotes(std::string_view key) {
  return key.empty() || (key != "*" && key.find_first_of(".[]\"\\ ") != std::string_view::npos);
}

bool reset_value(PropertyValue& target, const PropertyValue& source, const PathStep* step, const PathStep* end);

bool reset_map(PropertyMap& target, const PropertyMap& source, const PathStep* step, const PathStep* end) {
  const auto* key = std::get_if<std::string>(step);
  if (key == nullptr) return false;
  std::set<std::string> keys;
  if (*key == "*") {
    for (const auto& member : target) keys.insert(member.first);
    for (const auto& member : source) keys.insert(member.first);
  } else {
    keys.insert(*key);
  }
  const bool last = step + 1 == end;
  bool done = true;
  for (const auto& name : keys) {
    const auto* old_value = find(source, name);
    if (last) {
      if (old_value != nullptr) {
        target.insert_or_assign(name, *old_value);
      } else {
        target.erase(name);
      }
      continue;
    }
    const auto at = target.find(name);
    if (at == target.end() || old_value == nullptr) {
      done = done && at == target.end() && old_value == nullptr;
      continue;
    }
    done = reset_value(at->second, *old_value, step + 1, end) && done;
  }
  return done;
}

bool reset_array(PropertyArray& target, const PropertyArray& source, const PathStep* step, const PathStep* end) {
  const auto* index = std::get_if<std::size_t>(step);
  if (index == nullptr && !is_wildcard(*step)) return false;
  const bool last = step + 1 == end;
  if (index == nullptr && last) {
    target = source;
    return true;
  }
  bool done = true;
  const std::size_t from = index != nullptr ? *index : 0;
  const std::size_t to = index != nullptr ? *index + 1 : std::max(target.size(), source.size());
  for (std::size_t i = from; i < to; ++i) {
    if (i >= target.size() || i >= source.size()) {
      done = false;
    } else if (last) {
      target[i] = source[i];
    } else {
      done = reset_value(target[i], source[i], step + 1, end) && done;
    }
  }
  return done;
}

bool reset_value(PropertyValue& target, const PropertyValue& source, const PathStep* step, const PathStep* end) {
  const auto& plain_source = source.unwrapped();
  const bool was_secret = target.is<Secret>();
  PropertyValue plain_target = target.unwrapped();
  bool done = false;
  if (auto* map = plain_target.get<PropertyMap>(); map != nullptr && plain_source.is<PropertyMap>()) {
    done = reset_map(*map, *plain_source.get<PropertyMap>(), step, end);
  } else if (auto* array = plain_target.get<PropertyArray>(); array != nullptr && plain_source.is<PropertyArray>()) {
    done = reset_array(*array, *plain_source.get<PropertyArray>(), step, end);
  }
  if (!done) return false;
  target = was_secret ? PropertyValue::secret(std::move(plain_target)) : std::move(plain_target);
  return true;
}

}  // namespace

bool is_wildcard(const PathStep& step) {
  const auto* key = std::get_if<std::string>(&step);
  return key != nullptr && *key == "*";
}

Result<PropertyPath> PropertyPath::parse(std::string_view text) {
  auto steps = read_steps(text);
  if (!steps) return steps.error().within("property path '" + std::string(text) + "'");
  if (steps->empty()) return fail("a property path is empty");
  return PropertyPath(*std::move(steps));
}

std::string PropertyPath::text() const {
  std::string text;
  for (const auto& step : steps_) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      text += '[' + std::to_string(*index) + ']';
    } else if (const auto& key = std::get<std::string>(step); needs_quotes(key)) {
      text += "[\"" + replace_all(replace_all(key, "\\", "\\\\"), "\"", "\\\"") + "\"]";
    } else {
      if (!text.empty()) text += '.';
      text += key;
    }
  }
  return text;
}

bool PropertyPath::contains(const PropertyPath& other) const {
  if (steps_.size() > other.steps_.size()) return false;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (!is_wildcard(steps_[i]) && steps_[i] != other.steps_[i]) return false;
  }
  return true;
}

const PropertyValue* find(const PropertyMap& map, const PropertyPath& path) {
  const PropertyValue* at = nullptr;
  const PropertyMap* members = &map;
  const PropertyArray* elements = nullptr;
  for (const auto& step : path.steps()) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      at = members != nullptr ? find(*members, *key) : nullptr;
    } else {
      const auto index = std::get<std::size_t>(step);
      at = elements != nullptr && index < elements->size() ? &(*elements)[index] : nullptr;
    }
    if (at == nullptr) return nullptr;
    members = at->unwrapped().get<PropertyMap>();
    elements = at->unwrapped().get<PropertyArray>();
  }
  return at;
}

bool reset_to(PropertyMap& target, const PropertyMap& source, const PropertyPath& path) {
  const auto& steps = path.steps();
  return reset_map(target, source, steps.data(), steps.data() + steps.size());
}

}  // namespace ashlar
