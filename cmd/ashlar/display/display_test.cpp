/// Runs shown in every way, compared with golden files; and what the golden files cannot say.

#include <gmock/gmock.h>

#include "cmd/ashlar/display/diff.hpp"
#include "cmd/ashlar/display/golden.hpp"
#include "cmd/ashlar/display/json.hpp"
#include "cmd/ashlar/display/recorded_run.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {
namespace {

using deploy::Mode;
using deploy::StepOp;
using testing::HasSubstr;
using testing::Not;

/// A clock that stands still unless it is moved.
class FakeClock final : public Clock {
 public:
  Time now() override { return time; }
  void pass(std::chrono::milliseconds duration) { time += duration; }
  Time time{};
};

RecordedRun recorded(const std::string& name, Mode mode) {
  return read_recorded_run(
      read_test_file(std::string(ASHLAR_SOURCE_DIR) + "/cmd/ashlar/display/testdata/" + name + ".jsonl"), mode);
}

std::string plain(const RecordedRun& run, const DisplayOptions& options = {}) {
  StringOutput out;
  FakeClock clock;
  replay(run, *make_plain_display(options, out, clock));
  return out.text;
}

std::string diff(const RecordedRun& run, const DisplayOptions& options = {}) {
  StringOutput out;
  StringOutput messages;
  replay(run, *make_diff_display(options, out, messages));
  return out.text + "messages:\n" + messages.text;
}

/// The last screen of a terminal without control sequences.
std::string live(const RecordedRun& run, const DisplayOptions& options = {}) {
  FakeTerminal terminal({}, {.columns = 130, .rows = 60});
  FakeClock clock;
  replay(run, *make_live_display(options, terminal, clock));
  const auto last_frame = terminal.text.rfind("\x1b[K\n\x1b[J");
  const auto start = terminal.text.rfind("\r", last_frame);
  return without_ansi(terminal.text.substr(start + 1));
}

TEST(PlainDisplay, ShowsAPreview) { expect_golden(plain(recorded("preview", Mode::update)), "preview.plain.txt"); }

TEST(PlainDisplay, ShowsEverythingWhenAsked) {
  DisplayOptions options;
  options.show_config = options.show_sames = options.show_reads = options.show_replacement_steps = options.show_urns =
      true;
  expect_golden(plain(recorded("preview", Mode::update), options), "preview_all.plain.txt");
}

TEST(PlainDisplay, ShowsAnUpdate) { expect_golden(plain(recorded("update", Mode::update)), "update.plain.txt"); }

TEST(PlainDisplay, ShowsARefresh) {
  expect_golden(plain(recorded("refresh_preview", Mode::refresh)), "refresh_preview.plain.txt");
}

TEST(PlainDisplay, ShowsWhatFailed) {
  expect_golden(plain(recorded("destroy_preview", Mode::destroy)), "destroy_preview.plain.txt");
}

TEST(PlainDisplay, ColorsByOperation) {
  DisplayOptions options;
  options.palette = Palette(Coloring::always);
  expect_golden(plain(recorded("preview", Mode::update), options), "preview.color.txt");
}

TEST(DiffDisplay, ShowsAPreview) { expect_golden(diff(recorded("preview", Mode::update)), "preview.diff.txt"); }

TEST(DiffDisplay, ShowsAnUpdate) { expect_golden(diff(recorded("update", Mode::update)), "update.diff.txt"); }

TEST(DiffDisplay, GivesOnlyWhatChangesAsDetails) {
  const auto run = recorded("preview", Mode::update);
  expect_golden(render_details(run.events, run.info, {}), "preview.details.txt");
}

TEST(LiveDisplay, EndsWithTheWholeTree) { expect_golden(live(recorded("update", Mode::update)), "update.live.txt"); }

TEST(LiveDisplay, ShowsAReplacementAsOneThingInAPreview) {
  expect_golden(live(recorded("preview", Mode::update)), "preview.live.txt");
}

TEST(EventStream, RecordsWhatItWasShown) {
  const auto run = recorded("update", Mode::update);
  StringOutput out;
  FakeClock clock;
  clock.pass(std::chrono::seconds(1795346043));
  replay(run, *make_event_stream({}, out, clock, true));
  expect_golden(out.text, "update.events.jsonl");
  EXPECT_EQ(plain(read_recorded_run(out.text, Mode::update)), plain(run));
}

TEST(PreviewDigest, DescribesAPreview) {
  StringOutput out;
  replay(recorded("preview", Mode::update), *make_preview_digest({}, out));
  expect_golden(out.text, "preview.digest.json");
}

// A run by hand, for what recordings do not hold.

Urn urn(std::string_view type, std::string_view name) { return Urn::make("dev", "proj", "", type, name); }

ResourceStatePtr state(const Urn& which, PropertyMap inputs = {}, PropertyMap outputs = {}) {
  ResourceState state{.urn = which, .custom = !which.is_root_stack()};
  state.inputs = std::move(inputs);
  state.outputs = std::move(outputs);
  if (!which.is_root_stack()) state.parent = urn(root_stack_type, "proj-dev");
  return std::make_shared<const ResourceState>(std::move(state));
}

deploy::StepInfo creation(const Urn& which) {
  deploy::StepInfo step(StepOp::create, which);
  step.new_state = state(which);
  return step;
}

deploy::DiagnosticRaised error_about(const Urn& which, std::string message) {
  return {Diagnostic{.severity = Severity::error, .message = std::move(message), .urn = which.text()}};
}

const RunInfo update_of_dev{.mode = Mode::update, .preview = false, .stack = "dev", .project = "proj"};

struct PlainRun {
  FakeClock clock;
  StringOutput out;
  std::unique_ptr<Display> display;
  explicit PlainRun(DisplayOptions options = {}) : display(make_plain_display(std::move(options), out, clock)) {
    display->begin(update_of_dev);
  }
};

TEST(PlainDisplay, TellsHowLongThingsTake) {
  PlainRun run;
  const auto disk = urn("pkg:m/disk:Disk", "data");
  run.display->on_event(deploy::StepStarted{creation(disk)});
  run.clock.pass(std::chrono::milliseconds(250));
  run.display->on_event(deploy::StepDone{creation(disk)});
  EXPECT_THAT(run.out.text, HasSubstr(" +  pkg:m:Disk data creating (0s) \n +  pkg:m:Disk data created (0.25s) \n"));
}

TEST(PlainDisplay, PrintsADotASecondWhileNothingHappens) {
  PlainRun run;
  run.display->tick();
  run.display->tick();
  run.display->on_event(deploy::StepStarted{creation(urn("pkg:m:Disk", "data"))});
  EXPECT_THAT(run.out.text, HasSubstr("\n@ updating.....\n +  pkg:m:Disk data creating (0s) \n"));
}

TEST(PlainDisplay, ShowsWhatWasInterrupted) {
  PlainRun run;
  run.display->on_event(deploy::StepStarted{creation(urn("pkg:m:Disk", "data"))});
  run.display->finish({.cancelled = true});
  EXPECT_THAT(run.out.text, HasSubstr(" +  pkg:m:Disk data creating (interrupted) \n"));
}

TEST(PlainDisplay, PutsAFailureInStarsAndItsMessagesUnderDiagnostics) {
  PlainRun run;
  const auto disk = urn("pkg:m:Disk", "data");
  run.display->on_event(deploy::StepStarted{creation(disk)});
  run.display->on_event(error_about(disk, "quota exceeded\nask for more\n\n"));
  run.display->on_event(deploy::StepFailed{creation(disk), fail("quota exceeded")});
  run.display->finish({.duration = std::chrono::milliseconds(62'100), .failed = true});
  EXPECT_THAT(run.out.text, HasSubstr(" +  pkg:m:Disk data **creating failed** error: quota exceeded\n"));
  EXPECT_THAT(run.out.text,
              HasSubstr("Diagnostics:\n  pkg:m:Disk (data):\n    error: quota exceeded\n    ask for more\n\n"));
  EXPECT_THAT(run.out.text, HasSubstr("Resources:\n    1 errored\n\nDuration: 1m3s\n\n"));
}

TEST(PlainDisplay, JoinsTheChunksOfAStream) {
  PlainRun run;
  for (const auto* chunk : {"first half, ", "second half\n"}) {
    run.display->on_event(deploy::DiagnosticRaised{Diagnostic{.message = chunk, .stream_id = 7}});
  }
  run.display->finish({});
  EXPECT_THAT(run.out.text,
              HasSubstr("Diagnostics:\n  pulumi:pulumi:Stack (proj-dev):\n    first half, second half\n\n"));
}

TEST(PlainDisplay, KeepsControlCharactersOfNamesFromTheTerminal) {
  PlainRun run;
  run.display->on_event(deploy::StepStarted{creation(urn("pkg:m:Disk", "evil\x1b[2Jname"))});
  EXPECT_THAT(run.out.text, HasSubstr("evil\\x1b[2Jname"));
}

TEST(PlainDisplay, DropsTheColorsOfMessagesWhenThereAreNone) {
  PlainRun run;
  run.display->on_event(
      deploy::DiagnosticRaised{Diagnostic{.message = "\x1b[31mred\x1b[0m and <{%fg 2%}>green<{%reset%}>"}});
  EXPECT_THAT(run.out.text, HasSubstr("red and green"));
  EXPECT_THAT(run.out.text, Not(HasSubstr("\x1b")));
}

TEST(PlainDisplay, HidesDefaultProvidersUnlessTheyFail) {
  PlainRun run;
  const auto provider = urn("pulumi:providers:aws", "default_7_41_0");
  run.display->on_event(deploy::StepStarted{creation(provider)});
  EXPECT_THAT(run.out.text, Not(HasSubstr("default_7_41_0")));
  run.display->on_event(error_about(provider, "no plugin"));
  EXPECT_THAT(run.out.text, HasSubstr("pulumi:providers:aws default_7_41_0"));
}

TEST(PlainDisplay, NeverShowsASecret) {
  const auto stack = urn(root_stack_type, "proj-dev");
  deploy::StepInfo step(StepOp::update, stack);
  step.old_state = state(stack, {}, {{"password", PropertyValue::secret("hunter2")}});
  step.new_state = state(stack, {}, {{"password", PropertyValue::secret("hunter3")}});
  PlainRun run;
  run.display->on_event(deploy::StepStarted{step});
  run.display->on_event(deploy::OutputsRegistered{step});
  run.display->finish({});
  EXPECT_THAT(run.out.text, HasSubstr("Outputs:\n    password: [secret]\n"));
  EXPECT_THAT(run.out.text, Not(HasSubstr("hunter")));
}

struct LiveRun {
  FakeClock clock;
  FakeTerminal terminal;
  std::unique_ptr<Display> display;
  explicit LiveRun(Terminal::Size size) : terminal({}, size), display(make_live_display({}, terminal, clock)) {
    display->begin(update_of_dev);
  }
  void start(const std::string& name) { display->on_event(deploy::StepStarted{creation(urn("pkg:m:Disk", name))}); }
  std::string frame() {
    terminal.text.clear();
    clock.pass(std::chrono::seconds(1));
    display->tick();
    return without_ansi(terminal.text);
  }
};

TEST(LiveDisplay, ShowsElapsedTimeOfWhatIsUnderWay) {
  LiveRun run({.columns = 100, .rows = 24});
  run.start("data");
  run.clock.pass(std::chrono::seconds(64));
  EXPECT_THAT(run.frame(), HasSubstr("+   └─ pkg:m:Disk        data      creating (65s)"));
}

TEST(LiveDisplay, KeepsToTheScreenAndScrolls) {
  LiveRun run({.columns = 60, .rows = 12});
  for (int i = 0; i < 30; ++i) run.start("disk-" + std::to_string(i));
  const auto count_lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  auto frame = run.frame();
  EXPECT_LT(count_lines(frame), 12);
  EXPECT_THAT(frame, HasSubstr("disk-29"));
  EXPECT_THAT(frame, Not(HasSubstr("disk-0 ")));
  run.display->on_key({Key::Kind::home, {}});
  frame = run.frame();
  EXPECT_THAT(frame, HasSubstr("disk-0 "));
  EXPECT_THAT(frame, HasSubstr("↑ 0 more"));
}

TEST(LiveDisplay, CutsLinesAtTheEdgeOfTheScreen) {
  LiveRun run({.columns = 40, .rows = 24});
  run.start(std::string(100, 'x'));
  const auto frame = run.frame();
  std::size_t start = 0;
  for (auto end = frame.find('\n'); end != std::string::npos; end = frame.find('\n', start)) {
    EXPECT_LT(display_width(frame.substr(start, end - start)), 40U);
    start = end + 1;
  }
}

TEST(LiveDisplay, ShowsTheCursorAgainAtItsEnd) {
  LiveRun run({.columns = 100, .rows = 24});
  run.display->finish({});
  EXPECT_GT(run.terminal.text.rfind("\x1b[?25h"), run.terminal.text.rfind("\x1b[?25l"));
}

}  // namespace
}  // namespace ashlar::cli
