#pragma once
/// From a URL to a store.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/environment.hpp"
#include "base/filesystem.hpp"
#include "state/stack_store.hpp"

namespace ashlar::state {

/// Opens the store that a `file://` URL names; its directory must be there. `files` and `clock` outlive it.
[[nodiscard]] Result<std::unique_ptr<StackStore>> open_store(std::string_view url, const Environment& environment,
                                                             const std::string& working_directory, FileSystem& files,
                                                             Clock& clock);

/// Where journals go while a store fails: a folder of `home`, the directory that $PULUMI_HOME names.
[[nodiscard]] std::shared_ptr<ObjectStore> open_spool(const std::string& home, FileSystem& files);

/// What a listing says about one stack.
struct StackSummary {
  StackName name;
  std::string last_update;                    ///< RFC 3339; empty when there was none
  std::optional<std::size_t> resource_count;  ///< nothing when the stack was only created
};

/// Reads one stack for a listing. Needs no key and no lock.
[[nodiscard]] Result<StackSummary> summarize(const StackStore& store, const StackName& stack);

}  // namespace ashlar::state
