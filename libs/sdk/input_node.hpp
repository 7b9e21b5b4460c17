#pragma once
/// What stands behind an `Input`: a tree of values with outputs and resources in it.

#include "ashlar/input.hpp"
#include "sdk/output_state.hpp"

namespace ashlar::sdk {

struct InputNode {
  using List = std::vector<InputRef>;
  using Object = std::map<std::string, InputRef>;
  std::variant<PropertyValue, OutputRef, ResourceRef, List, Object> content;
};

/// The outputs inside `input`, resources' identities included, that `encode` needs settled. Appends to `found`.
void collect_outputs(const InputRef& input, std::vector<OutputRef>& found);

/// An input as it travels: a secret output becomes a secret, an unknown one becomes computed.
struct Encoded {
  PropertyValue value;
  Dependencies dependencies{};
  FailurePtr failure{};
};

/// REQUIRES: all that `collect_outputs` finds is settled. Nothing becomes null.
[[nodiscard]] Encoded encode(const InputRef& input);

/// The members of an object input, each encoded; none for nothing. REQUIRES: as for `encode`; an object or nothing.
[[nodiscard]] std::map<std::string, Encoded> encode_members(const InputRef& input);

}  // namespace ashlar::sdk
