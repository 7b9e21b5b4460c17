#pragma once

#include "ashlar/value.hpp"

namespace ashlar {

/// Files as values. Paths are relative to the program's directory.
[[nodiscard]] Value file_asset(std::string_view path);
[[nodiscard]] Value string_asset(std::string_view text);
[[nodiscard]] Value remote_asset(std::string_view uri);

/// A directory, or a tar or zip file.
[[nodiscard]] Value file_archive(std::string_view path);
[[nodiscard]] Value remote_archive(std::string_view uri);
/// Made of assets and archives, by the path inside.
[[nodiscard]] Value asset_archive(const Value::Object& entries);

}  // namespace ashlar
