#pragma once
/// What controller and agent say to each other (docs/formats/agent.md). Plain data; `encode` and `decode` are in
/// `message_encoding.hpp`.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "fleet/protocol/frames.hpp"
#include "resource/property_value.hpp"

namespace ashlar::fleet {

/// Controller and agent of one build speak the same; others refuse each other.
inline constexpr std::uint32_t protocol_version = 1;

/// Numbers an operation or a fact of one run, in the order in which they are sent. Never 0, unique in the run.
using RequestId = std::uint64_t;

enum class Mode : std::uint8_t { check, apply, count_ };
enum class OperationStatus : std::uint8_t { ok, failed, skipped, count_ };

/// How an operation of this run, or of its part before a lost connection, ended.
struct Outcome {
  RequestId id = 0;
  OperationStatus status = OperationStatus::ok;
  bool changed = false;
};

// --- controller to agent ---

/// The first message.
struct Hello {
  static constexpr auto kind = FrameKind::hello;
  std::uint32_t version = protocol_version;
  std::string run;  ///< names the run for whoever finds the lock held: `ashlar apply web.yaml by ann@desk, pid 4711`
  double lock_wait = 300;         ///< seconds to wait for another run on the host to end; 0 refuses at once
  std::vector<Outcome> finished;  ///< after a lost connection: what earlier connections of the run finished
};

/// As whom an operation runs. The agent must run as root to become somebody else.
struct Identity {
  std::string user;    ///< empty: as the agent itself
  std::string group;   ///< empty: the user's own
  bool login = false;  ///< with the user's home as HOME and working directory, as `sudo -i` and `su -` do
};

/// A requirement on one earlier operation.
struct ConditionTerm {
  enum class Is : std::uint8_t { changed, unchanged, succeeded, failed, count_ };
  RequestId operation = 0;
  Is is = Is::changed;
};

/// When an operation runs at all. An operation that was skipped has neither changed, succeeded nor failed. No terms:
/// always.
struct Condition {
  enum class Of : std::uint8_t { all, any, none, count_ };
  Of of = Of::all;
  std::vector<ConditionTerm> terms;
};

struct OperationRequest {
  static constexpr auto kind = FrameKind::operation;
  RequestId id = 0;
  std::string type;  ///< `files.directory`
  std::string name;  ///< the user's, for messages; may be empty
  PropertyMap arguments;
  Mode mode = Mode::apply;
  bool want_diff = false;
  bool stream_output = false;  ///< send what its commands print while they run (`Output`)
  bool ignore_errors = false;  ///< later operations run even when it fails
  Identity identity;
  PropertyMap environment;         ///< texts or secret texts, for the commands it runs
  std::string directory;           ///< `chdir`: where its commands run and from which relative paths count
  double timeout = 0;              ///< seconds for each command that it runs; 0: none
  std::uint32_t retries = 0;       ///< attempts after the first one
  double retry_delay = 0;          ///< seconds between two attempts
  std::string shell;               ///< of server.shell; empty: `sh`
  std::vector<int> success_codes;  ///< exit codes of shell commands that are no failure; empty: 0
  Condition condition;
};

struct FactRequest {
  static constexpr auto kind = FrameKind::fact;
  RequestId id = 0;
  std::string name;  ///< `files.File`
  PropertyMap arguments;
  Identity identity;
};

/// A piece of a file's content: to the agent after `ContentNeeded`, from the agent before the result of `files.get`.
/// Pieces of one content come in order, without gaps.
struct Content {
  static constexpr auto kind = FrameKind::content;
  std::string hash;  ///< of the whole content: SHA-256, lower-case hexadecimal
  std::uint64_t offset = 0;
  std::string bytes;
  std::uint64_t from_basis = 0;  ///< not 0: `bytes` is empty, and as many bytes are those of the basis at this offset
  bool last = false;
  std::optional<Error> error;  ///< the content cannot be had (`last` is set too)
};

/// Ends the running command and skips all operations that are not finished.
struct Cancel {
  static constexpr auto kind = FrameKind::cancel;
};

/// No requests follow: the agent says goodbye once it has answered those before.
struct Finish {
  static constexpr auto kind = FrameKind::finish;
};

// --- agent to controller ---

/// The answer to `Hello`.
struct Welcome {
  static constexpr auto kind = FrameKind::welcome;
  std::uint32_t version = protocol_version;
  std::string agent_version;
  std::string host;          ///< what the kernel calls the machine
  std::string user;          ///< as whom the agent runs
  std::string architecture;  ///< `x86_64`
  std::string boot_id;       ///< changes with every boot: tells a rebooted host from one that is still going down
  int process = 0;
};

struct OperationResult {
  static constexpr auto kind = FrameKind::operation_result;
  RequestId id = 0;
  OperationStatus status = OperationStatus::ok;
  bool changed = false;    ///< something was changed, or would be
  bool uncertain = false;  ///< check only: what would happen depends on an earlier operation that was not applied
  bool ignored = false;    ///< it failed and was told to go on
  std::vector<std::string> changes;  ///< in words, one each
  std::string diff;                  ///< unified; empty unless wanted
  std::string output, error_output;  ///< the ends of what its commands printed
  std::optional<int> exit_code;      ///< of the last command of server.shell and server.script
  std::optional<Error> error;
  std::string skipped_because;
  std::uint32_t attempts = 1;
  double seconds = 0;
  bool reboots = false;  ///< the host goes down now: reconnect until `Welcome::boot_id` differs, then go on
  PropertyMap outputs;   ///< what the operation's page documents, for example `hash` of files.get
};

struct FactResult {
  static constexpr auto kind = FrameKind::fact_result;
  RequestId id = 0;
  PropertyValue value;
  std::optional<Error> error;
  bool uncertain = false;  ///< operations before it were only checked: it shows the present state
};

/// Asks for a content that the agent lacks.
struct ContentNeeded {
  static constexpr auto kind = FrameKind::content_needed;
  std::string hash;
  std::uint64_t offset = 0;  ///< what an earlier connection brought is kept: begin here
  /// SHA-256 (32 bytes each) of the blocks of `content_block_size` bytes of the file that is to be replaced, where it
  /// is long enough for a comparison to pay.
  std::vector<std::string> basis;
};

/// What commands print, while they run.
struct Output {
  static constexpr auto kind = FrameKind::output;
  RequestId id = 0;
  bool is_error = false;
  std::string text;
};

/// The agent waits for somebody on the host.
struct Waiting {
  static constexpr auto kind = FrameKind::waiting;
  RequestId id = 0;  ///< the operation that waits
  std::string text;  ///< `the package database is locked by apt-get (process 812)`
};

/// The agent cannot serve: another version, another run on the host, a malformed message. It ends.
struct Refused {
  static constexpr auto kind = FrameKind::refused;
  Error error;
};

/// The last message of an agent that was told to finish.
struct Goodbye {
  static constexpr auto kind = FrameKind::goodbye;
};

/// Contents are compared with the file they replace in blocks of this size, and sent in pieces of at most this size.
inline constexpr std::uint64_t content_block_size = 128U << 10;

}  // namespace ashlar::fleet
