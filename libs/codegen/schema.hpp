#pragma once
/// A package as its schema describes it (reference 10), reduced to what a C++ module needs.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ashlar::codegen {

/// The type of a property. Enumerations travel as the type of their values.
struct Type {
  enum class Kind { boolean, integer, number, text, any, list, map, object };
  Kind kind = Kind::any;
  std::shared_ptr<const Type> element;  ///< of a list or a map
  std::string token;                    ///< of an object: its key in `Package::objects`
};

/// A constant as C++ writes it: `"Managed by …"`, `true`, `10`.
using Literal = std::string;

struct Property {
  std::string name;  ///< on the wire
  Type type;
  bool required = false;
  bool secret = false;
  bool replace_on_changes = false;
  std::optional<Literal> constant;               ///< always has this value
  std::optional<Literal> default_value;          ///< when it is left out
  std::vector<std::string> default_environment;  ///< the first of these variables that is set, when it is left out
};

/// In the schema's order, required ones first.
using Properties = std::vector<Property>;

struct Resource {
  std::string token;
  Properties inputs;
  Properties outputs;
  std::vector<std::string> former_tokens;
  bool component = false;
};

struct Function {
  std::string token;
  Properties inputs;
  Properties outputs;
};

struct Package {
  std::string name;
  std::string version;
  std::string download_url;
  std::string module_format;  ///< a regular expression: what of a token's module is the module's name
  Properties provider_inputs;
  std::vector<Resource> resources;
  std::vector<Function> functions;
  std::map<std::string, Properties> objects;  ///< by token
};

[[nodiscard]] Result<Package> parse_schema(std::string_view json);

}  // namespace ashlar::codegen
