#pragma once
/// What `ashlar` and a deploy program that it runs say to each other (docs/formats/deploy.md). Frames and encodings are
/// those of the agent's protocol.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fleet/protocol/binary.hpp"
#include "fleet/protocol/messages.hpp"

namespace ashlar::fleet {

inline constexpr int deploy_protocol_version = 1;

/// The descriptor of the program's end of the channel, and the variable that tells it so.
inline constexpr int deploy_channel = 3;
inline constexpr const char* deploy_channel_variable = "ASHLAR_DEPLOY_CHANNEL";

/// The kinds of frames. Those of the program begin at 128.
enum class DeployFrame : std::uint8_t {
  begin = 1,
  host = 2,
  result = 3,
  fact_result = 4,
  lost = 5,
  end = 6,

  ready = 128,
  content = 129,
  operation = 130,
  fact = 131,
  log = 132,
  done = 133,
  inventory = 134,
};

/// The first frame: how the run is meant.
struct BeginMessage {
  int version = deploy_protocol_version;
  bool check = false;
  std::string directory;    ///< of the deploy
  std::string environment;  ///< for an inventory: the name of the environment, may be empty
};
void fields(auto& codec, BeginMessage& m) {
  codec(m.version);
  codec(m.check);
  codec(m.directory);
  codec(m.environment);
}

/// Run the deploy function for this host. `host` names it in all that follows.
struct HostMessage {
  std::uint32_t host = 0;
  std::string name;
  std::vector<std::string> groups;
  PropertyMap data;
};
void fields(auto& codec, HostMessage& m) {
  codec(m.host);
  codec(m.name);
  codec(m.groups);
  codec(m.data);
}

/// How an operation ended. Results of a host come in the order of its operations.
struct ResultMessage {
  std::uint32_t host = 0;
  RequestId operation = 0;
  OperationStatus status = OperationStatus::ok;
  bool changed = false;
  bool ignored = false;  ///< it failed, and the host goes on
  std::string output;
  std::string error;
};
void fields(auto& codec, ResultMessage& m) {
  codec(m.host);
  codec(m.operation);
  codec(m.status);
  codec(m.changed);
  codec(m.ignored);
  codec(m.output);
  codec(m.error);
}

struct FactResultMessage {
  std::uint32_t host = 0;
  RequestId request = 0;
  PropertyValue value;
  std::string error;  ///< not empty: why there is no value
};
void fields(auto& codec, FactResultMessage& m) {
  codec(m.host);
  codec(m.request);
  codec(m.value);
  codec(m.error);
}

/// Nothing more will be done on this host: the connection broke, or an operation failed.
struct LostMessage {
  std::uint32_t host = 0;
  std::string reason;
};
void fields(auto& codec, LostMessage& m) {
  codec(m.host);
  codec(m.reason);
}

struct ReadyMessage {
  int version = deploy_protocol_version;
};
void fields(auto& codec, ReadyMessage& m) { codec(m.version); }

/// A file content that operations will name by its hash: in a file here, or in the message. Said once for all hosts.
struct ContentMessage {
  std::string sha256;
  std::string path;  ///< absolute; empty when `bytes` are the content
  std::string bytes;
};
void fields(auto& codec, ContentMessage& m) {
  codec(m.sha256);
  codec(m.path);
  codec(m.bytes);
}

/// An operation, in the place that it has among the host's operations and facts. What it means is the agent's matter.
struct OperationMessage {
  std::uint32_t host = 0;
  RequestId operation = 0;  ///< counted from 1 for each host, facts included
  std::string type;         ///< `files.put`
  std::string name;
  std::string where;  ///< `file:line` of the program
  PropertyMap arguments;
  std::string skipped_because;        ///< not empty: it is not to run, for this reason
  std::vector<RequestId> if_changed;  ///< it runs when any of these changed something; always when there are none
  bool if_all_changed = false;        ///< when all of them did
  std::optional<bool> sudo;
  std::string user;
  PropertyMap env;
  std::string chdir;
  std::optional<int> timeout_seconds;
  std::optional<bool> ignore_errors;
  std::optional<int> retries;
  std::optional<int> retry_delay_seconds;
};
void fields(auto& codec, OperationMessage& m) {
  codec(m.host);
  codec(m.operation);
  codec(m.type);
  codec(m.name);
  codec(m.where);
  codec(m.arguments);
  codec(m.skipped_because);
  codec(m.if_changed);
  codec(m.if_all_changed);
  codec(m.sudo);
  codec(m.user);
  codec(m.env);
  codec(m.chdir);
  codec(m.timeout_seconds);
  codec(m.ignore_errors);
  codec(m.retries);
  codec(m.retry_delay_seconds);
}

struct FactMessage {
  std::uint32_t host = 0;
  RequestId request = 0;
  std::string name;
  PropertyMap arguments;
  std::string user;  ///< whose view of the host is asked for; empty: the agent's
};
void fields(auto& codec, FactMessage& m) {
  codec(m.host);
  codec(m.request);
  codec(m.name);
  codec(m.arguments);
  codec(m.user);
}

struct LogMessage {
  std::uint32_t host = 0;
  std::string line;
};
void fields(auto& codec, LogMessage& m) {
  codec(m.host);
  codec(m.line);
}

/// The host's deploy function has ended: every operation has been asked for.
struct DoneMessage {
  std::uint32_t host = 0;
  std::string error;  ///< not empty: the exception that ended it
  std::string where;  ///< `file:line`, when it is known
};
void fields(auto& codec, DoneMessage& m) {
  codec(m.host);
  codec(m.error);
  codec(m.where);
}

/// What an inventory program answers in place of `ready`: the same members as the YAML file has.
struct InventoryMessage {
  PropertyMap inventory;
  std::string error;
};
void fields(auto& codec, InventoryMessage& m) {
  codec(m.inventory);
  codec(m.error);
}

template <typename Message>
void append_message(std::string& out, DeployFrame kind, const Message& message) {
  Writer writer;
  writer(message);
  append_frame(out, static_cast<FrameKind>(kind), writer.take());
}

/// The message of a frame, or an error: the two ends are of different versions.
template <typename Message>
[[nodiscard]] Result<Message> message_of(const Frame& frame) {
  Message message;
  Reader reader(frame.payload);
  reader(message);
  if (reader.ok() && reader.at_end()) return message;
  return fail_with_help("ashlar and the deploy program do not understand each other (frame " +
                            std::to_string(static_cast<int>(frame.kind)) + ")",
                        "build the deploy with the SDK that belongs to this ashlar");
}

}  // namespace ashlar::fleet
