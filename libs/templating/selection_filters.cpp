// Filters that apply another filter or test to each item.
#include "templating/builtin.hpp"
#include "templating/item_getter.hpp"
#include "templating/operators.hpp"

namespace ashlar::templating {

namespace {

Value generator(List items) {
  return Value(std::shared_ptr<Object>(std::make_shared<Iterator>(std::move(items), "generator")));
}

const std::string& name_argument(const Value& value) {
  if (!value.is_string()) raise(FailureKind::runtime, "the name of a filter or test must be a string");
  return value.as_text();
}

// The arguments behind the first `count`.
Arguments without_first(const Arguments& arguments, std::size_t count) {
  return {List(arguments.positional.begin() + static_cast<std::ptrdiff_t>(count), arguments.positional.end()),
          arguments.named};
}

Value map_attribute(const Call& call) {
  Value attribute, otherwise;
  for (const auto& [name, value] : call.all.named) {
    if (name == "attribute") {
      attribute = value;
    } else if (name == "default") {
      otherwise = value;
    } else {
      raise(FailureKind::runtime, "Unexpected keyword argument '" + name + "'");
    }
  }
  const ItemGetter getter(call.runtime, attribute, false, otherwise);
  List mapped;
  for (const auto& item : items_of(call.subject)) mapped.push_back(getter(item));
  return generator(std::move(mapped));
}

Value map_filter(Call& call) {
  if (!truthy(call.subject)) return generator({});
  const auto has_attribute = [&] {
    for (const auto& [name, value] : call.all.named) {
      if (name == "attribute") return true;
    }
    return false;
  };
  if (call.all.positional.empty()) {
    if (has_attribute()) return map_attribute(call);
    raise(FailureKind::runtime, "map requires a filter argument");
  }
  const auto& name = name_argument(call.all.positional.front());
  const auto arguments = without_first(call.all, 1);
  List mapped;
  for (const auto& item : items_of(call.subject)) mapped.push_back(call.runtime.filter(name, item, arguments));
  return generator(std::move(mapped));
}

// The items whose test (of the attribute that is the first argument, if `by_attribute`) has the `wanted` outcome.
Value select(Call& call, bool wanted, bool by_attribute) {
  if (!truthy(call.subject)) return generator({});
  const auto& positional = call.all.positional;
  const std::size_t offset = by_attribute ? 1 : 0;
  if (positional.size() < offset) raise(FailureKind::runtime, "Missing parameter for attribute name");
  const ItemGetter getter(call.runtime, by_attribute ? positional.front() : Value());
  const bool has_test = positional.size() > offset;
  const auto arguments = has_test ? without_first(call.all, offset + 1) : Arguments{};
  List chosen;
  for (auto& item : items_of(call.subject)) {
    const auto value = getter(item);
    const bool holds =
        has_test ? call.runtime.test(name_argument(positional[offset]), value, arguments) : truthy(value);
    if (holds == wanted) chosen.push_back(std::move(item));
  }
  return generator(std::move(chosen));
}

// Only what is an attribute, never an entry of a dict.
Value attr_filter(Call& call) {
  const auto& name = call.text(0);
  if (call.subject.is(Kind::dict) && find_method(call.subject, name) == nullptr) {
    return call.runtime.undefined("'dict object' has no attribute '" + name + "'");
  }
  return call.runtime.attribute(call.subject, name);
}

constexpr Builtin filters[] = {
    {"map", {}, 0, map_filter, true},
    {"select", {}, 0, [](Call& c) { return select(c, true, false); }, true},
    {"reject", {}, 0, [](Call& c) { return select(c, false, false); }, true},
    {"selectattr", {}, 0, [](Call& c) { return select(c, true, true); }, true},
    {"rejectattr", {}, 0, [](Call& c) { return select(c, false, true); }, true},
    {"attr", {"name"}, 1, attr_filter},
};

}  // namespace

std::span<const Builtin> selection_filters() { return filters; }

}  // namespace ashlar::templating
