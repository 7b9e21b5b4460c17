#include "cmd/ashlar/commands/import_code.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include "codegen/declare.hpp"
#include "toolchain/sdk.hpp"

namespace ashlar::cli {

namespace {

/// The schemas that the SDK's modules were made from, each read when it is first asked for.
class Schemas {
 public:
  explicit Schemas(const Environment& environment) {
    if (const auto sdk = toolchain::find_sdk(environment)) folders_ = sdk->include_directories;
  }

  /// Null when there is none that can be read.
  const codegen::Package* find(const std::string& package) {
    const auto known = packages_.find(package);
    if (known != packages_.end()) return known->second ? &*known->second : nullptr;
    auto& loaded = packages_[package];
    for (const auto& folder : folders_) {
      std::ifstream file(folder / "ashlar" / package / "schema.json");
      if (!file) continue;
      std::ostringstream text;
      text << file.rdbuf();
      if (auto parsed = codegen::parse_schema(text.str())) loaded = *std::move(parsed);
      break;
    }
    return loaded ? &*loaded : nullptr;
  }

 private:
  std::vector<std::filesystem::path> folders_;
  std::map<std::string, std::optional<codegen::Package>> packages_;
};

PropertyMap chosen(const PropertyMap& inputs, const std::vector<std::string>& properties) {
  if (properties.empty()) return inputs;
  PropertyMap some;
  for (const auto& name : properties) {
    if (const auto value = inputs.find(name); value != inputs.end()) some.insert(*value);
  }
  return some;
}

}  // namespace

std::string declarations(const std::vector<Imported>& resources, const Environment& environment) {
  Schemas schemas(environment);
  std::set<std::string> headers;
  std::vector<std::string> secrets;
  std::string statements;
  for (const auto& [entry, state] : resources) {
    codegen::Declaration declaration{.token = entry.type,
                                     .name = entry.name,
                                     .variable = codegen::variable_name(entry.variable),
                                     .inputs = chosen(state->inputs, entry.properties),
                                     .component = entry.component,
                                     .protect = state->protect};
    if (!entry.parent.empty()) declaration.parent = codegen::variable_name(entry.parent);
    if (!entry.provider.empty()) declaration.provider = codegen::variable_name(entry.provider);
    auto text = codegen::declare(declaration, schemas.find(std::string(package_of(entry.type))));
    if (!text.header.empty()) headers.insert(text.header);
    secrets.insert(secrets.end(), text.secrets.begin(), text.secrets.end());
    statements += text.text;
  }
  std::string program;
  for (const auto& header : headers) program += "#include <" + header + ">\n";
  if (!headers.empty()) program += "\n";
  for (const auto& key : secrets) program += "    // a secret: set it with `ashlar config set --secret " + key + "`\n";
  if (!secrets.empty()) program += "    Config config{ctx};\n";
  return program + statements;
}

}  // namespace ashlar::cli
