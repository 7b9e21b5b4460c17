#pragma once
/// For tests: a provider with one kind of resource, whose inputs say how it behaves.

#include <string>

#include "deploy/provider.hpp"

namespace ashlar::plugin {

/// Answers at once. Creates give the id `id-<name>` and the inputs as outputs; these inputs have effects:
/// `size` replaces when it changes, `fail` fails with its text, `unready` fails after creation, `wrong` fails the
/// check.
class FakeProvider : public deploy::Provider {
 public:
  PropertyMap configuration;
  bool cancelled = false;

  void check_config(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override {
    done(deploy::CheckAnswer{.inputs = std::move(request.new_inputs)});
  }
  void diff_config(deploy::DiffRequest, deploy::Done<deploy::DiffAnswer> done) override { done(deploy::DiffAnswer{}); }
  void configure(Urn, std::string, PropertyMap inputs, deploy::Done<void> done) override {
    if (const auto* text = find(inputs, "fail")) return done(fail(text->as_string().value_or("")));
    configuration = std::move(inputs);
    done(Status());
  }

  void check(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override {
    deploy::CheckAnswer answer;
    if (const auto* reason = find(request.new_inputs, "wrong"))
      answer.failures.push_back({"wrong", reason->as_string().value_or("")});
    if (find(request.new_inputs, "wron"))
      answer.warnings.emplace_back("there is no property `wron`; did you mean `wrong`?");
    answer.inputs = std::move(request.new_inputs);
    answer.inputs.emplace("checked", true);
    done(std::move(answer));
  }

  void diff(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) override {
    deploy::DiffAnswer answer;
    answer.detailed = diff_properties(request.old_inputs, request.new_inputs);
    answer.has_detailed = true;
    answer.diffs = top_level_keys(answer.detailed);
    answer.changes = answer.diffs.empty() ? deploy::DiffAnswer::Changes::none : deploy::DiffAnswer::Changes::some;
    if (const auto at = answer.detailed.find("size"); at != answer.detailed.end()) {
      at->second.kind = as_replace(at->second.kind);
      answer.replaces = {"size"};
      answer.delete_before_replace = true;
    }
    done(std::move(answer));
  }

  void create(deploy::CreateRequest request, deploy::Done<deploy::CreateAnswer> done) override {
    if (const auto* text = find(request.inputs, "fail")) return done(fail(text->as_string().value_or("")));
    deploy::CreateAnswer answer;
    if (!request.preview) answer.id = "id-" + std::string(request.urn.name());
    if (const auto* reason = find(request.inputs, "unready")) answer.init_errors = {reason->as_string().value_or("")};
    answer.outputs = std::move(request.inputs);
    done(std::move(answer));
  }

  void read(deploy::ReadRequest request, deploy::Done<deploy::ReadAnswer> done) override {
    if (request.id == "gone") return done(deploy::ReadAnswer{});
    deploy::ReadAnswer answer;
    answer.id = request.id;
    answer.inputs = std::move(request.inputs);
    answer.outputs = std::move(request.outputs);
    done(std::move(answer));
  }

  void update(deploy::UpdateRequest request, deploy::Done<deploy::UpdateAnswer> done) override {
    deploy::UpdateAnswer answer;
    if (const auto* reason = find(request.new_inputs, "unready"))
      answer.init_errors = {reason->as_string().value_or("")};
    answer.outputs = std::move(request.new_inputs);
    done(std::move(answer));
  }

  void remove(deploy::DeleteRequest request, deploy::Done<void> done) override {
    if (const auto* text = find(request.old_inputs, "fail")) return done(fail(text->as_string().value_or("")));
    done(Status());
  }

  void invoke(deploy::InvokeRequest request, deploy::Done<deploy::InvokeAnswer> done) override {
    deploy::InvokeAnswer answer;
    answer.result = std::move(request.args);
    answer.result.emplace("token", request.token);
    done(std::move(answer));
  }

  [[nodiscard]] bool supports_autonaming() const override { return true; }
  void cancel() override { cancelled = true; }
};

}  // namespace ashlar::plugin
