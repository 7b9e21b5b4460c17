#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/event_loop.hpp"
#include "base/result.hpp"
#include "deploy/provider.hpp"

namespace ashlar::plugin {

/// What a served provider says of itself.
struct ServedPackage {
  std::string name;
  std::string version;
  std::string schema;  ///< the package's schema in JSON; empty when it has none to give
};

/// Serves one provider over gRPC on 127.0.0.1, as a plugin does (reference 1.2). Created and destroyed on the loop's
/// thread; destroying it answers what is open with UNAVAILABLE.
class ProviderServer {
 public:
  /// `provider` and `loop` must outlive the server. `warn` gets what a check warns about, which the protocol has no
  /// place for.
  [[nodiscard]] static Result<std::unique_ptr<ProviderServer>> start(deploy::Provider& provider, EventLoop& loop,
                                                                     ServedPackage package,
                                                                     std::function<void(Urn, std::string)> warn);
  ~ProviderServer();
  ProviderServer(const ProviderServer&) = delete;
  ProviderServer& operator=(const ProviderServer&) = delete;

  [[nodiscard]] const std::string& address() const;  ///< `127.0.0.1:port`

 private:
  class Impl;
  explicit ProviderServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The whole of a `pulumi-resource-*` program: serves the provider that `make` returns, prints the port, and returns
/// the exit code once it was asked to end (SIGINT, SIGTERM) or the engine at the address in the last argument has gone.
/// Call it before any thread starts.
int run_provider_plugin(int argc, char** argv, ServedPackage package,
                        const std::function<std::shared_ptr<deploy::Provider>(EventLoop&)>& make);

}  // namespace ashlar::plugin
