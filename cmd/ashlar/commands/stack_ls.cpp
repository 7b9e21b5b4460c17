#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/shell/times.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

struct Summary {
  std::string name;
  bool current = false;
  std::optional<Clock::Time> updated;
  std::optional<std::size_t> resources;
};

class StackList final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.flag("all", 'a', all_, "List the stacks of all projects");
    arguments.option("project", 'p', project_, "project", "List this project's stacks");
    arguments.option("tag", 't', tag_, "name[=value]", "List stacks with this tag");
    arguments.option("organization", 'o', organization_, "org",
                     "Accepted and ignored: such stores have one organization");
    arguments.hide_last();
    arguments.flag("json", 'j', json_, "Print JSON");
  }

  Status run(Shell& shell) override {
    Session session(shell);
    std::optional<std::string> of_project;
    if (!project_.empty()) {
      of_project = project_;
    } else if (!all_) {
      const auto project = session.project();
      if (!project) return project.error().within("could not detect current project");
      of_project = (*project)->name;
    }
    const auto stacks = session.store();
    if (!stacks) return stacks.error();
    const auto names = (*stacks)->list(of_project);
    if (!names) return names.error();
    const auto selected = session.selected_stack();
    std::vector<Summary> summaries;
    for (const auto& name : *names) {
      const auto fits = has_tag(**stacks, name);
      if (!fits) return fits.error();
      if (!*fits) continue;
      auto summary = summarize(session, name);
      if (!summary) return summary.error();
      summary->current =
          selected && *selected && in_store(**selected) == name;  // when it cannot be told, no stack is marked
      summaries.push_back(std::move(*summary));
    }
    shell.print(json_ ? as_json(summaries) : as_table(summaries, shell));
    return {};
  }

 private:
  [[nodiscard]] Result<bool> has_tag(const state::StackStore& store, const state::StackName& stack) const {
    if (tag_.empty()) return true;
    const auto tags = store.tags(stack);
    if (!tags) return tags.error();
    const auto equals = tag_.find('=');
    const auto found = tags->find(tag_.substr(0, equals));
    return found != tags->end() && (equals == std::string::npos || found->second == tag_.substr(equals + 1));
  }

  Result<Summary> summarize(Session& session, const state::StackName& name) {
    const auto reference = session.parse_reference(name.qualified());
    if (!reference) return reference.error();
    Summary summary{.name = session.shown(*reference)};
    const auto checkpoint = read_state(session, *reference, state::seal_secrets());
    if (!checkpoint) {
      session.shell().warn(name.qualified() + ": " +
                           checkpoint.error().message);  // one broken stack does not hide the others
      return summary;
    }
    if (!checkpoint->latest) return summary;
    summary.updated = parse_time(checkpoint->latest->manifest.time);
    summary.resources = checkpoint->latest->snapshot.resources.size();
    return summary;
  }

  static std::string as_table(const std::vector<Summary>& summaries, const Shell& shell) {
    std::vector<std::vector<std::string>> rows{{"NAME", "LAST UPDATE", "RESOURCE COUNT"}};
    for (const auto& summary : summaries) {
      rows.push_back({summary.current ? shell.palette().paint(Role::prompt, summary.name + "*") : summary.name,
                      summary.updated ? time_ago(*summary.updated, shell.clock().now()) : "n/a",
                      summary.resources ? std::to_string(*summary.resources) : "n/a"});
    }
    return render_table(rows);
  }

  static std::string as_json(const std::vector<Summary>& summaries) {
    std::vector<std::string> entries;
    for (const auto& summary : summaries) {
      JsonObject json;
      json.text("name", summary.name).flag("current", summary.current);
      if (summary.updated) json.text("lastUpdate", json_time(*summary.updated));
      if (summary.resources) json.number("resourceCount", static_cast<long long>(*summary.resources));
      entries.push_back(json.done());
    }
    return state::indent_json(json_array(entries), 2) + "\n";
  }

  bool all_ = false;
  bool json_ = false;
  std::string project_, tag_, organization_;
};

}  // namespace

std::unique_ptr<Command> make_stack_ls() { return std::make_unique<StackList>(); }

}  // namespace ashlar::cli
