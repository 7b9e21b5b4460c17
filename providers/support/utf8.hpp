#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ashlar::providers {

/// The characters of UTF-8 text, each as its bytes. Bytes that continue no character stand with the one before them.
[[nodiscard]] std::vector<std::string> characters(std::string_view text);

}  // namespace ashlar::providers
