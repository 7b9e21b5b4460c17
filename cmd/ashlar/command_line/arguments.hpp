#pragma once
/// What a command accepts, as data: the parser, the help and the completion read the same description.

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ashlar::cli {

/// What to offer when the user presses Tab.
enum class Completes { nothing, files, directories, stacks, config_keys, resources, outputs, templates, colors };

/// Where a flag's value goes. A flag that is not given leaves its variable alone.
using Target = std::variant<bool*, int*, std::string*, std::optional<std::string>*, std::vector<std::string>*>;

struct Flag {
  std::string name;  ///< without the dashes
  char letter = 0;   ///< 0: none
  Target target;
  std::string help;
  std::string value = "string";  ///< what the value is called in the help; unused for bool
  std::string without_value;     ///< not empty: the flag may stand without a value and then means this
  Completes completes = Completes::nothing;
  bool hidden = false;
};

struct Positional {
  std::string name;
  std::variant<std::string*, std::optional<std::string>*, std::vector<std::string>*> target;
  bool required = false;
  Completes completes = Completes::nothing;
};

/// The variables outlive it. Flags stand in the help in the order of their names, positionals in the order given.
class Arguments {
 public:
  void flag(std::string name, char letter, bool& target, std::string help) {
    flags_.push_back({.name = std::move(name), .letter = letter, .target = &target, .help = std::move(help)});
  }
  template <typename Variable>
  Flag& option(std::string name, char letter, Variable& target, std::string value, std::string help) {
    flags_.push_back({.name = std::move(name),
                      .letter = letter,
                      .target = &target,
                      .help = std::move(help),
                      .value = std::move(value)});
    return flags_.back();
  }
  template <typename Variable>
  Positional& positional(std::string name, Variable& target, bool required) {
    positionals_.push_back({.name = std::move(name), .target = &target, .required = required});
    return positionals_.back();
  }
  /// Hides the flag that was added last: it works, but few need it.
  void hide_last() { flags_.back().hidden = true; }

  /// Adds flags that are shared by all commands, except where this command uses their name or letter for something
  /// else.
  void add_shared(const Arguments& shared) {
    for (auto flag : shared.flags()) {
      bool taken = false;
      for (const auto& own : flags_) {
        taken = taken || own.name == flag.name;
        if (own.letter == flag.letter) flag.letter = 0;
      }
      if (!taken) flags_.push_back(std::move(flag));
    }
  }

  [[nodiscard]] const std::vector<Flag>& flags() const { return flags_; }
  [[nodiscard]] const std::vector<Positional>& positionals() const { return positionals_; }

 private:
  std::vector<Flag> flags_;
  std::vector<Positional> positionals_;
};

}  // namespace ashlar::cli
