#include "resource/urn.hpp"

#include <array>

namespace ashlar {

namespace {

constexpr std::string_view prefix = "urn:pulumi:";

/// Stack, project, qualified type, name. REQUIRES: three `::` after the prefix, as `Urn` guarantees.
std::array<std::string_view, 4> parts(std::string_view text) {
  std::array<std::string_view, 4> result;
  text.remove_prefix(prefix.size());
  for (std::size_t i = 0; i < 3; ++i) {
    const auto end = text.find("::");
    result[i] = text.substr(0, end);
    text.remove_prefix(end + 2);
  }
  result[3] = text;
  return result;
}

}  // namespace

Result<Urn> Urn::parse(std::string_view text) {
  int separators = 0;
  if (text.starts_with(prefix)) {
    for (std::size_t at = prefix.size(); separators < 3 && (at = text.find("::", at)) != std::string_view::npos;
         at += 2) {
      ++separators;
    }
  }
  if (separators < 3) {
    return fail_with_help("'" + std::string(text) + "' is not a URN",
                          "a URN reads urn:pulumi:<stack>::<project>::<type>::<name>");
  }
  return Urn(std::string(text));
}

Urn Urn::make(std::string_view stack, std::string_view project, std::string_view parent_types, std::string_view type,
              std::string_view name) {
  std::string text(prefix);
  text.append(stack).append("::").append(project).append("::");
  if (!parent_types.empty() && parent_types != root_stack_type) text.append(parent_types).append("$");
  text.append(type).append("::").append(name);
  return Urn(std::move(text));
}

std::string_view Urn::stack() const { return parts(text_)[0]; }
std::string_view Urn::project() const { return parts(text_)[1]; }
std::string_view Urn::qualified_type() const { return parts(text_)[2]; }
std::string_view Urn::name() const { return parts(text_)[3]; }

std::string_view Urn::type() const {
  const auto chain = qualified_type();
  const auto dollar = chain.rfind('$');
  return dollar == std::string_view::npos ? chain : chain.substr(dollar + 1);
}

Urn Urn::with_name(std::string_view name) const {
  return Urn(text_.substr(0, text_.size() - this->name().size()) + std::string(name));
}

std::string_view package_of(std::string_view token) {
  if (token.starts_with(provider_type_prefix)) return token.substr(provider_type_prefix.size());
  return token.substr(0, token.find(':'));
}

Result<ProviderReference> ProviderReference::parse(std::string_view text) {
  const auto at = text.rfind("::");
  if (at == std::string_view::npos) return fail("'" + std::string(text) + "' is not a provider reference <URN>::<id>");
  auto urn = Urn::parse(text.substr(0, at));
  if (!urn) return urn.error().within("in a provider reference");
  if (!urn->is_provider()) return fail("'" + std::string(text) + "' does not refer to a provider");
  return ProviderReference{*std::move(urn), std::string(text.substr(at + 2))};
}

}  // namespace ashlar
