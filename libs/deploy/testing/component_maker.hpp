#pragma once
/// A provider's component for tests: a group of one disk, registered with the monitor as a plugin would.

#include "deploy/testing/scenario.hpp"

namespace ashlar::deploy::testing {

inline constexpr const char* group_type = "pkg:m:Group";
inline constexpr const char* disk_type = "pkg:m:Disk";

/// Has the scenario's package `pkg` construct groups. The input `size` is the size of the disk `NAME-disk` in the
/// group; the output `disk` is that disk's id.
class ComponentMaker {
 public:
  explicit ComponentMaker(Scenario& scenario);
  ComponentMaker(const ComponentMaker&) = delete;  ///< the scenario refers to it
  ComponentMaker& operator=(const ComponentMaker&) = delete;

  /// Has the next run use it: each run has a monitor of its own.
  void attend();

  Monitor* monitor = nullptr;
  std::vector<ConstructRequest> requests;
  /// May change what the disk's registration says.
  std::function<void(Goal&)> amend_disk;
  /// May change the answer; called when the disk is there.
  std::function<void(Result<ConstructAnswer>&)> amend_answer;
  /// The plugin hangs once a registration of its own has failed.
  bool hangs_on_failure = false;

 private:
  void construct(const ConstructRequest& request, const Done<ConstructAnswer>& done);
  void make_disk(const ConstructRequest& request, const Urn& group, const Done<ConstructAnswer>& done);

  Scenario& scenario_;
};

}  // namespace ashlar::deploy::testing
