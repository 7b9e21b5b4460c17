#include "deploy/testing/component_maker.hpp"

namespace ashlar::deploy::testing {

ComponentMaker::ComponentMaker(Scenario& scenario) : scenario_(scenario) {
  scenario.provider("pkg").on_construct = [this](const ConstructRequest& request, const Done<ConstructAnswer>& done) {
    requests.push_back(request);
    construct(request, done);
  };
  attend();
}

void ComponentMaker::attend() {
  scenario_.on_start = [this](Deployment& deployment) { monitor = &deployment.monitor(); };
}

void ComponentMaker::construct(const ConstructRequest& request, const Done<ConstructAnswer>& done) {
  Goal group{.type = request.goal.type, .name = request.goal.name};
  group.parent = request.goal.parent;
  group.protect = request.goal.protect;
  group.aliases = request.goal.aliases;
  group.providers = request.goal.providers;
  monitor->register_resource(std::move(group), [this, request, done](Result<RegisterAnswer> answer) {
    if (answer) return make_disk(request, answer->urn, done);
    if (!hangs_on_failure) done(answer.error());
  });
}

void ComponentMaker::make_disk(const ConstructRequest& request, const Urn& group, const Done<ConstructAnswer>& done) {
  Goal disk{.type = disk_type, .name = request.goal.name + "-disk", .custom = true};
  disk.parent = group;
  if (const auto* size = find(request.goal.properties, "size")) {
    disk.properties.emplace("size", *size);
    if (const auto at = request.goal.property_dependencies.find("size"); at != request.goal.property_dependencies.end())
      disk.dependencies = at->second;
  }
  if (amend_disk) amend_disk(disk);
  monitor->register_resource(std::move(disk), [this, group, done](Result<RegisterAnswer> answer) {
    if (!answer) {
      if (!hangs_on_failure) done(answer.error());
      return;
    }
    const auto id = answer->id_unknown ? PropertyValue::computed() : PropertyValue(answer->id);
    Result<ConstructAnswer> constructed = ConstructAnswer{.urn = group, .outputs = {{"disk", id}}};
    constructed->dependencies = {{"disk", {answer->urn}}};
    if (amend_answer) amend_answer(constructed);
    const auto outputs = constructed ? constructed->outputs : PropertyMap();
    monitor->register_outputs(group, without_outputs(outputs), [constructed, done](const Status& registered) {
      if (!registered) return done(registered.error());
      done(constructed);
    });
  });
}

}  // namespace ashlar::deploy::testing
