#include "deploy/testing/scripted_program.hpp"

#include <algorithm>

#include "deploy/run.hpp"

namespace ashlar::deploy::testing {

namespace {

constexpr std::string_view placeholder = "declared ";

/// The index of the resource that a value stands for the output of, if it does.
std::optional<std::size_t> placeholder_index(const PropertyValue& value) {
  const auto* reference = value.get<ResourceReference>();
  if (reference == nullptr || !reference->urn.starts_with(placeholder)) return std::nullopt;
  return std::stoul(reference->urn.substr(placeholder.size()));
}

void collect(const PropertyValue& value, std::vector<std::size_t>& indexes) {
  if (const auto index = placeholder_index(value)) indexes.push_back(*index);
  if (const auto* array = value.get<PropertyArray>()) {
    for (const auto& item : *array) collect(item, indexes);
  }
  if (const auto* map = value.get<PropertyMap>()) {
    for (const auto& [key, item] : *map) collect(item, indexes);
  }
}

}  // namespace

Declared& Script::resource(std::string type, std::string name, PropertyMap inputs) {
  declared.push_back(std::make_unique<Declared>(declared.size()));
  auto& goal = declared.back()->goal;
  goal.type = std::move(type);
  goal.name = std::move(name);
  goal.properties = std::move(inputs);
  goal.custom = true;
  goal.has_property_dependencies = true;
  return *declared.back();
}

Declared& Script::component(std::string type, std::string name, PropertyMap inputs) {
  auto& result = resource(std::move(type), std::move(name), std::move(inputs));
  result.goal.custom = false;
  return result;
}

Declared& Script::remote_component(std::string type, std::string name, PropertyMap inputs) {
  auto& result = component(std::move(type), std::move(name), std::move(inputs));
  result.goal.remote = true;
  return result;
}

Declared& Script::call(std::string token, PropertyMap args) {
  auto& result = resource(token, token, std::move(args));
  result.is_call = true;
  return result;
}

Declared& Script::provider(const std::string& package, std::string name, PropertyMap inputs) {
  return resource(std::string(provider_type_prefix) + package, std::move(name), std::move(inputs));
}

Declared& Script::invoke(std::string token, PropertyMap args) {
  auto& result = resource(token, token, std::move(args));
  result.is_invoke = true;
  return result;
}

PropertyValue Script::output(const Declared& resource, std::string key) {
  ResourceReference reference;
  reference.urn = std::string(placeholder) + std::to_string(resource.index_);
  reference.name = std::move(key);
  return reference;
}

void ScriptedProgram::run(Monitor& monitor, Done<ProgramResult> done) {
  monitor_ = &monitor;
  done_ = std::move(done);
  answers.resize(script_.declared.size());
  started_.resize(script_.declared.size());
  Goal root;
  root.type = std::string(root_stack_type);
  root.name = project_ + "-" + stack_;
  monitor.register_resource(std::move(root), [this](Result<RegisterAnswer> answer) {
    if (!answer) {
      refused_ = true;
    } else {
      root_ = answer->urn;
      for (const auto& transform : script_.stack_transforms) monitor_->add_stack_transform(transform);
      for (const auto& transform : script_.invoke_transforms) monitor_->add_invoke_transform(transform);
    }
    loop_.post([this] { start_ready(); });
  });
}

bool ScriptedProgram::is_ready(const Declared& resource) const {
  std::vector<std::size_t> needs = resource.after_;
  needs.insert(needs.end(), resource.replace_with_.begin(), resource.replace_with_.end());
  for (const auto index : {resource.parent_, resource.provider_, resource.deleted_with_}) {
    if (index != Declared::none) needs.push_back(index);
  }
  for (const auto& [package, index] : resource.provides_) needs.push_back(index);
  collect(resource.goal.properties, needs);
  collect(resource.read_id_from, needs);
  return std::all_of(needs.begin(), needs.end(), [&](std::size_t index) { return answers[index] != nullptr; });
}

void ScriptedProgram::start_ready() {
  for (std::size_t i = 0; i < script_.declared.size() && !refused_; ++i) {
    if (started_[i] || !is_ready(*script_.declared[i])) continue;
    started_[i] = true;
    ++unanswered_;
    register_one(i);
  }
  if (unanswered_ == 0) finish();
}

PropertyValue ScriptedProgram::resolved(const PropertyValue& value, std::vector<Urn>& dependencies) const {
  if (const auto index = placeholder_index(value)) {
    const auto& answer = *answers[*index];
    dependencies.push_back(answer.urn);
    const auto& key = value.get<ResourceReference>()->name;
    if (key.empty()) {
      ResourceReference reference{.urn = answer.urn.text()};
      if (script_.declared[*index]->goal.custom) reference.id = std::make_shared<const PropertyValue>(answer.id);
      return reference;
    }
    if (answer.unknown || answer.outcome != RegisterOutcome::success) return PropertyValue::computed();
    if (key == "id") return answer.id_unknown ? PropertyValue::computed() : PropertyValue(answer.id);
    const auto* output = find(answer.outputs, key);
    return output != nullptr ? *output : PropertyValue::computed();
  }
  if (const auto* array = value.get<PropertyArray>()) {
    PropertyArray copy;
    for (const auto& item : *array) copy.push_back(resolved(item, dependencies));
    return copy;
  }
  if (const auto* map = value.get<PropertyMap>()) {
    PropertyMap copy;
    for (const auto& [key, item] : *map) copy.emplace(key, resolved(item, dependencies));
    return copy;
  }
  return value;
}

PropertyMap ScriptedProgram::resolved(const PropertyMap& map, Goal* goal) const {
  PropertyMap copy;
  for (const auto& [key, value] : map) {
    std::vector<Urn> dependencies;
    copy.emplace(key, resolved(value, dependencies));
    if (goal == nullptr) continue;
    goal->dependencies.insert(goal->dependencies.end(), dependencies.begin(), dependencies.end());
    goal->property_dependencies.emplace(key, std::move(dependencies));
  }
  return copy;
}

void ScriptedProgram::register_one(std::size_t index) {
  const auto& declared = *script_.declared[index];
  Goal goal = declared.goal;
  goal.properties = resolved(declared.goal.properties, &goal);
  if (!goal.has_property_dependencies) goal.property_dependencies.clear();
  for (const auto other : declared.after_) goal.dependencies.push_back(urn_of(other));
  for (const auto other : declared.replace_with_) goal.replace_with.push_back(urn_of(other));
  if (declared.parent_ != Declared::none) goal.parent = urn_of(declared.parent_);
  if (declared.deleted_with_ != Declared::none) goal.deleted_with = urn_of(declared.deleted_with_);
  const auto reference = [this](std::size_t provider) {
    const auto& answer = *answers[provider];
    return ProviderReference{answer.urn, answer.id_unknown ? std::string(unknown_id) : answer.id}.text();
  };
  if (declared.provider_ != Declared::none) goal.provider = reference(declared.provider_);
  for (const auto& [package, provider] : declared.provides_) goal.providers.emplace(package, reference(provider));
  std::sort(goal.dependencies.begin(), goal.dependencies.end());
  goal.dependencies.erase(std::unique(goal.dependencies.begin(), goal.dependencies.end()), goal.dependencies.end());
  if (declared.is_invoke) return invoke_one(index, std::move(goal));
  if (declared.is_call) return call_one(index, std::move(goal));
  if (!declared.read_id.empty() || !declared.read_id_from.is_null()) return read_one(index, std::move(goal));
  monitor_->register_resource(std::move(goal), declared.transforms,
                              [this, index](Result<RegisterAnswer> answer) { answered(index, std::move(answer)); });
}

void ScriptedProgram::read_one(std::size_t index, Goal goal) {
  const auto& declared = *script_.declared[index];
  ReadGoal read{.id = declared.read_id, .type = goal.type, .name = goal.name};
  if (!declared.read_id_from.is_null()) {
    const auto id = resolved(declared.read_id_from, goal.dependencies);
    read.id_unknown = id.is<Computed>();
    read.id = id.as_string().value_or("");
  }
  read.parent = goal.parent;
  read.properties = goal.properties;
  read.dependencies = goal.dependencies;
  read.provider = goal.provider;
  read.package = goal.package;
  read.additional_secret_outputs = goal.additional_secret_outputs;
  const auto id = read.id;
  const bool id_unknown = read.id_unknown;
  monitor_->read_resource(std::move(read), [this, index, id, id_unknown](Result<ReadResourceAnswer> answer) {
    if (!answer) return answered(index, answer.error());
    RegisterAnswer as_registered{.urn = answer->urn, .id = id, .id_unknown = id_unknown};
    as_registered.outputs = std::move(answer->outputs);
    answered(index, std::move(as_registered));
  });
}

void ScriptedProgram::invoke_one(std::size_t index, Goal goal) {
  FunctionCall call{.token = goal.name, .args = goal.properties, .provider = goal.provider, .package = goal.package};
  call.depends_on = goal.dependencies;
  call.parent = goal.parent;
  monitor_->invoke(std::move(call), [this, index](Result<FunctionAnswer> answer) {
    if (!answer) return answered(index, answer.error());
    RegisterAnswer as_registered{.urn = *root_};
    as_registered.outputs = std::move(answer->result);
    as_registered.unknown = answer->unknown;
    answered(index, std::move(as_registered));
  });
}

void ScriptedProgram::call_one(std::size_t index, Goal goal) {
  MethodCall call{.token = goal.name, .args = goal.properties, .dependencies = goal.property_dependencies};
  call.provider = goal.provider;
  call.package = goal.package;
  monitor_->call(std::move(call), [this, index](Result<MethodAnswer> answer) {
    if (!answer) return answered(index, answer.error());
    RegisterAnswer as_registered{.urn = *root_};
    as_registered.outputs = std::move(answer->result);
    as_registered.property_dependencies = std::move(answer->dependencies);
    answered(index, std::move(as_registered));
  });
}

void ScriptedProgram::answered(std::size_t index, Result<RegisterAnswer> answer) {
  if (answer) {
    const auto& declared = *script_.declared[index];
    answers[index] = std::make_shared<RegisterAnswer>(*std::move(answer));
    if (!declared.goal.custom && !declared.goal.remote) {
      monitor_->register_outputs(answers[index]->urn, declared.component_outputs, [](const Status&) {});
    }
  } else {
    refused_ = true;
  }
  loop_.post([this] {
    --unanswered_;
    start_ready();
  });
}

void ScriptedProgram::finish() {
  if (std::exchange(finishing_, true)) return;
  if (refused_ || !script_.error.empty()) {
    done_(ProgramResult{script_.error, refused_});
    return;
  }
  monitor_->register_outputs(*root_, resolved(script_.exports, nullptr), [](const Status&) {});
  monitor_->wait_for_shutdown([this](const Status&) { loop_.post([this] { done_(ProgramResult{}); }); });
}

}  // namespace ashlar::deploy::testing
