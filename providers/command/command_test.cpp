#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "base/temporary_directory.hpp"
#include "providers/command/package.hpp"
#include "providers/support/test_calls.hpp"

namespace ashlar::providers::command {
namespace {

using deploy::DiffAnswer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class FixedEntropy final : public Entropy {
 public:
  std::string bytes(std::size_t count) override { return std::string(count, '\xAB'); }
};

class CommandTest : public testing::Test {
 protected:
  Result<deploy::CheckAnswer> check(PropertyMap inputs) {
    return calls_.check({.urn = urn_, .new_inputs = std::move(inputs)});
  }
  Result<deploy::CreateAnswer> create(PropertyMap inputs) {
    return calls_.create({.urn = urn_, .inputs = std::move(inputs)});
  }
  Result<deploy::UpdateAnswer> update(const deploy::CreateAnswer& old, PropertyMap inputs) {
    return calls_.update({.urn = urn_, .id = old.id, .old_outputs = old.outputs, .new_inputs = std::move(inputs)});
  }
  Result<DiffAnswer> diff(const deploy::CreateAnswer& old, PropertyMap inputs, std::vector<std::string> ignore = {}) {
    return calls_.diff({.urn = urn_,
                        .id = old.id,
                        .old_outputs = old.outputs,
                        .new_inputs = std::move(inputs),
                        .ignore_changes = std::move(ignore)});
  }
  Status remove(const deploy::CreateAnswer& old) {
    return calls_.remove({.urn = urn_, .id = old.id, .old_outputs = old.outputs});
  }
  Result<deploy::InvokeAnswer> run(PropertyMap arguments) {
    return calls_.invoke({.token = "command:local:run", .args = std::move(arguments)});
  }
  std::string file(const std::string& name) const {
    std::ifstream stream(root_ / name);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  /// What an error says, all of it.
  static std::string whole(const Error& error) { return format_error(error); }

  Urn urn_ = Urn::make("dev", "proj", "", "command:local:Command", "r");
  TemporaryDirectory folder_;
  std::filesystem::path root_ = folder_.path();
  std::vector<Diagnostic> log_;
  std::function<void()> on_log_;
  FixedEntropy entropy_;
  ThreadEventLoop loop_;
  std::shared_ptr<deploy::Provider> provider_ = make_command_provider(
      loop_, entropy_,
      [this](Diagnostic line) {
        log_.push_back(std::move(line));
        if (on_log_) on_log_();
      },
      root_);
  SynchronousCalls calls_{loop_, *provider_};
};

TEST_F(CommandTest, CreateRunsTheCommandAndKeepsWhatItPrints) {
  const auto created = create({{"create", "echo a; echo b >&2; pwd"}, {"environment", PropertyMap{{"X", "1"}}}});
  EXPECT_EQ(created->id, "rabababab");
  EXPECT_EQ(created->outputs, (PropertyMap{{"create", "echo a; echo b >&2; pwd"},
                                           {"environment", PropertyMap{{"X", "1"}}},
                                           {"stderr", "b"},
                                           {"stdout", "a\n" + root_.string()}}));
}

TEST_F(CommandTest, WithoutACommandThereIsNothingToRun) {
  EXPECT_EQ(create({})->outputs, (PropertyMap{{"stderr", ""}, {"stdout", ""}}));
  EXPECT_EQ(create({{"update", "exit 1"}})->outputs.at("stdout"), PropertyValue(""));
}

TEST_F(CommandTest, SettingsReachTheProcess) {
  const auto out = [&](PropertyMap inputs) { return create(std::move(inputs))->outputs.at("stdout"); };
  std::filesystem::create_directory(root_ / "sub");
  EXPECT_EQ(
      out({{"create", "echo $X-$Y"}, {"environment", PropertyMap{{"X", "a b"}, {"Y", PropertyValue::secret("c")}}}}),
      PropertyValue::secret("a b-c"));
  EXPECT_EQ(out({{"create", "cat"}, {"stdin", "one\ntwo\n\n"}}), PropertyValue("one\ntwo\n"));
  EXPECT_EQ(out({{"create", "basename $PWD"}, {"dir", "sub"}}), PropertyValue("sub"));
  EXPECT_EQ(out({{"create", "x y"}, {"interpreter", PropertyArray{"/bin/echo", "-n"}}}), PropertyValue("x y"));
  EXPECT_EQ(out({{"create", "printf '\\377'"}}), PropertyValue(ByteString{"\xFF"}));
}

TEST_F(CommandTest, PreviewRunsNothing) {
  const auto preview = calls_.create(
      {.urn = urn_, .inputs = {{"create", "touch made"}, {"assetPaths", PropertyArray{"*"}}}, .preview = true});
  EXPECT_EQ(preview->id, "");
  EXPECT_EQ(preview->outputs.at("stdout"), PropertyValue::computed());
  EXPECT_EQ(preview->outputs.at("assets"), PropertyValue::computed());
  EXPECT_FALSE(std::filesystem::exists(root_ / "made"));
}

TEST_F(CommandTest, UnknownInputsOutsideAPreviewAreAnError) {
  EXPECT_FALSE(create({{"create", PropertyValue::computed()}}));
}

TEST_F(CommandTest, FailureSaysWhatRanAndWhatItPrinted) {
  const auto error = create({{"create", "echo out; echo err >&2; exit 3"}}).error();
  EXPECT_EQ(error.message, "exited with code 3: running \"echo out; echo err >&2; exit 3\"");
  EXPECT_THAT(error.notes, testing::UnorderedElementsAre("out", "err"));
  EXPECT_THAT(create({{"create", "kill -9 $$"}}).error().message, HasSubstr("signal 9"));
  EXPECT_THAT(create({{"create", "x"}, {"interpreter", PropertyArray{"/nonexistent"}}}).error().message,
              HasSubstr("/nonexistent"));
  EXPECT_THAT(create({{"create", "x"}, {"dir", "absent"}}).error().message, HasSubstr("no such directory"));
}

TEST_F(CommandTest, LongOutputIsRepeatedInPartInTheError) {
  const auto error = create({{"create", "seq 1000; exit 1"}}).error();
  EXPECT_EQ(error.notes.size(), 41);
  EXPECT_EQ(error.notes.front(), "… after 960 more lines:");
  EXPECT_EQ(error.notes.back(), "1000");
}

TEST_F(CommandTest, LinesAreLoggedAsTheyComeUnlessTheyAreNotWanted) {
  ASSERT_TRUE(create({{"create", "echo one; printf 'two\\r\\nrest'; echo err >&2"}}));
  std::vector<std::string> lines;
  for (const auto& line : log_) {
    lines.push_back(line.message);
    EXPECT_EQ(line.urn, urn_.text());
    EXPECT_TRUE(line.ephemeral);
  }
  EXPECT_THAT(lines, testing::UnorderedElementsAre("one", "two", "rest", "err"));
  log_.clear();
  ASSERT_TRUE(create({{"create", "echo one; echo two >&2"}, {"logging", "none"}}));
  EXPECT_THAT(log_, IsEmpty());
  ASSERT_TRUE(create({{"create", "echo one; echo two >&2"}, {"logging", "stderr"}}));
  ASSERT_EQ(log_.size(), 1);
  EXPECT_EQ(log_.front().message, "two");
}

TEST_F(CommandTest, SecretsAreInNoLogAndNoError) {
  const PropertyMap inputs{{"create", "echo token $TOKEN; cat; exit 1"},
                           {"environment", PropertyMap{{"TOKEN", PropertyValue::secret("hunter2")}}},
                           {"stdin", PropertyValue::secret("line one\nline two\n")}};
  const auto error = create(inputs).error();
  EXPECT_THAT(whole(error), HasSubstr("token [secret]"));
  EXPECT_THAT(whole(error), Not(testing::AnyOf(HasSubstr("hunter2"), HasSubstr("line two"))));
  for (const auto& line : log_)
    EXPECT_THAT(line.message, Not(testing::AnyOf(HasSubstr("hunter2"), HasSubstr("line two"))));
}

TEST_F(CommandTest, ASecretCommandIsNoArgumentOfAProcess) {
  const auto secret = PropertyValue::secret(
      "tr '\\0' ' ' </proc/$$/cmdline; env | grep -c hunter2; set -- ; echo $#; exit 4 # hunter2");
  const auto error = create({{"create", secret}}).error();
  EXPECT_EQ(error.message, "exited with code 4: running [secret]");
  EXPECT_THAT(whole(error), Not(HasSubstr("hunter2")));
  const auto created =
      create({{"create",
               PropertyValue::secret("tr '\\0' ' ' </proc/$$/cmdline | grep -c hunter2; env | grep -c hunter2; :")}});
  ASSERT_TRUE(created);
  EXPECT_EQ(created->outputs.at("stdout").as_string(), "0\n0");
}

TEST_F(CommandTest, WhatASecretCommandPrintsIsNotShown) {
  const auto error = create({{"create", PropertyValue::secret("echo hunter2; exit 1")}}).error();
  EXPECT_THAT(whole(error), Not(HasSubstr("hunter2")));
  for (const auto& line : log_) EXPECT_EQ(line.message, "[secret]");
  const auto created = create({{"create", PropertyValue::secret("echo hunter2")}});
  EXPECT_EQ(created->outputs.at("stdout"), PropertyValue::secret("hunter2"));
  EXPECT_EQ(created->outputs.at("stderr"), PropertyValue(""));
}

TEST_F(CommandTest, OutputThatRepeatsASecretIsOne) {
  const auto created = create({{"create", "echo $TOKEN; echo other >&2"},
                               {"environment", PropertyMap{{"TOKEN", PropertyValue::secret("hunter2")}}}});
  EXPECT_EQ(created->outputs.at("stdout"), PropertyValue::secret("hunter2"));
  EXPECT_EQ(created->outputs.at("stderr"), PropertyValue("other"));
  EXPECT_EQ(created->outputs.at("environment"),
            PropertyValue(PropertyMap{{"TOKEN", PropertyValue::secret("hunter2")}}));
}

TEST_F(CommandTest, UpdateSeesWhatTheRunBeforePrinted) {
  const auto created = create({{"create", "echo a; echo e >&2"}});
  const auto show = "echo \"$PULUMI_COMMAND_STDOUT.$PULUMI_COMMAND_STDERR\"";
  EXPECT_EQ(update(*created, {{"create", show}})->outputs.at("stdout"), PropertyValue("a.e"));
  EXPECT_EQ(update(*created, {{"create", "exit 1"}, {"update", show}})->outputs.at("stdout"), PropertyValue("a.e"));
  EXPECT_EQ(update(*created, {{"create", show}, {"addPreviousOutputInEnv", false}})->outputs.at("stdout"),
            PropertyValue("."));
  EXPECT_EQ(update(*created, {})->outputs, (PropertyMap{{"stderr", "e"}, {"stdout", "a"}}));
  EXPECT_FALSE(update(*created, {{"create", "exit 2"}}));
}

TEST_F(CommandTest, PreviewOfAnUpdateDoesNotKnowTheOutput) {
  const auto created = create({{"create", "echo a"}});
  const auto preview = calls_.update({.urn = urn_,
                                      .id = created->id,
                                      .old_outputs = created->outputs,
                                      .new_inputs = {{"create", "touch made"}},
                                      .preview = true});
  EXPECT_EQ(preview->outputs.at("stdout"), PropertyValue::computed());
  EXPECT_FALSE(std::filesystem::exists(root_ / "made"));
}

TEST_F(CommandTest, DeleteRunsItsCommandWithTheLastOutput) {
  EXPECT_TRUE(remove(*create({{"create", "echo a"}})));
  EXPECT_TRUE(remove(*create({{"create", "echo a"}, {"delete", "echo gone $PULUMI_COMMAND_STDOUT >gone"}})));
  EXPECT_EQ(file("gone"), "gone a\n");
  EXPECT_THAT(remove(*create({{"delete", "exit 4"}})).error().message, HasSubstr("code 4"));
}

TEST_F(CommandTest, FilesThatWereAskedForAreAssets) {
  const auto created = create({{"create", "mkdir s; echo 1 >a.txt; echo 2 >s/b.txt"},
                               {"assetPaths", PropertyArray{"**.txt", "!s/*"}},
                               {"archivePaths", PropertyArray{"a*"}}});
  const auto& assets = *created->outputs.at("assets").get<PropertyMap>();
  ASSERT_THAT(assets, ElementsAre(testing::Key("a.txt")));
  EXPECT_EQ(assets.at("a.txt").get<Asset>()->path, (root_ / "a.txt").string());
  EXPECT_EQ(created->outputs.at("archive").get<Archive>()->hash,
            "1a051ab9e97a94790a3b982084aef06ee96e72c34bedae0395893ceb269a5bd3");
  const auto updated = update(*created, {{"create", "true"}});
  EXPECT_EQ(updated->outputs.at("assets"), created->outputs.at("assets"));
}

TEST_F(CommandTest, ChangesAreUpdatesButForTriggers) {
  const auto created = create({{"create", "true"}, {"triggers", PropertyArray{1}}});
  EXPECT_EQ(diff(*created, {{"create", "true"}, {"triggers", PropertyArray{1}}})->changes, DiffAnswer::Changes::none);
  const auto changed = diff(*created, {{"create", "false"}, {"triggers", PropertyArray{1}}});
  EXPECT_THAT(changed->diffs, ElementsAre("create"));
  EXPECT_THAT(changed->replaces, IsEmpty());
  EXPECT_TRUE(changed->has_detailed);
  EXPECT_THAT(diff(*created, {{"create", "true"}, {"triggers", PropertyArray{2}}})->replaces, ElementsAre("triggers"));
  EXPECT_EQ(diff(*created, {{"create", "false"}, {"triggers", PropertyArray{2}}}, {"create", "triggers[*]"})->changes,
            DiffAnswer::Changes::none);
}

TEST_F(CommandTest, InputsOfTheWrongKindAreRefused) {
  const auto first = [&](PropertyMap inputs) {
    const auto failures = check(std::move(inputs))->failures;
    return failures.empty() ? std::string("fine") : failures.front().property + " " + failures.front().reason;
  };
  EXPECT_EQ(first({{"create", 5}}), "create must be a string");
  EXPECT_EQ(first({{"craete", "x"}}), "craete is not a property of this; did you mean \"create\"?");
  EXPECT_EQ(first({{"interpreter", PropertyArray{1}}}), "interpreter[0] must be a string");
  EXPECT_EQ(first({{"environment", PropertyMap{{"a", PropertyValue()}}}}), "environment.a must be a string");
  EXPECT_EQ(first({{"logging", "bogus"}}), "logging must be one of none, stderr, stdout, stdoutAndStderr");
  EXPECT_EQ(first({{"addPreviousOutputInEnv", "true"}}), "addPreviousOutputInEnv must be a boolean");
  EXPECT_EQ(first({{"triggers", "x"}}), "triggers must be a list");
  EXPECT_EQ(
      first({{"create", PropertyValue::computed()}, {"environment", PropertyMap{{"a", PropertyValue::computed()}}}}),
      "fine");
  EXPECT_EQ(check({{"create", PropertyValue()}, {"dir", PropertyValue::secret("/")}})->inputs,
            (PropertyMap{{"dir", PropertyValue::secret("/")}}));
}

TEST_F(CommandTest, ReadGivesBackTheState) {
  const auto read =
      calls_.read({.urn = urn_, .id = "x", .inputs = {{"create", "c"}}, .outputs = {{"create", "c"}, {"stdout", "s"}}});
  EXPECT_EQ(read->id, "x");
  EXPECT_EQ(*read->inputs, (PropertyMap{{"create", "c"}}));
  EXPECT_EQ(read->outputs, (PropertyMap{{"create", "c"}, {"stdout", "s"}}));
}

TEST_F(CommandTest, TheFunctionRunsAtOnce) {
  EXPECT_EQ(run({{"command", "echo hi; echo e >&2"}})->result,
            (PropertyMap{{"command", "echo hi; echo e >&2"}, {"stderr", "e"}, {"stdout", "hi"}}));
  EXPECT_THAT(run({})->failures, ElementsAre(testing::Field(&deploy::CheckFailure::property, "command")));
  EXPECT_EQ(run({{"command", PropertyValue::computed()}})->result.at("stdout"), PropertyValue::computed());
  EXPECT_FALSE(run({{"command", "exit 2"}}));
  EXPECT_EQ(calls_.invoke({.token = "command:local:runn"}).error().help, "did you mean \"command:local:run\"?");
}

TEST_F(CommandTest, TypesThatDoNotExistAreAnsweredWithTheNearest) {
  urn_ = Urn::make("dev", "proj", "", "command:local:Comand", "r");
  EXPECT_EQ(check({}).error().help, "did you mean \"command:local:Command\"?");
  urn_ = Urn::make("dev", "proj", "", "command:remote:Command", "r");
  EXPECT_THAT(check({}).error().help, HasSubstr("plugin"));
}

TEST_F(CommandTest, TooLongARunIsEnded) {
  const auto created =
      calls_.create({.urn = urn_, .inputs = {{"create", "echo begun; sleep 1000"}}, .timeout_seconds = 2.5});
  EXPECT_THAT(created.error().message, HasSubstr("did not end within 2.5 seconds"));
  EXPECT_THAT(created.error().notes, ElementsAre("begun"));
}

TEST_F(CommandTest, CancelEndsWhatRunsAndAnswers) {
  on_log_ = [&] { provider_->cancel(); };
  EXPECT_THAT(create({{"create", "echo begun; sleep 1000"}}).error().message, HasSubstr("was cancelled"));
}

TEST_F(CommandTest, CancelEndsWhatIsAboutToStartToo) {
  provider_->cancel();
  EXPECT_THAT(create({{"create", "touch made; sleep 1000"}}).error().message, HasSubstr("was cancelled"));
  EXPECT_FALSE(std::filesystem::exists(root_ / "made"));
}

TEST_F(CommandTest, CommandsRunAtTheSameTime) {
  // Each waits for the other, so one after the other would not end.
  ASSERT_TRUE(create({{"create", "mkfifo one two"}}));
  int left = 2;
  const auto ended = [&](const Result<deploy::CreateAnswer>& answer) {
    EXPECT_TRUE(answer);
    if (--left == 0) loop_.stop();
  };
  provider_->create({.urn = urn_, .inputs = {{"create", "echo x >one; cat two"}}}, ended);
  provider_->create({.urn = urn_, .inputs = {{"create", "cat one; echo y >two"}}}, ended);
  loop_.run();
  EXPECT_EQ(left, 0);
}

TEST_F(CommandTest, AProviderThatGoesAnswersForWhatRuns) {
  std::optional<Result<deploy::CreateAnswer>> answer;
  provider_->create({.urn = urn_, .inputs = {{"create", "sleep 60"}}}, [&](Result<deploy::CreateAnswer> result) {
    answer = std::move(result);
    loop_.stop();
  });
  provider_.reset();
  loop_.run();
  EXPECT_FALSE(*answer);
}

TEST_F(CommandTest, WhatItStartedMayStay) {
  ASSERT_TRUE(create({{"create", "(sleep 0.2; echo late >late) >/dev/null 2>&1 &"}}));
  EXPECT_FALSE(std::filesystem::exists(root_ / "late"));
  ASSERT_TRUE(create({{"create", "while ! grep -q late late 2>/dev/null; do sleep 0.05; done"}}));
}

TEST_F(CommandTest, AnInterruptedCreateIsForAPersonToJudge) {
  EXPECT_EQ(calls_.recover_create({.urn = urn_})->outcome, deploy::RecoverAnswer::Outcome::cannot_tell);
}

}  // namespace
}  // namespace ashlar::providers::command
