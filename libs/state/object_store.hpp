#pragma once
/// Where stacks are kept: objects under keys such as `.pulumi/stacks/p/s.json`. Files of a directory today; a bucket
/// fits as well.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace ashlar::state {

struct ObjectInfo {
  std::string name;  ///< the last part of the key
  bool is_directory = false;
  Clock::Time modified{};  ///< not set for directories
};

/// A text that grows. One thread at a time.
class ObjectLog {
 public:
  virtual ~ObjectLog() = default;
  /// Adds `bytes`; durable on success. After a failure any part of them may be there; the next call begins by taking
  /// that away, so the same bytes may be appended again.
  virtual Status append(std::string_view bytes) = 0;
};

/// Blocking calls, safe on any thread. Errors name the object's URL or path. Of kind `not_found` only where nothing is
/// there.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  virtual Result<std::string> get(const std::string& key) = 0;
  /// Replaces the object as a whole, or leaves it as it was; durable on success.
  virtual Status put(const std::string& key, std::string_view content) = 0;
  /// Makes `to` hold what `from` holds now, replacing it. Costs no space where the store can share content.
  virtual Status copy(const std::string& from, const std::string& to) = 0;
  /// Success also when there is none.
  virtual Status remove(const std::string& key) = 0;
  /// What stands directly in the directory, sorted by name; empty when there is no such directory.
  virtual Result<std::vector<ObjectInfo>> list(const std::string& directory) = 0;
  [[nodiscard]] virtual Result<bool> exists(const std::string& key) = 0;

  /// Opens a log for going on after its first `length` bytes; what follows them is cut off. 0 starts anew.
  virtual Result<std::unique_ptr<ObjectLog>> open_log(const std::string& key, std::size_t length) = 0;
  virtual Result<std::string> read_log(const std::string& key) = 0;
  virtual Status remove_log(const std::string& key) = 0;

  /// How a person names the object.
  [[nodiscard]] virtual std::string url(const std::string& key) const = 0;
};

}  // namespace ashlar::state
