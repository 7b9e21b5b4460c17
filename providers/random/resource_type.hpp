#pragma once
/// How the package's resource types are described. The provider carries out any description; only generating differs by
/// type.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "deploy/provider.hpp"
#include "resource/property_value.hpp"

namespace ashlar::providers::random {

/// The longest text, list or byte string that is made. The published provider has no limit but the memory's end.
inline constexpr std::int64_t largest_result = 1'000'000;

enum class Kind { text, integer, boolean, text_map, text_list };

/// Which changes of a property make a new resource. Those that do not are updated in place.
enum class Replaces {
  always,
  when_entries_change,  ///< not between absent and empty, nor for entries that are null (keepers)
  unless_emptied        ///< not from the empty text to absent (overrideSpecial)
};

struct Property {
  std::string name;
  Kind kind = Kind::text;
  bool required = false;
  bool computed = false;        ///< an output: inputs may not set it
  bool secret = false;          ///< its value is a secret in outputs
  PropertyValue default_value;  ///< null: none. Stands in outputs, never in inputs
  Replaces replaces = Replaces::always;
  bool empty_is_absent = false;  ///< the empty text counts as none
  std::string deprecated_for;    ///< the property to use instead
};

/// What a new or imported resource consists of beside its inputs.
struct Generated {
  std::string id;
  PropertyMap outputs;  ///< by name; an import names the inputs too
  /// Work that takes too long for the engine's thread; its result joins `outputs`. Runs on any thread, once.
  std::function<Result<PropertyMap>()> slow;
};

/// Where chance and time come from. Used on the engine's thread only.
struct Sources {
  Entropy& entropy;
  Clock& clock;
};

struct ResourceType {
  std::string token;
  std::vector<Property> properties;
  int schema_version = 0;  ///< what outputs note in `__meta` when it is not 0
  bool has_id_output = true;
  /// Properties whose name in the plural stands for a singular one in the published provider's raw state.
  std::vector<std::pair<std::string, std::string>> singular;

  /// Judges known values together. `config` holds what inputs set, converted; `planned` has the defaults too.
  std::function<void(const PropertyMap& config, const PropertyMap& planned, std::vector<deploy::CheckFailure>&)>
      validate;
  /// Fills in what one property says about another, after the defaults.
  std::function<void(const PropertyMap& config, PropertyMap& planned)> complete;
  /// Makes one. REQUIRES: `planned` passed `validate` and holds no unknown value.
  std::function<Result<Generated>(const PropertyMap& planned, Sources)> generate;
  /// Reads what the text given to an import says. Absent: the type cannot be imported.
  std::function<Result<Generated>(const std::string& text, Sources)> import;
  /// Fills in what outputs of an older schema version lack, before the defaults. May be absent.
  std::function<void(PropertyMap& outputs)> renew;
  /// Slow work that brings outputs of an older schema version up to date. May be absent.
  std::function<std::function<Result<PropertyMap>()>(const PropertyMap& outputs, Sources)> upgrade;

  [[nodiscard]] const Property* property(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> input_names() const;
};

/// The property that every type has.
[[nodiscard]] Property keepers();

// Readers of planned values. REQUIRES: the property is set and known, unless they say otherwise.
[[nodiscard]] std::int64_t integer(const PropertyMap& planned, std::string_view name);
[[nodiscard]] bool boolean(const PropertyMap& planned, std::string_view name);
[[nodiscard]] std::string text_or_empty(const PropertyMap& planned, std::string_view name);  ///< absent: empty

/// Whether `name` is set to a known value.
[[nodiscard]] bool is_known(const PropertyMap& planned, std::string_view name);

/// Adds a failure of `name` unless its value is absent, unknown, or within the bounds.
void require_between(const PropertyMap& config, const std::string& name, std::int64_t lowest, std::int64_t highest,
                     std::vector<deploy::CheckFailure>& failures);

}  // namespace ashlar::providers::random
