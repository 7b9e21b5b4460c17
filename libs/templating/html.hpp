#pragma once
/// HTML as far as filters deal with it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ashlar::templating {

/// Without comments and tags, entities resolved, runs of white space made one space.
[[nodiscard]] std::string strip_tags(std::string_view html);

struct UrlizeOptions {
  std::optional<std::int64_t> longest;  ///< of what is shown of an address
  std::string rel;                      ///< attributes of the links; empty: none
  std::string target;
  std::vector<std::string> extra_schemes;
};

/// Escapes `text` and makes web and mail addresses links.
[[nodiscard]] std::string urlize(std::string_view text, const UrlizeOptions& options);

/// Percent-encodes all but letters, digits, `_.-~` and what is in `safe`.
[[nodiscard]] std::string quote_url(std::string_view text, std::string_view safe);

}  // namespace ashlar::templating
