/// JSON by nlohmann's parser, which knows no positions: they are taken from how much of the text it has read.

#include <nlohmann/json.hpp>
#include <set>

#include "settings/parse.hpp"

namespace ashlar::settings {

namespace {

/// Line and column of rising offsets.
class Ruler {
 public:
  Ruler(const std::string& text, SourceName name) : text_(text), name_(std::move(name)) {}

  Origin at(std::size_t offset) {
    if (offset < offset_) offset_ = 0, line_ = 1, column_ = 1;
    for (; offset_ < offset && offset_ < text_.size(); ++offset_) {
      const auto byte = static_cast<unsigned char>(text_[offset_]);
      if (byte == '\n') ++line_, column_ = 0;
      if ((byte & 0xc0U) != 0x80) ++column_;
    }
    return {name_, line_, column_};
  }

 private:
  const std::string& text_;
  SourceName name_;
  std::size_t offset_ = 0;
  unsigned line_ = 1;
  unsigned column_ = 1;
};

/// The text as the parser's input; counts what it has taken.
class CountingInput {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingInput(const char* at, std::size_t* taken) : at_(at), taken_(taken) {}
  reference operator*() const { return *at_; }
  CountingInput& operator++() {
    ++at_;
    ++*taken_;
    return *this;
  }
  friend bool operator==(const CountingInput& a, const CountingInput& b) { return a.at_ == b.at_; }
  friend bool operator!=(const CountingInput& a, const CountingInput& b) { return a.at_ != b.at_; }

 private:
  const char* at_;
  std::size_t* taken_;
};

class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  Builder(const std::string& text, const SourceName& name) : text_(text), ruler_(text, name) {}

  bool null() override { return add({}); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(static_cast<std::int64_t>(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) return add(static_cast<double>(value));
    return add(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(value); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Value(Value::Map())); }
  bool start_array(std::size_t) override { return open(Value(Value::List())); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& key) override {
    const auto origin = here();
    auto& members = *open_.back().get<Value::Map>();
    if (!keys_.back().insert(key).second) {
      problem_ = {"the key '" + key + "' stands twice", origin};
      return false;
    }
    members.push_back({key, {}, origin});
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    std::string message = error.what();
    if (const auto colon = message.find(": ", message.find("column")); colon != std::string::npos) {
      message = message.substr(colon + 2);
    }
    problem_ = {"malformed JSON: " + message, ruler_.at(position == 0 ? 0 : position - 1)};
    return false;
  }

  std::size_t taken = 0;

  Parsed result() {
    if (problem_) return *problem_;
    return std::move(root_);
  }

 private:
  /// Where the token that the parser has just read begins.
  Origin here() {
    const auto begin = text_.find_first_not_of(" \t\r\n,:", last_end_);
    last_end_ = taken;
    return ruler_.at(begin == std::string::npos ? text_.size() : begin);
  }

  bool add(Value value) {
    value.origin = here();
    return place(std::move(value));
  }
  bool open(Value value) {
    value.origin = here();
    open_.push_back(std::move(value));
    keys_.emplace_back();
    if (open_.size() <= most_levels) return true;
    problem_ = {"nested too deeply", open_.back().origin};
    return false;
  }
  bool close() {
    last_end_ = taken;
    auto value = std::move(open_.back());
    open_.pop_back();
    keys_.pop_back();
    return place(std::move(value));
  }
  bool place(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (auto* items = open_.back().get<Value::List>()) {
      items->push_back(std::move(value));
    } else {
      open_.back().get<Value::Map>()->back().value = std::move(value);
    }
    return true;
  }

  static constexpr std::size_t most_levels = 200;
  const std::string& text_;
  Ruler ruler_;
  std::vector<Value> open_;
  std::vector<std::set<std::string>> keys_;  // of what is open
  Value root_;
  std::optional<Malformed> problem_;
  std::size_t last_end_ = 0;
};

}  // namespace

Parsed parse_json(const std::string& text, const SourceName& name) {
  Builder builder(text, name);
  const auto* const begin = text.data();
  const CountingInput first(begin, &builder.taken);
  const CountingInput last(begin + text.size(), &builder.taken);
  nlohmann::json::sax_parse(first, last, &builder);
  return builder.result();
}

}  // namespace ashlar::settings
