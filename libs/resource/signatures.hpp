#pragma once
/// The marks by which objects stand for values that JSON does not have, in states and on the wire
/// (reference 2.1, 2.2, 2.5).

#include <string_view>

namespace ashlar::signature {

/// The member that makes an object special; its text says of what kind.
inline constexpr std::string_view key = "4dabf18193072939515e22adb298388d";
inline constexpr std::string_view secret = "1b47061264138c4ac30d75fd1eb44270";
inline constexpr std::string_view output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
inline constexpr std::string_view resource_reference = "5cf8f73096256a8f31e491e813e4eb8e";
inline constexpr std::string_view asset = "c44067f5952c0a294b673a41bacd8c17";
inline constexpr std::string_view archive = "0def7320c3a5731c473e5ecbe6d01bc7";
inline constexpr std::string_view byte_string = "803fd3297a5875dc03ca845dda5d2a98";
inline constexpr std::string_view special_number = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c";

/// What stands for a value that is not known yet. This one is written for every kind of value.
inline constexpr std::string_view unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/// The SHA-256 of nothing: an asset with this hash and no content is an empty text, which states omit.
inline constexpr std::string_view empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

}  // namespace ashlar::signature
