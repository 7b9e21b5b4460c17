#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace ashlar {

/// The type of the root resource of every stack.
inline constexpr std::string_view root_stack_type = "pulumi:pulumi:Stack";

/// The prefix of a provider resource's type; the package's name follows.
inline constexpr std::string_view provider_type_prefix = "pulumi:providers:";

/// A resource's identity: `urn:pulumi:<stack>::<project>::<parent types$…$type>::<name>` (reference 3.1).
/// The name is everything after the third `::`, so it may hold anything. Holds only well-formed text: the way in is
/// `parse` or `make`.
class Urn {
 public:
  [[nodiscard]] static Result<Urn> parse(std::string_view text);
  /// `parent_types` is the parent's qualified type; the root stack's, or an empty one, is left out of the chain.
  [[nodiscard]] static Urn make(std::string_view stack, std::string_view project, std::string_view parent_types,
                                std::string_view type, std::string_view name);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string_view stack() const;
  [[nodiscard]] std::string_view project() const;
  [[nodiscard]] std::string_view qualified_type() const;  ///< `A$B$C`
  [[nodiscard]] std::string_view type() const;            ///< `C`, the resource's own
  [[nodiscard]] std::string_view name() const;

  [[nodiscard]] bool is_root_stack() const { return type() == root_stack_type; }
  [[nodiscard]] bool is_provider() const { return type().starts_with(provider_type_prefix); }

  /// The same resource under another name.
  [[nodiscard]] Urn with_name(std::string_view name) const;

  friend auto operator<=>(const Urn&, const Urn&) = default;

 private:
  explicit Urn(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// The package of a type or function token: `aws` of `aws:ec2/vpc:Vpc`, and of `pulumi:providers:aws`.
[[nodiscard]] std::string_view package_of(std::string_view token);

/// A provider as resources name it: `<provider URN>::<id>` (reference 3.2).
struct ProviderReference {
  Urn urn;
  std::string id;

  [[nodiscard]] static Result<ProviderReference> parse(std::string_view text);
  [[nodiscard]] std::string text() const { return urn.text() + "::" + id; }
  friend auto operator<=>(const ProviderReference&, const ProviderReference&) = default;
};

}  // namespace ashlar

template <>
struct std::hash<ashlar::Urn> {
  std::size_t operator()(const ashlar::Urn& urn) const noexcept { return std::hash<std::string>()(urn.text()); }
};
