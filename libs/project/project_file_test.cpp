#include "project/project_file.hpp"

#include <gtest/gtest.h>

#include "base/diagnostic.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar::project {
namespace {

ProjectFile parse(const std::string& text, const std::string& path = "/p/Pulumi.yaml") {
  auto file = ProjectFile::parse(text, path);
  EXPECT_TRUE(file) << format_error(file.error());
  return file ? *std::move(file) : ProjectFile();
}

std::string error(const std::string& text) {
  const auto file = ProjectFile::parse(text, "/p/Pulumi.yaml");
  return file ? "none" : format_error(file.error());
}

TEST(ProjectFiles, NeedOnlyAName) {
  const auto file = parse("name: vault\n");
  EXPECT_EQ(file.name, "vault");
  EXPECT_EQ(file.runtime.name, "");
  EXPECT_EQ(file.program_path(), "/p");
  EXPECT_EQ(file.stack_config_path("aws.network.QA"), "/p/Pulumi.aws.network.QA.yaml");
}

TEST(ProjectFiles, AreReadWithAllTheirFields) {
  const auto file = parse(R"(
name: vault
runtime:
  name: python
  options:
    virtualenv: venv
    nested: {a: [1]}
main: src/
description: words
author: me
website: https://example.com
license: MIT
stackConfigDir: config
backend:
  url: s3://bucket
options:
  refresh: always
requiredPulumiVersion: ">=3.0.0"
packages:
  random: random@4.21.2
  plain: path/to/plugin
  full:
    source: terraform-provider
    version: 1.2.3
    parameters: [hashicorp/consul]
    pluginDownloadURL: https://example.com
    checksums: {linux-amd64: abc}
    extensions: [x]
plugins:
  providers:
    - name: aws
      path: ../bin
    - {name: random, path: /opt, version: 4.0.0}
  languages:
    - {name: cpp, path: ./lang}
template:
  displayName: Vault
  important: true
  metadata: {a: b}
  config:
    aws:region: {description: where, default: us-east-1}
    token: {secret: true}
resources: {bucket: {type: "aws:s3:Bucket"}}
)");
  EXPECT_EQ(file.runtime.name, "python");
  EXPECT_EQ(to_json(YamlValue(file.runtime.options)), R"({"nested":{"a":[1]},"virtualenv":"venv"})");
  EXPECT_EQ(file.program_path(), "/p/src/");
  EXPECT_EQ(file.description + file.author + file.website + file.license, "wordsmehttps://example.comMIT");
  EXPECT_EQ(file.stack_config_path("dev"), "/p/config/Pulumi.dev.yaml");
  EXPECT_EQ(file.backend_url, "s3://bucket");
  EXPECT_TRUE(file.refreshes_always);
  EXPECT_EQ(file.required_version, ">=3.0.0");
  EXPECT_EQ(file.packages.at("random").source, "random");
  EXPECT_EQ(file.packages.at("random").version, "4.21.2");
  EXPECT_EQ(file.packages.at("plain").version, "");
  EXPECT_EQ(file.packages.at("full").parameters, std::vector<std::string>{"hashicorp/consul"});
  EXPECT_EQ(file.packages.at("full").checksums.at("linux-amd64"), "abc");
  ASSERT_EQ(file.provider_plugins.size(), 2U);
  EXPECT_EQ(file.provider_plugins[1].version, "4.0.0");
  EXPECT_EQ(file.language_plugins[0].path, "./lang");
  EXPECT_EQ(file.project_template->display_name, "Vault");
  EXPECT_EQ(file.project_template->config.at("aws:region").default_value, "us-east-1");
  EXPECT_TRUE(file.project_template->config.at("token").secret);
  EXPECT_NE(file.everything.find("resources"), nullptr);
}

TEST(ProjectFiles, DeclareConfiguration) {
  const auto file = parse(R"(
name: vault
config:
  short: t3.micro
  count: 3
  list: [a, b]
  aws:region: us-west-2
  vault:own: {type: integer, default: 5, description: how many}
  nested: {type: array, items: {type: array, items: {type: string}}, default: [[a]]}
  token: {type: string, secret: true}
  needed:
    type: object
)");
  EXPECT_EQ(file.config.at("short").default_value, YamlValue("t3.micro"));
  EXPECT_EQ(file.config.at("count").default_value, YamlValue(3));
  EXPECT_EQ(to_json(file.config.at("list").default_value), R"(["a","b"])");
  EXPECT_EQ(file.config.at("aws:region").value, YamlValue("us-west-2"));
  EXPECT_TRUE(file.config.at("aws:region").default_value.is_null());
  EXPECT_EQ(file.config.at("vault:own").type->text(), "integer");
  EXPECT_EQ(file.config.at("nested").type->text(), "array<array<string>>");
  EXPECT_TRUE(file.config.at("token").secret);
  EXPECT_TRUE(file.config.at("needed").default_value.is_null());
}

TEST(ProjectFiles, KnowTheOldSpellingOfTheStackDirectory) {
  EXPECT_EQ(parse("name: p\nconfig: cfg\n").stack_config_directory, "cfg");
  EXPECT_NE(error("name: p\nconfig: cfg\nstackConfigDir: other\n").find("use only stackConfigDir"), std::string::npos);
}

TEST(ProjectFiles, MayBeJson) {
  const auto file = parse(R"({"name": "p", "runtime": "nodejs", "config": {"a": 1}})", "/p/Pulumi.json");
  EXPECT_EQ(file.runtime.name, "nodejs");
  EXPECT_EQ(file.stack_config_path("dev"), "/p/Pulumi.dev.json");
}

TEST(ProjectFiles, PointAtWhatIsWrong) {
  EXPECT_NE(error("runtime: nodejs\n").find("project is missing a 'name' attribute"), std::string::npos);
  EXPECT_NE(error("Name: x\n").find("found 'Name' instead"), std::string::npos);
  EXPECT_NE(error("nam: x\n").find("found 'nam' instead"), std::string::npos);
  EXPECT_NE(error("name: \"\"\n").find("non-empty"), std::string::npos);
  EXPECT_NE(error("name: [a]\n").find("non-empty string"), std::string::npos);
  EXPECT_NE(error("name: bad name\n").find("may only contain alphanumerics"), std::string::npos);
  EXPECT_NE(error("name: bad name\n").find("/p/Pulumi.yaml:1:7"), std::string::npos);
  EXPECT_NE(error("- a\n").find("must be a map"), std::string::npos);
  EXPECT_NE(error("").find("must be a map"), std::string::npos);
  EXPECT_NE(error("name: p\nruntime: 5\n").find("'runtime' must be a string"), std::string::npos);
  EXPECT_NE(error("name: p\nruntime: {nme: x}\n").find("did you mean 'name'"), std::string::npos);
  EXPECT_NE(error("name: p\nmain: [x]\n").find("'main' must be a string, not a list"), std::string::npos);
  EXPECT_NE(error("name: p\nbackend: {URL: x}\n").find("'backend' has no attribute 'URL'"), std::string::npos);
  EXPECT_NE(error("name: p\noptions: {refresh: never}\n").find("can only be 'always'"), std::string::npos);
  EXPECT_NE(error("name: p\npackages: {a: {version: 1.0.0}}\n").find("package 'a' is missing its 'source'"),
            std::string::npos);
  EXPECT_NE(error("name: p\npackages: {a: [x]}\n").find("package 'a' must be either"), std::string::npos);
  EXPECT_NE(error("name: p\nplugins: {providers: [{name: a}]}\n").find("a plugin is missing its 'path'"),
            std::string::npos);
  EXPECT_NE(error("name: p\ntemplate: {quickstrt: x}\n").find("did you mean 'quickstart'"), std::string::npos);
}

TEST(ProjectFiles, ReportAllErrorsAtOnce) {
  const auto text = error("name: p\nmain: 5\nbackend: x\noptions:\n  refresh: no\n");
  EXPECT_NE(text.find("/p/Pulumi.yaml has 3 errors"), std::string::npos) << text;
  EXPECT_NE(text.find("/p/Pulumi.yaml:2:7"), std::string::npos) << text;
  EXPECT_NE(text.find("/p/Pulumi.yaml:3:10"), std::string::npos) << text;
  EXPECT_NE(text.find("/p/Pulumi.yaml:5:3"), std::string::npos) << text;
}

TEST(ProjectFiles, RefuseDeclarationsThatMakeNoSense) {
  const auto with = [](const std::string& config) { return error("name: p\nconfig:\n  " + config + "\n"); };
  EXPECT_NE(with("a: {default: 1, value: 2}").find("both a 'default' and 'value'"), std::string::npos);
  EXPECT_NE(with("a: {type: array}").find("'items'"), std::string::npos);
  EXPECT_NE(with("a: {type: array, items: {}}").find("missing its 'type'"), std::string::npos);
  EXPECT_NE(with("a: {type: number}").find("must be one of string, integer, boolean, array, object"),
            std::string::npos);
  EXPECT_NE(with("a: {type: integer, default: x}").find("not of the expected type 'integer'"), std::string::npos);
  EXPECT_NE(with("aws:a: {type: string, value: x}").find("should not define a type"), std::string::npos);
  EXPECT_NE(with("aws:a: {default: x}").find("did you mean 'value' instead of 'default'"), std::string::npos);
  EXPECT_NE(with("aws:a: {description: x}").find("must provide an attribute 'value'"), std::string::npos);
  EXPECT_NE(with("a: 1.5").find("must be a string, an integer"), std::string::npos);
  EXPECT_NE(with("a: {typ: string}").find("did you mean 'type'"), std::string::npos);
}

TEST(ConfigTypes, AcceptTextsThatLookLikeTheirs) {
  const ConfigTypeName integer{"integer", {}};
  for (const auto& value : {YamlValue(5), YamlValue(5.0), YamlValue("5"), YamlValue("-5")})
    EXPECT_TRUE(integer.accepts(value));
  for (const auto& value : {YamlValue(5.5), YamlValue("x"), YamlValue(""), YamlValue(true)})
    EXPECT_FALSE(integer.accepts(value));
  const ConfigTypeName boolean{"boolean", {}};
  EXPECT_TRUE(boolean.accepts("true"));
  EXPECT_TRUE(boolean.accepts(false));
  EXPECT_FALSE(boolean.accepts("yes"));
  const ConfigTypeName list{"array", {integer}};
  EXPECT_TRUE(list.accepts(YamlArray{1, "2"}));
  EXPECT_FALSE(list.accepts(YamlArray{1, "x"}));
  EXPECT_FALSE(list.accepts("[1]"));
}

TEST(ProjectSearch, WalksUpToTheClosestFile) {
  RealFileSystem files;
  const TemporaryDirectory directory;
  const auto& top = directory.path();
  ASSERT_TRUE(files.make_directories(top + "/a/b/c", 0755));
  ASSERT_TRUE(files.write_file_atomically(top + "/Pulumi.yaml", "name: top\n", 0644));
  ASSERT_TRUE(files.write_file_atomically(top + "/a/b/Pulumi.yml", "name: b\n", 0644));
  EXPECT_EQ(*find_project(files, top + "/a/b/c"), top + "/a/b/Pulumi.yml");
  EXPECT_EQ(*find_project(files, top + "/a"), top + "/Pulumi.yaml");
  ASSERT_TRUE(files.write_file_atomically(top + "/a/b/c/Pulumi.json", R"({"name": "c"})", 0644));
  EXPECT_EQ(*find_project(files, top + "/a/b/c"), top + "/a/b/c/Pulumi.json");
  EXPECT_EQ(ProjectFile::load(files, top + "/a/b/c/Pulumi.json")->name, "c");
}

TEST(ProjectSearch, SaysWhereItLooked) {
  RealFileSystem files;
  const auto found = find_project(files, "/nonexistent/dir");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::not_found);
  EXPECT_EQ(found.error().message, "no Pulumi.yaml project file found (searching upwards from /nonexistent/dir)");
}

TEST(RequiredVersions, AreCheckedAgainstTheTools) {
  const auto with = [](const std::string& range) {
    return parse("name: p\nrequiredPulumiVersion: \"" + range + "\"\n");
  };
  EXPECT_TRUE(check_required_version(parse("name: p\n"), "3.260.0"));
  EXPECT_TRUE(check_required_version(with(">=3.0.0 <4.0.0"), "3.260.0"));
  EXPECT_EQ(check_required_version(with(">=99.0.0"), "3.260.0").error().message,
            "Pulumi CLI version 3.260.0 does not satisfy the version range \">=99.0.0\"");
  EXPECT_NE(check_required_version(with("nonsense"), "3.260.0")
                .error()
                .message.find("requiredPulumiVersion in /p/Pulumi.yaml"),
            std::string::npos);
}

TEST(ProjectPackages, AreAddedWithoutTouchingTheRest) {
  const std::string text = "# mine\nname: p # n\nruntime: cpp\n";
  PackageSource package;
  package.source = "random";
  package.version = "4.21.2";
  const auto once = *with_package(text, "Pulumi.yaml", "random", package);
  EXPECT_EQ(once, text + "packages:\n  random: random@4.21.2\n");
  package.source = "terraform-provider";
  package.parameters = {"hashicorp/consul"};
  EXPECT_EQ(*with_package(once, "Pulumi.yaml", "consul", package),
            once +
                "  consul:\n    source: terraform-provider\n    version: 4.21.2\n    parameters:\n      - "
                "hashicorp/consul\n");
}

}  // namespace
}  // namespace ashlar::project
