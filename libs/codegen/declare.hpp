#pragma once
/// The C++ text that declares a resource as it is: what `ashlar import` prints.

#include <string>
#include <vector>

#include "codegen/schema.hpp"
#include "resource/property_value.hpp"

namespace ashlar::codegen {

struct Declaration {
  std::string token;
  std::string name;
  std::string variable;  ///< a C++ name
  PropertyMap inputs;
  bool component = false;
  bool protect = false;
  std::string parent;    ///< the variable of another resource; empty for the stack
  std::string provider;  ///< likewise; empty for the default one
};

struct DeclarationText {
  std::string header;                ///< to include: `ashlar/aws/ec2/vpc.hpp`; empty for what the SDK's own header has
  std::string text;                  ///< a statement, indented by two levels
  std::vector<std::string> secrets;  ///< configuration keys that it reads in place of values that are secret
};

/// `package` is the one of the resource's type, or null when its schema is not at hand: then the declaration goes by
/// the token. Values that are secret are not printed: the text asks the configuration for them.
[[nodiscard]] DeclarationText declare(const Declaration& declaration, const Package* package);

/// A variable's name for a resource's: `web-server 1` becomes `web_server_1`.
[[nodiscard]] std::string variable_name(std::string_view resource_name);

/// `text` as a C++ string literal.
[[nodiscard]] std::string string_literal(std::string_view text);

}  // namespace ashlar::codegen
