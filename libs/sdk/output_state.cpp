#include "sdk/output_state.hpp"

#include <algorithm>

#include "sdk/program.hpp"

namespace ashlar {

OutputBase::OutputBase(const OutputBase& other) = default;
OutputBase::OutputBase(OutputBase&& other) noexcept = default;
OutputBase& OutputBase::operator=(const OutputBase& other) = default;
OutputBase& OutputBase::operator=(OutputBase&& other) noexcept = default;
OutputBase::~OutputBase() = default;
OutputBase::OutputBase(sdk::OutputRef ref) noexcept : ref_(std::move(ref)) {}

}  // namespace ashlar

namespace ashlar::sdk {

void Dependencies::add(const ResourceRef& resource) {
  // Nearly all outputs come from a handful of resources: a search among these costs less than a set in each.
  constexpr std::size_t few = 16;
  if (resources_.size() < few) {
    if (std::find(resources_.begin(), resources_.end(), resource) != resources_.end()) return;
  } else {
    if (known_.empty()) known_.insert(resources_.begin(), resources_.end());
    if (!known_.insert(resource).second) return;
  }
  resources_.push_back(resource);
}

void Dependencies::add(const Dependencies& others) {
  for (const auto& resource : others.resources_) add(resource);
}

void OutputState::settle(Settled result) {
  put(std::move(result));
  release();
}

void OutputState::release() {
  const auto waiting = std::exchange(waiting_, {});
  for (const auto& action : waiting) action();
}

void OutputState::let_go() {
  settled.reset();
  waiting_.clear();
}

void OutputState::when_settled(std::function<void()> action) {
  if (settled) {
    action();
  } else {
    waiting_.push_back(std::move(action));
  }
}

OutputRef pending(Program* program) { return std::make_shared<OutputState>(program); }

OutputRef settled(Program* program, Settled result) {
  auto state = pending(program);
  state->settle(std::move(result));
  return state;
}

Settled settle_value(PropertyValue value) {
  Settled result{.value = {}, .known = !value.contains_unknowns(), .secret = value.contains_secrets()};
  result.value = result.secret || !result.known ? without_secrets(value) : std::move(value);
  return result;
}

void when_all_settled(const std::vector<OutputRef>& outputs, std::function<void()> action) {
  std::vector<OutputRef> open;
  for (const auto& output : outputs) {
    if (!output->is_settled()) open.push_back(output);
  }
  if (open.empty()) return action();
  struct Countdown {
    std::size_t left;
    std::function<void()> action;
  };
  const auto countdown = std::make_shared<Countdown>(open.size(), std::move(action));
  for (const auto& output : open) {
    output->when_settled([countdown] {
      if (--countdown->left == 0) countdown->action();
    });
  }
}

OutputRef known(const Value& value) { return settled(nullptr, settle_value(value.property())); }

namespace {

/// A copy of `of` with its settled content changed by `change`.
OutputRef derive(const OutputRef& of, const std::function<void(Settled&)>& change) {
  auto result = pending(of->program);
  of->when_settled([of, result, change] {
    Settled copy = *of->settled;
    if (copy.failure == nullptr) change(copy);
    result->settle(std::move(copy));
  });
  return result;
}

}  // namespace

OutputRef secret(const OutputRef& of) {
  return derive(of, [](Settled& content) { content.secret = true; });
}

OutputRef unsecret(const OutputRef& of) {
  return derive(of, [](Settled& content) { content.secret = false; });
}

OutputRef member(const OutputRef& of, std::string key) {
  return derive(of, [key = std::move(key)](Settled& content) {
    if (content.known) content.value = Value(std::move(content.value))[key].property();
  });
}

OutputRef element(const OutputRef& of, std::size_t index) {
  return derive(of, [index](Settled& content) {
    if (content.known) content.value = Value(std::move(content.value))[index].property();
  });
}

OutputRef all(const std::vector<OutputRef>& outputs) {
  Program* program = nullptr;
  for (const auto& output : outputs) {
    if (output->program != nullptr) program = output->program;
  }
  auto result = pending(program);
  when_all_settled(outputs, [outputs, result] {
    Settled joined;
    PropertyArray values;
    for (const auto& output : outputs) {
      const Settled& part = *output->settled;
      if (joined.failure == nullptr) joined.failure = part.failure;
      joined.known = joined.known && part.known;
      joined.secret = joined.secret || part.secret;
      joined.dependencies.add(part.dependencies);
      values.push_back(part.value);
    }
    joined.value = std::move(values);
    result->settle(std::move(joined));
  });
  return result;
}

namespace {

/// The result of a transformation: what it returned, with the origin of its argument added.
void settle_from(const OutputRef& result, const OutputRef& argument, const OutputRef& inner) {
  inner->when_settled([result, argument, inner] {
    Settled content = *inner->settled;
    content.secret = content.secret || argument->settled->secret;
    content.dependencies.add(argument->settled->dependencies);
    result->settle(std::move(content));
  });
}

}  // namespace

OutputRef apply(const OutputRef& of, Transformation transformation, SourceLocation where) {
  auto result = pending(of->program);
  of->when_settled([of, result, transformation = std::move(transformation), where] {
    const Settled& argument = *of->settled;
    if (argument.failure != nullptr || !argument.known) {
      Settled nothing = argument;
      nothing.value = {};
      return result->settle(std::move(nothing));
    }
    if (of->program == nullptr) return settle_from(result, of, transformation(Value(argument.value)));
    of->program->defer([of, result, transformation, where] {
      try {
        settle_from(result, of, transformation(Value(of->settled->value)));
      } catch (const std::exception& error) {
        result->settle({.value = {}, .failure = of->program->note_failure(error, where)});
      }
    });
  });
  return result;
}

}  // namespace ashlar::sdk
