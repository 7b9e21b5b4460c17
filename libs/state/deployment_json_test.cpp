#include "state/deployment_json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/filesystem.hpp"
#include "base/shared_material.hpp"
#include "base/strings.hpp"
#include "state/import.hpp"
#include "state/test_codec.hpp"

namespace ashlar::state {
namespace {

std::string read_text(const std::string& path) {
  RealFileSystem files;
  auto text = files.read_file(path);
  EXPECT_TRUE(text) << text.error().message;
  return text ? *text : std::string();
}

Deployment one_resource(ResourceState resource) {
  Deployment deployment;
  deployment.manifest.time = "2026-11-22T11:03:23.830722133Z";
  deployment.snapshot.resources.push_back(std::make_shared<const ResourceState>(std::move(resource)));
  return deployment;
}

std::string checkpoint_with(const std::string& resources, const std::string& version = "3") {
  return R"({"version":)" + version +
         R"(,"checkpoint":{"stack":"organization/p/s","latest":{"manifest":{"time":"t","magic":"","version":""},)" +
         R"("resources":[)" + resources + R"(],"metadata":{}}}})";
}

std::string refusal(const std::string& text) {
  const auto checkpoint = read_checkpoint(text, seal_secrets());
  return checkpoint ? "accepted" : checkpoint.error().message;
}

const std::string full_resource =
    R"({"urn":"urn:pulumi:s::p::a:b:C::n","custom":true,"delete":true,"id":"i","type":"a:b:C","inputs":{"x":1},"outputs":{"y":null},)"
    R"("parent":"urn:pulumi:s::p::pulumi:pulumi:Stack::p-s","protect":true,"taint":true,"external":true,)"
    R"("dependencies":["urn:pulumi:s::p::a:b:D::d"],"initErrors":["late"],)"
    R"("provider":"urn:pulumi:s::p::pulumi:providers:a::default::id","propertyDependencies":{"x":["urn:pulumi:s::p::a:b:D::d"],"z":[]},)"
    R"("pendingReplacement":true,"additionalSecretOutputs":["y"],"aliases":["urn:pulumi:s::p::a:b:C::old"],)"
    R"("customTimeouts":{"create":60,"update":0.5,"delete":7,"read":9},"importID":"imp","retainOnDelete":true,)"
    R"("deletedWith":"urn:pulumi:s::p::a:b:D::d","replaceWith":["urn:pulumi:s::p::a:b:D::d"],)"
    R"("created":"2026-11-22T11:02:24.632124272Z","modified":"2026-11-22T11:02:24Z","sourcePosition":"project:///a.js#1,2",)"
    R"("stackTrace":[{"sourcePosition":"project:///a.js#1,2"},{}],"ignoreChanges":["a"],"hideDiff":[["a",0,"b"],["c"]],)"
    R"("replaceOnChanges":["b"],"replacementTrigger":{"t":1},"refreshBeforeUpdate":true,"viewOf":"urn:pulumi:s::p::a:b:D::d",)"
    R"("resourceHooks":{"BeforeCreate":["h"]},"extensionRef":"e","snippetID":"sn"})";

TEST(DeploymentJson, EveryFieldOfAResourceComesBackInTheFilesOrder) {
  const auto resource = read_resource(full_resource, test_reading());
  ASSERT_TRUE(resource) << resource.error().message;
  std::string text;
  ASSERT_TRUE(append_resource(text, *resource, test_writing()));
  EXPECT_EQ(text, full_resource);
}

TEST(DeploymentJson, FieldsOfNewerToolsAreKept) {
  const std::string text =
      R"({"urn":"urn:pulumi:s::p::a:b:C::n","custom":false,"type":"a:b:C","future":{"a":[1,2]},"other":null})";
  const auto resource = read_resource(text, test_reading());
  ASSERT_TRUE(resource);
  std::string again;
  ASSERT_TRUE(append_resource(again, *resource, test_writing()));
  EXPECT_EQ(again, text);
}

TEST(DeploymentJson, MembersOfADeploymentThatAreNotInterpretedAreKept) {
  const std::string text =
      R"({"version":4,"features":["snippets-prototype"],"checkpoint":{"stack":"organization/p/s","config":{"p:a":"1"},"latest":)"
      R"({"manifest":{"time":"t","magic":"","version":"","plugins":[{"name":"n","path":"p","type":"resource","version":"1"}]},)"
      R"("secrets_providers":{"type":"cloud","state":{"url":"awskms://x"}},)"
      R"("metadata":{"integrity_error":{"version":"3","command":"up","error":"e","env_vars":{"PULUMI_HOME":"set"}}},)"
      R"("snippets":[{"uuid":"u"}],"extensions":{"r":{"name":"n"}},"future":[1]}}})";
  const auto checkpoint = read_checkpoint(text, seal_secrets());
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_EQ(*write_checkpoint(*checkpoint, SecretWriting{}), text);
}

TEST(DeploymentJson, TheVersionIsFourOnlyWhenAFeatureNeedsIt) {
  ResourceState resource{*Urn::parse("urn:pulumi:s::p::a:b:C::n")};
  EXPECT_TRUE(write_checkpoint({"s", "", one_resource(resource)}, SecretWriting{})
                  ->starts_with(R"({"version":3,"checkpoint")"));
  resource.taint = true;
  resource.view_of = "urn:pulumi:s::p::a:b:C::m";
  resource.inputs["secret"] = PropertyValue::secret(ByteString{"\xFF"});
  EXPECT_TRUE(write_checkpoint({"s", "", one_resource(resource)}, test_writing())
                  ->starts_with(R"({"version":4,"features":["byteString","taint","views"],"checkpoint")"));
}

TEST(DeploymentJson, AFeatureInsideSealedSecretsIsNotForgotten) {
  ResourceState resource{*Urn::parse("urn:pulumi:s::p::a:b:C::n")};
  resource.inputs["secret"] = PropertyValue::secret(ByteString{"\xFF"});
  const auto text = write_checkpoint({"s", "", one_resource(resource)}, test_writing());
  const auto sealed = read_checkpoint(*text, seal_secrets());
  ASSERT_TRUE(sealed);
  EXPECT_EQ(*write_checkpoint(*sealed, SecretWriting{}), *text);
}

TEST(DeploymentJson, ANewStackHasVersionZeroAndNoDeployment) {
  const std::string text = R"({"version":0,"checkpoint":{"stack":"organization/vault/dev"}})";
  const auto checkpoint = read_checkpoint(text, seal_secrets());
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->stack, "organization/vault/dev");
  EXPECT_FALSE(checkpoint->latest);
  EXPECT_EQ(*write_checkpoint(*checkpoint, SecretWriting{}), text);
}

TEST(DeploymentJson, OldVersionsAreBroughtUpToDate) {
  const std::string resource =
      R"({"urn":"urn:pulumi:s::p::a:b:C::n","custom":true,"id":"i","type":"a:b:C","inputs":{"x":1},"defaults":{"x":1},)"
      R"("dependencies":["urn:pulumi:s::p::a:b:D::d"],"initErrors":null})";
  const std::string deployment = R"({"manifest":{"time":"t","magic":"","version":""},"resources":[)" + resource + "]}";
  const std::vector<std::string> texts{
      R"({"stack":"s","latest":)" + deployment + "}",
      R"({"version":1,"checkpoint":{"stack":"s","latest":)" + deployment + "}}",
      R"({"version":2,"checkpoint":{"stack":"s","latest":)" + deployment + "}}",
  };
  for (const auto& text : texts) {
    const auto checkpoint = read_checkpoint(text, seal_secrets());
    ASSERT_TRUE(checkpoint) << checkpoint.error().message;
    ASSERT_TRUE(checkpoint->latest) << text;
    const auto& state = *checkpoint->latest->snapshot.resources.at(0);
    EXPECT_EQ(state.property_dependencies.at("x"), state.dependencies);
    EXPECT_EQ(state.other_fields, "");
  }
  EXPECT_TRUE(read_export(R"({"version":1,"deployment":)" + deployment + "}", seal_secrets()));
}

TEST(DeploymentJson, WhatWeCannotKeepIsRefused) {
  EXPECT_NE(refusal(R"({"version":5,"checkpoint":{"stack":"s"}})").find("newer than the 4"), std::string::npos);
  EXPECT_EQ(refusal(R"({"version":4,"features":["taint","warp"],"checkpoint":{"stack":"s"}})"),
            "the state uses features that this version does not know: warp");
  EXPECT_NE(
      refusal(
          R"({"version":3,"checkpoint":{"stack":"s","latest":{"manifest":{"time":"t","magic":"beef","version":"v3.1.0"}}}})")
          .find("magic number"),
      std::string::npos);
}

TEST(DeploymentJson, ABrokenFileIsAnErrorThatSaysWhere) {
  const auto text = checkpoint_with(full_resource, "4");
  ASSERT_EQ(refusal(text), "accepted");
  for (std::size_t length = 0; length < text.size(); ++length)
    EXPECT_NE(refusal(text.substr(0, length)), "accepted") << length;
  EXPECT_NE(refusal(text + "x"), "accepted");
  EXPECT_EQ(refusal(checkpoint_with(R"({"custom":true})")), "a resource has no `urn`");
  EXPECT_EQ(refusal(checkpoint_with(R"({"urn":"urn:pulumi:s::p::a:b:C::n","custom":true})")), "it has no `type`");
  EXPECT_EQ(refusal(checkpoint_with(R"({"urn":"urn:pulumi:s::p::a:b:C::n","custom":false,"id":"i","type":"a:b:C"})")),
            "`custom` is false, yet it has an `id`");
  const auto error =
      read_checkpoint(checkpoint_with(R"({"urn":"urn:pulumi:s::p::a:b:C::n","type":"a:b:D"})"), seal_secrets());
  EXPECT_EQ(error.error().notes, (std::vector<std::string>{"in resource urn:pulumi:s::p::a:b:C::n"}));
}

TEST(DeploymentJson, AStateWithoutSecretsNeverAsksForTheKey) {
  int asked = 0;
  const SecretReadingFor counting = [&](const std::optional<SecretsProvider>&) {
    return SecretReading{[&](const std::string& text) {
                           ++asked;
                           return test_decrypt(text);
                         },
                         true};
  };
  ASSERT_TRUE(read_checkpoint(checkpoint_with(full_resource, "4"), counting));
  EXPECT_EQ(asked, 0);
}

TEST(DeploymentJson, TheProviderIsKnownBeforeTheFirstSecretWhateverTheOrder) {
  const std::string secret =
      R"({"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":")" + test_encrypt("7") +
      "\"}";
  const std::string text =
      R"({"checkpoint":{"latest":{"resources":[{"inputs":{"x":)" + secret +
      R"(},"type":"a:b:C","urn":"urn:pulumi:s::p::a:b:C::n"}],"secrets_providers":{"state":{"k":1},"type":"passphrase"}},)"
      R"("stack":"s"},"version":3})";
  std::optional<SecretsProvider> seen;
  const auto checkpoint = read_checkpoint(text, [&](const std::optional<SecretsProvider>& provider) {
    seen = provider;
    return test_reading();
  });
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_EQ(seen, (SecretsProvider{"passphrase", R"({"k":1})"}));
  EXPECT_EQ(*checkpoint->latest->snapshot.resources.at(0)->inputs.at("x").get<Secret>()->value, PropertyValue(7));
}

TEST(DeploymentJson, PendingOperationsKeepTheirTokens) {
  Deployment deployment = one_resource(ResourceState{*Urn::parse("urn:pulumi:s::p::a:b:C::n")});
  deployment.snapshot.pending_operations.push_back(
      {deployment.snapshot.resources[0], deploy::PendingKind::creating, "token"});
  const auto text = write_checkpoint({"s", "", deployment}, SecretWriting{});
  const auto again = read_checkpoint(*text, seal_secrets());
  ASSERT_TRUE(again) << again.error().message;
  const auto& pending = again->latest->snapshot.pending_operations.at(0);
  EXPECT_EQ(pending.token, "token");
  EXPECT_EQ(pending.kind, deploy::PendingKind::creating);
}

TEST(DeploymentJson, AStateOfTheGenuineToolsFormComesBackByteForByte) {
  const std::string folder = std::string(ASHLAR_SOURCE_DIR) + "/libs/state/testdata/";
  const auto checkpoint_text = read_text(folder + "checkpoint.json");
  const auto checkpoint = read_checkpoint(checkpoint_text, seal_secrets());
  ASSERT_TRUE(checkpoint) << checkpoint.error().message;
  EXPECT_EQ(*write_checkpoint(*checkpoint, SecretWriting{}), checkpoint_text);
  const auto export_text = read_text(folder + "export.json");
  const auto deployment = read_export(export_text, seal_secrets());
  ASSERT_TRUE(deployment) << deployment.error().message;
  EXPECT_EQ(*write_export(&*deployment, SecretWriting{}) + "\n", export_text);
}

TEST(Import, TakesPendingOperationsOutAndFindsWhatIsDangerous) {
  auto deployment = one_resource(ResourceState{*Urn::parse("urn:pulumi:dev::p::a:b:C::n")});
  auto& snapshot = deployment.snapshot;
  snapshot.pending_operations.push_back({snapshot.resources[0], deploy::PendingKind::updating, ""});
  const auto fine = prepare_import(deployment, {"p", "dev"});
  EXPECT_TRUE(fine.problems.empty());
  EXPECT_EQ(fine.warnings,
            (std::vector<std::string>{
                "removing pending operation 'updating' on 'urn:pulumi:dev::p::a:b:C::n' from snapshot"}));
  EXPECT_TRUE(snapshot.pending_operations.empty());
  snapshot.resources.push_back(snapshot.resources[0]);
  const auto dangerous = prepare_import(deployment, {"p", "qa"});
  ASSERT_EQ(dangerous.problems.size(), 3U);
  EXPECT_EQ(dangerous.problems[0], "resource 'urn:pulumi:dev::p::a:b:C::n' is from a different stack (dev != qa)");
  EXPECT_TRUE(dangerous.problems[2].starts_with("state file contains errors: "));
}

/// Every file of the captures (taken with the genuine tool) whose name satisfies `wanted`.
std::vector<std::string> captured_files(const std::function<bool(const std::string&)>& wanted) {
  std::vector<std::string> found;
  const auto folder = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi");
  if (!folder) return found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
    if (entry.is_regular_file() && wanted(entry.path().string())) found.push_back(entry.path().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

bool is_checkpoint(const std::string& path) {
  const bool in_backend =
      path.find("/backend/stacks/") != std::string::npos || path.find("/backend/backups/") != std::string::npos;
  const bool in_history = path.ends_with(".checkpoint.json");
  return in_history || (in_backend && (path.ends_with(".json") || path.ends_with(".json.bak")));
}

bool is_export(const std::string& path) {
  return path.ends_with("/export.json") || path.ends_with("/export-secrets.json");
}

TEST(Captures, EveryCheckpointIsWrittenBackByteForByte) {
  const auto paths = captured_files(is_checkpoint);
  if (paths.empty()) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  for (const auto& path : paths) {
    const auto text = read_text(path);
    const auto checkpoint = read_checkpoint(text, seal_secrets());
    ASSERT_TRUE(checkpoint) << path << ": " << checkpoint.error().message;
    EXPECT_EQ(*write_checkpoint(*checkpoint, SecretWriting{}), text) << path;
  }
}

TEST(Captures, EveryExportIsWrittenBackByteForByte) {
  const auto paths = captured_files(is_export);
  if (paths.empty()) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  for (const auto& path : paths) {
    const auto text = read_text(path);
    const auto deployment = read_export(text, seal_secrets());
    ASSERT_TRUE(deployment) << path << ": " << deployment.error().message;
    SecretWriting writing;
    writing.show = path.ends_with("-secrets.json");
    EXPECT_EQ(*write_export(&*deployment, writing) + "\n", text) << path;
  }
}

}  // namespace
}  // namespace ashlar::state
