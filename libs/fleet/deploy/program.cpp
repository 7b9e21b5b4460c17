#include "fleet/deploy/program.hpp"

#include <boost/context/protected_fixedsize_stack.hpp>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {

namespace {

/// Only what a function uses of it is ever memory. Overrunning it is a segmentation fault, not a silent corruption.
constexpr std::size_t stack_size = std::size_t{1} << 20;

constexpr int exit_usage = 2;

/// How exceptions that a deploy function does not catch end it.
DoneMessage done_by(const std::function<void()>& function) {
  DoneMessage done;
  try {
    function();
  } catch (const HostLost&) {
    // ashlar knows why
  } catch (const ProgramError& error) {
    done.error = error.what();
    if (const auto* where = error.where()) {
      done.where = std::string(where->file_name()) + ":" + std::to_string(where->line());
    }
  } catch (const std::exception& error) {
    done.error = error.what();
  }
  return done;
}

}  // namespace

void Host::State::wait_until(std::function<bool()> condition) {
  while (!lost && !condition()) {
    awaited = condition;
    caller = std::move(caller).resume();
  }
  awaited = nullptr;
  if (lost) throw HostLost{*lost};
}

int DeployProgram::run() {
  const auto served = serve();
  if (served) return 0;
  std::fprintf(stderr, "%s\n", served.error().message.c_str());
  return 1;
}

Status DeployProgram::serve() {
  channel_.queue(DeployFrame::ready, ReadyMessage{});
  while (!ended_ || !hosts_.empty()) {
    if (const auto sent = channel_.send(); !sent) return sent;
    auto frame = channel_.receive();
    // Everything that has arrived is looked at before anything is sent: answers of many hosts share a write.
    while (frame && *frame) {
      if (auto taken = take(**frame); !taken) return taken;
      frame = channel_.received();
      if (frame && !*frame) break;
    }
    if (!frame) return frame.error();
    if (channel_.is_closed()) return fail("ashlar has gone away");
  }
  return channel_.send();
}

Host::State* DeployProgram::find(std::uint32_t host) {
  const auto found = hosts_.find(host);
  return found == hosts_.end() ? nullptr : found->second.get();  // an answer may come after the function has ended
}

Status DeployProgram::take(const Frame& frame) {
  switch (static_cast<DeployFrame>(frame.kind)) {
    case DeployFrame::begin: {
      auto begin = message_of<BeginMessage>(frame);
      if (!begin) return begin.error();
      begin_ = *std::move(begin);
      return {};
    }
    case DeployFrame::host: {
      auto host = message_of<HostMessage>(frame);
      if (!host) return host.error();
      start_host(*std::move(host));
      return {};
    }
    case DeployFrame::result: {
      auto result = message_of<ResultMessage>(frame);
      if (!result) return result.error();
      if (auto* state = find(result->host)) {
        state->unfinished -= state->unfinished > 0 ? 1 : 0;
        state->outcomes.insert_or_assign(
            result->operation, OperationOutcome{.status = static_cast<OperationOutcome::Status>(result->status),
                                                .ignored = result->ignored,
                                                .changed = result->changed,
                                                .output = std::move(result->output),
                                                .error = std::move(result->error)});
        resume(result->host);
      }
      return {};
    }
    case DeployFrame::fact_result: {
      auto fact = message_of<FactResultMessage>(frame);
      if (!fact) return fact.error();
      if (auto* state = find(fact->host)) {
        state->fact = *fact;
        resume(fact->host);
      }
      return {};
    }
    case DeployFrame::lost: {
      const auto lost = message_of<LostMessage>(frame);
      if (!lost) return lost.error();
      if (auto* state = find(lost->host)) {
        state->lost = lost->reason;
        resume(lost->host);
      }
      return {};
    }
    case DeployFrame::end:
      ended_ = true;
      return {};
    default:
      return fail("ashlar sent something that this program does not know; build it with the SDK of this ashlar");
  }
}

void DeployProgram::start_host(HostMessage description) {
  const auto number = description.host;
  auto& state = *hosts_
                     .insert_or_assign(number, std::make_unique<Host::State>(Host::State{
                                                   .program = *this, .description = std::move(description)}))
                     .first->second;
  state.fiber = boost::context::fiber(std::allocator_arg, boost::context::protected_fixedsize_stack(stack_size),
                                      [this, &state](boost::context::fiber&& caller) {
                                        state.caller = std::move(caller);
                                        run_function(state);
                                        return std::move(state.caller);
                                      });
  resume(number);
}

void DeployProgram::run_function(Host::State& state) {
  auto done = done_by([&] {
    Host host(state);
    function_(host);
  });
  done.host = state.description.host;
  channel_.queue(DeployFrame::done, done);
}

void DeployProgram::resume(std::uint32_t number) {
  auto& state = *hosts_.at(number);
  if (state.awaited && !state.lost && !state.awaited()) return;
  state.fiber = std::move(state.fiber).resume();
  if (!state.fiber) hosts_.erase(number);
}

std::string DeployProgram::announce(ContentMessage content) {
  auto hash = content.sha256;
  if (announced_.insert(hash).second) channel_.queue(DeployFrame::content, content);
  return hash;
}

Result<std::string> DeployProgram::announce_file(const std::string& path) {
  if (const auto known = file_hashes_.find(path); known != file_hashes_.end()) return known->second;
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail("cannot read " + path);
  Sha256 hash;
  std::string chunk(std::size_t{1} << 20, '\0');
  while (in.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) || in.gcount() > 0) {
    hash.update(std::string_view(chunk.data(), static_cast<std::size_t>(in.gcount())));
  }
  if (in.bad()) return fail("cannot read " + path);
  return file_hashes_[path] = announce({.sha256 = hash.finish(), .path = path});
}

int deploy(std::function<void(Host&)> function) {
  auto channel = Channel::open();
  if (!channel) {
    std::fputs("this is a deploy: run it with `ashlar apply INVENTORY DIRECTORY`\n", stderr);
    return exit_usage;
  }
  return DeployProgram(*std::move(channel), std::move(function)).run();
}

}  // namespace ashlar::fleet
