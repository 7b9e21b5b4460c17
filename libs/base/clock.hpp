#pragma once
/// Time and chance as seams: a test sets both.

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

namespace ashlar {

/// The wall clock.
class Clock {
 public:
  using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;
  virtual ~Clock() = default;
  virtual Time now() = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() override;
};

/// `2006-01-02T15:04:05.123456789Z`: RFC 3339 in UTC with up to nine digits, trailing zeros dropped (Go's RFC3339Nano).
[[nodiscard]] std::string format_rfc3339(Clock::Time time);

/// Random bytes. The real one asks the operating system.
class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual std::string bytes(std::size_t count) = 0;

  /// A version 4 UUID in lower case (RFC 9562 section 5.4).
  std::string uuid();
};

class SystemEntropy final : public Entropy {
 public:
  std::string bytes(std::size_t count) override;
};

}  // namespace ashlar
