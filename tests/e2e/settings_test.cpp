// `ashlar settings describe`.
#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* program_with_settings = R"(#include <ashlar/settings.hpp>
using namespace ashlar;

struct Caddy {
  std::string domain;
  int port = 443;
  settings::Secret token = "hush";

  static void describe(settings::Model<Caddy>& m) {
    m.environment_prefix("CADDY_");
    m.field("domain", &Caddy::domain).required();
    m.field("port", &Caddy::port).port();
    m.field("token", &Caddy::token);
  }
};

int main() {
  if (settings::describe_when_asked({&settings::model_of<Caddy>()})) return 0;
  return 3;
}
)";

constexpr const char* project = "name: caddy\nruntime: cpp\n";

TEST(SettingsDescribe, ShowsTheModelsOfAProgram) {
  const Sandbox sandbox(Sandbox::With::nothing);
  write_file(sandbox.project() / "Pulumi.yaml", project);
  write_file(sandbox.project() / "main.cpp", program_with_settings);

  const auto table = sandbox.run({"settings", "describe"});
  EXPECT_TRUE(succeeded(table));
  EXPECT_THAT(table.out, StartsWith("# Caddy\n"));
  EXPECT_THAT(table.out, HasSubstr("| `port` | whole number | `443` | 1 to 65535 |"));
  EXPECT_THAT(table.all(), testing::Not(HasSubstr("hush")));

  const auto schema = sandbox.run({"settings", "describe", "--format", "schema", "--model", "Caddy"});
  EXPECT_TRUE(succeeded(schema));
  EXPECT_THAT(schema.out, HasSubstr("\"maximum\": 65535"));

  EXPECT_TRUE(failed(sandbox.run({"settings", "describe", "--model", "Cady"}), 2,
                     {"no model 'Cady'", "did you mean `Caddy`?"}));
}

TEST(SettingsDescribe, SaysWhatToDoWhereAProgramNamesNoModels) {
  const Sandbox sandbox(Sandbox::With::nothing);
  write_file(sandbox.project() / "Pulumi.yaml", project);
  write_file(sandbox.project() / "main.cpp", "int main() { return 3; }\n");
  EXPECT_TRUE(failed(sandbox.run({"settings", "describe"}), 1,
                     {"does not describe its settings", "exited with code 3", "settings::model_of"}));
}

}  // namespace
}  // namespace ashlar::e2e
