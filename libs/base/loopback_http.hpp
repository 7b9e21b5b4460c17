#pragma once
/// For tests only: an HTTP server on a port of 127.0.0.1 that the kernel chose.

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace ashlar {

struct LoopbackRequest {
  std::string path;  ///< with the query, as the client sent it
  std::string body;
  int number = 0;  ///< among those of its connection, from 1
};

struct LoopbackResponse {
  int status = 200;
  std::string body;
  std::map<std::string, std::string> headers;  ///< in addition to the body's length
};

/// Serves until it is destroyed, which closes the connections that are open then. Connections are kept open; requests
/// with bodies say how long those are.
class LoopbackHttp {
 public:
  /// Called for one request at a time, on threads of the server. Without a response the request stays unanswered.
  using Answer = std::function<std::optional<LoopbackResponse>(const LoopbackRequest&)>;

  explicit LoopbackHttp(Answer answer);
  ~LoopbackHttp();
  LoopbackHttp(const LoopbackHttp&) = delete;
  LoopbackHttp& operator=(const LoopbackHttp&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  void accept_all();
  void serve(int connection);

  Answer answer_;
  std::mutex answering_;
  int listener_;
  int port_ = 0;
  std::vector<int> connections_;  ///< the acceptor's, until it has ended
  std::vector<std::thread> servers_;
  std::thread acceptor_;
};

/// The value of a field of a form (`a=1&b=2`), as it stands there; empty when there is none.
[[nodiscard]] std::string form_field(const std::string& form, const std::string& name);

}  // namespace ashlar
