#pragma once
/// What an operation would do, as data: the same description is shown by `--check` and carried out by `apply`.

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fleet/operations/command.hpp"
#include "resource/property_value.hpp"

namespace ashlar::fleet {

class Machine;
struct Plan;

/// Owner and permissions; what is empty stays as it is, or for a new file becomes the system's default.
struct Attributes {
  std::optional<mode_t> mode;
  std::optional<uid_t> user;
  std::optional<gid_t> group;
  [[nodiscard]] bool empty() const { return !mode && !user && !group; }
};

/// A whole file's content: in memory, or, a long one, in a file that the agent keeps aside.
struct FileContent {
  std::string bytes;
  std::string kept_in;  ///< not empty: the content is in this file
  std::string hash;     ///< SHA-256, lower-case hexadecimal
};
using SharedContent = std::shared_ptr<const FileContent>;
[[nodiscard]] SharedContent content_of(std::string bytes);

/// Replaces a file, or makes it: old or new, never half.
struct WriteFile {
  std::string path;
  SharedContent content;  ///< null when only planned: the agent has not asked for it
  Attributes attributes;  ///< of a file that is replaced, what is empty stays as it was
  bool secret = false;    ///< its diff only counts lines
};
struct MakeDirectory {
  std::string path;
  Attributes attributes;
};
struct MakeLink {
  std::string path, target;
  bool symbolic = true;
  Attributes owner;
};
/// With all that a directory holds.
struct RemovePath {
  std::string path;
};
struct MovePath {
  std::string from, to;
};
struct SetAttributes {
  std::string path;
  Attributes attributes;
};
/// A tool of the host; an exit code that is not among the good ones is a failure.
struct Execute {
  Command command;
  std::vector<int> good_codes{0};       ///< a command of the user's own goes by the operation's settings
  std::vector<std::string> awaits;      ///< files that other programs lock while they do the same: it waits for them
  std::string makes_user, makes_group;  ///< accounts that exist afterwards, for operations that are planned after it
};
/// What fits nothing else.
struct Custom {
  std::function<Status(Machine&)> act;
};

using Action = std::variant<WriteFile, MakeDirectory, MakeLink, RemovePath, MovePath, SetAttributes, Execute, Custom>;

struct Step {
  Action action;
  std::string change;  ///< in words, the path or name included; empty for what is no change by itself
};

struct Plan {
  std::vector<Step> steps;  ///< none: nothing is to be changed
  /// What else is to be done, told when the steps before it are done (or noted): accounts that they make have ids then.
  /// May be empty.
  std::function<Result<Plan>(Machine&)> then;
  PropertyMap outputs;
  bool reboots = false;

  void add(std::string change, Action action) { steps.push_back({std::move(action), std::move(change)}); }
  /// `argv` is to be executed.
  void execute(std::string change, std::vector<std::string> argv);
  void append(Plan other);
};

}  // namespace ashlar::fleet
