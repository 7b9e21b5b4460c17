#include "cmd/ashlar/shell/shell.hpp"

#include <algorithm>
#include <array>

#include "base/diagnostic.hpp"
#include "base/strings.hpp"

namespace ashlar::cli {

namespace {

// Set by the build services in use; nobody is at their terminals.
constexpr std::array<std::string_view, 9> build_service_variables = {
    "CI",        "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL",       "TF_BUILD",
    "BUILDKITE", "TRAVIS",         "CIRCLECI",  "CODEBUILD_BUILD_ID"};

bool in_build_service(const Environment& environment) {
  return std::any_of(build_service_variables.begin(), build_service_variables.end(), [&](std::string_view name) {
    const auto value = to_lower(environment.text(name));
    return !value.empty() && value != "false" && value != "0";
  });
}

// An unknown `--color` has been refused before a shell is made.
Palette palette_for(const std::string& when, bool is_terminal, const Environment& environment) {
  const auto coloring = coloring_for(when, is_terminal, environment);
  return Palette(coloring ? *coloring : Coloring::never);
}

}  // namespace

Result<Coloring> coloring_for(const std::string& when, bool is_terminal, const Environment& environment) {
  if (when == "always") return Coloring::always;
  if (when == "never") return Coloring::never;
  if (when == "raw") return Coloring::raw;
  if (when != "auto")
    return fail("unsupported color option: '" + when + "'. Supported values are: auto, always, never, raw");
  const bool wanted = environment.text("NO_COLOR").empty() && environment.text("TERM") != "dumb";
  return is_terminal && wanted ? Coloring::always : Coloring::never;
}

Shell::Shell(Surroundings surroundings, GlobalOptions options)
    : around_(std::move(surroundings)),
      options_(std::move(options)),
      palette_(palette_for(options_.color, around_.terminal != nullptr, around_.environment)),
      error_palette_(palette_for(options_.color, around_.err_is_terminal, around_.environment)) {
  const bool is_watched = !options_.non_interactive && !in_build_service(around_.environment);
  interactive_ = around_.terminal != nullptr && is_watched;
  err_is_live_ = around_.err_is_terminal && is_watched && around_.environment.text("TERM") != "dumb";
  if (around_.terminal != nullptr) prompt_ = std::make_unique<TerminalPrompt>(*around_.terminal, palette_);
}

std::string Shell::absolute(const std::string& path) const {
  return path.starts_with('/') ? path : around_.working_directory + "/" + path;
}

Shell Shell::in_directory(const std::string& directory) const {
  auto around = around_;
  around.working_directory = directory;
  return Shell(std::move(around), options_);
}

void Shell::warn(const std::string& text) const { note(error_palette_.paint(Role::warning, "warning: ") + text); }

Result<bool> Shell::confirm(const std::string& question, bool already_said_yes, const std::string& flag) {
  if (already_said_yes || around_.environment.is_true("PULUMI_SKIP_CONFIRMATIONS")) return true;
  if (!interactive_) {
    return fail_with_help(question + " There is nobody to ask.", "pass " + flag + " to go on without being asked",
                          ErrorKind::usage);
  }
  const auto answer = prompt_->choose(question, {"yes", "no"}, 1);
  if (!answer) return answer.error();
  return *answer == 0;
}

void report(const Error& error, const Shell& shell) {
  if (error.message.empty()) return;
  shell.note(shell.error_palette().paint(Role::error, "error: ") + format_error(error));
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::failed:
    case ErrorKind::unanswered:
    case ErrorKind::not_found:
      return 1;
    case ErrorKind::usage:
      return 2;
    case ErrorKind::authentication:
      return 3;
    case ErrorKind::stack_not_found:
      return 6;
    case ErrorKind::unexpected_changes:
      return 7;
    case ErrorKind::cancelled:
      return 8;
    case ErrorKind::internal:
      return 255;
  }
  return 255;
}

}  // namespace ashlar::cli
