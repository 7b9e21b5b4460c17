#include "providers/random/character_rules.hpp"
#include "providers/random/resource_types.hpp"

namespace ashlar::providers::random {

ResourceType string_of_characters() {
  auto type = text_type();
  type.token = "random:index/randomString:RandomString";
  type.schema_version = 2;
  type.generate = [](const PropertyMap& planned, Sources sources) -> Result<Generated> {
    const auto text = draw_result(planned, sources.entropy);
    return Generated{.id = text, .outputs = {{"result", text}}};
  };
  type.import = [](const std::string& text, Sources) -> Result<Generated> {
    return Generated{.id = text, .outputs = imported_text(text)};
  };
  return type;
}

}  // namespace ashlar::providers::random
