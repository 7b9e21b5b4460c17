#include "cmd/ashlar/shell/session.hpp"

#include "cmd/ashlar/shell/new_stack.hpp"
#include "cmd/ashlar/shell/open_store.hpp"
#include "cmd/ashlar/version.hpp"
#include "project/stack_secrets.hpp"
#include "state/file_object_store.hpp"

namespace ashlar::cli {

namespace {

constexpr std::string_view no_stack_selected =
    "no stack selected; please use `ashlar stack select` or `ashlar stack init` to choose one";

Error no_project(const std::string& directory) {
  return fail_with_help("no Pulumi.yaml project file found (searching upwards from " + directory + ")",
                        "run it in a project's directory, name one with -C, or make one with `ashlar new`");
}

}  // namespace

Result<const project::ProjectFile*> Session::find_project() {
  if (!looked_for_project_) {
    const auto path = project::find_project(shell_.files(), shell_.working_directory());
    if (path) {
      auto loaded = project::ProjectFile::load(shell_.files(), *path);
      if (!loaded) return loaded.error();
      project_ = std::move(*loaded);
    } else if (path.error().kind != ErrorKind::not_found) {
      return path.error();
    }
    looked_for_project_ = true;
  }
  return project_ ? &*project_ : nullptr;
}

Result<const project::ProjectFile*> Session::project() {
  auto found = find_project();
  if (found && *found == nullptr) return no_project(shell_.working_directory());
  return found;
}

Result<std::string> Session::project_name() {
  const auto found = find_project();
  if (!found) return found.error();
  return *found == nullptr ? std::string() : (*found)->name;
}

Result<project::BackendChoice> Session::backend() {
  if (backend_) return *backend_;
  const auto found = find_project();
  if (!found) return found.error();
  const auto credentials = project::Credentials::load(shell_.files(), shell_.environment());
  if (!credentials) return credentials.error();
  backend_ = project::choose_backend(shell_.environment(), *found, *credentials);
  return *backend_;
}

Result<state::StackStore*> Session::store() {
  if (store_) return store_.get();
  const auto choice = backend();
  if (!choice) return choice.error();
  auto opened = open_store(choice->url, shell_);
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  return store_.get();
}

Result<project::Workspace> Session::workspace() {
  const auto found = project();
  if (!found) return found.error();
  return project::Workspace::load(shell_.files(), shell_.environment(), **found);
}

Result<project::StackReference> Session::parse_reference(const std::string& text) {
  const auto name = project_name();
  if (!name) return name.error();
  if (name->empty() && text.find('/') == std::string::npos) {
    return fail_with_help("no Pulumi.yaml project file found here that `" + text + "` could belong to",
                          "run it in a project's directory, or give the whole name: organization/project/stack");
  }
  return project::StackReference::parse(text, *name, !shell_.environment().is_true("PULUMI_DISABLE_VALIDATION"));
}

Result<std::optional<project::StackReference>> Session::selected_stack() {
  auto text = shell_.environment().get("PULUMI_STACK");
  if (!text || text->empty()) {
    const auto found = find_project();
    if (!found) return found.error();
    if (*found == nullptr) return std::optional<project::StackReference>();
    const auto choice = backend();
    if (!choice) return choice.error();
    const auto remembered = workspace();
    if (!remembered) return remembered.error();
    text = remembered->selected_stack(choice->url);
  }
  if (!text || text->empty()) return std::optional<project::StackReference>();
  const auto reference = parse_reference(*text);
  if (!reference) return reference.error();
  return std::optional(*reference);
}

Result<project::StackReference> Session::stack(const std::string& named, NoStack otherwise) {
  const auto stacks = store();
  if (!stacks) return stacks.error();
  if (!named.empty()) {
    const auto reference = parse_reference(named);
    if (!reference) return reference;
    const auto exists = (*stacks)->exists(in_store(*reference));
    if (!exists) return exists.error();
    if (!*exists)
      return fail_with_help("no stack named '" + named + "' found", "`ashlar stack ls` lists the stacks that there are",
                            ErrorKind::stack_not_found);
    return reference;
  }
  const auto selected = selected_stack();
  if (!selected) return selected.error();
  if (*selected) {
    const auto exists = (*stacks)->exists(in_store(**selected));
    if (!exists) return exists.error();
    if (*exists) return **selected;
  }
  if (otherwise == NoStack::fail || !shell_.interactive()) return fail(std::string(no_stack_selected));
  return choose_stack(otherwise == NoStack::choose_or_make);
}

Result<project::StackReference> Session::choose_stack(bool may_make) {
  const auto current = project();
  if (!current) return current.error();
  const auto stacks = (*store())->list((*current)->name);
  if (!stacks) return stacks.error();
  if (stacks->empty() && !may_make) return fail(std::string(no_stack_selected));
  std::vector<std::string> choices;
  for (const auto& stack : *stacks) choices.push_back(stack.stack);
  if (may_make) choices.emplace_back("<create a new stack>");
  const auto question = may_make ? "Please choose a stack, or create a new one:" : "Please choose a stack:";
  const auto chosen = shell_.prompt().choose(question, choices, 0);
  if (!chosen) return chosen.error();
  if (*chosen == stacks->size()) return ask_for_new_stack(*this);
  auto reference = parse_reference(choices[*chosen]);
  if (!reference) return reference;
  if (const auto kept = select(*reference); !kept) return kept.error();
  return reference;
}

Status Session::choose_and_select() {
  const auto stacks = store();
  if (!stacks) return stacks.error();
  const auto chosen = choose_stack(true);
  return chosen ? Status() : Status(chosen.error());
}

Status Session::select(const project::StackReference& stack) {
  const auto found = find_project();
  if (!found) return found.error();
  if (*found == nullptr) return {};  // there is no project to remember it for
  const auto choice = backend();
  if (!choice) return choice.error();
  auto remembered = workspace();
  if (!remembered) return remembered.error();
  remembered->select(choice->url, stack.qualified());
  return remembered->save(shell_.files());
}

Status Session::unselect() {
  const auto choice = backend();
  if (!choice) return choice.error();
  auto remembered = workspace();
  if (!remembered) return remembered.error();
  remembered->select(choice->url, "");
  return remembered->save(shell_.files());
}

std::string Session::shown(const project::StackReference& stack) {
  const auto name = project_name();
  return shell_.options().qualify_stack_names || !name ? stack.qualified() : stack.shown_in(*name);
}

Result<state::SessionContext*> Session::state_context() {
  if (state_context_) return state_context_.get();
  const auto stacks = store();
  if (!stacks) return stacks.error();
  const auto home = project::pulumi_home(shell_.environment());
  if (!home) return home.error();
  locks_ = std::make_unique<state::LockContext>(
      state::LockContext{state::ProcessIdentity::of_this_process(), processes_, shell_.clock(), shell_.entropy()});
  state_context_ = std::make_unique<state::SessionContext>(
      state::SessionContext{.store = **stacks,
                            .spool = std::make_shared<state::FileObjectStore>(shell_.files(), *home + "/spool"),
                            .locks = *locks_,
                            .tool_version = "v" + std::string(compatible_version),
                            .command = shell_.command_line(),
                            .environment = shell_.environment(),
                            .check_integrity = check_integrity_ && !shell_.options().disable_integrity_checking});
  return state_context_.get();
}

secrets::SecretsManagers& Session::managers() {
  if (!managers_) {
    secrets::PassphrasePrompt ask;
    if (shell_.interactive()) {
      ask = [this](std::string_view question) { return shell_.prompt().ask_secret(std::string(question)); };
    }
    key_service_ = open_key_service(shell_);
    managers_ = std::make_unique<secrets::SecretsManagers>(
        secrets::PassphraseSource(shell_.environment(), shell_.files(), std::move(ask)), *key_service_,
        shell_.entropy(), shell_.environment());
  }
  return *managers_;
}

Result<project::StackConfig> Session::load_config(const project::StackReference& stack, const std::string& file) {
  const auto found = project();
  if (!found) return found.error();
  const auto path = file.empty() ? (*found)->stack_config_path(stack.name().text()) : shell_.absolute(file);
  auto config = project::StackConfig::load(shell_.files(), path, (*found)->name);
  if (!config) return config.error().within("getting stack configuration");
  return config;
}

Result<secrets::SecretsManager> Session::secrets_of(project::StackConfig& config,
                                                    const project::StackReference& stack) {
  const auto before = config.secrets();
  auto manager = project::ensure_secrets_manager(config, managers(), shown(stack));
  if (!manager || config.secrets() == before) return manager;
  if (const auto saved = config.save(shell_.files()); !saved) return saved.error();
  return manager;
}

}  // namespace ashlar::cli
