#include "project/yaml_edit.hpp"

#include "project/yaml_editor.hpp"

namespace ashlar::project {

namespace {

/// The comment lines that a file begins with.
std::string leading_comments(const std::string& text) {
  std::size_t end = 0;
  while (end < text.size() && (text[end] == '#' || text[end] == '\n')) {
    const auto line_break = text.find('\n', end);
    if (line_break == std::string::npos) break;
    end = line_break + 1;
  }
  return text.substr(0, end);
}

/// Whether `text` says `wanted`.
bool says(const std::string& text, const YamlDocument& document, const YamlValue& wanted) {
  const auto read = YamlDocument::parse(text, document.name(), document.format());
  if (!read) return false;
  if (read->value() == wanted) return true;
  const auto* map = wanted.get<YamlMap>();
  return read->value().is_null() && map != nullptr && map->empty();
}

/// The text with the changes made in place; empty when that does not work out.
std::string edited_in_place(const YamlDocument& document, const YamlValue& wanted) {
  for (const bool takes_blank_lines : {false, true}) {
    YamlEditor editor(document, takes_blank_lines);
    editor.change(document.root(), wanted, editor.root_slot());
    std::string text;
    if (editor.apply(text) && says(text, document, wanted)) return text;
  }
  return {};
}

/// The same, after everything that the document says by reference was written out.
std::string edited_without_aliases(const YamlDocument& document, const YamlValue& wanted) {
  YamlEditor editor(document);
  editor.expand_aliases(document.root(), editor.root_slot());
  std::string text;
  if (!editor.apply(text)) return {};
  const auto expanded = YamlDocument::parse(text, document.name(), document.format());
  if (!expanded || expanded->value() != document.value()) return {};
  return edited_in_place(*expanded, wanted);
}

std::string written_anew(const YamlDocument& document, const YamlValue& wanted) {
  if (document.format() == YamlDocument::Format::json) return pretty_json(wanted, 4) + "\n";
  const auto* map = wanted.get<YamlMap>();
  const bool is_empty = wanted.is_null() || (map != nullptr && map->empty());
  const auto body = is_empty ? std::string() : block_text(wanted, BlockPlace::document, 0, 2) + "\n";
  auto text = leading_comments(document.text()) + body;
  return says(text, document, wanted) ? text : body;
}

}  // namespace

Result<std::string> edit_yaml(const YamlDocument& document, const YamlValue& wanted) {
  if (document.value() == wanted) return document.text();
  const bool lacks_line_break = !document.text().empty() && !document.text().ends_with('\n');
  auto whole_lines =
      YamlDocument::parse(document.text() + (lacks_line_break ? "\n" : ""), document.name(), document.format());
  if (!whole_lines) return whole_lines.error();
  const bool is_empty_json =
      document.format() == YamlDocument::Format::json && document.root().span.begin == document.root().span.end;
  std::string text = is_empty_json ? std::string() : edited_in_place(*whole_lines, wanted);
  if (text.empty() && !is_empty_json) text = edited_without_aliases(*whole_lines, wanted);
  if (text.empty()) text = written_anew(*whole_lines, wanted);
  if (!says(text, document, wanted)) {
    return fail_with_help("cannot change " + document.name() + ": the result would say something else",
                          "please report this with the file; until then edit it by hand", ErrorKind::internal);
  }
  // A file without a line break at its end stays one, unless a line was added there.
  const auto last_line = document.text().substr(document.text().rfind('\n') + 1);
  const bool same_end = document.root().is_flow() || text.ends_with("\n" + last_line + "\n");
  if (lacks_line_break && same_end && text.ends_with('\n') && says(text.substr(0, text.size() - 1), document, wanted)) {
    text.pop_back();
  }
  return text;
}

}  // namespace ashlar::project
