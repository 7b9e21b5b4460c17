#include "cmd/ashlar/commands/import_file.hpp"

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "resource/urn.hpp"

namespace ashlar::cli {

namespace {

using Json = nlohmann::json;

std::string text_of(const Json& object, const char* member) {
  const auto at = object.find(member);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

Result<ImportEntry> parse_entry(const Json& json, std::size_t number) {
  const auto where = "resource " + std::to_string(number);
  if (!json.is_object()) return fail(where + " is not an object");
  ImportEntry entry;
  entry.type = text_of(json, "type");
  entry.variable = text_of(json, "name");
  entry.name = text_of(json, "logicalName");
  if (entry.name.empty()) entry.name = entry.variable;
  entry.id = text_of(json, "id");
  entry.parent = text_of(json, "parent");
  entry.provider = text_of(json, "provider");
  entry.version = text_of(json, "version");
  entry.component = json.value("component", false);
  if (entry.type.empty()) return fail(where + " has no type");
  if (entry.variable.empty()) return fail(where + ", of type " + entry.type + ", has no name");
  if (!entry.component && (entry.id.empty() || entry.id == "<PLACEHOLDER>"))
    return fail_with_help(where + ", '" + entry.variable + "', has no id", "fill in what its provider calls it");
  if (json.contains("properties") && json["properties"].is_array()) {
    for (const auto& property : json["properties"]) {
      if (property.is_string()) entry.properties.push_back(property.get<std::string>());
    }
  }
  return entry;
}

}  // namespace

Status sort_entries(ImportList& list) {
  std::map<std::string, const ImportEntry*> by_variable;
  for (const auto& entry : list.entries) {
    if (!by_variable.emplace(entry.variable, &entry).second)
      return fail("two resources to import are named '" + entry.variable + "'");
  }
  std::vector<ImportEntry> sorted;
  std::set<std::string> placed;
  std::set<std::string> under_way;
  const std::function<Status(const ImportEntry&)> place = [&](const ImportEntry& entry) -> Status {
    if (placed.contains(entry.variable)) return {};
    if (!under_way.insert(entry.variable).second)
      return fail("'" + entry.variable + "' is its own ancestor: its parents lead back to it");
    if (!entry.parent.empty() && !list.names.contains(entry.parent)) {
      const auto parent = by_variable.find(entry.parent);
      if (parent == by_variable.end()) {
        return fail_with_help("the parent '" + entry.parent + "' of '" + entry.variable + "' is not known",
                              "give its URN in the name table, or import it too");
      }
      if (auto placed_first = place(*parent->second); !placed_first) return placed_first;
    }
    if (!entry.provider.empty() && !list.names.contains(entry.provider)) {
      return fail_with_help("the provider '" + entry.provider + "' of '" + entry.variable + "' is not known",
                            "give its URN in the name table");
    }
    placed.insert(entry.variable);
    sorted.push_back(entry);
    return {};
  };
  for (const auto& entry : list.entries) {
    if (auto status = place(entry); !status) return status;
  }
  list.entries = std::move(sorted);
  return {};
}

Result<ImportList> parse_import_file(std::string_view text) {
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& problem) {
    return fail(problem.what());
  }
  const bool has_list = json.is_object() && json.contains("resources") && json["resources"].is_array();
  if (!has_list) return fail("there is no list `resources`");
  ImportList list;
  if (json.contains("nameTable") && json["nameTable"].is_object()) {
    for (const auto& [name, urn] : json["nameTable"].items()) {
      if (!urn.is_string() || !Urn::parse(urn.get<std::string>())) return fail("the name '" + name + "' has no URN");
      list.names.emplace(name, urn.get<std::string>());
    }
  }
  for (const auto& member : json["resources"]) {
    auto entry = parse_entry(member, list.entries.size() + 1);
    if (!entry) return entry.error();
    list.entries.push_back(*std::move(entry));
  }
  if (const auto sorted = sort_entries(list); !sorted) return sorted.error();
  return list;
}

Result<std::pair<std::string, std::string>> parse_named_urn(const std::string& flag, const std::string& text) {
  const auto equals = text.find('=');
  const auto urn = equals == std::string::npos ? text : text.substr(equals + 1);
  if (equals == std::string::npos || equals == 0 || !Urn::parse(urn)) {
    return fail_with_help("--" + flag + " must be of the form name=urn, not '" + text + "'",
                          "the name is what your program calls the resource; `ashlar stack --show-urns` lists the URNs",
                          ErrorKind::usage);
  }
  return std::pair(text.substr(0, equals), urn);
}

}  // namespace ashlar::cli
