// The built-in providers beside the published plugins that they take the place of.

#include <gmock/gmock.h>

#include "oracle/both_tools.hpp"

namespace ashlar::oracle {
namespace {

using nlohmann::json;

/// What a value looks like apart from chance: kinds instead of texts and numbers.
json shape(const json& value) {
  if (!value.is_structured()) return value.type_name();
  if (value.is_object() && value.contains("ciphertext")) return "secret";
  auto copy = value;
  for (auto& element : copy) element = shape(element);
  return copy;
}

/// The resources of a state by URN, without times, ids and what providers drew.
json shape_of_state(const json& exported) {
  json resources = json::object();
  for (auto resource : exported["deployment"]["resources"]) {
    for (const auto* key : {"created", "modified"}) resource.erase(key);
    for (const auto* key : {"id", "inputs", "outputs"}) {
      if (resource.contains(key)) resource[key] = shape(resource[key]);
    }
    if (resource.contains("provider")) {
      auto provider = resource["provider"].get<std::string>();
      resource["provider"] = provider.substr(0, provider.rfind("::"));
    }
    resources[resource["urn"].get<std::string>()] = resource;
  }
  return resources;
}

class BuiltIn : public BothTools {
 protected:
  /// The state after an update with plugins, with the built-in providers, and by the genuine tool with plugins.
  void expect_the_same_states(const std::string& program) {
    write_cpp_program(program);
    must(ours({"stack", "init", "dev"}));
    must(ours({"config", "set", "words", "2"}));
    must(ours({"config", "set", "--secret", "token", "open sesame"}));
    json states;
    for (const auto* by : {"plugins", "built in", "genuine"}) {
      const std::string who = by;
      must(who == "genuine" ? genuine(up) : who == "plugins" ? ours(up) : ours_without_plugins(up));
      states[by] = shape_of_state(exported());
      must(ours({"state", "unprotect", "--all", "--yes"}));
      must(who == "built in" ? ours_without_plugins({"destroy", "--yes", "--skip-preview"})
                             : ours({"destroy", "--yes", "--skip-preview"}));
    }
    EXPECT_EQ(json::diff(states["plugins"], states["built in"]).dump(2), "[]");
    EXPECT_EQ(json::diff(states["genuine"], states["built in"]).dump(2), "[]");
  }
};

TEST_F(BuiltIn, RandomLeavesTheStateThatThePluginLeaves) { expect_the_same_states(pets_program); }

TEST_F(BuiltIn, CommandLeavesTheStateThatThePluginLeaves) {
  expect_the_same_states(R"(#include <ashlar/ashlar.hpp>
#include <ashlar/command.hpp>
using namespace ashlar;

int main() {
  return run([](Context& ctx) {
    Config config{ctx};
    command::local::Command made{ctx, "made", {.create = "echo made; echo aside >&2", .delete_ = "true",
                                                   .environment = {{"TOKEN", config.require_secret("token")}}, .triggers = {"one"}}};
    command::local::Command file{ctx, "file", {.asset_paths = {"*.yaml"}, .create = "ls Pulumi.yaml", .dir = "."}};
    ctx.export_output("said", made.stdout());
  });
}
)");
}

}  // namespace
}  // namespace ashlar::oracle
