#pragma once
/// Renders templates written in Jinja's language.

#include <functional>
#include <map>
#include <optional>

#include "base/filesystem.hpp"
#include "templating/dict.hpp"
#include "templating/failure.hpp"
#include "templating/options.hpp"

namespace ashlar::templating {

struct ParsedTemplate;

/// The text of the template of that name; nothing when there is none; an error when it cannot be read.
using Loader = std::function<Result<std::optional<std::string>>(const std::string& name)>;

/// Text, or why there is none.
struct Rendering {
  std::string text;
  std::optional<Failure> failure;
};

/// Templates that can include, import and extend each other. Each is read once. On one thread at a time.
class Environment {
 public:
  explicit Environment(Options options, Loader loader = {});
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  /// Renders the template of that name with `data` as its variables.
  [[nodiscard]] Result<std::string> render(const std::string& name, const std::shared_ptr<Dict>& data);
  /// Renders `source`; `name` is for messages.
  [[nodiscard]] Result<std::string> render_text(std::string_view source, const std::string& name,
                                                const std::shared_ptr<Dict>& data);

  /// The same, telling what kind of failure it was.
  [[nodiscard]] Rendering try_render(const std::string& name, const std::shared_ptr<Dict>& data);
  [[nodiscard]] Rendering try_render_text(std::string_view source, const std::string& name,
                                          const std::shared_ptr<Dict>& data);

 private:
  friend class Evaluator;
  /// Null when there is none. Raises when it is malformed or cannot be read.
  const ParsedTemplate* find(const std::string& name);

  Options options_;
  Loader loader_;
  std::map<std::string, std::unique_ptr<const ParsedTemplate>, std::less<>> templates_;
};

/// Templates of the files below `directories`; the first that has one wins. Names use `/`, and none leads out of them.
/// `files` outlives it.
[[nodiscard]] Loader directory_loader(FileSystem& files, std::vector<std::string> directories);

}  // namespace ashlar::templating
