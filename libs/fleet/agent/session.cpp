#include "fleet/agent/session.hpp"

#include <poll.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "base/filesystem.hpp"
#include "base/strings.hpp"
#include "fleet/facts/fact.hpp"

namespace ashlar::fleet {
namespace {

std::string title(const OperationRequest& request) {
  return request.name.empty() ? request.type : request.name + " (" + request.type + ")";
}

std::string user_name(const Machine& machine) {
  if (auto users = machine.users()) {
    for (const auto& user : *users) {
      if (user.id == ::getuid()) return user.name;
    }
  }
  return std::to_string(::getuid());
}

/// In check mode, what an operation would have needed from the controller is only asked for to show a diff.
bool needs_contents(const OperationRequest& request) { return request.mode == Mode::apply || request.want_diff; }

}  // namespace

Session::Session(SessionOptions options)
    : options_(std::move(options)),
      contents_(options_.content_directory),
      runner_(options_.input,
              [this] {
                read_input(false);
                return cancelled_;
              }),
      machine_({.root = options_.root,
                .runner = &runner_,
                .fetch = [this](const std::string& hash) { return fetch(hash); },
                .waiting =
                    [this](const std::string& text) {
                      send(Waiting{current_, text});
                    }}),
      input_(options_.input) {}

void Session::write(std::string_view bytes) {
  while (!bytes.empty() && !gone_) {
    const auto wrote = ::write(options_.output, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    // A controller that is gone is noticed by the end of the input, too; what runs is finished.
    if (wrote < 0) gone_ = true;
    if (wrote > 0) bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

void Session::refuse(const Error& error) {
  send(Refused{error});
  refused_ = true;
  requests_.clear();
  input_ = -1;
  runner_.stop_watching();
}

bool Session::read_input(bool wait) {
  while (input_ >= 0) {
    pollfd polled{input_, POLLIN, 0};
    const int ready = ::poll(&polled, 1, wait ? -1 : 0);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return true;
    std::array<char, 65536> buffer;
    const auto got = ::read(input_, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      input_ = -1;
      runner_.stop_watching();
      return false;
    }
    frames_.append({buffer.data(), static_cast<std::size_t>(got)});
    for (;;) {
      auto frame = frames_.next();
      if (!frame) return refuse(frame.error()), false;
      if (!*frame) break;
      handle(**frame);
    }
    wait = false;
  }
  return false;
}

void Session::handle(const Frame& frame) {
  const auto with = [&](auto decoded, const auto& then) {
    if (decoded) return then(*decoded);
    refuse(decoded.error());
  };
  switch (frame.kind) {
    case FrameKind::hello:
      return with(decode<Hello>(frame.payload), [&](Hello& hello) { hello_ = std::move(hello); });
    case FrameKind::operation:
      return with(decode<OperationRequest>(frame.payload), [&](OperationRequest& request) {
        ask_early(request);
        requests_.emplace_back(std::move(request));
      });
    case FrameKind::fact:
      return with(decode<FactRequest>(frame.payload),
                  [&](FactRequest& request) { requests_.emplace_back(std::move(request)); });
    case FrameKind::content:
      return with(decode<Content>(frame.payload), [&](const Content& piece) { contents_.accept(piece); });
    case FrameKind::cancel:
      cancelled_ = true;
      return;
    case FrameKind::finish:
      finish_ = true;
      return;
    default:
      return refuse(fail("a message that only agents send has come to the agent", ErrorKind::internal));
  }
}

void Session::ask(const ContentWanted& wanted) {
  if (wanted.secret) secret_contents_.insert(wanted.hash);
  if (auto need = contents_.ask(wanted.hash, wanted.basis, wanted.secret)) send(*need);
}

void Session::ask_early(const OperationRequest& request) {
  const auto* type = find_operation(request.type);
  if (type == nullptr || type->contents == nullptr || !needs_contents(request)) return;
  Arguments arguments(request.arguments);
  for (auto& wanted : type->contents(arguments, machine_)) {
    if (!wanted.basis.empty()) wanted.basis = machine_.real(wanted.basis);
    ask(wanted);
  }
}

Result<SharedContent> Session::fetch(const std::string& hash) {
  ask({hash, "", secret_contents_.contains(hash)});
  for (;;) {
    if (auto content = contents_.get(hash)) {
      if (*content && secret_contents_.contains(hash)) mask_.learn((**content)->bytes);
      return std::move(*content);
    }
    if (cancelled_) return fail("the run was cancelled", ErrorKind::cancelled);
    if (!read_input(true)) return fail("the connection was lost before the file's content had arrived");
  }
}

bool Session::pause(double seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (!cancelled_ && !gone_) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    if (left <= 0) return true;
    pollfd polled{input_, POLLIN, 0};
    if (::poll(&polled, 1, static_cast<int>(std::min<long long>(left + 1, 1 << 30))) > 0) read_input(false);
  }
  return false;
}

bool Session::greet() {
  while (!hello_ && read_input(true)) {
  }
  if (refused_) return false;
  if (!hello_) return false;
  if (hello_->version != protocol_version) {
    refuse(fail_with_help("the agent speaks version " + std::to_string(protocol_version) +
                              " of the protocol, the controller " + std::to_string(hello_->version),
                          "remove the agents that older releases left on the host"));
    return false;
  }
  for (const auto& outcome : hello_->finished) run_.outcomes[outcome.id] = outcome;
  utsname kernel{};
  ::uname(&kernel);
  auto boot = RealFileSystem().read_file("/proc/sys/kernel/random/boot_id");
  send(Welcome{.agent_version = options_.version,
               .host = kernel.nodename,
               .user = user_name(machine_),
               .architecture = kernel.machine,
               .boot_id = boot ? std::string(trim(*boot)) : "",
               .process = ::getpid()});
  return true;
}

bool Session::take_lock(const OperationRequest& request) {
  if (request.mode == Mode::check || lock_.held()) return true;
  RunLock::Wait wait{.seconds = hello_->lock_wait,
                     .on_held =
                         [&](const std::string& holder) {
                           send(Waiting{request.id, "another run changes this host: " + holder});
                         },
                     .watch = &input_,
                     .on_watch = [this] { return read_input(false) && !cancelled_; }};
  auto taken = lock_.take(options_.lock_directory, hello_->run, wait);
  if (!taken) refuse(taken.error());
  return taken.ok();
}

OperationResult Session::skipped(const OperationRequest& request, const std::string& because) const {
  return {.id = request.id, .status = OperationStatus::skipped, .skipped_because = because};
}

void Session::serve(const OperationRequest& request) {
  current_ = request.id;
  OperationResult result;
  if (cancelled_) {
    result = skipped(request, "the run was cancelled");
  } else if (!failed_.empty()) {
    result = skipped(request, "an earlier operation failed: " + failed_);
  } else {
    if (!take_lock(request)) return;
    const PerformHooks hooks{.on_output =
                                 [&](bool is_error, const std::string& text) {
                                   send(Output{request.id, is_error, text});
                                 },
                             .pause = [this](double seconds) { return pause(seconds); }};
    result = perform(request, machine_, run_, mask_, hooks);
    if (result.changed && request.mode == Mode::check) run_.planned_changes = true;
    if (result.status == OperationStatus::failed && !result.ignored) failed_ = mask_.hide(title(request));
  }
  run_.outcomes[request.id] = {request.id, result.status, result.changed};
  send(result);
  if (result.reboots && request.mode == Mode::apply && result.status == OperationStatus::ok) reboot();
}

/// Only now, when the controller knows: the host may end us at any moment.
void Session::reboot() {
  auto asked = machine_.run({.argv = {"reboot"}, .as_agent = true});
  if (!asked || !asked->ok()) {
    refuse(fail("the host cannot be rebooted: " +
                (asked ? std::string(trim(asked->error_output)) : asked.error().message)));
    return;
  }
  while (read_input(true)) {
  }
  requests_.clear();
}

void Session::serve(const FactRequest& request) {
  FactResult result{.id = request.id, .uncertain = run_.planned_changes};
  auto settings = command_settings(request.identity, machine_);
  if (settings) {
    machine_.use(std::move(*settings));
    const ActingAs acting(machine_.settings());
    auto value = acting.status() ? gather_fact(request.name, request.arguments, machine_) : acting.status().error();
    if (value) {
      result.value = std::move(*value);
    } else {
      result.error = value.error();
    }
  } else {
    result.error = settings.error();
  }
  machine_.use({});
  send(result);
}

int Session::run() {
  if (!greet()) return 1;
  while (!refused_) {
    read_input(false);
    if (!requests_.empty()) {
      // What was not begun when the connection was lost is sent again on the next one.
      if (gone_ || (input_ < 0 && !finish_)) return 1;
      const auto request = std::move(requests_.front());
      requests_.pop_front();
      std::visit([this](const auto& asked) { serve(asked); }, request);
      continue;
    }
    if (refused_) break;
    if (finish_) {
      send(Goodbye{});
      return 0;
    }
    if (!read_input(true) && !finish_) break;
  }
  return 1;
}

}  // namespace ashlar::fleet
