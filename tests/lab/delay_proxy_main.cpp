// lab_delay_proxy MILLISECONDS ADDRESS:PORT…: prints a port of 127.0.0.1 for each, and leads there with that
// round-trip time until its standard input ends.
#include <sys/epoll.h>

#include <cstdio>
#include <cstdlib>
#include <deque>

#include "tests/lab/delay_proxy.hpp"

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  ashlar::IoLoop loop;
  std::deque<ashlar::lab::DelayProxy> proxies;
  for (int i = 2; i < argc; ++i) {
    const std::string target = argv[i];
    const auto colon = target.rfind(':');
    if (colon == std::string::npos) return 2;
    proxies.emplace_back(loop, target.substr(0, colon), static_cast<std::uint16_t>(std::atoi(argv[i] + colon + 1)),
                         std::chrono::milliseconds(std::atoi(argv[1])));
    std::printf("%u\n", static_cast<unsigned>(proxies.back().port()));
  }
  std::fflush(stdout);
  const auto watch = loop.watch(0, EPOLLIN, [&](std::uint32_t) {
    char bytes[4096];
    if (::read(0, bytes, sizeof bytes) <= 0) loop.stop();
  });
  loop.run();
}
