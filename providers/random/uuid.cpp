#include "providers/random/uuid_text.hpp"

#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

namespace {

Generated of(const std::string& text) { return {.id = text, .outputs = {{"result", text}}}; }

using Parse = Result<std::string> (*)(std::string_view);

/// The types differ in their name, in how a UUID is made, and in how loosely an import is read.
ResourceType uuid_type(const std::string& name, Parse parse, std::function<std::string(Sources)> make) {
  return {.token = "random:index/random" + name + ":Random" + name,
          .properties = {keepers(), {.name = "result", .computed = true}},
          .generate = [make = std::move(make)](const PropertyMap&, Sources sources) -> Result<Generated> {
            return of(make(sources));
          },
          .import = [parse](const std::string& text, Sources) -> Result<Generated> {
            const auto parsed = parse(text);
            if (!parsed) return parsed.error();
            return of(*parsed);
          }};
}

}  // namespace

ResourceType uuid() {
  return uuid_type("Uuid", parse_uuid, [](Sources sources) { return format_uuid(sources.entropy.bytes(16)); });
}

ResourceType uuid4() {
  return uuid_type("Uuid4", parse_any_uuid, [](Sources sources) { return sources.entropy.uuid(); });
}

ResourceType uuid7() {
  return uuid_type("Uuid7", parse_any_uuid,
                   [](Sources sources) { return uuid7_at(sources.clock.now(), sources.entropy.bytes(16)); });
}

}  // namespace ashlar::providers::random
