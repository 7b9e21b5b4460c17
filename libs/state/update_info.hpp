#pragma once
/// What a stack's history says about one run (reference 6.2).

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar::state {

struct UpdateInfo {
  std::string kind;             ///< `update`, `preview`, `refresh`, `destroy`, `import`, `resource-import`, `rename`
  std::int64_t start_time = 0;  ///< Unix seconds
  std::string message;
  std::map<std::string, std::string> environment;
  /// `ns:key` to JSON text: a string, `{"secure":"<ciphertext>"}`, or a structured value.
  std::map<std::string, std::string> config;
  int version = 0;     ///< always 0 in such stores
  std::string result;  ///< `succeeded`, `failed`, `in-progress`
  std::int64_t end_time = 0;
  std::map<std::string, int> resource_changes;
};

[[nodiscard]] std::string write_update_info(const UpdateInfo& info);
[[nodiscard]] Result<UpdateInfo> read_update_info(std::string_view text);

}  // namespace ashlar::state
