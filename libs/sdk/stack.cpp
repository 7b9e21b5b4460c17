#include "ashlar/stack.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "sdk/program.hpp"

namespace ashlar {

StackInfo parse_stack(const Context& ctx) { return parse_stack(ctx.project(), ctx.stack()); }

StackInfo parse_stack(std::string_view project, std::string_view stack) {
  const auto after_dot = [](std::string_view text) {
    const auto dot = text.rfind('.');
    return std::string(dot == std::string_view::npos ? text : text.substr(dot + 1));
  };
  StackInfo info;
  info.name = after_dot(stack);
  if (const auto dot = stack.rfind('.'); dot != std::string_view::npos) info.name_space = stack.substr(0, dot);
  info.env_suffix = to_lower(info.name);
  info.env_prefix = after_dot(info.name_space);
  info.full_name = "organization/" + std::string(project) + "/" + std::string(stack);
  info.project_name = project;
  return info;
}

namespace {

constexpr const char* stack_reference_type = "pulumi:pulumi:StackReference";

sdk::TypeInfo reference_type() { return {.token = stack_reference_type}; }

}  // namespace

StackReference::StackReference(Context& ctx, std::string_view stack, SourceLocation where)
    : StackReference(ctx, stack, sdk::no_options, where) {}

StackReference::StackReference(Context& ctx, std::string_view stack, const ResourceOptions& options,
                               SourceLocation where)
    : CustomResource(
          Resource(ctx.program().declare(stack_reference_type, std::string(stack), true,
                                         {.info = reference_type(),
                                          .inputs = sdk::object({{"name", Input<std::string>(stack)}}).node(),
                                          .options = options,
                                          .where = where,
                                          .existing_id = Input<std::string>(stack).node()}))) {}

sdk::OutputRef StackReference::find_output(std::string_view name, bool required, SourceLocation where) const {
  const std::string key(name);
  const auto stack = this->name();
  // Which outputs are secret is told beside them, and one secret member marks them all: undo that for the others.
  const auto names = sdk::unsecret(property("secretOutputNames"));
  const auto outputs = sdk::unsecret(property("outputs"));
  return sdk::apply(
      sdk::all({outputs, names}),
      [key, stack, required](const Value& both) {
        const Value value = both[0][key];
        if (required && value.is_null()) {
          throw ProgramError("stack \"" + stack + "\" has no output \"" + key + "\"");
        }
        const auto secrets = both[1].is_null() ? Value::List() : both[1].as_list();
        const bool secret = std::find(secrets.begin(), secrets.end(), Value(key)) != secrets.end();
        return secret ? sdk::secret(sdk::known(value)) : sdk::known(value);
      },
      where);
}

}  // namespace ashlar
