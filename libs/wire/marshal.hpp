#pragma once
/// Property values to and from the wire's form, google.protobuf.Struct (reference 2.1 to 2.3). Pure functions, safe on
/// any thread.

#include "base/result.hpp"
#include "resource/property_value.hpp"

namespace google::protobuf {
class Struct;
class Value;
}  // namespace google::protobuf

namespace ashlar::wire {

/// What is done with a value that is not known yet.
enum class Unknowns {
  keep,   ///< it stays unknown
  drop,   ///< its member or element is left out
  reject  ///< the conversion fails
};

/// Which special values pass. Where one does not, its nearest plain form takes its place: a secret's content, a
/// reference's id (or URN, for a component), an output's content with its secret mark as far as `keep_secrets` allows.
struct MarshalOptions {
  Unknowns unknowns = Unknowns::keep;
  bool keep_secrets = true;
  bool keep_resources = true;
  bool keep_outputs = true;
  bool keep_byte_strings = true;      ///< writing only: text that is no UTF-8 is an error otherwise
  bool elide_asset_contents = false;  ///< writing only: an asset or archive shrinks to its hash
  bool skip_internal_keys = false;    ///< writing only: top-level members `__…` are left out
};

/// Writes `map` into `out`, which must be empty. The second form moves texts instead of copying them.
[[nodiscard]] Status marshal(const PropertyMap& map, const MarshalOptions& options, google::protobuf::Struct& out);
[[nodiscard]] Status marshal(PropertyMap&& map, const MarshalOptions& options, google::protobuf::Struct& out);

/// The same for a single value; one that is dropped leaves `out` unset.
[[nodiscard]] Status marshal(const PropertyValue& value, const MarshalOptions& options, google::protobuf::Value& out);

/// Reads `in`. An object with an unknown signature, or one that lacks what its signature requires, is an error that
/// names its path. The second form moves texts out of `in` and leaves it in an unspecified state.
[[nodiscard]] Result<PropertyMap> unmarshal(const google::protobuf::Struct& in, const MarshalOptions& options);
[[nodiscard]] Result<PropertyMap> unmarshal(google::protobuf::Struct&& in, const MarshalOptions& options);

/// The same for a single value; a dropped one is null.
[[nodiscard]] Result<PropertyValue> unmarshal(const google::protobuf::Value& in, const MarshalOptions& options);

}  // namespace ashlar::wire
