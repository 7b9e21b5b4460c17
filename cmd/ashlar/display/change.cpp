#include "cmd/ashlar/display/change.hpp"

#include <algorithm>
#include <set>

#include "base/strings.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/terminal/text.hpp"
#include "resource/property_path.hpp"

namespace ashlar::cli {

namespace {

PropertyValue shown(const PropertyValue& value, bool show_secrets) {
  if (const auto* array = value.get<PropertyArray>()) {
    PropertyArray copy;
    copy.reserve(array->size());
    for (const auto& element : *array) copy.push_back(shown(element, show_secrets));
    return copy;
  }
  if (const auto* map = value.get<PropertyMap>()) return for_display(*map, show_secrets);
  if (const auto* secret = value.get<Secret>()) {
    if (show_secrets) return PropertyValue::secret(shown(*secret->value, true));
    return PropertyValue::secret("[secret]");
  }
  if (const auto* output = value.get<OutputValue>()) {
    if (!output->value) return PropertyValue::computed();
    auto inner = shown(*output->value, show_secrets);
    if (!output->secret) return inner;
    return show_secrets ? PropertyValue::secret(std::move(inner)) : PropertyValue::secret("[secret]");
  }
  if (const auto* asset = value.get<Asset>(); asset != nullptr && asset->has_text) {
    Asset elided = *asset;
    elided.text = "<contents elided>";
    return elided;
  }
  return value;
}

struct Comparison {
  HiddenPaths& hidden;
  std::vector<PathStep> path;

  bool ignored(const std::string& key) {
    if (is_internal_key(key)) return true;
    path.emplace_back(key);
    const bool hides = hidden.hides(path);
    path.pop_back();
    return hides;
  }

  std::optional<Change> objects(const PropertyMap& before, const PropertyMap& after);
  std::optional<Change> arrays(const PropertyArray& before, const PropertyArray& after);
  std::optional<Change> values(const PropertyValue& before, const PropertyValue& after);
};

std::optional<Change> Comparison::objects(const PropertyMap& before, const PropertyMap& after) {
  Change change{.kind = Change::Kind::update, .shape = Change::Shape::object};
  bool any = false;
  for (const auto& [key, old_value] : before) {
    if (ignored(key)) continue;
    const auto* new_value = find(after, key);
    if (new_value == nullptr || new_value->is_null()) {
      if (old_value.is_null()) {
        if (new_value != nullptr) change.members.emplace(key, Change::same(old_value));
        continue;
      }
      change.members.emplace(key, Change::removed(old_value));
      any = true;
    } else if (old_value.is_null()) {
      change.members.emplace(key, Change::added(*new_value));
      any = true;
    } else {
      path.emplace_back(key);
      auto inner = values(old_value, *new_value);
      path.pop_back();
      any = any || inner.has_value();
      change.members.emplace(key, inner ? std::move(*inner) : Change::same(old_value));
    }
  }
  for (const auto& [key, new_value] : after) {
    if (before.contains(key) || new_value.is_null() || ignored(key)) continue;
    change.members.emplace(key, Change::added(new_value));
    any = true;
  }
  if (!any) return std::nullopt;
  return change;
}

std::optional<Change> Comparison::arrays(const PropertyArray& before, const PropertyArray& after) {
  Change change{.kind = Change::Kind::update, .shape = Change::Shape::array};
  bool any = before.size() != after.size();
  for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
    if (i >= before.size()) {
      change.elements.emplace(i, Change::added(after[i]));
    } else if (i >= after.size()) {
      change.elements.emplace(i, Change::removed(before[i]));
    } else {
      path.emplace_back(i);
      auto inner = values(before[i], after[i]);
      path.pop_back();
      any = any || inner.has_value();
      change.elements.emplace(i, inner ? std::move(*inner) : Change::same(before[i]));
    }
  }
  if (!any) return std::nullopt;
  return change;
}

std::optional<Change> Comparison::values(const PropertyValue& before, const PropertyValue& after) {
  if (before.is<PropertyArray>() && after.is<PropertyArray>()) {
    return arrays(*before.get<PropertyArray>(), *after.get<PropertyArray>());
  }
  if (before.is<PropertyMap>() && after.is<PropertyMap>())
    return objects(*before.get<PropertyMap>(), *after.get<PropertyMap>());
  if (before == after) return std::nullopt;
  return Change{.kind = Change::Kind::update, .before = before, .after = after};
}

/// A member or element on the way of a detailed diff's path.
struct Child {
  PropertyValue value;
  bool exists = false;
};

// What is behind a secret or unknown value cannot be told apart: it stands for each of its parts.
Child child_of(const Child& parent, const PathStep& step) {
  if (!parent.exists) return {};
  if (parent.value.is<Secret>() || parent.value.is<Computed>()) return parent;
  if (const auto* index = std::get_if<std::size_t>(&step)) {
    const auto* array = parent.value.get<PropertyArray>();
    if (array == nullptr || *index >= array->size()) return {};
    return {(*array)[*index], true};
  }
  const auto* map = parent.value.get<PropertyMap>();
  const auto* member = map == nullptr ? nullptr : find(*map, std::get<std::string>(step));
  if (member == nullptr) return {};
  return {*member, true};
}

Change leaf_change(DiffKind kind, const Child& before, const Child& after) {
  const auto value_or_unknown = [](const Child& child) {
    return child.exists ? child.value : PropertyValue::computed();
  };
  switch (kind) {
    case DiffKind::add:
    case DiffKind::add_replace:
      return Change::added(value_or_unknown(after));
    case DiffKind::remove:
    case DiffKind::remove_replace:
      return Change::removed(value_or_unknown(before));
    case DiffKind::update:
    case DiffKind::update_replace:
      break;
  }
  if (auto difference = compare(before.value, after.value)) return std::move(*difference);
  return {.kind = Change::Kind::update, .before = before.value, .after = after.value};
}

void insert(Change& parent, const std::vector<PathStep>& path, std::size_t at, DiffKind kind, const Child& before,
            const Child& after) {
  const auto& step = path[at];
  const auto old_child = child_of(before, step);
  const auto new_child = child_of(after, step);
  parent.kind = Change::Kind::update;
  Change* child = nullptr;
  if (const auto* index = std::get_if<std::size_t>(&step)) {
    parent.shape = Change::Shape::array;
    child = &parent.elements[*index];
  } else {
    parent.shape = Change::Shape::object;
    child = &parent.members[std::get<std::string>(step)];
  }
  const bool had = old_child.exists && !old_child.value.is_null();
  const bool has = new_child.exists && !new_child.value.is_null();
  if (at + 1 == path.size()) {
    *child = leaf_change(kind, old_child, new_child);
  } else if (!had && has) {
    *child = Change::added(new_child.value);
  } else if (had && !has) {
    *child = Change::removed(old_child.value);
  } else {
    insert(*child, path, at + 1, kind, old_child, new_child);
  }
}

}  // namespace

bool HiddenPaths::hides(const std::vector<PathStep>& path) {
  if (paths_.empty()) return false;
  const auto whole = PropertyPath::of(path);
  const auto hidden =
      std::find_if(paths_.begin(), paths_.end(), [&](const PropertyPath& p) { return p.contains(whole); });
  if (hidden == paths_.end()) return false;
  met_.insert(hidden->text());
  return true;
}

std::vector<std::string> HiddenPaths::met() const { return {met_.begin(), met_.end()}; }

HiddenPaths hidden_paths(const deploy::StepInfo& step) {
  const auto& state = step.new_state ? step.new_state : step.old_state;
  return state ? HiddenPaths(state->hide_diffs) : HiddenPaths();
}

PropertyMap for_display(const PropertyMap& properties, bool show_secrets) {
  PropertyMap copy;
  for (const auto& [key, value] : properties) copy.emplace_hint(copy.end(), key, shown(value, show_secrets));
  return copy;
}

std::optional<Change> compare(const PropertyMap& before, const PropertyMap& after, HiddenPaths& hidden) {
  return Comparison{hidden, {}}.objects(before, after);
}

std::optional<Change> compare(const PropertyValue& before, const PropertyValue& after) {
  HiddenPaths none;
  return Comparison{none, {}}.values(before, after);
}

std::optional<Change> from_detailed_diff(const deploy::StepInfo& step, bool refresh, bool show_secrets,
                                         HiddenPaths& hidden) {
  const auto map_of = [&](const ResourceStatePtr& state, bool inputs) -> Child {
    if (!state) return {};
    return {for_display(inputs ? state->inputs : state->outputs, show_secrets), true};
  };
  const auto old_inputs = map_of(step.old_state, true);
  const auto old_outputs = map_of(step.old_state, false);
  const auto new_inputs = map_of(step.new_state, true);
  const auto new_outputs = map_of(step.new_state, false);
  Change root;
  for (const auto& [text, change] : step.detailed_diff) {
    auto parsed = PropertyPath::parse(text);
    const auto path = parsed ? parsed->steps() : std::vector<PathStep>{text};
    if (hidden.hides(path)) continue;
    insert(root, path, 0, change.kind, change.input_diff ? old_inputs : old_outputs,
           refresh && !change.input_diff ? new_outputs : new_inputs);
  }
  if (root.kind == Change::Kind::same || root.shape != Change::Shape::object) return std::nullopt;
  return root;
}

std::string short_diff(const deploy::StepInfo& step, const Palette& palette) {
  if (!step.old_state || !step.new_state) return {};
  std::map<Change::Kind, std::set<std::string>> keys;
  // A same step never has property differences to show, even when metadata changed.
  if (step.op != deploy::StepOp::same) {
    auto hidden = hidden_paths(step);
    const auto difference = step.has_detailed_diff ? from_detailed_diff(step, false, false, hidden)
                                                   : compare(for_display(step.old_state->inputs, false),
                                                             for_display(step.new_state->inputs, false), hidden);
    if (difference) {
      for (const auto& [key, change] : difference->members) keys[change.kind].insert(key);
    }
  }
  if (step.old_state->provider != step.new_state->provider) keys[Change::Kind::update].insert("provider");
  if (step.old_state->protect != step.new_state->protect) keys[Change::Kind::update].insert("protect");
  if (step.old_state->taint != step.new_state->taint) keys[Change::Kind::update].insert("taint");

  std::string text;
  const auto append = [&](Change::Kind kind, deploy::StepOp op) {
    std::vector<std::string> named;
    for (const auto& key : keys[kind]) {
      if (step.diffs.empty() || std::find(step.diffs.begin(), step.diffs.end(), key) != step.diffs.end())
        named.push_back(printable(key));
    }
    if (named.empty()) return;
    text += palette.paint(words(op).role, std::string(trim(words(op).glyph)) + join(named, ","));
  };
  append(Change::Kind::add, deploy::StepOp::create);
  append(Change::Kind::remove, deploy::StepOp::remove);
  append(Change::Kind::update, deploy::StepOp::update);
  return text.empty() ? text : "diff: " + text;
}

}  // namespace ashlar::cli
