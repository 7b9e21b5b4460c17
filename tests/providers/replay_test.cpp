/// Calls that the genuine engine made of the published `random` and `command` plugins, made of ours: the answers are
/// the same but for what chance decides.

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <set>

#include "base/shared_material.hpp"
#include "providers/command/package.hpp"
#include "providers/random/package.hpp"
#include "providers/support/test_calls.hpp"
#include "wire/marshal.hpp"

namespace ashlar::providers {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

/// One captured call, read as JSON.
class Captured {
 public:
  explicit Captured(Struct call) : call_(std::move(call)) {}

  /// `Check` of `/pulumirpc.ResourceProvider/Check`; empty for calls of other services, and while there is no answer.
  std::string method() const {
    constexpr std::string_view service = "/pulumirpc.ResourceProvider/";
    const auto name = call_.fields().at("method").string_value();
    const auto progress = text(call_, "progress");
    return name.starts_with(service) && progress == "response_completed" ? name.substr(service.size()) : "";
  }
  const Struct& request() const { return part("request"); }
  const Struct& response() const { return part("response"); }
  bool failed() const { return call_.fields().contains("errors"); }

  static std::string text(const Struct& from, const std::string& key) {
    const auto at = from.fields().find(key);
    return at == from.fields().end() ? "" : at->second.string_value();
  }
  static bool flag(const Struct& from, const std::string& key) {
    const auto at = from.fields().find(key);
    return at != from.fields().end() && at->second.bool_value();
  }
  static PropertyMap map(const Struct& from, const std::string& key) {
    const auto at = from.fields().find(key);
    if (at == from.fields().end()) return {};
    auto values = wire::unmarshal(at->second.struct_value(), {});
    EXPECT_TRUE(values);
    return std::move(*values);
  }
  static std::set<std::string> texts(const Struct& from, const std::string& key) {
    std::set<std::string> result;
    const auto at = from.fields().find(key);
    if (at == from.fields().end()) return result;
    for (const auto& item : at->second.list_value().values()) result.insert(item.string_value());
    return result;
  }

 private:
  const Struct& part(const std::string& key) const {
    static const Struct none;
    const auto at = call_.fields().find(key);
    return at == call_.fields().end() ? none : at->second.struct_value();
  }

  Struct call_;
};

/// The same outputs, except that what chance decides only has to be there, secret or not as the other.
void expect_same_but_for_chance(const PropertyMap& ours, const PropertyMap& theirs) {
  static const std::set<std::string> by_chance{"bcryptHash", "id", "result"};
  std::set<std::string> our_names, their_names;
  for (const auto& [name, value] : ours) our_names.insert(name);
  for (const auto& [name, value] : theirs) their_names.insert(name);
  EXPECT_EQ(our_names, their_names);
  for (const auto& [name, value] : theirs) {
    const auto* own = find(ours, name);
    if (own == nullptr) continue;
    if (by_chance.contains(name) && !value.contains_unknowns()) {
      EXPECT_EQ(own->is<Secret>(), value.is<Secret>()) << name;
      EXPECT_EQ(own->unwrapped().content().index(), value.unwrapped().content().index()) << name;
    } else {
      EXPECT_TRUE(*own == value) << name;
    }
  }
}

std::map<std::string, std::string> kinds(const DetailedDiff& diff) {
  constexpr const char* names[] = {"",       "ADD_REPLACE",   "DELETE", "DELETE_REPLACE",
                                   "UPDATE", "UPDATE_REPLACE"};  // the first is left out
  std::map<std::string, std::string> result;
  for (const auto& [path, change] : diff) result.emplace(path, names[static_cast<std::size_t>(change.kind)]);
  return result;
}

std::map<std::string, std::string> kinds(const Struct& answer) {
  std::map<std::string, std::string> result;
  const auto at = answer.fields().find("detailedDiff");
  if (at == answer.fields().end()) return result;
  for (const auto& [path, change] : at->second.struct_value().fields()) {
    result.emplace(path, Captured::text(change.struct_value(), "kind"));
  }
  return result;
}

/// Ours, called the way a capture says.
class Replay {
 public:
  /// Whether the call was one of those that are replayed.
  bool call(const Captured& captured) {
    const auto urn_text = Captured::text(captured.request(), "urn");
    auto urn = Urn::parse(urn_text);
    if (!urn) return false;
    const bool is_random = urn->type().starts_with("random:");
    if (!is_random && !urn->type().starts_with("command:")) return false;
    SCOPED_TRACE(captured.method() + " of " + urn_text);
    return dispatch(captured, *urn, is_random ? random_calls_ : command_calls_);
  }

 private:
  bool dispatch(const Captured& captured, const Urn& urn, SynchronousCalls& calls) {
    const auto& request = captured.request();
    const auto map = [&](const char* key) { return Captured::map(request, key); };
    const auto id = Captured::text(request, "id");
    const bool preview = Captured::flag(request, "preview");
    const auto method = captured.method();
    if (method == "Check") {
      compare(captured, calls.check({.urn = urn, .old_inputs = map("olds"), .new_inputs = map("news")}));
    } else if (method == "Diff") {
      const auto ignored = Captured::texts(request, "ignoreChanges");
      compare(captured, calls.diff({.urn = urn,
                                    .id = id,
                                    .old_inputs = map("oldInputs"),
                                    .old_outputs = map("olds"),
                                    .new_inputs = map("news"),
                                    .ignore_changes = {ignored.begin(), ignored.end()}}));
    } else if (method == "Create") {
      compare(captured, calls.create({.urn = urn, .inputs = map("properties"), .preview = preview}));
    } else if (method == "Read") {
      compare(captured, calls.read({.urn = urn, .id = id, .inputs = map("inputs"), .outputs = map("properties")}));
    } else if (method == "Update") {
      compare(captured, calls.update({.urn = urn,
                                      .id = id,
                                      .old_inputs = map("oldInputs"),
                                      .old_outputs = map("olds"),
                                      .new_inputs = map("news"),
                                      .preview = preview}));
    } else if (method == "Delete") {
      EXPECT_TRUE(
          calls.remove({.urn = urn, .id = id, .old_inputs = map("oldInputs"), .old_outputs = map("properties")}));
    } else {
      return false;
    }
    return true;
  }

  void compare(const Captured& captured, const Result<deploy::CheckAnswer>& ours) {
    ASSERT_TRUE(ours);
    EXPECT_EQ(ours->inputs, Captured::map(captured.response(), "inputs"));
    EXPECT_EQ(ours->failures.empty(), !captured.response().fields().contains("failures"));
  }

  void compare(const Captured& captured, const Result<deploy::DiffAnswer>& ours) {
    ASSERT_TRUE(ours);
    const auto& theirs = captured.response();
    const bool changed = ours->changes == deploy::DiffAnswer::Changes::some;
    EXPECT_EQ(changed ? "DIFF_SOME" : "DIFF_NONE", Captured::text(theirs, "changes"));
    EXPECT_EQ(std::set<std::string>(ours->diffs.begin(), ours->diffs.end()), Captured::texts(theirs, "diffs"));
    EXPECT_EQ(std::set<std::string>(ours->replaces.begin(), ours->replaces.end()), Captured::texts(theirs, "replaces"));
    EXPECT_EQ(ours->has_detailed, Captured::flag(theirs, "hasDetailedDiff"));
    EXPECT_EQ(kinds(ours->detailed), kinds(theirs));
  }

  void compare(const Captured& captured, const Result<deploy::CreateAnswer>& ours) {
    ASSERT_EQ(ours.ok(), !captured.failed());
    if (!ours) return;
    expect_same_but_for_chance(ours->outputs, Captured::map(captured.response(), "properties"));
    EXPECT_EQ(ours->id.empty(), Captured::flag(captured.request(), "preview"));
  }

  void compare(const Captured& captured, const Result<deploy::ReadAnswer>& ours) {
    ASSERT_TRUE(ours);
    EXPECT_EQ(ours->id, Captured::text(captured.response(), "id"));
    EXPECT_EQ(*ours->inputs, Captured::map(captured.response(), "inputs"));
    EXPECT_EQ(ours->outputs, Captured::map(captured.response(), "properties"));
  }

  void compare(const Captured& captured, const Result<deploy::UpdateAnswer>& ours) {
    ASSERT_EQ(ours.ok(), !captured.failed());
    if (!ours) return;
    EXPECT_EQ(ours->outputs, Captured::map(captured.response(), "properties"));
  }

  ThreadEventLoop loop_;
  SystemEntropy entropy_;
  SystemClock clock_;
  std::shared_ptr<deploy::Provider> random_ = random::make_random_provider(loop_, entropy_, clock_);
  std::shared_ptr<deploy::Provider> command_ =
      command::make_command_provider(loop_, entropy_, nullptr, std::filesystem::temp_directory_path());
  SynchronousCalls random_calls_{loop_, *random_};
  SynchronousCalls command_calls_{loop_, *command_};
};

TEST(BuiltInProviders, AnswerAsThePublishedOnesDid) {
  const auto traces = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi/grpc-traces");
  if (!traces) GTEST_SKIP() << "needs fixtures: captures of the published providers (shared/fixtures)";
  Replay replay;
  int replayed = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*traces)) {
    if (entry.path().extension() != ".jsonl") continue;
    SCOPED_TRACE(entry.path().filename().string());
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      Struct call;
      ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(line, &call).ok()) << line;
      const Captured captured(std::move(call));
      if (!captured.method().empty() && replay.call(captured)) ++replayed;
    }
  }
  EXPECT_GT(replayed, 200);
}

}  // namespace
}  // namespace ashlar::providers
