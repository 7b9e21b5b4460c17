#include "providers/aws/types/ipv6_state.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace ashlar::providers::aws {

Status check_ipv6_state(const std::string& whose, const awsapi::Value& state) {
  constexpr std::array<std::string_view, 4> usable = {"associating", "associated", "disassociating", "disassociated"};
  const auto word = state["State"].text();
  if (std::ranges::find(usable, word) != usable.end()) return {};
  const auto reason = state["StatusMessage"].text();
  const auto what = "the IPv6 network of the " + whose;
  if (word == "failed" || word == "failing") return fail(what + " failed" + (reason.empty() ? "" : ": " + reason));
  return fail(what + " is in the state \"" + word + "\", which is none of EC2's");
}

}  // namespace ashlar::providers::aws
