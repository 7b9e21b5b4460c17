#include "project/yaml_reader.hpp"

#include <yaml.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/strings.hpp"

namespace ashlar::project {

namespace {

constexpr std::size_t most_levels = 500;

/// libyaml's parser over a text, freed at the end of its scope.
class Parser {
 public:
  explicit Parser(const std::string& text) {
    yaml_parser_initialize(&parser_);
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  yaml_parser_t* get() { return &parser_; }

  [[nodiscard]] std::string problem() const {
    std::string text = parser_.problem != nullptr ? parser_.problem : "malformed";
    if (parser_.context != nullptr) text = std::string(parser_.context) + ": " + text;
    return text;
  }
  [[nodiscard]] bool failed_reading() const { return parser_.error == YAML_READER_ERROR; }
  [[nodiscard]] std::size_t problem_offset() const { return parser_.problem_offset; }
  [[nodiscard]] Position problem_position() const {
    return {parser_.problem_mark.line + 1, parser_.problem_mark.column + 1};
  }

 private:
  yaml_parser_t parser_{};
};

struct Event : yaml_event_t {
  Event() : yaml_event_t{} {}
  ~Event() { yaml_event_delete(this); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
};

struct Token : yaml_token_t {
  Token() : yaml_token_t{} {}
  ~Token() { yaml_token_delete(this); }
  Token(const Token&) = delete;
  Token& operator=(const Token&) = delete;
};

std::string text_of(const yaml_char_t* text) { return text == nullptr ? "" : reinterpret_cast<const char*>(text); }

YamlNode::Style style_of(yaml_scalar_style_t style) {
  switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
      return YamlNode::Style::single_quoted;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
      return YamlNode::Style::double_quoted;
    case YAML_LITERAL_SCALAR_STYLE:
      return YamlNode::Style::literal;
    case YAML_FOLDED_SCALAR_STYLE:
      return YamlNode::Style::folded;
    default:
      return YamlNode::Style::plain;
  }
}

/// The same text with `\ud83d` and its like made harmless: libyaml refuses surrogates. What they stand for is read from
/// the original.
std::string without_surrogates(std::string text) {
  for (auto at = text.find("\\u"); at != std::string::npos; at = text.find("\\u", at + 2)) {
    const auto digits = to_lower(text.substr(at + 2, 2));
    if (digits.size() == 2 && digits[0] == 'd' && digits[1] >= '8') text.replace(at + 2, 4, "0041");
  }
  return text;
}

}  // namespace

YamlReader::YamlReader(std::string text, std::string name, YamlDocument::Format format) {
  document_.text_ = std::move(text);
  document_.name_ = std::move(name);
  document_.format_ = format;
  document_.end_ = document_.text_.size();
}

Result<YamlDocument> YamlReader::read() {
  if (document_.format_ == YamlDocument::Format::json) {
    if (auto checked = check_json(); !checked) return checked.error();
    parsed_text_ = without_surrogates(document_.text_);
  } else {
    parsed_text_ = document_.text_;
  }
  index_characters();
  if (auto done = read_events(); !done) return done.error();
  if (auto done = read_indicators(); !done) return done.error();
  if (!document_.root_) {
    document_.root_ = std::make_unique<YamlNode>();
    document_.root_->span = {document_.end_, document_.end_};
  }
  auto value = checked_value_of(*document_.root_, document_);
  if (!value) return value.error();
  document_.value_ = *std::move(value);
  return std::move(document_);
}

Status YamlReader::check_json() const {
  if (trim(document_.text_).empty()) return {};
  try {
    const auto parsed = nlohmann::json::parse(document_.text_);
  } catch (const nlohmann::json::parse_error& error) {
    std::string message = error.what();
    if (const auto colon = message.find(": "); colon != std::string::npos) message.erase(0, colon + 2);
    return document_.error_at(position_of(error.byte == 0 ? 0 : error.byte - 1), "invalid JSON: " + message);
  }
  return {};
}

void YamlReader::index_characters() {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(parsed_text_.begin(), parsed_text_.end(), is_ascii)) return;
  for (std::size_t i = 0; i < parsed_text_.size(); ++i) {
    if ((static_cast<unsigned char>(parsed_text_[i]) & 0xC0U) != 0x80) characters_.push_back(i);
  }
  characters_.push_back(parsed_text_.size());
}

std::size_t YamlReader::byte_of(std::size_t character) const {
  if (characters_.empty()) return std::min(character, parsed_text_.size());
  return characters_[std::min(character, characters_.size() - 1)];
}

Position YamlReader::position_of(std::size_t byte) const {
  const auto before = std::string_view(document_.text_).substr(0, byte);
  const auto line_start = before.rfind('\n') + 1;  // 0 when there is none
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  return {line + 1, before.size() - line_start + 1};
}

Status YamlReader::read_events() {
  Parser parser(parsed_text_);
  while (true) {
    Event event;
    if (yaml_parser_parse(parser.get(), &event) == 0) {
      const auto position = parser.failed_reading() ? position_of(parser.problem_offset()) : parser.problem_position();
      return document_.error_at(position, "invalid YAML: " + parser.problem());
    }
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        if (event.data.document_start.implicit == 0) document_.begin_ = byte_of(event.end_mark.index);
        break;
      case YAML_DOCUMENT_END_EVENT:
        document_.end_ = byte_of(event.start_mark.index);
        return {};
      case YAML_STREAM_END_EVENT:
        return {};
      default:
        if (auto taken = take(event); !taken) return taken;
    }
  }
}

Status YamlReader::read_indicators() {
  Parser parser(parsed_text_);
  while (true) {
    Token token;
    if (yaml_parser_scan(parser.get(), &token) == 0 || token.type == YAML_STREAM_END_TOKEN) return {};
    const auto offset = byte_of(token.start_mark.index);
    if (offset >= document_.end_) return {};  // what follows the first document is none of our business
    if (token.type == YAML_BLOCK_ENTRY_TOKEN) document_.dashes_.push_back(offset);
    if (token.type == YAML_VALUE_TOKEN) document_.colons_.push_back(offset);
    if (token.type == YAML_FLOW_ENTRY_TOKEN) document_.commas_.push_back(offset);
  }
}

Status YamlReader::take(const yaml_event_s& event) {
  switch (event.type) {
    case YAML_ALIAS_EVENT: {
      auto alias = alias_from(event);
      if (!alias) return alias.error();
      add(*std::move(alias));
      return {};
    }
    case YAML_SCALAR_EVENT:
      add(node_from(event));
      return {};
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
      return open(node_from(event));
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      return close(event);
    default:
      return {};
  }
}

std::unique_ptr<YamlNode> YamlReader::node_from(const yaml_event_s& event) const {
  auto node = std::make_unique<YamlNode>();
  node->span = {byte_of(event.start_mark.index), byte_of(event.end_mark.index)};
  node->position = {event.start_mark.line + 1, event.start_mark.column + 1};
  if (event.type == YAML_SCALAR_EVENT) {
    const auto& scalar = event.data.scalar;
    node->style = style_of(scalar.style);
    node->tag = text_of(scalar.tag);
    node->anchor = text_of(scalar.anchor);
    node->text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
    if (node->style == YamlNode::Style::literal || node->style == YamlNode::Style::folded) trim_block_scalar(*node);
    if (document_.format_ == YamlDocument::Format::json && node->style == YamlNode::Style::double_quoted) {
      const auto decoded = nlohmann::json::parse(
          std::string_view(document_.text_).substr(node->span.begin, node->span.end - node->span.begin), nullptr,
          false);
      if (decoded.is_string()) node->text = decoded.get<std::string>();
    }
  } else if (event.type == YAML_SEQUENCE_START_EVENT) {
    const auto& sequence = event.data.sequence_start;
    node->kind = YamlNode::Kind::sequence;
    node->style = sequence.style == YAML_FLOW_SEQUENCE_STYLE ? YamlNode::Style::flow : YamlNode::Style::block;
    node->tag = text_of(sequence.tag);
    node->anchor = text_of(sequence.anchor);
  } else {
    const auto& mapping = event.data.mapping_start;
    node->kind = YamlNode::Kind::mapping;
    node->style = mapping.style == YAML_FLOW_MAPPING_STYLE ? YamlNode::Style::flow : YamlNode::Style::block;
    node->tag = text_of(mapping.tag);
    node->anchor = text_of(mapping.anchor);
  }
  return node;
}

// libyaml lets a block scalar end behind all blank lines that follow it. They belong to it only when it says so (`+`).
void YamlReader::trim_block_scalar(YamlNode& node) const {
  const std::string_view text = document_.text_;
  const auto header_end = text.find('\n', node.span.begin);
  const auto header = text.substr(node.span.begin, header_end - node.span.begin);
  const bool keeps = header.substr(0, header.find('#')).find('+') != std::string_view::npos;
  auto end = node.span.end;
  const auto drop_line_break = [&] {
    if (end > header_end && text[end - 1] == '\n') --end;
    if (end > header_end && text[end - 1] == '\r') --end;
  };
  drop_line_break();
  while (!keeps && end > header_end) {
    const auto line_start = text.rfind('\n', end - 1) + 1;
    if (text.substr(line_start, end - line_start).find_first_not_of(" \r") != std::string_view::npos) break;
    end = line_start;
    drop_line_break();
  }
  if (header_end != std::string_view::npos) node.span.end = std::max(std::min(end, node.span.end), node.span.begin + 1);
}

Result<std::unique_ptr<YamlNode>> YamlReader::alias_from(const yaml_event_s& event) const {
  auto node = std::make_unique<YamlNode>();
  node->kind = YamlNode::Kind::alias;
  node->span = {byte_of(event.start_mark.index), byte_of(event.end_mark.index)};
  node->position = {event.start_mark.line + 1, event.start_mark.column + 1};
  node->anchor = text_of(event.data.alias.anchor);
  const auto found = anchors_.find(node->anchor);
  if (found == anchors_.end()) {
    return document_.error_at(node->position, "invalid YAML: unknown anchor '" + node->anchor + "' referenced");
  }
  if (std::find(open_.begin(), open_.end(), found->second) != open_.end()) {
    return document_.error_at(node->position, "invalid YAML: anchor '" + node->anchor + "' contains itself");
  }
  node->target = found->second;
  return node;
}

Status YamlReader::open(std::unique_ptr<YamlNode> node) {
  if (open_.size() == most_levels) {
    return document_.error_at(node->position, "nested more than " + std::to_string(most_levels) + " levels deep");
  }
  auto* opened = node.get();
  add(std::move(node));
  open_.push_back(opened);
  return {};
}

Status YamlReader::close(const yaml_event_s& event) {
  auto& node = *open_.back();
  open_.pop_back();
  const auto end = byte_of(event.end_mark.index);
  const char closing = node.kind == YamlNode::Kind::mapping ? '}' : ']';
  if (node.is_flow() && end > node.span.begin && parsed_text_[end - 1] == closing) {
    node.span.end = end;
  } else if (!node.pairs.empty()) {
    node.span.end = node.pairs.back().value->span.end;
  } else if (!node.items.empty()) {
    node.span.end = node.items.back()->span.end;
  }
  return {};
}

void YamlReader::add(std::unique_ptr<YamlNode> node) {
  if (!node->anchor.empty() && node->kind != YamlNode::Kind::alias) anchors_[node->anchor] = node.get();
  if (open_.empty()) {
    document_.root_ = std::move(node);
    return;
  }
  auto& parent = *open_.back();
  if (parent.kind == YamlNode::Kind::sequence) {
    parent.items.push_back(std::move(node));
    return;
  }
  // A mapping's children come as key, value, key, value. A key that is a collection must be in the tree before its own
  // children arrive, so a pair is made by its key and completed by its value.
  if (parent.pairs.empty() || parent.pairs.back().value) {
    parent.pairs.push_back({std::move(node), nullptr});
  } else {
    parent.pairs.back().value = std::move(node);
  }
}

}  // namespace ashlar::project
