#include "state/property_json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "base/strings.hpp"
#include "state/json_layout.hpp"
#include "state/test_codec.hpp"

namespace ashlar::state {
namespace {

PropertyValue read(const std::string& text) {
  auto value = read_property_json(text, test_reading());
  EXPECT_TRUE(value) << value.error().message;
  return value ? *value : PropertyValue();
}

std::string written(const PropertyValue& value, const SecretWriting& secrets = test_writing()) {
  std::string text;
  PropertyWriter writer(text, secrets);
  writer.write(value);
  EXPECT_TRUE(writer.status()) << writer.status().error().message;
  return text;
}

std::string refusal(const std::string& text) {
  const auto value = read_property_json(text, test_reading());
  return value ? "accepted" : value.error().message;
}

const std::string secret_start = R"({"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270",)";

TEST(PropertyJson, PlainValuesAreWrittenCompactWithSortedKeys) {
  EXPECT_EQ(written(read(R"( {"b": [1, -0.5, true, null], "a": {"z": "<&>", "é": ""}, "B": 1e21} )")),
            R"({"B":1e+21,"a":{"z":"<&>","é":""},"b":[1,-0.5,true,null]})");
}

TEST(PropertyJson, NumbersAreWrittenAsGoWritesThem) {
  EXPECT_EQ(written(PropertyArray{0.0, -0.0, 1e15, 123456789012345678.0, 1e-7, 0.1}),
            "[0,-0,1000000000000000,123456789012345680,1e-7,0.1]");
}

TEST(PropertyJson, NumbersThatJsonLacksKeepTheirBits) {
  const auto text = written(std::numeric_limits<double>::infinity());
  EXPECT_EQ(
      text,
      R"({"4dabf18193072939515e22adb298388d":"8ad145fe-0d11-4827-bfd7-1abcbf086f5c","value":"7ff0000000000000"})");
  EXPECT_EQ(*read(text).get<double>(), std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(*read(written(std::nan(""))).get<double>()));
}

TEST(PropertyJson, AnUntouchedSecretKeepsItsCiphertext) {
  const auto text = secret_start + "\"ciphertext\":\"" + test_encrypt("{\"a\":1}") + "\"}";
  const auto value = read(text);
  ASSERT_TRUE(value.is<Secret>());
  EXPECT_EQ(*value.get<Secret>()->value, PropertyValue(PropertyMap{{"a", 1}}));
  SecretWriting refuses;
  EXPECT_EQ(written(value, refuses), text);
}

TEST(PropertyJson, ANewSecretIsEncryptedOnceWithTheSecretsInsideIt) {
  const auto inner = PropertyValue::secret("<x>");
  const auto value = PropertyValue::secret(PropertyMap{{"inner", inner}});
  const auto text = written(value);
  EXPECT_EQ(text, secret_start + "\"ciphertext\":\"" +
                      test_encrypt(R"({"inner":)" + secret_start + R"("ciphertext":"\"\\u003cx\\u003e\""}})") + "\"}");
  EXPECT_EQ(read(text), value);
}

TEST(PropertyJson, ShownSecretsHoldJsonTextAsGoWritesIt) {
  SecretWriting show;
  show.show = true;
  EXPECT_EQ(written(PropertyValue::secret("a<b"), show), secret_start + R"("plaintext":"\"a\\u003cb\""})");
  EXPECT_EQ(read(secret_start + R"("plaintext":"\"a\\u003cb\""})"), PropertyValue::secret("a<b"));
}

TEST(PropertyJson, ASealedSecretIsWrittenBackAndNothingElse) {
  const auto text = secret_start + "\"ciphertext\":\"v1:whatever\"}";
  const auto value = read_property_json(text, SecretReading{});
  ASSERT_TRUE(value);
  EXPECT_TRUE(is_sealed(*value->get<Secret>()));
  EXPECT_EQ(written(*value, SecretWriting{}), text);
  std::string out;
  SecretWriting again = test_writing();
  again.reuse_ciphertext = false;
  PropertyWriter writer(out, again);
  writer.write(*value);
  EXPECT_FALSE(writer.status());
}

TEST(PropertyJson, AnotherKeyMakesAnotherCiphertext) {
  const auto value = read(secret_start + "\"ciphertext\":\"" + test_encrypt("1") + "\"}");
  SecretWriting other = test_writing();
  other.reuse_ciphertext = false;
  other.encrypt = [](const std::string& plaintext) -> Result<std::string> { return "other " + plaintext; };
  EXPECT_EQ(written(value, other), secret_start + "\"ciphertext\":\"other 1\"}");
}

TEST(PropertyJson, ASecretWithoutAProviderIsAnError) {
  std::string out;
  const SecretWriting none;
  PropertyWriter writer(out, none);
  writer.write(PropertyValue::secret("x"));
  ASSERT_FALSE(writer.status());
  EXPECT_NE(writer.status().error().message.find("no secrets provider"), std::string::npos);
}

TEST(PropertyJson, AnErrorNeverQuotesASecret) {
  const auto message = refusal(secret_start + "\"ciphertext\":\"" + test_encrypt("hunter2 {") + "\"}");
  EXPECT_EQ(message, "a secret does not hold a well-formed value");
}

TEST(PropertyJson, UnknownsAndOutputsLoseWhatJsonCannotHold) {
  EXPECT_EQ(written(PropertyValue::computed()), "\"04da6b54-80e4-46f7-96ec-b56ff0331ba9\"");
  EXPECT_TRUE(read("\"04da6b54-80e4-46f7-96ec-b56ff0331ba9\"").is<Computed>());
  EXPECT_EQ(written(OutputValue{std::make_shared<const PropertyValue>("x"), false, {}}), "\"x\"");
  EXPECT_EQ(written(OutputValue{nullptr, false, {}}), "\"04da6b54-80e4-46f7-96ec-b56ff0331ba9\"");
  EXPECT_EQ(read(written(OutputValue{std::make_shared<const PropertyValue>("x"), true, {}})),
            PropertyValue::secret("x"));
}

TEST(PropertyJson, ResourceReferencesOfOldReleasesAreRead) {
  const std::string start = R"({"4dabf18193072939515e22adb298388d":"5cf8f73096256a8f31e491e813e4eb8e",)";
  const auto id_of = [&](const std::string& id) {
    return read(start + id + R"("packageVersion":"","urn":"urn:pulumi:s::p::t::n"})");
  };
  EXPECT_EQ(*id_of(R"("id":"i",)").get<ResourceReference>()->id, PropertyValue("i"));
  EXPECT_EQ(*id_of(R"("id":{"V":"i"},)").get<ResourceReference>()->id, PropertyValue("i"));
  EXPECT_EQ(*id_of(R"("id":{"V":{"Element":{"V":""}}},)").get<ResourceReference>()->id, PropertyValue(""));
  EXPECT_EQ(id_of(R"("id":{"V":null},)").get<ResourceReference>()->id, nullptr);
  EXPECT_EQ(written(id_of("")), start + R"("packageVersion":"","urn":"urn:pulumi:s::p::t::n"})");
}

TEST(PropertyJson, AnEmptyTextAssetIsKnownByItsHash) {
  const std::string text = R"({"4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17",)"
                           R"("hash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"})";
  const auto value = read(text);
  EXPECT_TRUE(value.get<Asset>()->has_text);
  EXPECT_EQ(written(value), text);
}

TEST(PropertyJson, WhatIsNoPropertyValueIsRefused) {
  EXPECT_NE(refusal("{\"a\":").find("not well-formed JSON"), std::string::npos);
  EXPECT_NE(refusal("[1,2").find("not well-formed JSON"), std::string::npos);
  EXPECT_NE(refusal(""), "accepted");
  EXPECT_NE(refusal("1 2"), "accepted");
  EXPECT_EQ(refusal(R"({"4dabf18193072939515e22adb298388d":"nobody"})"),
            "an object carries the unknown signature nobody");
  EXPECT_EQ(refusal(secret_start + R"("ciphertext":"","plaintext":""})"),
            "a secret must hold one of `ciphertext` and `plaintext`");
  EXPECT_EQ(refusal(R"({"4dabf18193072939515e22adb298388d":"803fd3297a5875dc03ca845dda5d2a98","value":1})"),
            "`value` of a special value is not a string");
  EXPECT_NE(refusal(std::string(5000, '[') + std::string(5000, ']')), "accepted");
}

/// Random values of every kind, with a depth that ends.
class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  PropertyValue value(int depth) {
    switch (pick(depth > 0 ? 13 : 8)) {
      case 0:
        return {};
      case 1:
        return pick(2) == 0;
      case 2:
        return static_cast<double>(pick(2000)) - 1000;
      case 3:
        return special_number();
      case 4:
        return text();
      case 5:
        return ByteString{"\xFF" + text()};
      case 6:
        return PropertyValue::computed();
      case 7:
        return asset();
      case 8:
        return array(depth);
      case 9:
        return map(depth);
      case 10:
        return PropertyValue::secret(value(depth - 1));
      case 11:
        return archive(depth);
      default:
        return reference();
    }
  }

 private:
  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

  double special_number() {
    const double values[] = {std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::denorm_min(),
                             std::numeric_limits<double>::max(),
                             0.1,
                             -0.0,
                             1e21,
                             1e-7};
    return values[pick(std::size(values))];
  }
  std::string text() {
    static const std::vector<std::string> pieces{"a", "\"",   "\\",   "\n",           "ü", "密", "<",
                                                 "&", "\x01", "\x7F", "\xE2\x80\xA8", "{", "}",  " "};
    std::string result;
    for (unsigned i = pick(6); i > 0; --i) result += pieces[pick(static_cast<unsigned>(pieces.size()))];
    return result;
  }
  std::string hash() { return to_hex(std::to_string(random_())); }
  Asset asset() {
    if (pick(2) == 0) return {hash(), "t" + text(), {}, {}, true};
    return {hash(), {}, text(), text(), false};
  }
  PropertyArray array(int depth) {
    PropertyArray result;
    for (unsigned i = pick(4); i > 0; --i) result.push_back(value(depth - 1));
    return result;
  }
  PropertyMap map(int depth) {
    PropertyMap result;
    for (unsigned i = pick(4); i > 0; --i) result[text()] = value(depth - 1);
    return result;
  }
  PropertyValue archive(int depth) {
    if (pick(2) == 0) return Archive{hash(), nullptr, text(), text()};
    PropertyMap assets;
    for (unsigned i = pick(3); i > 0; --i)
      assets[text()] = depth > 1 && pick(2) == 0 ? archive(depth - 1) : PropertyValue(asset());
    return Archive{hash(), std::make_shared<const PropertyMap>(std::move(assets)), {}, {}};
  }
  PropertyValue reference() {
    auto id = pick(2) == 0 ? nullptr : std::make_shared<const PropertyValue>(text());
    return ResourceReference{"urn:pulumi:s::p::t::" + text(), std::move(id), text(), {}, {}};
  }

  std::mt19937_64 random_;
};

TEST(PropertyJson, RandomValuesComeBackTheSame) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    const auto value = Generator(seed).value(4);
    const auto text = written(value);
    const auto again = read(text);
    EXPECT_EQ(again, value) << "seed " << seed << ": " << text;
    EXPECT_EQ(written(again), text) << "seed " << seed;
    EXPECT_EQ(read(indent_json(text, 4)), value) << "seed " << seed;
    EXPECT_EQ(compact_json(indent_json(text, 4)), text) << "seed " << seed;
  }
}

}  // namespace
}  // namespace ashlar::state
