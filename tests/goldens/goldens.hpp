#pragma once
/// Recorded runs of the programs that ours take the place of (shared/goldens), and how ours are compared with them.

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/shared_material.hpp"
#include "sdk/testing/recording_monitor.hpp"

namespace ashlar {

/// The recording of that name; null where the machine does not have it.
inline nlohmann::json load_golden(const std::string& name) {
  const auto file = find_shared_material(ASHLAR_SOURCE_DIR, "goldens/" + name);
  if (!file) return nullptr;
  std::ifstream in(*file);
  return nlohmann::json::parse(in);
}

/// Makes `monitor` answer as the recording's engine did.
inline void answer_like(const nlohmann::json& golden, sdk::RecordingMonitor& monitor) {
  monitor.preview = golden["mode"] == "preview";
  for (const auto& registration : golden["registrations"]) {
    if (registration.contains("computed")) monitor.computed[registration["urn"]] = registration["computed"];
  }
  for (const auto& invoke : golden["invokes"]) monitor.invoke_answers.push_back(invoke);
}

/// The part of a recording that programs decide: registrations, calls and outputs, without what the engine answered.
inline nlohmann::json requests_of(const nlohmann::json& recording) {
  nlohmann::json result{{"registrations", nlohmann::json::object()},
                        {"invokes", nlohmann::json::array()},
                        {"resourceOutputs", recording["resourceOutputs"]},
                        {"reads", recording["reads"]}};
  for (auto registration : recording["registrations"]) {
    for (const auto* key : {"computed", "version", "sourcePosition"}) registration.erase(key);
    result["registrations"][registration["urn"].get<std::string>()] = registration;
  }
  std::multimap<std::string, nlohmann::json> invokes;
  for (auto invoke : recording["invokes"]) {
    invoke.erase("return");
    invokes.emplace(invoke.dump(), invoke);
  }
  for (const auto& [text, invoke] : invokes) result["invokes"].push_back(invoke);
  return result;
}

inline void expect_same_requests(const nlohmann::json& golden, const nlohmann::json& recorded) {
  EXPECT_EQ(sdk::differences(requests_of(golden), requests_of(recorded)), "");
  for (const auto& registration : recorded["registrations"]) {
    const auto package = registration["type"].get<std::string>().substr(0, 4);
    if (package == "aws:") {
      EXPECT_EQ(registration.value("version", ""), "7.41.0") << registration["name"];
    }
  }
}

}  // namespace ashlar
