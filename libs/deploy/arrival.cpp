#include <unordered_set>
#include <utility>

#include "base/strings.hpp"
#include "deploy/aliases.hpp"
#include "deploy/goal_state.hpp"
#include "deploy/registration.hpp"

namespace ashlar::deploy {

namespace {

Status check_form(const Goal& goal) {
  const auto parts = split(goal.type, ':');
  if ((goal.custom || goal.remote) && parts.size() != 3) {
    return fail_with_help("'" + goal.type + "' is no resource type", "a resource type reads package:module:Name");
  }
  for (const auto* paths : {&goal.ignore_changes, &goal.replace_on_changes, &goal.hide_diffs}) {
    for (const auto& path : *paths) {
      if (auto parsed = PropertyPath::parse(path); !parsed) return parsed.error();
    }
  }
  return {};
}

Error claimed_twice(const Urn& earlier, const Urn& first, const Urn& second) {
  return fail_with_help(
      "both " + first.text() + " and " + second.text() + " claim to be what was " + earlier.text() + " before",
      "give the alias to one of them only");
}

Error duplicate(const Registered& earlier, const Goal& goal) {
  Error error = fail_with_help("duplicate resource URN '" + earlier.urn.text() + "'",
                               "give each resource of a type under one parent its own name");
  if (!earlier.source_position.empty())
    error.notes.push_back("first registered at " + shown_position(earlier.source_position));
  if (!goal.source_position.empty()) error.notes.push_back("and again at " + shown_position(goal.source_position));
  return error;
}

/// The resource's old state, under its own URN or else under an alias. An old resource becomes one new one only.
Status match_old(Run& run, Registration& registration) {
  auto& self = *registration.self;
  const auto take = [&](EntryId entry) {
    registration.old_entry = entry;
    registration.old = run.old.state(entry);
    run.old.settle(entry);
  };
  if (run.renamed.contains(self.urn)) return claimed_twice(self.urn, run.present(self.urn), self.urn);
  if (const auto entry = run.old.find(self.urn)) {
    take(*entry);
    return {};
  }
  const auto found_as = [&](const Urn& urn) {
    const auto* registered = run.find(urn);
    return registered == nullptr ? std::nullopt : registered->found_as;
  };
  for (const auto& alias : alias_urns(registration.goal, self.urn, found_as)) {
    if (!run.old.knows(alias)) continue;
    if (run.renamed.contains(alias) || run.registered.contains(alias))
      return claimed_twice(alias, run.present(alias), self.urn);
    const auto entry = run.old.find(alias);
    if (!entry) continue;
    take(*entry);
    self.found_as = alias;
    run.renamed.emplace(alias, self.urn);
    return {};
  }
  return {};
}

/// Every URN that the goal refers to.
std::vector<Urn> references_of(const Goal& goal) {
  std::vector<Urn> urns = goal.dependencies;
  for (const auto& [property, depended] : goal.property_dependencies)
    urns.insert(urns.end(), depended.begin(), depended.end());
  if (goal.parent) urns.push_back(*goal.parent);
  if (goal.deleted_with) urns.push_back(*goal.deleted_with);
  urns.insert(urns.end(), goal.replace_with.begin(), goal.replace_with.end());
  if (auto reference = ProviderReference::parse(goal.provider)) urns.push_back(reference->urn);
  return urns;
}

Error needs_what_is_not_created(const Run& run, const Urn& urn, const Urn& needed) {
  if (run.targets.has_targets()) {
    return fail_with_help(
        urn.text() + " is targeted and needs " + needed.text() + ", which is not targeted and does not exist",
        "target " + needed.text() + " as well");
  }
  return fail_with_help(urn.text() + " needs " + needed.text() + ", which is excluded and does not exist",
                        "exclude " + urn.text() + " as well, or add --exclude-dependents");
}

/// What a resource refers to has arrived before it, or the state would be out of order. Where that failed, it fails.
Status check_references(Run& run, Registration& registration, const std::vector<Urn>& references) {
  std::unordered_set<Urn> told;
  for (const auto& urn : references) {
    const auto* other = run.find(urn);
    if (other == nullptr) {
      return fail(registration.urn().text() + " refers to " + urn.text() + ", which has not been registered");
    }
    if (other->failed) registration.self->failed = true;
    if (!other->skipped_create) continue;
    registration.needs_skipped = true;
    if (run.options.mode != Mode::update) continue;
    if (registration.urn().is_provider()) {
      registration.targeted = false;  // it is only meant because all providers are
    } else if (registration.targeted && told.insert(urn).second) {
      auto error = needs_what_is_not_created(run, registration.urn(), urn);
      if (!run.preview()) return error;
      run.report(error, registration.urn());
    }
  }
  return {};
}

/// Whether the user means it, by this name or by the one it had.
bool is_targeted(Run& run, const Registration& registration, const std::vector<Urn>& references) {
  const bool by_this = run.targets.contains(registration.urn(), references);
  if (!registration.old || registration.old->urn == registration.urn()) return by_this;
  const bool by_earlier = run.targets.contains(registration.old->urn, {});
  return run.targets.has_targets() ? by_this || by_earlier : by_this && by_earlier;
}

/// Finds out what the resource was, whether it is meant, and whether what it refers to is there.
Status place(Run& run, Registration& registration) {
  const auto references = references_of(registration.goal);
  if (auto status = match_old(run, registration); !status) return status;
  registration.targeted = is_targeted(run, registration, references);
  return check_references(run, registration, references);
}

}  // namespace

Status follow_provider(Run& run, Registration& registration) {
  if (!run.targets.follow_dependents() || registration.provider.empty()) return {};
  auto references = references_of(registration.goal);
  if (auto provider = ProviderReference::parse(registration.provider)) references.push_back(provider->urn);
  const bool was_targeted = std::exchange(registration.targeted, is_targeted(run, registration, references));
  if (was_targeted || !registration.targeted) return {};
  return check_references(run, registration, references);
}

Result<Registration> arrive(Run& run, Goal goal) {
  if (auto status = check_form(goal); !status) return status.error();
  const bool is_root = goal.type == root_stack_type;
  const bool is_default = goal.custom && goal.type.starts_with(provider_type_prefix) && !goal.parent &&
                          (goal.name == "default" || goal.name.starts_with("default_"));
  if (!goal.parent && !is_root && !is_default) goal.parent = run.root;

  std::string parent_types;
  if (goal.parent) {
    const auto* parent = run.find(*goal.parent);
    if (parent == nullptr)
      return fail("the parent " + goal.parent->text() + " of '" + goal.name + "' has not been registered");
    inherit_from_parent(goal, *parent);
    parent_types = parent->urn.qualified_type();
  }
  const auto urn = Urn::make(run.options.stack, run.options.project, parent_types, goal.type, goal.name);
  auto self = std::make_shared<Registered>(Registered{.urn = urn, .source_position = goal.source_position});
  if (const auto [earlier, is_new] = run.registered.emplace(urn, self); !is_new)
    return duplicate(*earlier->second, goal);
  if (is_root) run.root = urn;
  if (goal.parent) run.find(*goal.parent)->children.push_back(urn);
  self->parent = goal.parent;
  self->providers = goal.providers;
  self->provider = goal.provider;
  self->protect = goal.protect;
  self->retain_on_delete = goal.retain_on_delete;
  self->deleted_with = goal.deleted_with;

  Registration registration{.goal = std::move(goal), .self = std::move(self)};
  if (auto status = place(run, registration); !status) {
    registration.self->failed = true;
    return status.error();
  }
  registration.random_seed = run.with.entropy.bytes(32);
  return registration;
}

}  // namespace ashlar::deploy
