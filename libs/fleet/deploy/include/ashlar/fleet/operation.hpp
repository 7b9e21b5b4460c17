#pragma once
/// What every operation has: options before it runs, a result after.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ashlar/error.hpp"
#include "ashlar/fleet/text.hpp"
#include "ashlar/value.hpp"

namespace ashlar::fleet {

class Host;

/// When an operation runs. It is evaluated on the host, just before the operation's turn. A `bool` decides at once.
class When {
 public:
  When() = default;  ///< always
  template <std::same_as<bool> B>
  When(B value) : never_(!value) {}  // NOLINT(google-explicit-constructor)

  /// For the library's own code: at least one, or all, of these operations of the same host changed something.
  When(std::vector<std::uint64_t> operations, bool all) : operations_(std::move(operations)), all_(all) {}
  [[nodiscard]] bool is_always() const { return !never_ && operations_.empty(); }
  [[nodiscard]] bool is_never() const { return never_; }
  [[nodiscard]] const std::vector<std::uint64_t>& operations() const { return operations_; }
  [[nodiscard]] bool needs_all() const { return all_; }

 private:
  std::vector<std::uint64_t> operations_;
  bool all_ = false;
  bool never_ = false;
};

/// What can be said of any operation: `files::put(host, "…", {…}, {.if_ = conf.changed(), .sudo = true})`.
struct Options {
  When if_{};
  std::optional<bool> sudo{};           ///< run it as root, or as `user`, by sudo
  std::string user{};                   ///< run it as this user
  TextMap env{};                        ///< variables of the commands that it runs
  std::string chdir{};                  ///< where they run
  std::optional<int> timeout{};         ///< seconds, after which it is ended and has failed
  std::optional<bool> ignore_errors{};  ///< when it fails, go on with the host
  std::optional<int> retries{};         ///< how often to try again after a failure
  std::optional<int> retry_delay{};     ///< seconds between tries; 5 when it is left out
  bool run_once = false;                ///< on one host only: the first whose turn it is
};

/// How an operation ended, once it did.
struct OperationOutcome {
  enum class Status { ok, failed, skipped };
  Status status = Status::ok;
  bool ignored = false;  ///< it failed, and the host goes on
  bool changed = false;  ///< under `--check`: would change
  std::string output;    ///< what its commands wrote to standard output, the end of it when it is long
  std::string error;     ///< why it failed
};

/// An operation that was asked for. It runs when its turn comes: asking does not wait.
class OperationHandle {
 public:
  /// Whether it changed something, for `if_` of a later operation on the same host.
  [[nodiscard]] When changed() const;
  /// Waits until it is done. When it failed and errors are not ignored, the host's deploy ends here.
  [[nodiscard]] OperationOutcome wait() const;
  /// The same, for code that decides by it. Each of these costs a round trip to the host.
  [[nodiscard]] bool did_change() const { return wait().changed; }
  [[nodiscard]] std::string output() const { return wait().output; }

  /// For the library's own code.
  OperationHandle(Host& host, std::uint64_t id) : host_(&host), id_(id) {}
  [[nodiscard]] std::uint64_t id() const { return id_; }

 private:
  Host* host_;
  std::uint64_t id_;
};

/// REQUIRES of both: operations of one host.
[[nodiscard]] When any_changed(std::initializer_list<OperationHandle> operations);
[[nodiscard]] When all_changed(std::initializer_list<OperationHandle> operations);

/// Any operation that the hosts know, by its name and arguments: what the typed functions are made of.
OperationHandle operation(Host& host, std::string_view name, std::string_view type, const Value::Object& arguments,
                          const Options& options = {}, SourceLocation where = SourceLocation::current());

}  // namespace ashlar::fleet
