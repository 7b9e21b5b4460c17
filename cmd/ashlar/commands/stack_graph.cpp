#include <map>
#include <set>

#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

struct GraphOptions {
  bool no_parents = false;
  bool no_dependencies = false;
  bool short_names = false;
  std::string dependency_color = "#246C60";
  std::string parent_color = "#AA6639";
  std::string fragment;
};

/// The graph in Graphviz's language. Nodes are numbered as they are first met, resources visited in the order of their
/// URNs.
class GraphWriter {
 public:
  GraphWriter(const std::vector<ResourceStatePtr>& resources, const GraphOptions& options) : options_(options) {
    for (const auto& resource : resources) nodes_[resource->urn].resource = resource.get();
    for (const auto& resource : resources) {
      if (resource.get() != nodes_[resource->urn].resource) continue;  // an old one that is yet to be deleted
      if (!options.no_parents && resource->parent) connect(resource->urn, *resource->parent, options.parent_color, "");
      if (!options.no_dependencies) connect_dependencies(*resource);
    }
  }

  [[nodiscard]] std::string write() {
    std::string text = "strict digraph {\n" + (options_.fragment.empty() ? std::string() : options_.fragment + "\n");
    for (auto& [urn, node] : nodes_) {
      if (node.resource == nullptr) continue;
      const auto label = options_.short_names ? std::string(urn.name()) : urn.text();
      const auto name = name_of(node);
      text += "    " + name + " [label=" + quoted(label) + "];\n";
      for (const auto& edge : node.edges) {
        text += "    " + name + " -> " + name_of(nodes_.at(edge.to)) + " [color = \"" + edge.color + "\"" +
                (edge.label.empty() ? "" : ", label = \"" + edge.label + "\"") + "];\n";
      }
    }
    return text + "}\n";
  }

 private:
  struct Edge {
    Urn to;
    std::string color, label;
  };
  struct Node {
    const ResourceState* resource = nullptr;
    std::vector<Edge> edges;
    std::optional<std::size_t> number;
  };

  void connect(const Urn& from, const Urn& to, const std::string& color, const std::string& label) {
    if (nodes_.contains(to) && nodes_.contains(from)) nodes_.at(from).edges.push_back({to, color, label});
  }

  // An edge goes from what is needed to who needs it, named by the properties in between.
  void connect_dependencies(const ResourceState& resource) {
    for (const auto& dependency : resource.dependencies) {
      std::vector<std::string> properties;
      for (const auto& [property, urns] : resource.property_dependencies) {
        if (std::find(urns.begin(), urns.end(), dependency) != urns.end()) properties.push_back(property);
      }
      connect(dependency, resource.urn, options_.dependency_color, join(properties, ", "));
    }
  }

  std::string name_of(Node& node) {
    if (!node.number) node.number = met_++;
    return "Resource" + std::to_string(*node.number);
  }

  const GraphOptions& options_;
  std::map<Urn, Node> nodes_;
  std::size_t met_ = 0;
};

class StackGraph final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("ignore-parent-edges", 0, options_.no_parents, "Leave out who is whose parent");
    arguments.flag("ignore-dependency-edges", 0, options_.no_dependencies, "Leave out dependencies");
    arguments.flag("short-node-name", 0, options_.short_names, "Label resources with their names instead of URNs");
    arguments.option("dependency-edge-color", 0, options_.dependency_color, "color", "Color of dependencies");
    arguments.option("parent-edge-color", 0, options_.parent_color, "color", "Color of the edges to parents");
    arguments.option("dot-fragment", 0, options_.fragment, "text", "Graphviz statements to put at the top");
    arguments.positional("filename", file_, true).completes = Completes::files;
  }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto checkpoint = read_state(session, *stack, state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    if (!checkpoint->latest) return fail("unable to find snapshot for stack \"" + session.shown(*stack) + "\"");
    const auto text = GraphWriter(checkpoint->latest->snapshot.resources, options_).write();
    if (file_ == "-") {
      shell.print(text);
      return {};
    }
    if (const auto written = shell.files().write_file_atomically(shell.absolute(file_), text, 0666); !written)
      return written;
    shell.note("Wrote stack dependency graph to `" + file_ + "`");
    return {};
  }

 private:
  StackFlag stack_;
  GraphOptions options_;
  std::string file_;
};

}  // namespace

std::unique_ptr<Command> make_stack_graph() { return std::make_unique<StackGraph>(); }

}  // namespace ashlar::cli
