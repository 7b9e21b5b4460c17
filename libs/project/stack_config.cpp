#include "project/stack_config.hpp"

#include "project/yaml_edit.hpp"

namespace ashlar::project {

namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

/// The text of a setting that may be missing.
Result<std::string> text_setting(const YamlDocument& document, std::string_view key) {
  const auto* node = find(document.root(), key);
  if (node == nullptr) return std::string();
  const auto value = value_of(*node);
  if (value.is_null()) return std::string();
  const auto* text = value.get<std::string>();
  if (text == nullptr) {
    return document.error_at(node->position,
                             "'" + std::string(key) + "' must be a string, not " + std::string(kind_name(value)));
  }
  return *text;
}

}  // namespace

Result<StackConfig> StackConfig::load(FileSystem& files, const std::string& path, std::string_view project) {
  auto text = files.read_file(path);
  if (!text && text.error().kind == ErrorKind::not_found) text = std::string();
  if (!text) return text.error();
  return parse(*std::move(text), path, project);
}

Result<StackConfig> StackConfig::parse(std::string text, const std::string& path, std::string_view project) {
  const bool has_mark = text.starts_with(utf8_mark);
  if (has_mark) text.erase(0, utf8_mark.size());
  auto document = YamlDocument::parse(std::move(text), path, YamlDocument::format_of(path));
  if (!document) return document.error();
  StackConfig config(*std::move(document), std::string(project));
  if (has_mark) config.byte_order_mark_ = utf8_mark;
  if (auto read = config.read_settings(); !read) return read.error();
  return config;
}

Status StackConfig::read_settings() {
  const auto& root = document_->root();
  if (document_->value().is_null()) return {};
  if (root.kind != YamlNode::Kind::mapping) {
    return document_->error_at(root.position,
                               "a stack's settings must be a map, not " + std::string(kind_name(document_->value())));
  }
  for (const auto& [key, setting] :
       {std::pair{"secretsprovider", &secrets_.secrets_provider}, std::pair{"encryptedkey", &secrets_.encrypted_key},
        std::pair{"encryptionsalt", &secrets_.encryption_salt}}) {
    auto text = text_setting(*document_, key);
    if (!text) return text.error();
    *setting = *std::move(text);
  }
  const auto* environment = document_->value().get<YamlMap>()->find("environment");
  has_environment_ = environment != nullptr && !environment->is_null();
  const auto* config = find(root, "config");
  return config == nullptr ? Status() : read_values(*config);
}

Status StackConfig::read_values(const YamlNode& config) {
  const auto whole = value_of(config);
  if (whole.is_null()) return {};
  const auto* values = whole.get<YamlMap>();
  if (values == nullptr) {
    return document_->error_at(config.position, "'config' must be a map, not " + std::string(kind_name(whole)));
  }
  std::map<std::string_view, Position> positions;
  for (const auto& pair : followed(config).pairs) positions.emplace(followed(*pair.key).text, pair.key->position);
  for (const auto& [written_key, value] : *values) {
    const auto found = positions.find(written_key);
    const auto position = found == positions.end() ? config.position : found->second;
    const auto key = ConfigKey::parse(written_key, project_);
    if (!key) return document_->error_at(position, key.error().message, key.error().help);
    const auto [entry, is_new] = entries_.emplace(*key, order_.size());
    if (!is_new) {
      return document_->error_at(position, "the configuration key '" + key->text() +
                                               "' is set twice: it is already set at line " +
                                               std::to_string(order_[entry->second].second.position.line));
    }
    if (value.is_null()) empty_keys_.push_back(*key);
    const auto read = value.is_null() ? YamlValue("") : value;
    order_.emplace_back(*key, Entry{written_key, value, read, position});
    values_.set(*key, read);
  }
  return {};
}

std::string StackConfig::where(const ConfigKey& key) const {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return {};
  const auto& position = order_[found->second].second.position;
  return path() + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

/// The `config` map to be: keys spelled and ordered as in the file, new ones behind them.
YamlMap StackConfig::wanted_values() const {
  YamlMap wanted;
  for (const auto& [key, entry] : order_) {
    const auto* value = values_.find(key);
    if (value != nullptr) wanted.append(entry.written_key, *value == entry.read ? entry.written : *value);
  }
  for (const auto& [key, value] : values_.values()) {
    if (!entries_.contains(key)) wanted.append(key.text(), value);
  }
  return wanted;
}

Result<std::string> StackConfig::text() const {
  const auto* present = document_->value().get<YamlMap>();
  YamlMap wanted = present == nullptr ? YamlMap() : *present;
  const auto put = [&](std::string_view key, const std::string& text) {
    const auto* before = wanted.find(key);
    const bool has_text = before != nullptr && before->is<std::string>();
    if (text.empty() && (has_text || before == nullptr)) {
      wanted.erase(key);
    } else if (!text.empty()) {
      wanted.set(key, text);
    }
  };
  put("secretsprovider", secrets_.secrets_provider);
  put("encryptedkey", secrets_.encrypted_key);
  put("encryptionsalt", secrets_.encryption_salt);
  auto values = wanted_values();
  if (!values.empty()) {
    wanted.set("config", std::move(values));
  } else if (!order_.empty()) {
    wanted.erase("config");
  }
  if (present == nullptr && wanted.empty()) return byte_order_mark_ + document_->text();
  auto edited = edit_yaml(*document_, wanted);
  if (!edited) return edited;
  return byte_order_mark_ + *edited;
}

Status StackConfig::save(FileSystem& files) const {
  const auto edited = text();
  if (!edited) return edited.error();
  if (*edited == byte_order_mark_ + document_->text()) return {};
  if (auto made = files.make_directories(parent_directory(path()), 0755); !made) return made;
  return files.write_file_atomically(path(), *edited, 0644);
}

}  // namespace ashlar::project
