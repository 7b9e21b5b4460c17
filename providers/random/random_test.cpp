#include <gmock/gmock.h>

#include <set>

#include "providers/random/random_test_support.hpp"

namespace ashlar::providers::random {
namespace {

using deploy::DiffAnswer;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

PropertyValue null_in_raw_state() {
  return PropertyValue::secret(PropertyMap{{"replace", PropertyMap{{"raw", PropertyValue()}}}});
}

TEST(RandomPet, HasItsDefaultsInOutputsAndNotInInputs) {
  Subject pet("Pet");
  EXPECT_EQ(pet.check({})->inputs, PropertyMap());
  const auto created = pet.create({});
  EXPECT_EQ(created->id, "modern-tarpon");
  EXPECT_EQ(own(created->outputs), (PropertyMap{{"id", created->id}, {"length", 2}, {"separator", "-"}}));
}

TEST(RandomPet, NotesWhatIsNullInThePublishedProvidersState) {
  const auto created = Subject("Pet").create({{"keepers", PropertyMap{{"a", "b"}}}});
  EXPECT_EQ(*find(created->outputs, "__pulumi_raw_state_delta"),
            (PropertyMap{{"obj", PropertyMap{{"ps", PropertyMap{{"keepers", PropertyMap{{"map", PropertyMap()}}},
                                                                {"prefix", null_in_raw_state()}}}}}}));
}

TEST(RandomPet, PreviewKnowsEverythingButTheName) {
  const auto preview =
      Subject("Pet").preview({{"prefix", "p"}, {"keepers", PropertyMap{{"a", PropertyValue::computed()}}}});
  EXPECT_EQ(preview->id, "");
  EXPECT_EQ(preview->outputs, (PropertyMap{{"id", PropertyValue::computed()},
                                           {"keepers", PropertyMap{{"a", PropertyValue::computed()}}},
                                           {"length", 2},
                                           {"prefix", "p"},
                                           {"separator", "-"}}));
}

TEST(RandomPet, HasAsManyWordsAsAskedFor) {
  EXPECT_EQ(Subject("Pet").create({{"length", 1}})->id.find('-'), std::string::npos);
  const auto four = Subject("Pet").create({{"length", "4"}, {"separator", "_"}, {"prefix", 7}});
  EXPECT_EQ(std::count(four->id.begin(), four->id.end(), '_'), 4);
  EXPECT_TRUE(four->id.starts_with("7_"));
  EXPECT_EQ(four->outputs.at("prefix"), PropertyValue("7"));
  EXPECT_EQ(four->outputs.at("length"), PropertyValue(4));
}

TEST(RandomPet, AnEmptyPrefixIsNone) {
  Subject pet("Pet");
  const auto created = pet.create({{"prefix", ""}});
  EXPECT_FALSE(created->outputs.contains("prefix"));
  EXPECT_EQ(pet.diff(*created, {{"prefix", ""}})->changes, DiffAnswer::Changes::none);
}

TEST(RandomPet, EveryChangeMakesANewOne) {
  Subject pet("Pet");
  const auto created = pet.create({{"length", 3}});
  EXPECT_EQ(summary(pet.diff(*created, {{"length", 3}})), " / ");
  EXPECT_EQ(summary(pet.diff(*created, {})), "length / length");
  EXPECT_EQ(summary(pet.diff(*created, {{"length", 3}, {"separator", "-"}})), " / ");
  EXPECT_EQ(summary(pet.diff(*created, {{"prefix", "b"}, {"length", 4}})), "length,prefix / length,prefix");
  EXPECT_EQ(summary(pet.diff(*created, {{"length", PropertyValue::computed()}})), "length / length");
}

TEST(RandomPet, IgnoredChangesAreNone) {
  Subject pet("Pet");
  const auto created = pet.create({{"prefix", "a"}});
  EXPECT_EQ(pet.diff(*created, {{"prefix", "b"}}, {"prefix"})->changes, DiffAnswer::Changes::none);
}

TEST(Keepers, MakeANewResourceWhenAnEntryChanges) {
  Subject pet("Pet");
  const auto with = [&](const PropertyValue& keepers) { return *pet.create({{"keepers", keepers}}); };
  const auto diff = [&](const deploy::CreateAnswer& old, const PropertyValue& keepers) {
    return summary(pet.diff(old, {{"keepers", keepers}}));
  };
  const PropertyValue null;
  const auto one = with(PropertyMap{{"a", "1"}});
  EXPECT_EQ(diff(one, PropertyMap{{"a", 1}}), " / ");
  EXPECT_EQ(diff(one, PropertyMap{{"a", "2"}}), "keepers / keepers");
  EXPECT_EQ(diff(one, PropertyMap{{"a", "1"}, {"b", "x"}}), "keepers / keepers");
  EXPECT_EQ(diff(one, PropertyMap{{"a", "1"}, {"b", null}}), "keepers / ");
  EXPECT_EQ(diff(one, null), "keepers / keepers");
  EXPECT_EQ(diff(one, PropertyValue::computed()), "keepers / keepers");
  EXPECT_EQ(diff(with(null), PropertyMap()), "keepers / ");
  EXPECT_EQ(diff(with(null), PropertyMap{{"b", null}}), "keepers / ");
  EXPECT_EQ(diff(with(PropertyMap()), null), "keepers / ");
  EXPECT_EQ(diff(with(PropertyMap{{"a", null}}), null), "keepers / keepers");
}

TEST(Keepers, ThatTurnEmptyAreUpdatedInPlace) {
  Subject pet("Pet");
  const auto created = pet.create({});
  const auto updated = pet.update(*created, {{"keepers", PropertyMap()}});
  EXPECT_EQ(updated->outputs.at("id"), PropertyValue(created->id));
  EXPECT_EQ(updated->outputs.at("keepers"), PropertyValue(PropertyMap()));
}

TEST(RandomPet, RefreshKeepsItAsItIs) {
  Subject pet("Pet");
  const auto created = pet.create({{"prefix", "a"}});
  const auto read = pet.refresh(*created, {{"prefix", "a"}, {"length", "2"}, {"foo", 1}});
  EXPECT_EQ(read->id, created->id);
  EXPECT_EQ(read->outputs, created->outputs);
  EXPECT_EQ(*read->inputs, (PropertyMap{{"prefix", "a"}, {"length", 2}}));
}

TEST(RandomPet, CannotBeImported) {
  EXPECT_THAT(Subject("Pet").import("able-swan").error().message, HasSubstr("cannot be imported"));
}

TEST(RandomPet, IsDeletedFromTheStateOnly) {
  Subject pet("Pet");
  EXPECT_TRUE(pet.remove(*pet.create({})));
}

TEST(Inputs, ThatCannotBeConvertedAreRefusedWithoutShowingThem) {
  const auto answer = Subject("Pet").check({{"length", "s3cret"}, {"keepers", PropertyMap{{"a", PropertyArray()}}}});
  ASSERT_EQ(answer->failures.size(), 2);
  EXPECT_EQ(answer->failures[0].property, "keepers");
  EXPECT_EQ(answer->failures[0].reason, "must be a map of strings: \"a\" is none");
  EXPECT_EQ(answer->failures[1].property, "length");
  EXPECT_EQ(answer->failures[1].reason, "must be an integer");
}

TEST(Inputs, ThatATypeDoesNotHaveAreWarnedOfAndKept) {
  const auto answer = Subject("Pet").check({{"lenght", 3}});
  EXPECT_THAT(answer->failures, IsEmpty());
  EXPECT_THAT(answer->warnings, ElementsAre(HasSubstr("did you mean \"length\"?")));
  EXPECT_EQ(answer->inputs, (PropertyMap{{"lenght", 3}}));
}

TEST(Inputs, ThatAreSecretMakeTheOutputsOfTheirNameSecret) {
  Subject pet("Pet");
  const auto secret = PropertyValue::secret("p");
  EXPECT_EQ(pet.check({{"prefix", secret}})->inputs.at("prefix"), secret);
  EXPECT_EQ(pet.create({{"prefix", secret}})->outputs.at("prefix"), secret);
  EXPECT_EQ(pet.create({{"keepers", PropertyMap{{"a", secret}}}})->outputs.at("keepers"),
            PropertyValue(PropertyMap{{"a", secret}}));
}

TEST(ResourceTypes, ThatDoNotExistAreAnsweredWithTheNearest) {
  const auto error = Subject("Pett").check({}).error();
  EXPECT_THAT(error.message, HasSubstr("random:index/randomPett:RandomPett"));
  EXPECT_EQ(error.help, "did you mean \"random:index/randomPet:RandomPet\"?");
}

TEST(InterruptedCreates, LeftNothingBehind) {
  Subject pet("Pet");
  EXPECT_EQ(pet.calls().recover_create({.urn = pet.urn()})->outcome, deploy::RecoverAnswer::Outcome::not_created);
}

}  // namespace
}  // namespace ashlar::providers::random
