#include "aws/curl_transport.hpp"

#include <gtest/gtest.h>

#include "base/loopback_http.hpp"

namespace ashlar::awsapi {
namespace {

/// The number of the request on its connection. One for `/never` is never answered.
std::optional<LoopbackResponse> count(const LoopbackRequest& request) {
  if (request.path == "/never") return std::nullopt;
  return LoopbackResponse{.body = std::to_string(request.number), .headers = {{"X-Kind", "counting"}}};
}

class Transport : public testing::Test {
 protected:
  HttpResult get(const std::string& url) {
    std::optional<HttpResult> result;
    HttpRequest request;
    request.url = url;
    transport->send(std::move(request), [&](HttpResult answer) {
      result = std::move(answer);
      loop.stop();
    });
    loop.run();
    return std::move(*result);
  }

  LoopbackHttp server{count};
  ThreadEventLoop loop;
  std::unique_ptr<CurlTransport> transport =
      std::make_unique<CurlTransport>(loop, CurlTransport::Options{.max_concurrent = 2});
};

TEST_F(Transport, KeepsConnectionsOpen) {
  for (const char* expected : {"1", "2", "3"}) {
    const auto result = get(server.url() + "/");
    const auto* response = std::get_if<HttpResponse>(&result);
    ASSERT_NE(response, nullptr);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, expected);
    EXPECT_EQ(find_header(response->headers, "x-kind"), "counting");
  }
}

TEST_F(Transport, SaysWhyThereIsNoConnection) {
  const auto result = get("http://127.0.0.1:1/");
  const auto* failure = std::get_if<HttpFailure>(&result);
  ASSERT_NE(failure, nullptr);
  EXPECT_EQ(failure->cause, HttpFailure::Cause::connection);
  EXPECT_TRUE(failure->message.starts_with("127.0.0.1:1: ")) << failure->message;
}

TEST_F(Transport, CancelsWhatIsInFlightAndWhatWaits) {
  int cancelled = 0;
  std::vector<HttpTransport::Id> ids;
  for (int i = 0; i < 4; ++i) {  // two of them wait for a place
    HttpRequest request;
    request.url = server.url() + "/never";
    ids.push_back(transport->send(std::move(request), [&](HttpResult result) {
      EXPECT_EQ(std::get<HttpFailure>(result).cause, HttpFailure::Cause::cancelled);
      if (++cancelled == 4) loop.stop();
    }));
  }
  for (const auto id : ids) transport->cancel(id);
  loop.run();
  EXPECT_EQ(cancelled, 4);
}

}  // namespace
}  // namespace ashlar::awsapi
