#include "base/strings.hpp"
#include "providers/random/encodings.hpp"
#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

namespace {

/// The decimal form takes time with the square of the length: this much is a tenth of a second.
constexpr std::int64_t most_bytes = 65536;

PropertyMap forms(const std::string& bytes, const std::string& prefix) {
  return {{"b64Std", prefix + to_base64(bytes)},
          {"b64Url", prefix + to_base64_url(bytes)},
          {"dec", prefix + to_decimal(bytes)},
          {"hex", prefix + to_hex(bytes)}};
}

Result<Generated> generate(const PropertyMap& planned, Sources sources) {
  const auto bytes = sources.entropy.bytes(static_cast<std::size_t>(integer(planned, "byteLength")));
  return Generated{.id = to_base64_url(bytes), .outputs = forms(bytes, text_or_empty(planned, "prefix"))};
}

/// `<prefix>,<id>` or `<id>`; the prefix may hold commas itself.
Result<Generated> import(const std::string& text, Sources) {
  const auto comma = text.rfind(',');
  const auto prefix = comma == std::string::npos ? std::string() : text.substr(0, comma);
  const auto encoded = comma == std::string::npos ? text : text.substr(comma + 1);
  const auto bytes = from_base64_url(encoded);
  if (!bytes) return bytes.error().within("\"" + encoded + "\" is not the id of a RandomId");
  Generated imported{.id = encoded, .outputs = forms(*bytes, prefix)};
  imported.outputs.emplace("byteLength", static_cast<double>(bytes->size()));
  if (!prefix.empty()) imported.outputs.emplace("prefix", prefix);
  return imported;
}

}  // namespace

ResourceType id() {
  return {.token = "random:index/randomId:RandomId",
          .properties = {{.name = "b64Std", .computed = true},
                         {.name = "b64Url", .computed = true},
                         {.name = "byteLength", .kind = Kind::integer, .required = true},
                         {.name = "dec", .computed = true},
                         {.name = "hex", .computed = true},
                         keepers(),
                         {.name = "prefix"}},
          .validate =
              [](const PropertyMap& config, const PropertyMap&, std::vector<deploy::CheckFailure>& failures) {
                require_between(config, "byteLength", 1, most_bytes, failures);
              },
          .generate = generate,
          .import = import};
}

}  // namespace ashlar::providers::random
