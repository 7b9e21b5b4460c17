#pragma once
/// Arguments of an operation on their way to a host.

#include <optional>
#include <string>
#include <vector>

#include "ashlar/fleet/text.hpp"
#include "fleet/deploy/program.hpp"

namespace ashlar::fleet {

/// A secret text becomes a secret value.
[[nodiscard]] PropertyValue property_of(const Text& text);

/// Collects members. What was left out by the program is not sent: the operation's own default counts.
class ArgumentList {
 public:
  ArgumentList& add(const char* name, const std::string& text) { return text.empty() ? *this : put(name, text); }
  ArgumentList& add(const char* name, const Text& text) { return text.empty() ? *this : put(name, property_of(text)); }
  ArgumentList& add(const char* name, bool flag, bool otherwise) { return flag == otherwise ? *this : put(name, flag); }
  template <std::same_as<int> I>
  ArgumentList& add(const char* name, I number) {
    return put(name, number);
  }
  template <typename T>
  ArgumentList& add(const char* name, const std::optional<T>& value) {
    if (!value) return *this;
    if constexpr (std::same_as<T, Text>) {
      return put(name, property_of(*value));
    } else {
      return put(name, *value);
    }
  }
  template <typename T>
  ArgumentList& add(const char* name, const std::vector<T>& values) {
    if (values.empty()) return *this;
    PropertyArray array;
    for (const auto& value : values) {
      if constexpr (std::same_as<T, Text>) {
        array.push_back(property_of(value));
      } else {
        array.emplace_back(value);
      }
    }
    return put(name, std::move(array));
  }
  ArgumentList& put(const char* name, PropertyValue value) {
    members_.insert_or_assign(name, std::move(value));
    return *this;
  }
  [[nodiscard]] PropertyMap take() { return std::move(members_); }

 private:
  PropertyMap members_;
};

/// Queues the operation. REQUIRES: called in the host's function.
OperationHandle ask(Host& host, std::string_view name, const char* type, PropertyMap arguments, const Options& options,
                    SourceLocation where);

/// The content of a file here as an argument: `source` relative to the folder of the source that calls, else to the
/// deploy's directory. Throws ProgramError when it cannot be read.
[[nodiscard]] PropertyValue file_argument(Host& host, const std::string& source, SourceLocation where);
[[nodiscard]] std::string find_file(Host& host, const std::string& source, SourceLocation where);
[[nodiscard]] PropertyValue content_argument(Host& host, const Text& content);

}  // namespace ashlar::fleet
