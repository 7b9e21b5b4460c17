#include "cmd/ashlar/engine/pending_creates.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "cmd/ashlar/display/words.hpp"

namespace ashlar::cli {

namespace {

enum class Fate { clear, skip, import };

void drop(deploy::Snapshot& snapshot, std::size_t index) {
  snapshot.pending_operations.erase(snapshot.pending_operations.begin() + static_cast<std::ptrdiff_t>(index));
}

Result<Fate> ask_fate(Shell& shell, const Urn& urn) {
  const auto chosen = shell.prompt().choose(
      "What became of " + short_type(urn.type()) + " " + std::string(urn.name()) + ", whose create was interrupted?",
      {"clear: it was not created, forget it", "skip: leave it pending", "import: it was created, I know its id"}, 1);
  if (!chosen) return chosen.error();
  return static_cast<Fate>(*chosen);
}

Result<std::string> ask_id(Shell& shell, const Urn& urn) {
  return shell.prompt().ask("Id of " + std::string(urn.name()) + ":", "", [](const std::string& text) {
    return trim(text).empty() ? std::string("an id is needed") : std::string();
  });
}

Result<bool> ask_about_each(Shell& shell, deploy::Snapshot& snapshot, std::vector<std::string>& imported) {
  bool changed = false;
  // From the last one, so that the indexes that are still to come stay right.
  auto indexes = pending_creates(snapshot);
  std::reverse(indexes.begin(), indexes.end());
  for (const auto index : indexes) {
    const auto urn = snapshot.pending_operations[index].resource->urn;
    const auto fate = ask_fate(shell, urn);
    if (!fate) return fate.error();
    if (*fate == Fate::skip) continue;
    changed = true;
    if (*fate == Fate::clear) {
      drop(snapshot, index);
      continue;
    }
    const auto id = ask_id(shell, urn);
    if (!id) return id.error();
    import_pending(snapshot, index, std::string(trim(*id)));
    imported.push_back(urn.text());
  }
  return changed;
}

}  // namespace

void add_unreconciled(deploy::Snapshot& snapshot, const std::vector<state::UnreconciledCreate>& creates) {
  for (const auto& create : creates)
    snapshot.pending_operations.push_back({create.state, deploy::PendingKind::creating, create.token});
}

std::vector<std::size_t> pending_creates(const deploy::Snapshot& snapshot) {
  std::vector<std::size_t> indexes;
  for (std::size_t i = 0; i < snapshot.pending_operations.size(); ++i) {
    const auto& pending = snapshot.pending_operations[i];
    if (pending.kind == deploy::PendingKind::creating && pending.resource->custom) indexes.push_back(i);
  }
  return indexes;
}

void import_pending(deploy::Snapshot& snapshot, std::size_t index, const std::string& id) {
  auto found = std::make_shared<ResourceState>(*snapshot.pending_operations[index].resource);
  found->id = id;
  for (auto& resource : snapshot.resources) {
    if (resource->urn != found->urn || resource->pending_delete) continue;
    auto replaced = std::make_shared<ResourceState>(*resource);
    replaced->pending_delete = true;
    resource = std::move(replaced);
  }
  snapshot.resources.push_back(std::move(found));
  drop(snapshot, index);
}

Result<std::size_t> import_named_creates(deploy::Snapshot& snapshot, const std::vector<std::string>& urns_and_ids) {
  if (urns_and_ids.size() % 2 != 0) {
    return fail_with_help("each pending create to import needs its URN and its id",
                          "pass --import-pending-creates URN --import-pending-creates ID", ErrorKind::usage);
  }
  for (std::size_t i = 0; i < urns_and_ids.size(); i += 2) {
    const auto indexes = pending_creates(snapshot);
    const auto named = std::find_if(indexes.begin(), indexes.end(), [&](std::size_t index) {
      return snapshot.pending_operations[index].resource->urn.text() == urns_and_ids[i];
    });
    if (named == indexes.end()) {
      auto error = fail("there is no pending create of " + urns_and_ids[i]);
      for (const auto index : indexes)
        error.notes.push_back("pending: " + snapshot.pending_operations[index].resource->urn.text());
      return error;
    }
    import_pending(snapshot, *named, urns_and_ids[i + 1]);
  }
  return urns_and_ids.size() / 2;
}

Result<bool> settle_pending_creates(Shell& shell, const RunFlags& flags, deploy::Snapshot& snapshot,
                                    std::vector<std::string>& imported) {
  const auto indexes = pending_creates(snapshot);
  if (indexes.empty()) return false;
  if (flags.clear_pending_creates) {
    for (auto index = indexes.rbegin(); index != indexes.rend(); ++index) {
      shell.note("dropped from the state: the pending create of " +
                 snapshot.pending_operations[*index].resource->urn.text());
      drop(snapshot, *index);
    }
    return true;
  }
  if (shell.interactive() && !flags.skip_pending_creates && !flags.json && !flags.yes)
    return ask_about_each(shell, snapshot, imported);
  shell.warn(
      counted_noun(indexes.size(), "create") +
      " of an interrupted run stay pending; drop them with --clear-pending-creates, or take a resource over with "
      "--import-pending-creates URN --import-pending-creates ID");
  return false;
}

}  // namespace ashlar::cli
