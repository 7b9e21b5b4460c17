#pragma once
/// One host of a run: its connection, its agent, and the requests that are under way.

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fleet/deploy/messages.hpp"
#include "fleet/inventory/inventory.hpp"
#include "fleet/runner/agent_session.hpp"

namespace ashlar::fleet {

/// What is the same for all hosts of a run.
struct RunSettings {
  bool check = false;
  bool want_diff = false;
  bool stream_output = false;  ///< pass on what commands print while they run
  bool sudo = false;           ///< operations are root's unless they say otherwise
  std::string sudo_password;   ///< where the inventory has none
  std::string run_name;        ///< for whoever finds the lock of a host held
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(30);
  int retries = 1;         ///< connections after the first one, to a host that is lost
  double lock_wait = 300;  ///< seconds to wait for another run on a host
};

/// Whoever makes requests and wants to know what became of them. Called on the loop's thread.
class HostWatcher {
 public:
  virtual ~HostWatcher() = default;
  virtual void connected(std::uint32_t /*host*/) {}
  virtual void result(std::uint32_t host, const OperationMessage& operation, const OperationResult& result) = 0;
  virtual void fact(std::uint32_t host, const FactMessage& request, const FactResult& result) = 0;
  virtual void output(std::uint32_t /*host*/, const OperationMessage& /*operation*/, const Output& /*output*/) {}
  virtual void content(std::uint32_t /*host*/, const Content& /*piece*/) {}
  virtual void waiting(std::uint32_t /*host*/, const std::string& /*what*/) {}
  /// Nothing more will be done there; `finished` follows.
  virtual void lost(std::uint32_t /*host*/, const Error& /*error*/) {}
  /// Once, last. Must not destroy the run of the host at once.
  virtual void finished(std::uint32_t host) = 0;
};

/// Used on the loop's thread.
class HostRun {
 public:
  enum class Ending { running, done, failed, unreachable, cancelled };

  /// The references outlive it.
  HostRun(IoLoop& loop, const AgentSupply& supply, const RunSettings& settings, HostWatcher& watcher,
          std::uint32_t number, const InventoryHost& host, std::unique_ptr<Connector> connector);

  void start();
  /// Requests, in order. They are sent at once if the agent is there.
  void ask(OperationMessage operation);
  void ask(FactMessage fact);
  /// No requests follow. With an error, the host has failed once those before are answered.
  void finish(std::optional<Error> error = std::nullopt);
  /// Skips what has not begun, lets an operation that has begun be ended, and finishes.
  void cancel();

  [[nodiscard]] const InventoryHost& host() const { return host_; }
  [[nodiscard]] Ending ending() const { return ending_; }
  /// Why it failed.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] const Traffic& traffic() const { return connector_->traffic(); }

 private:
  using Request = std::variant<OperationMessage, FactMessage>;
  struct Pending {
    RequestId id = 0;
    Request request;
    bool sent = false;
  };

  void connect();
  void connection_is(const Status& status);
  void reconnect(std::chrono::milliseconds delay);
  /// Does whatever can be done next.
  void pump();
  void open_session(bool elevated);
  [[nodiscard]] AgentSession::Callbacks session_callbacks();
  void session_ended(const Status& status, bool lost);
  void send(Pending& pending);
  [[nodiscard]] bool wants_root(const Request& request) const;
  [[nodiscard]] Identity identity_for(const std::string& user, bool root) const;
  void take(const Welcome& welcome);
  void take(const OperationResult& result);
  void take(const FactResult& result);
  std::optional<Pending> answered(RequestId id);
  void give_up(Ending ending, Error error);
  void close(Ending ending);
  [[nodiscard]] std::string text_setting(std::string_view name) const;
  [[nodiscard]] bool flag_setting(std::string_view name) const;
  [[nodiscard]] Elevation elevation() const;

  IoLoop& loop_;
  const AgentSupply& supply_;
  const RunSettings& settings_;
  HostWatcher& watcher_;
  std::uint32_t number_;
  const InventoryHost& host_;
  std::unique_ptr<Connector> connector_;
  std::unique_ptr<AgentSession> session_;
  IoLoop::Timer timer_;

  std::deque<Pending> pending_;
  std::vector<Outcome> outcomes_;
  bool connected_ = false;
  bool no_more_ = false;  ///< requests
  bool session_started_ = false;
  bool session_elevated_ = false;
  bool finish_sent_ = false;
  std::string login_user_;
  std::string boot_id_;
  std::string rebooting_from_;  ///< the boot that is to end
  int losses_ = 0;
  std::optional<Error> error_, failure_;
  Ending ending_ = Ending::running;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ashlar::fleet
