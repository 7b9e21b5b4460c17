#include "fleet/protocol/message_encoding.hpp"

namespace ashlar::fleet {

template <typename Codec>
void fields(Codec& c, Outcome& m) {
  c(m.id), c(m.status), c(m.changed);
}
template <typename Codec>
void fields(Codec& c, Hello& m) {
  c(m.version), c(m.run), c(m.lock_wait), c(m.finished);
}
template <typename Codec>
void fields(Codec& c, Identity& m) {
  c(m.user), c(m.group), c(m.login);
}
template <typename Codec>
void fields(Codec& c, ConditionTerm& m) {
  c(m.operation), c(m.is);
}
template <typename Codec>
void fields(Codec& c, Condition& m) {
  c(m.of), c(m.terms);
}
template <typename Codec>
void fields(Codec& c, OperationRequest& m) {
  c(m.id), c(m.type), c(m.name), c(m.arguments), c(m.mode), c(m.want_diff), c(m.stream_output), c(m.ignore_errors);
  c(m.identity), c(m.environment), c(m.directory), c(m.timeout), c(m.retries), c(m.retry_delay), c(m.shell);
  c(m.success_codes), c(m.condition);
}
template <typename Codec>
void fields(Codec& c, FactRequest& m) {
  c(m.id), c(m.name), c(m.arguments), c(m.identity);
}
template <typename Codec>
void fields(Codec& c, Content& m) {
  c(m.hash), c(m.offset), c(m.bytes), c(m.from_basis), c(m.last), c(m.error);
}
template <typename Codec>
void fields(Codec&, Cancel&) {}
template <typename Codec>
void fields(Codec&, Finish&) {}
template <typename Codec>
void fields(Codec& c, Welcome& m) {
  c(m.version), c(m.agent_version), c(m.host), c(m.user), c(m.architecture), c(m.boot_id), c(m.process);
}
template <typename Codec>
void fields(Codec& c, OperationResult& m) {
  c(m.id), c(m.status), c(m.changed), c(m.uncertain), c(m.ignored), c(m.changes), c(m.diff), c(m.output);
  c(m.error_output), c(m.exit_code), c(m.error), c(m.skipped_because), c(m.attempts), c(m.seconds), c(m.reboots);
  c(m.outputs);
}
template <typename Codec>
void fields(Codec& c, FactResult& m) {
  c(m.id), c(m.value), c(m.error), c(m.uncertain);
}
template <typename Codec>
void fields(Codec& c, ContentNeeded& m) {
  c(m.hash), c(m.offset), c(m.basis);
}
template <typename Codec>
void fields(Codec& c, Output& m) {
  c(m.id), c(m.is_error), c(m.text);
}
template <typename Codec>
void fields(Codec& c, Waiting& m) {
  c(m.id), c(m.text);
}
template <typename Codec>
void fields(Codec& c, Refused& m) {
  c(m.error);
}
template <typename Codec>
void fields(Codec&, Goodbye&) {}

template <typename Message>
std::string encode(const Message& message) {
  Writer payload;
  payload(message);
  std::string frame;
  append_frame(frame, Message::kind, payload.take());
  return frame;
}

template <typename Message>
Result<Message> decode(std::string_view payload) {
  Message message;
  Reader read(payload);
  read(message);
  if (read.ok() && read.at_end()) return message;
  return fail("a malformed message of kind " + std::to_string(static_cast<int>(Message::kind)) + " (" +
                  std::to_string(payload.size()) + " bytes) on the agent's stream",
              ErrorKind::internal);
}

#define ASHLAR_MESSAGE(type)                \
  template std::string encode(const type&); \
  template Result<type> decode(std::string_view)
ASHLAR_MESSAGE(Hello);
ASHLAR_MESSAGE(OperationRequest);
ASHLAR_MESSAGE(FactRequest);
ASHLAR_MESSAGE(Content);
ASHLAR_MESSAGE(Cancel);
ASHLAR_MESSAGE(Finish);
ASHLAR_MESSAGE(Welcome);
ASHLAR_MESSAGE(OperationResult);
ASHLAR_MESSAGE(FactResult);
ASHLAR_MESSAGE(ContentNeeded);
ASHLAR_MESSAGE(Output);
ASHLAR_MESSAGE(Waiting);
ASHLAR_MESSAGE(Refused);
ASHLAR_MESSAGE(Goodbye);
#undef ASHLAR_MESSAGE

}  // namespace ashlar::fleet
