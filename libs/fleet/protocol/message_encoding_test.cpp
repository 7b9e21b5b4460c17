#include "fleet/protocol/message_encoding.hpp"

#include <gtest/gtest.h>

#include <random>

namespace ashlar::fleet {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) { return random() % limit; }

std::string text(Random& random) {
  std::string result(below(random, 12), '\0');
  for (auto& c : result) c = static_cast<char>(random());
  return result;
}

std::shared_ptr<const PropertyValue> shared(PropertyValue value) {
  return std::make_shared<const PropertyValue>(std::move(value));
}

PropertyMap random_map(Random& random, int depth);

PropertyValue random_value(Random& random, int depth) {
  switch (below(random, depth > 0 ? 14 : 8)) {
    case 0:
      return {};
    case 1:
      return below(random, 2) == 0;
    case 2:
      return static_cast<double>(static_cast<std::int32_t>(random())) / 8;
    case 3:
      return text(random);
    case 4:
      return PropertyValue::computed();
    case 5:
      return ByteString{text(random)};
    case 6:
      return Asset{.hash = text(random), .text = text(random), .path = text(random), .has_text = true};
    case 7:
      return OutputValue{.value = nullptr, .secret = true, .dependencies = {}};
    case 8:
      return PropertyArray{random_value(random, depth - 1), random_value(random, depth - 1)};
    case 9:
      return random_map(random, depth - 1);
    case 10:
      return PropertyValue::secret(random_value(random, depth - 1));
    case 11:
      return Archive{.hash = text(random),
                     .assets = std::make_shared<const PropertyMap>(random_map(random, depth - 1))};
    case 12:
      return ResourceReference{.urn = text(random), .id = shared(random_value(random, depth - 1)), .name = "n"};
    default:
      return OutputValue{.value = shared(random_value(random, depth - 1)),
                         .secret = false,
                         .dependencies = {*Urn::parse("urn:pulumi:s::p::pkg:m:T::n")}};
  }
}

PropertyMap random_map(Random& random, int depth) {
  PropertyMap map;
  for (auto count = below(random, 5); count > 0; --count) map[text(random)] = random_value(random, depth);
  return map;
}

OperationRequest random_request(Random& random) {
  OperationRequest request{
      .id = random(), .type = text(random), .name = text(random), .arguments = random_map(random, 4)};
  request.mode = below(random, 2) == 0 ? Mode::check : Mode::apply;
  request.ignore_errors = below(random, 2) == 0;
  request.identity = {.user = text(random), .group = text(random), .login = true};
  request.environment = random_map(random, 0);
  request.timeout = static_cast<double>(random());
  request.success_codes = {0, -1, static_cast<int>(random() >> 1)};
  request.condition = {.of = Condition::Of::any, .terms = {{.operation = random(), .is = ConditionTerm::Is::failed}}};
  return request;
}

template <typename Message>
std::string payload_of(const Message& message) {
  FrameReader reader;
  reader.append(encode(message));
  auto frame = reader.next();
  EXPECT_TRUE(frame.ok() && frame->has_value());
  EXPECT_EQ((*frame)->kind, Message::kind);
  return (*frame)->payload;
}

TEST(Messages, ReadBackWhatWasWritten) {
  Random random(1);
  for (int i = 0; i < 500; ++i) {
    const auto request = random_request(random);
    const auto read = decode<OperationRequest>(payload_of(request));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->arguments, request.arguments);
    EXPECT_EQ(read->environment, request.environment);
    EXPECT_EQ(read->success_codes, request.success_codes);
    EXPECT_EQ(read->id, request.id);
    EXPECT_EQ(encode(*read), encode(request));  // every other field, too
  }
}

TEST(Messages, KeepResultsErrorsAndWhatIsOptional) {
  OperationResult result{
      .id = 7, .status = OperationStatus::failed, .changed = true, .changes = {"made /a", "owner of /a"}};
  result.exit_code = -3;
  result.error = Error{.message = "no space left", .notes = {"on /"}, .help = "make room", .kind = ErrorKind::failed};
  result.outputs = {{"hash", PropertyValue::secret("x")}};
  const auto read = decode<OperationResult>(payload_of(result));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->exit_code, -3);
  EXPECT_EQ(read->error->notes, result.error->notes);
  EXPECT_EQ(read->outputs, result.outputs);
  EXPECT_EQ(encode(*read), encode(result));
  EXPECT_FALSE(decode<OperationResult>(payload_of(OperationResult{}))->exit_code);
}

TEST(Messages, ThatAreCutOffAreRefused) {
  Random random(2);
  const auto payload = payload_of(random_request(random));
  for (std::size_t size = 0; size < payload.size(); ++size) {
    EXPECT_FALSE(decode<OperationRequest>(std::string_view(payload).substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(decode<OperationRequest>(payload + '\0').ok());
}

TEST(Messages, OfDamagedBytesAreRefusedOrReadButHarmNothing) {
  Random random(3);
  for (int i = 0; i < 3000; ++i) {
    auto payload = payload_of(random_request(random));
    for (auto n = below(random, 4) + 1; n > 0; --n)
      payload[below(random, payload.size())] = static_cast<char>(random());
    (void)decode<OperationRequest>(payload);
    (void)decode<OperationResult>(payload);
    (void)decode<Content>(payload);
  }
}

TEST(Messages, ThatNestWithoutEndAreRefused) {
  std::string payload("\1\1a\1n\1\1k", 8);  // id, type, name, one argument
  payload.append(1 << 20, '\7');            // a secret of a secret of …
  EXPECT_FALSE(decode<OperationRequest>(payload).ok());
}

}  // namespace
}  // namespace ashlar::fleet
