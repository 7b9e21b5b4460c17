#include <gmock/gmock.h>

#include <fstream>

#include "ashlar/settings.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar::settings {

namespace {

struct Limits {
  int rate = 10;
  std::optional<int> burst;
  static void describe(Model<Limits>& m) {
    m.field("rate", &Limits::rate);
    m.field("burst", &Limits::burst);
  }
};

struct TcpCheck {
  std::string tcp;
  static void describe(Model<TcpCheck>& m) { m.field("tcp", &TcpCheck::tcp).required(); }
};
struct HttpCheck {
  std::string http;
  std::string method = "GET";
  static void describe(Model<HttpCheck>& m) {
    m.field("http", &HttpCheck::http).required();
    m.field("method", &HttpCheck::method);
  }
};

struct Base {
  std::string user = "nobody";
  int version = 1;
  static void describe(Model<Base>& m) {
    m.field("user", &Base::user);
    m.field("version", &Base::version);
  }
};

struct Service {
  Base base;
  std::string name;
  int port = 80;
  bool verbose = false;
  std::optional<Limits> limits;
  std::vector<std::string> tags;
  std::map<std::string, Limits> classes;
  std::variant<bool, int, std::string> wrap = false;
  std::optional<std::variant<TcpCheck, HttpCheck>> check;
  std::shared_ptr<Service> fallback;
  std::string postgres_host;
  std::map<std::string, Value> more;

  static void describe(Model<Service>& m) {
    m.environment_prefix("svc_").naming(Naming::camel_case);
    m.include(&Service::base);
    m.field("name", &Service::name);
    m.field("listen_port", &Service::port);
    m.field("verbose", &Service::verbose);
    m.field("limits", &Service::limits);
    m.field("tags", &Service::tags);
    m.field("classes", &Service::classes);
    m.field("wrap", &Service::wrap);
    m.field("check", &Service::check);
    m.field("fallback", &Service::fallback);
    m.field("postgres_host", &Service::postgres_host).variable("PG_HOST");
    m.rest(&Service::more);
  }
};

Loaded<Service> read_yaml(const std::string& text) {
  return read<Service>(Sources().text(text, "s.yaml", Format::yaml));
}

TEST(Layers, LaterOnesWinAndMergeModelsAndMaps) {
  const auto loaded =
      read<Service>(Sources()
                        .text("name: file\nlistenPort: 1\nverbose: true\nlimits: {rate: 1, burst: 2}\ntags: [a, "
                              "b]\nclasses: {x: {rate: 5}}\n",
                              "s.yaml", Format::yaml)
                        .text(R"({"listenPort": 2, "limits": {"burst": 3}, "tags": ["c"], "classes": {"y": {}}})",
                              "s.json", Format::json)
                        .environment({{"SVC_LISTEN_PORT", "3"}, {"svc_limits__RATE", "7"}}),
                    [](Service& s) { s.name = "code"; });
  ASSERT_THAT(loaded.violations, testing::IsEmpty());
  const auto& s = loaded.value;
  EXPECT_EQ(s.name, "code");
  EXPECT_EQ(s.port, 3);
  EXPECT_TRUE(s.verbose);
  EXPECT_EQ(s.limits->rate, 7);
  EXPECT_EQ(s.limits->burst, 3);
  EXPECT_THAT(s.tags, testing::ElementsAre("c"));
  EXPECT_EQ(s.classes.at("x").rate, 5);
  EXPECT_EQ(s.classes.at("y").rate, 10);
  EXPECT_EQ(s.base.user, "nobody");
}

TEST(Layers, TellWhereEachFieldCameFrom) {
  const auto loaded = read<Service>(Sources()
                                        .text("name: a\nlimits:\n  rate: 1\ntags: [p, q]\n", "s.yaml", Format::yaml)
                                        .text("tags = [\"z\"]\n", "s.toml", Format::toml)
                                        .environment({{"SVC_VERBOSE", "on"}}),
                                    [](Service& s) { s.limits->rate = 2; });
  std::vector<std::string> lines;
  for (const auto& [path, origin] : loaded.given) lines.push_back(path + " " + origin.text());
  EXPECT_THAT(lines, testing::ElementsAre("limits code", "limits.rate code", "name s.yaml:1:7", "tags s.toml:1:8",
                                          "tags[0] s.toml:1:9", "verbose environment variable SVC_VERBOSE"));
}

TEST(Layers, RenderOnlyWhatWasGiven) {
  const auto loaded = read_yaml("listenPort: 80\nlimits: {}\nclasses: {a: {burst: 1}}\n");
  EXPECT_EQ(yaml_text(to_value(loaded.value, {.only = &loaded.given})),
            "listenPort: 80\nlimits: {}\nclasses:\n  a:\n    burst: 1\n");
}

TEST(Layers, ReadFilesByTheirNames) {
  TemporaryDirectory directory;
  const auto file = [&](const std::string& name, const std::string& text) {
    const auto path = directory.path() + "/" + name;
    std::ofstream(path) << text;
    return path;
  };
  const auto loaded = read<Service>(Sources()
                                        .file(file("a.yml", "name: a\nlistenPort: 1\n"))
                                        .file(file("b.json", "{\"listenPort\": 2}"))
                                        .file(file("c.toml", "verbose = true\n"))
                                        .file(directory.path() + "/none.yaml", true));
  ASSERT_THAT(loaded.violations, testing::IsEmpty());
  EXPECT_EQ(loaded.value.name, "a");
  EXPECT_EQ(loaded.value.port, 2);
  EXPECT_TRUE(loaded.value.verbose);

  const auto missing = directory.path() + "/none.yaml";
  const auto refused = read<Service>(Sources().file(missing).file(file("d.ini", "")));
  ASSERT_EQ(refused.violations.size(), 2U);
  EXPECT_EQ(refused.violations[0].source, missing);
  EXPECT_EQ(refused.violations[1].hint, "name it .yaml, .json or .toml");
}

TEST(Environment, IsReadWithThePrefixInAnyCase) {
  const auto loaded = read<Service>(Sources().environment({{"svc_Name", "x"},
                                                           {"SVC_USER", "root"},
                                                           {"SVC_TAGS", "a, b"},
                                                           {"SVC_LIMITS", R"({"rate": 3})"},
                                                           {"SVC_LIMITS__BURST", "4"},
                                                           {"SVC_CLASSES__Gold__rate", "5"},
                                                           {"SVC_WRAP", "300"},
                                                           {"PG_HOST", "db"},
                                                           {"SVC_HTTP_ADDR", "somebody else's"},
                                                           {"NAME", "not ours"}}));
  ASSERT_THAT(loaded.violations, testing::IsEmpty());
  const auto& s = loaded.value;
  EXPECT_EQ(s.name, "x");
  EXPECT_EQ(s.base.user, "root");
  EXPECT_THAT(s.tags, testing::ElementsAre("a", "b"));
  EXPECT_EQ(s.limits->rate, 3);
  EXPECT_EQ(s.limits->burst, 4);
  EXPECT_EQ(s.classes.at("Gold").rate, 5);
  EXPECT_EQ(std::get<int>(s.wrap), 300);
  EXPECT_EQ(s.postgres_host, "db");
}

TEST(Environment, NamesTheVariableAtFault) {
  const auto loaded = read<Service>(Sources().environment(
      {{"SVC_LISTEN_PORT", "many"}, {"SVC_LIMITS", "{"}, {"SVC_LIMITS__RATES", "1"}, {"SVC_VERBOSE", ""}}));
  ASSERT_EQ(loaded.violations.size(), 3U);
  EXPECT_EQ(loaded.violations[0].source, "environment variable SVC_LIMITS:1:2");
  EXPECT_EQ(loaded.violations[1].text(),
            "listen_port must be a whole number, not text: \"many\" (environment variable SVC_LISTEN_PORT)");
  EXPECT_EQ(
      loaded.violations[2].text(),
      "limits.rates there is no such field in Limits (environment variable SVC_LIMITS__RATES); did you mean 'rate'?");
}

TEST(Reading, ChoosesTheAlternativeThatFits) {
  EXPECT_EQ(std::get<bool>(read_yaml("wrap: true").value.wrap), true);
  EXPECT_EQ(std::get<int>(read_yaml("wrap: 5").value.wrap), 5);
  EXPECT_EQ(std::get<std::string>(read_yaml("wrap: 5m").value.wrap), "5m");
  EXPECT_EQ(std::get<std::string>(read_yaml("wrap: '5'").value.wrap), "5");
  EXPECT_EQ(std::get<HttpCheck>(*read_yaml("check: {http: u}").value.check).http, "u");
  EXPECT_EQ(std::get<TcpCheck>(*read_yaml("check: {tcp: t}").value.check).tcp, "t");
  EXPECT_EQ(read_yaml("wrap: [1]").violations.front().text(),
            "wrap must be true or false or a whole number or text, not a list: [\"1\"] (s.yaml:1:7)");
  EXPECT_EQ(read_yaml("check: {http: u, metod: PUT}").violations.front().text(),
            "check.metod there is no such field in HttpCheck (s.yaml:1:18); did you mean 'method'?");
}

TEST(Reading, KeepsUnknownFieldsWhereTheModelTakesThem) {
  const auto loaded = read_yaml("name: n\nextra:\n  deep: [1, 2.5, x]\n");
  ASSERT_THAT(loaded.violations, testing::IsEmpty());
  EXPECT_EQ(loaded.value.more.at("extra"), Value::map({{"deep", Value::list({1, 2.5, "x"})}}));
  const auto rendered = to_value(loaded.value);
  EXPECT_EQ(*rendered.find("extra"), loaded.value.more.at("extra"));
}

TEST(Reading, HidesWhatWasGivenAsASecret) {
  const auto given = Value::map({{"name", Value("geheim").as_secret()}, {"listenPort", Value("geheim").as_secret()}});
  const auto loaded = read<Service>(Sources().values(given, "the inventory"));
  ASSERT_EQ(loaded.violations.size(), 1U);
  EXPECT_EQ(loaded.violations.front().text(), "listen_port must be a whole number, not text: ******** (the inventory)");
}

TEST(Reading, LetsModelsHoldThemselves) {
  const auto loaded = read_yaml("fallback: {name: a, fallback: {name: b}}");
  ASSERT_THAT(loaded.violations, testing::IsEmpty());
  EXPECT_EQ(loaded.value.fallback->fallback->name, "b");
}

TEST(Reading, TakesUnquotedTextAsItIsWritten) { EXPECT_EQ(read_yaml("name: 1.10").value.name, "1.10"); }

TEST(Reading, RefusesAFieldUnderBothOfItsNames) {
  EXPECT_EQ(read_yaml("listenPort: 1\nlisten_port: 2\n").violations.front().text(),
            "listen_port is given twice, as 'listen_port' and 'listenPort': \"2\" (s.yaml:2:14)");
}

TEST(Reading, ReportsMalformedFilesWithTheirPlace) {
  EXPECT_EQ(read_yaml("a: [1\nb: 2\n").violations.front().source, "s.yaml:2:2");
  EXPECT_EQ(read_yaml("- 1\n").violations.front().text(), "must be a map, not a list: [\"1\"] (s.yaml:1:1)");
  const auto json = read<Service>(Sources().text("{\"name\": \"a\",\n \"x\" 1}", "s.json", Format::json));
  EXPECT_EQ(json.violations.front().source, "s.json:2:6");
  const auto toml = read<Service>(Sources().text("name = \"a\"\nx = = 1\n", "s.toml", Format::toml));
  EXPECT_EQ(toml.violations.front().source, "s.toml:2:1");
}

}  // namespace

}  // namespace ashlar::settings
