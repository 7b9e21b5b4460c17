#pragma once
/// The words of pet names: those of golang-petname (github.com/dustinkirkland/golang-petname, Apache-2.0; see NOTICE),
/// which the published provider draws from.

#include <span>
#include <string_view>

namespace ashlar::providers::random {

[[nodiscard]] std::span<const std::string_view> pet_adverbs();
[[nodiscard]] std::span<const std::string_view> pet_adjectives();
[[nodiscard]] std::span<const std::string_view> pet_names();

}  // namespace ashlar::providers::random
