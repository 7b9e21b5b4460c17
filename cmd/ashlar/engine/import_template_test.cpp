#include "cmd/ashlar/engine/import_template.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ashlar::cli {
namespace {

deploy::StepStarted creating(const std::string& type, const std::string& name, bool custom,
                             const std::optional<Urn>& parent) {
  ResourceState state{.urn = Urn::make("dev", "p", parent ? parent->qualified_type() : "", type, name)};
  state.custom = custom;
  state.parent = parent;
  deploy::StepStarted start{deploy::StepInfo(deploy::StepOp::create, state.urn)};
  start.step.new_state = std::make_shared<ResourceState>(std::move(state));
  return start;
}

TEST(ImportTemplate, ListsWhatWouldBeCreated) {
  const auto root = Urn::make("dev", "p", "", std::string(root_stack_type), "p-dev");
  const auto standing = Urn::make("dev", "p", "", "pkg:m:Net", "net");
  const auto group = creating("my:m:Group", "group", false, root);
  const std::vector<deploy::Event> preview{creating(std::string(root_stack_type), "p-dev", false, std::nullopt), group,
                                           creating("pkg:m:A", "same", true, group.step.urn),
                                           creating("pkg:m:B", "same", true, standing)};
  const auto file = nlohmann::json::parse(import_template(preview));
  EXPECT_EQ(file["nameTable"], (nlohmann::json{{"net", standing.text()}}));
  EXPECT_EQ(file["resources"], nlohmann::json::parse(R"([
              {"type": "my:m:Group", "name": "group", "component": true},
              {"type": "pkg:m:A", "name": "same", "id": "<PLACEHOLDER>", "parent": "group"},
              {"type": "pkg:m:B", "name": "same_2", "logicalName": "same", "id": "<PLACEHOLDER>", "parent": "net"}])"));
}

}  // namespace
}  // namespace ashlar::cli
