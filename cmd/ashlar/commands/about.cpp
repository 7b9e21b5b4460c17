#include <sys/utsname.h>

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/installed_plugins.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "cmd/ashlar/version.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

/// What can be found out. What cannot is told at the end, and is no failure.
struct Findings {
  std::vector<InstalledPlugin> plugins;
  std::string os, os_version, architecture, compiler;
  std::optional<project::BackendChoice> backend;
  std::optional<project::StackReference> stack;
  std::size_t resources = 0;
  std::size_t pending = 0;
  const project::ProjectFile* project = nullptr;
  std::vector<std::string> problems;
};

class About final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.flag("json", 'j', json_, "Print JSON");
    arguments.flag("transitive", 't', transitive_, "Accepted and ignored");
    arguments.hide_last();
    stack_.declare(arguments);
  }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto findings = look(session);
    if (json_) {
      shell.print_line(state::indent_json(as_json(findings), 2));
    } else {
      shell.print(as_text(findings));
    }
    return {};
  }

 private:
  Findings look(Session& session) const {
    Findings found;
    utsname system{};
    if (::uname(&system) == 0) {
      found.os = system.sysname;
      found.os_version = system.release;
      found.architecture = system.machine;
    }
    found.compiler = "gcc " __VERSION__;
    if (auto plugins = installed_plugins(session.shell())) {
      found.plugins = std::move(*plugins);
    } else {
      found.problems.push_back("plugins: " + plugins.error().message);
    }
    const auto project = session.find_project();
    if (project) {
      found.project = *project;
    } else {
      found.problems.push_back("project: " + project.error().message);
    }
    if (auto backend = session.backend()) {
      found.backend = *backend;
    } else {
      found.problems.push_back("store: " + backend.error().message);
    }
    look_at_stack(session, found);
    return found;
  }

  void look_at_stack(Session& session, Findings& found) const {
    const auto stack = session.stack(stack_.name);
    if (!stack) {
      found.problems.push_back("stack: " + stack.error().message);
      return;
    }
    const auto checkpoint = read_state(session, *stack, state::seal_secrets());
    if (!checkpoint) {
      found.problems.push_back("stack: " + checkpoint.error().message);
      return;
    }
    found.stack = *stack;
    if (!checkpoint->latest) return;
    found.resources = checkpoint->latest->snapshot.resources.size();
    found.pending = checkpoint->latest->snapshot.pending_operations.size();
  }

  static std::string as_json(const Findings& found) {
    std::vector<std::string> plugins;
    for (const auto& plugin : found.plugins) {
      plugins.push_back(
          JsonObject().text("name", plugin.name).text("version", plugin.version).text("kind", plugin.kind).done());
    }
    JsonObject json;
    json.raw("plugins", json_array(plugins));
    json.raw(
        "host",
        JsonObject().text("os", found.os).text("version", found.os_version).text("arch", found.architecture).done());
    if (found.backend) {
      const auto self = state::ProcessIdentity::of_this_process();
      json.raw("backend",
               JsonObject().text("name", self.host).text("url", found.backend->url).text("user", self.user).done());
    } else {
      json.raw("backend", "null");
    }
    if (found.stack) {
      json.raw("currentStack", JsonObject()
                                   .text("name", found.stack->name().text())
                                   .text("fullyQualifiedName", found.stack->qualified())
                                   .number("resources", static_cast<long long>(found.resources))
                                   .number("pendingOperations", static_cast<long long>(found.pending))
                                   .done());
    } else {
      json.raw("currentStack", "null");
    }
    json.raw("cliAbout", JsonObject()
                             .text("version", version_text.substr(1))
                             .text("compatibleVersion", compatible_version)
                             .text("compiler", found.compiler)
                             .done());
    json.raw("runtime",
             found.project == nullptr ? "null" : JsonObject().text("language", found.project->runtime.name).done());
    return json.raw("errors", json_strings(found.problems)).done();
  }

  static std::string as_text(const Findings& found) {
    std::string text = "CLI\n" + render_table({{"Version", std::string(version_text.substr(1))},
                                               {"Behaves like", "Pulumi " + std::string(compatible_version)},
                                               {"Compiler", found.compiler}});
    text += "\nHost\n" + render_table({{"OS", found.os}, {"Version", found.os_version}, {"Arch", found.architecture}});
    if (found.project != nullptr) {
      text += "\nProject\n" + render_table({{"Name", found.project->name},
                                            {"Runtime", found.project->runtime.name},
                                            {"File", found.project->path}});
    }
    if (found.stack) {
      text += "\nCurrent stack\n" + render_table({{"Name", found.stack->qualified()},
                                                  {"Resources", std::to_string(found.resources)},
                                                  {"Pending operations", std::to_string(found.pending)}});
    }
    if (found.backend) {
      const auto self = state::ProcessIdentity::of_this_process();
      text += "\nStore\n" + render_table({{"URL", found.backend->url}, {"User", self.user}});
    }
    if (!found.plugins.empty()) {
      std::vector<std::vector<std::string>> rows{{"KIND", "NAME", "VERSION"}};
      for (const auto& plugin : found.plugins) rows.push_back({plugin.kind, plugin.name, plugin.version});
      text += "\nPlugins\n" + render_table(rows);
    }
    if (!found.problems.empty()) text += "\nNot found out\n";
    for (const auto& problem : found.problems) text += "  " + problem + "\n";
    return text;
  }

  bool json_ = false;
  bool transitive_ = false;
  StackFlag stack_;
};

}  // namespace

std::unique_ptr<Command> make_about() { return std::make_unique<About>(); }

}  // namespace ashlar::cli
