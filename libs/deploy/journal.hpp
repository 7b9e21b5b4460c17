#pragma once

#include <functional>

#include "base/result.hpp"
#include "deploy/ledger.hpp"

namespace ashlar::deploy {

/// Where the engine's records go. Called on the engine's thread only; completion is posted back to it.
class Journal {
 public:
  virtual ~Journal() = default;
  /// Makes `record` durable, then calls `done`. Records become durable in the order of the calls. Without `done` the
  /// record may wait for the next one that has it: nothing in the world depends on it yet.
  virtual void append(Record record, std::function<void(Status)> done) = 0;
};

}  // namespace ashlar::deploy
