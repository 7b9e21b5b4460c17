#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/environment.hpp"
#include "cmd/ashlar/commands/import_file.hpp"
#include "resource/resource_state.hpp"

namespace ashlar::cli {

/// A resource that was imported.
struct Imported {
  ImportEntry entry;
  ResourceStatePtr state;
};

/// What is to be added to a C++ program so that it declares these resources as they are. Types come from the packages
/// of the SDK; resources of others are declared by their tokens.
[[nodiscard]] std::string declarations(const std::vector<Imported>& resources, const Environment& environment);

}  // namespace ashlar::cli
