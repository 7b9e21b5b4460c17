#include "providers/command/runner.hpp"

#include <chrono>
#include <deque>

#include "base/strings.hpp"

namespace ashlar::providers::command {

namespace {

/// So much of the output is repeated in an error.
constexpr std::size_t lines_in_error = 40;

constexpr std::chrono::seconds time_to_end{5};
constexpr const char* was_cancelled = "was cancelled";

/// Cuts a stream into lines; what has no end of line yet waits.
class Lines {
 public:
  template <typename Take>
  void add(const std::string& piece, const Take& take) {
    for (const char c : piece) {
      if (c == '\n') {
        flush(take);
      } else {
        line_ += c;
      }
    }
  }
  template <typename Take>
  void finish(const Take& take) {
    if (!line_.empty()) flush(take);
  }

 private:
  template <typename Take>
  void flush(const Take& take) {
    if (line_.ends_with('\r')) line_.pop_back();
    take(std::exchange(line_, {}));
  }

  std::string line_;
};

/// The system's word for a missing directory is the one for a missing program.
Result<std::unique_ptr<Process>> start(const ProcessOptions& options, EventLoop& loop, Process::Callbacks callbacks) {
  std::error_code error;
  if (!std::filesystem::is_directory(options.directory, error)) {
    return fail("cannot run in " + options.directory.string() + ": there is no such directory");
  }
  return Process::start(options, loop, std::move(callbacks));
}

}  // namespace

struct Runner::Run {
  Execution execution;
  Ended ended;
  std::unique_ptr<Process> process;
  ProcessOutput output;
  Lines out_lines, err_lines;
  std::deque<std::string> last_lines;  ///< of both streams, as they may be shown
  std::size_t dropped_lines = 0;
  std::string stopped;  ///< why we ended it, when we did

  void line(const std::string& text, bool logged, const LogSink& log) {
    auto shown = execution.redaction.apply(text);
    if (logged && log) log(Diagnostic{.message = shown, .urn = execution.urn, .ephemeral = true});
    last_lines.push_back(std::move(shown));
    if (last_lines.size() <= lines_in_error) return;
    last_lines.pop_front();
    ++dropped_lines;
  }

  [[nodiscard]] Error failure(const std::string& what) const {
    Error error = fail(what + ": running " + execution.shown);
    if (dropped_lines != 0) error.notes.push_back("… after " + std::to_string(dropped_lines) + " more lines:");
    error.notes.insert(error.notes.end(), last_lines.begin(), last_lines.end());
    return error;
  }
};

void Runner::run(Execution execution, Ended ended) {
  auto run = std::make_shared<Run>();
  run->execution = std::move(execution);
  run->ended = std::move(ended);
  if (cancelled_) return loop_.post([run] { run->ended(run->failure(was_cancelled)); });
  const std::weak_ptr<Run> weak = run;

  Process::Callbacks callbacks;
  callbacks.on_stdout = [this, weak](const std::string& piece) {
    const auto self = weak.lock();
    self->output.out += piece;
    self->out_lines.add(piece, [&](const std::string& line) { self->line(line, self->execution.log_stdout, log_); });
  };
  callbacks.on_stderr = [this, weak](const std::string& piece) {
    const auto self = weak.lock();
    self->output.err += piece;
    self->err_lines.add(piece, [&](const std::string& line) { self->line(line, self->execution.log_stderr, log_); });
  };
  callbacks.on_exit = [this, weak](ExitStatus status) { end(weak.lock(), status); };
  auto process = start(run->execution.process, loop_, std::move(callbacks));
  if (!process) return loop_.post([run, error = process.error()] { run->ended(run->failure(error.message)); });
  run->process = std::move(*process);
  runs_.insert(run);

  const double timeout = run->execution.timeout_seconds;
  if (timeout <= 0) return;
  loop_.after(std::chrono::milliseconds(static_cast<std::int64_t>(timeout * 1000)), [weak, timeout] {
    const auto self = weak.lock();
    if (!self) return;
    self->stopped = "did not end within " + format_number(timeout) + " seconds";
    self->process->kill();
  });
}

void Runner::end(const std::shared_ptr<Run>& run, ExitStatus status) {
  run->out_lines.finish([&](const std::string& line) { run->line(line, run->execution.log_stdout, log_); });
  run->err_lines.finish([&](const std::string& line) { run->line(line, run->execution.log_stderr, log_); });
  runs_.erase(run);
  run->output.status = status;
  if (status.ok()) return run->ended(std::move(run->output));
  run->ended(run->failure(run->stopped.empty() ? status.text() : run->stopped));
}

void Runner::cancel() {
  cancelled_ = true;
  for (const auto& run : runs_) {
    run->stopped = was_cancelled;
    run->process->interrupt();
    loop_.after(time_to_end, [weak = std::weak_ptr<Run>(run)] {
      if (const auto self = weak.lock()) self->process->kill();
    });
  }
}

Runner::~Runner() {
  for (const auto& run : runs_) {
    run->process.reset();
    loop_.post([run] { run->ended(run->failure("was ended with the provider")); });
  }
}

}  // namespace ashlar::providers::command
