#include <gtest/gtest.h>

#include "resource/property_diff.hpp"
#include "resource/property_path.hpp"
#include "resource/property_value.hpp"
#include "resource/urn.hpp"

namespace ashlar {
namespace {

TEST(Urn, TakesItselfApart) {
  const auto urn = Urn::parse("urn:pulumi:dev::shop::my:C$aws:ec2/vpc:Vpc::a::b c");
  ASSERT_TRUE(urn.ok());
  EXPECT_EQ(urn->stack(), "dev");
  EXPECT_EQ(urn->project(), "shop");
  EXPECT_EQ(urn->qualified_type(), "my:C$aws:ec2/vpc:Vpc");
  EXPECT_EQ(urn->type(), "aws:ec2/vpc:Vpc");
  EXPECT_EQ(urn->name(), "a::b c");
  EXPECT_EQ(urn->with_name("x").text(), "urn:pulumi:dev::shop::my:C$aws:ec2/vpc:Vpc::x");
}

TEST(Urn, LeavesTheRootStackOutOfTheTypeChain) {
  EXPECT_EQ(Urn::make("dev", "shop", root_stack_type, "p:m:T", "n").text(), "urn:pulumi:dev::shop::p:m:T::n");
  EXPECT_EQ(Urn::make("dev", "shop", "p:m:C", "p:m:T", "n").text(), "urn:pulumi:dev::shop::p:m:C$p:m:T::n");
}

TEST(Urn, RefusesTextOfAnotherForm) {
  EXPECT_FALSE(Urn::parse(""));
  EXPECT_FALSE(Urn::parse("urn:pulumi:dev::shop::type"));
  EXPECT_FALSE(Urn::parse("urn:other:dev::shop::type::name"));
}

TEST(ProviderReference, SplitsAtTheLastSeparator) {
  const auto reference = ProviderReference::parse("urn:pulumi:dev::shop::pulumi:providers:aws::a::b::1234");
  ASSERT_TRUE(reference.ok());
  EXPECT_EQ(reference->urn.name(), "a::b");
  EXPECT_EQ(reference->id, "1234");
  EXPECT_FALSE(ProviderReference::parse("urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::a::1234"));
}

TEST(PropertyPath, ParsesWhatItPrints) {
  for (const std::string text :
       {"a", "a.b", "a[0]", "a[\"b c\"].d[12]", "*", "a[\"x\\\"y\"]", "a[\"\"]", "root.*.leaf"}) {
    const auto path = PropertyPath::parse(text);
    ASSERT_TRUE(path.ok()) << text;
    EXPECT_EQ(path->text(), text);
    EXPECT_EQ(*PropertyPath::parse(path->text()), *path);
  }
  for (const std::string text : {"", ".", "a.", "a[", "a[x]", "a[\"b]", "a..b"})
    EXPECT_FALSE(PropertyPath::parse(text)) << text;
}

TEST(PropertyPath, ContainsWhatLiesBelow) {
  const auto contains = [](const char* outer, const char* inner) {
    return PropertyPath::parse(outer)->contains(*PropertyPath::parse(inner));
  };
  EXPECT_TRUE(contains("a", "a.b[0]"));
  EXPECT_TRUE(contains("*", "a.b"));
  EXPECT_TRUE(contains("a[\"*\"].c", "a[3].c.d"));
  EXPECT_FALSE(contains("a.b", "a"));
  EXPECT_FALSE(contains("a.b", "a.c"));
}

TEST(PropertyPath, ResetToTakesOverAddsAndRemoves) {
  PropertyMap target{{"keep", 1}, {"size", 2}, {"extra", 3}, {"nested", PropertyMap{{"a", "new"}, {"b", "new"}}}};
  const PropertyMap source{{"size", 1}, {"gone", 4}, {"nested", PropertyMap{{"a", "old"}}}};
  for (const char* path : {"size", "extra", "gone", "nested.a"})
    EXPECT_TRUE(reset_to(target, source, *PropertyPath::parse(path)));
  EXPECT_EQ(target,
            (PropertyMap{{"keep", 1}, {"size", 1}, {"gone", 4}, {"nested", PropertyMap{{"a", "old"}, {"b", "new"}}}}));
  EXPECT_FALSE(reset_to(target, source, *PropertyPath::parse("keep.x")));
}

TEST(PropertyPath, ResetToExpandsWildcards) {
  PropertyMap target{{"list", PropertyArray{PropertyMap{{"x", 1}, {"y", 1}}, PropertyMap{{"x", 2}, {"y", 2}}}}};
  const PropertyMap source{{"list", PropertyArray{PropertyMap{{"x", 8}}, PropertyMap{{"x", 9}}}}};
  EXPECT_TRUE(reset_to(target, source, *PropertyPath::parse("list[\"*\"].x")));
  EXPECT_EQ(target,
            (PropertyMap{{"list", PropertyArray{PropertyMap{{"x", 8}, {"y", 1}}, PropertyMap{{"x", 9}, {"y", 2}}}}}));
}

TEST(PropertyDiff, NamesTheLeavesThatDiffer) {
  const PropertyMap before{
      {"a", 1}, {"b", PropertyArray{1, 2}}, {"c", PropertyMap{{"x", "y"}}}, {"gone", true}, {"__own", 1}};
  const PropertyMap after{{"a", PropertyValue::secret(1)},
                          {"b", PropertyArray{1, 3, 4}},
                          {"c", PropertyMap{{"x", PropertyValue::computed()}}}};
  EXPECT_EQ(diff_properties(before, after), (DetailedDiff{{"b[1]", {DiffKind::update, true}},
                                                          {"b[2]", {DiffKind::add, true}},
                                                          {"c.x", {DiffKind::update, true}},
                                                          {"gone", {DiffKind::remove, true}}}));
  EXPECT_EQ(top_level_keys(diff_properties(before, after)), (std::vector<std::string>{"b", "c", "gone"}));
}

TEST(PropertyValue, OutputsBecomePlainSecretOrComputed) {
  const OutputValue known{std::make_shared<const PropertyValue>("v"), true, {}};
  const PropertyMap map{{"known", known}, {"unknown", OutputValue{}}, {"list", PropertyArray{OutputValue{}}}};
  const auto plain = without_outputs(map);
  EXPECT_EQ(plain.at("known"), PropertyValue::secret("v"));
  EXPECT_TRUE(plain.at("unknown").is<Computed>());
  EXPECT_TRUE(contains_unknowns(plain));
  EXPECT_TRUE(contains_secrets(plain));
  EXPECT_EQ(without_secrets(plain).at("known"), PropertyValue("v"));
}

}  // namespace
}  // namespace ashlar
