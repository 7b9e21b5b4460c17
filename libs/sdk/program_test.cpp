/// Programs against an engine that records what they ask.

#include <gmock/gmock.h>

#include <stdexcept>

#include "ashlar/ashlar.hpp"
#include "ashlar/command/local.hpp"
#include "ashlar/random.hpp"
#include "sdk/program.hpp"
#include "sdk/testing/recording_monitor.hpp"

namespace ashlar {
namespace {

using Json = nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* signature = "4dabf18193072939515e22adb298388d";
constexpr const char* secret_mark = "1b47061264138c4ac30d75fd1eb44270";
constexpr const char* reference_mark = "5cf8f73096256a8f31e491e813e4eb8e";
constexpr const char* unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

class ProgramTest : public ::testing::Test {
 protected:
  /// Runs a program and returns its exit code.
  int run(const std::function<void(Context&)>& declare) {
    settings_.monitor_address = settings_.engine_address = monitor_.address();
    settings_.project = "project";
    settings_.stack = "dev";
    settings_.organization = "organization";
    settings_.root_directory = ASHLAR_SOURCE_DIR;
    settings_.dry_run = monitor_.preview;
    return sdk::Program(settings_).run(declare);
  }

  Json registration(const std::string& name) const { return monitor_.registration(name); }
  Json inputs(const std::string& name) const { return registration(name)["inputs"]; }
  Json exports() const {
    return monitor_.recorded()["resourceOutputs"]["urn:pulumi:dev::project::pulumi:pulumi:Stack::project-dev"];
  }
  std::vector<std::string> errors() const {
    std::vector<std::string> messages;
    const auto logs = monitor_.recorded()["logs"];
    for (const auto& log : logs) {
      if (log["severity"] == "error") messages.push_back(log["message"]);
    }
    return messages;
  }

  sdk::RecordingMonitor monitor_;
  sdk::Settings settings_;
};

TEST_F(ProgramTest, RegistersTheStackAndItsOutputs) {
  EXPECT_EQ(run([](Context& ctx) { ctx.export_output("answer", 42); }), 0);

  EXPECT_EQ(registration("project-dev")["type"], "pulumi:pulumi:Stack");
  EXPECT_EQ(registration("project-dev")["custom"], false);
  EXPECT_EQ(exports(), (Json{{"answer", 42}}));
  EXPECT_EQ(monitor_.recorded()["signalled"], true);
}

TEST_F(ProgramTest, SendsATypedResourceWithItsInputsVersionAndSecretOutputs) {
  run([](Context& ctx) {
    random::RandomPassword password{ctx, "password", {.length = 20, .keepers = {{"a", "b"}}, .special = false}};
  });

  const auto sent = registration("password");
  EXPECT_EQ(sent["type"], "random:index/randomPassword:RandomPassword");
  EXPECT_EQ(sent["inputs"], (Json{{"length", 20}, {"keepers", {{"a", "b"}}}, {"special", false}}));
  EXPECT_EQ(sent["version"], "4.21.2");
  EXPECT_EQ(sent["options"]["additionalSecretOutputs"], (Json{"bcryptHash", "result"}));
  EXPECT_EQ(sent["parent"], "urn:pulumi:dev::project::pulumi:pulumi:Stack::project-dev");
}

TEST_F(ProgramTest, SaysWhereAResourceWasDeclared) {
  run([](Context& ctx) { random::RandomPet pet{ctx, "pet"}; });
  const int line = __LINE__ - 1;

  EXPECT_THAT(registration("pet")["sourcePosition"].get<std::string>(),
              ::testing::EndsWith("/libs/sdk/program_test.cpp#" + std::to_string(line)));
}

TEST_F(ProgramTest, PassesOutputsOnAndNamesWhatTheyDependOn) {
  monitor_.computed["first"] = {{"separator", "-"}};
  run([](Context& ctx) {
    random::RandomPet first{ctx, "first"};
    random::RandomPet second{ctx, "second", {.prefix = first.id(), .separator = first.separator()}};
    ctx.export_output("both", format("{} and {}", first.id(), second.id()));
  });

  const std::string first = "urn:pulumi:dev::project::random:index/randomPet:RandomPet::first";
  EXPECT_EQ(inputs("second"), (Json{{"prefix", "first_id"}, {"separator", "-"}}));
  EXPECT_EQ(registration("second")["dependencies"], (Json{first}));
  EXPECT_EQ(registration("second")["propertyDependencies"], (Json{{"prefix", {first}}, {"separator", {first}}}));
  EXPECT_EQ(exports()["both"], "first_id and second_id");
}

TEST_F(ProgramTest, LeavesWhatIsNotKnownUnknownInPreviews) {
  monitor_.preview = true;
  bool called = false;
  run([&called](Context& ctx) {
    random::RandomPet first{ctx, "first", {.length = 3}};
    auto shout = first.id().apply([&called](std::string id) {
      called = true;
      return id + "!";
    });
    random::RandomPet second{ctx, "second", {.length = first.length(), .prefix = shout}};
  });

  EXPECT_FALSE(called);
  EXPECT_EQ(inputs("second"), (Json{{"length", 3}, {"prefix", unknown}}));
}

TEST_F(ProgramTest, CompletesAnAnswerWithTheInputsThatItLeftOut) {
  run([](Context& ctx) {
    CustomResource sparse{ctx, "pkg:index:Sparse", "sparse", {{"name", "given"}}};
    ctx.export_output("name", sparse.output("name"));
    ctx.export_output("other", sparse.output("other"));
  });

  EXPECT_EQ(exports(), (Json{{"name", "given"}, {"other", nullptr}}));
}

TEST_F(ProgramTest, KeepsSecretsSecretThroughEverythingDerivedFromThem) {
  settings_.config = {{"project:key", "hunter2"}};
  run([](Context& ctx) {
    const auto key = Config{ctx}.require_secret("key");
    auto length = key.apply([](std::string text) { return static_cast<int>(text.size()); });
    random::RandomPet pet{ctx, "pet", {.keepers = {{"key", key}}, .length = length}};
    ctx.export_output("text", format("key {}", key));
  });

  EXPECT_EQ(inputs("pet")["length"], (Json{{signature, secret_mark}, {"value", 7}}));
  EXPECT_EQ(inputs("pet")["keepers"]["key"], (Json{{signature, secret_mark}, {"value", "hunter2"}}));
  EXPECT_EQ(exports()["text"], (Json{{signature, secret_mark}, {"value", "key hunter2"}}));
}

TEST_F(ProgramTest, TreatsASecretAnswerAsSecret) {
  monitor_.computed["password"] = {{"result", {{signature, secret_mark}, {"value", "abc"}}}};
  run([](Context& ctx) {
    random::RandomPassword password{ctx, "password", {.length = 3}};
    ctx.export_output("result", password.result());
  });

  EXPECT_EQ(exports()["result"], (Json{{signature, secret_mark}, {"value", "abc"}}));
}

TEST_F(ProgramTest, JoinsOutputsOfSeveralResources) {
  run([](Context& ctx) {
    random::RandomPet a{ctx, "a"}, b{ctx, "b"};
    auto joined = all(a.id(), b.id()).apply([](std::string x, std::string y) { return x + "+" + y; });
    auto count = all(std::vector{a.id(), b.id()}).apply([](std::vector<std::string> ids) {
      return static_cast<int>(ids.size());
    });
    ctx.export_output("joined", joined);
    ctx.export_output("count", count);
    ctx.export_output("nested", Object{{"ids", std::vector{a.id(), b.id()}}, {"json", to_json(Object{{"a", a.id()}})}});
  });

  EXPECT_EQ(exports()["joined"], "a_id+b_id");
  EXPECT_EQ(exports()["count"], 2);
  EXPECT_EQ(exports()["nested"], (Json{{"ids", {"a_id", "b_id"}}, {"json", "{\"a\":\"a_id\"}"}}));
}

TEST_F(ProgramTest, NamesEachOfManyResourcesBehindAnOutputOnce) {
  constexpr int many = 40;
  run([](Context& ctx) {
    std::vector<Output<std::string>> ids;
    for (int i = 0; i < many; ++i) {
      const random::RandomPet pet{ctx, "pet-" + std::to_string(i)};
      ids.push_back(pet.id());
      ids.push_back(pet.id());
    }
    random::RandomPet last{
        ctx, "last", {.prefix = all(ids).apply([](std::vector<std::string> all) { return all[0]; })}};
  });
  EXPECT_THAT(registration("last")["dependencies"], SizeIs(many));
}

TEST_F(ProgramTest, FlattensOutputsThatTransformationsReturn) {
  run([](Context& ctx) {
    random::RandomPet a{ctx, "a"};
    auto nested = a.id().apply([a](std::string id) { return format("{}/{}", id, a.id()); });
    ctx.export_output("nested", nested);
  });

  EXPECT_EQ(exports()["nested"], "a_id/a_id");
}

TEST_F(ProgramTest, DeclaresResourcesInsideTransformations) {
  run([](Context& ctx) {
    random::RandomPet a{ctx, "a"};
    (void)a.id().apply([&ctx](std::string id) { random::RandomPet inner{ctx, "inner-" + id}; });
  });

  EXPECT_EQ(registration("inner-a_id")["type"], "random:index/randomPet:RandomPet");
}

TEST_F(ProgramTest, LooksIntoListsMapsAndValues) {
  monitor_.computed["shuffle"] = {{"results", {"x", "y"}}};
  run([](Context& ctx) {
    random::RandomShuffle shuffle{ctx, "shuffle", {.inputs = {"x", "y"}, .keepers = {{"k", "v"}}}};
    ctx.export_output("second", shuffle.results()[1]);
    ctx.export_output("keeper", shuffle.keepers()["k"]);
    ctx.export_output("any", shuffle.output("keepers")["k"]);
  });

  EXPECT_EQ(exports(), (Json{{"second", "y"}, {"keeper", "v"}, {"any", "v"}}));
}

class Pair : public ComponentResource {
 public:
  Pair(Context& ctx, const std::string& name, const ResourceOptions& options = sdk::no_options)
      : ComponentResource(ctx, "test:index:Pair", name, options),
        first(ctx, name + "-first", {}, {.parent = *this}),
        second(ctx, name + "-second", {}, {.parent = *this}) {
    register_outputs({{"first", first.id()}, {"whole", second}});
  }
  random::RandomPet first, second;
};

TEST_F(ProgramTest, GroupsResourcesInComponents) {
  run([](Context& ctx) { Pair pair{ctx, "pair", {.protect = true}}; });

  const std::string component = "urn:pulumi:dev::project::test:index:Pair::pair";
  const std::string second = "urn:pulumi:dev::project::test:index:Pair$random:index/randomPet:RandomPet::pair-second";
  EXPECT_EQ(registration("pair")["custom"], false);
  EXPECT_EQ(registration("pair-first")["parent"], component);
  EXPECT_EQ(registration("pair-first")["options"]["protect"], true) << "inherited";
  EXPECT_EQ(monitor_.recorded()["resourceOutputs"][component],
            (Json{{"first", "pair-first_id"},
                  {"whole", {{signature, reference_mark}, {"urn", second}, {"id", "pair-second_id"}}}}));
}

TEST_F(ProgramTest, RegistersNoOutputsForComponentsThatForgotTo) {
  run([](Context& ctx) { ComponentResource plain{ctx, "test:index:Plain", "plain"}; });

  EXPECT_EQ(monitor_.recorded()["resourceOutputs"]["urn:pulumi:dev::project::test:index:Plain::plain"], Json::object());
}

TEST_F(ProgramTest, LetsAComponentStandForTheResourcesInside) {
  run([](Context& ctx) {
    Pair pair{ctx, "pair"};
    random::RandomPet after{ctx, "after", {}, {.depends_on = {pair}}};
  });

  EXPECT_THAT(registration("after")["dependencies"],
              ElementsAre("urn:pulumi:dev::project::test:index:Pair$random:index/randomPet:RandomPet::pair-first",
                          "urn:pulumi:dev::project::test:index:Pair$random:index/randomPet:RandomPet::pair-second"));
}

TEST_F(ProgramTest, GivesProvidersToResourcesOfTheirPackageAndToChildren) {
  run([](Context& ctx) {
    random::Provider provider{ctx, "mine"};
    random::RandomPet direct{ctx, "direct", {}, {.provider = provider}};
    Pair pair{ctx, "pair", {.providers = {provider}}};
    CustomResource other{ctx, "pkg:index:Other", "other", {}, {.provider = provider}};
  });

  const std::string reference = "urn:pulumi:dev::project::pulumi:providers:random::mine::mine_id";
  EXPECT_EQ(registration("direct")["options"]["provider"], reference);
  EXPECT_EQ(registration("pair")["options"]["providers"]["random"], reference);
  EXPECT_EQ(registration("pair-first")["options"]["provider"], reference);
  EXPECT_FALSE(registration("other").contains("options"));
}

TEST_F(ProgramTest, WritesProviderSettingsThatAreNoTextAsJson) {
  run([](Context& ctx) {
    ProviderResource provider{ctx, "pkg", "mine", {{"region", "x"}, {"tags", Object{{"a", 1}}}}};
  });

  EXPECT_EQ(inputs("mine"), (Json{{"region", "x"}, {"tags", "{\"a\":1}"}}));
}

TEST_F(ProgramTest, SendsEveryOption) {
  run([](Context& ctx) {
    random::RandomPet parent{ctx, "parent"};
    random::RandomPet pet{ctx,
                          "pet",
                          {},
                          {.parent = parent,
                           .protect = false,
                           .aliases = {{.name = "old"}, {.no_parent = true}, {.urn = "urn:pulumi:a::b::c::d"}},
                           .ignore_changes = {"keepers"},
                           .delete_before_replace = true,
                           .additional_secret_outputs = {"separator"},
                           .custom_timeouts = {.create = "10m", .remove = "1h"},
                           .retain_on_delete = true,
                           .deleted_with = parent,
                           .replace_on_changes = {"length"},
                           .import_id = "existing",
                           .version = "1.2.3"}};
  });

  const std::string parent = "urn:pulumi:dev::project::random:index/randomPet:RandomPet::parent";
  EXPECT_EQ(registration("pet")["parent"], parent);
  EXPECT_EQ(registration("pet")["version"], "1.2.3");
  EXPECT_EQ(registration("pet")["options"], (Json{{"protect", false},
                                                  {"aliases",
                                                   {{{"spec", {{"name", "old"}, {"parentUrn", ""}}}},
                                                    {{"spec", {{"noParent", true}}}},
                                                    {{"urn", "urn:pulumi:a::b::c::d"}}}},
                                                  {"ignoreChanges", {"keepers"}},
                                                  {"deleteBeforeReplace", true},
                                                  {"additionalSecretOutputs", {"separator"}},
                                                  {"customTimeouts", {{"create", "10m"}, {"delete", "1h"}}},
                                                  {"retainOnDelete", true},
                                                  {"deletedWith", parent},
                                                  {"replaceOnChanges", {"length"}},
                                                  {"import", "existing"}}));
}

TEST_F(ProgramTest, KeepsManyRegistrationsUnderWay) {
  monitor_.hold_until(50);
  run([](Context& ctx) {
    for (int i = 0; i < 50; ++i) random::RandomPet pet{ctx, "pet-" + std::to_string(i)};
  });

  EXPECT_GE(monitor_.most_at_once(), 50);
}

TEST_F(ProgramTest, CallsFunctionsOnceTheirArgumentsAreThere) {
  monitor_.invoke_answers = {{{"tok", "command:local:run"}, {"return", {{"stdout", "hello"}, {"command", "x"}}}}};
  run([](Context& ctx) {
    random::RandomPet pet{ctx, "pet"};
    auto result = command::local::run(ctx, {.command = format("echo {}", pet.id())});
    random::RandomPet next{ctx, "next", {.prefix = result.get(&command::local::RunResult::stdout)}};
  });

  EXPECT_EQ(monitor_.recorded()["invokes"],
            (Json{{{"tok", "command:local:run"}, {"args", {{"command", "echo pet_id"}}}}}));
  EXPECT_EQ(inputs("next")["prefix"], "hello");
  EXPECT_THAT(registration("next")["dependencies"], SizeIs(1)) << "what the arguments come from";
}

TEST_F(ProgramTest, CallsNoFunctionWithUnknownArguments) {
  monitor_.preview = true;
  run([](Context& ctx) {
    random::RandomPet pet{ctx, "pet"};
    auto result = invoke(ctx, "pkg:index:get", {{"name", pet.id()}});
    ctx.export_output("result", result["x"]);
  });

  EXPECT_THAT(monitor_.recorded()["invokes"], SizeIs(0));
  EXPECT_EQ(exports()["result"], unknown);
}

TEST_F(ProgramTest, FailsWhatUsesARefusedCall) {
  monitor_.invoke_answers = {{{"tok", "pkg:index:get"}, {"failure", "is too long"}}};
  EXPECT_NE(run([](Context& ctx) {
              auto result = invoke(ctx, "pkg:index:get", {{"name", "x"}});
              random::RandomPet pet{ctx, "pet", {.prefix = result["x"].as<std::string>()}};
            }),
            0);

  ASSERT_THAT(errors(), SizeIs(1));
  EXPECT_THAT(errors()[0], HasSubstr("RandomPet \"pet\""));
  EXPECT_THAT(errors()[0], HasSubstr("calling pkg:index:get: name: is too long"));
  EXPECT_TRUE(registration("pet").is_null());
}

TEST_F(ProgramTest, DeclaresComponentsThatTheirProviderConstructs) {
  monitor_.computed["group"] = {{"address", "a"}};
  run([](Context& ctx) {
    CustomResource disk{ctx, "pkg:m:Disk", "disk", {{"size", 1}}};
    RemoteComponent group{ctx,
                          "pkg:m:Group",
                          "group",
                          {{"size", disk.output<int>("size")}, {"key", disk.output<int>("size").as_secret()}},
                          {.protect = true, .version = "1.2.3"}};
    ctx.export_output("address", group.output("address"));
    CustomResource after{ctx, "pkg:m:Disk", "after", {{"address", group.output("address")}}};
  });

  const auto sent = registration("group");
  const auto disk_urn = registration("disk")["urn"];
  EXPECT_EQ(sent["remote"], true);
  EXPECT_EQ(sent["custom"], false);
  EXPECT_EQ(sent["version"], "1.2.3");
  EXPECT_EQ(sent["options"]["protect"], true);
  EXPECT_EQ(sent["inputs"]["size"], 1);
  EXPECT_EQ(sent["inputs"]["key"], (Json{{signature, secret_mark}, {"value", 1}}));
  EXPECT_EQ(sent["propertyDependencies"]["size"], Json::array({disk_urn}));
  EXPECT_EQ(exports(), (Json{{"address", "a"}}));
  EXPECT_EQ(registration("after")["dependencies"], Json::array({sent["urn"]}));
  EXPECT_FALSE(monitor_.recorded()["resourceOutputs"].contains(sent["urn"])) << "its provider registers them";
}

TEST_F(ProgramTest, CallsMethods) {
  monitor_.call_answers["pkg:m:Group/grow"] = {{"result", "grown"}};
  run([](Context& ctx) {
    RemoteComponent group{ctx, "pkg:m:Group", "group", {}};
    CustomResource disk{ctx, "pkg:m:Disk", "disk", {{"size", 1}}};
    const auto grown = call(ctx, group, "pkg:m:Group/grow", {{"by", disk.output<int>("size")}});
    ctx.export_output("result", grown["result"]);
    CustomResource after{ctx, "pkg:m:Disk", "after", {{"note", grown["result"]}}};
  });

  const auto called = monitor_.recorded()["calls"][0];
  const auto group_urn = registration("group")["urn"];
  EXPECT_EQ(called["args"]["by"], 1);
  EXPECT_EQ(called["args"]["__self__"]["urn"], group_urn);
  EXPECT_EQ(called["args"]["__self__"][signature], reference_mark);
  EXPECT_EQ(called["argDependencies"]["by"], Json::array({registration("disk")["urn"]}));
  EXPECT_EQ(exports(), (Json{{"result", "grown"}}));
  EXPECT_THAT(registration("after")["dependencies"], Contains(group_urn));
}

TEST_F(ProgramTest, FailsWhatUsesAMethodThatRefuses) {
  monitor_.call_answers["pkg:m:Group/grow"] = {{"failure", "is odd"}};
  EXPECT_NE(run([](Context& ctx) {
              RemoteComponent group{ctx, "pkg:m:Group", "group", {}};
              ctx.export_output("result", call(ctx, group, "pkg:m:Group/grow", {{"by", 1}}));
            }),
            0);
  EXPECT_THAT(errors(), Contains(HasSubstr("calling pkg:m:Group/grow: by: is odd")));
}

TEST_F(ProgramTest, ReadsOutputsOfOtherStacks) {
  monitor_.stack_outputs["organization/net/dev"] = {{"vpc", "vpc-1"},
                                                    {"key", {{signature, secret_mark}, {"value", "abc"}}}};
  EXPECT_EQ(run([](Context& ctx) {
              StackReference net{ctx, "organization/net/dev"};
              ctx.export_output("vpc", net.require_output("vpc"));
              ctx.export_output("key", net.get_output<std::string>("key"));
              ctx.export_output("none", net.get_output("none"));
            }),
            0);

  EXPECT_EQ(exports(),
            (Json{{"vpc", "vpc-1"}, {"key", {{signature, secret_mark}, {"value", "abc"}}}, {"none", nullptr}}));
  const auto read = monitor_.recorded()["reads"][0];
  EXPECT_EQ(read["type"], "pulumi:pulumi:StackReference");
  EXPECT_EQ(read["id"], "organization/net/dev");
  EXPECT_EQ(read["properties"], (Json{{"name", "organization/net/dev"}}));
}

TEST_F(ProgramTest, FailsWhatNeedsAMissingStackOutput) {
  monitor_.stack_outputs["net"] = Json::object();
  EXPECT_NE(run([](Context& ctx) {
              StackReference net{ctx, "net"};
              ctx.export_output("vpc", net.require_output("vpc"));
            }),
            0);

  EXPECT_THAT(errors(), ElementsAre(HasSubstr("stack \"net\" has no output \"vpc\"")));
}

TEST_F(ProgramTest, ReadsExistingResources) {
  monitor_.computed["known"] = {{"separator", "_"}};
  run([](Context& ctx) {
    auto pet = random::RandomPet::get(ctx, "known", "big-cat");
    ctx.export_output("separator", pet.separator());
    ctx.export_output("id", pet.id());
  });

  EXPECT_EQ(monitor_.recorded()["reads"][0]["id"], "big-cat");
  EXPECT_EQ(exports(), (Json{{"separator", "_"}, {"id", "big-cat"}}));
}

TEST_F(ProgramTest, TellsAFailedTransformationWithTheResourceThatUsesIt) {
  EXPECT_NE(run([](Context& ctx) {
              random::RandomPet a{ctx, "a"};
              auto bad = a.id().apply([](std::string) -> std::string { throw std::runtime_error("no such animal"); });
              random::RandomPet b{ctx, "b", {.prefix = bad}};
              random::RandomPet c{ctx, "c", {.prefix = b.id()}};
              random::RandomPet d{ctx, "d"};
            }),
            0);

  ASSERT_THAT(errors(), SizeIs(1)) << "told once, not for everything that depends on it";
  EXPECT_THAT(errors()[0], HasSubstr("RandomPet \"b\""));
  EXPECT_THAT(errors()[0], HasSubstr("no such animal\n  at "));
  EXPECT_TRUE(registration("c").is_null());
  EXPECT_FALSE(registration("d").is_null()) << "what does not depend on it goes on";
}

TEST_F(ProgramTest, TellsAFailedTransformationThatNothingUses) {
  EXPECT_NE(run([](Context& ctx) {
              random::RandomPet a{ctx, "a"};
              (void)a.id().apply([](std::string) { throw std::runtime_error("nobody listens"); });
            }),
            0);

  EXPECT_THAT(errors(), ElementsAre(HasSubstr("nobody listens")));
}

TEST_F(ProgramTest, LeavesAFailureThatTheEngineShowsToTheEngine) {
  monitor_.failing["a"] = "FAIL";
  EXPECT_NE(run([](Context& ctx) {
              random::RandomPet a{ctx, "a"};
              random::RandomPet b{ctx, "b", {.prefix = a.id()}};
            }),
            0);

  EXPECT_THAT(errors(), SizeIs(0));
  EXPECT_TRUE(registration("b").is_null());
}

TEST_F(ProgramTest, TellsWhyTheEngineRefusedARegistration) {
  monitor_.failing["a"] = "invalid alias URN";
  EXPECT_NE(run([](Context& ctx) { random::RandomPet a{ctx, "a"}; }), 0);

  EXPECT_THAT(errors(), ElementsAre(HasSubstr("RandomPet \"a\" (")));
  EXPECT_THAT(errors(), ElementsAre(HasSubstr("invalid alias URN")));
}

TEST_F(ProgramTest, TellsAnExceptionOfTheMainFunction) {
  EXPECT_NE(run([](Context&) { throw std::runtime_error("out of luck"); }), 0);
  EXPECT_THAT(errors(), ElementsAre("out of luck"));
}

TEST_F(ProgramTest, TellsWhichConfigurationIsMissingAndHowToSetIt) {
  EXPECT_NE(run([](Context& ctx) { (void)Config(ctx, "net").require("cidr"); }), 0);

  ASSERT_THAT(errors(), SizeIs(1));
  EXPECT_THAT(errors()[0], HasSubstr("missing required configuration value 'net:cidr'"));
  EXPECT_THAT(errors()[0], HasSubstr("`ashlar config set net:cidr VALUE`"));
  EXPECT_THAT(errors()[0], HasSubstr("program_test.cpp:"));
}

TEST_F(ProgramTest, ReadsConfigurationByType) {
  settings_.config = {{"app:flag", "true"}, {"app:count", "3"}, {"app:ratio", "0.5"}, {"app:list", "[{\"a\":1}]"}};
  EXPECT_EQ(run([](Context& ctx) {
              Config config{ctx, "app"};
              EXPECT_TRUE(config.require_bool("flag"));
              EXPECT_EQ(config.require_int("count"), 3);
              EXPECT_EQ(config.get_double("ratio"), 0.5);
              EXPECT_EQ(config.require_object("list")[0]["a"].as_int(), 1);
              EXPECT_EQ(config.get("none"), std::nullopt);
              EXPECT_THROW((void)config.require_int("flag"), ProgramError);
            }),
            0);
}

TEST_F(ProgramTest, NamesResourcesThatWaitForEachOther) {
  EXPECT_NE(run([](Context& ctx) {
              ComponentResource outer{ctx, "test:index:Outer", "outer"};
              random::RandomPet last{ctx, "last", {}, {.depends_on = {outer}}};
              random::RandomPet inner{ctx, "inner", {.prefix = last.id()}, {.parent = outer}};
            }),
            0);

  EXPECT_THAT(errors(), ElementsAre(HasSubstr("wait for each other")));
  EXPECT_THAT(errors(), ElementsAre(HasSubstr("RandomPet \"inner\" at ")));
}

TEST_F(ProgramTest, LogsIntoTheDeployment) {
  run([](Context& ctx) {
    random::RandomPet pet{ctx, "pet"};
    (void)pet.id().apply([&ctx, pet](std::string) { ctx.log.warn("careful", pet); });
  });

  EXPECT_EQ(monitor_.recorded()["logs"],
            (Json{{{"severity", "warning"},
                   {"message", "careful"},
                   {"urn", "urn:pulumi:dev::project::random:index/randomPet:RandomPet::pet"}}}));
}

TEST(StackInfo, TakesDottedNamesApart) {
  const auto info = parse_stack("ol-app", "applications.edxapp.QA");
  EXPECT_EQ(info.name, "QA");
  EXPECT_EQ(info.name_space, "applications.edxapp");
  EXPECT_EQ(info.env_suffix, "qa");
  EXPECT_EQ(info.env_prefix, "edxapp");
  EXPECT_EQ(info.full_name, "organization/ol-app/applications.edxapp.QA");

  const auto plain = parse_stack("net", "CI");
  EXPECT_EQ(plain.name, "CI");
  EXPECT_EQ(plain.name_space, "");
  EXPECT_EQ(plain.env_prefix, "");
}

TEST(Value, SaysWhatItFoundWhereAnotherKindWasExpected) {
  const Value value(Value::Object{{"list", Value(Value::List{1, "two", true})}});
  EXPECT_EQ(value["list"][1].as_string(), "two");
  EXPECT_TRUE(value["none"]["deeper"].is_null());
  EXPECT_EQ(value.to_json(), R"({"list":[1,"two",true]})");
  try {
    (void)value["list"].as_string();
    FAIL();
  } catch (const ProgramError& error) {
    EXPECT_STREQ(error.what(), "expected a text, found a list");
  }
  EXPECT_THROW((void)Value(1.5).as_int(), ProgramError);
}

}  // namespace
}  // namespace ashlar
