/// `completion`, and the hidden command that its scripts call.

#include <algorithm>

#include "base/strings.hpp"
#include "cmd/ashlar/command_line/global_options.hpp"
#include "cmd/ashlar/command_line/lookup.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/project_templates.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"

namespace ashlar::cli {

namespace {

// Each asks `ashlar __complete -- words…` (the last one as far as it is typed) and gets candidates, one a line; a line
// of `:files` or
// `:directories` asks for the shell's own completion.
constexpr std::string_view bash_script = R"sh(# bash completion for ashlar: eval "$(ashlar completion bash)"
_ashlar() {
  local IFS=$'\n' piece="${COMP_WORDS[COMP_CWORD]}" line word last="" words=()
  # Bash takes words apart at `:` and `=`, and completes the last piece: put them together, and offer pieces.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ ${#words[@]} -gt 0 && ( $word == [:=]* || $last == *[:=] ) ]]; then
      words[${#words[@]}-1]+="$word"
    else
      words+=("$word")
    fi
    last="$word"
  done
  [[ $piece == [:=]* ]] && piece=""
  word="${words[${#words[@]}-1]}"
  local known="${word%"$piece"}"
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$piece")) ;;
      :directories) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$piece")) ;;
      *) line="${line%%$'\t'*}"; COMPREPLY+=("$(printf '%q' "${line#"$known"}")") ;;
    esac
  done < <(ashlar __complete -- "${words[@]}" 2>/dev/null)
}
complete -F _ashlar ashlar
)sh";

constexpr std::string_view zsh_script = R"sh(#compdef ashlar
# zsh completion for ashlar: ashlar completion zsh > "${fpath[1]}/_ashlar", or source <(ashlar completion zsh)
_ashlar() {
  local line
  local -i found=1
  local -a candidates
  while IFS= read -r line; do
    case "$line" in
      :files) compset -P '--*='; _files && found=0 ;;
      :directories) compset -P '--*='; _files -/ && found=0 ;;
      *) candidates+=("${${line%%$'\t'*}//:/\\:}${${line#*$'\t'}:+:${line#*$'\t'}}") ;;
    esac
  done < <(ashlar __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
  (( ${#candidates} )) && _describe 'ashlar' candidates && found=0
  return found
}
if [ "$funcstack[1]" = "_ashlar" ]; then _ashlar; else compdef _ashlar ashlar; fi
)sh";

constexpr std::string_view fish_script = R"sh(# fish completion for ashlar: ashlar completion fish | source
function __ashlar_complete
  set -l words (commandline -opc) (commandline -ct)
  # What stands before a value in the same word: `--file=`.
  set -l before (string match -r -- '^--[^=]*=' $words[-1])
  set -l value (string sub -s (math (string length -- "$before") + 1) -- $words[-1])
  for line in (ashlar __complete -- $words[2..-1] 2>/dev/null)
    switch $line
      case :files
        string replace -r -- '^' "$before" (__fish_complete_path $value)
      case :directories
        string replace -r -- '^' "$before" (__fish_complete_directories $value)
      case '*'
        echo $line
    end
  end
end
complete -c ashlar -f -a '(__ashlar_complete)'
)sh";

class Completion final : public Command {
 public:
  void declare(Arguments& arguments) override { arguments.positional("shell", shell_, true); }

  Status run(Shell& shell) override {
    if (shell_ == "bash") {
      shell.print(std::string(bash_script));
    } else if (shell_ == "zsh") {
      shell.print(std::string(zsh_script));
    } else if (shell_ == "fish") {
      shell.print(std::string(fish_script));
    } else {
      return fail_with_help("no completion for the shell \"" + shell_ + "\"", "there is one for bash, zsh and fish");
    }
    return {};
  }

 private:
  std::string shell_;
};

/// Works out what may follow. Errors offer nothing: a completion is no place for messages.
class Completer {
 public:
  Completer(Shell& shell, std::vector<std::string> words) : shell_(shell), words_(std::move(words)) {
    if (!words_.empty()) {
      typed_ = words_.back();
      words_.pop_back();
    }
  }

  std::string candidates() {
    const auto found = find_command(words_);
    if (!found) return {};
    const auto path = found->entry == nullptr ? std::string_view() : found->entry->path;
    command_ = found->entry != nullptr && found->entry->make != nullptr ? found->entry->make() : nullptr;
    if (command_) command_->declare(arguments_);
    Arguments shared;
    options_.declare(shared);
    arguments_.add_shared(shared);
    if (const auto* valued = flag_before()) {
      complete(valued->completes);
    } else if (const auto equals = typed_.find('='); typed_.starts_with("--") && equals != std::string::npos) {
      before_ = typed_.substr(0, equals + 1);
      typed_.erase(0, equals + 1);
      for (const auto& flag : arguments_.flags()) {
        if (before_ == "--" + flag.name + "=") complete(flag.completes);
      }
    } else if (typed_.starts_with('-')) {
      for (const auto& flag : arguments_.flags()) {
        if (!flag.hidden) offer("--" + flag.name, flag.help.substr(0, flag.help.find('\n')));
      }
    } else {
      complete_word(path, found->rest);
    }
    return text_;
  }

 private:
  void offer(const std::string& word, std::string_view help = {}) {
    if (word.starts_with(typed_)) text_ += before_ + word + (help.empty() ? "" : "\t" + std::string(help)) + "\n";
  }

  // The value that an earlier flag was given; empty when it was not.
  [[nodiscard]] std::string value_of(const std::string& name, const std::string& letter) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] == "--" + name || words_[i] == letter) && i + 1 < words_.size()) return words_[i + 1];
      if (words_[i].starts_with("--" + name + "=")) return words_[i].substr(name.size() + 3);
    }
    return {};
  }

  // The flag whose value is being typed, if the word before it is one that takes a value.
  [[nodiscard]] const Flag* flag_before() const {
    if (words_.empty()) return nullptr;
    const auto& word = words_.back();
    for (const auto& flag : arguments_.flags()) {
      const bool named = word == "--" + flag.name || (flag.letter != 0 && word == std::string("-") + flag.letter);
      if (named && !std::holds_alternative<bool*>(flag.target) && flag.without_value.empty()) return &flag;
    }
    return nullptr;
  }

  void complete_word(std::string_view path, const std::vector<std::string>& rest) {
    const auto below = commands_below(path);
    for (const auto* entry : below) {
      if (!entry->hidden) offer(std::string(last_word(entry->path)), entry->summary);
    }
    if (!below.empty()) return;
    if (path == "completion") {
      for (const auto* name : {"bash", "fish", "zsh"}) offer(name);
    }
    const auto& positionals = arguments_.positionals();
    const auto given = static_cast<std::size_t>(
        std::count_if(rest.begin(), rest.end(), [](const std::string& word) { return !word.starts_with('-'); }));
    if (!positionals.empty()) complete(positionals[std::min(given, positionals.size() - 1)].completes);
  }

  void complete(Completes what) {
    const auto directory = value_of("cwd", "-C");
    auto shell = directory.empty() ? shell_.in_directory(shell_.working_directory())
                                   : shell_.in_directory(shell_.absolute(directory));
    Session session(shell);
    switch (what) {
      case Completes::nothing:
        return;
      case Completes::files:
        text_ += ":files\n";
        return;
      case Completes::directories:
        text_ += ":directories\n";
        return;
      case Completes::colors:
        for (const auto* when : {"always", "auto", "never", "raw"}) offer(when);
        return;
      case Completes::templates:
        for (const auto& one : project_templates()) offer(std::string(one.name), one.description);
        return;
      case Completes::outputs:
        return outputs(session);
      case Completes::stacks:
        return stacks(session);
      case Completes::config_keys:
        return config_keys(session);
      case Completes::resources:
        return resources(session);
    }
  }

  void stacks(Session& session) {
    const auto project = session.project_name();
    const auto store = session.store();
    if (!project || !store) return;
    const auto names = (*store)->list(project->empty() ? std::nullopt : std::optional(*project));
    if (!names) return;
    for (const auto& name : *names) offer(project->empty() ? name.qualified() : name.stack);
  }

  void config_keys(Session& session) {
    const auto stack = session.stack(value_of("stack", "-s"));
    if (!stack) return;
    const auto config = session.load_config(*stack, "");
    if (!config) return;
    for (const auto& [key, value] : config->values().values()) offer(key.pretty(stack->project()));
  }

  void resources(Session& session) {
    const auto stack = session.stack(value_of("stack", "-s"));
    if (!stack) return;
    const auto checkpoint = read_state(session, *stack, state::seal_secrets());
    if (!checkpoint || !checkpoint->latest) return;
    for (const auto& resource : checkpoint->latest->snapshot.resources) offer(resource->urn.text());
  }

  void outputs(Session& session) {
    const auto stack = session.stack(value_of("stack", "-s"));
    if (!stack) return;
    const auto checkpoint = read_state(session, *stack, state::seal_secrets());
    if (!checkpoint || !checkpoint->latest) return;
    for (const auto& [name, value] : stack_outputs(*checkpoint->latest)) offer(name);
  }

  Shell& shell_;
  std::vector<std::string> words_;
  std::string typed_;
  std::string before_;  ///< `--stack=`, when its value is typed in the same word
  std::unique_ptr<Command> command_;
  GlobalOptions options_;
  Arguments arguments_;
  std::string text_;
};

class Complete final : public Command {
 public:
  void declare(Arguments& arguments) override { arguments.positional("word", words_, false); }
  Status run(Shell& shell) override {
    shell.print(Completer(shell, words_).candidates());
    return {};
  }

 private:
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<Command> make_completion() { return std::make_unique<Completion>(); }
std::unique_ptr<Command> make_complete() { return std::make_unique<Complete>(); }

}  // namespace ashlar::cli
