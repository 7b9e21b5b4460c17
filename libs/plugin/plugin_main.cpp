#include <csignal>
#include <cstdio>
#include <thread>

#include "base/diagnostic.hpp"
#include "plugin/plugin_client.hpp"
#include "plugin/provider_server.hpp"
#include "pulumi/engine.grpc.pb.h"

namespace ashlar::plugin {
namespace {

using namespace std::chrono_literals;

/// The engine that started us: takes our messages, and when it is gone so are we.
class Engine {
 public:
  Engine(const std::string& address, ThreadEventLoop& loop)
      : Engine(PluginProcess::attach("the engine", address, loop), loop) {}

  /// A message that gets lost is no reason to fail.
  void warn(const Urn& urn, std::string message) {
    pulumirpc::LogRequest request;
    request.set_severity(pulumirpc::WARNING);
    request.set_urn(urn.text());
    request.set_message(std::move(message));
    client_.call<void>(
        stub_->async(), &Async::Log, std::move(request), [](const auto&, const auto&) { return Status(); },
        deploy::Done<void>([](const Status&) {}));
  }

  /// Asks now and then whether the engine lives (reference 1.0), and ends the loop when it does not.
  void watch() {
    constexpr auto interval = 60s;
    loop_.after(interval, [this] {
      client_.call<bool>(
          stub_->async(), &Async::GetRootResource, pulumirpc::GetRootResourceRequest(),
          [](const grpc::Status& status, const auto&) -> Result<bool> {
            return status.error_code() != grpc::StatusCode::UNAVAILABLE;
          },
          deploy::Done<bool>([this](const Result<bool>& lives) {
            if (*lives) return watch();
            loop_.stop();
          }));
    });
  }

 private:
  using Async = pulumirpc::Engine::StubInterface::async_interface;

  Engine(std::shared_ptr<PluginProcess> process, ThreadEventLoop& loop)
      : loop_(loop), stub_(pulumirpc::Engine::NewStub(process->channel())), client_(std::move(process)) {}

  ThreadEventLoop& loop_;
  std::unique_ptr<pulumirpc::Engine::Stub> stub_;
  PluginClient client_;
};

int serve_until_stopped(ThreadEventLoop& loop, Engine* engine, ServedPackage package, deploy::Provider& provider) {
  std::function<void(Urn, std::string)> warn;
  if (engine != nullptr)
    warn = [engine](const Urn& urn, std::string message) { engine->warn(urn, std::move(message)); };
  auto server = ProviderServer::start(provider, loop, std::move(package), std::move(warn));
  if (!server) {
    std::fprintf(stderr, "error: %s\n", format_error(server.error()).c_str());
    return 1;
  }
  const auto& address = (*server)->address();
  std::printf("%s\n", address.substr(address.rfind(':') + 1).c_str());
  std::fflush(stdout);
  loop.run();
  return 0;
}

}  // namespace

int run_provider_plugin(int argc, char** argv, ServedPackage package,
                        const std::function<std::shared_ptr<deploy::Provider>(EventLoop&)>& make) {
  // Blocked in every thread that follows; one of them takes the signals instead of a handler.
  sigset_t asked_to_end;
  sigemptyset(&asked_to_end);
  sigaddset(&asked_to_end, SIGINT);
  sigaddset(&asked_to_end, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &asked_to_end, nullptr);

  ThreadEventLoop loop;
  std::thread signals([&] {
    int number = 0;
    sigwait(&asked_to_end, &number);
    loop.stop();
  });
  int code = 0;
  {
    std::unique_ptr<Engine> engine;
    if (argc > 1) {
      engine = std::make_unique<Engine>(argv[argc - 1], loop);
      engine->watch();
    }
    const auto provider = make(loop);
    code = serve_until_stopped(loop, engine.get(), std::move(package), *provider);
  }
  // The loop may have ended for another reason than a signal: let the thread see one.
  pthread_kill(signals.native_handle(), SIGTERM);
  signals.join();
  return code;
}

}  // namespace ashlar::plugin
