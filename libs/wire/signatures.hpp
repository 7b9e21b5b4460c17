#pragma once
/// What the signatures need besides on the wire (reference 2.1, 2.2).

#include <string>
#include <string_view>

#include "resource/signatures.hpp"

namespace ashlar::wire {

/// The signature member's name, as the maps of a google.protobuf.Struct look it up.
inline const std::string signature_key{signature::key};

/// Whether `text` is one of the seven texts that stand for an unknown value.
[[nodiscard]] bool is_unknown_sentinel(std::string_view text);

}  // namespace ashlar::wire
