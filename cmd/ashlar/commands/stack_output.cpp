#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/outputs_table.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

Result<std::string> output_text(const PropertyValue& value, bool show_secrets) {
  if (value.is<Secret>() && !show_secrets) return std::string("[secret]");
  if (const auto* text = value.unwrapped().get<std::string>()) return *text;
  return plain_json(value, show_secrets);
}

Result<std::string> render_outputs_table(const PropertyMap& outputs, bool show_secrets) {
  auto text = "Current stack outputs (" + std::to_string(outputs.size()) + "):\n";
  if (outputs.empty()) return text + "    No output values currently in this stack\n";
  std::vector<std::vector<std::string>> rows{{"OUTPUT", "VALUE"}};
  for (const auto& [name, value] : outputs) {
    auto shown = output_text(value, show_secrets);
    if (!shown) return shown.error();
    rows.push_back({name, std::move(*shown)});
  }
  return text + render_table(rows, "    ");
}

namespace {

// A word for sh: with backslashes, or in quotes when it holds blanks.
std::string shell_word(const std::string& text) {
  if (text.empty()) return "''";
  if (text.find_first_of(" \t\n") != std::string::npos) return "'" + replace_all(text, "'", "'\\''") + "'";
  std::string word;
  for (const char c : text) {
    const bool special =
        std::string_view("\\'\"`${[|&;<>()*?!").find(c) != std::string_view::npos || (word.empty() && c == '~');
    if (special) word += '\\';
    word += c;
  }
  return word;
}

class StackOutput final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("json", 'j', json_, "Print JSON");
    arguments.flag("shell", 0, shell_, "Print assignments for a shell");
    arguments.flag("show-secrets", 0, secrets_, "Show secrets in clear");
    arguments.positional("property-name", name_, false).completes = Completes::outputs;
  }

  Status run(Shell& shell) override {
    if (json_ && shell_) return fail("only one of --json and --shell may be set");
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto checkpoint =
        read_state(session, *stack, secrets_ ? open_secrets(session, *stack) : state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    const auto outputs = checkpoint->latest ? stack_outputs(*checkpoint->latest) : PropertyMap();
    const auto text = name_ ? one(outputs, *name_) : all(outputs);
    if (!text) return text.error();
    shell.print(*text);
    return {};
  }

 private:
  [[nodiscard]] Result<std::string> one(const PropertyMap& outputs, const std::string& name) const {
    const auto* value = find(outputs, name);
    if (value == nullptr) return fail("current stack does not have output property '" + name + "'");
    if (json_) return json(*value);
    const auto text = output_text(*value, secrets_);
    if (!text) return text;
    return shell_ ? name + "=" + shell_word(*text) + "\n" : *text + "\n";
  }

  [[nodiscard]] Result<std::string> all(const PropertyMap& outputs) const {
    if (json_) return json(outputs);
    if (!shell_) return render_outputs_table(outputs, secrets_);
    std::string text;
    for (const auto& [name, value] : outputs) {
      const auto line = one(outputs, name);
      if (!line) return line;
      text += *line;
    }
    return text;
  }

  [[nodiscard]] Result<std::string> json(const PropertyValue& value) const {
    const auto text = plain_json(value, secrets_);
    if (!text) return text;
    return state::indent_json(*text, 2) + "\n";
  }

  StackFlag stack_;
  std::optional<std::string> name_;
  bool json_ = false;
  bool shell_ = false;
  bool secrets_ = false;
};

}  // namespace

std::unique_ptr<Command> make_stack_output() { return std::make_unique<StackOutput>(); }

}  // namespace ashlar::cli
