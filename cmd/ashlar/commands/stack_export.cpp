/// `stack export` and `stack import`.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/shell/standard_input.hpp"

namespace ashlar::cli {

namespace {

class StackExport final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.option("file", 0, file_, "file", "Write to this file instead of standard output").completes =
        Completes::files;
    arguments.option("version", 0, version_, "version", "An earlier state; such stores do not number theirs");
    arguments.hide_last();
    arguments.flag("show-secrets", 0, secrets_, "Write secrets in clear");
  }

  Status run(Shell& shell) override {
    if (!version_.empty()) {
      return fail_with_help(
          "this store does not provide the ability to export previous deployments",
          "states before and after each update are in the store below .pulumi/backups and .pulumi/history");
    }
    Session session(shell);
    session.tolerate_broken_states();  // a state that breaks a rule is exported to be corrected, and imported again
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto checkpoint =
        read_state(session, *stack, secrets_ ? open_secrets(session, *stack) : state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    const auto text = state::write_export(checkpoint->latest ? &*checkpoint->latest : nullptr, {.show = secrets_});
    if (!text) return text.error();
    if (file_.empty()) {
      shell.print_line(*text);
      return {};
    }
    return shell.files().write_file_atomically(shell.absolute(file_), *text + "\n", 0600);
  }

 private:
  StackFlag stack_;
  std::string file_, version_;
  bool secrets_ = false;
};

class StackImport final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.option("file", 0, file_, "file", "Read this file instead of standard input").completes = Completes::files;
    arguments.flag("force", 'f', force_,
                   "Import a state that seems wrong, or in place of one that cannot be read, all the same");
  }

  Status run(Shell& shell) override {
    Session session(shell);
    session.tolerate_broken_states();  // what is replaced may be broken; what is imported is checked below
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    auto text = file_.empty() ? read_standard_input() : shell.files().read_file(shell.absolute(file_));
    if (!text) return text.error().within("could not open file");
    auto imported = state::read_export(*text, state::seal_secrets());
    if (!imported) return imported.error();
    if (const auto fits = check(*imported, *stack, shell); !fits) return fits;
    const auto replace = [&](state::Deployment& deployment) -> Status {
      deployment = std::move(*imported);
      return {};
    };
    const auto unreadable = force_ ? state::Unreadable::counts_as_empty : state::Unreadable::is_an_error;
    const auto edited = edit_state(session, *stack, replace, unreadable);
    if (!edited) return edited;
    shell.print_line("Import complete.");
    return {};
  }

 private:
  // With --force, what is wrong is only told.
  [[nodiscard]] Status check(const state::Deployment& deployment, const project::StackReference& stack,
                             const Shell& shell) const {
    std::vector<std::string> wrong;
    for (const auto& resource : deployment.snapshot.resources) {
      if (resource->urn.stack() == stack.name().text()) continue;
      wrong.push_back("resource '" + resource->urn.text() + "' is from a different stack (" +
                      std::string(resource->urn.stack()) + " != " + stack.name().text() + ")");
    }
    if (const auto whole = deploy::verify_integrity(deployment.snapshot); !whole) {
      wrong.push_back("state file contains errors: " + whole.error().message);
    }
    if (wrong.empty()) return {};
    if (force_) {
      for (const auto& problem : wrong) shell.warn(problem);
      return {};
    }
    auto error = fail_with_help("importing this file could be dangerous", "rerun with --force to proceed anyway");
    error.notes = std::move(wrong);
    return error;
  }

  StackFlag stack_;
  std::string file_;
  bool force_ = false;
};

}  // namespace

std::unique_ptr<Command> make_stack_export() { return std::make_unique<StackExport>(); }
std::unique_ptr<Command> make_stack_import() { return std::make_unique<StackImport>(); }

}  // namespace ashlar::cli
