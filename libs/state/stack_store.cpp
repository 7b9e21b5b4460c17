#include "state/stack_store.hpp"

#include <algorithm>
#include <charconv>

#include "base/strings.hpp"

namespace ashlar::state {

namespace {

const std::string stacks_folder = ".pulumi/stacks";
const std::string history_folder = ".pulumi/history";
const std::string backups_folder = ".pulumi/backups";
const std::string locks_folder = ".pulumi/locks";
const std::string meta_key = ".pulumi/meta.yaml";

/// The stack's name when a file of this name is a stack's: `dev.json`, `dev.json.gz`, `dev.json.zst`.
std::optional<std::string> stack_of_file(std::string_view file) {
  for (const auto compression : {Compression::gzip, Compression::zstd}) {
    if (file.ends_with(extension(compression))) file.remove_suffix(extension(compression).size());
  }
  constexpr std::string_view suffix = ".json";
  if (!file.ends_with(suffix)) return std::nullopt;
  file.remove_suffix(suffix.size());
  if (!is_valid_name(file)) return std::nullopt;
  return std::string(file);
}

/// The layout's version that `meta.yaml` names.
Result<int> layout_version(const std::string& text, const std::string& url) {
  for (const auto& line : split(text, '\n')) {
    const auto content = trim(std::string_view(line).substr(0, line.find('#')));
    constexpr std::string_view key = "version:";
    if (!content.starts_with(key)) continue;
    const auto value = trim(content.substr(key.size()));
    int version = 0;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), version);
    if (parsed.ec == std::errc() && parsed.ptr == value.data() + value.size()) return version;
    break;
  }
  return fail_with_help("the state store is damaged: " + url + " names no version",
                        "write `version: 1` into it when the stacks stand in folders named after their projects");
}

Error flat_layout_error(const std::string& url) {
  return fail_with_help("the state store " + url + " has the old flat layout, without projects",
                        "move it to the current one with `ashlar state upgrade`, or set "
                        "PULUMI_DIY_BACKEND_IGNORE_DEPRECATION_ERROR=1 to go on with it as it is");
}

}  // namespace

Result<StoreOptions> store_options(const Environment& environment) {
  const auto is_set = [&](const std::string& name) {
    const auto current = environment.get("PULUMI_DIY_BACKEND_" + name);
    return current ? environment.is_true("PULUMI_DIY_BACKEND_" + name)
                   : environment.is_true("PULUMI_SELF_MANAGED_STATE_" + name);
  };
  const bool gzip = is_set("GZIP");
  const bool zstd = is_set("ZSTD");
  if (gzip && zstd) {
    return fail_with_help("PULUMI_DIY_BACKEND_GZIP and PULUMI_DIY_BACKEND_ZSTD are both set", "unset one of them",
                          ErrorKind::usage);
  }
  StoreOptions options;
  if (gzip) options.compression = Compression::gzip;
  if (zstd) options.compression = Compression::zstd;
  options.retain_checkpoints = is_set("RETAIN_CHECKPOINTS");
  options.disable_backups = is_set("DISABLE_CHECKPOINT_BACKUPS");
  options.legacy_layout = is_set("LEGACY_LAYOUT");
  options.accept_legacy_layout = is_set("IGNORE_DEPRECATION_ERROR");
  return options;
}

Result<std::unique_ptr<StackStore>> StackStore::open(std::shared_ptr<ObjectStore> objects, StoreOptions options,
                                                     Clock& clock) {
  const auto url = objects->url("");
  const auto meta = objects->get(meta_key);
  if (!meta && meta.error().kind != ErrorKind::not_found) return meta.error();
  int version = options.legacy_layout ? 0 : 1;
  if (meta) {
    const auto named = layout_version(*meta, objects->url(meta_key));
    if (!named) return named.error();
    version = *named;
  }
  if (version < 0 || version > 1) {
    return fail_with_help("the state store " + url + " has the layout version " + std::to_string(version) +
                              ", which this release does not know",
                          "use a newer release of ashlar");
  }
  std::unique_ptr<StackStore> store(new StackStore(std::move(objects), options, clock, version == 0, meta.ok()));
  if (!meta && !store->is_flat_) {
    const auto flat = store->flat_leftovers();
    if (!flat) return flat.error();
    store->is_flat_ = !flat->empty();
  }
  if (store->is_flat_ && !options.accept_legacy_layout) return flat_layout_error(url);
  return store;
}

Result<std::unique_ptr<StackStore>> StackStore::upgraded() const {
  std::unique_ptr<StackStore> store(new StackStore(objects_, options_, clock_, false, has_meta_ && !is_flat_));
  if (auto status = store->ensure_meta(); !status) return status.error();
  return store;
}

Result<std::vector<std::string>> StackStore::list_stacks_in(const std::string& directory) const {
  const auto entries = objects_->list(directory);
  if (!entries) return entries.error();
  std::vector<std::string> names;
  for (const auto& entry : *entries) {
    const auto name = entry.is_directory ? std::nullopt : stack_of_file(entry.name);
    if (name && (names.empty() || names.back() != *name)) names.push_back(*name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<std::vector<StackName>> StackStore::flat_leftovers() const {
  const auto names = list_stacks_in(stacks_folder);
  if (!names) return names.error();
  std::vector<StackName> stacks;
  for (const auto& name : *names) stacks.push_back({"", name});
  return stacks;
}

Result<std::vector<StackName>> StackStore::list(const std::optional<std::string>& project) const {
  if (is_flat_) return flat_leftovers();
  const auto folders = objects_->list(stacks_folder);
  if (!folders) return folders.error();
  std::vector<StackName> stacks;
  for (const auto& folder : *folders) {
    const bool is_wanted = folder.is_directory && is_valid_name(folder.name) && (!project || *project == folder.name);
    if (!is_wanted) continue;
    const auto names = list_stacks_in(stacks_folder + "/" + folder.name);
    if (!names) return names.error();
    for (const auto& name : *names) stacks.push_back({folder.name, name});
  }
  return stacks;
}

std::string StackStore::place(const std::string& folder, const StackName& stack) const {
  return folder + (is_flat_ || stack.project.empty() ? "" : "/" + stack.project) + "/" + stack.stack;
}

std::string StackStore::checkpoint_key(const StackName& stack) const { return place(stacks_folder, stack) + ".json"; }
std::string StackStore::tags_key(const StackName& stack) const { return place(stacks_folder, stack) + ".pulumi-tags"; }
std::string StackStore::history_directory(const StackName& stack) const { return place(history_folder, stack); }
std::string StackStore::backup_directory(const StackName& stack) const { return place(backups_folder, stack); }

std::string StackStore::lock_directory(const StackName& stack) const {
  return locks_folder + "/" + (is_flat_ ? stack.stack : stack.qualified());
}

/// Of the forms that the file may have, compressed or not, the one that was written last.
Result<std::optional<std::string>> StackStore::current_key(const StackName& stack) const {
  const auto plain = checkpoint_key(stack);
  const auto slash = plain.rfind('/');
  const auto entries = objects_->list(plain.substr(0, slash));
  if (!entries) return entries.error();
  const ObjectInfo* newest = nullptr;
  for (const auto& entry : *entries) {
    bool is_form = false;
    for (const auto form : {Compression::none, Compression::gzip, Compression::zstd}) {
      is_form = is_form || entry.name == plain.substr(slash + 1) + std::string(extension(form));
    }
    if (is_form && !entry.is_directory && (newest == nullptr || entry.modified >= newest->modified)) newest = &entry;
  }
  if (newest == nullptr) return std::optional<std::string>();
  return std::optional(plain.substr(0, slash + 1) + newest->name);
}

Result<bool> StackStore::exists(const StackName& stack) const {
  const auto key = current_key(stack);
  if (!key) return key.error();
  return key->has_value();
}

Result<StoredCheckpoint> StackStore::read(const StackName& stack) const {
  const auto key = current_key(stack);
  if (!key) return key.error();
  if (!key->has_value()) {
    return fail_with_help("no stack named '" + stack.qualified() + "' found",
                          "`ashlar stack ls --all` lists the stacks, `ashlar stack init` makes one",
                          ErrorKind::stack_not_found);
  }
  return read_state(**key);
}

Result<StoredCheckpoint> StackStore::read_state(const std::string& key) const {
  auto bytes = objects_->get(key);
  if (!bytes) return bytes.error();
  auto text = decompress(std::move(*bytes));
  if (!text) return text.error().within(objects_->url(key));
  return StoredCheckpoint{key, std::move(*text)};
}

Status StackStore::ensure_meta() {
  if (has_meta_ || is_flat_) return {};  // the flat layout has no such file
  auto status = objects_->put(meta_key, "version: 1\n");
  has_meta_ = status.ok();
  return status;
}

Status StackStore::write(const StackName& stack, const std::string& text) {
  if (auto status = ensure_meta(); !status) return status;
  const auto previous = current_key(stack);
  if (!previous) return previous.error();
  auto content = compress(text, options_.compression);
  if (!content) return content.error();
  const auto key = checkpoint_key(stack) + std::string(extension(options_.compression));
  if (previous->has_value()) {
    if (auto status = objects_->copy(**previous, **previous + ".bak"); !status) return status;
  }
  if (auto status = objects_->put(key, *content); !status) return status;
  if (previous->has_value() && **previous != key) {
    if (auto status = objects_->remove(**previous); !status) return status;
  }
  if (!options_.retain_checkpoints) return {};
  return objects_->copy(key, key + "." + std::to_string(clock_.now().time_since_epoch().count()));
}

Result<std::string> StackStore::keep_unreadable(const StackName& stack, const std::string& key) const {
  auto kept = backup_directory(stack) + "/" + stack.stack + "." +
              std::to_string(clock_.now().time_since_epoch().count()) + ".unreadable";
  if (const auto copied = objects_->copy(key, kept); !copied) return copied.error();
  return kept;
}

Status StackStore::remove_directory(const std::string& directory) {
  const auto entries = objects_->list(directory);
  if (!entries) return entries.error();
  for (const auto& entry : *entries) {
    if (entry.is_directory) continue;
    if (auto status = objects_->remove(directory + "/" + entry.name); !status) return status;
  }
  return {};
}

Status StackStore::remove(const StackName& stack, bool all) {
  const auto key = current_key(stack);
  if (!key) return key.error();
  if (auto status = remove_directory(history_directory(stack)); !status) return status;
  if (auto status = objects_->remove(tags_key(stack)); !status) return status;
  if (auto status = objects_->remove_log(journal_key(stack)); !status) return status;
  if (all) {
    if (auto status = remove_directory(backup_directory(stack)); !status) return status;
    for (const auto form : {Compression::none, Compression::gzip, Compression::zstd}) {
      const auto old = checkpoint_key(stack) + std::string(extension(form)) + ".bak";
      if (auto status = objects_->remove(old); !status) return status;
    }
  } else if (key->has_value()) {
    if (auto status = objects_->copy(**key, **key + ".bak"); !status) return status;
  }
  return key->has_value() ? objects_->remove(**key) : Status();
}

}  // namespace ashlar::state
