#pragma once
/// Test support: a directory with a store in it, and a clock that a test can foretell.

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/faulty_filesystem.hpp"
#include "base/filesystem.hpp"
#include "base/temporary_directory.hpp"
#include "state/file_object_store.hpp"
#include "state/stack_store.hpp"

namespace ashlar::state {

/// Begins at a second of 2026 and goes on by a millisecond a look.
class SteppingClock final : public Clock {
 public:
  Time now() override { return Time(std::chrono::seconds(1795345000) + std::chrono::milliseconds(++looks_)); }

 private:
  std::int64_t looks_ = 0;
};

/// A state directory of its own, on a disk that can be made to fail.
struct TestStore {
  TemporaryDirectory directory;
  RealFileSystem real;
  FaultyFileSystem disk{real};
  SteppingClock clock;
  std::shared_ptr<FileObjectStore> objects = std::make_shared<FileObjectStore>(disk, directory.path());

  [[nodiscard]] std::string path(const std::string& key) const { return directory.path() + "/" + key; }
  [[nodiscard]] std::string read(const std::string& key) {
    auto text = real.read_file(path(key));
    return text ? *text : "(" + text.error().message + ")";
  }
  void put(const std::string& key, const std::string& content) {
    (void)real.make_directories(parent_directory(path(key)), 0755);
    (void)real.write_file_atomically(path(key), content, 0644);
  }
  [[nodiscard]] std::vector<std::string> names(const std::string& key) {
    std::vector<std::string> result;
    if (auto entries = real.list_directory(path(key))) {
      for (const auto& entry : *entries) result.push_back(entry.name);
    }
    return result;
  }
  [[nodiscard]] std::unique_ptr<StackStore> open(StoreOptions options = {}) {
    auto store = StackStore::open(objects, options, clock);
    return store ? std::move(*store) : nullptr;
  }
};

}  // namespace ashlar::state
