#include <algorithm>
#include <map>

#include "project/yaml_editor.hpp"

namespace ashlar::project {

YamlSlot YamlEditor::slot_of(const YamlPair& pair) const {
  const auto colon = document_.colon_from(pair.key->span.end);
  return {false, BlockPlace::after_key, column_of(pair.key->span.begin), colon ? *colon + 1 : pair.key->span.end};
}

YamlSlot YamlEditor::slot_of_item(const YamlNode& item) const {
  const auto dash = document_.dash_before(item.span.begin).value_or(item.span.begin);
  return {false, BlockPlace::after_dash, column_of(dash), dash + 1};
}

std::vector<YamlEditor::BlockEntry> YamlEditor::entries_of(const YamlNode& node) const {
  std::vector<BlockEntry> entries;
  for (const auto& pair : node.pairs) {
    const auto slot = slot_of(pair);
    entries.push_back({pair.key->span.begin, slot.column, std::max(pair.value->span.end, slot.indicator)});
  }
  for (const auto& item : node.items) {
    const auto slot = slot_of_item(*item);
    entries.push_back({slot.indicator - 1, slot.column, std::max(item->span.end, slot.indicator)});
  }
  return entries;
}

/// From the comment lines directly above the entry on, but not above `least`. Those at the top of the file are about
/// the file.
std::size_t YamlEditor::region_begin(const BlockEntry& entry, std::size_t least) const {
  const auto own_line = line_start(entry.begin);
  auto begin = own_line;
  while (begin > least) {
    const auto above = line_start(begin - 1);
    if (above < least || comment_indentation(above) != entry.column) break;
    begin = above;
  }
  return begin == 0 ? own_line : begin;
}

/// Up to the end of the line that the entry ends on, and of the comments below it that are indented deeper.
std::size_t YamlEditor::region_end(const BlockEntry& entry) const {
  auto end = line_end(entry.value_end);
  while (end < document_.end()) {
    const auto indentation = comment_indentation(end);
    if (!indentation || *indentation <= entry.column) break;
    end = line_end(end);
  }
  return end;
}

/// Where another entry goes: behind the last one and the comments that stand below it at its own indentation.
std::size_t YamlEditor::end_of_entries(const std::vector<BlockEntry>& entries, const YamlSlot& slot) const {
  const auto& last = entries.back();
  auto end = region_end(last);
  // Comments at the indentation of the key that holds a list are about what follows the list.
  if (slot.place == BlockPlace::after_key && last.column <= slot.column) return end;
  auto at = end;
  while (at < document_.end()) {
    const auto indentation = comment_indentation(at);
    const bool blank = is_blank({at, line_end(at)});
    if ((!indentation || *indentation < last.column) && !(blank && last.column > 0)) break;
    at = line_end(at);
    if (!blank) end = at;
  }
  return end;
}

void YamlEditor::remove_entries(const std::vector<BlockEntry>& entries, const std::vector<bool>& removed) {
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!removed[i]) continue;
    if (begins_line(entries[i].begin)) {
      const auto least = i == 0 ? 0 : line_end(entries[i - 1].value_end);
      auto end = region_end(entries[i]);
      while (takes_blank_lines_ && end < document_.end() && is_blank({end, line_end(end)})) end = line_end(end);
      replace({region_begin(entries[i], least), end}, "");
      continue;
    }
    // It begins beside the dash of the list that holds it, as `- a: 1` does: the next one that stays moves up.
    std::size_t next = i + 1;
    while (next < entries.size() && removed[next]) ++next;
    if (next == entries.size()) continue;  // callers keep one
    const auto last_end = content_end(entries[next - 1].value_end);
    if (is_blank({last_end, entries[next].begin})) {
      replace({entries[i].begin, entries[next].begin}, "");
    } else {
      const auto dash_end = text_.find_last_not_of(' ', entries[i].begin - 1) + 1;
      replace({dash_end, last_end}, "");
    }
    i = next - 1;
  }
}

void YamlEditor::change_block_mapping(const YamlNode& node, const YamlMap& wanted, const YamlSlot& slot) {
  const auto whole = value_of(node);
  const auto& present = *whole.get<YamlMap>();
  const auto entries = entries_of(node);
  std::map<std::string_view, const YamlValue*> wanted_members;
  for (const auto& [key, value] : wanted) wanted_members.emplace(key, &value);
  std::map<std::string_view, std::size_t> own;
  std::vector<bool> removed(node.pairs.size(), false);
  for (std::size_t i = 0; i < node.pairs.size(); ++i) {
    const std::string_view key = followed(*node.pairs[i].key).text;
    if (key == "<<" && has_merge_key(node)) continue;
    own.emplace(key, i);
    removed[i] = !wanted_members.contains(key);
  }
  const bool loses_merged = std::any_of(present.begin(), present.end(), [&](const auto& member) {
    return !own.contains(member.key) && !wanted_members.contains(member.key);
  });
  const bool keeps_none = std::all_of(removed.begin(), removed.end(), [](bool gone) { return gone; });
  if (loses_merged || (keeps_none && slot.place != BlockPlace::document)) return replace_node(node, wanted, slot);

  std::string added;
  for (const auto& [key, value] : wanted) {
    if (const auto found = own.find(key); found != own.end()) {
      const auto& pair = node.pairs[found->second];
      change(*pair.value, value, slot_of(pair));
    } else if (const auto* merged = present.find(key); merged == nullptr || *merged != value) {
      added += block_entry(key, value, entries.front().column, step_) + "\n";
    }
  }
  remove_entries(entries, removed);
  const auto end = end_of_entries(entries, slot);
  if (!added.empty()) replace({end, end}, added);
}

void YamlEditor::change_block_sequence(const YamlNode& node, const YamlArray& wanted, const YamlSlot& slot) {
  const auto entries = entries_of(node);
  const auto present = value_of(node);
  const auto match = match_sequences(*present.get<YamlArray>(), wanted);
  const bool keeps_none = std::all_of(match.new_of_old.begin(), match.new_of_old.end(),
                                      [](std::size_t index) { return index == SequenceMatch::none; });
  const bool adds_before_inline = !match.added_after.front().empty() && !begins_line(entries.front().begin);
  if (keeps_none || adds_before_inline) return replace_node(node, wanted, slot);

  std::vector<bool> removed(node.items.size(), false);
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    removed[i] = match.new_of_old[i] == SequenceMatch::none;
    if (!removed[i]) change(*node.items[i], wanted[match.new_of_old[i]], slot_of_item(*node.items[i]));
  }
  remove_entries(entries, removed);
  const auto column = entries.front().column;
  const std::string dash = std::string(column, ' ') + "-";
  for (std::size_t i = 0; i < match.added_after.size(); ++i) {
    std::string added;
    for (const auto index : match.added_after[i]) {
      added += dash + block_text(wanted[index], BlockPlace::after_dash, column, step_) + "\n";
    }
    if (added.empty()) continue;
    std::size_t at = 0;
    if (i == 0) {
      at = region_begin(entries.front(), line_end(slot.indicator));
    } else {
      at = i == entries.size() ? end_of_entries(entries, slot) : region_end(entries[i - 1]);
    }
    replace({at, at}, added);
  }
}

SequenceMatch match_sequences(const YamlArray& old_items, const YamlArray& new_items) {
  constexpr auto none = SequenceMatch::none;
  SequenceMatch match;
  match.new_of_old.assign(old_items.size(), none);
  match.added_after.resize(old_items.size() + 1);
  // Equal beginnings and ends stay; what is left in the middle is compared pair by pair, unless that would take too
  // long.
  std::size_t first = 0;
  while (first < old_items.size() && first < new_items.size() && old_items[first] == new_items[first]) {
    match.new_of_old[first] = first;
    ++first;
  }
  std::size_t old_end = old_items.size();
  std::size_t new_end = new_items.size();
  while (old_end > first && new_end > first && old_items[old_end - 1] == new_items[new_end - 1]) {
    match.new_of_old[--old_end] = --new_end;
  }
  const auto rows = old_end - first;
  const auto columns = new_end - first;
  constexpr std::size_t most_comparisons = 1'000'000;
  if (rows * columns <= most_comparisons && rows > 0 && columns > 0) {
    // lengths[r][c]: the longest common subsequence of what begins at row r and column c.
    std::vector<std::vector<std::size_t>> lengths(rows + 1, std::vector<std::size_t>(columns + 1, 0));
    for (std::size_t r = rows; r-- > 0;) {
      for (std::size_t c = columns; c-- > 0;) {
        const bool equal = old_items[first + r] == new_items[first + c];
        lengths[r][c] = equal ? lengths[r + 1][c + 1] + 1 : std::max(lengths[r + 1][c], lengths[r][c + 1]);
      }
    }
    for (std::size_t r = 0, c = 0; r < rows && c < columns;) {
      if (old_items[first + r] == new_items[first + c]) {
        match.new_of_old[first + r++] = first + c++;
      } else if (lengths[r + 1][c] >= lengths[r][c + 1]) {
        ++r;
      } else {
        ++c;
      }
    }
  }
  // Between two that stay, the first old one becomes the first new one, and so on; what is left over goes or comes.
  std::size_t next_new = 0;
  std::size_t old_index = 0;
  while (old_index <= old_items.size()) {
    std::size_t run_end = old_index;
    while (run_end < old_items.size() && match.new_of_old[run_end] == none) ++run_end;
    const auto until = run_end == old_items.size() ? new_items.size() : match.new_of_old[run_end];
    while (old_index < run_end && next_new < until) match.new_of_old[old_index++] = next_new++;
    while (next_new < until) match.added_after[old_index].push_back(next_new++);
    if (run_end == old_items.size()) break;
    old_index = run_end + 1;
    next_new = until + 1;
  }
  return match;
}

}  // namespace ashlar::project
