#include "codegen/generate.hpp"

#include <algorithm>

#include "codegen/cpp_types.hpp"

namespace ashlar::codegen {

namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }  // tokens need no escapes

std::string quoted_list(const std::vector<std::string>& texts) {
  std::string result;
  for (const auto& text : texts) result += (result.empty() ? "" : ", ") + quoted(text);
  return "{" + result + "}";
}

/// Accessors of resources hide these, or are them.
bool is_built_in(std::string_view property) { return property == "id" || property == "urn"; }
std::string accessor(const std::string& property) {
  const auto name = identifier(property);
  const bool taken = name == "output" || name == "node" || name == "property" || name == "get";
  return taken ? name + "_" : name;
}

/// How the member `args.<name>` goes into the object that is sent.
std::string sent_value(const Property& property) {
  if (property.constant) return "InputBase(Value(" + *property.constant + "))";
  std::string value = "args." + identifier(property.name);
  if (!property.default_environment.empty()) {
    value = "sdk::or_environment(" + value + ", " + quoted_list(property.default_environment) + ")";
  }
  if (property.default_value) value = "sdk::or_default(" + value + ", Value(" + *property.default_value + "))";
  return property.secret ? "sdk::secret(" + value + ")" : value;
}

class Module {
 public:
  explicit Module(const Package& package) : package_(package), types_(package) {}

  std::vector<GeneratedFile> files() {
    for (const auto& [token, properties] : package_.objects) object(token, properties);
    for (const auto& resource : package_.resources) this->resource(resource);
    for (const auto& function : package_.functions) this->function(function);
    provider();
    umbrellas();
    files_.push_back({"ashlar/" + identifier(package_.name) + "/package.conf",
                      package_.name + " " + package_.version + " " + package_.download_url + "\n"});
    return std::move(files_);
  }

 private:
  [[nodiscard]] std::string banner() const {
    return "// Generated from the schema of " + package_.name + " " + package_.version + ". Edits are lost.\n";
  }

  /// A header and its source, in the namespace of `place`.
  void add_pair(const Place& place, const std::string& path, const std::set<std::string>& includes,
                const std::string& declarations, const std::string& definitions) {
    const auto name_space = types_.name_space(place);
    std::string header = "#pragma once\n" + banner() + "\n#include \"ashlar/invoke.hpp\"\n";
    for (const auto& include : includes) {
      if (include != path + ".hpp") header += "#include " + quoted(include) + "\n";
    }
    header += "\nnamespace " + name_space + " {\n\n" + declarations + "}  // namespace " + name_space + "\n";
    files_.push_back({path + ".hpp", header});
    files_.push_back({path + ".cpp", banner() + "\n#include " + quoted(path + ".hpp") + "\n\nnamespace " + name_space +
                                         " {\n\n" + definitions + "}  // namespace " + name_space + "\n"});
    if (path.find("/types/") == std::string::npos) headers_[place.modules].insert(path + ".hpp");
  }

  /// The arguments' struct and the function that turns it into what is sent.
  void args_struct(const std::string& name, const Properties& properties, std::string& declarations,
                   std::string& definitions) const {
    declarations += "struct " + name + " {\n";
    for (const auto& property : properties) {
      if (property.constant) continue;
      declarations += "  " + types_.input(property.type) + " " + identifier(property.name) + "{};" +
                      (property.required ? "  ///< required\n" : "\n");
    }
    declarations += "};\n[[nodiscard]] InputBase to_input(const " + name + "& args);\n\n";
    const bool uses_args =
        std::any_of(properties.begin(), properties.end(), [](const Property& p) { return !p.constant; });
    definitions +=
        "InputBase to_input(const " + name + "&" + (uses_args ? " args" : "") + ") {\n  return sdk::object({";
    for (const auto& property : properties) {
      definitions += "\n      {" + quoted(property.name) + ", " + sent_value(property) + "},";
    }
    definitions += "\n  });\n}\n\n";
  }

  /// The type of a result's member: absent lists and maps are empty, other absent members are told apart.
  [[nodiscard]] std::string member_type(const Property& property) const {
    const auto type = types_.output(property.type);
    const bool tells_by_itself = property.required || property.type.element != nullptr || type == "Value";
    return tells_by_itself ? type : "std::optional<" + type + ">";
  }

  /// A struct of results, read from a value and written as one.
  void result_struct(const std::string& name, const Properties& properties, std::string& declarations,
                     std::string& definitions) const {
    declarations += "struct " + name + " {\n";
    for (const auto& property : properties) {
      declarations += "  " + member_type(property) + " " + identifier(property.name) + "{};\n";
    }
    declarations += "  [[nodiscard]] static " + name + " from_value(const Value& value);\n";
    declarations += "  [[nodiscard]] Value to_value() const;\n};\n\n";
    definitions += name + " " + name + "::from_value(const Value&" + (properties.empty() ? "" : " value") + ") {\n";
    definitions += "  " + name + " result;\n";
    std::string writing;
    for (const auto& property : properties) {
      const auto member = identifier(property.name);
      const auto codec = "Codec<" + member_type(property) + ">";
      definitions += "  result." + member + " = " + codec + "::decode(value[" + quoted(property.name) + "]);\n";
      std::string when_there;
      if (!property.required && property.type.element != nullptr) when_there = "if (!" + member + ".empty()) ";
      if (member_type(property) != types_.output(property.type)) when_there = "if (" + member + ") ";
      writing += "  " + when_there + "object[" + quoted(property.name) + "] = " + codec + "::encode(" + member + ");\n";
    }
    definitions += "  return result;\n}\n\nValue " + name + "::to_value() const {\n  Value::Object object;\n" +
                   writing + "  return Value(object);\n}\n\n";
  }

  void object(const std::string& token, const Properties& properties) {
    const auto place = types_.place(token);
    std::string declarations, definitions;
    args_struct(place.type + "Args", properties, declarations, definitions);
    result_struct(place.type, properties, declarations, definitions);
    auto path = types_.object_header(token);
    path.resize(path.size() - std::string_view(".hpp").size());
    add_pair(place, path, types_.headers(properties), declarations, definitions);
  }

  /// What the engine is told about a type beside its properties.
  [[nodiscard]] std::string type_info(const Resource& resource) const {
    std::vector<std::string> secrets, replacing;
    for (const auto& property : resource.outputs) {
      if (property.secret) secrets.push_back(property.name);
      if (!property.replace_on_changes) continue;
      const bool list = property.type.kind == Type::Kind::list;
      replacing.push_back(property.name + (list ? "[*]" : ""));
    }
    std::string text = "{.token = " + quoted(resource.token) + ", .version = " + quoted(package_.version);
    if (!secrets.empty()) text += ", .secret_outputs = " + quoted_list(secrets);
    if (!resource.former_tokens.empty()) text += ", .former_tokens = " + quoted_list(resource.former_tokens);
    if (!replacing.empty()) text += ", .replace_on_changes = " + quoted_list(replacing);
    if (!package_.download_url.empty()) text += ", .download_url = " + quoted(package_.download_url);
    if (resource.component) text += ", .remote = true";
    return text + "}";
  }

  void resource(const Resource& resource) {
    const auto place = types_.place(resource.token);
    const auto& name = place.type;
    std::string declarations, definitions;
    args_struct(name + "Args", resource.inputs, declarations, definitions);
    const bool needs_args =
        std::any_of(resource.inputs.begin(), resource.inputs.end(), [](const Property& p) { return p.required; });

    declarations += "/// " + resource.token + "\nclass " + name + " : public CustomResource {\n public:\n";
    declarations += "  " + name + "() = default;\n  " + name + "(Context& ctx, std::string_view name, const " + name +
                    "Args& args" + (needs_args ? "" : " = {}") + ",\n";
    declarations +=
        "      const ResourceOptions& options = sdk::no_options, SourceLocation where = SourceLocation::current());\n";
    // Sources may be compiled together, so the function has the type in its name.
    const std::string info = "info_of_" + snake_case(name) + "()";
    definitions += "static const sdk::TypeInfo& " + info + " {\n  static const sdk::TypeInfo type" +
                   type_info(resource) + ";\n  return type;\n}\n\n";
    definitions += name + "::" + name + "(Context& ctx, std::string_view name, const " + name +
                   "Args& args, const ResourceOptions& options,\n    SourceLocation where)\n";
    definitions += "    : CustomResource(ctx, " + info + ", name, to_input(args), options, where) {}\n\n";
    if (!resource.component) {
      declarations += "  /// Reads the existing one with that id, without managing it.\n  [[nodiscard]] static " +
                      name + " get(Context& ctx, std::string_view name, const Input<std::string>& id,\n";
      declarations +=
          "      const ResourceOptions& options = sdk::no_options, SourceLocation where = "
          "SourceLocation::current());\n";
      definitions += name + " " + name + "::get(Context& ctx, std::string_view name, const Input<std::string>& id,\n";
      definitions += "    const ResourceOptions& options, SourceLocation where) {\n  " + name +
                     " result;\n  static_cast<CustomResource&>(result) =\n      read(ctx, " + info +
                     ", name, id, options, where);\n  return result;\n}\n\n";
    }
    declarations += "\n";
    for (const auto& property : resource.outputs) {
      if (is_built_in(property.name)) continue;
      const auto type = types_.output(property.type);
      declarations += "  [[nodiscard]] Output<" + type + "> " + accessor(property.name) + "() const;\n";
      definitions += "Output<" + type + "> " + name + "::" + accessor(property.name) + "() const { return output<" +
                     type + ">(" + quoted(property.name) + "); }\n";
    }
    declarations += "};\n\n";
    definitions += "\n";
    auto includes = types_.headers(resource.inputs);
    includes.merge(types_.headers(resource.outputs));
    add_pair(place, types_.folder(place) + snake_case(name), includes, declarations, definitions);
  }

  void function(const Function& function) {
    const auto place = types_.place(function.token);
    std::string stem = place.type;
    stem.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(stem.front())));
    const auto called = identifier(place.type);
    std::string declarations, definitions;
    args_struct(stem + "Args", function.inputs, declarations, definitions);
    result_struct(stem + "Result", function.outputs, declarations, definitions);
    const bool needs_args =
        std::any_of(function.inputs.begin(), function.inputs.end(), [](const Property& p) { return p.required; });
    declarations += "/// " + function.token + "\n[[nodiscard]] Output<" + stem + "Result> " + called +
                    "(Context& ctx, const " + stem + "Args& args" + (needs_args ? "" : " = {}") +
                    ",\n    const InvokeOptions& options = sdk::no_invoke_options, SourceLocation where = "
                    "SourceLocation::current());\n\n";
    definitions += "Output<" + stem + "Result> " + called + "(Context& ctx, const " + stem +
                   "Args& args, const InvokeOptions& options,\n    SourceLocation where) {\n";
    definitions += "  const sdk::TypeInfo function{.token = " + quoted(function.token) +
                   ", .version = " + quoted(package_.version) + "};\n  return Output<" + stem +
                   "Result>(sdk::invoke(ctx, function, to_input(args), options, where));\n}\n\n";
    auto includes = types_.headers(function.inputs);
    includes.merge(types_.headers(function.outputs));
    add_pair(place, types_.folder(place) + snake_case(place.type), includes, declarations, definitions);
  }

  void provider() {
    std::string declarations, definitions;
    args_struct("ProviderArgs", package_.provider_inputs, declarations, definitions);
    const std::string token = "pulumi:providers:" + package_.name;
    declarations +=
        "/// The package's provider with settings of its own.\nclass Provider : public ProviderResource {\n"
        " public:\n  Provider() = default;\n"
        "  Provider(Context& ctx, std::string_view name, const ProviderArgs& args = {},\n"
        "      const ResourceOptions& options = sdk::no_options, SourceLocation where = "
        "SourceLocation::current());\n};\n\n";
    definitions +=
        "Provider::Provider(Context& ctx, std::string_view name, const ProviderArgs& args,\n"
        "    const ResourceOptions& options, SourceLocation where)\n    : ProviderResource(ctx, {.token = " +
        quoted(token) + ", .version = " + quoted(package_.version) + "}, name, to_input(args), options, where) {}\n\n";
    const Place root;
    add_pair(root, types_.folder(root) + "provider", types_.headers(package_.provider_inputs), declarations,
             definitions);
  }

  /// For each module a header that includes all of its headers, and for the package one that includes everything.
  void umbrellas() {
    std::set<std::string> everything;
    for (const auto& [modules, headers] : headers_) {
      everything.insert(headers.begin(), headers.end());
      if (modules.empty()) continue;
      auto path = types_.folder(Place{modules, ""});
      path.back() = '.';
      umbrella(path + "hpp", headers);
    }
    umbrella("ashlar/" + identifier(package_.name) + ".hpp", everything);
  }

  void umbrella(const std::string& path, const std::set<std::string>& headers) {
    std::string text = "#pragma once\n" + banner() + "\n";
    for (const auto& header : headers) text += "#include " + quoted(header) + "\n";
    files_.push_back({path, text});
  }

  const Package& package_;
  CppTypes types_;
  std::vector<GeneratedFile> files_;
  std::map<std::vector<std::string>, std::set<std::string>> headers_;
};

}  // namespace

std::vector<GeneratedFile> generate(const Package& package) { return Module(package).files(); }

std::string all_sources(const std::vector<GeneratedFile>& files) {
  std::string text;
  for (const auto& file : files) {
    if (file.path.ends_with(".cpp")) text += "#include " + quoted(file.path) + "\n";
  }
  return text;
}

}  // namespace ashlar::codegen
