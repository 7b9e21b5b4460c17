/// `ashlar logs`: what was said during the last run.

#include <charconv>

#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/engine/run_log.hpp"
#include "cmd/ashlar/shell/times.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "project/workspace.hpp"
#include "resource/urn.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

/// `5s`, `2m`, `3h`, `1d`, or an RFC 3339 time.
Result<Clock::Time> parse_since(const std::string& text, Clock::Time now) {
  if (const auto time = parse_time(text)) return *time;
  long count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string unit(end, text.data() + text.size());
  const long seconds = unit == "s" ? 1 : unit == "m" ? 60 : unit == "h" ? 3600 : unit == "d" ? 86400 : 0;
  if (error != std::errc() || seconds == 0 || count < 0) {
    return fail_with_help("--since " + text + " is no time", "give a duration (30s, 5m, 2h, 1d) or an RFC 3339 time",
                          ErrorKind::usage);
  }
  return now - std::chrono::seconds(count * seconds);
}

class Logs final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.option("resource", 'r', resource_, "resource", "Only about this resource: name, type::name, or URN")
        .completes = Completes::resources;
    arguments.option("since", 0, since_, "time", "Only since then: a duration such as 5m, or a time");
    arguments.flag("json", 'j', json_, "Print JSON");
    arguments.flag("follow", 'f', follow_, "Not supported");
    arguments.hide_last();
  }

  Status run(Shell& shell) override {
    if (follow_)
      return fail_with_help("--follow is not supported: logs are of runs that are over",
                            "`ashlar up` shows messages as they come", ErrorKind::usage);
    Clock::Time since{};
    if (!since_.empty()) {
      const auto parsed = parse_since(since_, shell.clock().now());
      if (!parsed) return parsed.error();
      since = *parsed;
    }
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto home = project::pulumi_home(shell.environment());
    if (!home) return home.error();
    const auto text = shell.files().read_file(run_log_path(*home, stack->project(), stack->name().text()));
    if (!text && text.error().kind != ErrorKind::not_found) return text.error();
    if (!text) {
      return fail_with_help("nothing is recorded of a run of '" + session.shown(*stack) + "' from this machine",
                            "`ashlar up` records its messages; what runs in the cloud is logged there (CloudWatch)");
    }
    std::vector<std::string> objects;
    for (const auto& message : parse_run_log(*text)) {
      if (message.time < since || !is_about(message.urn)) continue;
      if (json_) {
        objects.push_back(json_of(message));
      } else {
        shell.print_line(local_time(message.time) + " [" + name_of(message.urn) + "] " + message.text);
      }
    }
    if (json_) shell.print(state::indent_json(json_array(objects), 2) + "\n");
    return {};
  }

 private:
  static std::string name_of(const std::string& urn) {
    const auto parsed = Urn::parse(urn);
    return parsed ? std::string(parsed->name()) : "run";
  }

  static std::string json_of(const LoggedMessage& message) {
    const auto time = std::chrono::floor<std::chrono::milliseconds>(message.time.time_since_epoch()).count();
    return JsonObject().text("id", name_of(message.urn)).number("timestamp", time).text("message", message.text).done();
  }

  [[nodiscard]] bool is_about(const std::string& urn) const {
    if (resource_.empty() || resource_ == urn) return true;
    const auto parsed = Urn::parse(urn);
    if (!parsed) return false;
    return parsed->name() == resource_ || std::string(parsed->type()) + "::" + std::string(parsed->name()) == resource_;
  }

  StackFlag stack_;
  std::string resource_, since_;
  bool json_ = false;
  bool follow_ = false;
};

}  // namespace

std::unique_ptr<Command> make_logs() { return std::make_unique<Logs>(); }

}  // namespace ashlar::cli
