#include "providers/random/provider.hpp"

#include "providers/random/config.hpp"
#include "providers/random/package.hpp"
#include "providers/random/resource_types.hpp"
#include "providers/random/state.hpp"
#include "providers/support/diagnose.hpp"
#include "providers/support/secrets.hpp"

namespace ashlar::providers::random {

using namespace deploy;

std::shared_ptr<Provider> make_random_provider(EventLoop& loop, Entropy& entropy, Clock& clock) {
  return std::make_shared<RandomProvider>(loop, Sources{entropy, clock});
}

namespace {

/// The failures as one error, for calls whose inputs `check` would have refused.
Error as_error(const Urn& urn, const std::vector<CheckFailure>& failures) {
  Error error = fail(std::string(urn.type()) + " \"" + std::string(urn.name()) + "\" has inputs that are not valid");
  for (const auto& failure : failures) error.notes.push_back(failure.property + ": " + failure.reason);
  return error;
}

/// Unknown values belong in previews; nothing can be drawn from them.
Status all_known(const Urn& urn, const PropertyMap& inputs, bool preview) {
  if (preview || !contains_unknowns(inputs)) return {};
  return fail("the inputs of " + urn.text() + " are not all known, which they have to be outside a preview",
              ErrorKind::internal);
}

std::vector<std::string> deprecations(const ResourceType& type, const PropertyMap& inputs) {
  std::vector<std::string> warnings;
  for (const auto& property : type.properties) {
    if (property.deprecated_for.empty() || find(inputs, property.name) == nullptr) continue;
    warnings.push_back("property \"" + property.name + "\" is deprecated: use \"" + property.deprecated_for + "\"");
  }
  return warnings;
}

void add(PropertyMap& values, const PropertyMap& more) {
  for (const auto& [name, value] : more) values.insert_or_assign(name, value);
}

Result<const ResourceType*> type_of(const Urn& urn) {
  std::vector<std::string> tokens;
  for (const auto& type : resource_types()) {
    if (type.token == urn.type()) return &type;
    tokens.push_back(type.token);
  }
  return unknown_name("resource type", urn.type(), package_name, tokens);
}

/// Outputs of the state, converted; those of an older schema version with what this one has in addition.
PropertyMap current(const ResourceType& type, const PropertyMap& outputs) {
  auto values = read_outputs(type, outputs);
  if (schema_version_of(outputs) >= type.schema_version) return values;
  if (type.renew) type.renew(values);
  return plan(type, values, &values);
}

Result<DiffAnswer> difference(const DiffRequest& request) {
  const auto type = type_of(request.urn);
  if (!type) return type.error();
  const auto config = read_inputs(**type, plain(request.new_inputs));
  if (!config.failures.empty()) return as_error(request.urn, config.failures);
  const auto prior = current(**type, plain(request.old_outputs));
  auto planned = plan(**type, config.values, &prior);
  for (const auto& text : request.ignore_changes) {
    const auto path = PropertyPath::parse(text);
    if (!path) return path.error().within("ignoreChanges of " + request.urn.text());
    reset_to(planned, prior, *path);
  }
  auto change = compare(**type, prior, planned);
  DiffAnswer result;
  result.changes = change.changed.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
  result.diffs = std::move(change.changed);
  result.replaces = std::move(change.replacing);
  return result;
}

}  // namespace

template <typename Answer>
void RandomProvider::carry_out(Result<Steps<Answer>> steps, const Done<Answer>& done) {
  if (!steps) return answer(done, Result<Answer>(steps.error()));
  auto conclude = [conclude = std::move(steps->conclude), done](const Result<PropertyMap>& more) {
    more ? done(conclude(*more)) : done(more.error());
  };
  if (!steps->slow) return loop().post([conclude] { conclude(PropertyMap()); });
  background_.run(
      [this, slow = std::move(steps->slow), conclude] { loop().post([more = slow(), conclude] { conclude(more); }); });
}

void RandomProvider::check(CheckRequest request, Done<CheckAnswer> done) {
  const auto type = type_of(request.urn);
  if (!type) return answer(done, Result<CheckAnswer>(type.error()));
  const auto inputs = plain(request.new_inputs);
  CheckAnswer result{.failures = validate(**type, inputs), .warnings = deprecations(**type, inputs)};
  auto known = (*type)->input_names();
  for (const auto& failure : result.failures) known.push_back(failure.property);  // said once is enough
  for (auto& warning : warn_of_unknown_properties((*type)->token, inputs, known))
    result.warnings.push_back(std::move(warning));
  result.inputs = std::move(request.new_inputs);
  answer(done, Result<CheckAnswer>(std::move(result)));
}

std::function<Result<PropertyMap>()> RandomProvider::upgrade(const ResourceType& type, const PropertyMap& stored,
                                                             const PropertyMap& values) {
  if (!type.upgrade || schema_version_of(stored) >= type.schema_version) return nullptr;
  return type.upgrade(values, sources_);
}

void RandomProvider::diff(DiffRequest request, Done<DiffAnswer> done) { answer(done, difference(request)); }

Result<RandomProvider::Steps<CreateAnswer>> RandomProvider::creation(const CreateRequest& request) {
  const auto type = type_of(request.urn);
  if (!type) return type.error();
  const auto inputs = plain(request.inputs);
  if (const auto failures = validate(**type, inputs); !failures.empty()) return as_error(request.urn, failures);
  if (const auto known = all_known(request.urn, inputs, request.preview); !known) return known.error();
  auto planned = plan(**type, read_inputs(**type, inputs).values, nullptr);
  CreateAnswer created;
  if (request.preview) {
    created.outputs = outputs_for_preview(**type, nullptr, planned);
    carry_secrets(request.inputs, created.outputs);
    return Steps<CreateAnswer>{nullptr, [created](const PropertyMap&) { return created; }};
  }
  auto generated = (*type)->generate(planned, sources_);
  if (!generated) return generated.error().within("cannot create " + request.urn.text());
  created.id = std::move(generated->id);
  add(planned, generated->outputs);
  return Steps<CreateAnswer>{std::move(generated->slow), [type = *type, created, planned,
                                                          marked = request.inputs](const PropertyMap& more) mutable {
                               add(planned, more);
                               created.outputs = outputs_for_state(*type, created.id, planned);
                               carry_secrets(marked, created.outputs);
                               return created;
                             }};
}

void RandomProvider::create(CreateRequest request, Done<CreateAnswer> done) { carry_out(creation(request), done); }

Result<RandomProvider::Steps<ReadAnswer>> RandomProvider::importing(const ResourceType& type, const std::string& text) {
  if (!type.import) {
    return fail_with_help(type.token + " cannot be imported", "let it be created; its value is a new one");
  }
  auto imported = type.import(text, sources_);
  if (!imported) return imported.error().within("cannot import " + type.token);
  return Steps<ReadAnswer>{
      std::move(imported->slow),
      [&type, id = std::move(imported->id), values = std::move(imported->outputs)](const PropertyMap& more) mutable {
        add(values, more);
        return ReadAnswer{
            .id = id, .inputs = inputs_of_import(type, values), .outputs = outputs_for_state(type, id, values)};
      }};
}

Result<RandomProvider::Steps<ReadAnswer>> RandomProvider::reading(ReadRequest request) {
  const auto type = type_of(request.urn);
  if (!type) return type.error();
  if (request.inputs.empty() && request.outputs.empty()) return importing(**type, request.id);
  const auto stored = plain(request.outputs);
  auto values = current(**type, stored);
  auto slow = upgrade(**type, stored, values);
  return Steps<ReadAnswer>{
      std::move(slow), [type = *type, request = std::move(request), values](const PropertyMap& more) mutable {
        add(values, more);
        auto inputs = inputs_of_refresh(*type, request.inputs, values);
        auto outputs = outputs_for_state(*type, request.id, values);
        carry_secrets(request.inputs, inputs);
        carry_secrets(request.outputs, outputs);
        return ReadAnswer{.id = request.id, .inputs = std::move(inputs), .outputs = std::move(outputs)};
      }};
}

void RandomProvider::read(ReadRequest request, Done<ReadAnswer> done) { carry_out(reading(std::move(request)), done); }

Result<RandomProvider::Steps<UpdateAnswer>> RandomProvider::updating(UpdateRequest request) {
  const auto type = type_of(request.urn);
  if (!type) return type.error();
  const auto config = read_inputs(**type, plain(request.new_inputs));
  if (!config.failures.empty()) return as_error(request.urn, config.failures);
  if (const auto known = all_known(request.urn, config.values, request.preview); !known) return known.error();
  const auto stored = plain(request.old_outputs);
  const auto prior = current(**type, stored);
  auto planned = plan(**type, config.values, &prior);
  auto slow = request.preview ? nullptr : upgrade(**type, stored, prior);
  return Steps<UpdateAnswer>{std::move(slow),
                             [type = *type, request = std::move(request), planned](const PropertyMap& more) mutable {
                               add(planned, more);
                               UpdateAnswer updated;
                               updated.outputs = request.preview ? outputs_for_preview(*type, &request.id, planned)
                                                                 : outputs_for_state(*type, request.id, planned);
                               carry_secrets(request.new_inputs, updated.outputs);
                               return updated;
                             }};
}

void RandomProvider::update(UpdateRequest request, Done<UpdateAnswer> done) {
  carry_out(updating(std::move(request)), done);
}

void RandomProvider::remove(DeleteRequest request, Done<void> done) {
  const auto type = type_of(request.urn);
  answer(done, type ? Status() : Status(type.error()));
}

void RandomProvider::invoke(InvokeRequest request, Done<InvokeAnswer> done) {
  answer(done, Result<InvokeAnswer>(
                   fail("package random has no function \"" + request.token + "\": it consists of resources only")));
}

/// What an interrupted create made was lost with the process that made it.
void RandomProvider::recover_create(RecoverRequest, Done<RecoverAnswer> done) {
  answer(done, Result<RecoverAnswer>(RecoverAnswer{.outcome = RecoverAnswer::Outcome::not_created}));
}

}  // namespace ashlar::providers::random
