#pragma once
/// Flags that many commands share.

#include <optional>
#include <string>

#include "cmd/ashlar/command_line/arguments.hpp"
#include "cmd/ashlar/shell/session.hpp"

namespace ashlar::cli {

/// `-s/--stack`
struct StackFlag {
  std::string name;
  void declare(Arguments& arguments) {
    arguments.option("stack", 's', name, "stack", "The stack to work on, instead of the selected one").completes =
        Completes::stacks;
  }
};

/// A stack named by the argument or by `-s`, not both.
struct NamedStack {
  std::optional<std::string> argument;
  StackFlag flag;

  void declare(Arguments& arguments, const char* name) {
    arguments.positional(name, argument, false).completes = Completes::stacks;
    flag.declare(arguments);
  }
  [[nodiscard]] Result<std::string> name() const {
    if (argument && !flag.name.empty())
      return fail("only one of --stack or argument stack name may be specified, not both");
    return argument.value_or(flag.name);
  }
};

/// `-s/--stack` and `--config-file`, and what they name.
struct ConfigFlags {
  StackFlag stack;
  std::string file;

  void declare(Arguments& arguments) {
    stack.declare(arguments);
    arguments.option("config-file", 0, file, "file", "Use this configuration file instead of Pulumi.<stack>.yaml")
        .completes = Completes::files;
  }
};

/// A stack with its configuration.
struct OpenedConfig {
  project::StackReference stack;
  project::StackConfig config;
};
[[nodiscard]] inline Result<OpenedConfig> open_config(Session& session, const ConfigFlags& flags, NoStack otherwise) {
  if (const auto project = session.project(); !project) return project.error();
  const auto stack = session.stack(flags.stack.name, otherwise);
  if (!stack) return stack.error();
  auto config = session.load_config(*stack, flags.file);
  if (!config) return config.error();
  return OpenedConfig{*stack, std::move(*config)};
}

/// The key that a user typed, for a value or for a place inside one.
[[nodiscard]] inline Result<project::ConfigKey> config_key(Session& session, const std::string& text, bool is_path) {
  const auto project = session.project();
  if (!project) return project.error();
  auto key = is_path ? project::ConfigKey::parse_with_path(text, (*project)->name)
                     : project::ConfigKey::parse(text, (*project)->name);
  if (!key) return key.error().within("invalid configuration key");
  return key;
}

}  // namespace ashlar::cli
