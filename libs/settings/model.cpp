#include <cxxabi.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "base/strings.hpp"
#include "settings/model_info.hpp"
#include "settings/text_rules.hpp"

namespace ashlar::settings {

namespace {

std::string named(Naming naming, std::string_view prefix, std::string_view name) {
  std::string result(prefix);
  bool capital = false;
  for (const char c : name) {
    const auto upper = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (naming == Naming::camel_case && c == '_') {
      capital = true;
      continue;
    }
    result += naming == Naming::upper_case || capital ? upper : c;
    capital = false;
  }
  return result;
}

std::string struct_name(const char* mangled) {
  int status = 0;
  char* text = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  const std::string full = status == 0 ? text : mangled;
  std::free(text);
  const auto colon = full.rfind("::");
  return colon == std::string::npos ? full : full.substr(colon + 2);
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '-'; });
}

}  // namespace

Field& Field::doc(std::string_view text) { return info_->doc = text, *this; }
Field& Field::required() { return info_->required = true, *this; }
Field& Field::secret() { return info_->secret = true, *this; }
Field& Field::alias(std::string_view name) { return info_->alias = name, *this; }
Field& Field::variable(std::string_view name) { return info_->variable = info_->alias = name, *this; }
Field& Field::internal() { return info_->internal = true, *this; }
Field& Field::range(double least, double most) { return at_least(least).at_most(most); }
Field& Field::at_least(double least) { return info_->least = least, *this; }
Field& Field::at_most(double most) { return info_->most = most, *this; }
Field& Field::length(std::size_t least, std::size_t most) { return info_->length = {least, most}, *this; }
Field& Field::items(std::size_t least, std::size_t most) { return info_->items = {least, most}, *this; }
Field& Field::pattern(std::string_view regex) { return info_->pattern = regex, *this; }
Field& Field::keys(std::string_view regex) { return info_->key_pattern = regex, *this; }
Field& Field::one_of(std::initializer_list<std::string_view> words) {
  return info_->words.assign(words.begin(), words.end()), *this;
}
Field& Field::port() { return range(1, 65535); }
Field& Field::ip() { return info_->rules.push_back({"an IP address", "ip", is_ip}), *this; }
Field& Field::cidr() {
  return info_->rules.push_back({"a network such as 10.0.0.0/16, without host bits", "cidr", is_cidr}), *this;
}
Field& Field::host_port() { return info_->rules.push_back({"host:port or :port", "host-port", is_host_port}), *this; }
Field& Field::path() { return info_->rules.push_back({"an absolute path", "path", is_absolute_path}), *this; }
Field& Field::url() { return info_->rules.push_back({"a URL with a scheme and a host", "uri", is_url}), *this; }
Field& Field::duration() {
  return info_->rules.push_back({"a duration such as 30s or 1h30m", "go-duration", is_duration}), *this;
}
Field& Field::must_be(std::string_view what, bool (*rule)(std::string_view text)) {
  return info_->rules.push_back({std::string(what), {}, rule}), *this;
}

ModelBuilder& ModelBuilder::name(std::string_view name) { return info_.name = name, *this; }
ModelBuilder& ModelBuilder::doc(std::string_view text) { return info_.doc = text, *this; }
ModelBuilder& ModelBuilder::environment_prefix(std::string_view prefix) {
  return info_.environment_prefix = prefix, *this;
}
ModelBuilder& ModelBuilder::naming(Naming naming, std::string_view prefix) {
  info_.naming = naming;
  info_.naming_prefix = prefix;
  return *this;
}
ModelBuilder& ModelBuilder::exactly_one(std::initializer_list<std::string_view> fields) {
  return info_.choices.push_back({{fields.begin(), fields.end()}, true}), *this;
}
ModelBuilder& ModelBuilder::at_most_one(std::initializer_list<std::string_view> fields) {
  return info_.choices.push_back({{fields.begin(), fields.end()}, false}), *this;
}

Field ModelBuilder::add(std::string_view name, std::size_t offset, const Type& type) {
  auto& field = info_.fields.emplace_back();
  field.name = name;
  field.alias = named(info_.naming, info_.naming_prefix, name);
  field.offset = offset;
  field.type = &type;
  field.secret = inner(type).kind == Type::Kind::secret;
  return Field(field);
}

void ModelBuilder::include(std::size_t offset, const ModelInfo& part) {
  for (auto field : part.fields) {
    field.offset += offset;
    info_.fields.push_back(std::move(field));
  }
  for (const auto& choice : part.choices) info_.choices.push_back(choice);
  for (auto check : part.checks) {
    check.offset += offset;
    info_.checks.push_back(std::move(check));
  }
}

void ModelBuilder::set_rest(std::size_t offset) { info_.rest = offset; }

void ModelBuilder::add_check(std::function<void(const void*, Problems&)> check) {
  info_.checks.push_back({0, std::move(check)});
}

std::shared_ptr<const ModelInfo> make_model(const char* type_name, const void* prototype,
                                            void (*describe)(ModelInfo& info, const void* prototype)) {
  auto info = std::make_shared<ModelInfo>();
  info->name = struct_name(type_name);
  info->prototype = prototype;
  describe(*info, prototype);
  for (const auto& field : info->fields) {
    if (!info->index.emplace(field.name, &field).second) {
      throw std::logic_error("the settings model " + info->name + " has two fields '" + field.name + "'");
    }
  }
  for (const auto& field : info->fields) info->index.emplace(field.alias, &field);
  return info;
}

const FieldInfo* ModelInfo::find(std::string_view wanted) const {
  const auto found = index.find(wanted);
  return found == index.end() ? nullptr : found->second;
}

bool matches(const std::string& pattern, std::string_view text) {
  static std::mutex mutex;
  static std::map<std::string, std::regex> compiled;
  const std::lock_guard lock(mutex);
  auto found = compiled.find(pattern);
  if (found == compiled.end()) found = compiled.emplace(pattern, std::regex(pattern)).first;
  return std::regex_match(text.begin(), text.end(), found->second);
}

const Type& inner(const Type& type) { return type.kind == Type::Kind::optional ? inner(*type.element) : type; }

std::string field_path(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string item_path(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

std::string key_path(const std::string& path, const std::string& key) {
  if (is_identifier(key)) return field_path(path, key);
  auto text = path + "[";
  append_json_string(text, key);
  return text + "]";
}

}  // namespace ashlar::settings
