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
  probe_errors_.clear();
  StreamCallbacks callbacks;
  callbacks.on_output = [this](const std::string& text) { probe_output_ += text; };
  callbacks.on_error_output = [this](const std::string& text) { probe_errors_ += text; };
  callbacks.on_end = [this, done](const Result<ExitStatus>& end) {
    later([this] { probe_.reset(); });
    if (end && end->ok()) {
      if (options_.prefix_from_probe) options_.prefix = options_.prefix_from_probe(std::string(trim(probe_output_)));
      return done({});
    }
    const auto all = probe_errors_ + probe_output_;
    const auto said = trim(all);
    const auto cause = !said.empty() ? std::string(said) : end ? end->text() : end.error().message;
    done(fail_with_help("cannot reach " + options_.name + ": " + cause, options_.help));
  };
  auto started = ChildStream::start(loop_, {.argv = options_.probe}, std::move(callbacks), nullptr);
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
  return std::make_unique<CommandConnector>(loop, CommandConnectorOptions{.name = "@local"});
}

}  // namespace ashlar::fleet
