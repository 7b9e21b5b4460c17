#include "providers/random/bcrypt.hpp"
#include "providers/random/character_rules.hpp"
#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

namespace {

/// The result is a secret, so the id cannot be made of it.
constexpr const char* fixed_id = "none";

std::function<Result<PropertyMap>()> hashing(const std::string& text, Sources sources) {
  return [text, salt = sources.entropy.bytes(bcrypt_salt_size)]() -> Result<PropertyMap> {
    auto hash = bcrypt_hash(text, salt);
    if (!hash) return hash.error();
    return PropertyMap{{"bcryptHash", std::move(*hash)}};
  };
}

Result<Generated> generate(const PropertyMap& planned, Sources sources) {
  const auto text = draw_result(planned, sources.entropy);
  return Generated{.id = fixed_id, .outputs = {{"result", text}}, .slow = hashing(text, sources)};
}

Result<Generated> import(const std::string& text, Sources sources) {
  return Generated{.id = fixed_id, .outputs = imported_text(text), .slow = hashing(text, sources)};
}

/// Old releases stored no hash, or one that was not the result's.
std::function<Result<PropertyMap>()> upgrade(const PropertyMap& outputs, Sources sources) {
  const auto text = text_or_empty(outputs, "result");
  const auto hash = text_or_empty(outputs, "bcryptHash");
  return [text, hash, rehash = hashing(text, sources)]() -> Result<PropertyMap> {
    if (bcrypt_matches(text, hash)) return PropertyMap();
    return rehash();
  };
}

}  // namespace

ResourceType password() {
  auto type = text_type();
  type.token = "random:index/randomPassword:RandomPassword";
  type.schema_version = 3;
  for (auto& property : type.properties) property.secret = property.name == "result";
  type.properties.push_back({.name = "bcryptHash", .computed = true, .secret = true});
  type.generate = generate;
  type.import = import;
  type.upgrade = upgrade;
  return type;
}

}  // namespace ashlar::providers::random
