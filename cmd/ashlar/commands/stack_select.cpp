/// `stack init`, `stack select`, `stack unselect`.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/new_stack.hpp"

namespace ashlar::cli {

namespace {

class StackInit final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments, "stack-name");
    arguments.option("secrets-provider", 0, options_.secrets_provider, "provider",
                     "What locks secrets: passphrase, or the URL of a cloud key (awskms://, "
                     "azurekeyvault://,\ngcpkms://, hashivault://)");
    arguments.option("copy-config-from", 0, options_.copy_config_from, "stack", "Begin with this stack's configuration")
        .completes = Completes::stacks;
    arguments
        .option("config-file", 0, options_.config_file, "file",
                "Use this configuration file instead of Pulumi.<stack>.yaml")
        .completes = Completes::files;
    arguments.flag("no-select", 0, no_select_, "Leave the selected stack as it is");
  }

  Status run(Shell& shell) override {
    options_.select = !no_select_;
    const auto name = stack_.name();
    if (!name) return name.error();
    Session session(shell);
    if (name->empty()) {
      if (!shell.interactive())
        return fail_with_help("missing stack name", "give it: `ashlar stack init NAME`", ErrorKind::usage);
      const auto made = ask_for_new_stack(session, options_);
      return made ? Status() : Status(made.error());
    }
    const auto reference = session.parse_reference(*name);
    if (!reference) return reference.error();
    return make_stack(session, *reference, options_);
  }

 private:
  NamedStack stack_;
  NewStack options_;
  bool no_select_ = false;
};

class StackSelect final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments, "stack");
    arguments.flag("create", 'c', create_, "Make the stack if there is none of that name");
    arguments.option("secrets-provider", 0, secrets_provider_, "provider", "With --create: what locks secrets");
  }

  Status run(Shell& shell) override {
    const auto name = stack_.name();
    if (!name) return name.error();
    Session session(shell);
    if (const auto project = session.project(); !project) return project.error();
    if (name->empty()) {
      if (!shell.interactive()) {
        return fail_with_help("no stack was named", "give one: `ashlar stack select NAME`", ErrorKind::usage);
      }
      return session.choose_and_select();
    }
    const auto stack = session.stack(*name);
    if (stack) return session.select(*stack);
    if (!create_ || stack.error().kind != ErrorKind::stack_not_found) return stack.error();
    const auto reference = session.parse_reference(*name);
    if (!reference) return reference.error();
    return make_stack(session, *reference, {.secrets_provider = secrets_provider_});
  }

 private:
  NamedStack stack_;
  bool create_ = false;
  std::string secrets_provider_;
};

class StackUnselect final : public Command {
 public:
  void declare(Arguments&) override {}
  Status run(Shell& shell) override {
    Session session(shell);
    const auto selected = session.selected_stack();
    if (!selected) return selected.error();
    if (!*selected) return fail("no stack was selected");
    if (const auto done = session.unselect(); !done) return done;
    shell.note("Stack was unselected");
    return {};
  }
};

}  // namespace

std::unique_ptr<Command> make_stack_init() { return std::make_unique<StackInit>(); }
std::unique_ptr<Command> make_stack_select() { return std::make_unique<StackSelect>(); }
std::unique_ptr<Command> make_stack_unselect() { return std::make_unique<StackUnselect>(); }

}  // namespace ashlar::cli
