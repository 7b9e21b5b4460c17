/// `ashlar stack`: the selected stack at a glance.

#include <unordered_map>

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/outputs_table.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/shell/times.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

/// The resources as a tree of lines: type and name, and below them what was asked for.
class ResourceTree {
 public:
  ResourceTree(const std::vector<ResourceStatePtr>& resources, bool ids, bool urns)
      : resources_(resources), ids_(ids), urns_(urns) {
    std::unordered_map<std::string, std::size_t> by_urn;
    for (std::size_t i = 0; i < resources.size(); ++i) by_urn[resources[i]->urn.text()] = i;
    children_.resize(resources.size());
    for (std::size_t i = 0; i < resources.size(); ++i) {
      if (root_ == none && resources[i]->urn.is_root_stack()) root_ = i;
    }
    std::vector<std::size_t> without_parent;
    for (std::size_t i = 0; i < resources.size(); ++i) {
      if (i == root_) continue;
      const auto parent = resources[i]->parent ? by_urn.find(resources[i]->parent->text()) : by_urn.end();
      if (parent != by_urn.end() && parent->second != i) {
        children_[parent->second].push_back(i);
      } else {
        without_parent.push_back(i);
      }
    }
    for (const auto i : without_parent) (root_ == none ? roots_ : children_[root_]).push_back(i);
    if (root_ != none) roots_.push_back(root_);
  }

  [[nodiscard]] std::string render() {
    lines_.push_back({"TYPE", "NAME", {}});
    for (const auto root : roots_) add(root, "", "");
    std::size_t width = 0;
    for (const auto& line : lines_) width = std::max(width, display_width(line.left));
    std::string text;
    for (const auto& line : lines_) text += "    " + pad(line.left, width + 2) + line.right + "\n" + line.below;
    return text;
  }

 private:
  struct Line {
    std::string left, right, below;
  };
  static constexpr std::size_t none = std::string::npos;

  void add(std::size_t index, const std::string& lead, const std::string& below) {
    const auto& resource = *resources_[index];
    const auto& children = children_[index];
    const auto info = "    " + below + (children.empty() ? "   " : "│  ");
    Line line{lead + resource.type(), printable(resource.urn.name()), {}};
    if (urns_) line.below += info + "URN: " + printable(resource.urn.text()) + "\n";
    if (ids_ && !resource.id.empty()) line.below += info + "ID: " + printable(resource.id) + "\n";
    lines_.push_back(std::move(line));
    for (const auto child : children) {
      const bool last = child == children.back();
      add(child, below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "));
    }
  }

  const std::vector<ResourceStatePtr>& resources_;
  bool ids_;
  bool urns_;
  std::size_t root_ = none;
  std::vector<std::size_t> roots_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<Line> lines_;
};

class Stack final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("show-ids", 'i', ids_, "Show the ids of resources");
    arguments.flag("show-urns", 'u', urns_, "Show the URNs of resources");
    arguments.flag("show-secrets", 0, secrets_, "Show secret outputs in clear");
    arguments.flag("show-name", 0, name_, "Show nothing but the stack's name");
  }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose_or_make);
    if (!stack) return stack.error();
    if (name_) {
      shell.print_line(shell.options().qualify_stack_names ? stack->qualified() : stack->name().text());
      return {};
    }
    const auto checkpoint =
        read_state(session, *stack, secrets_ ? open_secrets(session, *stack) : state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    auto text = "Current stack is " + session.shown(*stack) + ":\n    Managed by " +
                state::ProcessIdentity::of_this_process().host + "\n";
    text += last_update(*checkpoint, shell);
    const auto resources =
        checkpoint->latest ? checkpoint->latest->snapshot.resources : std::vector<ResourceStatePtr>();
    text += "Current stack resources (" + std::to_string(resources.size()) + "):\n";
    if (resources.empty()) {
      text += "    No resources currently in this stack\n";
    } else {
      text += ResourceTree(resources, ids_, urns_).render();
      const auto outputs = render_outputs_table(stack_outputs(*checkpoint->latest), secrets_);
      if (!outputs) return outputs.error();
      text += "\n" + *outputs;
    }
    shell.print(text + "\nUse `ashlar stack select` to change stack; `ashlar stack ls` lists known ones\n");
    return {};
  }

 private:
  static std::string last_update(const state::Checkpoint& checkpoint, const Shell& shell) {
    if (!checkpoint.latest) return "    No updates yet; run `ashlar up`\n";
    const auto& manifest = checkpoint.latest->manifest;
    std::string text;
    if (const auto time = parse_time(manifest.time)) {
      text += "    Last updated: " + time_ago(*time, shell.clock().now()) + " (" + local_time(*time) + ")\n";
    }
    if (!manifest.version.empty()) text += "    Pulumi version used: " + manifest.version + "\n";
    for (const auto& plugin : manifest.plugins) {
      text += "    Plugin " + plugin.name + " [" + plugin.type +
              "] version: " + (plugin.version.empty() ? "?" : plugin.version) + "\n";
    }
    return text;
  }

  StackFlag stack_;
  bool ids_ = false;
  bool urns_ = false;
  bool secrets_ = false;
  bool name_ = false;
};

}  // namespace

std::unique_ptr<Command> make_stack() { return std::make_unique<Stack>(); }

}  // namespace ashlar::cli
