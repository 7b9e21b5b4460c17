#include "cmd/ashlar/engine/provider_host.hpp"

#include "base/strings.hpp"

namespace ashlar::cli {

namespace {

class BuiltinHost final : public CommandProviders, public deploy::ProviderHost {
 public:
  explicit BuiltinHost(std::map<std::string, ProviderFactory> builtin) : builtin_(std::move(builtin)) {}

  deploy::ProviderHost& providers() override { return *this; }

  void load(PackageDescriptor package, deploy::Done<std::shared_ptr<deploy::Provider>> done) override {
    const auto at = builtin_.find(package.name);
    if (at != builtin_.end()) return done(at->second());
    std::vector<std::string> names;
    for (const auto& [name, factory] : builtin_) names.push_back(name);
    auto error = fail("there is no provider for the package '" + package.name + "'");
    if (const auto like = nearest(package.name, names)) error.help = "did you mean '" + *like + "'?";
    done(std::move(error));
  }

 private:
  std::map<std::string, ProviderFactory> builtin_;
};

}  // namespace

std::unique_ptr<CommandProviders> make_provider_host(Shell&, EventLoop&, plugin::EngineServer&, const PreparedRun&,
                                                     std::map<std::string, ProviderFactory> builtin) {
  return std::make_unique<BuiltinHost>(std::move(builtin));
}

}  // namespace ashlar::cli
