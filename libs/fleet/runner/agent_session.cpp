#include "fleet/runner/agent_session.hpp"

#include "base/filesystem.hpp"
#include "base/strings.hpp"

namespace ashlar::fleet {

namespace {

constexpr std::size_t error_output_kept = 4096;

/// The last line with something in it.
std::string last_line(const std::string& text) {
  std::string last;
  for (const auto& line : split(text, '\n')) {
    if (!trim(line).empty()) last = trim(line);
  }
  return last;
}

}  // namespace

AgentSession::AgentSession(IoLoop& loop, Connector& connector, const AgentSupply& supply, SessionOptions options,
                           Callbacks callbacks)
    : loop_(loop),
      connector_(connector),
      supply_(supply),
      options_(std::move(options)),
      callbacks_(std::move(callbacks)) {
  StreamCallbacks stream{
      .on_output = [this](std::string bytes) { take_output(std::move(bytes)); },
      .on_error_output = [this](const std::string& text) { take_error_output(text); },
      .on_end = [this](const Result<ExitStatus>& status) { ended(status); },
  };
  auto argv = bootstrap_command(supply.agents, options_.bootstrap);
  connector.start(std::move(argv), std::move(stream),
                  [this, alive = std::weak_ptr<bool>(alive_)](Result<std::unique_ptr<Stream>> result) {
                    if (!alive.expired()) started(std::move(result));
                  });
}

AgentSession::~AgentSession() = default;

void AgentSession::started(Result<std::unique_ptr<Stream>> stream) {
  if (!stream) return end(stream.error());
  stream_ = *std::move(stream);
}

/// Messages that are sent in one turn of the loop share a write.
void AgentSession::queue(std::string bytes) {
  unsent_ += bytes;
  if (stage_ != Stage::talking || flush_posted_) return;
  flush_posted_ = true;
  loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired()) flush();
  });
}

void AgentSession::flush() {
  flush_posted_ = false;
  if (stream_ && !unsent_.empty()) stream_->write(std::exchange(unsent_, {}));
}

void AgentSession::take_output(std::string bytes) {
  const std::weak_ptr<bool> alive(alive_);
  if (stage_ == Stage::bootstrap) {
    lines_ += bytes;
    std::size_t taken = 0;
    for (auto end = lines_.find('\n'); end != std::string::npos; end = lines_.find('\n', taken)) {
      const auto line = lines_.substr(taken, end - taken);
      taken = end + 1;
      if (!take_line(line)) return;
      if (stage_ == Stage::talking) break;
    }
    lines_.erase(0, taken);
    if (stage_ == Stage::bootstrap) return;
    bytes = std::exchange(lines_, {});
  }
  frames_.append(bytes);
  take_frames();
}

bool AgentSession::take_line(std::string_view line) {
  if (!line.starts_with(bootstrap_mark)) {
    noise_.append(line).append("\n");
    return true;
  }
  line.remove_prefix(bootstrap_mark.size());
  const auto space = line.find(' ');
  const auto word = line.substr(0, space);
  const auto rest = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
  if (word == "host") {
    const auto parts = split(rest, ' ');
    architecture_ = parts.front();
    const std::weak_ptr<bool> alive(alive_);
    callbacks_.on_start(architecture_, parts.size() > 1 ? parts[1] : "");
    return !alive.expired();
  }
  if (word == "send") send_agent();
  if (word == "start") {
    stage_ = Stage::talking;
    unsent_.insert(0, encode(options_.hello));
    flush();
  }
  if (word != "error") return true;
  end(fail_with_help("the agent cannot run on " + connector_.name() + ": " + std::string(rest),
                     "ashlar needs a folder there where its user may keep and run a program; name one with "
                     "`agent_directory` in the host's connection"));
  return false;
}

void AgentSession::send_agent() {
  for (const auto& agent : supply_.agents) {
    if (agent.architecture != architecture_) continue;
    RealFileSystem files;
    auto bytes = files.read_file(agent.path.string());
    if (bytes) return stream_->write(*std::move(bytes));
  }
  stream_->close_input();  // the script will find that what came is not the agent
}

void AgentSession::take_error_output(const std::string& text) {
  error_output_ += text;
  if (stage_ == Stage::bootstrap) {
    if (const auto at = error_output_.find(password_mark); at != std::string::npos) {
      error_output_.erase(at, password_mark.size());
      if (password_sent_) {
        return end(fail_with_help("the password for becoming root on " + connector_.name() + " is wrong",
                                  "correct `sudo_password` (or `su_password`) in the host's connection"));
      }
      if (options_.password.empty()) {
        return end(fail_with_help("becoming root on " + connector_.name() + " needs a password",
                                  "give it as `sudo_password` (or `su_password`) in the host's connection, by "
                                  "--ask-sudo-password, or let the user become root without one"));
      }
      password_sent_ = true;
      stream_->write(options_.password + "\n");
    }
  }
  if (error_output_.size() > error_output_kept) error_output_.erase(0, error_output_.size() - error_output_kept);
}

bool AgentSession::take_frames() {
  while (true) {
    auto frame = frames_.next();
    if (!frame) {
      end(frame.error().within(connector_.name()));
      return false;
    }
    if (!*frame) return true;
    if (!take_frame(**frame)) return false;
  }
}

template <typename Message>
bool AgentSession::hand_out(const Frame& frame, const std::function<void(Message)>& to) {
  auto message = decode<Message>(frame.payload);
  if (!message) {
    end(message.error().within(connector_.name()));
    return false;
  }
  const std::weak_ptr<bool> alive(alive_);
  if (to) to(*std::move(message));
  return !alive.expired();
}

bool AgentSession::take_frame(const Frame& frame) {
  switch (frame.kind) {
    case FrameKind::welcome:
      return hand_out<Welcome>(frame, callbacks_.on_welcome);
    case FrameKind::operation_result:
      return hand_out<OperationResult>(frame, callbacks_.on_result);
    case FrameKind::fact_result:
      return hand_out<FactResult>(frame, callbacks_.on_fact);
    case FrameKind::content:
      return hand_out<Content>(frame, callbacks_.on_content);
    case FrameKind::output:
      return hand_out<Output>(frame, callbacks_.on_output);
    case FrameKind::waiting:
      return hand_out<Waiting>(frame, callbacks_.on_waiting);
    case FrameKind::content_needed:
      return hand_out<ContentNeeded>(frame, [this](const ContentNeeded& need) { answer(need); });
    case FrameKind::refused: {
      const auto refused = decode<Refused>(frame.payload);
      end(refused ? refused->error : refused.error());
      return false;
    }
    case FrameKind::goodbye:
      end({});
      return false;
    default:
      end(fail("the agent on " + connector_.name() + " sent a frame of kind " +
               std::to_string(static_cast<int>(frame.kind))));
      return false;
  }
}

void AgentSession::answer(const ContentNeeded& need) {
  auto pieces = supply_.contents.pieces_for(need);
  while (!pieces.done()) send(pieces.next());
}

Error AgentSession::unexpected_end(const std::string& how) const {
  auto error = fail("the agent on " + connector_.name() + " " + how);
  const auto said = last_line(error_output_.empty() ? noise_ + lines_ : error_output_);
  if (!said.empty()) error.message += ": " + said;
  if (stage_ == Stage::bootstrap && options_.bootstrap.elevation != Elevation::none) {
    error.help = "it was to become root there; see whether its user may";
    // su asks once, and says no more than this.
    if (password_sent_) error.help += ", and whether the password is right";
  }
  return error;
}

void AgentSession::ended(const Result<ExitStatus>& status) {
  const bool talked = stage_ == Stage::talking;
  if (!status) return end(status.error(), talked);
  end(unexpected_end(status->ok() ? "ended too early" : status->text()), talked);
}

void AgentSession::end(const Status& status, bool lost) {
  if (stage_ == Stage::finished) return;
  stage_ = Stage::finished;
  callbacks_.on_end(status, lost);
}

}  // namespace ashlar::fleet
