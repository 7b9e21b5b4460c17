#include <cstdio>
#include <cstdlib>

#include "ashlar/settings.hpp"
#include "base/environment.hpp"
#include "settings/model_info.hpp"

namespace ashlar::settings {

std::string description_text(const std::vector<const ModelInfo*>& models) {
  Value::List all;
  for (const auto* model : models) {
    all.push_back(Value::map({{"name", model->name},
                              {"description", model->doc},
                              {"environmentPrefix", model->environment_prefix},
                              {"schema", json_schema(*model)},
                              {"markdown", markdown(*model)}}));
  }
  return json_text(Value::map({{"version", 1}, {"models", std::move(all)}}));
}

bool describe_when_asked(const std::vector<const ModelInfo*>& models) {
  if (Environment::of_process().text("ASHLAR_SETTINGS") != "describe") return false;
  const auto text = description_text(models);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
  return true;
}

}  // namespace ashlar::settings
