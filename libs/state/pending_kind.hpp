#pragma once

#include <optional>
#include <string_view>

#include "deploy/ledger.hpp"

namespace ashlar::state {

/// The names that files use for kinds of pending operations. Inside this library only.
[[nodiscard]] constexpr std::string_view pending_kind_text(deploy::PendingKind kind) {
  switch (kind) {
    case deploy::PendingKind::creating:
      return "creating";
    case deploy::PendingKind::updating:
      return "updating";
    case deploy::PendingKind::deleting:
      return "deleting";
    case deploy::PendingKind::reading:
      return "reading";
    case deploy::PendingKind::importing:
      return "importing";
  }
  return "";
}

[[nodiscard]] constexpr std::optional<deploy::PendingKind> pending_kind(std::string_view text) {
  using deploy::PendingKind;
  for (const auto kind : {PendingKind::creating, PendingKind::updating, PendingKind::deleting, PendingKind::reading,
                          PendingKind::importing}) {
    if (text == pending_kind_text(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace ashlar::state
