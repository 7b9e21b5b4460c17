// `ashlar template`.
#include "e2e/sandbox.hpp"

namespace ashlar::e2e {
namespace {

using testing::HasSubstr;

/// A template and data in the project's folder.
class Templates : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const { write_file(sandbox_.project() / name, text); }
  [[nodiscard]] Said render(Words words, const std::string& input = "") const {
    words.insert(words.begin(), "template");
    return sandbox_.run(words, input);
  }

  const Sandbox sandbox_{Sandbox::With::project};
};

TEST_F(Templates, AreRenderedWithDataOfYamlAndJson) {
  write("app.j2", "{% for h in hosts %}{{ h }}:{{ port }} {% endfor %}{{ tls }}");
  write("data.yaml", "hosts: [a, b]\nport: 80\ntls: {on: true, name: x}\n");
  write("more.json", R"({"port": 443, "tls": {"name": "y"}})");
  const auto said = render({"app.j2", "--data", "data.yaml", "--data", "more.json"});
  EXPECT_TRUE(succeeded(said));
  EXPECT_EQ(said.out, "a:443 b:443 {'on': True, 'name': 'y'}");
}

TEST_F(Templates, TakeDataFromStandardInput) {
  write("app.j2", "{{ name }}\n");
  const auto said = render({"app.j2", "--data", "-", "--keep-trailing-newline"}, "name: ann\n");
  EXPECT_TRUE(succeeded(said));
  EXPECT_EQ(said.out, "ann\n");
}

TEST_F(Templates, FindOthersBesideThemAndWhereTheyAreTold) {
  write("app.j2", "{% include 'near.j2' %}{% include 'far.j2' %}");
  write("near.j2", "near ");
  std::filesystem::create_directory(sandbox_.project() / "shared");
  write("shared/far.j2", "far");
  EXPECT_EQ(render({"app.j2", "--include", "shared"}).out, "near far");
  EXPECT_TRUE(failed(render({"app.j2"}), 1, {"app.j2:1: there is no template 'far.j2'"}));
}

TEST_F(Templates, ObeyTheFlags) {
  write("app.j2", "  {% if true %}\n{{ x }}<{{ '<' }}\n  {% endif %}\n");
  EXPECT_EQ(render({"app.j2", "--trim-blocks", "--lstrip-blocks", "--autoescape"}).out, "<&lt;\n");
  EXPECT_TRUE(failed(render({"app.j2", "--strict"}), 1, {"app.j2:2: 'x' is undefined"}));
}

TEST_F(Templates, WithErrorsPrintNothingAndSayWhere) {
  write("app.j2", "text\n{{ x | uper }}\n");
  const auto said = render({"app.j2"});
  EXPECT_TRUE(failed(said, 1, {"app.j2:2: No filter named 'uper'.", "did you mean 'upper'?"}));
  EXPECT_EQ(said.out, "");
}

TEST_F(Templates, WantDataThatIsAMapping) {
  write("app.j2", "");
  write("list.yaml", "[1, 2]\n");
  EXPECT_TRUE(failed(render({"app.j2", "--data", "list.yaml"}), 1, {"list.yaml", "must be a mapping"}));
  EXPECT_TRUE(failed(render({"app.j2", "--data", "none.yaml"}), 1, {"none.yaml"}));
}

}  // namespace
}  // namespace ashlar::e2e
