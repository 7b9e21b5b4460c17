#include "providers/pulumi/package.hpp"
#include "providers/support/builtin_provider.hpp"
#include "providers/support/diagnose.hpp"

namespace ashlar::providers::pulumi {

using namespace deploy;

namespace {

constexpr std::string_view stack_reference = "pulumi:pulumi:StackReference";
constexpr std::string_view stash = "pulumi:index:Stash";
constexpr std::string_view read_stack_outputs = "pulumi:pulumi:readStackOutputs";
constexpr std::string_view read_stack_resource_outputs = "pulumi:pulumi:readStackResourceOutputs";

/// What a stack reference's outputs are.
PropertyMap reference_outputs(const std::string& name, const StackView& view) {
  PropertyArray secret_names;
  for (const auto& [key, value] : view.outputs) {
    if (value.contains_secrets()) secret_names.emplace_back(key);
  }
  return {{"name", name}, {"outputs", view.outputs}, {"secretOutputNames", std::move(secret_names)}};
}

class PulumiProvider final : public BuiltinProvider {
 public:
  PulumiProvider(EventLoop& loop, StackReader read_stack) : BuiltinProvider(loop), read_stack_(std::move(read_stack)) {}

  void check(CheckRequest request, Done<CheckAnswer> done) override {
    CheckAnswer checked;
    checked.inputs = std::move(request.new_inputs);
    const auto type = request.urn.type();
    if (type != stack_reference && type != stash) {
      return answer<CheckAnswer>(
          done, unknown_name("resource type", type, "pulumi", {std::string(stack_reference), std::string(stash)}));
    }
    const std::string_view only = type == stack_reference ? "name" : "input";
    for (const auto& [key, value] : checked.inputs) {
      if (key != only) checked.failures.push_back({key, "is not a property of " + std::string(type)});
    }
    if (type == stack_reference && !find(checked.inputs, "name")) checked.failures.push_back({"name", "is missing"});
    answer<CheckAnswer>(done, std::move(checked));
  }

  void diff(DiffRequest request, Done<DiffAnswer> done) override {
    DiffAnswer differences;
    // A stash keeps what it was given first: only a replacement changes its output.
    const auto detailed = diff_properties(request.old_inputs, request.new_inputs);
    differences.changes = detailed.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
    differences.diffs = top_level_keys(detailed);
    if (request.urn.type() == stack_reference) differences.replaces = differences.diffs;
    answer<DiffAnswer>(done, std::move(differences));
  }

  void create(CreateRequest request, Done<CreateAnswer> done) override {
    CreateAnswer created;
    if (request.urn.type() == stash) {
      created.id = std::string(request.urn.name());
      const auto* input = find(request.inputs, "input");
      const PropertyValue kept = input == nullptr ? PropertyValue() : *input;
      created.outputs = {{"input", kept}, {"output", kept}};
      return answer<CreateAnswer>(done, std::move(created));
    }
    const auto name = find(request.inputs, "name")->as_string().value_or("");
    auto view = read_stack_(name);
    if (!view) return answer<CreateAnswer>(done, view.error());
    created.id = name;
    created.outputs = reference_outputs(name, *view);
    answer<CreateAnswer>(done, std::move(created));
  }

  void read(ReadRequest request, Done<ReadAnswer> done) override {
    ReadAnswer answered;
    answered.id = request.id;
    if (request.urn.type() == stash) {
      answered.inputs = std::move(request.inputs);
      answered.outputs = std::move(request.outputs);
      return answer<ReadAnswer>(done, std::move(answered));
    }
    auto view = read_stack_(request.id);
    if (!view) return answer<ReadAnswer>(done, view.error());
    answered.inputs = PropertyMap{{"name", request.id}};
    answered.outputs = reference_outputs(request.id, *view);
    answer<ReadAnswer>(done, std::move(answered));
  }

  void update(UpdateRequest request, Done<UpdateAnswer> done) override {
    UpdateAnswer updated;
    updated.outputs = std::move(request.old_outputs);
    if (const auto* input = find(request.new_inputs, "input")) updated.outputs.insert_or_assign("input", *input);
    answer<UpdateAnswer>(done, std::move(updated));
  }

  void remove(DeleteRequest, Done<void> done) override { answer<void>(done, Status()); }

  void invoke(InvokeRequest request, Done<InvokeAnswer> done) override {
    const auto* given = find(request.args, request.token == read_stack_outputs ? "name" : "stackName");
    const auto name = given == nullptr ? std::string() : given->as_string().value_or("");
    if (request.token != read_stack_outputs && request.token != read_stack_resource_outputs) {
      return answer<InvokeAnswer>(
          done, unknown_name("function", request.token, "pulumi",
                             {std::string(read_stack_outputs), std::string(read_stack_resource_outputs)}));
    }
    auto view = read_stack_(name);
    if (!view) return answer<InvokeAnswer>(done, view.error());
    InvokeAnswer answered;
    if (request.token == read_stack_outputs) {
      answered.result = reference_outputs(name, *view);
    } else {
      PropertyMap outputs;
      for (const auto& resource : view->resources) {
        if (!resource->pending_delete) outputs.insert_or_assign(resource->urn.text(), resource->outputs);
      }
      answered.result = {{"name", name}, {"outputs", std::move(outputs)}};
    }
    answer<InvokeAnswer>(done, std::move(answered));
  }

  void recover_create(RecoverRequest, Done<RecoverAnswer> done) override {
    RecoverAnswer nothing_made;
    nothing_made.outcome = RecoverAnswer::Outcome::not_created;
    answer<RecoverAnswer>(done, std::move(nothing_made));
  }

 private:
  StackReader read_stack_;
};

}  // namespace

std::shared_ptr<Provider> make_pulumi_provider(EventLoop& loop, StackReader read_stack) {
  return std::make_shared<PulumiProvider>(loop, std::move(read_stack));
}

}  // namespace ashlar::providers::pulumi
