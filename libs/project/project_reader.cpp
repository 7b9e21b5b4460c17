#include "project/project_reader.hpp"

#include <algorithm>

#include "base/strings.hpp"

namespace ashlar::project {

namespace {

bool is_null(const YamlNode& node) { return value_of(node).is_null(); }

/// The member of that key unless it is null.
const YamlNode* member(const YamlNode& mapping, std::string_view key) {
  const auto* node = find(mapping, key);
  return node == nullptr || is_null(*node) ? nullptr : node;
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

}  // namespace

Error ProjectReader::error() const {
  auto sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& left, const auto& right) {
    return std::pair(left.position.line, left.position.column) < std::pair(right.position.line, right.position.column);
  });
  if (sorted.size() == 1) return document_.error_at(sorted[0].position, sorted[0].message);
  auto error = fail(document_.name() + " has " + std::to_string(sorted.size()) + " errors");
  for (const auto& [position, message] : sorted) {
    error.notes.push_back(message + ", at " + document_.name() + ":" + std::to_string(position.line) + ":" +
                          std::to_string(position.column));
  }
  return error;
}

const YamlNode* ProjectReader::mapping(const YamlNode& node, const std::string& what) {
  const auto& target = followed(node);
  if (target.kind == YamlNode::Kind::mapping) return &target;
  note(node, what + " must be a map, not " + std::string(kind_name(value_of(node))));
  return nullptr;
}

void ProjectReader::only(const YamlNode& mapping, const std::string& what, const Strings& allowed) {
  for (const auto& pair : mapping.pairs) {
    const auto& key = followed(*pair.key).text;
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    const auto meant = nearest(key, allowed);
    note(*pair.key, what + " has no attribute " + quoted(key) +
                        (meant ? "; did you mean " + quoted(*meant) + "?"
                               : "; the allowed attributes are " + join(allowed, ", ")));
  }
}

std::string ProjectReader::text(const YamlNode& mapping, std::string_view key, const std::string& what, bool required) {
  const auto* node = member(mapping, key);
  if (node == nullptr) {
    if (required) note(mapping, what + " is missing its " + quoted(key));
    return {};
  }
  const auto value = value_of(*node);
  if (const auto* text = value.get<std::string>()) return *text;
  note(*node, quoted(key) + " must be a string, not " + std::string(kind_name(value)));
  return {};
}

bool ProjectReader::boolean(const YamlNode& mapping, std::string_view key, const std::string& what) {
  const auto* node = member(mapping, key);
  if (node == nullptr) return false;
  const auto value = value_of(*node);
  if (const auto* boolean = value.get<bool>()) return *boolean;
  note(*node, quoted(key) + " of " + what + " must be true or false");
  return false;
}

ProjectReader::Strings ProjectReader::texts(const YamlNode& mapping, std::string_view key, const std::string& what) {
  Strings list;
  const auto* node = member(mapping, key);
  if (node == nullptr) return list;
  const auto value = value_of(*node);
  const auto* array = value.get<YamlArray>();
  if (array != nullptr &&
      std::all_of(array->begin(), array->end(), [](const auto& item) { return item.template is<std::string>(); })) {
    for (const auto& item : *array) list.push_back(*item.get<std::string>());
  } else {
    note(*node, quoted(key) + " of " + what + " must be a list of strings");
  }
  return list;
}

std::map<std::string, std::string> ProjectReader::text_map(const YamlNode& mapping, std::string_view key,
                                                           const std::string& what) {
  std::map<std::string, std::string> texts;
  const auto* node = member(mapping, key);
  if (node == nullptr) return texts;
  const auto value = value_of(*node);
  const auto* map = value.get<YamlMap>();
  if (map != nullptr &&
      std::all_of(map->begin(), map->end(), [](const auto& entry) { return entry.value.template is<std::string>(); })) {
    for (const auto& [name, text] : *map) texts.emplace(name, *text.get<std::string>());
  } else {
    note(*node, quoted(key) + " of " + what + " must be a map of strings");
  }
  return texts;
}

Result<ProjectFile> ProjectReader::read() {
  ProjectFile file;
  file.path = document_.name();
  const auto& root = document_.root();
  if (root.kind != YamlNode::Kind::mapping) {
    return document_.error_at(root.position,
                              "a project file must be a map, not " + std::string(kind_name(document_.value())));
  }
  file.everything = *document_.value().get<YamlMap>();
  read_name(file);
  read_runtime(file);
  for (const auto& [key, text_of_file] :
       {std::pair{"main", &file.main}, std::pair{"description", &file.description}, std::pair{"author", &file.author},
        std::pair{"website", &file.website}, std::pair{"license", &file.license},
        std::pair{"stackConfigDir", &file.stack_config_directory},
        std::pair{"requiredPulumiVersion", &file.required_version}}) {
    *text_of_file = text(root, key, "the project");
  }
  read_config(file);
  read_backend_and_options(file);
  read_packages(file);
  read_plugins(file);
  read_template(file);
  if (!problems_.empty()) return error();
  return file;
}

void ProjectReader::read_name(ProjectFile& file) {
  const auto& root = document_.root();
  const auto* node = find(root, "name");
  if (node == nullptr) {
    Strings keys;
    for (const auto& member : file.everything) keys.push_back(member.key);
    const auto same = std::find_if(keys.begin(), keys.end(), [](const auto& key) { return to_lower(key) == "name"; });
    const auto instead = same != keys.end() ? std::optional(*same) : nearest("name", keys);
    return note(root,
                "project is missing a 'name' attribute" + (instead ? "; found " + quoted(*instead) + " instead" : ""));
  }
  const auto value = value_of(*node);
  const auto* name = value.get<std::string>();
  if (name == nullptr || name->empty()) return note(*node, "project is missing a non-empty string 'name' attribute");
  if (const auto checked = check_project_name(*name); !checked) note(*node, checked.error().message);
  file.name = *name;
}

void ProjectReader::read_runtime(ProjectFile& file) {
  const auto* node = find(document_.root(), "runtime");
  if (node == nullptr) return;
  const auto value = value_of(*node);
  if (const auto* name = value.get<std::string>()) {
    if (name->empty()) note(*node, "'runtime' must not be empty");
    file.runtime.name = *name;
    return;
  }
  const auto& runtime = followed(*node);
  if (runtime.kind != YamlNode::Kind::mapping) {
    return note(*node, "'runtime' must be a string, or a map with 'name' and 'options'");
  }
  only(runtime, "'runtime'", {"name", "options"});
  file.runtime.name = text(runtime, "name", "'runtime'");
  const auto* options = member(runtime, "options");
  if (options != nullptr && mapping(*options, "'options' of 'runtime'") != nullptr) {
    file.runtime.options = *value_of(*options).get<YamlMap>();
  }
}

void ProjectReader::read_config(ProjectFile& file) {
  const auto* node = member(document_.root(), "config");
  if (node == nullptr) return;
  const auto value = value_of(*node);
  if (const auto* directory = value.get<std::string>()) {  // the old spelling of stackConfigDir
    if (member(document_.root(), "stackConfigDir") != nullptr) {
      return note(
          *node,
          "should not use both config and stackConfigDir to define the stack directory: use only stackConfigDir");
    }
    file.stack_config_directory = *directory;
    return;
  }
  const auto* declarations = mapping(*node, "'config'");
  if (declarations == nullptr) return;
  for (const auto& [key, declared] : declarations->pairs) {
    const auto& name = followed(*key).text;
    file.config.emplace(name, declaration(name, *declared, file));
  }
}

ConfigDeclaration ProjectReader::declaration(const std::string& key, const YamlNode& node, const ProjectFile& file) {
  ConfigDeclaration declared;
  declared.position = node.position;
  const bool own = file.owns_config_key(key);
  const auto value = value_of(node);
  if (value.is<std::string>() || value.is<bool>() || value.is<std::int64_t>() || value.is<std::uint64_t>() ||
      value.is<YamlArray>()) {
    (own ? declared.default_value : declared.value) = value;
    return declared;
  }
  const auto& parts = followed(node);
  if (parts.kind != YamlNode::Kind::mapping) {
    note(node,
         "the configuration key " + quoted(key) + " must be a string, an integer, a boolean, a list or a declaration");
    return declared;
  }
  const auto what = "the configuration key " + quoted(key);
  only(parts, what, {"type", "items", "description", "secret", "default", "value"});
  declared.description = text(parts, "description", what);
  declared.secret = boolean(parts, "secret", what);
  if (const auto* given = member(parts, "default")) declared.default_value = value_of(*given);
  if (const auto* given = member(parts, "value")) declared.value = value_of(*given);
  const auto* items = member(parts, "items");
  if (const auto* type = member(parts, "type")) declared.type = config_type(*type, what, items);
  check_declaration(key, node, declared, own);
  return declared;
}

std::optional<ConfigTypeName> ProjectReader::config_type(const YamlNode& node, const std::string& what,
                                                         const YamlNode* items) {
  const auto value = value_of(node);
  const auto* name = value.get<std::string>();
  const Strings known = {"string", "integer", "boolean", "array", "object"};
  if (name == nullptr || std::find(known.begin(), known.end(), *name) == known.end()) {
    note(node, "the type of " + what + " must be one of " + join(known, ", "));
    return std::nullopt;
  }
  ConfigTypeName type{*name, {}};
  if (*name != "array") return type;
  if (items == nullptr) {
    note(node, what + " declares an array but does not specify the underlying type via the 'items' attribute");
    return std::nullopt;
  }
  const auto* parts = mapping(*items, "'items' of " + what);
  const auto* inner = parts == nullptr ? nullptr : member(*parts, "type");
  if (parts != nullptr && inner == nullptr) note(*items, "'items' of " + what + " is missing its 'type'");
  if (inner == nullptr) return std::nullopt;
  auto item_type = config_type(*inner, "the items of " + what, member(*parts, "items"));
  if (!item_type) return std::nullopt;
  type.items.push_back(*std::move(item_type));
  return type;
}

void ProjectReader::check_declaration(const std::string& key, const YamlNode& node, const ConfigDeclaration& declared,
                                      bool own) {
  if (!declared.default_value.is_null() && !declared.value.is_null()) {
    return note(node, "project config " + quoted(key) + " cannot have both a 'default' and 'value' attribute");
  }
  if (own) {
    if (declared.type && !declared.default_value.is_null() && !declared.type->accepts(declared.default_value)) {
      note(node, "the default value specified for configuration key " + quoted(key) + " is not of the expected type " +
                     quoted(declared.type->text()));
    }
    return;
  }
  const auto what = "configuration key " + quoted(key) + " is not namespaced by the project and ";
  if (declared.type) return note(node, what + "should not define a type");
  if (!declared.default_value.is_null()) {
    return note(node, what + "should not define a default value: did you mean 'value' instead of 'default'?");
  }
  if (declared.value.is_null())
    note(node, "configuration key " + quoted(key) + " is namespaced and must provide an attribute 'value'");
}

void ProjectReader::read_backend_and_options(ProjectFile& file) {
  if (const auto* node = member(document_.root(), "backend")) {
    if (const auto* backend = mapping(*node, "'backend'")) {
      only(*backend, "'backend'", {"url"});
      file.backend_url = text(*backend, "url", "'backend'");
    }
  }
  if (const auto* node = member(document_.root(), "options")) {
    if (const auto* options = mapping(*node, "'options'")) {
      only(*options, "'options'", {"refresh"});
      const auto refresh = text(*options, "refresh", "'options'");
      if (!refresh.empty() && refresh != "always") note(*node, "'refresh' can only be 'always'");
      file.refreshes_always = refresh == "always";
    }
  }
}

void ProjectReader::read_packages(ProjectFile& file) {
  const auto* node = member(document_.root(), "packages");
  const auto* packages = node == nullptr ? nullptr : mapping(*node, "'packages'");
  if (packages == nullptr) return;
  for (const auto& pair : packages->pairs) {
    const auto& name = followed(*pair.key).text;
    const auto what = "package " + quoted(name);
    PackageSource package;
    const auto value = value_of(*pair.value);
    const auto& parts = followed(*pair.value);
    if (const auto* source = value.get<std::string>()) {
      const auto at = source->find('@');
      package.source = source->substr(0, at);
      if (at != std::string::npos) package.version = source->substr(at + 1);
    } else if (parts.kind == YamlNode::Kind::mapping) {
      only(parts, what, {"source", "version", "parameters", "pluginDownloadURL", "checksums", "extensions"});
      package.source = text(parts, "source", what, true);
      package.version = text(parts, "version", what);
      package.download_url = text(parts, "pluginDownloadURL", what);
      package.parameters = texts(parts, "parameters", what);
      package.extensions = texts(parts, "extensions", what);
      package.checksums = text_map(parts, "checksums", what);
      package.in_parts = true;
    } else {
      note(*pair.value, what + " must be either a string or a map with its 'source'");
    }
    file.packages.emplace(name, std::move(package));
  }
}

void ProjectReader::read_plugins(ProjectFile& file) {
  const auto* node = member(document_.root(), "plugins");
  const auto* plugins = node == nullptr ? nullptr : mapping(*node, "'plugins'");
  if (plugins == nullptr) return;
  for (const auto& [key, list] :
       {std::pair{"providers", &file.provider_plugins}, std::pair{"languages", &file.language_plugins},
        std::pair{"analyzers", &file.analyzer_plugins}}) {
    const auto* entries = member(*plugins, key);
    if (entries == nullptr) continue;
    if (followed(*entries).kind != YamlNode::Kind::sequence) {
      note(*entries, quoted(key) + " of 'plugins' must be a list");
      continue;
    }
    for (const auto& item : followed(*entries).items) {
      const auto* plugin = mapping(*item, "a plugin");
      if (plugin == nullptr) continue;
      only(*plugin, "a plugin", {"name", "path", "version"});
      list->push_back({text(*plugin, "name", "a plugin", true), text(*plugin, "path", "a plugin", true),
                       text(*plugin, "version", "a plugin")});
    }
  }
}

void ProjectReader::read_template(ProjectFile& file) {
  const auto* node = member(document_.root(), "template");
  const auto* parts = node == nullptr ? nullptr : mapping(*node, "'template'");
  if (parts == nullptr) return;
  const std::string what = "'template'";
  only(*parts, what, {"displayName", "description", "quickstart", "important", "metadata", "config"});
  ProjectTemplate read;
  read.display_name = text(*parts, "displayName", what);
  read.description = text(*parts, "description", what);
  read.quickstart = text(*parts, "quickstart", what);
  read.important = boolean(*parts, "important", what);
  read.metadata = text_map(*parts, "metadata", what);
  const auto* config = member(*parts, "config");
  const auto* values = config == nullptr ? nullptr : mapping(*config, "'config' of 'template'");
  if (values != nullptr) {
    for (const auto& pair : values->pairs) {
      const auto name = followed(*pair.key).text;
      const auto* value = mapping(*pair.value, "the template's configuration key " + quoted(name));
      if (value == nullptr) continue;
      TemplateValue entry;
      entry.description = text(*value, "description", quoted(name));
      entry.secret = boolean(*value, "secret", quoted(name));
      if (const auto* given = member(*value, "default")) {
        const auto default_value = value_of(*given);
        const auto* default_text = default_value.get<std::string>();
        entry.default_value = default_text != nullptr ? *default_text : to_json(default_value);
      }
      read.config.emplace(name, std::move(entry));
    }
  }
  file.project_template = std::move(read);
}

}  // namespace ashlar::project
