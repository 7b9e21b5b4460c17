#include "aws/curl_transport.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace ashlar::awsapi {
namespace {

/// Listens on loopback. Answers each request on a connection with 200 and the number of requests that this connection
/// has had; one for `/never` is never answered.
class TinyServer {
 public:
  TinyServer() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket_, 16) != 0) std::abort();
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~TinyServer() {
    ::shutdown(socket_, SHUT_RDWR);
    acceptor_.join();
    for (auto& connection : connections_) connection.join();
    ::close(socket_);
  }
  TinyServer(const TinyServer&) = delete;
  TinyServer& operator=(const TinyServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }

 private:
  void accept_all() {
    for (int client = ::accept(socket_, nullptr, nullptr); client >= 0; client = ::accept(socket_, nullptr, nullptr)) {
      connections_.emplace_back([client] { serve(client); });
    }
  }
  static void serve(int client) {
    std::string received;
    char buffer[1024];
    int count = 0;
    for (auto size = ::read(client, buffer, sizeof buffer); size > 0; size = ::read(client, buffer, sizeof buffer)) {
      received.append(buffer, static_cast<std::size_t>(size));
      if (received.find("\r\n\r\n") == std::string::npos) continue;
      const bool answer = received.find("/never") == std::string::npos;
      received.clear();
      const std::string body = std::to_string(++count);
      const std::string text =
          "HTTP/1.1 200 OK\r\nX-Kind: tiny\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
      if (answer && ::write(client, text.data(), text.size()) < 0) break;
    }
    ::close(client);
  }

  int socket_;
  int port_ = 0;
  std::thread acceptor_;
  std::vector<std::thread> connections_;
};

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

  TinyServer server;
  ThreadEventLoop loop;
  // Ends before the server, which waits for its connections to close.
  std::unique_ptr<CurlTransport> transport =
      std::make_unique<CurlTransport>(loop, CurlTransport::Options{.max_concurrent = 2});
};

TEST_F(Transport, KeepsConnectionsOpen) {
  for (const char* expected : {"1", "2", "3"}) {
    const auto result = get(server.url("/"));
    const auto* response = std::get_if<HttpResponse>(&result);
    ASSERT_NE(response, nullptr);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, expected);
    EXPECT_EQ(find_header(response->headers, "x-kind"), "tiny");
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
    request.url = server.url("/never");
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
