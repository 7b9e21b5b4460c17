#include "base/clock.hpp"

#include <sys/random.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "base/strings.hpp"

namespace ashlar {

Clock::Time SystemClock::now() {
  return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

std::string format_rfc3339(Clock::Time time) {
  const auto since_epoch = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  const auto nanoseconds = (since_epoch - seconds).count();
  const std::time_t unix_seconds = seconds.count();
  std::tm parts{};
  gmtime_r(&unix_seconds, &parts);
  std::array<char, 64> buffer{};
  std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::string text = buffer.data();
  if (nanoseconds != 0) {
    std::snprintf(buffer.data(), buffer.size(), ".%09lld", static_cast<long long>(nanoseconds));
    text += buffer.data();
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + "Z";
}

std::string SystemEntropy::bytes(std::size_t count) {
  std::string result(count, '\0');
  for (std::size_t filled = 0; filled < count;) {
    const auto got = getrandom(result.data() + filled, count - filled, 0);
    if (got < 0) std::abort();  // a kernel without entropy: nothing sensible can follow
    filled += static_cast<std::size_t>(got);
  }
  return result;
}

std::string Entropy::uuid() {
  auto raw = bytes(16);
  raw[6] = static_cast<char>((static_cast<unsigned char>(raw[6]) & 0x0FU) | 0x40U);
  raw[8] = static_cast<char>((static_cast<unsigned char>(raw[8]) & 0x3FU) | 0x80U);
  const auto hex = to_hex(raw);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

}  // namespace ashlar
