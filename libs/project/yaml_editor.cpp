#include "project/yaml_editor.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::project {

namespace {

/// By how much the first nested block mapping is indented; 0 when there is none.
std::size_t indentation_step(const YamlNode& node) {
  if (node.kind != YamlNode::Kind::mapping || node.is_flow()) return 0;
  for (const auto& [key, value] : node.pairs) {
    if (value->kind != YamlNode::Kind::mapping || value->is_flow() || value->pairs.empty()) continue;
    const auto inner = value->pairs.front().key->position.column;
    if (inner > key->position.column) return inner - key->position.column;
  }
  return 0;
}

/// The end of the tag and anchor that a node's text begins with.
std::size_t end_of_properties(const YamlNode& node, std::string_view text) {
  auto at = node.span.begin;
  auto end = at;
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    end = std::min(text.find_first_of(" \t\r\n", at), text.size());
    at = std::min(text.find_first_not_of(" \t", end), text.size());
  }
  return end;
}

}  // namespace

YamlEditor::YamlEditor(const YamlDocument& document, bool takes_blank_lines)
    : document_(document), text_(document.text()), takes_blank_lines_(takes_blank_lines) {
  const auto step = indentation_step(document.root());
  if (step > 0) step_ = step;
  if (step == 0 && document.format() == YamlDocument::Format::json) step_ = 4;
}

YamlSlot YamlEditor::root_slot() const {
  const bool is_json = document_.format() == YamlDocument::Format::json;
  return {is_json || (document_.root().is_flow() && document_.value() != YamlMap()), BlockPlace::document, 0, 0};
}

std::size_t YamlEditor::line_start(std::size_t at) const { return at == 0 ? 0 : text_.rfind('\n', at - 1) + 1; }

std::size_t YamlEditor::line_end(std::size_t at) const {
  const auto line_break = text_.find('\n', at);
  return line_break == std::string::npos ? text_.size() : line_break + 1;
}

std::size_t YamlEditor::content_end(std::size_t at) const {
  auto end = std::min(text_.find('\n', at), text_.size());
  if (end > at && text_[end - 1] == '\r') --end;
  return end;
}

bool YamlEditor::is_blank(Span span) const {
  return std::string_view(text_).substr(span.begin, span.end - span.begin).find_first_not_of(" \t\r\n") ==
         std::string_view::npos;
}

bool YamlEditor::begins_line(std::size_t at) const { return is_blank({line_start(at), at}); }

std::optional<std::size_t> YamlEditor::comment_indentation(std::size_t line) const {
  const auto at = text_.find_first_not_of(' ', line);
  if (at == std::string::npos || text_[at] != '#') return std::nullopt;
  return at - line;
}

void YamlEditor::change(const YamlNode& node, const YamlValue& wanted, const YamlSlot& slot) {
  if (value_of(node) == wanted) return;
  const auto* map = wanted.get<YamlMap>();
  const bool may_be_empty = slot.place == BlockPlace::document && !slot.in_flow;  // then only comments are left
  if (map != nullptr && (!map->empty() || may_be_empty) && node.kind == YamlNode::Kind::mapping &&
      !node.pairs.empty()) {
    if (node.is_flow()) return change_flow_mapping(node, *map);
    return change_block_mapping(node, *map, slot);
  }
  const auto* array = wanted.get<YamlArray>();
  if (array != nullptr && !array->empty() && node.kind == YamlNode::Kind::sequence && !node.items.empty()) {
    if (node.is_flow()) return change_flow_sequence(node, *array);
    return change_block_sequence(node, *array, slot);
  }
  replace_node(node, wanted, slot);
}

void YamlEditor::expand_aliases(const YamlNode& node, const YamlSlot& slot) {
  if (node.kind == YamlNode::Kind::alias || (node.kind == YamlNode::Kind::mapping && has_merge_key(node))) {
    return replace_node(node, value_of(node), slot);
  }
  const YamlSlot flow{true, BlockPlace::document, 0, 0};
  for (const auto& item : node.items) expand_aliases(*item, node.is_flow() ? flow : slot_of_item(*item));
  for (const auto& pair : node.pairs) expand_aliases(*pair.value, node.is_flow() ? flow : slot_of(pair));
}

void YamlEditor::replace_node(const YamlNode& node, const YamlValue& wanted, const YamlSlot& slot) {
  if (slot.in_flow) {
    const bool keeps_style = document_.format() == YamlDocument::Format::yaml && !wanted.is_container();
    return replace(node.span,
                   keeps_style ? scalar_text(wanted, true, node.style) : flow_text(wanted, document_.format()));
  }
  auto text = block_text(wanted, slot.place, slot.column, step_);
  if (slot.place == BlockPlace::document) return replace_root(node, text);
  // A quoted string stays a quoted one.
  if (text.find('\n') == std::string::npos && !wanted.is_container())
    text = " " + scalar_text(wanted, false, node.style);
  const auto first_break = text.find('\n');
  const auto head = text.substr(0, first_break);
  const auto body = first_break == std::string::npos ? std::string() : text.substr(first_break + 1) + "\n";
  const bool is_block = node.style == YamlNode::Style::literal || node.style == YamlNode::Style::folded ||
                        (node.style == YamlNode::Style::block && node.kind != YamlNode::Kind::scalar);
  if (is_block) return replace_lines(node, slot, head, body);
  replace_inline(node, slot, head, body);
}

void YamlEditor::replace_root(const YamlNode& node, const std::string& text) {
  const bool is_empty = node.span.begin == node.span.end;
  if (!is_empty) {
    const auto end = node.kind == YamlNode::Kind::scalar ? node.span.end : content_end(node.span.end);
    if (column_of(node.span.begin) == 0) return replace({node.span.begin, end}, text);
    const bool beside_marker = is_blank({document_.begin(), node.span.begin});
    return replace({beside_marker ? document_.begin() : node.span.begin, end}, "\n" + text);
  }
  const auto behind_marker = document_.begin() == 0 ? 0 : line_end(document_.begin());
  const auto at = std::max(behind_marker, document_.end());
  replace({at, at}, text + "\n");
}

/// The old value is a word, a quoted string, a flow collection or nothing, and ends where the text of its entry ends,
/// but for a comment. The new one may need lines of its own.
void YamlEditor::replace_inline(const YamlNode& node, const YamlSlot& slot, const std::string& head,
                                const std::string& body) {
  const bool is_empty = node.span.begin == node.span.end;
  const auto end = is_empty ? slot.indicator : node.span.end;
  const bool on_own_line = !is_empty && node.span.begin >= line_end(slot.indicator);
  if (on_own_line && head.empty()) {
    return replace({line_end(slot.indicator), line_end(end)}, body);
  }
  if (on_own_line) {
    replace(node.span, head.substr(1));
  } else {
    replace({slot.indicator, end}, head);
  }
  if (!body.empty()) replace({line_end(end), line_end(end)}, body);
}

/// The old value is a block collection or scalar, with lines of its own.
void YamlEditor::replace_lines(const YamlNode& node, const YamlSlot& slot, const std::string& head,
                               const std::string& body) {
  const auto first_line_end = line_end(slot.indicator);
  const auto last_line_end = line_end(node.span.end);
  if (node.span.begin >= first_line_end) {
    replace({slot.indicator, slot.indicator}, head);
    return replace({first_line_end, last_line_end}, body);
  }
  auto header_end = end_of_properties(node, text_);
  if (node.kind == YamlNode::Kind::scalar) {
    header_end = text_.find_first_of("|>", header_end);
    header_end = std::min(text_.find_first_not_of("|>+-0123456789", header_end), text_.size());
  } else if (!is_blank({header_end, content_end(header_end)}) &&
             text_[text_.find_first_not_of(" \t", header_end)] != '#') {
    // It begins beside its dash: `- a: 1`.
    const auto rest = body.empty() ? std::string() : "\n" + body.substr(0, body.size() - 1);
    return replace({slot.indicator, content_end(node.span.end)}, head + rest);
  }
  replace({slot.indicator, header_end}, head);
  replace({first_line_end, last_line_end}, body);
}

bool YamlEditor::apply(std::string& result) const {
  auto sorted = replacements_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
    return std::pair(left.span.begin, left.span.end) < std::pair(right.span.begin, right.span.end);
  });
  const bool is_crlf = text_.find("\r\n") != std::string::npos;
  result.clear();
  std::size_t at = 0;
  for (const auto& [span, text] : sorted) {
    if (span.begin < at || span.end < span.begin) return false;
    result.append(text_, at, span.begin - at);
    result += is_crlf ? replace_all(text, "\n", "\r\n") : text;
    at = span.end;
  }
  result.append(text_, at);
  return true;
}

}  // namespace ashlar::project
