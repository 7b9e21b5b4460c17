#include <gmock/gmock.h>

#include "ashlar/settings.hpp"
#include "settings/text_rules.hpp"

namespace ashlar::settings {

namespace {

enum class Mode { disabled, permissive, enforcing };
void describe(Choices<Mode>& c) {
  c.add("disabled", Mode::disabled);
  c.add("permissive", Mode::permissive);
  c.add("enforcing", Mode::enforcing);
}

struct Everything {
  int percent = 50;
  double ratio = 0.5;
  unsigned short small = 1;
  int port = 80;
  std::string name = "abc";
  std::string code = "A1";
  std::string level = "info";
  std::string address = "127.0.0.1";
  std::string network = "10.0.0.0/8";
  std::string listen = ":80";
  std::string directory = "/var/lib";
  std::string home = "https://example.com";
  std::string period = "30s";
  std::string even = "ab";
  std::vector<std::string> recursors;
  std::map<std::string, int> weights;
  std::optional<int> limit;
  Mode mode = Mode::disabled;
  std::chrono::milliseconds wait{250};

  static void describe(Model<Everything>& m) {
    m.field("percent", &Everything::percent).range(0, 100);
    m.field("ratio", &Everything::ratio).at_most(1);
    m.field("small", &Everything::small);
    m.field("port", &Everything::port).port();
    m.field("name", &Everything::name).length(2, 5);
    m.field("code", &Everything::code).pattern("[A-Z][0-9]");
    m.field("level", &Everything::level).one_of({"debug", "info", "warning"});
    m.field("address", &Everything::address).ip();
    m.field("network", &Everything::network).cidr();
    m.field("listen", &Everything::listen).host_port();
    m.field("directory", &Everything::directory).path();
    m.field("home", &Everything::home).url();
    m.field("period", &Everything::period).duration();
    m.field("even", &Everything::even).must_be("text of even length", [](std::string_view t) {
      return t.size() % 2 == 0;
    });
    m.field("recursors", &Everything::recursors).ip().items(0, 2);
    m.field("weights", &Everything::weights).range(1, 10).keys("[a-z]+");
    m.field("limit", &Everything::limit).at_least(1);
    m.field("mode", &Everything::mode);
    m.field("wait", &Everything::wait);
  }
};

std::vector<std::string> problems_of(const std::string& yaml) {
  std::vector<std::string> texts;
  for (const auto& v : read<Everything>(Sources().text(yaml, "e.yaml", Format::yaml)).violations)
    texts.push_back(v.text());
  return texts;
}

struct Case {
  const char* yaml;
  const char* problem;
};

TEST(Demands, AreMetByTheDefaults) { EXPECT_THAT(problems_of(""), testing::IsEmpty()); }

TEST(Demands, AreReportedWithFieldValueAndPlace) {
  const Case cases[] = {
      {"percent: 101", "percent must be between 0 and 100: 101 (e.yaml:1:10)"},
      {"ratio: 1.5", "ratio must be at most 1: 1.5 (e.yaml:1:8)"},
      {"small: 65536", "small is too large: \"65536\" (e.yaml:1:8)"},
      {"small: -1", "small must not be negative: \"-1\" (e.yaml:1:8)"},
      {"port: 0", "port must be between 1 and 65535: 0 (e.yaml:1:7)"},
      {"port: ninety", "port must be a whole number, not text: \"ninety\" (e.yaml:1:7)"},
      {"port: '90'", "port must be a whole number, not text: \"90\" (e.yaml:1:7); remove the quotes"},
      {"name: x", "name must have 2 to 5 characters: \"x\" (e.yaml:1:7)"},
      {"code: A1x", "code must match [A-Z][0-9]: \"A1x\" (e.yaml:1:7)"},
      {"level: infos", "level must be one of debug, info, warning: \"infos\" (e.yaml:1:8); did you mean 'info'?"},
      {"address: 1.2.3", "address must be an IP address: \"1.2.3\" (e.yaml:1:10)"},
      {"network: 10.0.0.1/8",
       "network must be a network such as 10.0.0.0/16, without host bits: \"10.0.0.1/8\" (e.yaml:1:10)"},
      {"listen: here", "listen must be host:port or :port: \"here\" (e.yaml:1:9)"},
      {"directory: lib", "directory must be an absolute path: \"lib\" (e.yaml:1:12)"},
      {"home: example.com", "home must be a URL with a scheme and a host: \"example.com\" (e.yaml:1:7)"},
      {"period: 5 minutes", "period must be a duration such as 30s or 1h30m: \"5 minutes\" (e.yaml:1:9)"},
      {"even: abc", "even must be text of even length: \"abc\" (e.yaml:1:7)"},
      {"recursors: [1.1.1.1, x]", "recursors[1] must be an IP address: \"x\" (e.yaml:1:22)"},
      {"recursors: ['1::', '2::', '3::']",
       "recursors must have 0 to 2 items: [\"1::\", \"2::\", \"3::\"] (e.yaml:1:12)"},
      {"recursors: ::1", "recursors must be a list, not text: \"::1\" (e.yaml:1:12)"},
      {"weights: {a: 11}", "weights.a must be between 1 and 10: 11 (e.yaml:1:14)"},
      {"weights: {A: 1}", "weights.A must have a key that matches [a-z]+ (e.yaml:1:14)"},
      {"limit: 0", "limit must be at least 1: 0 (e.yaml:1:8)"},
      {"limit: [1]", "limit must be a whole number, not a list: [\"1\"] (e.yaml:1:8)"},
      {"mode: off", "mode must be one of disabled, permissive, enforcing: \"off\" (e.yaml:1:7)"},
      {"wait: 1ns", "wait must be a multiple of 1ms: \"1ns\" (e.yaml:1:7)"},
      {"wait: 3", "wait must be a duration such as 30s or 1h30m, not text: \"3\" (e.yaml:1:7)"},
      {"name: null", "name must be text, not null: null (e.yaml:1:7)"},
      {"porf: 1", "porf there is no such field in Everything (e.yaml:1:1); did you mean 'port'?"},
  };
  for (const auto& one : cases) EXPECT_THAT(problems_of(one.yaml), testing::ElementsAre(one.problem)) << one.yaml;
}

TEST(Demands, AreAllReportedAtOnce) {
  EXPECT_THAT(problems_of("port: 0\nname: x\naddress: y\nprot: 1\npercent: none\n"), testing::SizeIs(5));
}

TEST(Demands, AcceptWhatMeetsThem) {
  EXPECT_THAT(problems_of("percent: 100\nratio: 1\nname: grüße\nlisten: '[::1]:80'\nnetwork: 2001:db8::/32\n"
                          "home: http://u:p@[::1]:8/x?y\nperiod: 1.5h30m\nlimit: ~\nmode: enforcing\nwait: 2s\n"),
              testing::IsEmpty());
}

TEST(TextRules, KnowDurationsAsGoWritesThem) {
  for (const auto* right : {"0", "1ns", "1us", "1.5h", "-2m", "1h2m3s4ms", ".5s"})
    EXPECT_TRUE(is_duration(right)) << right;
  for (const auto* wrong : {"", "1", "s", "1 s", "1d", "5m1", "h1", "-", "99999999h"})
    EXPECT_FALSE(is_duration(wrong)) << wrong;
}

TEST(TextRules, KnowNetworks) {
  for (const auto* right : {"0.0.0.0/0", "10.0.0.1/32", "fe80::/10"}) EXPECT_TRUE(is_cidr(right)) << right;
  for (const auto* wrong : {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::1/127", "/8"})
    EXPECT_FALSE(is_cidr(wrong)) << wrong;
}

TEST(TextRules, KnowUrls) {
  for (const auto* right : {"http://a", "s3+x://b/c", "unix:///run/x", "https://a:443/"})
    EXPECT_TRUE(is_url(right)) << right;
  for (const auto* wrong : {"a", "://a", "http://", "http://a b", "1x://a", "http://a:port"})
    EXPECT_FALSE(is_url(wrong)) << wrong;
}

// Rules about several fields.

struct Template {
  std::optional<std::string> source, contents;
  std::string destination;

  static void describe(Model<Template>& m) {
    m.field("source", &Template::source);
    m.field("contents", &Template::contents);
    m.field("destination", &Template::destination).required();
    m.exactly_one({"source", "contents"});
  }
};

struct Agent {
  std::optional<std::string> restart_period, restart_jitter;
  Secret token;
  std::vector<Template> templates;

  static void describe(Model<Agent>& m) {
    m.environment_prefix("agent_");
    m.field("restart_period", &Agent::restart_period).duration();
    m.field("restart_jitter", &Agent::restart_jitter).duration();
    m.field("token", &Agent::token).length(8, 64);
    m.field("templates", &Agent::templates);
    m.check([](const Agent& a, Problems& problems) {
      if (a.restart_jitter && !a.restart_period) problems.add("restart_jitter", "needs restart_period");
    });
  }
};

std::vector<std::string> texts(const std::vector<Violation>& violations) {
  std::vector<std::string> all;
  for (const auto& v : violations) all.push_back(v.text());
  return all;
}

TEST(Demands, OfSeveralFieldsNameTheFieldAtFault) {
  Agent agent{.restart_jitter = "5m", .token = "12345678"};
  EXPECT_THAT(texts(check(agent)), testing::ElementsAre("restart_jitter needs restart_period: \"5m\" (code)"));
  agent.restart_period = "1h";
  EXPECT_THAT(check(agent), testing::IsEmpty());
}

TEST(Demands, OfSeveralFieldsWaitUntilEachIsRight) {
  const auto violations = check(Agent{.restart_jitter = "soon", .token = "12345678"});
  EXPECT_THAT(texts(violations),
              testing::ElementsAre("restart_jitter must be a duration such as 30s or 1h30m: \"soon\" (code)"));
}

TEST(Demands, ReachIntoLists) {
  const Agent agent{.token = "12345678",
                    .templates = {{.source = "a", .contents = "b", .destination = "/c"}, {.source = "a"}}};
  EXPECT_THAT(
      texts(check(agent)),
      testing::ElementsAre("templates[0] exactly one of source, contents may be set, not source and contents (code)",
                           "templates[1].destination is required (code); set 'destination'"));
}

TEST(Demands, NeverShowSecrets) {
  const auto loaded =
      read<Agent>(Sources().text("token: geheim", "a.yaml", Format::yaml).environment({{"AGENT_TOKEN", "[1"}}));
  EXPECT_THAT(texts(loaded.violations),
              testing::ElementsAre("token must have 8 to 64 characters: ******** (environment variable AGENT_TOKEN)"));
  const auto listed = read<Agent>(Sources().text("token: [geheim]", "a.yaml", Format::yaml));
  EXPECT_EQ(listed.violations.front().text(), "token must be text, not a list: ******** (a.yaml:1:8)");
}

TEST(Demands, RefuseByAnExceptionThatListsThem) {
  try {
    (void)load<Agent>(Sources().text("restart_period: x\ntoken: y\n", "a.yaml", Format::yaml));
    FAIL();
  } catch (const InvalidSettings& error) {
    EXPECT_STREQ(error.what(),
                 "invalid settings of Agent, 2 problems:\n"
                 "  restart_period must be a duration such as 30s or 1h30m: \"x\" (a.yaml:1:17)\n"
                 "  token must have 8 to 64 characters: ******** (a.yaml:2:8)");
    EXPECT_EQ(error.violations().size(), 2U);
  }
}

}  // namespace

}  // namespace ashlar::settings
