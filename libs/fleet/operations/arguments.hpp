#pragma once
/// The arguments of an operation or fact, taken by name and type.

#include <sys/types.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar::fleet {

/// Every getter notes the name as known and looks through secret marks. The first argument that is missing or of
/// another type than asked for is kept as the error; the getter then returns something empty. Ask `check` before
/// acting.
class Arguments {
 public:
  /// REQUIRES: `map` outlives the object.
  explicit Arguments(const PropertyMap& map) : map_(map) {}

  [[nodiscard]] std::string text(const std::string& name);  ///< required, not empty
  [[nodiscard]] std::string text_or(const std::string& name, std::string otherwise);
  [[nodiscard]] std::optional<std::string> optional_text(const std::string& name);
  [[nodiscard]] bool flag(const std::string& name, bool otherwise);
  [[nodiscard]] std::optional<bool> optional_flag(const std::string& name);
  [[nodiscard]] std::optional<double> optional_number(const std::string& name);
  /// A list of texts, or one text; a number counts as its digits.
  [[nodiscard]] std::vector<std::string> texts(const std::string& name);
  [[nodiscard]] std::map<std::string, std::string> text_map(const std::string& name);
  /// Permissions in octal, as a text ("0644", "644") or as the number that these digits make.
  [[nodiscard]] std::optional<mode_t> mode(const std::string& name);
  /// A file's content: its asset. Required.
  [[nodiscard]] const Asset* asset(const std::string& name);
  /// The value as it is, secret marks at its top removed; null when it is not given.
  [[nodiscard]] const PropertyValue* value(const std::string& name);

  [[nodiscard]] bool given(const std::string& name);          ///< and not null
  [[nodiscard]] bool is_null(const std::string& name) const;  ///< given, as null
  [[nodiscard]] bool is_secret(const std::string& name);      ///< it, or something inside it
  /// Notes an argument that is wrong in another way.
  void reject(const std::string& name, const std::string& why);

  /// Fails when an argument was missing, of a wrong type, or of a name that nobody asked for.
  [[nodiscard]] Status check() const;

 private:
  const PropertyMap& map_;
  std::set<std::string> known_;
  std::optional<Error> error_;
};

}  // namespace ashlar::fleet
