#include "codegen/cpp_types.hpp"

namespace ashlar::codegen {

std::string CppTypes::name_space(const Place& place) const {
  std::string result = "ashlar::" + identifier(package_.name);
  for (const auto& module : place.modules) result += "::" + module;
  return result;
}

std::string CppTypes::folder(const Place& place) const {
  std::string result = "ashlar/" + identifier(package_.name) + "/";
  for (const auto& module : place.modules) result += module + "/";
  return result;
}

std::string CppTypes::object_header(const std::string& token) const {
  const auto where = place(token);
  return folder(where) + "types/" + snake_case(where.type) + ".hpp";
}

std::string CppTypes::object_name(const std::string& token) const {
  const auto where = place(token);
  return "::" + name_space(where) + "::" + where.type;
}

std::string CppTypes::input_element(const Type& type) const {
  switch (type.kind) {
    case Type::Kind::boolean:
      return "bool";
    case Type::Kind::integer:
      return "int";
    case Type::Kind::number:
      return "double";
    case Type::Kind::text:
      return "std::string";
    case Type::Kind::object:
      return object_name(type.token) + "Args";
    default:
      return "Value";  // lists in lists and the like are values of any kind
  }
}

std::string CppTypes::input(const Type& type) const {
  if (type.kind == Type::Kind::list) return "InputList<" + input_element(*type.element) + ">";
  if (type.kind == Type::Kind::map) return "InputMap<" + input_element(*type.element) + ">";
  return "Input<" + input_element(type) + ">";
}

std::string CppTypes::output(const Type& type) const {
  if (type.kind == Type::Kind::list) return "std::vector<" + output(*type.element) + ">";
  if (type.kind == Type::Kind::map) return "std::map<std::string, " + output(*type.element) + ">";
  if (type.kind == Type::Kind::object) return object_name(type.token);
  return input_element(type);
}

std::set<std::string> CppTypes::headers(const Properties& properties) const {
  std::set<std::string> result;
  for (const auto& property : properties) {
    const Type* type = &property.type;
    while (type->element != nullptr) type = type->element.get();
    if (type->kind == Type::Kind::object) result.insert(object_header(type->token));
  }
  return result;
}

}  // namespace ashlar::codegen
