#include "fleet/connectors/command_connector.hpp"

#include "base/strings.hpp"

namespace ashlar::fleet {

CommandConnector::CommandConnector(IoLoop& loop, CommandConnectorOptions options)
    : loop_(loop), options_(std::move(options)) {}

CommandConnector::~CommandConnector() { *alive_ = false; }

void CommandConnector::later(std::function<void()> event) {
  loop_.post([alive = alive_, run = std::move(event)] {
    if (*alive) run();
  });
}

void CommandConnector::connect(std::function<void(Status)> done) {
  if (options_.probe.empty()) return later([done = std::move(done)] { done({}); });
  probe_output_.clear();
  const auto collect = [this](const std::string& text) { probe_output_ += text; };
  const auto ended = [this, done](const Result<ExitStatus>& end) {
    later([this] { probe_.reset(); });
    if (end && end->ok()) return done({});
    const auto said = trim(probe_output_);
    const auto cause = !said.empty() ? std::string(said) : end ? end->text() : end.error().message;
    done(fail_with_help("cannot reach " + options_.name + ": " + cause, options_.help));
  };
  auto started = ChildStream::start(loop_, {.argv = options_.probe},
                                    {.on_output = collect, .on_error_output = collect, .on_end = ended}, nullptr);
  if (!started) {
    return later([this, done, error = started.error()]() mutable {
      error.help = options_.help;
      done(error.within("cannot reach " + options_.name));
    });
  }
  probe_ = std::move(*started);
  probe_->close_input();
}

void CommandConnector::start(std::vector<std::string> argv, StreamCallbacks callbacks, Started done) {
  argv.insert(argv.begin(), options_.prefix.begin(), options_.prefix.end());
  later([this, argv = std::move(argv), callbacks = std::move(callbacks), done = std::move(done)] {
    auto started = ChildStream::start(loop_, {.argv = argv}, callbacks, activity_);
    if (!started) return done(started.error().within(options_.name));
    done(std::unique_ptr<Stream>(std::move(*started)));
  });
}

void CommandConnector::disconnect() {
  for (auto* stream : activity_->running) stream->kill();
}

std::unique_ptr<Connector> local_connector(IoLoop& loop) {
  return std::make_unique<CommandConnector>(
      loop, CommandConnectorOptions{.name = "@local", .prefix = {}, .probe = {}, .help = {}});
}

}  // namespace ashlar::fleet
