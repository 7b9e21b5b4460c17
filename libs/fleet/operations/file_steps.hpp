#pragma once
/// What the files operations have in common.

#include <string>

#include "fleet/operations/arguments.hpp"
#include "fleet/operations/machine.hpp"
#include "fleet/operations/plan.hpp"

namespace ashlar::fleet {

/// `0644`
[[nodiscard]] std::string mode_text(mode_t mode);

/// Owner and permissions that the arguments `user`, `group` and `mode` ask for. Fails when there is no such account.
[[nodiscard]] Result<Attributes> wanted_attributes(Arguments& arguments, const Machine& machine);

/// Adds what brings something that is there to the wanted attributes.
void plan_attributes(Plan& plan, const std::string& path, const NodeInfo& now, const Attributes& wanted);

/// Adds the directories above `path` that are missing, owned as `owner` says; their mode is 0755.
Status plan_parents(Plan& plan, const Machine& machine, const std::string& path, const Attributes& owner);

/// Adds what puts away something of another kind that stands at `path`: an error unless `force` is given; moved to
/// `force_backup_dir` when `force_backup` is (the default), removed otherwise. Takes these arguments.
Status plan_making_way(Plan& plan, Arguments& arguments, const Machine& machine, const std::string& path,
                       const std::string& wanted_kind);
[[nodiscard]] std::string kind_text(NodeKind kind);

/// Adds what makes a text file's content `after`; nothing when it is. `before` is empty when there is no file.
void plan_content(Plan& plan, const std::string& path, const std::optional<std::string>& before,
                  const std::string& after, const Attributes& attributes = {});

/// The text without its last character if that is a newline, cut into lines.
[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);
/// The lines, each with a newline at its end.
[[nodiscard]] std::string text_of(const std::vector<std::string>& lines);

/// Adds a copy of the file as it is, `path.<when it was changed>`, for the argument `backup`.
void plan_backup(Plan& plan, const Machine& machine, const std::string& path, const std::string& before);

}  // namespace ashlar::fleet
