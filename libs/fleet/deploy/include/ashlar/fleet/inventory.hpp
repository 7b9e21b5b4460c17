#pragma once
/// An inventory as a program: `ashlar apply FOLDER DEPLOY` compiles and runs it, and takes the hosts that it names.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ashlar/fleet/text.hpp"
#include "ashlar/value.hpp"

namespace ashlar::fleet {

/// What is said of a host, of a group, or of all hosts: the members of the YAML file (docs/fleet.md).
struct HostEntry {
  std::vector<std::string> groups{};
  Value::Object data{};
  TextMap secrets{};  ///< data that is secret
  Value::Object connection{};
  TextMap connection_secrets{};  ///< `password`, `sudo_password` …
};

struct GroupEntry {
  std::vector<std::string> groups{};  ///< that it contains
  Value::Object data{};
  TextMap secrets{};
  Value::Object connection{};
  TextMap connection_secrets{};
};

class Inventory {
 public:
  struct State;
  explicit Inventory(State& state) : state_(state) {}

  /// `--environment`; empty when it is not given.
  [[nodiscard]] const std::string& environment() const;
  void host(const std::string& name, const HostEntry& entry = {});
  void group(const std::string& name, const GroupEntry& entry);
  void all(const GroupEntry& entry);

 private:
  State& state_;
};

/// What `main` of an inventory returns. An exception of `function` is shown, and there is no inventory.
[[nodiscard]] int inventory(const std::function<void(Inventory&)>& function);

}  // namespace ashlar::fleet
