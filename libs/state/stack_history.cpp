// What a store keeps of the past of its stacks, and their tags.

#include <algorithm>
#include <charconv>

#include "base/strings.hpp"
#include "state/json_input.hpp"
#include "state/resource_json.hpp"
#include "state/stack_store.hpp"

namespace ashlar::state {

namespace {

constexpr std::string_view history_suffix = ".history.json";
constexpr std::string_view checkpoint_suffix = ".checkpoint.json";

/// `name` without `suffix` and the extension of a compression after it; nothing when it does not end so.
std::optional<std::string> stem(std::string_view name, std::string_view suffix) {
  for (const auto form : {Compression::none, Compression::gzip, Compression::zstd}) {
    const auto ending = std::string(suffix) + std::string(extension(form));
    if (name.ends_with(ending)) return std::string(name.substr(0, name.size() - ending.size()));
  }
  return std::nullopt;
}

/// The nanoseconds at the end of `dev-1795345269` and `dev.1795345269`; 0 when there are none.
std::int64_t time_of(std::string_view stem_text) {
  const auto start = stem_text.find_last_of("-.");
  if (start == std::string_view::npos) return 0;
  std::int64_t time = 0;
  const auto digits = stem_text.substr(start + 1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), time);
  return parsed.ptr == digits.data() + digits.size() ? time : 0;
}

}  // namespace

Status StackStore::add_history(const StackName& stack, const UpdateInfo& info) {
  const auto key = current_key(stack);
  if (!key) return key.error();
  if (!key->has_value()) return fail("the stack " + stack.qualified() + " has no state to put into its history");
  const auto time = std::to_string(clock_.now().time_since_epoch().count());
  const auto ending = std::string(extension(options_.compression));
  auto text = compress(write_update_info(info), options_.compression);
  if (!text) return text.error();
  const auto start = history_directory(stack) + "/" + stack.stack + "-" + time;
  if (auto status = objects_->put(start + std::string(history_suffix) + ending, *text); !status) return status;
  if (auto status = objects_->copy(**key, start + std::string(checkpoint_suffix) + ending); !status) return status;
  if (options_.disable_backups) return {};
  // A copy that shares content with the checkpoint would be damaged with it.
  const auto content = objects_->get(**key);
  if (!content) return content.error();
  return objects_->put(backup_directory(stack) + "/" + stack.stack + "." + time + ".json" + ending, *content);
}

Result<std::vector<HistoryEntry>> StackStore::history(const StackName& stack, std::size_t page_size,
                                                      std::size_t page) const {
  const auto directory = history_directory(stack);
  const auto entries = objects_->list(directory);
  if (!entries) return entries.error();
  std::vector<std::string> names;
  for (const auto& entry : *entries) {
    if (stem(entry.name, history_suffix)) names.push_back(entry.name);
  }
  std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return time_of(*stem(a, history_suffix)) > time_of(*stem(b, history_suffix));
  });
  const auto first = std::min(names.size(), page_size == 0 ? 0 : (std::max<std::size_t>(page, 1) - 1) * page_size);
  const auto last = page_size == 0 ? names.size() : std::min(names.size(), first + page_size);
  std::vector<HistoryEntry> result;
  for (auto i = first; i < last; ++i) {
    const auto key = directory + "/" + names[i];
    auto text = read_state(key);
    if (!text) return text.error();
    auto info = read_update_info(text->text);
    if (!info) return info.error().within("cannot read " + objects_->url(key));
    result.push_back({std::move(*info), replace_all(key, history_suffix, checkpoint_suffix)});
  }
  return result;
}

Status StackStore::rename_history(const StackName& from, const StackName& to) {
  const auto directory = history_directory(from);
  const auto entries = objects_->list(directory);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    const auto dash = entry.name.rfind('-');
    if (dash == std::string::npos || entry.name.substr(0, dash) != from.stack) continue;
    const auto old_key = directory + "/" + entry.name;
    const auto new_key = history_directory(to) + "/" + to.stack + entry.name.substr(dash);
    if (auto status = objects_->copy(old_key, new_key); !status) return status;
    if (auto status = objects_->remove(old_key); !status) return status;
  }
  return {};
}

Result<std::vector<std::string>> StackStore::older_states(const StackName& stack) const {
  std::vector<std::string> keys;
  for (const auto form : {Compression::none, Compression::gzip, Compression::zstd}) {
    const auto key = checkpoint_key(stack) + std::string(extension(form)) + ".bak";
    const auto there = objects_->exists(key);
    if (there && *there) keys.push_back(key);
  }
  std::vector<std::pair<std::int64_t, std::string>> dated;
  for (const auto& [directory, suffix] : {std::pair(backup_directory(stack), std::string_view(".json")),
                                          std::pair(history_directory(stack), checkpoint_suffix)}) {
    const auto entries = objects_->list(directory);
    if (!entries) return entries.error();
    for (const auto& entry : *entries) {
      if (const auto name = stem(entry.name, suffix)) dated.emplace_back(time_of(*name), directory + "/" + entry.name);
    }
  }
  std::stable_sort(dated.begin(), dated.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [time, key] : dated) keys.push_back(std::move(key));
  return keys;
}

Result<std::map<std::string, std::string>> StackStore::tags(const StackName& stack) const {
  std::map<std::string, std::string> tags;
  const auto text = objects_->get(tags_key(stack));
  if (!text && text.error().kind == ErrorKind::not_found) return tags;
  if (!text) return text.error();
  json::Input input(*text);
  auto read = json::guarded(input, [&] {
    std::int64_t version = 0;
    for (auto field : input.object()) {
      const auto key = json::name_of(field);
      if (key == "version") version = field.value().get_int64();
      if (key != "tags") continue;
      json::Value members = field.value();
      if (members.is_null()) continue;
      for (auto tag : members.get_object()) {
        std::string name(json::name_of(tag));
        tags[std::move(name)] = json::string(tag.value());
      }
    }
    if (version != 1) json::malformed("the version of the tags is " + std::to_string(version) + ", not 1");
    return true;
  });
  if (!read) return read.error().within("cannot read " + objects_->url(tags_key(stack)));
  return tags;
}

Status StackStore::set_tags(const StackName& stack, const std::map<std::string, std::string>& tags) {
  if (tags.empty()) return objects_->remove(tags_key(stack));
  std::string text = R"({"version":1,"tags":{)";
  for (const auto& [name, value] : tags) {
    json::append_name(text, name);
    append_json_string(text, value);
  }
  return objects_->put(tags_key(stack), text + "}}");
}

}  // namespace ashlar::state
