#include "aws/protocol_query.hpp"

#include <cctype>

#include "aws/xml_answer.hpp"
#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

constexpr unsigned xml_flags = pugi::parse_default | pugi::parse_ws_pcdata_single;  // a text of blanks is a text

/// Flattens a request into `Name.1.Member=value` pairs, in the order of member names.
class FormWriter {
 public:
  explicit FormWriter(bool ec2) : ec2_(ec2) {}

  void add(std::string_view name, std::string_view value) {
    if (!body_.empty()) body_ += '&';
    body_ += percent_encode(name) + '=' + percent_encode(value);
  }

  void write_structure(const Shape& shape, const Value& value, const std::string& prefix) {
    for (const auto& [name, member] : value.members()) {
      if (member.is_null()) continue;
      const auto& use = shape.members.find(name)->second;
      write(use, member, prefix.empty() ? wire_name(use, name) : prefix + '.' + wire_name(use, name));
    }
  }

  [[nodiscard]] std::string take() { return std::move(body_); }

 private:
  [[nodiscard]] std::string wire_name(const ShapeUse& use, const std::string& member) const {
    if (!ec2_) return use.location_name.empty() ? member : use.location_name;
    if (!use.query_name.empty()) return use.query_name;
    if (use.location_name.empty()) return member;
    std::string name =
        use.location_name;  // the ec2 dialect capitalises on the way out what it has in lower case in answers
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    return name;
  }

  void write(const ShapeUse& use, const Value& value, const std::string& prefix) {
    switch (use.shape->kind) {
      case ShapeKind::structure:
        return write_structure(*use.shape, value, prefix);
      case ShapeKind::list:
        return write_list(use, value, prefix);
      case ShapeKind::map:
        return write_map(use, value, prefix);
      case ShapeKind::blob:
        return add(prefix, to_base64(value.text()));
      case ShapeKind::boolean:
        return add(prefix, value.boolean() ? "true" : "false");
      case ShapeKind::integer:
        return add(prefix, std::to_string(value.integer()));
      case ShapeKind::number: {
        const auto* number = value.get<double>();
        return add(prefix, number != nullptr ? format_number(*number) : std::to_string(value.integer()));
      }
      case ShapeKind::string:
      case ShapeKind::timestamp:
        return add(prefix, value.text());
    }
  }

  void write_list(const ShapeUse& use, const Value& value, const std::string& prefix) {
    const auto& element = use.shape->element;
    if (value.elements().empty()) {
      if (!ec2_) add(prefix, "");  // the query protocol tells an empty list from none; ec2 cannot
      return;
    }
    std::string base = prefix;
    if (!ec2_ && !use.flattened) base += '.' + (element.location_name.empty() ? "member" : element.location_name);
    if (!ec2_ && use.flattened && !element.location_name.empty()) {
      base = prefix.substr(0, prefix.rfind('.') + 1) + element.location_name;
    }
    int index = 0;
    for (const auto& item : value.elements()) write(element, item, base + '.' + std::to_string(++index));
  }

  void write_map(const ShapeUse& use, const Value& value, const std::string& prefix) {
    const auto& shape = *use.shape;
    const auto base = use.flattened ? prefix : prefix + ".entry";
    int index = 0;
    for (const auto& [key, member] : value.members()) {
      const auto entry = base + '.' + std::to_string(++index) + '.';
      add(entry + (shape.key.location_name.empty() ? "key" : shape.key.location_name), key);
      write(shape.value, member, entry + (shape.value.location_name.empty() ? "value" : shape.value.location_name));
    }
  }

  bool ec2_;
  std::string body_;
};

}  // namespace

WireRequest QueryProtocol::encode(const ServiceModel& service, const Operation& operation, const Value& request) const {
  FormWriter form(dialect_ == Dialect::ec2);
  form.add("Action", operation.name);
  form.add("Version", service.api_version);
  if (operation.input.shape != nullptr) form.write_structure(*operation.input.shape, request, "");
  WireRequest wire;
  wire.method = operation.http_method;
  wire.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  wire.body = form.take();
  return wire;
}

Result<Value> QueryProtocol::decode(const Operation& operation, const HttpResponse& response) const {
  if (operation.output.shape == nullptr) return Value(Value::Map());
  pugi::xml_document document;
  const auto parsed = document.load_buffer(response.body.data(), response.body.size(), xml_flags);
  if (!parsed) return fail(std::string("the answer is not XML: ") + parsed.description());
  auto root = document.document_element();
  if (const auto& wrapper = operation.output.result_wrapper; !wrapper.empty()) {
    root = child_named(root, wrapper);
    if (!root) return fail("the answer has no <" + wrapper + ">");
  }
  return read_structure(*operation.output.shape, root);
}

ApiError QueryProtocol::decode_error(const HttpResponse& response) const {
  pugi::xml_document document;
  if (!document.load_buffer(response.body.data(), response.body.size())) return error_of_status(response);
  const auto root = document.document_element();
  // query: <ErrorResponse><Error/><RequestId/>; ec2: <Response><Errors><Error/></Errors><RequestID/>
  const auto errors = child_named(root, "Errors");
  const auto node = child_named(errors ? errors : root, "Error");
  if (!node || child_named(node, "Code").text().empty()) return error_of_status(response);
  ApiError error;
  error.status = response.status;
  error.code = trim(child_named(node, "Code").text().get());
  error.message = trim(child_named(node, "Message").text().get());
  for (const char* name : {"RequestId", "RequestID", "requestId"}) {
    if (error.request_id.empty()) error.request_id = trim(child_named(root, name).text().get());
  }
  return error;
}

}  // namespace ashlar::awsapi
