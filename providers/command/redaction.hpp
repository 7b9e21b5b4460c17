#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resource/property_value.hpp"

namespace ashlar::providers::command {

/// Knows the texts that must not be shown, and blanks them out of what is.
class Redaction {
 public:
  /// Adds the texts inside secrets anywhere in `map`; of a text with several lines each line, too.
  void add_secrets_of(const PropertyMap& map);
  /// From now on every text counts as a secret: nobody can tell what of a secret command its output repeats.
  void cover_everything() { covers_everything_ = true; }

  [[nodiscard]] std::string apply(std::string shown) const;
  /// Whether `text` holds any of them.
  [[nodiscard]] bool touches(std::string_view text) const;

 private:
  void add(const PropertyValue& value, bool secret);

  bool covers_everything_ = false;
  std::vector<std::string> texts_;  ///< the longest first, so that none is left in part
};

}  // namespace ashlar::providers::command
