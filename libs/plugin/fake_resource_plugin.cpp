/// The executable `pulumi-resource-fake` of the tests. FAKE_PLUGIN makes it misbehave: `early-exit`, `no-port`, `deaf`
/// (ignores SIGINT); the input `crash` makes it die with that text.

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "plugin/fake_provider.hpp"
#include "plugin/provider_server.hpp"

namespace {

class CrashingProvider final : public ashlar::plugin::FakeProvider {
 public:
  void create(ashlar::deploy::CreateRequest request, ashlar::deploy::Done<ashlar::deploy::CreateAnswer> done) override {
    if (const auto* text = ashlar::find(request.inputs, "crash")) {
      std::fprintf(stderr, "panic: %s\n", text->as_string().value_or("").c_str());
      _exit(3);
    }
    if (const auto* name = ashlar::find(request.inputs, "environment")) {
      const char* value = std::getenv(name->as_string().value_or("").c_str());
      request.inputs.insert_or_assign("value", value == nullptr ? "" : value);
    }
    FakeProvider::create(std::move(request), std::move(done));
  }
};

}  // namespace

int main(int argc, char** argv) {
  const char* mode_text = std::getenv("FAKE_PLUGIN");
  const std::string mode = mode_text == nullptr ? "" : mode_text;
  if (mode == "early-exit") {
    std::fputs("cannot read my licence\n", stderr);
    return 4;
  }
  if (mode == "no-port") {
    std::puts("hello");
    std::fflush(stdout);
    pause();
  }
  if (mode == "deaf") {
    sigset_t interrupt;
    sigemptyset(&interrupt);
    sigaddset(&interrupt, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt, nullptr);
    std::puts("1");
    std::fflush(stdout);
    while (true) pause();
  }
  if (mode == "vanish") {
    std::puts("1");
    return 5;
  }
  if (mode == "noisy") {
    std::fputs("\x1b]9;4;3;\x1b\\", stdout);
    std::fputs("starting up\n", stderr);
  }
  return ashlar::plugin::run_provider_plugin(argc, argv, {.name = "fake", .version = "1.0.0", .schema = "{}"},
                                             [](ashlar::EventLoop&) { return std::make_shared<CrashingProvider>(); });
}
