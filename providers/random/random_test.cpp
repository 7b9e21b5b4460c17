#include <gmock/gmock.h>

#include "providers/random/bcrypt.hpp"
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

TEST(RandomId, HasItsBytesInFourForms) {
  const auto created = Subject("Id").create({{"byteLength", 4}, {"prefix", "x-"}});
  EXPECT_EQ(created->id, "AAECAw");
  EXPECT_EQ(own(created->outputs), (PropertyMap{{"b64Std", "x-AAECAw=="},
                                                {"b64Url", "x-AAECAw"},
                                                {"byteLength", 4},
                                                {"dec", "x-66051"},
                                                {"hex", "x-00010203"},
                                                {"id", "AAECAw"},
                                                {"prefix", "x-"}}));
}

TEST(RandomId, IsImportedByItsIdWithItsPrefix) {
  const auto imported = Subject("Id").import("a,b,DSQ");
  EXPECT_EQ(imported->id, "DSQ");
  EXPECT_EQ(*imported->inputs, (PropertyMap{{"byteLength", 2}, {"prefix", "a,b"}}));
  EXPECT_EQ(imported->outputs.at("dec"), PropertyValue("a,b3364"));
  EXPECT_EQ(*Subject("Id").import("DSQ")->inputs, (PropertyMap{{"byteLength", 2}}));
  EXPECT_FALSE(Subject("Id").import("DSQ="));
}

TEST(RandomId, IsReplacedOnAnyChange) {
  Subject id("Id");
  const auto created = id.create({{"byteLength", 4}});
  EXPECT_EQ(summary(id.diff(*created, {{"byteLength", 4}})), " / ");
  EXPECT_EQ(summary(id.diff(*created, {{"byteLength", 5}, {"prefix", "x"}})), "byteLength,prefix / byteLength,prefix");
}

TEST(RandomBytes, AreSecretButForTheId) {
  const auto created = Subject("Bytes").create({{"length", 4}});
  EXPECT_EQ(created->id, "AAECAw==");
  EXPECT_EQ(own(created->outputs), (PropertyMap{{"base64", PropertyValue::secret("AAECAw==")},
                                                {"hex", PropertyValue::secret("00010203")},
                                                {"length", 4}}));
  EXPECT_EQ(Subject("Bytes").preview({{"length", 4}})->outputs,
            (PropertyMap{{"base64", PropertyValue::computed()}, {"hex", PropertyValue::computed()}, {"length", 4}}));
}

TEST(RandomBytes, AreImportedFromBase64) {
  const auto imported = Subject("Bytes").import("AAEC");
  EXPECT_EQ(imported->id, "AAEC");
  EXPECT_EQ(*imported->inputs, (PropertyMap{{"length", 3}}));
  EXPECT_EQ(imported->outputs.at("hex"), PropertyValue::secret("000102"));
  EXPECT_THAT(Subject("Bytes").import("n0t base64").error().message, testing::Not(HasSubstr("n0t")));
}

TEST(RandomBytes, AreReplacedEvenByEmptyKeepers) {
  Subject bytes("Bytes");
  const auto created = bytes.create({{"length", 4}});
  EXPECT_EQ(summary(bytes.diff(*created, {{"length", 4}, {"keepers", PropertyMap()}})), "keepers / keepers");
}

TEST(RandomInteger, LiesInItsRange) {
  Subject integer("Integer");
  for (int i = 0; i < 100; ++i) {
    const auto created = integer.create({{"min", -2}, {"max", 2}});
    const auto result = *created->outputs.at("result").get<double>();
    EXPECT_LE(std::abs(result), 2);
    EXPECT_EQ(created->id, std::to_string(static_cast<int>(result)));
  }
  EXPECT_TRUE(integer.create({{"min", -9.2e18}, {"max", 9.2e18}}));
}

TEST(RandomInteger, WithASeedIsThePublishedProviders) {
  EXPECT_EQ(Subject("Integer").create({{"min", -100}, {"max", 100}, {"seed", "s"}})->id, "-72");
}

TEST(RandomInteger, RefusesAnEmptyRangeAndHalfOfOne) {
  Subject integer("Integer");
  EXPECT_EQ(integer.check({{"min", 5}, {"max", 1}})->failures.at(0).property, "max");
  EXPECT_EQ(integer.check({{"min", 5}})->failures.at(0).reason, "is required");
  EXPECT_EQ(integer.check({{"min", 5.5}, {"max", 9}})->failures.at(0).reason, "must be an integer, without a fraction");
  EXPECT_EQ(integer.check({{"min", 5}, {"max", 1e20}})->failures.at(0).reason, "must be an integer of at most 64 bits");
  EXPECT_EQ(integer.check({{"min", 5}, {"max", 6}, {"result", 5}})->failures.at(0).property, "result");
  EXPECT_FALSE(integer.create({{"min", 5}, {"max", 1}}));
  EXPECT_THAT(integer.check({{"min", 5}, {"max", PropertyValue::computed()}})->failures, IsEmpty());
}

TEST(RandomInteger, IsImportedWithItsRange) {
  Subject integer("Integer");
  const auto imported = integer.import("15390,1,50000,12345");
  EXPECT_EQ(imported->id, "15390");
  EXPECT_EQ(*imported->inputs, (PropertyMap{{"max", 50000}, {"min", 1}, {"seed", "12345"}}));
  EXPECT_EQ(imported->outputs.at("result"), PropertyValue(15390));
  EXPECT_FALSE(integer.import("15390"));
  EXPECT_FALSE(integer.import("15390,x,1"));
}

TEST(RandomShuffle, HoldsEveryInputOnce) {
  const auto created = Subject("Shuffle").create({{"inputs", PropertyArray{"a", 1, true}}});
  EXPECT_EQ(created->id, "-");
  EXPECT_EQ(created->outputs.at("inputs"), PropertyValue(PropertyArray{"a", "1", "true"}));
  EXPECT_THAT(*created->outputs.at("results").get<PropertyArray>(),
              testing::UnorderedElementsAre(PropertyValue("a"), PropertyValue("1"), PropertyValue("true")));
  EXPECT_EQ(*find(created->outputs, *PropertyPath::parse("__pulumi_raw_state_delta.obj.renamed")),
            PropertyValue(PropertyMap{{"inputs", "input"}, {"results", "result"}}));
}

TEST(RandomShuffle, HasAsManyResultsAsAskedFor) {
  Subject shuffle("Shuffle");
  const auto size = [&](const PropertyValue& inputs, int count) {
    return shuffle.create({{"inputs", inputs}, {"resultCount", count}})
        ->outputs.at("results")
        .get<PropertyArray>()
        ->size();
  };
  EXPECT_EQ(size(PropertyArray{"a", "b"}, 5), 5);
  EXPECT_EQ(size(PropertyArray{"a", "b"}, 0), 0);
  EXPECT_EQ(size(PropertyArray{}, 3), 0);
}

TEST(RandomShuffle, WithASeedIsThePublishedProviders) {
  const auto created =
      Subject("Shuffle").create({{"inputs", PropertyArray{"0", "1", "2"}}, {"seed", "q"}, {"resultCount", 6}});
  EXPECT_EQ(created->outputs.at("results"), PropertyValue(PropertyArray{"0", "2", "1", "0", "1", "2"}));
}

TEST(RandomShuffle, IsReplacedWhenTheListChanges) {
  Subject shuffle("Shuffle");
  const auto created = shuffle.create({{"inputs", PropertyArray{"a", "b"}}});
  EXPECT_EQ(summary(shuffle.diff(*created, {{"inputs", PropertyArray{"a", "b"}}})), " / ");
  EXPECT_EQ(summary(shuffle.diff(*created, {{"inputs", PropertyArray{"b", "a"}}, {"resultCount", 1}})),
            "inputs,resultCount / inputs,resultCount");
  EXPECT_EQ(summary(shuffle.diff(*created, {{"inputs", PropertyArray{"a", PropertyValue::computed()}}})),
            "inputs / inputs");
}

TEST(RandomString, HasItsDefaultsInOutputs) {
  Subject string("String");
  EXPECT_EQ(string.check({{"length", 5}})->inputs, (PropertyMap{{"length", 5}}));
  const auto created = string.create({{"length", 5}});
  EXPECT_EQ(created->id.size(), 5);
  EXPECT_EQ(own(created->outputs), (PropertyMap{{"id", created->id},
                                                {"length", 5},
                                                {"lower", true},
                                                {"minLower", 0},
                                                {"minNumeric", 0},
                                                {"minSpecial", 0},
                                                {"minUpper", 0},
                                                {"number", true},
                                                {"numeric", true},
                                                {"result", created->id},
                                                {"special", true},
                                                {"upper", true}}));
  EXPECT_EQ(created->outputs.at("__meta"), PropertyValue("{\"schema_version\":\"2\"}"));
}

TEST(RandomString, ConsistsOfTheAllowedCharacters) {
  Subject string("String");
  const auto digits = string.create({{"length", 40}, {"special", false}, {"upper", false}, {"lower", false}});
  EXPECT_EQ(digits->id.find_first_not_of("0123456789"), std::string::npos);
  const auto own_specials =
      string.create({{"length", 3}, {"overrideSpecial", "é"}, {"numeric", false}, {"upper", false}, {"lower", false}});
  EXPECT_EQ(own_specials->id, "ééé");
}

TEST(RandomString, RefusesRulesThatCannotBeMet) {
  Subject string("String");
  const auto first = [&](PropertyMap inputs) {
    const auto failures = string.check(std::move(inputs))->failures;
    return failures.empty() ? std::string("fine") : failures.front().property + " " + failures.front().reason;
  };
  EXPECT_EQ(first({{"length", 0}}), "length must be between 1 and 1000000, got 0");
  EXPECT_EQ(first({{"length", 5}, {"minUpper", 3}, {"minLower", 3}}),
            "length must be at least minLower + minNumeric + minSpecial + minUpper, which is 6");
  EXPECT_EQ(first({{"length", 5}, {"minUpper", 3}, {"minLower", PropertyValue::computed()}}), "fine");
  EXPECT_EQ(first({{"length", 5}, {"minUpper", -1}}), "minUpper must be between 0 and 1000000, got -1");
  EXPECT_EQ(first({{"length", 5}, {"number", false}, {"numeric", true}}),
            "number is the old name of numeric and differs from it: set numeric only");
  EXPECT_EQ(first({{"length", 5}, {"numeric", false}, {"upper", false}, {"lower", false}, {"special", false}}),
            " at least one of lower, numeric, special and upper must be true");
  EXPECT_EQ(first({{"length", 5}, {"special", "true"}}), "special must be a boolean");
}

TEST(RandomString, KeepsTheOldNameOfNumericInStep) {
  Subject string("String");
  const auto created = string.create({{"length", 5}, {"number", false}});
  EXPECT_EQ(created->outputs.at("numeric"), PropertyValue(false));
  EXPECT_THAT(string.check({{"length", 5}, {"number", false}})->warnings, ElementsAre(HasSubstr("use \"numeric\"")));
  EXPECT_EQ(summary(string.diff(*created, {{"length", 5}, {"numeric", false}})), " / ");
  EXPECT_EQ(summary(string.diff(*created, {{"length", 5}})), "number,numeric / number,numeric");
}

TEST(RandomString, IsUpdatedInPlaceWhenEmptySpecialsAreLeftOut) {
  Subject string("String");
  const auto empty = string.create({{"length", 5}, {"overrideSpecial", ""}});
  EXPECT_EQ(summary(string.diff(*empty, {{"length", 5}})), "overrideSpecial / ");
  EXPECT_EQ(summary(string.diff(*empty, {{"length", 5}, {"overrideSpecial", "x"}})),
            "overrideSpecial / overrideSpecial");
  const auto some = string.create({{"length", 5}, {"overrideSpecial", "_"}});
  EXPECT_EQ(summary(string.diff(*some, {{"length", 5}})), "overrideSpecial / overrideSpecial");
  EXPECT_EQ(summary(string.diff(*some, {{"length", 5}, {"overrideSpecial", PropertyValue::computed()}})),
            "overrideSpecial / ");
}

TEST(RandomString, IsImportedByItsText) {
  const auto imported = Subject("String").import("hello");
  EXPECT_EQ(imported->id, "hello");
  EXPECT_EQ(
      *imported->inputs,
      (PropertyMap{
          {"length", 5}, {"lower", true}, {"number", true}, {"numeric", true}, {"special", true}, {"upper", true}}));
  EXPECT_EQ(imported->outputs.at("minUpper"), PropertyValue(0));
}

TEST(RandomPassword, IsSecretAndHashed) {
  const auto created = Subject("Password").create({{"length", 20}, {"special", false}});
  EXPECT_EQ(created->id, "none");
  const auto& result = created->outputs.at("result");
  const auto& hash = created->outputs.at("bcryptHash");
  EXPECT_TRUE(result.is<Secret>());
  EXPECT_TRUE(hash.is<Secret>());
  EXPECT_EQ(result.as_string()->size(), 20);
  EXPECT_TRUE(bcrypt_matches(*result.as_string(), *hash.as_string()));
  EXPECT_EQ(created->outputs.at("__meta"), PropertyValue("{\"schema_version\":\"3\"}"));
}

TEST(RandomPassword, IsImportedAndRefreshedAsItIs) {
  Subject password("Password");
  const auto imported = password.import("hello");
  EXPECT_EQ(imported->id, "none");
  EXPECT_EQ(imported->outputs.at("result"), PropertyValue::secret("hello"));
  const auto refreshed = password.refresh({.id = imported->id, .outputs = imported->outputs}, *imported->inputs);
  EXPECT_EQ(refreshed->outputs, imported->outputs);
  EXPECT_EQ(*refreshed->inputs, *imported->inputs);
}

TEST(RandomPassword, OfAnOldReleaseIsNoChangeAndGetsItsHash) {
  Subject password("Password");
  const deploy::CreateAnswer old{.id = "none", .outputs = {{"id", "none"}, {"result", PropertyValue::secret("hello")}}};
  EXPECT_EQ(summary(password.diff(old, {{"length", 5}})), " / ");
  const auto refreshed = password.refresh(old, {{"length", 5}});
  EXPECT_TRUE(bcrypt_matches("hello", *refreshed->outputs.at("bcryptHash").as_string()));
  EXPECT_EQ(refreshed->outputs.at("numeric"), PropertyValue(true));
  EXPECT_EQ(refreshed->outputs.at("__meta"), PropertyValue("{\"schema_version\":\"3\"}"));
}

TEST(RandomUuid, IsRandomInEveryBit) {
  const auto created = Subject("Uuid").create({});
  EXPECT_EQ(created->id, "00010203-0405-0607-0809-0a0b0c0d0e0f");
  EXPECT_EQ(own(created->outputs), (PropertyMap{{"id", created->id}, {"result", created->id}}));
}

TEST(RandomUuid, OfVersions4And7AreMarked) {
  EXPECT_EQ(Subject("Uuid4").create({})->id, "00010203-0405-4607-8809-0a0b0c0d0e0f");
  EXPECT_EQ(Subject("Uuid7").create({})->id, "018bcfe5-687b-7000-8809-0a0b0c0d0e0f");
}

TEST(RandomUuid, IsImportedByItsText) {
  for (const auto* type : {"Uuid", "Uuid4", "Uuid7"}) {
    const auto imported = Subject(type).import("AABBCCDD-eeff-0011-2233-445566778899");
    EXPECT_EQ(imported->id, "aabbccdd-eeff-0011-2233-445566778899");
    EXPECT_EQ(*imported->inputs, PropertyMap());
    EXPECT_FALSE(Subject(type).import("zz"));
  }
}

TEST(EveryType, IsUnchangedByItsOwnInputsAndItsRefresh) {
  const std::vector<std::pair<std::string, PropertyMap>> subjects{{"Bytes", {{"length", 4}}},
                                                                  {"Id", {{"byteLength", 4}, {"prefix", "p"}}},
                                                                  {"Integer", {{"min", 1}, {"max", 5}, {"seed", "x"}}},
                                                                  {"Password", {{"length", 4}}},
                                                                  {"Pet", {{"keepers", PropertyMap{{"a", "b"}}}}},
                                                                  {"Shuffle", {{"inputs", PropertyArray{"a", "b"}}}},
                                                                  {"String", {{"length", 4}, {"overrideSpecial", "_"}}},
                                                                  {"Uuid", {}},
                                                                  {"Uuid4", {}},
                                                                  {"Uuid7", {}}};
  for (const auto& [type, inputs] : subjects) {
    Subject subject(type);
    EXPECT_THAT(subject.check(inputs)->failures, IsEmpty()) << type;
    EXPECT_THAT(subject.check(inputs)->warnings, IsEmpty()) << type;
    const auto created = subject.create(inputs);
    ASSERT_TRUE(created) << type;
    EXPECT_EQ(summary(subject.diff(*created, inputs)), " / ") << type;
    const auto refreshed = subject.refresh(*created, inputs);
    EXPECT_EQ(refreshed->id, created->id) << type;
    EXPECT_EQ(refreshed->outputs, created->outputs) << type;
    EXPECT_EQ(*refreshed->inputs, inputs) << type;
    EXPECT_EQ(subject.update(*created, inputs)->outputs, created->outputs) << type;
  }
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

TEST(Inputs, ThatAreUnknownOutsideAPreviewAreAnError) {
  Subject string("String");
  const auto created = string.create({{"length", 5}});
  const PropertyMap unknown{{"length", 5}, {"number", PropertyValue::computed()}};
  EXPECT_FALSE(string.create(unknown));
  EXPECT_FALSE(string.update(*created, unknown));
  EXPECT_TRUE(string.update(*created, unknown, true));
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
