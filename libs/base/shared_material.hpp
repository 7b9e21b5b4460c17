#pragma once
/// For tests only: material that is not part of the repository (captures of the genuine tools), where the machine has
/// it.

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

namespace ashlar {

/// The folder or file `relative` of the shared material: of `$ASHLAR_SHARED`, else of `shared` in `source_dir` or up to
/// two folders above it. A test that gets nothing skips itself and says why.
inline std::optional<std::filesystem::path> find_shared_material(const std::filesystem::path& source_dir,
                                                                 const std::filesystem::path& relative) {
  std::vector<std::filesystem::path> roots;
  if (const char* root = std::getenv("ASHLAR_SHARED")) roots.emplace_back(root);
  for (const auto* up : {"shared", "../shared", "../../shared"}) roots.push_back(source_dir / up);
  for (const auto& root : roots) {
    std::error_code none;
    if (std::filesystem::exists(root / relative, none)) return std::filesystem::canonical(root / relative, none);
  }
  return std::nullopt;
}

}  // namespace ashlar
