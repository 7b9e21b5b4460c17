#include "sdk/input_node.hpp"

#include <cstdlib>

#include "base/strings.hpp"
#include "sdk/json.hpp"
#include "sdk/program.hpp"
#include "sdk/resource_node.hpp"

namespace ashlar {

namespace {

InputBase of(sdk::InputNode node) { return InputBase(std::make_shared<const sdk::InputNode>(std::move(node))); }

template <typename T>
InputBase of_optional(const std::optional<T>& value) {
  return value ? InputBase(Value(*value)) : InputBase();
}

}  // namespace

InputBase::InputBase() noexcept = default;
InputBase::InputBase(const InputBase& other) = default;
InputBase::InputBase(InputBase&& other) noexcept = default;
InputBase& InputBase::operator=(const InputBase& other) = default;
InputBase& InputBase::operator=(InputBase&& other) noexcept = default;
InputBase::~InputBase() = default;
InputBase::InputBase(sdk::InputRef node) : node_(std::move(node)) {}
InputBase::InputBase(const OutputBase& output) : InputBase(of({output.output_ref()})) {}
InputBase::InputBase(const Value& value) : InputBase(of({value.property()})) {}

Input<std::string>::Input(const char* value) : InputBase(Value(value)) {}
Input<std::string>::Input(std::string_view value) : InputBase(Value(value)) {}
Input<std::string>::Input(const std::string& value) : InputBase(Value(value)) {}
Input<std::string>::Input(const std::optional<std::string>& value) : InputBase(of_optional(value)) {}
Input<std::string>::Input(const Output<std::string>& output) : InputBase(output) {}
Input<std::string>::Input(const Output<Value>& output) : InputBase(output) {}

Input<bool>::Input(const std::optional<bool>& value) : InputBase(of_optional(value)) {}
Input<bool>::Input(const Output<bool>& output) : InputBase(output) {}
Input<bool>::Input(const Output<Value>& output) : InputBase(output) {}

Input<int>::Input(int value) : InputBase(Value(value)) {}
Input<int>::Input(const std::optional<int>& value) : InputBase(of_optional(value)) {}
Input<int>::Input(const Output<int>& output) : InputBase(output) {}
Input<int>::Input(const Output<Value>& output) : InputBase(output) {}

Input<double>::Input(double value) : InputBase(Value(value)) {}
Input<double>::Input(const std::optional<double>& value) : InputBase(of_optional(value)) {}
Input<double>::Input(const Output<double>& output) : InputBase(output) {}
Input<double>::Input(const Output<int>& output) : InputBase(output) {}
Input<double>::Input(const Output<Value>& output) : InputBase(output) {}

Input<Value>::Input(const char* value) : InputBase(Value(value)) {}
Input<Value>::Input(std::string_view value) : InputBase(Value(value)) {}
Input<Value>::Input(const std::string& value) : InputBase(Value(value)) {}
Input<Value>::Input(int value) : InputBase(Value(value)) {}
Input<Value>::Input(double value) : InputBase(Value(value)) {}
Input<Value>::Input(const Value& value) : InputBase(value) {}
Input<Value>::Input(const InputBase& input) : InputBase(input) {}
Input<Value>::Input(const OutputBase& output) : InputBase(output) {}
Input<Value>::Input(const Resource& resource) : InputBase(of({resource.node()})) {}

template class InputList<std::string>;
template class InputMap<std::string>;
template class InputMap<Value>;
template class InputList<Value>;

}  // namespace ashlar

namespace ashlar::sdk {

struct Collector::Content {
  InputNode::List elements;
  InputNode::Object members;
};

Collector::Collector() : content_(std::make_unique<Content>()) {}
Collector::~Collector() = default;
void Collector::add(const InputBase& element) { content_->elements.push_back(element.node()); }
void Collector::add(const std::string& key, const InputBase& member) {
  if (member.is_set()) content_->members.insert_or_assign(key, member.node());
}
InputBase Collector::list() { return of({std::move(content_->elements)}); }
InputBase Collector::object() { return of({std::move(content_->members)}); }

InputBase list(const std::vector<InputBase>& elements) {
  InputNode::List nodes;
  for (const auto& element : elements) nodes.push_back(element.node());
  return of({std::move(nodes)});
}

InputBase object(const std::vector<Field>& fields) {
  InputNode::Object members;
  for (const auto& field : fields) {
    if (field.value.is_set()) members.insert_or_assign(field.name, field.value.node());
  }
  return of({std::move(members)});
}

InputBase with_member(const InputBase& object, Field field) {
  InputNode::Object members;
  if (object.is_set()) members = std::get<InputNode::Object>(object.node()->content);
  if (field.value.is_set()) {
    members.insert_or_assign(std::move(field.name), field.value.node());
  } else {
    members.erase(field.name);
  }
  return of({std::move(members)});
}

InputBase secret(const InputBase& input) {
  return input.is_set() ? InputBase(Output<Value>(secret(to_output(input)))) : input;
}

InputBase or_default(const InputBase& input, const Value& value) { return input.is_set() ? input : InputBase(value); }

InputBase or_environment(const InputBase& input, std::initializer_list<const char*> variables) {
  if (input.is_set()) return input;
  for (const auto* variable : variables) {
    const char* text = std::getenv(variable);
    if (text != nullptr && *text != '\0') return InputBase(Value(text));
  }
  return {};
}

void collect_outputs(const InputRef& input, std::vector<OutputRef>& found) {
  if (input == nullptr) return;
  if (const auto* output = std::get_if<OutputRef>(&input->content)) {
    found.push_back(*output);
  } else if (const auto* resource = std::get_if<ResourceRef>(&input->content)) {
    found.push_back((*resource)->urn);
    if ((*resource)->custom) found.push_back((*resource)->id);
  } else if (const auto* elements = std::get_if<InputNode::List>(&input->content)) {
    for (const auto& element : *elements) collect_outputs(element, found);
  } else if (const auto* members = std::get_if<InputNode::Object>(&input->content)) {
    for (const auto& [key, member] : *members) collect_outputs(member, found);
  }
}

namespace {

struct Encoder {
  Encoded& result;

  PropertyValue encode(const InputRef& input) const {
    return input == nullptr ? PropertyValue() : std::visit(*this, input->content);
  }

  PropertyValue operator()(const PropertyValue& value) const { return value; }

  PropertyValue operator()(const OutputRef& output) const {
    const Settled& content = *output->settled;
    result.dependencies.add(content.dependencies);
    if (content.failure != nullptr && result.failure == nullptr) result.failure = content.failure;
    if (!content.known) return PropertyValue::computed();
    return content.secret ? PropertyValue::secret(content.value) : content.value;
  }

  PropertyValue operator()(const ResourceRef& resource) const {
    ResourceReference reference;
    const Settled& urn = *resource->urn->settled;
    result.dependencies.add(resource);
    if (urn.failure != nullptr && result.failure == nullptr) result.failure = urn.failure;
    if (const auto text = urn.value.as_string()) reference.urn = *text;
    if (resource->custom) {
      const Settled& id = *resource->id->settled;
      reference.id = std::make_shared<const PropertyValue>(id.known ? id.value : PropertyValue::computed());
    }
    return reference;
  }

  PropertyValue operator()(const InputNode::List& elements) const {
    PropertyArray array;
    array.reserve(elements.size());
    for (const auto& element : elements) array.push_back(encode(element));
    return array;
  }

  PropertyValue operator()(const InputNode::Object& members) const {
    PropertyMap map;
    for (const auto& [key, member] : members) map.emplace(key, encode(member));
    return map;
  }
};

}  // namespace

Encoded encode(const InputRef& input) {
  Encoded result;
  result.value = Encoder{result}.encode(input);
  return result;
}

std::map<std::string, Encoded> encode_members(const InputRef& input) {
  std::map<std::string, Encoded> encoded;
  if (input == nullptr) return encoded;
  if (const auto* members = std::get_if<InputNode::Object>(&input->content)) {
    for (const auto& [key, member] : *members) encoded.emplace(key, encode(member));
    return encoded;
  }
  // An output of a whole object: every member comes from all that the output comes from.
  const Encoded whole = encode(input);
  if (const auto* map = whole.value.unwrapped().get<PropertyMap>()) {
    for (const auto& [key, value] : *map) {
      encoded.emplace(key, Encoded{whole.value.is<Secret>() ? PropertyValue::secret(value) : value, whole.dependencies,
                                   whole.failure});
    }
  }
  return encoded;
}

OutputRef to_output(const InputBase& input) {
  if (!input.is_set()) return known({});
  if (const auto* output = std::get_if<OutputRef>(&input.node()->content)) return *output;
  std::vector<OutputRef> parts;
  collect_outputs(input.node(), parts);
  Program* program = nullptr;
  for (const auto& part : parts) {
    if (part->program != nullptr) program = part->program;
  }
  auto result = pending(program);
  when_all_settled(parts, [result, input] {
    Encoded encoded = encode(input.node());
    Settled content = settle_value(std::move(encoded.value));
    content.dependencies = std::move(encoded.dependencies);
    content.failure = std::move(encoded.failure);
    result->settle(std::move(content));
  });
  return result;
}

namespace {

std::string text_of(const PropertyValue& value) {
  if (const auto* text = value.get<std::string>()) return *text;
  return json_text(value);
}

std::string fill(std::string_view pattern, const PropertyArray& parts) {
  std::string text;
  std::size_t next = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool doubled = i + 1 < pattern.size() && pattern[i + 1] == pattern[i];
    if (pattern.substr(i, 2) == "{}") {
      if (next == parts.size()) throw ProgramError("format: more {} than parts in \"" + std::string(pattern) + "\"");
      text += text_of(parts[next++]);
      ++i;
    } else {
      if ((pattern[i] == '{' || pattern[i] == '}') && !doubled) {
        throw ProgramError("format: a single brace in \"" + std::string(pattern) + "\"; write it twice");
      }
      text += pattern[i];
      if (pattern[i] == '{' || pattern[i] == '}') ++i;
    }
  }
  if (next != parts.size()) throw ProgramError("format: fewer {} than parts in \"" + std::string(pattern) + "\"");
  return text;
}

}  // namespace

OutputRef format(std::string_view pattern, const std::vector<InputBase>& parts) {
  return apply(
      to_output(list(parts)),
      [pattern = std::string(pattern)](const Value& values) {
        return known(fill(pattern, *values.property().get<PropertyArray>()));
      },
      SourceLocation::current());
}

OutputRef to_json(const InputBase& input) {
  return apply(
      to_output(input), [](const Value& value) { return known(value.to_json()); }, SourceLocation::current());
}

}  // namespace ashlar::sdk
