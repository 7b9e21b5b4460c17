#pragma once
/// What an asset or an archive is known by: a SHA-256 that every tool of the ecosystem computes the same
/// (reference 2.4).

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace ashlar {

/// Lower-case hex.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The hash of the content. A relative path is looked up in `base`; of URIs, only `file:` ones can be read.
[[nodiscard]] Result<std::string> content_hash(const Asset& asset, const std::filesystem::path& base);

/// A path to an archive file (.tar, .tgz, .tar.gz, .zip, .jar): the hash of that file. Else that of an uncompressed tar
/// file with the directory's files, or the map's entries, in it.
[[nodiscard]] Result<std::string> content_hash(const Archive& archive, const std::filesystem::path& base);

/// Fills in the hashes that are missing from assets and archives anywhere in `map`. Reads the files they name.
[[nodiscard]] Status hash_assets(PropertyMap& map, const std::filesystem::path& base);

}  // namespace ashlar
