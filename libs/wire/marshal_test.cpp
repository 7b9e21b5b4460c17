#include "wire/marshal.hpp"

#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <random>

#include "wire/signatures.hpp"

namespace ashlar::wire {
namespace {

using google::protobuf::Struct;
using testing::HasSubstr;

Struct parse(const std::string& json) {
  Struct out;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &out).ok()) << json;
  return out;
}

std::string object(std::string_view signature, const std::string& rest) {
  return "{\"" + signature_key + "\":\"" + std::string(signature) + "\"" + (rest.empty() ? "" : "," + rest) + "}";
}

PropertyMap read(const std::string& json, MarshalOptions options = {}) {
  auto map = unmarshal(parse("{\"p\":" + json + "}"), options);
  EXPECT_TRUE(map) << (map ? "" : map.error().message);
  return map ? *map : PropertyMap{};
}

std::string refusal(const std::string& json, MarshalOptions options = {}) {
  const auto map = unmarshal(parse("{\"p\":" + json + "}"), options);
  return map ? "no error" : map.error().message;
}

Struct write(const PropertyMap& map, MarshalOptions options = {}) {
  Struct out;
  const auto status = marshal(map, options, out);
  EXPECT_TRUE(status) << status.error().message;
  return out;
}

PropertyMap one(PropertyValue value) { return {{"p", std::move(value)}}; }

PropertyValue output(PropertyValue value, bool secret, std::vector<Urn> dependencies = {}) {
  return OutputValue{std::make_shared<const PropertyValue>(std::move(value)), secret, std::move(dependencies)};
}

const Urn& some_urn() {
  static const Urn urn = Urn::make("dev", "proj", "", "pkg:m:T", "name");
  return urn;
}

ResourceReference reference(PropertyValue id) {
  return {some_urn().text(), std::make_shared<const PropertyValue>(std::move(id)), "1.2.3", "name", "pkg:m:T"};
}

/// Any value that can stand on the wire, the same for the same seed.
class Arbitrary {
 public:
  explicit Arbitrary(unsigned seed) : random_(seed) {}

  PropertyMap map(int depth) {
    PropertyMap result;
    for (auto count = pick(5); count > 0; --count) result.insert_or_assign(text(), value(depth));
    return result;
  }

 private:
  unsigned pick(unsigned bound) { return static_cast<unsigned>(random_() % bound); }

  std::string text() {
    static const std::vector<std::string> texts = {
        "", "a", "b", "secret", "value", "ü密", "x.y", "__internal", "long enough to be on the heap"};
    return texts[pick(static_cast<unsigned>(texts.size()))];
  }

  Asset asset() {
    if (pick(2) == 0) return {std::string(64, 'a'), "text", "", "", true};
    return {std::string(64, 'b'), "", "path/to", "", false};
  }

  PropertyValue value(int depth) {
    const auto kind = pick(depth > 0 ? 13 : 8);
    switch (kind) {
      case 0:
        return {};
      case 1:
        return pick(2) == 0;
      case 2:
        return static_cast<double>(random_()) / 7;
      case 3:
        return text();
      case 4:
        return PropertyValue::computed();
      case 5:
        return asset();
      case 6:
        return ByteString{"\xff\x80 bytes"};
      case 7:
        return pick(2) == 0 ? PropertyValue(reference("id")) : PropertyValue(reference(PropertyValue::computed()));
      case 8: {
        PropertyArray items;
        for (auto count = pick(4); count > 0; --count) items.push_back(value(depth - 1));
        return items;
      }
      case 9:
        return map(depth - 1);
      case 10:
        return PropertyValue::secret(value(depth - 1));
      case 11: {
        OutputValue unknown{nullptr, pick(2) == 0, {some_urn()}};
        auto content = value(depth - 1);
        if (content.is<Computed>()) return unknown;
        return output(std::move(content), unknown.secret, pick(2) == 0 ? unknown.dependencies : std::vector<Urn>{});
      }
      default:
        return Archive{std::string(64, 'c'), std::make_shared<const PropertyMap>(PropertyMap{{"f", asset()}}), "", ""};
    }
  }

  std::mt19937 random_;
};

/// Assets and archives are equal by hash alone; this looks at what they hold as well.
void expect_same_wire(const PropertyMap& left, const PropertyMap& right) {
  EXPECT_EQ(left, right);
  EXPECT_EQ(write(left).SerializeAsString().size(), write(right).SerializeAsString().size());
}

TEST(Marshal, EveryValueSurvivesTheWay) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    SCOPED_TRACE(seed);
    const auto map = Arbitrary(seed).map(4);
    auto wire = write(map);
    const auto copied = unmarshal(static_cast<const Struct&>(wire), {});
    ASSERT_TRUE(copied) << copied.error().message;
    expect_same_wire(*copied, map);
    const auto moved = unmarshal(std::move(wire), {});
    ASSERT_TRUE(moved);
    expect_same_wire(*moved, map);
  }
}

TEST(Marshal, MovingOutOfTheSourceWritesTheSame) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    auto map = Arbitrary(seed).map(4);
    const auto copied = write(map);
    Struct moved;
    ASSERT_TRUE(marshal(std::move(map), {}, moved));
    EXPECT_EQ(*unmarshal(moved, {}), *unmarshal(copied, {}));
  }
}

TEST(Marshal, AllSevenSentinelsAreUnknown) {
  for (const auto* sentinel : {"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
                               "04da6b54-80e4-46f7-96ec-b56ff0331ba9", "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
                               "030794c1-ac77-496b-92df-f27374a8bd58", "e48ece36-62e2-4504-bad9-02848725956a",
                               "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"}) {
    EXPECT_EQ(read("\"" + std::string(sentinel) + "\""), one(PropertyValue::computed()));
  }
  EXPECT_EQ(write(one(PropertyValue::computed())).fields().at("p").string_value(), signature::unknown);
}

TEST(Marshal, DroppedUnknownsTakeTheirMemberOrElementAlong) {
  const MarshalOptions drop{.unknowns = Unknowns::drop};
  const auto unknown = PropertyValue::computed();
  const PropertyMap map{{"a", unknown},
                        {"b", PropertyArray{1, unknown, 2}},
                        {"c", PropertyValue::secret(unknown)},
                        {"d", OutputValue{nullptr, false, {some_urn()}}}};
  auto plain = drop;
  plain.keep_outputs = false;
  const PropertyMap left{{"b", PropertyArray{1, 2}}};
  EXPECT_EQ(*unmarshal(write(map, plain), {}), left);
  EXPECT_EQ(*unmarshal(write(map), plain), left);
}

TEST(Marshal, RejectedUnknownsNameTheirPath) {
  const MarshalOptions reject{.unknowns = Unknowns::reject};
  Struct out;
  const auto status = marshal({{"a", PropertyArray{1, PropertyMap{{"b", PropertyValue::computed()}}}}}, reject, out);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("`a[1].b`"));
  EXPECT_THAT(refusal("{\"q\":[\"04da6b54-80e4-46f7-96ec-b56ff0331ba9\"]}", reject), HasSubstr("`p.q[0]`"));
}

TEST(Marshal, WhatIsNotKeptBecomesItsPlainForm) {
  MarshalOptions plain;
  plain.keep_secrets = plain.keep_resources = plain.keep_outputs = false;
  const PropertyMap map{{"secret", PropertyValue::secret("s")},
                        {"output", output("o", true, {some_urn()})},
                        {"custom", reference("the-id")},
                        {"component", ResourceReference{some_urn().text(), nullptr, "", "", ""}}};
  const PropertyMap expected{{"secret", "s"}, {"output", "o"}, {"custom", "the-id"}, {"component", some_urn().text()}};
  EXPECT_EQ(*unmarshal(write(map, plain), {}), expected);
  EXPECT_EQ(*unmarshal(write(map), plain), expected);
}

TEST(Marshal, ASecretOutputThatIsNotKeptStaysSecret) {
  MarshalOptions options;
  options.keep_outputs = false;
  const auto expected = one(PropertyValue::secret("o"));
  EXPECT_EQ(*unmarshal(write(one(output("o", true)), options), {}), expected);
  EXPECT_EQ(*unmarshal(write(one(output("o", true))), options), expected);
}

TEST(Marshal, ElidedAssetsAreTheirHash) {
  MarshalOptions elide;
  elide.elide_asset_contents = true;
  const Asset asset{"abc", "content", "", "", true};
  const auto wire =
      write({{"a", asset}, {"b", Archive{"def", std::make_shared<const PropertyMap>(one(asset)), "", ""}}}, elide);
  EXPECT_EQ(wire.fields().at("a").struct_value().fields_size(), 2);
  EXPECT_EQ(wire.fields().at("b").struct_value().fields_size(), 2);
  EXPECT_EQ(wire.fields().at("b").struct_value().fields().at("hash").string_value(), "def");
}

TEST(Marshal, AnEmptyTextAssetIsKnownByItsHash) {
  const auto map = read(object(signature::asset, "\"hash\":\"" + std::string(signature::empty_hash) + "\""));
  EXPECT_TRUE(map.at("p").get<Asset>()->has_text);
  EXPECT_FALSE(write(map).fields().at("p").struct_value().fields().contains("text"));
  const auto fresh = write(one(Asset{"", "", "", "", true}));
  EXPECT_TRUE(fresh.fields().at("p").struct_value().fields().contains("text"));
}

TEST(Marshal, InternalKeysAreSkippedAtTheTopOnly) {
  MarshalOptions options;
  options.skip_internal_keys = true;
  const auto wire = write({{"__internal", 1}, {"a", PropertyMap{{"__provider", "code"}}}}, options);
  EXPECT_FALSE(wire.fields().contains("__internal"));
  EXPECT_TRUE(wire.fields().at("a").struct_value().fields().contains("__provider"));
}

TEST(Marshal, TextThatIsNoUtf8TravelsAsBytesOrNotAtAll) {
  const std::string raw = "\xff\xfe";
  EXPECT_EQ(*unmarshal(write(one(raw)), {}), one(ByteString{raw}));
  MarshalOptions options;
  options.keep_byte_strings = false;
  Struct out;
  EXPECT_FALSE(marshal(one(raw), options, out));
  EXPECT_EQ(read(object(signature::byte_string, "\"value\":\"aGVsbG8=\"")), one("hello"));
}

TEST(Marshal, AReferenceWithAnEmptyIdIsToAResourceWhoseIdIsUnknown) {
  const auto map = read(object(signature::resource_reference, "\"urn\":\"" + some_urn().text() + "\",\"id\":\"\""));
  EXPECT_TRUE(map.at("p").get<ResourceReference>()->id->is<Computed>());
}

TEST(Marshal, BrokenSignaturesAreRefused) {
  EXPECT_THAT(refusal(object("nonsense", "")), HasSubstr("unknown signature `nonsense`"));
  EXPECT_THAT(refusal("{\"" + signature_key + "\":1}"), HasSubstr("unknown signature"));
  EXPECT_THAT(refusal(object(signature::secret, "")), HasSubstr("a secret has no value"));
  EXPECT_THAT(refusal(object(signature::resource_reference, "\"id\":\"x\"")), HasSubstr("has no `urn`"));
  EXPECT_THAT(refusal(object(signature::resource_reference, "\"urn\":1")), HasSubstr("`urn` of a resource reference"));
  EXPECT_THAT(refusal(object(signature::asset, "\"text\":1")), HasSubstr("`text` of an asset"));
  EXPECT_THAT(refusal(object(signature::archive, "\"assets\":{\"a\":1}")), HasSubstr("`a` of an archive"));
  EXPECT_THAT(refusal(object(signature::output, "\"secret\":1")), HasSubstr("`secret` of an output"));
  EXPECT_THAT(refusal(object(signature::output, "\"dependencies\":[\"x\"]")), HasSubstr("no resource"));
  EXPECT_THAT(refusal(object(signature::byte_string, "\"value\":\"%\"")), HasSubstr("base64"));
}

}  // namespace
}  // namespace ashlar::wire
