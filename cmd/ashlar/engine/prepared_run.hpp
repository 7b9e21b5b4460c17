#pragma once
/// What every run needs of project, stack and settings, read once a command.

#include "cmd/ashlar/engine/run_flags.hpp"
#include "cmd/ashlar/shell/session.hpp"
#include "plugin/deployment_facts.hpp"
#include "project/autonaming.hpp"
#include "project/config_resolution.hpp"

namespace ashlar::cli {

struct PreparedRun {
  const project::ProjectFile* project = nullptr;
  project::StackReference stack;
  secrets::SecretsManager secrets;
  project::MergedConfig merged;
  project::ResolvedConfig config;
  std::optional<project::Autonaming> autonaming;

  [[nodiscard]] deploy::Options options(const RunFlags& flags, deploy::Mode mode, bool preview) const;
  [[nodiscard]] plugin::DeploymentFacts facts(bool preview, int parallel) const;
  [[nodiscard]] RunInfo info(deploy::Mode mode, bool preview) const;
};

/// Finds the project and the stack (asking for one if somebody is there), saves `-c` values, and resolves the
/// configuration.
[[nodiscard]] Result<PreparedRun> prepare_run(Session& session, const RunFlags& flags);

}  // namespace ashlar::cli
