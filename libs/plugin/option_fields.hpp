#pragma once
/// The fields that several messages have in common for a resource's options: registrations, constructions, transforms
/// and hooks (reference 1.1). Pure functions, safe on any thread.

#include <optional>
#include <string>
#include <vector>

#include "pulumi/resource.pb.h"
#include "resource/resource_state.hpp"

namespace ashlar::plugin {

/// Parses URNs and gathers what is wrong with them, so that a caller learns of all mistakes at once.
class UrnReader {
 public:
  /// Nothing when `text` is empty.
  std::optional<Urn> optional(const std::string& text, const char* what);

  template <typename Texts>
  std::vector<Urn> list(const Texts& texts, const char* what) {
    std::vector<Urn> urns;
    urns.reserve(static_cast<std::size_t>(texts.size()));
    for (const auto& text : texts) {
      if (auto urn = required(text, what)) urns.push_back(*std::move(urn));
    }
    return urns;
  }

  /// Of kind `usage`.
  [[nodiscard]] Status status() const;

 private:
  std::optional<Urn> required(const std::string& text, const char* what);

  std::string errors_;
};

[[nodiscard]] Alias read_alias(const pulumirpc::Alias& in, UrnReader& urns);
[[nodiscard]] pulumirpc::Alias alias_message(const Alias& alias);

[[nodiscard]] Result<CustomTimeouts> read_timeouts(const pulumirpc::RegisterResourceRequest::CustomTimeouts& in);
/// As Go writes durations; empty for zero, which is the provider's own choice.
[[nodiscard]] std::string duration_text(double seconds);
/// Fills the message of that name, whichever request it belongs to.
template <typename Message>
void put_timeouts(const CustomTimeouts& timeouts, Message& out) {
  out.set_create(duration_text(timeouts.create));
  out.set_update(duration_text(timeouts.update));
  out.set_delete_(duration_text(timeouts.remove));
  out.set_read(duration_text(timeouts.read));
}

template <typename Texts>
std::vector<std::string> texts_of(const Texts& texts) {
  return {texts.begin(), texts.end()};
}
template <typename Texts>
void put_texts(const std::vector<std::string>& from, Texts& into) {
  into.Add(from.begin(), from.end());
}
template <typename Urns>
void put_urns(const std::vector<Urn>& from, Urns& into) {
  for (const auto& urn : from) *into.Add() = urn.text();
}

/// The version without the `v` that some write before it.
[[nodiscard]] std::string without_v(std::string version);

/// What transforms see and may change of a registration, apart from its properties.
[[nodiscard]] Result<pulumirpc::TransformResourceOptions> transform_options(const Goal& goal);
[[nodiscard]] Status read_options(const pulumirpc::TransformResourceOptions& options, Goal& goal);

}  // namespace ashlar::plugin
