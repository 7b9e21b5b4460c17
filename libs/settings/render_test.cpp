#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "ashlar/settings.hpp"

namespace ashlar::settings {

inline void PrintTo(const Value& value, std::ostream* out) { *out << json_text(value); }

namespace {

struct Tls {
  bool enabled = true;
  std::optional<std::string> certificate;
  static void describe(Model<Tls>& m) {
    m.field("enabled", &Tls::enabled);
    m.field("certificate", &Tls::certificate);
  }
};

struct Server {
  std::string bind_address = "0.0.0.0";
  std::optional<int> port;
  std::optional<Tls> tls = Tls{};
  std::vector<std::string> joins;
  Secret token = "hush";
  std::string password;
  std::chrono::seconds wait{90};
  std::string restart = "5d";
  static void describe(Model<Server>& m) {
    m.field("bind_address", &Server::bind_address).alias("bindAddress");
    m.field("port", &Server::port);
    m.field("tls", &Server::tls);
    m.field("joins", &Server::joins);
    m.field("token", &Server::token);
    m.field("password", &Server::password).secret();
    m.field("wait", &Server::wait);
    m.field("restart", &Server::restart).internal();
  }
};

TEST(Render, WritesJsonAsHashiCorpToolsReadIt) {
  EXPECT_EQ(json_text(to_value(Server{.joins = {"a"}}, {.secrets = Secrets::shown})), R"({
  "bindAddress": "0.0.0.0",
  "tls": {
    "enabled": true
  },
  "joins": [
    "a"
  ],
  "token": "hush",
  "password": "",
  "wait": "1m30s"
}
)");
}

TEST(Render, MasksSecretsUnlessAsked) {
  const auto value = to_value(Server{.password = "geheim"});
  for (const auto& text : {json_text(value), yaml_text(value), toml_text(value), environment_text(value)}) {
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("geheim")));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("hush")));
    EXPECT_THAT(text, testing::HasSubstr("********"));
  }
}

TEST(Render, MarksSecretsThatItShows) {
  const auto value = to_value(Server{.password = "geheim"}, {.secrets = Secrets::shown});
  EXPECT_TRUE(value.contains_secrets());
  EXPECT_TRUE(value.find("password")->is_secret());
  EXPECT_FALSE(value.find("wait")->is_secret());
}

TEST(Render, LeavesOutWhatItIsToldTo) {
  const Server server{.port = 80};
  EXPECT_EQ(to_value(server, {.omit_defaults = true}), Value::map({{"port", 80}}));
  EXPECT_EQ(to_value(server, {.by_alias = false, .omit_defaults = true}), Value::map({{"port", 80}}));
  const auto all = to_value(Server{}, {.by_alias = false, .omit_null = false});
  EXPECT_TRUE(all.find("port")->is_null());
  EXPECT_EQ(*all.find("restart"), Value("5d"));
  EXPECT_NE(all.find("bind_address"), nullptr);
}

const Value sample =
    Value::map({{"text", "a: b"},
                {"number", 1.5},
                {"yes", "yes"},
                {"lines", "one\n  two\n"},
                {"empty", Value::Map()},
                {"list", Value::list({1, Value::list({2, 3}), Value::map({{"k", "v"}, {"l", Value::list({})}})})},
                {"map", Value::map({{"a b", true}, {"deep", Value::map({{"x", "1"}})}})},
                {"tables", Value::list({Value::map({{"id", 1}}), Value::map({{"id", 2}})})}});

TEST(Render, WritesYaml) {
  EXPECT_EQ(yaml_text(sample), R"(text: "a: b"
number: 1.5
"yes": "yes"
lines: |
  one
    two
empty: {}
list:
  - 1
  - - 2
    - 3
  - k: v
    l: []
map:
  a b: true
  deep:
    x: "1"
tables:
  - id: 1
  - id: 2
)");
  EXPECT_EQ(yaml_text(Value::Map()), "{}\n");
}

TEST(Render, WritesToml) {
  EXPECT_EQ(toml_text(sample), R"(text = "a: b"
number = 1.5
yes = "yes"
lines = "one\n  two\n"
list = [1, [2, 3], { k = "v", l = [] }]

[empty]

[map]
"a b" = true

[map.deep]
x = "1"

[[tables]]
id = 1

[[tables]]
id = 2
)");
}

TEST(Render, WritesEnvironmentFiles) {
  const auto value = Value::map({{"A", true},
                                 {"B", "two words $x"},
                                 {"C", Value::list({"a", "b"})},
                                 {"D", 5},
                                 {"E", Value::map({{"k", 1}})},
                                 {"F", ""}});
  EXPECT_EQ(environment_text(value), "A=true\nB=\"two words \\$x\"\nC=a,b\nD=5\nE=\"{\\\"k\\\": 1}\"\nF=\n");
  EXPECT_EQ(environment_text(Value::map({{"A", true}}), {.true_text = "True"}), "A=True\n");
}

// Whatever is rendered is read back the same.

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  Value map(int depth) {
    Value result = Value::Map();
    for (auto n = number(5); n > 0; --n) result.set(text(), value(depth - 1));
    return result;
  }

  std::string text() {
    static const std::vector<std::string> parts = {
        "a",    "B7",  " ",   "\n", ":",  "#",  "-",  "'",  "\"",   "\\",       "yes",
        "null", "0x1", "1e5", "ü",  "\t", "日", "{",  "]",  ",",    "|",        "&x",
        "*",    "!",   "%",   "@",  "`",  "~",  ".5", "<<", "\x7f", "\xc2\x85", "\xef\xbb\xbf",
        "\r",   "="};
    std::string result;
    for (auto n = number(5); n > 0; --n)
      result += parts[static_cast<std::size_t>(number(static_cast<int>(parts.size()) - 1))];
    return result;
  }

 private:
  int number(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

  Value value(int depth) {
    switch (number(depth > 0 ? 7 : 4)) {
      case 0:
        return number(1) == 0;
      case 1:
        return number(2'000'000) - 1'000'000;
      case 2:
        return (number(2'000'000) - 1'000'000) / 64.0 * std::pow(10.0, number(40) - 20);
      case 3:
      case 4:
        return text();
      case 5: {
        Value::List items;
        for (auto n = number(4); n > 0; --n) items.push_back(value(depth - 1));
        return items;
      }
      default:
        return map(depth);
    }
  }

  std::mt19937 random_;
};

TEST(Render, IsReadBackTheSame) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    const auto value = Generator(seed).map(4);
    const auto json = json_text(value);
    const auto yaml = yaml_text(value);
    const auto toml = toml_text(value);
    EXPECT_EQ(parse(json, "j", Format::json), value) << "seed " << seed << "\n" << json;
    EXPECT_EQ(parse(yaml, "y", Format::yaml), value) << "seed " << seed << "\n" << yaml;
    EXPECT_EQ(parse(toml, "t", Format::toml), value) << "seed " << seed << "\n" << toml;
  }
}

TEST(Render, OfAModelIsReadBackTheSame) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    Generator random(seed);
    Server server{.bind_address = random.text(),
                  .joins = {random.text(), random.text()},
                  .token = random.text(),
                  .password = random.text()};
    if (seed % 2 == 0) server.port = static_cast<int>(seed);
    if (seed % 3 == 0) server.tls = std::nullopt;
    const Rendering shown{.omit_null = false, .secrets = Secrets::shown};
    const auto value = to_value(server, shown);
    const auto back = read<Server>(Sources().text(json_text(value), "j", Format::json));
    ASSERT_THAT(back.violations, testing::IsEmpty());
    EXPECT_EQ(to_value(back.value, shown), value) << "seed " << seed;
    EXPECT_EQ(to_value(read<Server>(Sources().text(yaml_text(value), "y", Format::yaml)).value, shown), value)
        << "seed " << seed;
  }
}

}  // namespace

}  // namespace ashlar::settings
