/// YAML by libyaml's events.

#include <yaml.h>

#include <algorithm>
#include <set>

#include "base/strings.hpp"
#include "settings/parse.hpp"
#include "settings/scalars.hpp"

namespace ashlar::settings {

namespace {

std::string text_of(const yaml_char_t* text) { return text == nullptr ? "" : reinterpret_cast<const char*>(text); }

/// One pass over the events of the first document. Each function returns false after a problem.
class Reader {
 public:
  Reader(const std::string& text, SourceName name) : name_(std::move(name)) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Reader() {
    yaml_event_delete(&event_);
    yaml_parser_delete(&parser_);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  Parsed read() {
    Value root;
    if (read_document(root)) return root;
    return problem_;
  }

 private:
  bool read_document(Value& root) {
    if (!next() || !next()) return false;  // the stream's begin, then a document's
    if (event_.type == YAML_STREAM_END_EVENT) return true;
    if (!next() || !read_node(root, 0)) return false;
    if (!next() || !next()) return false;  // the document's end, then what follows
    if (event_.type == YAML_STREAM_END_EVENT) return true;
    return fail("a second document: settings are one document", here());
  }

  bool next() {
    yaml_event_delete(&event_);
    if (yaml_parser_parse(&parser_, &event_) != 0) return true;
    event_ = {};
    const auto& mark = parser_.problem_mark;
    std::string message = parser_.problem != nullptr ? parser_.problem : "unreadable";
    if (parser_.context != nullptr) message = std::string(parser_.context) + ": " + message;
    return fail("malformed YAML: " + message,
                {name_, static_cast<unsigned>(mark.line) + 1, static_cast<unsigned>(mark.column) + 1});
  }

  bool fail(std::string message, Origin origin) {
    problem_ = {std::move(message), std::move(origin)};
    return false;
  }

  Origin here() const {
    return {name_, static_cast<unsigned>(event_.start_mark.line) + 1,
            static_cast<unsigned>(event_.start_mark.column) + 1};
  }

  /// What begins at the present event.
  bool read_node(Value& value, int level) {
    if (level > most_levels) return fail("nested too deeply", here());
    const auto origin = here();
    std::string anchor;
    switch (event_.type) {
      case YAML_ALIAS_EVENT:
        return read_alias(value);
      case YAML_SCALAR_EVENT:
        anchor = text_of(event_.data.scalar.anchor);
        if (!read_scalar(value)) return false;
        break;
      case YAML_SEQUENCE_START_EVENT:
        anchor = text_of(event_.data.sequence_start.anchor);
        if (!read_list(value, level)) return false;
        break;
      case YAML_MAPPING_START_EVENT:
        anchor = text_of(event_.data.mapping_start.anchor);
        if (!read_map(value, level)) return false;
        break;
      default:
        return fail("malformed YAML", origin);
    }
    value.origin = origin;
    if (!anchor.empty()) anchors_.insert_or_assign(anchor, value);
    return true;
  }

  bool read_alias(Value& value) {
    const auto name = text_of(event_.data.alias.anchor);
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) return fail("there is no anchor '" + name + "' before this", here());
    copied_ += size_of(found->second);
    if (copied_ > most_copied) return fail("aliases stand for too much", here());
    value = found->second;
    return true;
  }

  static std::size_t size_of(const Value& value) {
    std::size_t size = 1;
    if (const auto* items = value.get<Value::List>()) {
      for (const auto& item : *items) size += size_of(item);
    }
    if (const auto* members = value.get<Value::Map>()) {
      for (const auto& member : *members) size += size_of(member.value);
    }
    return size;
  }

  bool read_scalar(Value& value) {
    const auto& scalar = event_.data.scalar;
    const std::string text(reinterpret_cast<const char*>(scalar.value), scalar.length);
    const auto tag = text_of(scalar.tag);
    if (tag.empty() || tag == "!") {
      const bool is_word = tag.empty() && scalar.style == YAML_PLAIN_SCALAR_STYLE;
      value = is_word ? Value::word(text) : Value(text);
      if (is_word && resolve_word(text).is_null()) value = {};
      return true;
    }
    const auto kind = tag.substr(tag.find_last_of(":!") + 1);
    if (kind == "str") {
      value = text;
      return true;
    }
    value = resolve_word(text);
    const bool is_number = value.kind() == Value::Kind::integer || value.kind() == Value::Kind::number;
    if ((kind == "int" && value.kind() == Value::Kind::integer) || (kind == "float" && is_number) ||
        (kind == "bool" && value.kind() == Value::Kind::boolean) || (kind == "null" && value.is_null())) {
      return true;
    }
    return fail("'" + text + "' does not fit the tag " + tag, here());
  }

  bool read_list(Value& value, int level) {
    Value::List items;
    while (next() && event_.type != YAML_SEQUENCE_END_EVENT) {
      if (!read_node(items.emplace_back(), level + 1)) return false;
    }
    value = std::move(items);
    return event_.type == YAML_SEQUENCE_END_EVENT;
  }

  bool read_map(Value& value, int level) {
    Value::Map members;
    std::set<std::string> keys;
    std::vector<Value> merged;
    while (next() && event_.type != YAML_MAPPING_END_EVENT) {
      Member member;
      member.origin = here();
      if (event_.type != YAML_SCALAR_EVENT) return fail("a key must be text", member.origin);
      const auto& scalar = event_.data.scalar;
      member.key.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
      const bool merges = scalar.style == YAML_PLAIN_SCALAR_STYLE && member.key == "<<";
      if (!next() || !read_node(member.value, level + 1)) return false;
      if (merges) {
        merged.push_back(std::move(member.value));
        continue;
      }
      if (!keys.insert(member.key).second) return fail("the key '" + member.key + "' stands twice", member.origin);
      members.push_back(std::move(member));
    }
    if (event_.type != YAML_MAPPING_END_EVENT) return false;
    for (const auto& from : merged) {
      if (!merge(from, keys, members)) return false;
    }
    value = std::move(members);
    return true;
  }

  /// Adds what is not there yet.
  bool merge(const Value& from, std::set<std::string>& keys, Value::Map& members) {
    if (const auto* items = from.get<Value::List>()) {
      return std::all_of(items->begin(), items->end(), [&](const auto& item) { return merge(item, keys, members); });
    }
    const auto* others = from.get<Value::Map>();
    if (others == nullptr) return fail("only maps can be merged by <<", from.origin);
    for (const auto& other : *others) {
      if (keys.insert(other.key).second) members.push_back(other);
    }
    return true;
  }

  static constexpr int most_levels = 200;
  static constexpr std::size_t most_copied = 100'000;
  SourceName name_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  std::map<std::string, Value> anchors_;
  std::size_t copied_ = 0;
  Malformed problem_;
};

}  // namespace

Parsed parse_yaml(const std::string& text, const SourceName& name) { return Reader(text, name).read(); }

}  // namespace ashlar::settings
