#pragma once
/// The demands on text that fields may make.

#include <string_view>

namespace ashlar::settings {

[[nodiscard]] bool is_ip(std::string_view text);
[[nodiscard]] bool is_cidr(std::string_view text);
[[nodiscard]] bool is_host_port(std::string_view text);
[[nodiscard]] bool is_absolute_path(std::string_view text);
[[nodiscard]] bool is_url(std::string_view text);
[[nodiscard]] bool is_duration(std::string_view text);

}  // namespace ashlar::settings
