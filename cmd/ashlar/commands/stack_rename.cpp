#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/state_edit/urn_rewrite.hpp"

namespace ashlar::cli {

namespace {

class StackRenameCommand final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.positional("new-stack-name", new_name_, true);
  }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto from = session.stack(stack_.name, NoStack::choose);
    if (!from) return from.error();
    const auto to = session.parse_reference(new_name_);
    if (!to) return to.error();
    if (const auto moved = move_state(session, *from, *to); !moved) return moved;
    if (const auto moved = move_config(session, *from, *to); !moved) return moved;
    if (const auto selected = session.select(*to); !selected) return selected;
    shell.print_line("Renamed " + session.shown(*from) + " to " + session.shown(*to));
    return {};
  }

 private:
  // The new stack is whole before the old one goes: a power cut in between leaves two, never none.
  static Status move_state(Session& session, const project::StackReference& from, const project::StackReference& to) {
    const auto context = session.state_context();
    if (!context) return context.error();
    auto& store = (*context)->store;
    const auto exists = store.exists(in_store(to));
    if (!exists) return exists.error();
    if (*exists) return fail("stack '" + to.qualified() + "' already exists");
    auto opened = state::WriteSession::open(**context, in_store(from), state::seal_secrets());
    if (!opened) return opened.error();

    auto checkpoint = (*opened)->checkpoint();
    checkpoint.stack = to.qualified();
    if (checkpoint.latest) {
      rewrite_urns(checkpoint.latest->snapshot,
                   StackRename{from.name().text(), from.project(), to.name().text(), to.project()});
    }
    const auto text = state::write_checkpoint(checkpoint, {});
    if (!text) return text.error();
    if (const auto written = store.write(in_store(to), *text); !written) return written;
    const auto tags = store.tags(in_store(from));
    if (!tags) return tags.error();
    if (!tags->empty()) {
      if (const auto tagged = store.set_tags(in_store(to), *tags); !tagged) return tagged;
    }
    if (const auto renamed = store.rename_history(in_store(from), in_store(to)); !renamed) return renamed;
    if (const auto removed = store.remove(in_store(from), false); !removed) return removed;
    return (*opened)->close();
  }

  static Status move_config(Session& session, const project::StackReference& from, const project::StackReference& to) {
    const auto project = session.find_project();
    if (!project) return project.error();
    if (*project == nullptr) return {};
    auto& files = session.shell().files();
    const auto old_path = (*project)->stack_config_path(from.name().text());
    const auto new_path = (*project)->stack_config_path(to.name().text());
    if (old_path == new_path || !files.exists(old_path)) return {};
    return files.rename(old_path, new_path);
  }

  StackFlag stack_;
  std::string new_name_;
};

}  // namespace

std::unique_ptr<Command> make_stack_rename() { return std::make_unique<StackRenameCommand>(); }

}  // namespace ashlar::cli
