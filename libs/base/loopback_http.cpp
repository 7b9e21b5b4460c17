#include "base/loopback_http.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace ashlar {

namespace {

/// Where the request at the start of `received` ends; npos as long as a part of it is missing.
std::size_t end_of_request(const std::string& received) {
  const auto head = received.find("\r\n\r\n");
  if (head == std::string::npos) return head;
  const auto length = received.find("Content-Length: ");
  const auto end = head + 4 + (length < head ? std::stoul(received.substr(length + 16)) : 0);
  return received.size() < end ? std::string::npos : end;
}

LoopbackRequest parse_request(const std::string& text) {
  const auto path = text.find(' ') + 1;
  return {text.substr(path, text.find(' ', path) - path), text.substr(text.find("\r\n\r\n") + 4)};
}

std::string format_response(const LoopbackResponse& response) {
  auto text = "HTTP/1.1 " + std::to_string(response.status) + " Answered\r\n";
  for (const auto& [name, value] : response.headers) text += name + ": " + value + "\r\n";
  return text + "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
}

}  // namespace

LoopbackHttp::LoopbackHttp(Answer answer)
    : answer_(std::move(answer)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, SOMAXCONN) != 0)
    std::abort();
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackHttp::~LoopbackHttp() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (const int connection : connections_) ::shutdown(connection, SHUT_RDWR);
  for (auto& server : servers_) server.join();
  for (const int connection : connections_) ::close(connection);
  ::close(listener_);
}

void LoopbackHttp::accept_all() {
  while (true) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    connections_.push_back(connection);
    servers_.emplace_back([this, connection] { serve(connection); });
  }
}

void LoopbackHttp::serve(int connection) {
  std::string received;
  char buffer[4096];
  int number = 0;
  while (true) {
    const auto end = end_of_request(received);
    if (end == std::string::npos) {
      const auto count = ::recv(connection, buffer, sizeof buffer, 0);
      if (count <= 0) break;
      received.append(buffer, static_cast<std::size_t>(count));
      continue;
    }
    auto request = parse_request(received.substr(0, end));
    request.number = ++number;
    received.erase(0, end);
    const std::lock_guard lock(answering_);
    const auto response = answer_(request);
    if (!response) continue;
    const auto text = format_response(*response);
    if (::send(connection, text.data(), text.size(), MSG_NOSIGNAL) < 0) break;
  }
  ::shutdown(connection, SHUT_RDWR);
}

std::string form_field(const std::string& form, const std::string& name) {
  const auto at = ("&" + form).find("&" + name + "=");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 1;
  return form.substr(begin, form.find('&', begin) - begin);
}

}  // namespace ashlar
