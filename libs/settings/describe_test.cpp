#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "ashlar/settings.hpp"

namespace ashlar::settings {

namespace {

enum class Mode { off, on };
void describe(Choices<Mode>& c) {
  c.add("off", Mode::off);
  c.add("on", Mode::on);
}

struct Listener {
  std::string address = "0.0.0.0:8200";
  std::optional<bool> tls;
  static void describe(Model<Listener>& m) {
    m.doc("Where clients connect.");
    m.field("address", &Listener::address).host_port().doc("What to listen on");
    m.field("tls", &Listener::tls).alias("tlsEnabled");
  }
};

struct Storage {
  std::optional<std::string> raft, consul;
  std::map<std::string, Value> more;
  static void describe(Model<Storage>& m) {
    m.field("raft", &Storage::raft).path();
    m.field("consul", &Storage::consul);
    m.rest(&Storage::more);
    m.exactly_one({"raft", "consul"});
  }
};

struct Vault {
  std::string name;
  int port = 8200;
  double ratio = 0.5;
  Mode mode = Mode::on;
  Secret token = "t0ken";
  std::optional<std::string> level = "info";
  std::chrono::seconds lease{3600};
  std::vector<Listener> listeners;
  Storage storage;
  std::map<std::string, unsigned> weights;
  std::variant<bool, std::string> wrap = false;
  std::shared_ptr<Vault> standby;
  std::string period = "1d";
  static void describe(Model<Vault>& m) {
    m.doc("A server.").environment_prefix("VAULT_");
    m.field("name", &Vault::name).required().length(1, 20).doc("Shown | logged");
    m.field("port", &Vault::port).port();
    m.field("ratio", &Vault::ratio).range(0, 1);
    m.field("mode", &Vault::mode);
    m.field("token", &Vault::token).variable("VAULT_ROOT_TOKEN");
    m.field("level", &Vault::level).one_of({"info", "warn"});
    m.field("lease", &Vault::lease);
    m.field("listeners", &Vault::listeners).items(0, 3);
    m.field("storage", &Vault::storage);
    m.field("weights", &Vault::weights).keys("[a-z]+").at_most(9);
    m.field("wrap", &Vault::wrap);
    m.field("standby", &Vault::standby);
    m.field("period", &Vault::period).pattern("[0-9]+d").internal();
  }
};

/// Compares with the file; rewrites it when ASHLAR_UPDATE_GOLDENS is set.
void expect_golden(const std::string& name, const std::string& text) {
  const auto path = std::string(ASHLAR_SOURCE_DIR) + "/libs/settings/testdata/" + name;
  if (std::getenv("ASHLAR_UPDATE_GOLDENS") != nullptr) std::ofstream(path) << text;
  std::stringstream expected;
  expected << std::ifstream(path).rdbuf();
  EXPECT_EQ(text, expected.str()) << path << ": ASHLAR_UPDATE_GOLDENS=1 rewrites it";
}

TEST(Describe, WritesJsonSchema) { expect_golden("vault.schema.json", json_text(json_schema(model_of<Vault>()))); }

TEST(Describe, WritesMarkdown) { expect_golden("vault.md", markdown(model_of<Vault>())); }

TEST(Describe, TellsAshlarOfAProgramsModels) {
  const auto text = description_text({&model_of<Vault>(), &model_of<Listener>()});
  const auto value = parse(text, "output", Format::json);
  EXPECT_EQ(*value.find("version"), Value(1));
  const auto& models = *value.find("models")->get<Value::List>();
  ASSERT_EQ(models.size(), 2U);
  EXPECT_EQ(*models[0].find("name"), Value("Vault"));
  EXPECT_EQ(*models[0].find("environmentPrefix"), Value("VAULT_"));
  EXPECT_EQ(*models[1].find("schema")->find("title"), Value("Listener"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("t0ken")));
}

}  // namespace

}  // namespace ashlar::settings
