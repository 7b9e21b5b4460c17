#pragma once
/// HTTP over libcurl: one thread, many requests at a time, connections kept open between them.

#include <memory>

#include "aws/http.hpp"
#include "base/event_loop.hpp"

namespace ashlar::awsapi {

class CurlTransport final : public HttpTransport {
 public:
  struct Options {
    int max_concurrent = 32;  ///< requests in flight; more wait in the order they came
  };

  /// `loop` must outlive this object; what arrives is posted there.
  CurlTransport(EventLoop& loop, Options options);
  /// Abandons what is in flight: its `done` does not run.
  ~CurlTransport() override;
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  Id send(HttpRequest request, Done done) override;
  void cancel(Id id) override;

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace ashlar::awsapi
