#pragma once
/// How the names of a schema become C++ names, folders and files.

#include <string>
#include <string_view>
#include <vector>

namespace ashlar::codegen {

/// `ipv6CidrBlock` → `ipv6_cidr_block`.
[[nodiscard]] std::string snake_case(std::string_view name);

/// A member's or function's name: in snake case, with a trailing underscore where it is a word of C++.
[[nodiscard]] std::string identifier(std::string_view name);

/// Where a token's type lives.
struct Place {
  std::vector<std::string> modules;  ///< below the package; empty for the package's root (`index`)
  std::string type;                  ///< `Vpc`, `getAmi`
};

/// `aws:ec2/vpc:Vpc` with the format `(.*)(?:/[^/]*)` is `Vpc` in the module `ec2`.
[[nodiscard]] Place place_of(std::string_view token, const std::string& module_format);

}  // namespace ashlar::codegen
