#pragma once
/// The provider with a scripted AWS behind it, and the calls that an engine makes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "aws/test_support.hpp"
#include "providers/aws/package.hpp"

namespace ashlar::providers::aws {

/// One resource on its way through an engine: what it was asked to be, and what came of it.
struct Made {
  Urn urn;
  PropertyMap inputs;
  deploy::CreateAnswer answer;
  [[nodiscard]] const PropertyMap& outputs() const { return answer.outputs; }
  [[nodiscard]] const std::string& id() const { return answer.id; }
};

/// The calls of an engine, each waiting for its answer. `pump` runs the loop until the answer is there.
class EngineCalls {
 public:
  EngineCalls(deploy::Provider& provider, std::function<void(const std::function<bool()>&)> pump)
      : provider_(provider), pump_(std::move(pump)) {}

  template <typename T>
  Result<T> wait(const std::function<void(deploy::Done<T>)>& call) {
    std::optional<Result<T>> answered;
    call([&](Result<T> result) { answered.emplace(std::move(result)); });
    pump_([&] { return answered.has_value(); });
    return std::move(*answered);
  }

  static Urn urn(const std::string& token, const std::string& name) {
    return Urn::make("dev", "proj", "", token, name);
  }

  Status configure(PropertyMap inputs) {
    return wait<void>([&](auto done) {
      provider_.configure(urn("pulumi:providers:aws", "default"), "id", std::move(inputs), std::move(done));
    });
  }
  Result<deploy::CheckAnswer> check(const std::string& token, PropertyMap inputs, PropertyMap old_inputs = {},
                                    const std::string& name = "r") {
    deploy::CheckRequest request{.urn = urn(token, name),
                                 .old_inputs = std::move(old_inputs),
                                 .new_inputs = std::move(inputs),
                                 .random_seed = std::string(32, 'x')};
    return wait<deploy::CheckAnswer>([&](auto done) { provider_.check(std::move(request), std::move(done)); });
  }
  /// Checks, then creates. Both must go well.
  Made make(const std::string& token, PropertyMap inputs, const std::string& name = "r",
            const std::string& operation = "") {
    auto checked = check(token, std::move(inputs), {}, name);
    EXPECT_TRUE(checked.ok()) << (checked ? "" : checked.error().message);
    for (const auto& failure : checked->failures)
      ADD_FAILURE() << token << " " << failure.property << ": " << failure.reason;
    auto created = create(token, checked->inputs, name, operation);
    EXPECT_TRUE(created.ok()) << (created ? "" : created.error().message);
    if (!created) return {urn(token, name), checked->inputs, {}};
    for (const auto& error : created->init_errors) ADD_FAILURE() << token << ": " << error;
    return {urn(token, name), checked->inputs, std::move(*created)};
  }
  Result<deploy::CreateAnswer> create(const std::string& token, PropertyMap inputs, const std::string& name = "r",
                                      const std::string& operation = "") {
    deploy::CreateRequest request{.urn = urn(token, name), .inputs = std::move(inputs), .operation_token = operation};
    return wait<deploy::CreateAnswer>([&](auto done) { provider_.create(std::move(request), std::move(done)); });
  }
  Result<deploy::CreateAnswer> preview(const std::string& token, PropertyMap inputs) {
    deploy::CreateRequest request{
        .urn = urn(token, "r"), .inputs = check(token, std::move(inputs))->inputs, .preview = true};
    return wait<deploy::CreateAnswer>([&](auto done) { provider_.create(std::move(request), std::move(done)); });
  }
  Result<deploy::DiffAnswer> diff(const Made& made, PropertyMap inputs, std::vector<std::string> ignore = {}) {
    const auto checked =
        check(std::string(made.urn.type()), std::move(inputs), made.inputs, std::string(made.urn.name()));
    deploy::DiffRequest request{.urn = made.urn,
                                .id = made.id(),
                                .old_inputs = made.inputs,
                                .old_outputs = made.outputs(),
                                .new_inputs = checked->inputs,
                                .ignore_changes = std::move(ignore)};
    return wait<deploy::DiffAnswer>([&](auto done) { provider_.diff(std::move(request), std::move(done)); });
  }
  Result<deploy::UpdateAnswer> update(const Made& made, PropertyMap inputs, bool preview = false) {
    const auto checked =
        check(std::string(made.urn.type()), std::move(inputs), made.inputs, std::string(made.urn.name()));
    deploy::UpdateRequest request{.urn = made.urn,
                                  .id = made.id(),
                                  .old_inputs = made.inputs,
                                  .old_outputs = made.outputs(),
                                  .new_inputs = checked->inputs,
                                  .preview = preview};
    return wait<deploy::UpdateAnswer>([&](auto done) { provider_.update(std::move(request), std::move(done)); });
  }
  Result<deploy::ReadAnswer> refresh(const Made& made) {
    deploy::ReadRequest request{.urn = made.urn, .id = made.id(), .inputs = made.inputs, .outputs = made.outputs()};
    return wait<deploy::ReadAnswer>([&](auto done) { provider_.read(std::move(request), std::move(done)); });
  }
  Result<deploy::ReadAnswer> import(const std::string& token, const std::string& id) {
    deploy::ReadRequest request{.urn = urn(token, "r"), .id = id};
    return wait<deploy::ReadAnswer>([&](auto done) { provider_.read(std::move(request), std::move(done)); });
  }
  Status remove(const Made& made) {
    deploy::DeleteRequest request{
        .urn = made.urn, .id = made.id(), .old_inputs = made.inputs, .old_outputs = made.outputs()};
    return wait<void>([&](auto done) { provider_.remove(std::move(request), std::move(done)); });
  }
  Result<PropertyMap> invoke(const std::string& token, PropertyMap args) {
    auto answer = wait<deploy::InvokeAnswer>(
        [&](auto done) { provider_.invoke({.token = token, .args = std::move(args)}, std::move(done)); });
    if (!answer) return answer.error();
    return std::move(answer->result);
  }
  Result<deploy::RecoverAnswer> recover(const std::string& token, PropertyMap inputs, const std::string& operation) {
    deploy::RecoverRequest request{
        .urn = urn(token, "r"), .inputs = check(token, std::move(inputs))->inputs, .operation_token = operation};
    return wait<deploy::RecoverAnswer>(
        [&](auto done) { provider_.recover_create(std::move(request), std::move(done)); });
  }

 private:
  deploy::Provider& provider_;
  std::function<void(const std::function<bool()>&)> pump_;
};

/// A configured provider whose AWS is a script and whose time jumps.
class ScriptedAws : public testing::Test {
 protected:
  ScriptedAws() {
    const auto configured = engine.configure(
        {{"region", "us-east-1"}, {"skipCredentialsValidation", "true"}, {"skipRequestingAccountId", "true"}});
    if (!configured) std::abort();
  }

  awsapi::FakeWorld world;
  awsapi::FakeAws& aws = world.aws;
  std::shared_ptr<deploy::Provider> provider = make_aws_provider(world.all());
  EngineCalls engine{*provider, [this](const std::function<bool()>&) { world.loop.run(); }};
};

/// The keys that a diff names, and those that force a replacement: `a,b / b`.
[[nodiscard]] inline std::string summary(const Result<deploy::DiffAnswer>& diff) {
  const auto joined = [](const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ",") + name;
    return text;
  };
  return joined(diff->diffs) + " / " + joined(diff->replaces);
}

[[nodiscard]] inline std::string text(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  return value == nullptr ? "(none)" : value->as_string().value_or("(no text)");
}

}  // namespace ashlar::providers::aws
