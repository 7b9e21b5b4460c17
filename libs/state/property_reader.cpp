#include <charconv>
#include <cstring>

#include "base/strings.hpp"
#include "resource/signatures.hpp"
#include "state/json_input.hpp"
#include "state/json_layout.hpp"
#include "state/property_json.hpp"

namespace ashlar::state {

const std::shared_ptr<const PropertyValue>& sealed_value() {
  static const auto sealed = std::make_shared<const PropertyValue>(PropertyValue::computed());
  return sealed;
}

namespace json {

Error Input::explain(const simdjson::simdjson_error& error) {
  std::string message = std::string("not well-formed JSON: ") + simdjson::error_message(error.error());
  if (error.error() == simdjson::INCORRECT_TYPE) message = "a JSON value is of another type than expected";
  const char* where = nullptr;
  if (is_open_ && document_.current_location().get(where) == simdjson::SUCCESS && where >= text_.data()) {
    message += " (near byte " + std::to_string(where - text_.data() + 1) + " of " + std::to_string(text_.size()) + ")";
  }
  return fail(std::move(message));
}

std::vector<std::string> strings(Value value) {
  std::vector<std::string> result;
  if (value.is_null()) return result;
  for (auto item : value.get_array()) result.emplace_back(std::string_view(item.get_string()));
  return result;
}

std::string raw(Value value) { return compact_json(simdjson::to_json_string(value)); }

template <typename T>
PropertyValue PropertyReader::read_any(T& value) {
  switch (value.type()) {
    case simdjson::ondemand::json_type::null: {
      if (!bool(value.is_null())) malformed("a JSON value that is none");
      return {};
    }
    case simdjson::ondemand::json_type::boolean:
      return bool(value.get_bool());
    case simdjson::ondemand::json_type::number:
      return double(value.get_double());
    case simdjson::ondemand::json_type::string: {
      const std::string_view text = value.get_string();
      if (text == signature::unknown) return PropertyValue::computed();
      return text;
    }
    case simdjson::ondemand::json_type::array: {
      PropertyArray array;
      for (auto item : value.get_array()) array.push_back(read(item.value()));
      return array;
    }
    case simdjson::ondemand::json_type::object:
      break;
  }
  PropertyMap map = read_map(value.get_object());
  const PropertyMap::const_iterator mark = map.find(signature::key);
  if (mark == map.end()) return map;
  const auto* text = mark->second.get<std::string>();
  if (text == nullptr) malformed("an object's signature is not a string");
  const std::string kind = *text;
  return special(std::move(map), kind);
}

/// Reading is recursive, and so is simdjson, which stops at 1024.
template <typename T>
PropertyValue PropertyReader::read_nested(T& value) {
  constexpr int deepest = 500;
  if (depth_ == deepest) malformed("property values are nested more than 500 levels deep");
  ++depth_;
  PropertyValue result = read_any(value);
  --depth_;
  return result;
}

PropertyValue PropertyReader::read(Value value) { return read_nested(value); }
PropertyValue PropertyReader::read(simdjson::ondemand::document& document) { return read_nested(document); }

PropertyMap PropertyReader::read_map(Object object) {
  PropertyMap map;
  for (auto field : object) {
    const std::string_view key = name_of(field);
    auto value = read(Value(field.value()));
    map.insert_or_assign(map.end(), std::string(key), std::move(value));
  }
  return map;
}

namespace {

const std::string* text_member(const PropertyMap& map, std::string_view name) {
  const auto* value = find(map, name);
  if (value == nullptr) return nullptr;
  if (const auto* text = value->get<std::string>()) return text;
  malformed("`" + std::string(name) + "` of a special value is not a string");
}

std::string text_or_empty(const PropertyMap& map, std::string_view name) {
  const auto* text = text_member(map, name);
  return text == nullptr ? std::string() : *text;
}

Asset asset_from(const PropertyMap& map) {
  Asset asset{text_or_empty(map, "hash"), text_or_empty(map, "text"), text_or_empty(map, "path"),
              text_or_empty(map, "uri")};
  const bool is_empty_text = asset.hash == signature::empty_hash && asset.path.empty() && asset.uri.empty();
  asset.has_text = !asset.text.empty() || is_empty_text;
  return asset;
}

Archive archive_from(PropertyMap map) {
  Archive archive{text_or_empty(map, "hash"), nullptr, text_or_empty(map, "path"), text_or_empty(map, "uri")};
  const auto assets = map.find("assets");
  if (assets == map.end() || assets->second.is_null()) return archive;
  auto* content = assets->second.get<PropertyMap>();
  if (content == nullptr) malformed("`assets` of an archive is not an object");
  for (const auto& [name, value] : *content) {
    if (!value.is<Asset>() && !value.is<Archive>())
      malformed("`" + name + "` of an archive is neither an asset nor an archive");
  }
  archive.assets = std::make_shared<const PropertyMap>(std::move(*content));
  return archive;
}

/// The id of a resource reference; an old release wrote an object around it (reference 2.5).
std::shared_ptr<const PropertyValue> reference_id(const PropertyMap& map) {
  const auto* id = find(map, "id");
  if (id == nullptr) return nullptr;
  if (const auto* wrapper = id->get<PropertyMap>()) {
    const auto* inner = find(*wrapper, "V");
    if (inner == nullptr || inner->is_null()) return nullptr;
    if (inner->is<PropertyMap>()) return std::make_shared<const PropertyValue>("");
    id = inner;
  }
  if (!id->is<std::string>() && !id->is<Computed>()) malformed("`id` of a resource reference is not a string");
  return std::make_shared<const PropertyValue>(*id);
}

ResourceReference reference_from(const PropertyMap& map) {
  const auto* urn = text_member(map, "urn");
  if (urn == nullptr) malformed("a resource reference has no `urn`");
  return {*urn, reference_id(map), text_or_empty(map, "packageVersion"), {}, {}};
}

double number_from(const PropertyMap& map) {
  const auto* text = text_member(map, "value");
  std::uint64_t bits = 0;
  if (text != nullptr) {
    const auto* end = text->data() + text->size();
    const auto parsed = std::from_chars(text->data(), end, bits, 16);
    if (parsed.ec == std::errc() && parsed.ptr == end) {
      double value = 0;
      static_assert(sizeof value == sizeof bits);
      std::memcpy(&value, &bits, sizeof value);
      return value;
    }
  }
  malformed("a special number without 16 hexadecimal digits in `value`");
}

ByteString bytes_from(const PropertyMap& map) {
  const auto* text = text_member(map, "value");
  if (text == nullptr) malformed("a byte string without `value`");
  auto bytes = from_base64(*text);
  if (!bytes) malformed("a byte string whose `value` is no base64: " + bytes.error().message);
  return {std::move(*bytes)};
}

}  // namespace

PropertyValue PropertyReader::special(PropertyMap map, const std::string& kind) {
  if (kind == signature::secret) return secret(map);
  if (kind == signature::asset) return asset_from(map);
  if (kind == signature::archive) return archive_from(std::move(map));
  if (kind == signature::resource_reference) return reference_from(map);
  if (kind == signature::special_number) return number_from(map);
  if (kind == signature::byte_string) return bytes_from(map);
  malformed("an object carries the unknown signature " + kind);
}

PropertyValue PropertyReader::secret(const PropertyMap& map) {
  const auto ciphertext = text_or_empty(map, "ciphertext");
  const auto plaintext = text_or_empty(map, "plaintext");
  if (ciphertext.empty() == plaintext.empty()) malformed("a secret must hold one of `ciphertext` and `plaintext`");
  if (!plaintext.empty()) return PropertyValue::secret(decrypted(plaintext));
  if (secret_depth_ > 0)
    return PropertyValue::secret(decrypted(ciphertext));  // inside a secret nothing is encrypted again
  auto kept = std::make_shared<const std::string>(ciphertext);
  if (!secrets_.decrypt) return Secret{sealed_value(), std::move(kept)};
  const auto text = secrets_.decrypt(ciphertext);
  if (!text) throw Malformed{text.error()};
  auto value = std::make_shared<const PropertyValue>(decrypted(*text));
  return Secret{std::move(value), secrets_.keep_ciphertext ? std::move(kept) : nullptr};
}

PropertyValue PropertyReader::decrypted(const std::string& plaintext) {
  constexpr int deepest = 20;
  if (secret_depth_ == deepest) malformed("secrets are nested too deeply");
  Input input(plaintext);
  const int outer_depth = depth_;
  ++secret_depth_;
  auto value = guarded(input, [&] {
    auto& document = input.document();
    auto read_value = read(document);
    input.expect_end();
    return read_value;
  });
  --secret_depth_;
  depth_ = outer_depth;
  // The text is a secret: only say that it is wrong, never what it is.
  if (!value) malformed("a secret does not hold a well-formed value");
  return std::move(*value);
}

}  // namespace json

Result<PropertyValue> read_property_json(std::string_view text, const SecretReading& secrets) {
  json::Input input(text);
  json::PropertyReader reader(secrets);
  return json::guarded(input, [&] {
    auto& document = input.document();
    auto value = reader.read(document);
    input.expect_end();
    return value;
  });
}

}  // namespace ashlar::state
