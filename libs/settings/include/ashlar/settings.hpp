#pragma once
/// Typed settings: a struct is described once (ashlar/settings/model.hpp) and then loaded, checked, rendered and
/// documented. Safe on any thread; files are read on the caller's.

#include <stdexcept>

#include "ashlar/settings/model.hpp"

namespace ashlar::settings {

/// One thing that is wrong.
struct Violation {
  std::string path;     ///< `services[0].port`; empty: the model as a whole
  std::string message;  ///< `must be between 1 and 65535`
  std::string value;    ///< as JSON, shortened; `********` when it is secret; empty when there is none
  std::string source;   ///< `consul.yaml:3:14`, `environment variable CONSUL_PORT`, `code`, `default`
  std::string hint;     ///< what to do, where that is known

  [[nodiscard]] std::string text() const;  ///< all of it on one line
};

/// All that is wrong with one model's settings.
class InvalidSettings : public std::runtime_error {
 public:
  InvalidSettings(const std::string& model, std::vector<Violation> violations);
  [[nodiscard]] const std::vector<Violation>& violations() const { return violations_; }

 private:
  std::vector<Violation> violations_;
};

enum class Format { json, yaml, toml };

/// Where settings come from beside the defaults. What is added later wins: files, then the environment. Members of
/// models and maps are merged, lists are replaced.
class Sources {
 public:
  /// Of a `.yaml`, `.yml`, `.json` or `.toml` file; its absence is a violation, unless it `may_be_absent`.
  Sources& file(std::string path, bool may_be_absent = false);
  Sources& text(std::string content, std::string name, Format format);
  /// `source` names those without an origin in messages.
  Sources& values(Value values, std::string source);
  /// The variables of this process, or these.
  Sources& environment();
  Sources& environment(std::map<std::string, std::string, std::less<>> variables);

  struct Layer {
    enum class Kind { file, text, values, environment } kind;
    std::string name, content;
    Format format = Format::yaml;
    bool may_be_absent = false;
    Value values;
    std::map<std::string, std::string, std::less<>> variables;
  };
  [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }

 private:
  std::vector<Layer> layers_;
};

/// Which fields were given, and by whom: path to origin. A path that is not in it has its default.
using Given = std::map<std::string, Origin, std::less<>>;

template <typename T>
struct Loaded {
  T value;
  std::vector<Violation> violations;  ///< empty: `value` is valid
  Given given;
};

/// The core of `read`: fills the object, which is `model`'s prototype at first.
void read_object(const ModelInfo& model, void* object, const Sources& sources, const std::function<void()>& code,
                 std::vector<Violation>& violations, Given& given);
[[nodiscard]] std::vector<Violation> check_object(const ModelInfo& model, const void* object);
[[noreturn]] void refuse(const ModelInfo& model, std::vector<Violation> violations);

/// Defaults, then the sources in their order, then `code`.
template <typename T>
[[nodiscard]] Loaded<T> read(const Sources& sources, const std::function<void(T&)>& code = {}) {
  Loaded<T> loaded{T{}, {}, {}};
  const auto run = [&] { code(loaded.value); };
  read_object(model_of<T>(), &loaded.value, sources, code ? std::function<void()>(run) : nullptr, loaded.violations,
              loaded.given);
  return loaded;
}

/// The same; throws `InvalidSettings`.
template <typename T>
[[nodiscard]] T load(const Sources& sources, const std::function<void(T&)>& code = {}) {
  auto loaded = read<T>(sources, code);
  if (!loaded.violations.empty()) refuse(model_of<T>(), std::move(loaded.violations));
  return std::move(loaded.value);
}

/// What is wrong with settings made in code.
template <typename T>
[[nodiscard]] std::vector<Violation> check(const T& settings) {
  return check_object(model_of<T>(), &settings);
}

/// Shown ones are still marked (`Value::is_secret`).
enum class Secrets { masked, shown };

/// What is rendered. Fields stand in the order of the description, unknown ones behind them.
struct Rendering {
  bool by_alias = true;         ///< under the names of files; else under the fields' own
  bool omit_null = true;        ///< leaves out what is not set
  bool omit_defaults = false;   ///< leaves out what equals the member initialiser
  const Given* only = nullptr;  ///< set: only what was given
  Secrets secrets = Secrets::masked;
};

[[nodiscard]] Value object_value(const ModelInfo& model, const void* object, const Rendering& rendering);

/// Settings as a map, ready for `json_text` and its like.
template <typename T>
[[nodiscard]] Value to_value(const T& settings, const Rendering& rendering = {}) {
  return object_value(model_of<T>(), &settings, rendering);
}

/// JSON over several lines, indented by two; what HashiCorp's tools read as HCL. Ends with a line break, as all do.
[[nodiscard]] std::string json_text(const Value& value);
[[nodiscard]] std::string yaml_text(const Value& value);
/// REQUIRES: a map. Null has no form in TOML and is left out.
[[nodiscard]] std::string toml_text(const Value& value);

struct EnvironmentFile {
  std::string true_text = "true";
  std::string false_text = "false";
  bool quoted = true;  ///< false: values stand as they are, for readers that know no quotes
};
/// A line `NAME=value` for each member, quoted where needed as systemd and shells understand it. Lists of single values
/// are joined by commas, anything deeper is JSON. REQUIRES: a map.
[[nodiscard]] std::string environment_text(const Value& value, const EnvironmentFile& style = {});

/// Throws `InvalidSettings` on malformed text. `name` is what origins and messages show.
[[nodiscard]] Value parse(const std::string& content, const std::string& name, Format format);

/// JSON Schema, draft 2020-12.
[[nodiscard]] Value json_schema(const ModelInfo& model);
/// A table of the fields, and one of each model inside.
[[nodiscard]] std::string markdown(const ModelInfo& model);

/// For a program's `main` (or what calls it): when `ashlar settings describe` runs the program, which it says by the
/// environment variable `ASHLAR_SETTINGS=describe`, prints the models to standard output and returns true; the program
/// then has to end with success, having done nothing. The format is described in docs/settings.md.
[[nodiscard]] bool describe_when_asked(const std::vector<const ModelInfo*>& models);
/// What it prints.
[[nodiscard]] std::string description_text(const std::vector<const ModelInfo*>& models);

}  // namespace ashlar::settings
