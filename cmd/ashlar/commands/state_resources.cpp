#include "cmd/ashlar/commands/state_resources.hpp"

#include "cmd/ashlar/shell/stack_state.hpp"

namespace ashlar::cli {

namespace {

Result<Urn> parse_urn(const std::string& text) {
  if (auto urn = Urn::parse(text)) return urn;
  return fail_with_help("\"" + text + "\" is not a valid resource URN",
                        "`ashlar stack --show-urns` lists the URNs of a stack's resources; quote them, they contain $");
}

/// Offers the stack's resources to choose one from.
Result<Urn> choose_resource(Session& session, const project::StackReference& stack, const std::string& question) {
  auto& shell = session.shell();
  if (!shell.interactive()) {
    return fail_with_help("no resource was named", "give its URN; `ashlar stack --show-urns` lists them",
                          ErrorKind::usage);
  }
  const auto checkpoint = read_state(session, stack, state::seal_secrets());
  if (!checkpoint) return checkpoint.error();
  std::vector<std::string> choices;
  if (checkpoint->latest) {
    for (const auto& resource : checkpoint->latest->snapshot.resources) choices.push_back(resource->urn.text());
  }
  if (choices.empty()) return fail("there are no resources in the stack '" + session.shown(stack) + "'");
  const auto chosen = shell.prompt().choose(question, choices, 0);
  if (!chosen) return chosen.error();
  return checkpoint->latest->snapshot.resources[*chosen]->urn;
}

}  // namespace

Result<std::vector<Urn>> parse_urns(const std::vector<std::string>& texts) {
  std::vector<Urn> urns;
  for (const auto& text : texts) {
    auto urn = parse_urn(text);
    if (!urn) return urn.error();
    urns.push_back(*std::move(urn));
  }
  return urns;
}

Result<std::vector<Urn>> wanted_resources(Session& session, const project::StackReference& stack,
                                          const std::vector<std::string>& named, bool all,
                                          const std::string& question) {
  auto urns = parse_urns(named);
  if (!urns || all || !urns->empty()) return urns;
  auto chosen = choose_resource(session, stack, question);
  if (!chosen) return chosen.error();
  urns->push_back(*std::move(chosen));
  return urns;
}

Result<Urn> wanted_resource(Session& session, const project::StackReference& stack,
                            const std::optional<std::string>& named, const std::string& question) {
  return named ? parse_urn(*named) : choose_resource(session, stack, question);
}

Status edit_resources(Session& session, const project::StackReference& stack, bool yes,
                      const std::function<Status(deploy::Snapshot&)>& edit) {
  auto& shell = session.shell();
  // Unlike a deployment, this may be run by scripts that have always done so without a flag.
  if (!yes && shell.interactive()) {
    shell.print_line(shell.palette().paint(Role::warning, "warning: ") +
                     "This command will edit your stack's state directly.");
    const auto sure = shell.confirm("Do you want to go on?", false, "--yes");
    if (!sure) return sure.error();
    if (!*sure) return fail("confirmation declined");
  }
  return edit_state(session, stack, [&](state::Deployment& deployment) { return edit(deployment.snapshot); });
}

}  // namespace ashlar::cli
