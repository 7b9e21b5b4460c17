#pragma once
/// Keeps the secrets of an operation out of what is shown of it.

#include <string>
#include <vector>

#include "resource/property_value.hpp"

namespace ashlar::fleet {

class SecretMask {
 public:
  /// Learns every secret text inside the map.
  void learn(const PropertyMap& map);

  /// Learns a text that is secret as a whole, and its lines.
  void learn(const std::string& text);

  /// `text` with `[secret]` in place of every secret, and of every line of a secret that has several. Secrets of fewer
  /// than three characters are not looked for: they would turn up everywhere.
  [[nodiscard]] std::string hide(std::string text) const;
  [[nodiscard]] bool empty() const { return secrets_.empty(); }

 private:
  void learn(const PropertyValue& value, bool secret);
  void add(const std::string& text);

  std::vector<std::string> secrets_;  ///< the longest first
};

}  // namespace ashlar::fleet
