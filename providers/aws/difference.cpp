#include "providers/aws/difference.hpp"

#include <algorithm>
#include <set>

#include "providers/aws/check.hpp"
#include "providers/aws/convert.hpp"
#include "providers/support/secrets.hpp"
#include "resource/property_path.hpp"

namespace ashlar::providers::aws {

using deploy::DiffAnswer;
using deploy::DiffRequest;

namespace {

bool same_of_kind(Kind kind, const Property& property, const PropertyValue& one, const PropertyValue& other);

bool same_lists(const Property& property, const PropertyArray& one, const PropertyArray& other, bool ordered) {
  if (one.size() != other.size()) return false;
  const auto equal = [&](const PropertyValue& a, const PropertyValue& b) {
    return same_of_kind(property.element, property, a, b);
  };
  return ordered ? std::ranges::equal(one, other, equal) : std::ranges::is_permutation(one, other, equal);
}

bool same_members(const Property& property, const PropertyMap& one, const PropertyMap& other) {
  for (const auto& member : property.members) {
    const auto* a = find(one, member.name);
    const auto* b = find(other, member.name);
    const PropertyValue none = zero_of(member);
    if (!same_value(member, a == nullptr ? none : *a, b == nullptr ? none : *b)) return false;
  }
  return true;
}

bool same_of_kind(Kind kind, const Property& property, const PropertyValue& one, const PropertyValue& other) {
  if (one.is<Computed>() || other.is<Computed>()) return false;
  if (is_zero(one) && is_zero(other)) return true;
  switch (kind) {
    case Kind::string: {
      const auto a = one.as_string();
      const auto b = other.as_string();
      if (!a || !b) return is_zero(one) && is_zero(other);
      return property.normalize ? property.normalize(*a) == property.normalize(*b) : *a == *b;
    }
    case Kind::list:
    case Kind::set: {
      const auto* a = one.get<PropertyArray>();
      const auto* b = other.get<PropertyArray>();
      return a != nullptr && b != nullptr && same_lists(property, *a, *b, kind == Kind::list);
    }
    case Kind::object: {
      const auto* a = one.get<PropertyMap>();
      const auto* b = other.get<PropertyMap>();
      return a != nullptr && b != nullptr && same_members(property, *a, *b);
    }
    case Kind::boolean:
    case Kind::integer:
    case Kind::map:
      break;
  }
  return without_internals(one) == without_internals(other);
}

/// The elements of a set that came and went, each at its place: those that stay are no change wherever they stand.
DetailedDiff set_leaves(const Property& property, const PropertyArray& before, const PropertyArray& after) {
  const auto missing_in = [&](const PropertyArray& others, const PropertyValue& element) {
    return std::ranges::none_of(
        others, [&](const PropertyValue& other) { return same_of_kind(property.element, property, element, other); });
  };
  DetailedDiff detailed;
  const auto add = [&](std::size_t index, DiffKind kind) {
    const auto path = PropertyPath::of({property.name, index}).text();
    const auto [at, fresh] = detailed.emplace(path, PropertyChange{.kind = kind});
    if (!fresh) at->second.kind = DiffKind::update;
  };
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (missing_in(after, before[i])) add(i, DiffKind::remove);
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (missing_in(before, after[i])) add(i, DiffKind::add);
  }
  return detailed;
}

/// The changed leaves of one property, by path. `before` may be null: it was not set.
DetailedDiff leaves(const Property& property, const PropertyValue* before, const PropertyValue* after) {
  PropertyMap old_side;
  PropertyMap new_side;
  if (before != nullptr && !(after == nullptr && is_zero(*before)))
    old_side.emplace(property.name, without_internals(*before));
  if (after != nullptr) new_side.emplace(property.name, without_internals(*after));
  if (property.kind == Kind::string || property.kind == Kind::boolean || property.kind == Kind::integer) {
    const bool added = before == nullptr || is_zero(*before);
    const auto kind = after == nullptr                         ? DiffKind::remove
                      : added && property.kind == Kind::string ? DiffKind::add
                                                               : DiffKind::update;
    return {{property.name, PropertyChange{.kind = kind}}};
  }
  const auto old_member = old_side.find(property.name);
  const auto new_member = new_side.find(property.name);
  const bool sets = property.kind == Kind::set && old_member != old_side.end() && new_member != new_side.end() &&
                    old_member->second.is<PropertyArray>() && new_member->second.is<PropertyArray>();
  auto detailed =
      sets ? set_leaves(property, *old_member->second.get<PropertyArray>(), *new_member->second.get<PropertyArray>())
           : diff_properties(old_side, new_side);
  if (detailed.empty()) detailed.emplace(property.name, PropertyChange{});
  return detailed;
}

/// Collects what differs.
class Differ {
 public:
  Differ(const ResourceType& type, const PropertyMap& before, const PropertyMap& after, const PropertyMap& old_inputs)
      : type_(type), before_(before), after_(after), old_inputs_(old_inputs) {}

  DiffAnswer run() {
    for (const auto& property : type_.properties) {
      if (property.is_input()) compare(property);
    }
    // A state from before the published provider knew regions of resources says nothing about it.
    if (find(before_, "region") != nullptr) compare(string("region").from_aws_unless_set().replaces());
    if (type_.tags) {
      compare(string_map("tags"));
      compare(string_map("tagsAll"));
    }
    answer_.has_detailed = true;
    answer_.diffs = top_level_keys(answer_.detailed);
    answer_.changes = answer_.detailed.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
    answer_.delete_before_replace = !answer_.replaces.empty() && has_fixed_name();
    return std::move(answer_);
  }

 private:
  void compare(const Property& property) {
    const auto* is = find(before_, property.name);
    const auto* wanted = find(after_, property.name);
    if (wanted == nullptr) {
      const bool was_asked_for = find(old_inputs_, property.name) != nullptr;
      if (property.is_filled_in || is == nullptr || is_zero(*is)) return;
      if (!was_asked_for && property.answer_path.empty() && property.kind != Kind::map) return;
    } else if (is != nullptr ? same(property, *wanted, *is) : is_zero(*wanted)) {
      return;
    }
    const bool replace =
        property.forces_replacement || (type_.must_replace && type_.must_replace(property.name, before_, after_));
    for (auto& [path, change] : leaves(property, in_program_order(property, is), wanted)) {
      if (replace) change.kind = as_replace(change.kind);
      answer_.detailed.emplace(path, change);
    }
    if (replace) answer_.replaces.push_back(property.name);
  }

  /// A set as the old program spelt it, when AWS has that same set: paths are shown against the program's order.
  [[nodiscard]] const PropertyValue* in_program_order(const Property& property, const PropertyValue* is) const {
    const auto* spelt = property.kind == Kind::set ? find(old_inputs_, property.name) : nullptr;
    return is != nullptr && spelt != nullptr && same(property, *spelt, *is) ? spelt : is;
  }

  [[nodiscard]] bool same(const Property& property, const PropertyValue& wanted, const PropertyValue& is) const {
    if (type_.same && !wanted.contains_unknowns() && type_.same(property.name, wanted, is)) return true;
    return same_value(property, wanted, is);
  }

  /// A replacement cannot be made beside the old one when both have the name that the program gives.
  [[nodiscard]] bool has_fixed_name() const {
    for (const auto& property : type_.properties) {
      const auto* wanted = find(after_, property.name);
      if (!property.is_auto_named || wanted == nullptr || was_defaulted(after_, property.name)) continue;
      const auto* is = find(before_, property.name);
      if (is != nullptr && same(property, *wanted, *is)) return true;
    }
    return false;
  }

  const ResourceType& type_;
  const PropertyMap& before_;
  const PropertyMap& after_;
  const PropertyMap& old_inputs_;
  DiffAnswer answer_;
};

}  // namespace

bool same_value(const Property& property, const PropertyValue& one, const PropertyValue& other) {
  return same_of_kind(property.kind, property, one, other);
}

DiffAnswer difference(const ResourceType& type, const DiffRequest& request) {
  const auto before = plain(request.old_outputs);
  auto after = plain(request.new_inputs);
  for (const auto& text : request.ignore_changes) {
    const auto path = PropertyPath::parse(text);
    if (path) reset_to(after, before, *path);
  }
  return Differ(type, before, after, plain(request.old_inputs)).run();
}

bool Change::asks_for(const std::string& name) const {
  const auto* wanted = find(after, name);
  if (wanted == nullptr) return false;
  const auto* is = find(before, name);
  if (is == nullptr) return !is_zero(*wanted);
  const auto* property = find_property(type.properties, name);
  return property == nullptr || !same_value(*property, *wanted, *is);
}

}  // namespace ashlar::providers::aws
