#include "simulation/simulator.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "deploy/deployment.hpp"
#include "deploy/testing/scenario.hpp"
#include "simulation/program_generator.hpp"

// A crash abandons what the run had in memory, as a dead process does; the leak check must not count that.
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define ASHLAR_FORGET_MEMORY() const __lsan::ScopedDisabler forget_memory
#else
#define ASHLAR_FORGET_MEMORY() static_cast<void>(0)
#endif

namespace ashlar::simulation {

using namespace deploy;
using deploy::testing::FakeHost;
using deploy::testing::FakePackage;
using deploy::testing::MemoryJournal;
using deploy::testing::QueueLoop;
using deploy::testing::RecordingSink;
using deploy::testing::Script;
using deploy::testing::ScriptedProgram;
using deploy::testing::TestClock;
using deploy::testing::TestEntropy;

namespace {

/// What happens to one run.
struct Fate {
  Mode mode = Mode::update;
  bool preview = false;
  bool continue_on_error = false;
  bool refresh_first = false;
  bool run_program = false;
  std::vector<std::string> targets, excludes;
  bool dependents = false;         ///< of both
  std::size_t crash_at_event = 0;  ///< 0: never
  std::size_t crash_at_record = 0;
  std::size_t cancel_at_event = 0;
  std::size_t failures = 0;  ///< how many calls are told to fail
  int parallel = 16;

  [[nodiscard]] std::string text() const {
    std::string line = mode == Mode::destroy   ? "destroy"
                       : mode == Mode::refresh ? "refresh"
                       : mode == Mode::import  ? "import"
                       : preview               ? "preview"
                                               : "up";
    if (continue_on_error) line += " continue-on-error";
    if (refresh_first) line += " refresh";
    if (run_program) line += " run-program";
    for (const auto& target : targets) line += " target" + target;
    for (const auto& exclude : excludes) line += " exclude" + exclude;
    if (dependents) line += " dependents";
    if (crash_at_event > 0) line += " crash@event" + std::to_string(crash_at_event);
    if (crash_at_record > 0) line += " crash@record" + std::to_string(crash_at_record);
    if (cancel_at_event > 0) line += " cancel@event" + std::to_string(cancel_at_event);
    if (failures > 0) line += " failures" + std::to_string(failures);
    return line;
  }
};

class Game {
 public:
  explicit Game(std::uint64_t seed) : dice_(seed), programs_(dice_) {
    verdict_.seed = seed;
    auto& package = host_.package("pkg");
    package.replaces_on("kind").replaces_on("uses").computes("color", "red");
    if (dice_.one_in(3)) package.deletes_before_replacing();
    tells_ = !dice_.one_in(4);
    if (!tells_) package.forgets_tokens();
    if (dice_.one_in(5)) package.without_preview();
    package.before_call = [this](const std::string& call) {
      if (call.starts_with("delete ")) before_delete_ = ids_in_world();
    };
    package.after_call = [this](const std::string& call) {
      if (call.starts_with("delete ")) delete_what_is_within(before_delete_);
    };
  }

  Verdict play() {
    const std::size_t runs = 2 + dice_.pick(5);
    for (std::size_t i = 0; i < runs && verdict_.violations.empty(); ++i) {
      programs_.change();
      change_what_is_unmanaged();
      if (dice_.one_in(4)) meddle();
      play_one(draw_fate());
    }
    if (verdict_.violations.empty()) converge();
    return std::move(verdict_);
  }

 private:
  Fate draw_fate() {
    Fate fate;
    fate.parallel = dice_.one_in(3) ? 1 : 16;
    if (dice_.one_in(12)) fate.mode = Mode::destroy;
    if (dice_.one_in(10)) fate.mode = Mode::refresh;
    if (dice_.one_in(20)) fate.mode = Mode::import;
    fate.preview = dice_.one_in(8);
    fate.continue_on_error = dice_.one_in(4);
    fate.refresh_first = dice_.one_in(8);
    fate.run_program = dice_.one_in(6);
    if (dice_.one_in(6)) draw_scope(fate);
    switch (dice_.pick(6)) {
      case 0:
        fate.crash_at_event = 1 + dice_.pick(120);
        break;
      case 1:
        fate.crash_at_record = 1 + dice_.pick(30);
        break;
      case 2:
        fate.cancel_at_event = 1 + dice_.pick(80);
        break;
      case 3:
      case 4:
        fate.failures = 1 + dice_.pick(3);
        break;
      default:
        break;
    }
    return fate;
  }

  void draw_scope(Fate& fate) {
    auto& patterns = dice_.one_in(2) ? fate.targets : fate.excludes;
    for (const auto& wanted : programs_.wanted()) {
      if (dice_.one_in(3)) patterns.push_back("**::" + wanted.name);
    }
    fate.dependents = dice_.one_in(2);
  }

  /// Somebody else changes something, or takes it away.
  void meddle() {
    auto& world = host_.package("pkg").world;
    if (world.empty()) return;
    const auto at = std::next(world.begin(), static_cast<std::ptrdiff_t>(dice_.pick(world.size())));
    if (unmanaged_.contains(at->first)) return;
    if (dice_.one_in(2)) {
      verdict_.history.push_back("somebody deletes " + at->first);
      const auto before = ids_in_world();
      world.erase(at);
      delete_what_is_within(before);
    } else {
      verdict_.history.push_back("somebody changes " + at->first);
      at->second.inputs.insert_or_assign("size", 100);
    }
  }

  /// What was within something goes when that does, without a call. `before` are the ids before something went.
  void delete_what_is_within(const std::set<std::string>& before) {
    auto& world = host_.package("pkg").world;
    std::vector<std::string> gone;
    std::copy_if(before.begin(), before.end(), std::back_inserter(gone),
                 [&](const std::string& id) { return !world.contains(id); });
    while (!gone.empty()) {
      const PropertyValue outer(std::exchange(gone.back(), ""));
      gone.pop_back();
      for (auto at = world.begin(); at != world.end();) {
        const auto* within = find(at->second.inputs, "within");
        const bool goes = within != nullptr && *within == outer;
        if (goes) gone.push_back(at->first);
        at = goes ? world.erase(at) : std::next(at);
      }
    }
  }

  [[nodiscard]] std::set<std::string> ids_in_world() {
    std::set<std::string> ids;
    for (const auto& [id, thing] : host_.package("pkg").world) ids.insert(id);
    return ids;
  }

  /// Puts a thing into the world that no stack has made.
  std::string new_unmanaged(const std::string& name) {
    const auto id = "free-" + std::to_string(++unmanaged_made_);
    const PropertyMap inputs{{"size", static_cast<int>(dice_.pick(3))}, {"kind", static_cast<int>(dice_.pick(2))}};
    host_.package("pkg").world[id] = {"pkg:m:Thing", name, inputs, ""};
    unmanaged_.insert(id);
    return id;
  }

  /// The program gives up what it has imported; now and then it imports or reads another thing, or manages what it has
  /// read.
  void change_what_is_unmanaged() {
    for (auto& wanted : programs_.wanted()) {
      if (wanted.component) continue;
      if (!wanted.import_id.empty() && !unmanaged_.contains(wanted.import_id)) wanted.import_id.clear();
      if (!wanted.read_id.empty() && dice_.one_in(4)) {
        wanted.read_id.clear();
      } else if (wanted.read_id.empty() && wanted.import_id.empty() && dice_.one_in(15)) {
        if (dice_.one_in(2)) {
          wanted.import_id = new_unmanaged(wanted.name);
        } else {
          wanted.read_id = new_unmanaged("seen");
        }
      }
    }
  }

  void arrange_failures(const Fate& fate) {
    auto& package = host_.package("pkg");
    package.heal();
    for (std::size_t i = 0; i < fate.failures; ++i) {
      const auto& wanted = programs_.wanted();
      if (wanted.empty()) return;
      const auto& name = wanted[dice_.pick(wanted.size())].name;
      static constexpr const char* verbs[] = {"create ", "update ", "delete ", "read "};
      package.fails(verbs[dice_.pick(4)] + name, "the service is out of order");
    }
    if (fate.failures > 0 && dice_.one_in(3) && !programs_.wanted().empty()) {
      package.fails_partly("create " + programs_.wanted().front().name, "it did not get ready");
    }
  }

  Options options_for(const Fate& fate) {
    Options options;
    options.project = "project";
    options.stack = "test";
    options.mode = fate.mode;
    options.preview = fate.preview;
    options.continue_on_error = fate.continue_on_error;
    options.parallel = fate.parallel;
    options.refresh_first = fate.refresh_first;
    options.run_program = fate.run_program;
    options.targets = fate.targets;
    options.excludes = fate.excludes;
    options.target_dependents = options.exclude_dependents = fate.dependents;
    if (fate.mode == Mode::import) {
      for (std::size_t i = 0, count = 1 + dice_.pick(2); i < count; ++i) {
        const auto name = "i" + std::to_string(unmanaged_made_);
        options.imports.push_back({.type = "pkg:m:Thing", .name = name, .id = new_unmanaged(name), .protect = false});
      }
    }
    return options;
  }

  void tell_calls() {
    std::string line = " ";
    for (const auto& call : host_.package("pkg").calls) line += " " + call + ",";
    verdict_.history.push_back(std::move(line));
  }

  void play_one(const Fate& fate) {
    ASHLAR_FORGET_MEMORY();
    ++verdict_.runs;
    verdict_.history.push_back(fate.text());
    arrange_failures(fate);
    const auto options = options_for(fate);
    host_.begin_run();
    const auto world_before = host_.package("pkg").world;
    QueueLoop queue(dice_.pick(1U << 30U));
    loop_ = &queue;
    MemoryJournal journal(loop_);
    RecordingSink sink;
    Script script;
    programs_.write(script);
    ScriptedProgram program(queue, "project", "test", script);
    const bool with_program = fate.mode == Mode::update || fate.run_program;
    auto deployment = std::make_unique<Deployment>(Surroundings{queue, clock_, entropy_, host_, journal, sink}, state_,
                                                   options, with_program ? &program : nullptr);
    bool over = false;
    bool crashed = false;
    Outcome outcome;
    journal.on_append = [&] {
      crashed = crashed || (fate.crash_at_record > 0 && journal.records.size() == fate.crash_at_record);
    };
    deployment->start([&](Outcome result) {
      outcome = std::move(result);
      over = true;
    });
    std::size_t events = 0;
    queue.run_until([&] {
      ++events;
      if (fate.cancel_at_event == events) deployment->cancel();
      if (fate.crash_at_event == events) crashed = true;
      return crashed;
    });
    if (crashed && !over) {
      ++verdict_.crashes;
      verdict_.history.back() += " -> crashed";
      recover_state(journal, fate.preview);
    } else if (!over) {
      violated("the run neither ended nor crashed");
    } else {
      verdict_.history.back() += outcome.cancelled ? " -> cancelled" : outcome.failed ? " -> failed" : " -> ok";
      if (!fate.preview) state_ = outcome.snapshot;
      if (outcome.integrity_error) violated("after the run: " + outcome.integrity_error->message);
      check_replay_agrees(journal, outcome, fate.preview);
    }
    tell_calls();
    last_failed_ = crashed || outcome.failed;
    if (fate.preview && host_.package("pkg").world.size() != world_before.size())
      violated("a preview changed the world");
    check_invariants();
    queue.clear();
    last_errors_ = sink.errors;
  }

  /// What a later command reads: the base with the durable records, and by chance some that the disk happened to get as
  /// well.
  void recover_state(const MemoryJournal& journal, bool preview) {
    if (preview) return;
    std::size_t kept = journal.durable;
    while (kept < journal.records.size() && dice_.one_in(2)) ++kept;
    Ledger ledger(state_);
    for (std::size_t i = 0; i < kept; ++i) ledger.apply(journal.records[i]);
    state_ = ledger.snapshot();
  }

  /// A journal that is replayed in full gives what the run itself ended with.
  void check_replay_agrees(const MemoryJournal& journal, const Outcome& outcome, bool preview) {
    if (preview) return;
    Ledger ledger(replay_base_);
    for (const auto& record : journal.records) ledger.apply(record);
    const auto replayed = ledger.snapshot();
    const bool same =
        replayed.resources.size() == outcome.snapshot.resources.size() &&
        std::equal(replayed.resources.begin(), replayed.resources.end(), outcome.snapshot.resources.begin(),
                   [](const auto& a, const auto& b) { return a->urn == b->urn && a->id == b->id; });
    if (!same) violated("replaying the journal does not give what the run ended with");
  }

  void check_invariants() {
    replay_base_ = state_;
    if (auto intact = verify_integrity(state_); !intact) violated(intact.error().message);
    std::set<std::string> known_ids, pending_tokens;
    for (const auto& resource : state_.resources) {
      if (resource->custom) known_ids.insert(resource->id);
      if (resource->custom && !resource->external) unmanaged_.erase(resource->id);
      if (resource->deleted_with) within_names_.insert(std::string(resource->urn.name()));
      if (resource->retain_on_delete) retained_names_.insert(std::string(resource->urn.name()));
    }
    for (const auto& pending : state_.pending_operations) {
      pending_tokens.insert(pending.token);
      if (pending.resource->retain_on_delete) retained_names_.insert(std::string(pending.resource->urn.name()));
    }
    for (const auto& [id, thing] : host_.package("pkg").world) {
      const bool known = known_ids.contains(id) || pending_tokens.contains(thing.token) || unmanaged_.contains(id) ||
                         retained_names_.contains(thing.name) || within_names_.contains(thing.name);
      if (!known) violated("lost: " + id + " exists, but neither the state nor a pending operation knows of it");
    }
    std::set<std::string> live;
    for (const auto& resource : state_.resources) {
      if (!resource->pending_delete && resource->custom && !live.insert(resource->urn.text()).second) {
        violated("created twice: " + resource->urn.text());
      }
    }
  }

  /// Without failures the program is reached in one run that looks at the world, and the next one has nothing to do.
  void converge() {
    for (auto& wanted : programs_.wanted()) wanted.import_id.clear();
    Fate calm;
    calm.refresh_first = true;
    play_one(calm);
    calm.refresh_first = false;
    if (!verdict_.violations.empty()) return;
    if (last_failed_)
      violated("a run without failures failed: " + (last_errors_.empty() ? std::string("?") : last_errors_.front()));
    play_one(calm);
    auto& calls = host_.package("pkg").calls;
    std::erase_if(calls, [](const std::string& call) { return call.starts_with("read "); });
    if (!calls.empty()) violated("a second run still had something to do: " + calls.front());
    check_world();
  }

  void check_world() {
    const auto& world = host_.package("pkg").world;
    std::map<std::string, int> things;
    std::set<std::string> pending_tokens, managed;
    for (const auto& resource : state_.resources) managed.insert(resource->id);
    for (const auto& pending : state_.pending_operations) pending_tokens.insert(pending.token);
    for (const auto& [id, thing] : world) {
      const bool counts = !pending_tokens.contains(thing.token) && !unmanaged_.contains(id);
      if (counts && (managed.contains(id) || !within_names_.contains(thing.name))) ++things[thing.name];
    }
    std::set<std::string> wanted_names;
    for (const auto& wanted : programs_.wanted()) {
      if (wanted.component || !wanted.read_id.empty()) continue;
      wanted_names.insert(wanted.name);
      const int count = things[wanted.name];
      if (count == 0) violated("missing in the world: " + wanted.name);
      if (count > 1 && !retained_names_.contains(wanted.name)) violated("several in the world: " + wanted.name);
    }
    for (const auto& [name, count] : things) {
      if (!wanted_names.contains(name) && !retained_names_.contains(name)) violated("left over in the world: " + name);
    }
    if (tells_ && !state_.pending_operations.empty()) violated("a pending operation was not resolved");
  }

  void violated(std::string what) { verdict_.violations.push_back(std::move(what)); }

  Dice dice_;
  ProgramGenerator programs_;
  Verdict verdict_;
  EventLoop* loop_ = nullptr;
  FakeHost host_{loop_};
  TestClock clock_;
  TestEntropy entropy_;
  Snapshot state_, replay_base_;
  std::set<std::string> retained_names_;
  /// What goes with another is forgotten at once, though the other may be there until its own deletion succeeds.
  std::set<std::string> within_names_;
  std::set<std::string> before_delete_;  ///< the ids of the world before the call under way
  std::set<std::string> unmanaged_;      ///< ids of what no stack has made or taken over
  int unmanaged_made_ = 0;
  std::vector<std::string> last_errors_;
  bool tells_ = true;
  bool last_failed_ = false;
};

}  // namespace

Verdict simulate(std::uint64_t seed) { return Game(seed).play(); }

}  // namespace ashlar::simulation
