#pragma once
/// For tests only: an engine that writes down what a program asks and answers by script, over the real wire. What it
/// writes down has the form of the recorded runs that programs are compared with.

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace ashlar::sdk {

class RecordingMonitor {
 public:
  using Json = nlohmann::json;

  explicit RecordingMonitor(std::string project = "project", std::string stack = "dev");
  ~RecordingMonitor();
  RecordingMonitor(const RecordingMonitor&) = delete;
  RecordingMonitor& operator=(const RecordingMonitor&) = delete;

  [[nodiscard]] const std::string& address() const;

  // The script. Set it before the program runs.
  bool preview = false;                        ///< ids are empty, and nothing is added to the inputs
  std::map<std::string, Json> computed;        ///< by URN or name: outputs beside the inputs
  std::map<std::string, std::string> failing;  ///< by name: `FAIL`, `SKIP`, or the message of a refused call
  std::vector<Json> invoke_answers;            ///< {"tok", "args", "return"}; without `args` for any arguments
  std::map<std::string, Json> call_answers;    ///< by token: what a method returns, or {"failure": "why not"}
  std::map<std::string, Json> stack_outputs;   ///< by stack name: what a StackReference reads

  /// What was asked: `registrations` and `reads` sorted by URN, `invokes`, `calls`, `resourceOutputs` by URN, `logs`.
  [[nodiscard]] Json recorded() const;
  /// The registration of that name; null when there is none.
  [[nodiscard]] Json registration(const std::string& name) const;
  /// The most registrations that were under way at one time.
  [[nodiscard]] int most_at_once() const;
  /// Registrations wait until this many are under way, or forever.
  void hold_until(int count);

 private:
  class Server;
  std::unique_ptr<Server> server_;
};

/// The differences between two recordings, a line each; empty when they say the same.
[[nodiscard]] std::string differences(const nlohmann::json& expected, const nlohmann::json& actual);

}  // namespace ashlar::sdk
