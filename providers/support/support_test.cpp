#include <gmock/gmock.h>

#include <atomic>

#include "providers/support/background.hpp"
#include "providers/support/builtin_provider.hpp"
#include "providers/support/diagnose.hpp"
#include "providers/support/secrets.hpp"
#include "providers/support/utf8.hpp"

namespace ashlar::providers {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Names, OfAnotherTypeAreAnsweredWithTheNearestOne) {
  const auto error = unknown_name("resource type", "random:index/randomPett:RandomPet", "random",
                                  {"random:index/randomId:RandomId", "random:index/randomPet:RandomPet"});
  EXPECT_EQ(error.message, "package random has no resource type \"random:index/randomPett:RandomPet\"");
  EXPECT_EQ(error.help, "did you mean \"random:index/randomPet:RandomPet\"?");
}

TEST(Names, UnlikeAnyAreAnsweredWithAll) {
  EXPECT_EQ(unknown_name("function", "aws:x:y", "command", {"command:local:run"}).help, "it has command:local:run");
}

TEST(Names, OfUnknownPropertiesAreWarnedOfWithTheNearestOne) {
  EXPECT_THAT(warn_of_unknown_properties("T", {{"lenght", 3}, {"length", 3}, {"__defaults", 1}}, {"length", "prefix"}),
              ElementsAre(HasSubstr("did you mean \"length\"?")));
  EXPECT_THAT(warn_of_unknown_properties("T", {{"length", 3}}, {"length", "prefix"}), IsEmpty());
}

TEST(Secrets, AreCarriedToTheNamesakes) {
  PropertyMap target{{"a", 1}, {"b", PropertyArray{1, 2}}, {"c", PropertyMap{{"x", 1}, {"y", 2}}}, {"d", 4}};
  carry_secrets({{"a", PropertyValue::secret(7)},
                 {"b", PropertyArray{PropertyValue::secret(1), 2}},
                 {"c", PropertyMap{{"y", PropertyValue::secret(2)}}},
                 {"z", PropertyValue::secret(0)}},
                target);
  EXPECT_EQ(target, (PropertyMap{{"a", PropertyValue::secret(1)},
                                 {"b", PropertyValue::secret(PropertyArray{1, 2})},
                                 {"c", PropertyMap{{"x", 1}, {"y", PropertyValue::secret(2)}}},
                                 {"d", 4}}));
}

TEST(Secrets, AroundAnObjectCoverTheWholeOfIt) {
  PropertyMap target{{"c", PropertyMap{{"x", 1}}}};
  carry_secrets({{"c", PropertyValue::secret(PropertyMap{{"x", 1}})}}, target);
  EXPECT_EQ(target, (PropertyMap{{"c", PropertyValue::secret(PropertyMap{{"x", 1}})}}));
}

TEST(Characters, AreNotCutApart) { EXPECT_EQ(characters("aé密"), (std::vector<std::string>{"a", "é", "密"})); }

TEST(BackgroundThread, FinishesEverythingBeforeItGoes) {
  std::atomic<int> done = 0;
  {
    Background background;
    for (int i = 0; i < 20; ++i) background.run([&done] { ++done; });
  }
  EXPECT_EQ(done, 20);
}

}  // namespace
}  // namespace ashlar::providers
