#pragma once
/// For tests of whoever uses a connector: drives the loop until something has happened.

#include <gtest/gtest.h>

#include <optional>

#include "base/io_loop.hpp"
#include "fleet/connectors/connector.hpp"

namespace ashlar::fleet::testing {

/// What a process said, and how it ended.
struct Outcome {
  std::string out, err;
  std::optional<Result<ExitStatus>> end;

  [[nodiscard]] bool ok() const { return end && *end && (*end)->ok(); }
};

inline Status connect(IoLoop& loop, Connector& connector) {
  Status result;
  connector.connect([&](Status status) {
    result = std::move(status);
    loop.stop();
  });
  loop.run();
  return result;
}

/// Runs `argv` with `input` to its end.
inline Result<Outcome> run(IoLoop& loop, Connector& connector, std::vector<std::string> argv,
                           const std::string& input = {}) {
  Outcome outcome;
  std::optional<Error> failure;
  std::unique_ptr<Stream> stream;
  StreamCallbacks callbacks;
  callbacks.on_output = [&](const std::string& text) { outcome.out += text; };
  callbacks.on_error_output = [&](const std::string& text) { outcome.err += text; };
  callbacks.on_end = [&](Result<ExitStatus> end) {
    outcome.end = std::move(end);
    loop.stop();
  };
  connector.start(std::move(argv), std::move(callbacks), [&](Result<std::unique_ptr<Stream>> started) {
    if (!started) {
      failure = started.error();
      return loop.stop();
    }
    stream = std::move(*started);
    stream->write(input);
    stream->close_input();
  });
  loop.run();
  if (failure) return *failure;
  return outcome;
}

}  // namespace ashlar::fleet::testing
