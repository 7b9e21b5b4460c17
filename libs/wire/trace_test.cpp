/// Calls that the genuine engine, SDKs and plugins made, from captures: our messages know every field of them, and the
/// property values in them come back from our form as they were.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/shared_material.hpp"
#include "pulumi/engine.pb.h"
#include "pulumi/language.pb.h"
#include "pulumi/resource.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::wire {
namespace {

using google::protobuf::Message;
using google::protobuf::Struct;
using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageDifferencer;

/// The generated message type that the request or the response of `/package.Service/Method` has.
const google::protobuf::Descriptor* message_type(const std::string& method, bool request) {
  const auto slash = method.rfind('/');
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  const auto* service = pool->FindServiceByName(method.substr(1, slash - 1));
  const auto* found = service == nullptr ? nullptr : service->FindMethodByName(method.substr(slash + 1));
  if (found == nullptr) return nullptr;
  return request ? found->input_type() : found->output_type();
}

/// Calls `visit` with every Struct inside `message`.
void each_struct(const Message& message, const std::function<void(const Struct&)>& visit) {
  if (const auto* found = dynamic_cast<const Struct*>(&message)) return visit(*found);
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) continue;
    if (!field->is_repeated()) {
      each_struct(reflection->GetMessage(message, field), visit);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      each_struct(reflection->GetRepeatedMessage(message, field, i), visit);
    }
  }
}

/// The Node SDK marks its asset objects for its own use; nobody reads that on the other side.
void remove_private_marks(Struct& object) {
  object.mutable_fields()->erase("__pulumiAsset");
  object.mutable_fields()->erase("__pulumiArchive");
  for (auto& [key, value] : *object.mutable_fields()) {
    if (value.has_struct_value()) remove_private_marks(*value.mutable_struct_value());
  }
}

int check_values(const Message& message) {
  int count = 0;
  each_struct(message, [&](const Struct& captured) {
    ++count;
    auto values = unmarshal(captured, {});
    ASSERT_TRUE(values) << values.error().message;
    Struct back;
    ASSERT_TRUE(marshal(std::move(*values), {}, back));
    auto in = captured;
    remove_private_marks(in);
    std::string difference;
    MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(in, back)) << difference << in.ShortDebugString();
  });
  return count;
}

int check_line(const std::string& line) {
  Struct entry;
  EXPECT_TRUE(JsonStringToMessage(line, &entry).ok());
  const auto& method = entry.fields().at("method").string_value();
  int count = 0;
  for (const auto* part : {"request", "response"}) {
    const auto value = entry.fields().find(part);
    if (value == entry.fields().end() || value->second.has_null_value()) continue;
    const auto* type = message_type(method, part == std::string("request"));
    if (type == nullptr) {
      ADD_FAILURE() << "no message for " << method;
      continue;
    }
    std::string json;
    EXPECT_TRUE(google::protobuf::util::MessageToJsonString(value->second, &json).ok());
    const std::unique_ptr<Message> message(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
    const auto parsed = JsonStringToMessage(json, message.get());  // strict: an unknown field is an error
    EXPECT_TRUE(parsed.ok()) << method << " " << part << ": " << parsed.ToString();
    count += check_values(*message);
  }
  return count;
}

TEST(Traces, EveryCapturedCallDecodesAndEncodesToTheSame) {
  // The linker drops generated files that nothing refers to; these pull in all services of the captures.
  google::protobuf::LinkMessageReflection<pulumirpc::LogRequest>();
  google::protobuf::LinkMessageReflection<pulumirpc::RunRequest>();
  google::protobuf::LinkMessageReflection<pulumirpc::RegisterResourceRequest>();
  const auto folder = find_shared_material(ASHLAR_SOURCE_DIR, "fixtures/pulumi");
  if (!folder) GTEST_SKIP() << "needs fixtures: captures of the genuine CLI (shared/fixtures)";
  int values = 0;
  int lines = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(*folder)) {
    if (file.path().extension() != ".jsonl" || file.path().parent_path().filename() == "display") continue;
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with("{\"method\"")) continue;
      SCOPED_TRACE(file.path().filename().string() + ": " + line.substr(0, 200));
      values += check_line(line);
      ++lines;
    }
  }
  EXPECT_GT(lines, 1000);
  EXPECT_GT(values, 1000);
}

}  // namespace
}  // namespace ashlar::wire
