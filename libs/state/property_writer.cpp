#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/strings.hpp"
#include "resource/signatures.hpp"
#include "state/json_layout.hpp"
#include "state/property_json.hpp"

namespace ashlar::state {

void append_json_number(std::string& out, double value) {
  constexpr double exact_integers = 1e15;
  const bool is_negative_zero = value == 0 && std::signbit(value);
  if (std::abs(value) < exact_integers && value == std::trunc(value) && !is_negative_zero) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::int64_t>(value));
    out.append(digits.data(), end.ptr);
  } else {
    out += format_number(value);
  }
}

void PropertyWriter::write(const PropertyValue& value) {
  std::visit([this](const auto& content) { write(content); }, value.content());
}

void PropertyWriter::write(const PropertyMap& map) {
  *out_ += '{';
  bool first = true;
  for (const auto& [key, value] : map) {
    if (!first) *out_ += ',';
    first = false;
    append_json_string(*out_, key);
    *out_ += ':';
    write(value);
  }
  *out_ += '}';
}

void PropertyWriter::write(const PropertyArray& array) {
  *out_ += '[';
  bool first = true;
  for (const auto& value : array) {
    if (!first) *out_ += ',';
    first = false;
    write(value);
  }
  *out_ += ']';
}

void PropertyWriter::write(double value) {
  if (std::isfinite(value)) {
    append_json_number(*out_, value);
    return;
  }
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(bits));
  open_special(signature::special_number);
  member("value", digits.data());
  *out_ += '}';
}

void PropertyWriter::write(const std::string& text) {
  if (is_valid_utf8(text)) {
    append_json_string(*out_, text);
  } else {
    write(ByteString{text});
  }
}

void PropertyWriter::write(const ByteString& text) {
  if (is_valid_utf8(text.bytes)) {  // the same value as that string
    append_json_string(*out_, text.bytes);
    return;
  }
  wrote_byte_string_ = true;
  open_special(signature::byte_string);
  member("value", to_base64(text.bytes));
  *out_ += '}';
}

void PropertyWriter::write(const Computed&) { append_json_string(*out_, signature::unknown); }

void PropertyWriter::write(const OutputValue& output) {
  auto value = output.value ? *output.value : PropertyValue::computed();
  write(output.secret ? PropertyValue::secret(std::move(value)) : std::move(value));
}

void PropertyWriter::open_special(std::string_view kind) {
  *out_ += '{';
  append_json_string(*out_, signature::key);
  *out_ += ':';
  append_json_string(*out_, kind);
}

void PropertyWriter::member(std::string_view name, std::string_view text) {
  *out_ += ',';
  append_json_string(*out_, name);
  *out_ += ':';
  append_json_string(*out_, text);
}

void PropertyWriter::write(const Asset& asset) {
  open_special(signature::asset);
  if (!asset.hash.empty()) member("hash", asset.hash);
  if (!asset.path.empty()) member("path", asset.path);
  if (!asset.text.empty()) member("text", asset.text);
  if (!asset.uri.empty()) member("uri", asset.uri);
  *out_ += '}';
}

void PropertyWriter::write(const Archive& archive) {
  open_special(signature::archive);
  if (archive.assets) {
    *out_ += ",\"assets\":";
    write(*archive.assets);
  }
  if (!archive.hash.empty()) member("hash", archive.hash);
  if (!archive.path.empty()) member("path", archive.path);
  if (!archive.uri.empty()) member("uri", archive.uri);
  *out_ += '}';
}

void PropertyWriter::write(const ResourceReference& reference) {
  open_special(signature::resource_reference);
  if (reference.id) {
    *out_ += ",\"id\":";
    write(reference.id->unwrapped());
  }
  member("packageVersion", reference.package_version);
  member("urn", reference.urn);
  *out_ += '}';
}

std::string PropertyWriter::secret_plaintext(const PropertyValue& value) {
  std::string text;
  std::string* const outer = out_;
  const bool was_inside = inside_secret_;
  out_ = &text;
  inside_secret_ = true;
  write(value);
  out_ = outer;
  inside_secret_ = was_inside;
  return escape_html(std::move(text));
}

namespace {

bool contains_byte_string(const PropertyValue& value) {
  if (const auto* text = value.get<std::string>()) return !is_valid_utf8(*text);
  if (const auto* bytes = value.get<ByteString>()) return !is_valid_utf8(bytes->bytes);
  if (const auto* secret = value.get<Secret>()) return contains_byte_string(*secret->value);
  if (const auto* array = value.get<PropertyArray>())
    return std::any_of(array->begin(), array->end(), contains_byte_string);
  const auto* map = value.get<PropertyMap>();
  return map != nullptr &&
         std::any_of(map->begin(), map->end(), [](const auto& member) { return contains_byte_string(member.second); });
}

}  // namespace

void PropertyWriter::write(const Secret& secret) {
  if (contains_byte_string(*secret.value)) wrote_byte_string_ = true;
  open_special(signature::secret);
  const bool has_text = secret.ciphertext && !inside_secret_ && !secrets_.show && secrets_.reuse_ciphertext;
  if (has_text) {
    member("ciphertext", *secret.ciphertext);
  } else if (is_sealed(secret)) {
    if (!failure_)
      failure_ = fail("a secret that was not decrypted is to be written in another form", ErrorKind::internal);
  } else if (secrets_.show) {
    member("plaintext", secret_plaintext(*secret.value));
  } else if (inside_secret_) {  // the secret around it is encrypted as a whole
    member("ciphertext", secret_plaintext(*secret.value));
  } else if (!secrets_.encrypt) {
    if (!failure_) failure_ = fail("there is a secret, but no secrets provider to encrypt it with");
  } else {
    auto ciphertext = secrets_.encrypt(secret_plaintext(*secret.value));
    if (ciphertext) {
      member("ciphertext", *ciphertext);
    } else if (!failure_) {
      failure_ = ciphertext.error().within("cannot encrypt a secret");
    }
  }
  *out_ += '}';
}

}  // namespace ashlar::state
