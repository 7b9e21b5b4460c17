/// The operations that render templates. They are rendered here; the hosts get texts.

#include "templating/environment.hpp"

#include <cmath>
#include <filesystem>

#include "ashlar/fleet/files.hpp"
#include "ashlar/fleet/server.hpp"
#include "base/filesystem.hpp"
#include "fleet/deploy/arguments.hpp"

namespace fs = std::filesystem;

namespace ashlar::fleet {

namespace {

templating::Value template_value(const PropertyValue& value) {
  const auto& plain = value.unwrapped();
  if (const auto* flag = plain.get<bool>()) return *flag;
  if (const auto* text = plain.get<std::string>()) return *text;
  if (const auto* number = plain.get<double>()) {
    constexpr double exact = 9007199254740992.0;  // whole numbers below are what they look like
    if (std::floor(*number) == *number && std::fabs(*number) < exact) return static_cast<std::int64_t>(*number);
    return *number;
  }
  if (const auto* array = plain.get<PropertyArray>()) {
    templating::List list;
    for (const auto& item : *array) list.push_back(template_value(item));
    return list;
  }
  if (const auto* map = plain.get<PropertyMap>()) {
    auto dict = std::make_shared<templating::Dict>();
    for (const auto& [key, member] : *map) dict->set(templating::Value(key), template_value(member));
    return dict;
  }
  return {};
}

/// The variables by their names, and `host`.
std::shared_ptr<templating::Dict> variables_for(const Host& host, const Vars& vars) {
  auto all = std::make_shared<templating::Dict>();
  PropertyArray groups;
  for (const auto& group : host.groups()) groups.emplace_back(group);
  all->set(templating::Value("host"),
           template_value(PropertyMap{
               {"name", host.name()}, {"groups", std::move(groups)}, {"data", host.state().description.data}}));
  for (const auto& [name, value] : vars.values()) all->set(templating::Value(name), template_value(value.property()));
  return all;
}

bool has_secrets(const Host& host, const Vars& vars) {
  if (vars.is_secret() || contains_secrets(host.state().description.data)) return true;
  for (const auto& [name, value] : vars.values()) {
    if (value.property().contains_secrets()) return true;
  }
  return false;
}

/// What is not defined is an error, and the last line break stays: as pyinfra has it.
Text rendered(Host& host, const std::string& source, const Vars& vars, SourceLocation where) {
  const fs::path file = find_file(host, source, where);
  RealFileSystem files;
  templating::Environment environment({.keep_trailing_newline = true, .undefined = templating::UndefinedMode::strict},
                                      templating::directory_loader(files, {file.parent_path().string()}));
  const auto text = environment.render(file.filename().string(), variables_for(host, vars));
  if (!text) {
    auto message = text.error().message;
    for (const auto& note : text.error().notes) message += "\n" + note;
    throw ProgramError(message, where);
  }
  return has_secrets(host, vars) ? secret(*text) : Text(*text);
}

}  // namespace

OperationHandle files::template_(Host& host, std::string_view name, const TemplateArgs& args, const Options& options,
                                 SourceLocation where) {
  auto text = rendered(host, args.src, args.vars, where);
  if (args.secret) text = text.as_secret();
  ArgumentList list;
  list.put("src", content_argument(host, text)).add("dest", args.dest);
  list.add("user", args.user).add("group", args.group).add("mode", args.mode);
  list.add("create_remote_dir", args.create_remote_dir, true);
  return ask(host, name, "files.put", list.take(), options, where);
}

OperationHandle server::script_template(Host& host, std::string_view name, const ScriptTemplateArgs& args,
                                        const Options& options, SourceLocation where) {
  const auto text = rendered(host, args.src, args.vars, where);
  ArgumentList list;
  list.put("src", content_argument(host, text)).add("args", args.args);
  return ask(host, name, "server.script", list.take(), options, where);
}

}  // namespace ashlar::fleet
