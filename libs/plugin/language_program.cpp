#include "plugin/language_program.hpp"

#include <utility>

namespace ashlar::plugin {

LanguageHostProgram::LanguageHostProgram(std::shared_ptr<LanguageHost> host, EventLoop& loop, Entropy& entropy,
                                         ProgramInfo info, DeploymentFacts facts, std::shared_ptr<CallLog> call_log,
                                         std::vector<std::string> arguments)
    : host_(std::move(host)),
      loop_(loop),
      entropy_(entropy),
      info_(std::move(info)),
      facts_(std::move(facts)),
      call_log_(std::move(call_log)),
      arguments_(std::move(arguments)) {}

LanguageHostProgram::~LanguageHostProgram() { *alive_ = false; }

void LanguageHostProgram::run(deploy::Monitor& monitor, deploy::Done<deploy::ProgramResult> done) {
  auto server = MonitorServer::start(monitor, loop_, entropy_, facts_, call_log_);
  if (!server) return done(server.error());
  monitor_server_ = std::move(*server);
  done_ = std::move(done);
  host_->run(info_, facts_, monitor_server_->address(), arguments_,
             [this, alive = alive_](Result<deploy::ProgramResult> result) {
               if (*alive) on_end(std::move(result));
             });
}

void LanguageHostProgram::interrupt() {
  if (!done_ || std::exchange(interrupted_, true)) return;
  // Whatever the program waits for fails now, and with that, as a rule, it ends without a word. One that does not wait
  // for us has to be told.
  monitor_server_.reset();
  constexpr auto patience = std::chrono::seconds(1);
  loop_.after(patience, [this, alive = alive_] {
    if (*alive && done_) host_->interrupt();
  });
}

std::string LanguageHostProgram::monitor_address() const {
  return monitor_server_ ? monitor_server_->address() : std::string();
}

void LanguageHostProgram::on_end(Result<deploy::ProgramResult> result) {
  monitor_server_.reset();
  const auto done = std::exchange(done_, nullptr);
  // How it ended when it was made to end is of no interest.
  if (interrupted_) return done(deploy::ProgramResult{.bail = true});
  done(std::move(result));
}

}  // namespace ashlar::plugin
