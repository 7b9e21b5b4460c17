#include <algorithm>
#include <map>

#include "project/yaml_editor.hpp"

namespace ashlar::project {

namespace {

const YamlSlot flow_slot{true, BlockPlace::document, 0, 0};

}  // namespace

std::string YamlEditor::text_in_flow(const YamlValue& value, std::size_t column, bool several_lines) const {
  if (document_.format() == YamlDocument::Format::json && several_lines) return pretty_json(value, step_, column);
  return flow_text(value, document_.format());
}

/// Takes out members together with the commas that followed them, or preceded the last ones.
void YamlEditor::remove_from_flow(const std::vector<Span>& members, const std::vector<bool>& kept) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (kept[i]) continue;
    std::size_t next = i + 1;
    while (next < members.size() && !kept[next]) ++next;
    if (next < members.size()) {
      replace({members[i].begin, members[next].begin}, "");
    } else {
      replace({members[i - 1].end, members[next - 1].end},
              "");  // one before it is kept, or the whole would have been replaced
    }
    i = next - 1;
  }
}

/// Adds members behind the last one that stays; on lines of their own where that one has a line of its own.
void YamlEditor::add_to_flow(const YamlNode& node, const std::vector<Span>& members, const std::vector<bool>& kept,
                             const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  const auto last_kept =
      static_cast<std::size_t>(std::find(kept.rbegin(), kept.rend(), true).base() - kept.begin()) - 1;
  const auto end = members[last_kept].end;
  const bool several_lines = begins_line(members[last_kept].begin);
  const auto separator =
      several_lines ? "\n" + std::string(column_of(members[last_kept].begin), ' ') : std::string(" ");
  std::string added;
  for (const auto& text : texts) added += (added.empty() ? "" : ",") + separator + text;
  // A comma may stand there already: `[a, b,]`.
  const auto comma = document_.comma_from(members.back().end);
  const bool has_comma = comma && *comma < node.span.end && last_kept + 1 == members.size();
  const auto from = has_comma ? *comma + 1 : end;
  if (!has_comma) replace({end, end}, ",");
  // A comment behind the last member stays behind it.
  const auto at = several_lines && last_kept + 1 == members.size() && content_end(from) < node.span.end &&
                          (is_blank({from, content_end(from)}) || text_[text_.find_first_not_of(" \t", from)] == '#')
                      ? content_end(from)
                      : from;
  replace({at, at}, added);
}

void YamlEditor::change_flow_mapping(const YamlNode& node, const YamlMap& wanted) {
  const auto whole = value_of(node);
  const auto& present = *whole.get<YamlMap>();
  std::vector<Span> members;
  std::vector<bool> kept;
  std::map<std::string_view, std::size_t> own;
  for (const auto& [key, value] : node.pairs) {
    members.push_back({key->span.begin, std::max(key->span.end, value->span.end)});
    const std::string_view name = followed(*key).text;
    const bool is_merge = name == "<<" && has_merge_key(node);
    kept.push_back(is_merge || wanted.find(name) != nullptr);
    if (!is_merge) own.emplace(name, members.size() - 1);
  }
  const bool loses_merged = std::any_of(present.begin(), present.end(), [&](const auto& member) {
    return !own.contains(member.key) && wanted.find(member.key) == nullptr;
  });
  if (loses_merged || std::find(kept.begin(), kept.end(), true) == kept.end()) {
    return replace_node(node, wanted, flow_slot);
  }
  const auto column = column_of(members.front().begin);
  const bool several_lines = begins_line(members.front().begin);
  std::vector<std::string> added;
  for (const auto& [key, value] : wanted) {
    if (const auto found = own.find(key); found != own.end()) {
      change(*node.pairs[found->second].value, value, flow_slot);
    } else if (const auto* merged = present.find(key); merged == nullptr || *merged != value) {
      added.push_back(flow_key(key, document_.format()) + ": " + text_in_flow(value, column, several_lines));
    }
  }
  add_to_flow(node, members, kept, added);
  remove_from_flow(members, kept);
}

void YamlEditor::change_flow_sequence(const YamlNode& node, const YamlArray& wanted) {
  const auto present = value_of(node);
  const auto match = match_sequences(*present.get<YamlArray>(), wanted);
  std::vector<Span> members;
  std::vector<bool> kept;
  bool adds_inside = false;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    members.push_back(node.items[i]->span);
    kept.push_back(match.new_of_old[i] != SequenceMatch::none);
    adds_inside = adds_inside || !match.added_after[i].empty();
  }
  if (adds_inside || std::find(kept.begin(), kept.end(), true) == kept.end()) {
    return replace_node(node, wanted, flow_slot);
  }
  const auto column = column_of(members.front().begin);
  const bool several_lines = begins_line(members.front().begin);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (kept[i]) change(*node.items[i], wanted[match.new_of_old[i]], flow_slot);
  }
  std::vector<std::string> added;
  for (const auto index : match.added_after.back()) added.push_back(text_in_flow(wanted[index], column, several_lines));
  add_to_flow(node, members, kept, added);
  remove_from_flow(members, kept);
}

}  // namespace ashlar::project
