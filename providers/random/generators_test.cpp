#include <gmock/gmock.h>

#include <map>
#include <numeric>

#include "base/strings.hpp"
#include "providers/random/bcrypt.hpp"
#include "providers/random/character_rules.hpp"
#include "providers/random/dice.hpp"
#include "providers/random/encodings.hpp"
#include "providers/random/go_random.hpp"
#include "providers/random/random_test_support.hpp"
#include "providers/random/uuid_text.hpp"

namespace ashlar::providers::random {
namespace {

std::size_t count_of(const std::string& text, std::string_view set) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [&](char c) { return set.find(c) != std::string_view::npos; }));
}

TEST(Dice, ReachEveryOutcomeAboutEquallyOften) {
  SystemEntropy entropy;
  Dice dice(entropy);
  std::map<std::uint64_t, int> seen;
  constexpr int throws = 30'000;
  for (int i = 0; i < throws; ++i) ++seen[dice.up_to(5)];
  ASSERT_EQ(seen.size(), 6);
  // Chi-square with five degrees of freedom: above 41 once in ten million runs.
  double chi_square = 0;
  for (const auto& [outcome, times] : seen)
    chi_square += (times - throws / 6.0) * (times - throws / 6.0) / (throws / 6.0);
  EXPECT_LT(chi_square, 41);
}

TEST(Dice, CoverTheWholeRangeOf64Bits) {
  SystemEntropy entropy;
  Dice dice(entropy);
  bool upper_half = false;
  for (int i = 0; i < 200; ++i) upper_half = upper_half || dice.up_to(UINT64_MAX) > UINT64_MAX / 2;
  EXPECT_TRUE(upper_half);
  EXPECT_EQ(dice.up_to(0), 0);
}

TEST(Dice, ShuffleEveryOrderAboutEquallyOften) {
  SystemEntropy entropy;
  Dice dice(entropy);
  std::map<std::vector<int>, int> seen;
  constexpr int shuffles = 12'000;
  for (int i = 0; i < shuffles; ++i) {
    std::vector<int> items{1, 2, 3};
    dice.shuffle(items);
    ++seen[items];
  }
  ASSERT_EQ(seen.size(), 6);
  for (const auto& [order, times] : seen) EXPECT_NEAR(times, shuffles / 6, 300);
}

TEST(Encodings, OfBytesAreThePublishedProvidersForms) {
  const std::string bytes = "\xA8\xF7\x19\x86";
  EXPECT_EQ(to_base64_url(bytes), "qPcZhg");
  EXPECT_EQ(to_decimal(bytes), "2834766214");
  EXPECT_EQ(*from_base64_url("qPcZhg"), bytes);
  EXPECT_EQ(to_base64_url("\xFB\xFF"), "-_8");
  EXPECT_EQ(*from_base64_url("-_8"), "\xFB\xFF");
  EXPECT_FALSE(from_base64_url("-_8="));
  EXPECT_FALSE(from_base64_url("a"));
  EXPECT_FALSE(from_base64_url("!!"));
}

TEST(Encodings, DecimalsOfAnyLengthAreExact) {
  EXPECT_EQ(to_decimal(""), "0");
  EXPECT_EQ(to_decimal(std::string(3, '\0')), "0");
  EXPECT_EQ(to_decimal(std::string(16, '\xFF')), "340282366920938463463374607431768211455");
  EXPECT_EQ(to_decimal(std::string("\x01", 1) + std::string(16, '\0')), "340282366920938463463374607431768211456");
  EXPECT_EQ(to_decimal("\x3B\x9A\xCA\x01"), "1000000001");
}

TEST(DrawnText, HasAtLeastWhatEachSetDemands) {
  SystemEntropy entropy;
  for (int i = 0; i < 200; ++i) {
    const auto text = draw_text(8, {{{"a", "b"}, true, 0}, {{"1", "2"}, true, 3}, {{"#"}, false, 2}}, entropy);
    EXPECT_EQ(text.size(), 8);
    EXPECT_GE(count_of(text, "12"), 3);
    EXPECT_EQ(count_of(text, "#"), 2);
  }
}

TEST(DrawnText, PutsNoSetInAFixedPlace) {
  SystemEntropy entropy;
  bool first = false;
  bool last = false;
  for (int i = 0; i < 200; ++i) {
    const auto text = draw_text(4, {{{"a"}, true, 0}, {{"1"}, false, 1}}, entropy);
    first = first || text.front() == '1';
    last = last || text.back() == '1';
  }
  EXPECT_TRUE(first && last);
}

// What the published provider answers for these seeds.
TEST(SeededNumbers, AreThoseOfThePublishedProvider) {
  const auto in_range = [](std::int64_t low, std::int64_t high, std::string_view seed) {
    return GoRandom(seed).below(high - low + 1) + low;
  };
  EXPECT_EQ(in_range(1, 100, "s"), 73);
  EXPECT_EQ(in_range(1, 100, "12345"), 44);
  EXPECT_EQ(in_range(1, 100, "ashlar"), 94);
  EXPECT_EQ(in_range(-100, 100, "s"), -72);
  EXPECT_EQ(in_range(0, 1, "s"), 0);
  EXPECT_EQ(in_range(0, 1, "12345"), 1);
  EXPECT_EQ(in_range(0, 2147483646, "s"), 1064725972);
  EXPECT_EQ(in_range(0, 2147483647, "12345"), 344422541);
  EXPECT_EQ(in_range(0, 2147483648, "ashlar"), 999604122);
  EXPECT_EQ(in_range(5, 1099511627776, "-"), 157608656320);
  EXPECT_EQ(in_range(0, 9007199254740992, "s"), 6313210875248526);
}

TEST(SeededNumbers, OrderListsAsThePublishedProviderDoes) {
  using Order = std::vector<std::size_t>;
  GoRandom random("12345");
  EXPECT_EQ(random.permutation(10), (Order{4, 5, 0, 6, 7, 2, 8, 9, 1, 3}));
  EXPECT_EQ(random.permutation(10), (Order{3, 6, 9, 2, 5, 7, 0, 8, 1, 4}));
  EXPECT_EQ(GoRandom("q").permutation(3), (Order{0, 2, 1}));
}

TEST(BcryptHashes, AreThoseOfThePublishedProvider) {
  EXPECT_TRUE(bcrypt_matches("hello", "$2a$10$ofmZnWpw/lTHqNzZIaX3Fuoc0fQ4ZRlMbmfS1AAuKBEp7lP4JfuC6"));
  EXPECT_FALSE(bcrypt_matches("hullo", "$2a$10$ofmZnWpw/lTHqNzZIaX3Fuoc0fQ4ZRlMbmfS1AAuKBEp7lP4JfuC6"));
  EXPECT_FALSE(bcrypt_matches("hello", ""));
}

TEST(BcryptHashes, OfLongTextsCountTheFirst72Bytes) {
  EXPECT_TRUE(bcrypt_matches("#gGTn_At+t*1[=P>M:PiraADzHIheT28?{6aiT{8ZX{d?tiNu2u?A_+*(<YfY57&=J}jUEn:chnoXEVv",
                             "$2a$10$ZN12MnayQws1kCFd9eamreY.2O2/qpceSLNvBdIQrgrIjdfnk9kx2"));
}

TEST(BcryptHashes, CarryTheirSaltAndMatchTheirText) {
  const auto hash = bcrypt_hash("pässword", std::string(bcrypt_salt_size, '\x5A'));
  ASSERT_TRUE(hash);
  EXPECT_EQ(hash->substr(0, 7), "$2a$10$");
  EXPECT_TRUE(bcrypt_matches("pässword", *hash));
}

TEST(Uuids, AreReadInTheirCanonicalForm) {
  const std::string canonical = "aabbccdd-eeff-0011-2233-445566778899";
  EXPECT_EQ(*parse_uuid("AABBCCDD-eeff-0011-2233-445566778899"), canonical);
  EXPECT_FALSE(parse_uuid("aabbccddeeff00112233445566778899"));
  EXPECT_FALSE(parse_uuid("aabbccdd-eeff-0011-2233-4455667788zz"));
  EXPECT_EQ(*parse_any_uuid("aabbccddeeff00112233445566778899"), canonical);
  EXPECT_EQ(*parse_any_uuid("{" + canonical + "}"), canonical);
  EXPECT_EQ(*parse_any_uuid("urn:uuid:" + canonical), canonical);
  EXPECT_FALSE(parse_any_uuid("(" + canonical + ")"));
}

TEST(Uuids, OfVersion7SortByTime) {
  const Clock::Time time(std::chrono::milliseconds(1'700'000'000'123));
  const std::string ones(16, '\xFF');
  EXPECT_EQ(uuid7_at(time, ones), "018bcfe5-687b-7000-bfff-ffffffffffff");
  EXPECT_LT(uuid7_at(time, ones), uuid7_at(time + std::chrono::microseconds(1), std::string(16, '\0')));
}

}  // namespace
}  // namespace ashlar::providers::random
