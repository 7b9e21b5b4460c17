#pragma once
/// Values into objects.

#include "ashlar/settings.hpp"
#include "settings/model_info.hpp"

namespace ashlar::settings {

/// What came of reading, over all layers.
struct Reading {
  std::vector<Violation> violations;
  Given given;
  std::set<std::string, std::less<>> failed;   ///< paths whose value could not be stored
  std::set<std::string, std::less<>> secrets;  ///< paths that were given a secret, whatever the model says
};

/// Reads `value` over what the object holds: models and maps are merged, everything else is replaced. A variant takes
/// the alternative that has least against the value.
class Reader {
 public:
  explicit Reader(Reading& reading, bool is_trial = false) : reading_(reading), is_trial_(is_trial) {}

  void read_model(const ModelInfo& model, const Value& value, void* object, const std::string& path, bool secret);

 private:
  void read(const Type& type, const Value& value, void* object, const std::string& path, bool secret);
  void read_list(const Type& type, const Value& value, void* object, const std::string& path, bool secret);
  void read_map(const Type& type, const Value& value, void* object, const std::string& path, bool secret);
  void read_either(const Type& type, const Value& value, void* object, const std::string& path, bool secret);
  void refuse(const std::string& path, std::string message, const Value& value, bool secret, std::string hint = {});
  void refuse_unknown(const ModelInfo& model, const Member& member, const std::string& path);
  void forget_inside(const std::string& path);

  Reading& reading_;
  bool is_trial_;  ///< an alternative is tried: what is missing counts too
};

/// The variables that belong to the model, as values to be read one after the other. Malformed JSON is reported.
[[nodiscard]] std::vector<Value> environment_values(const ModelInfo& model,
                                                    const std::map<std::string, std::string, std::less<>>& variables,
                                                    Reading& reading);

/// Checks the demands on a whole object, and names the sources of what it finds.
void check_demands(const ModelInfo& model, const void* object, Reading& reading);

}  // namespace ashlar::settings
