/// `pulumi-language-cpp ENGINE-ADDRESS`: serves LanguageRuntime on a port of the kernel's choice and prints that port
/// (reference 4.1).

#include <grpcpp/grpcpp.h>
#include <pthread.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "base/diagnostic.hpp"
#include "pulumi-language-cpp/language_server.hpp"

namespace {

using ashlar::language_host::LanguageServer;

constexpr int largest_message = 400 * 1024 * 1024;  // reference 1.0

/// Returns when the engine is gone.
void watch_engine(const std::string& address) {
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  const auto soon = [] { return std::chrono::system_clock::now() + std::chrono::seconds(10); };
  while (channel->WaitForConnected(soon())) {
    // Idle connections may be closed while the engine lives, so a change leads to another attempt.
    channel->WaitForStateChange(GRPC_CHANNEL_READY, std::chrono::system_clock::time_point::max());
  }
}

/// A signal ends the programs that run, and us once they are gone.
void handle_signals(const sigset_t& signals, LanguageServer& service, grpc::Server& server) {
  int signal = 0;
  sigwait(&signals, &signal);
  service.interrupt_programs();
  server.Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(6));  // a program is killed after 5
}

}  // namespace

int main(int argc, char** argv) {
  std::string engine_address;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--tracing" || argument == "-tracing") {
      ++i;  // its value; we have no tracing
    } else if (!argument.starts_with('-')) {
      engine_address = argument;
    }
  }
  // Before any thread is started, so that none but the one that waits gets them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);

  const auto environment = ashlar::Environment::of_process();
  auto sdk = ashlar::toolchain::find_sdk(environment);
  if (!sdk) {
    std::fprintf(stderr, "%s\n", ashlar::format_error(sdk.error()).c_str());
    return 1;
  }
  LanguageServer service(engine_address, std::move(*sdk), ashlar::toolchain::default_cache(environment));
  int port = 0;
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(largest_message);
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "error: cannot listen on 127.0.0.1\n");
    return 1;
  }
  std::printf("%d\n", port);
  std::fflush(stdout);
  std::thread([&] { handle_signals(signals, service, *server); }).detach();
  if (!engine_address.empty()) {
    std::thread([engine_address] {
      watch_engine(engine_address);
      std::_Exit(0);
    }).detach();
  }
  server->Wait();
}
