#pragma once
/// The tables of facts, one a family (a file each).

#include <span>

#include "fleet/facts/fact.hpp"

namespace ashlar::fleet {

[[nodiscard]] std::span<const FactType> server_facts();
[[nodiscard]] std::span<const FactType> files_facts();
[[nodiscard]] std::span<const FactType> apt_facts();  ///< apt and deb
[[nodiscard]] std::span<const FactType> systemd_facts();
[[nodiscard]] std::span<const FactType> hardware_facts();
[[nodiscard]] std::span<const FactType> git_facts();

}  // namespace ashlar::fleet
