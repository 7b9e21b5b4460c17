/// What the settings models of src/bilder render, beside recordings of what the components in Python rendered from the
/// same settings: compared by what it means, not by its text.

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/shared_material.hpp"
#include "base/strings.hpp"
#include "bilder/components/alloy/settings.hpp"
#include "bilder/components/caddy/settings.hpp"
#include "bilder/components/concourse/web_settings.hpp"
#include "bilder/components/concourse/worker_settings.hpp"
#include "bilder/components/hashicorp/consul/settings.hpp"
#include "bilder/components/hashicorp/consul_esm/settings.hpp"
#include "bilder/components/hashicorp/consul_template/settings.hpp"
#include "bilder/components/hashicorp/nomad/settings.hpp"
#include "bilder/components/hashicorp/vault/settings.hpp"
#include "bilder/components/tika/settings.hpp"
#include "bilder/components/traefik/settings.hpp"
#include "bilder/components/vector/settings.hpp"

namespace ashlar {

namespace settings {
inline void PrintTo(const Value& value, std::ostream* out) { *out << json_text(value); }
}  // namespace settings

using settings::Format;
using settings::Secrets;
using settings::Sources;
using settings::Value;
using Json = nlohmann::json;

namespace {

/// The recordings whose names begin so, name and content. Skips the test where there are none.
class BilderGoldens : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = find_shared_material(ASHLAR_SOURCE_DIR, "goldens/bilder");
    if (!folder_) GTEST_SKIP() << "needs goldens: the recordings of the components in Python are not on this machine";
  }

  [[nodiscard]] std::map<std::string, Json> recordings(const std::string& prefix) const {
    std::map<std::string, Json> found;
    for (const auto& entry : std::filesystem::directory_iterator(*folder_)) {
      const auto name = entry.path().filename().string();
      if (name.starts_with(prefix)) found[name] = Json::parse(std::ifstream(entry.path()));
    }
    EXPECT_FALSE(found.empty()) << prefix;
    return found;
  }

 private:
  std::optional<std::filesystem::path> folder_;
};

/// Without the names of the classes in Python, and without what is null.
Json plain(const Json& value) {
  if (value.is_array()) {
    Json result = Json::array();
    for (const auto& item : value) result.push_back(plain(item));
    return result;
  }
  if (!value.is_object()) return value;
  Json result = Json::object();
  for (const auto& [key, member] : value.items()) {
    if (key != "$new" && !member.is_null()) result[key] = plain(member);
  }
  return result;
}

Value value_of(const Json& json) { return settings::parse(json.dump(), "recording", Format::json); }

template <typename T>
T load(const Json& given) {
  auto loaded = settings::read<T>(Sources().text(plain(given).dump(), "recording", Format::json));
  for (const auto& violation : loaded.violations) ADD_FAILURE() << violation.text();
  return std::move(loaded.value);
}

/// What was written to that file; null when it was not.
const Json* operation_on(const Json& recording, const std::string& path) {
  for (const auto& operation : recording["operations"]) {
    if (operation.contains("content") && operation["args"].value("dest", "") == path) return &operation;
  }
  return nullptr;
}

std::string content_of(const Json& recording, const std::string& path) {
  const auto* operation = operation_on(recording, path);
  if (operation == nullptr) ADD_FAILURE() << "nothing was written to " << path;
  return operation == nullptr ? "{}" : (*operation)["content"].get<std::string>();
}

template <typename T>
Value rendered(const Json& given) {
  return settings::to_value(load<T>(given), {.secrets = Secrets::shown});
}

using Renderer = Value (*)(const Json&);

/// How each configuration class of HashiCorp's products is rendered.
const std::map<std::string, Renderer> renderers = {
    {"consul.ConsulConfig", rendered<bilder::consul::Config>},
    {"consul_esm.ConsulExternalServicesMonitorConfig", rendered<bilder::consul_esm::Config>},
    {"consul_template.ConsulTemplateConfig", rendered<bilder::consul_template::Config>},
    {"nomad.NomadConfig", rendered<bilder::nomad::Config>},
    {"vault.VaultAgentConfig", rendered<bilder::vault::AgentConfig>},
    {"vault.VaultServerConfig", rendered<bilder::vault::ServerConfig>},
};

struct Product {
  std::string directory, file, configuration_class;
  Json configuration;
};

/// Where each product's files are, and what it is configured with when nothing is said.
const std::map<std::string, Product> products = {
    {"consul.Consul", {"/etc/consul.d", "00-default.json", "consul.ConsulConfig", Json::object()}},
    {"consul_esm.ConsulExternalServicesMonitor",
     {"/etc/consul-esm.d", "", "consul_esm.ConsulExternalServicesMonitorConfig", Json::object()}},
    {"consul_template.ConsulTemplate",
     {"/etc/consul-template/conf.d", "00-default.json", "consul_template.ConsulTemplateConfig", Json::object()}},
    {"nomad.Nomad", {"/etc/nomad.d", "00-default.json", "nomad.NomadConfig", {{"client", Json::object()}}}},
    {"vault.Vault", {"/etc/vault", "vault.json", "vault.VaultAgentConfig", Json::object()}},
};

TEST_F(BilderGoldens, OfHashiCorpsProductsAreRenderedTheSame) {
  for (const auto& [name, recording] : recordings("hashicorp-")) {
    SCOPED_TRACE(name);
    for (const auto& given : recording["settings"]["products"]) {
      const auto& product = products.at(given["$new"]);
      Json files = {{product.file, product.configuration}};
      if (given.contains("configuration")) files = given["configuration"];
      const auto directory = given.value("configuration_directory", product.directory);
      for (const auto& [file, configuration] : files.items()) {
        const auto path = file.starts_with('/') ? file : directory + "/" + file;
        SCOPED_TRACE(path);
        const auto render = renderers.at(configuration.value("$new", product.configuration_class));
        EXPECT_EQ(render(configuration), settings::parse(content_of(recording, path), path, Format::json));
      }
    }
  }
}

TEST_F(BilderGoldens, OfTraefikAreRenderedTheSame) {
  for (const auto& [name, recording] : recordings("traefik.")) {
    SCOPED_TRACE(name);
    auto given = recording["settings"];
    given["static_configuration"] = given["static"];
    given["file_configurations"] = given["dynamic"];
    given.erase("static");
    given.erase("dynamic");
    const auto config = load<bilder::traefik::Config>(given);
    for (const auto& [file, text] : configuration_files(config)) {
      const auto path = config.configuration_directory + "/" + file;
      EXPECT_EQ(settings::parse(text, "ours", Format::yaml),
                settings::parse(content_of(recording, path), path, Format::yaml));
    }
  }
}

std::map<std::string, std::string> lines_of(const std::string& text) {
  std::map<std::string, std::string> variables;
  for (const auto& line : split(text, '\n')) {
    if (const auto equals = line.find('='); equals != std::string::npos) {
      variables[line.substr(0, equals)] = line.substr(equals + 1);
    }
  }
  return variables;
}

TEST_F(BilderGoldens, OfConcourseAreRenderedTheSame) {
  for (const auto& [name, recording] : recordings("concourse.")) {
    SCOPED_TRACE(name);
    const auto& given = recording["settings"]["config"];
    Value variables;
    std::string file;
    if (recording["settings"]["class"] == "ConcourseWebConfig") {
      auto config = load<bilder::concourse::WebConfig>(given);
      // The recording has a stand-in for the key that is generated.
      const auto recorded = recording["settings"]["concourse_env"]["CONCOURSE_ENCRYPTION_KEY"].get<std::string>();
      if (!config.encryption_key) config.encryption_key = recorded;
      variables = environment_of(config);
      file = config.base.env_file_path;
    } else {
      const auto config = load<bilder::concourse::WorkerConfig>(given);
      variables = environment_of(config);
      file = config.base.env_file_path;
    }
    const auto text = environment_text(variables, {.true_text = "True", .false_text = "False", .quoted = false});
    EXPECT_THAT(lines_of(text), testing::ContainerEq(lines_of(content_of(recording, file))));
  }
}

/// The variables that the template of that file was given; the fields of a model that was passed as it is.
Json context_of(const Json& recording, const std::string& path) {
  const auto* operation = operation_on(recording, path);
  if (operation == nullptr) return nullptr;
  const auto& context = (*operation)["args"]["context"];
  return context.contains("fields") ? context["fields"] : context;
}

TEST_F(BilderGoldens, OfCaddyHaveTheSameSettings) {
  for (const auto& [name, recording] : recordings("caddy.")) {
    SCOPED_TRACE(name);
    const auto config = load<bilder::caddy::Config>(recording["settings"]["config"]);
    EXPECT_EQ(download_url(config, "amd64"), recording["settings"]["download_url"]);
    EXPECT_EQ(download_url(config, "arm64"), recording["settings"]["download_url_arm"]);
    auto context = context_of(recording, "/etc/caddy/Caddyfile");
    if (context.is_null()) continue;
    context["caddyfile"] = config.caddyfile;  // where the component is does not matter
    EXPECT_EQ(settings::to_value(config), value_of(plain(context)));
  }
}

TEST_F(BilderGoldens, OfTikaHaveTheSameSettings) {
  for (const auto& [name, recording] : recordings("tika.")) {
    SCOPED_TRACE(name);
    auto config = load<bilder::tika::Config>(recording["settings"]["config"]);
    config.download_url = download_url_of(config);
    config.install_path = install_path_of(config);
    config.tika_config_file = config_file_of(config);
    config.tika_log_config_file = log_config_file_of(config);
    auto context = context_of(recording, *config.tika_config_file);
    ASSERT_FALSE(context.is_null());
    context["tika_port"] = std::stoi(context["tika_port"].get<std::string>());
    EXPECT_EQ(settings::to_value(config), value_of(plain(context)));
  }
}

TEST_F(BilderGoldens, OfVectorAndAlloyNameTheFilesThatWereWritten) {
  for (const auto& [name, recording] : recordings("vector.")) {
    SCOPED_TRACE(name);
    const auto config = load<bilder::vector::Config>(recording["settings"]["config"]);
    for (const auto& [file, context] : config.configuration_templates) {
      const auto path = config.configuration_directory + file.substr(file.rfind('/'));
      EXPECT_EQ(Value(Value::Map()), value_of(context_of(recording, path))) << path;
      EXPECT_TRUE(context.empty());
    }
  }
  for (const auto& [name, recording] : recordings("alloy.")) {
    SCOPED_TRACE(name);
    const auto config = load<bilder::alloy::Config>(recording["settings"]["config"]);
    EXPECT_NE(operation_on(recording, config.configuration_file), nullptr);
  }
}

TEST(BilderSettings, AreValidAsTheyAre) {
  EXPECT_THAT(settings::check(bilder::consul::Config{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::consul_template::Config{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::nomad::Config{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::vault::AgentConfig{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::vault::ServerConfig{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::concourse::WorkerConfig{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::traefik::Config{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::caddy::Config{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::vector::Config{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::tika::Config{}), testing::IsEmpty());
  EXPECT_THAT(settings::check(bilder::alloy::Config{}), testing::IsEmpty());
}

TEST(BilderSettings, RefuseWhatTheComponentsRefuse) {
  const auto first = [](const auto& violations) { return violations.empty() ? "" : violations.front().text(); };
  EXPECT_EQ(first(settings::check(bilder::vault::AgentConfig{.restart_period = "5d"})),
            "restart_period needs restart_jitter: \"5d\" (code)");
  EXPECT_EQ(first(settings::check(bilder::concourse::WebConfig{
                .admin_password = "a", .database_password = "b", .encryption_key = "short"})),
            "encryption_key must have exactly 32 characters: ******** (code)");
  const auto web =
      settings::read<bilder::concourse::WebConfig>(Sources().environment({{"CONCOURSE_POSTGRES_PORT", "0"}}));
  std::vector<std::string> paths;
  for (const auto& violation : web.violations) paths.push_back(violation.path);
  EXPECT_THAT(paths, testing::ElementsAre("admin_password", "database_password", "postgres_port"));
  const auto routes = settings::read<bilder::traefik::routing::FileConfig>(
      Sources().text("http:\n  middlewares:\n    both: {compress: {}, chain: {middlewares: [a]}}\n  routers:\n    r: "
                     "{rule: Host(`x`)}\n",
                     "routes.yaml", Format::yaml));
  std::vector<std::string> texts;
  for (const auto& violation : routes.violations) texts.push_back(violation.text());
  EXPECT_THAT(texts, testing::ElementsAre("http.routers.r.service is required (routes.yaml:5:8); set 'service'",
                                          testing::StartsWith("http.middlewares.both exactly one of add_prefix")));
}

}  // namespace

}  // namespace ashlar
