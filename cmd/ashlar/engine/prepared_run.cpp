#include "cmd/ashlar/engine/prepared_run.hpp"

#include <nlohmann/json.hpp>
#include <thread>

namespace ashlar::cli {

namespace {

/// Takes `-c key=value` over into the stack's settings.
Status set_config_values(Session& session, project::StackConfig& config, const RunFlags& flags) {
  if (flags.config.empty()) return {};
  for (const auto& pair : flags.config) {
    const auto assignment = project::parse_config_assignment(pair);
    if (!assignment) return assignment.error().within("--config");
    const auto key = flags.config_path ? project::ConfigKey::parse_with_path(assignment->key, config.project())
                                       : project::ConfigKey::parse(assignment->key, config.project());
    if (!key) return key.error().within("invalid configuration key");
    const auto set = config.values().set_text(*key, assignment->value, project::ConfigType::any, flags.config_path);
    if (!set) return set.error();
  }
  return config.save(session.shell().files());
}

/// `pulumi:disable-default-providers`: a JSON list of package names.
std::vector<std::string> disabled_providers(const project::ResolvedConfig& config) {
  const auto at = config.values.find("pulumi:disable-default-providers");
  if (at == config.values.end()) return {};
  const auto list = nlohmann::json::parse(at->second, nullptr, false);
  std::vector<std::string> names;
  if (list.is_array()) {
    for (const auto& name : list) {
      if (name.is_string()) names.push_back(name.get<std::string>());
    }
  }
  return names;
}

/// As the reference has it: four for each processor.
int default_parallel() { return static_cast<int>(4 * std::max(1U, std::thread::hardware_concurrency())); }

}  // namespace

Result<PreparedRun> prepare_run(Session& session, const RunFlags& flags) {
  const auto project = session.project();
  if (!project) return project.error();
  const auto stack = session.stack(flags.stack, NoStack::choose_or_make);
  if (!stack) return stack.error();
  auto config = session.load_config(*stack, flags.config_file);
  if (!config) return config.error();
  if (const auto set = set_config_values(session, *config, flags); !set) return set.error();
  auto manager = session.secrets_of(*config, *stack);
  if (!manager) return manager.error();
  auto merged = project::merge_config(**project, config->values());
  if (!merged) return merged.error();
  if (merged->values.has_secrets()) manager->crypter->prepare();
  auto resolved = project::resolve_config(**project, stack->name().text(), *merged, manager->crypter.get(),
                                          !flags.skip_config_validation);
  if (!resolved) return resolved.error();
  auto autonaming = project::parse_autonaming(merged->values, *stack, manager->crypter.get());
  if (!autonaming) return autonaming.error();
  return PreparedRun{
      *project, *stack, *std::move(manager), *std::move(merged), *std::move(resolved), *std::move(autonaming)};
}

deploy::Options PreparedRun::options(const RunFlags& flags, deploy::Mode mode, bool preview) const {
  deploy::Options options;
  options.project = project->name;
  options.stack = stack.name().text();
  options.mode = mode;
  options.preview = preview;
  options.parallel = flags.parallel > 0 ? flags.parallel : default_parallel();
  options.refresh_first = flags.refresh.empty() ? project->refreshes_always : flags.refresh == "true";
  options.run_program = flags.run_program;
  options.continue_on_error = flags.continue_on_error;
  options.ignore_protect = flags.ignore_protect;
  options.targets = flags.targets;
  options.targets.insert(options.targets.end(), flags.target_replaces.begin(), flags.target_replaces.end());
  options.excludes = flags.excludes;
  options.target_dependents = flags.target_dependents;
  options.exclude_dependents = flags.exclude_dependents;
  options.exclude_protected = flags.exclude_protected;
  options.replace_targets = flags.replaces;
  options.replace_targets.insert(options.replace_targets.end(), flags.target_replaces.begin(),
                                 flags.target_replaces.end());
  options.imports = flags.imports;
  for (const auto& [key, text] : config.values) {
    options.config.emplace(key, config.secret_keys.contains(key) ? PropertyValue::secret(text) : PropertyValue(text));
  }
  options.disabled_default_providers = disabled_providers(config);
  return options;
}

plugin::DeploymentFacts PreparedRun::facts(bool preview, int parallel) const {
  plugin::DeploymentFacts facts;
  facts.project = project->name;
  facts.stack = stack.name().text();
  facts.config = config.values;
  facts.config_secret_keys.assign(config.secret_keys.begin(), config.secret_keys.end());
  facts.preview = preview;
  facts.parallel = parallel;
  facts.root_directory = project->directory();
  std::filesystem::path program = project->program_path();
  facts.program_directory = std::filesystem::is_directory(program) ? program : program.parent_path();
  return facts;
}

RunInfo PreparedRun::info(deploy::Mode mode, bool preview) const {
  RunInfo info;
  info.mode = mode;
  info.preview = preview;
  info.stack = stack.name().text();
  info.project = project->name;
  for (const auto& [key, text] : config.values)
    info.config.emplace(key, config.secret_keys.contains(key) ? "[secret]" : text);
  return info;
}

}  // namespace ashlar::cli
