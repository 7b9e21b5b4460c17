#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace ashlar::plugin {

/// Who is called, or nobody in particular when it is us.
struct CallPeer {
  std::string kind;  ///< `resource` or `language`; empty when we are the one who is called
  std::string name;  ///< the package or the runtime
};

/// A file of all calls between us, plugins and programs, for whoever looks into what they say (PULUMI_DEBUG_GRPC): a
/// line of JSON when a call begins and one when it ends, as other engines of the protocol write them. Lines are added
/// at the end of the file, which only its owner can read. Secrets are not in it: where a value is marked as one, or was
/// in an earlier call, `[secret]` stands. Safe on any thread.
class CallLog {
 public:
  [[nodiscard]] static Result<std::shared_ptr<CallLog>> open(const std::filesystem::path& file);
  ~CallLog();
  CallLog(const CallLog&) = delete;
  CallLog& operator=(const CallLog&) = delete;

  /// `request` and `response` are messages in JSON.
  void begun(const CallPeer& peer, const std::string& method, const std::string& request);
  struct Ending {
    std::string response;  ///< empty when it failed
    std::string error;     ///< empty when it did not
    std::chrono::nanoseconds duration{};
  };
  void ended(const CallPeer& peer, const std::string& method, const std::string& request, const Ending& ending);

 private:
  explicit CallLog(int file) : file_(file) {}
  [[nodiscard]] nlohmann::ordered_json without_secrets(const std::string& message);
  void learn(const nlohmann::ordered_json& secret);
  void hide(nlohmann::ordered_json& value) const;
  void write(const nlohmann::ordered_json& line) const;

  int file_;
  SystemClock clock_;
  std::mutex mutex_;
  std::set<std::string> secrets_;  ///< texts that were marked as secret in any call
};

}  // namespace ashlar::plugin
