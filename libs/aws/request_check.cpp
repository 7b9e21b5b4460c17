#include "aws/protocol.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

const char* name_of(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::structure:
    case ShapeKind::map:
      return "a map";
    case ShapeKind::list:
      return "a list";
    case ShapeKind::boolean:
      return "a boolean";
    case ShapeKind::integer:
      return "an integer";
    case ShapeKind::number:
      return "a number";
    case ShapeKind::string:
    case ShapeKind::blob:
    case ShapeKind::timestamp:
      break;
  }
  return "a string";
}

bool fits(ShapeKind kind, const Value& value) {
  switch (kind) {
    case ShapeKind::structure:
    case ShapeKind::map:
      return value.is<Value::Map>();
    case ShapeKind::list:
      return value.is<Value::List>();
    case ShapeKind::boolean:
      return value.is<bool>();
    case ShapeKind::integer:
      return value.is<std::int64_t>();
    case ShapeKind::number:
      return value.is<double>() || value.is<std::int64_t>();
    case ShapeKind::string:
    case ShapeKind::blob:
    case ShapeKind::timestamp:
      break;
  }
  return value.is<std::string>();
}

/// Walks a request along its shape and notes what does not fit.
class Checker {
 public:
  std::vector<std::string> problems;

  void check(const Shape& shape, const Value& value, const std::string& path) {
    if (!fits(shape.kind, value)) {
      problems.push_back(path + " must be " + name_of(shape.kind));
      return;
    }
    if (shape.kind == ShapeKind::structure) check_structure(shape, value, path);
    if (shape.kind == ShapeKind::list) {
      for (std::size_t i = 0; i < value.elements().size(); ++i) {
        check(*shape.element.shape, value.elements()[i], path + "[" + std::to_string(i) + "]");
      }
    }
    if (shape.kind == ShapeKind::map) {
      for (const auto& [key, member] : value.members()) check(*shape.value.shape, member, path + "." + key);
    }
  }

 private:
  void check_structure(const Shape& shape, const Value& value, const std::string& path) {
    for (const auto& [name, member] : value.members()) {
      if (member.is_null()) continue;
      const auto found = shape.members.find(name);
      if (found == shape.members.end()) {
        report_unknown(shape, path.empty() ? name : path + "." + name, name);
      } else {
        check(*found->second.shape, member, path.empty() ? name : path + "." + name);
      }
    }
    for (const auto& name : shape.required) {
      if (value[name].is_null()) problems.push_back((path.empty() ? name : path + "." + name) + " is required");
    }
  }

  void report_unknown(const Shape& shape, const std::string& path, const std::string& name) {
    std::vector<std::string> known;
    for (const auto& [member, use] : shape.members) known.push_back(member);
    const auto like = nearest(name, known);
    problems.push_back(path + " is unknown" + (like ? "; did you mean " + *like + "?" : ""));
  }
};

}  // namespace

Status check_request(const Operation& operation, const Value& request) {
  Checker checker;
  if (operation.input.shape != nullptr) {
    checker.check(*operation.input.shape, request.is_null() ? Value(Value::Map()) : request, "");
  } else if (!request.members().empty()) {
    checker.problems.push_back("it takes no parameters");
  }
  if (checker.problems.empty()) return {};
  Error error = fail("the parameters of " + operation.name + " are wrong: " + checker.problems.front());
  if (checker.problems.size() > 1) error.notes.assign(checker.problems.begin() + 1, checker.problems.end());
  return error;
}

}  // namespace ashlar::awsapi
