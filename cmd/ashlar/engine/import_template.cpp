#include "cmd/ashlar/engine/import_template.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace ashlar::cli {

namespace {

using Json = nlohmann::ordered_json;

/// Gives each resource one name of its own: its own name, with a number where another has that already.
class Names {
 public:
  const std::string& of(const Urn& urn) {
    const auto known = names_.find(urn.text());
    if (known != names_.end()) return known->second;
    std::string name(urn.name());
    for (int number = 2; !taken_.insert(name).second; ++number)
      name = std::string(urn.name()) + "_" + std::to_string(number);
    return names_.emplace(urn.text(), name).first->second;
  }

 private:
  std::map<std::string, std::string> names_;
  std::set<std::string> taken_;
};

}  // namespace

std::string import_template(const std::vector<deploy::Event>& preview) {
  std::vector<ResourceStatePtr> created;
  std::set<std::string> urns;
  for (const auto& event : preview) {
    const auto* start = std::get_if<deploy::StepStarted>(&event);
    if (start == nullptr || start->step.op != deploy::StepOp::create || !start->step.new_state) continue;
    const auto& urn = start->step.urn;
    if (urn.is_root_stack() || urn.is_provider() || !urns.insert(urn.text()).second) continue;
    created.push_back(start->step.new_state);
  }
  Names names;
  Json table = Json::object();
  const auto refer = [&](const Urn& urn) {
    const auto& name = names.of(urn);
    if (!urns.contains(urn.text())) table[name] = urn.text();
    return name;
  };
  Json resources = Json::array();
  for (const auto& state : created) {
    const auto name = names.of(state->urn);
    Json resource{{"type", state->type()}, {"name", name}};
    if (name != state->urn.name()) resource["logicalName"] = std::string(state->urn.name());
    if (state->custom) resource["id"] = "<PLACEHOLDER>";
    if (!state->custom) resource["component"] = true;
    if (state->parent && !state->parent->is_root_stack()) resource["parent"] = refer(*state->parent);
    const auto provider = ProviderReference::parse(state->provider);
    const bool is_default = provider && provider->urn.name().starts_with("default");
    if (provider && !is_default) resource["provider"] = refer(provider->urn);
    resources.push_back(std::move(resource));
  }
  Json file = Json::object();
  if (!table.empty()) file["nameTable"] = std::move(table);
  file["resources"] = std::move(resources);
  return file.dump(4) + "\n";
}

}  // namespace ashlar::cli
