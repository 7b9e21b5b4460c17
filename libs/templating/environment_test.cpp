#include "templating/environment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/temporary_directory.hpp"

namespace ashlar::templating {
namespace {

using ::testing::HasSubstr;

std::shared_ptr<Dict> nothing() { return std::make_shared<Dict>(); }

Error error_of(std::string_view source, Options options = {}) {
  Environment environment(options);
  const auto text = environment.render_text(source, "app.conf.j2", nothing());
  return text ? fail("it rendered: " + *text) : text.error();
}

TEST(TemplateErrors, NameTheTemplateAndTheLine) {
  EXPECT_EQ(error_of("a\nb\n{{ host.name }}").message, "app.conf.j2:3: 'host' is undefined");
  EXPECT_EQ(
      error_of("a\n{% if x %}\nb").message,
      "app.conf.j2:2: Unexpected end of template. The innermost block that needs to be closed is 'if', of line 2.");
}

TEST(TemplateErrors, NameTheTemplateThatWasIncluded) {
  Environment environment({}, [](const std::string& name) -> Result<std::optional<std::string>> {
    return name == "part" ? std::optional<std::string>("\n\n{{ 1 / 0 }}") : std::nullopt;
  });
  const auto text = environment.render_text("{% include 'part' %}", "main", nothing());
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().message, "part:3: division by zero");
}

TEST(TemplateErrors, SuggestTheNearestFilterTestAndTag) {
  EXPECT_EQ(error_of("{{ x | uper }}").message, "app.conf.j2:1: No filter named 'uper'.");
  EXPECT_EQ(error_of("{{ x | uper }}").help, "did you mean 'upper'?");
  EXPECT_EQ(error_of("{{ x is defned }}").help, "did you mean 'defined'?");
  EXPECT_EQ(error_of("{% inclde 'x' %}").help, "did you mean 'include'?");
  EXPECT_EQ(error_of("{{ x | map('uper') | list }}").message, "it rendered: []");
}

TEST(TemplateErrors, OfTheLoaderAreToldWhereTheTemplateWasWanted) {
  Environment environment(
      {}, [](const std::string&) -> Result<std::optional<std::string>> { return fail("disk on fire"); });
  const auto text = environment.render_text("\n{% include 'part' %}", "main", nothing());
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().message, "main:2: disk on fire");
}

TEST(Environment, UsesOtherDelimitersWhenAsked) {
  Options options;
  options.delimiters = {"<%", "%>", "${", "}", "<#", "#>"};
  Environment environment(options);
  EXPECT_EQ(
      environment.render_text("<% for i in [1, 2] %>${ i },<% endfor %><# note #>{{ x }}", "t", nothing()).value(),
      "1,2,{{ x }}");
}

TEST(Environment, LoadsTemplatesOfDirectoriesAndOfNowhereElse) {
  TemporaryDirectory directory;
  RealFileSystem files;
  const auto first = directory.path() + "/first", second = directory.path() + "/second";
  ASSERT_TRUE(files.make_directories(first, 0700).ok());
  ASSERT_TRUE(files.make_directories(second + "/sub", 0700).ok());
  ASSERT_TRUE(files.write_file_atomically(first + "/a", "first a", 0600).ok());
  ASSERT_TRUE(files.write_file_atomically(second + "/a", "second a", 0600).ok());
  ASSERT_TRUE(files.write_file_atomically(second + "/sub/b", "sub b", 0600).ok());
  ASSERT_TRUE(files.write_file_atomically(directory.path() + "/outside", "secret", 0600).ok());
  Environment environment({}, directory_loader(files, {first, second}));
  EXPECT_EQ(environment.render_text("{% include 'a' %}/{% include 'sub/b' %}", "t", nothing()).value(),
            "first a/sub b");
  EXPECT_EQ(environment.try_render_text("{% include '../outside' %}", "t", nothing()).failure->kind,
            FailureKind::not_found);
}

TEST(Environment, RendersATemplateAgainWithOtherData) {
  int loads = 0;
  Environment environment({}, [&](const std::string&) -> Result<std::optional<std::string>> {
    ++loads;
    return std::optional<std::string>("{{ x }}");
  });
  for (const int number : {1, 2}) {
    auto data = nothing();
    data->set("x", number);
    EXPECT_EQ(environment.render("t", data).value(), std::to_string(number));
  }
  EXPECT_EQ(loads, 1);
}

TEST(Dict, KeepsTheOrderAndFindsWhatIsThereAfterManyChanges) {
  Dict dict;
  for (int i = 0; i < 1000; ++i) dict.set(i, i);
  for (int i = 0; i < 1000; i += 2) EXPECT_TRUE(dict.erase(i));
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(dict.find(Value(i)) != nullptr, i % 2 == 1);
  EXPECT_EQ(dict.size(), 500U);
  EXPECT_EQ(dict.keys().front().as_integer(), 1);
  EXPECT_FALSE(dict.erase(0));
}

}  // namespace
}  // namespace ashlar::templating
