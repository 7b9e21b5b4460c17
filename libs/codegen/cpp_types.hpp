#pragma once
/// Which C++ types stand for a schema's types.

#include <set>

#include "codegen/names.hpp"
#include "codegen/schema.hpp"

namespace ashlar::codegen {

/// The C++ side of one package: names, places and headers of its types.
class CppTypes {
 public:
  explicit CppTypes(const Package& package) : package_(package) {}

  [[nodiscard]] Place place(const std::string& token) const { return place_of(token, package_.module_format); }
  /// `ashlar::aws::ec2`
  [[nodiscard]] std::string name_space(const Place& place) const;
  /// `ashlar/aws/ec2/`, ending in a slash
  [[nodiscard]] std::string folder(const Place& place) const;
  /// The header of an object type: `ashlar/aws/ec2/types/security_group_ingress.hpp`
  [[nodiscard]] std::string object_header(const std::string& token) const;

  /// The type of an argument: `Input<std::string>`, `InputList<ec2::SecurityGroupIngressArgs>`.
  [[nodiscard]] std::string input(const Type& type) const;
  /// The type of a result: `std::string`, `std::vector<ec2::SecurityGroupIngress>`.
  [[nodiscard]] std::string output(const Type& type) const;

  /// The headers of the object types in `properties`.
  [[nodiscard]] std::set<std::string> headers(const Properties& properties) const;

 private:
  [[nodiscard]] std::string input_element(const Type& type) const;
  [[nodiscard]] std::string object_name(const std::string& token) const;

  const Package& package_;
};

}  // namespace ashlar::codegen
