#pragma once

#include <map>

#include "cmd/ashlar/shell/shell.hpp"
#include "fleet/runner/fleet_run.hpp"

namespace ashlar::cli {

/// Keeps what happens, for one JSON document at the end.
class JsonObserver final : public fleet::RunObserver {
 public:
  explicit JsonObserver(Shell& shell) : shell_(shell) {}

  void operation_ended(std::uint32_t host, const fleet::OperationMessage& operation,
                       const fleet::OperationResult& result) override;
  void printed(const std::string& text) override { shell_.err().write(text); }

  [[nodiscard]] std::string document(const std::vector<fleet::HostReport>& reports, bool with_stats) const;

 private:
  Shell& shell_;
  std::map<std::uint32_t, std::vector<std::string>> operations_;
};

}  // namespace ashlar::cli
