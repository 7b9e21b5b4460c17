#pragma once

#include "cmd/ashlar/engine/program_source.hpp"
#include "plugin/language_program.hpp"

namespace ashlar::cli {

/// A program in another language than C++: its language host, a plugin, prepares and runs it.
class HostedSource final : public ProgramSource {
 public:
  explicit HostedSource(const ProgramSurroundings& with);
  ~HostedSource() override;

  Status build() override;
  [[nodiscard]] std::map<std::string, PackageDescriptor> packages() const override { return packages_; }
  std::unique_ptr<deploy::Program> run(const plugin::DeploymentFacts& facts, OnOutput on_output) override;
  void shut_down(std::function<void()> done) override;

 private:
  Status start_host();

  ProgramSurroundings with_;
  plugin::ProgramInfo info_;
  OnOutput on_output_;  ///< of the present run; what comes between runs goes to standard error
  std::shared_ptr<plugin::LanguageHost> host_;
  std::map<std::string, PackageDescriptor> packages_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ashlar::cli
