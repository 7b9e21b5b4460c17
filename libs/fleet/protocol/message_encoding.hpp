#pragma once
/// Messages as bytes. Which fields a message has, and in which order, is said once, by the `fields` functions.

#include <string>
#include <string_view>

#include "fleet/protocol/binary.hpp"
#include "fleet/protocol/messages.hpp"

namespace ashlar::fleet {

/// The whole frame of a message. Instantiated for every message in `message_encoding.cpp`.
template <typename Message>
[[nodiscard]] std::string encode(const Message& message);

/// The message in a frame of its kind. Fails when the payload is not exactly one such message.
template <typename Message>
[[nodiscard]] Result<Message> decode(std::string_view payload);

}  // namespace ashlar::fleet
