#include "base/strings.hpp"
#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

namespace {

Generated from(const std::string& bytes) {
  const auto base64 = to_base64(bytes);
  return {.id = base64, .outputs = {{"base64", base64}, {"hex", to_hex(bytes)}}};
}

Result<Generated> generate(const PropertyMap& planned, Sources sources) {
  return from(sources.entropy.bytes(static_cast<std::size_t>(integer(planned, "length"))));
}

Result<Generated> import(const std::string& text, Sources) {
  const auto bytes = from_base64(text);
  // The text is a secret: it is not repeated.
  if (!bytes) return bytes.error().within("the text to import is not what RandomBytes has as `base64`");
  auto imported = from(*bytes);
  imported.outputs.emplace("length", static_cast<double>(bytes->size()));
  return imported;
}

}  // namespace

ResourceType bytes() {
  auto entries = keepers();
  entries.replaces = Replaces::always;  // the one type for which the published provider has no exceptions
  return {.token = "random:index/randomBytes:RandomBytes",
          .properties = {{.name = "base64", .computed = true, .secret = true},
                         {.name = "hex", .computed = true, .secret = true},
                         entries,
                         {.name = "length", .kind = Kind::integer, .required = true}},
          .has_id_output = false,
          .validate =
              [](const PropertyMap& config, const PropertyMap&, std::vector<deploy::CheckFailure>& failures) {
                require_between(config, "length", 1, largest_result, failures);
              },
          .generate = generate,
          .import = import};
}

}  // namespace ashlar::providers::random
