#include "e2e/fake_aws.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace ashlar::e2e {

namespace {

constexpr const char* who_asks =
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/town</Arn>"
    "<UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

std::string action_of(const std::string& form) {
  const auto at = ("&" + form).find("&Action=");
  if (at == std::string::npos) return "";
  return form.substr(at + 7, form.find('&', at + 7) - at - 7);
}

/// One whole request: its length is announced. Empty when the other side went away.
std::string receive(int connection) {
  std::string request;
  std::size_t expected = std::string::npos;
  char buffer[4096];
  while (request.size() < expected) {
    const auto count = ::recv(connection, buffer, sizeof buffer, 0);
    if (count <= 0) return {};
    request.append(buffer, static_cast<std::size_t>(count));
    const auto head = request.find("\r\n\r\n");
    if (expected != std::string::npos || head == std::string::npos) continue;
    const auto length = request.find("Content-Length: ");
    expected = head + 4 + (length < head ? std::stoul(request.substr(length + 16)) : 0);
  }
  return request;
}

}  // namespace

FakeAws::FakeAws(std::map<std::string, Script> scripts)
    : scripts_(std::move(scripts)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  scripts_.emplace("GetCallerIdentity", [](int) { return AwsAnswer{200, who_asks}; });
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, 64) != 0)
    std::abort();
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FakeAws::~FakeAws() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

int FakeAws::calls(const std::string& action) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(action);
  return found == calls_.end() ? 0 : found->second;
}

void FakeAws::serve() {
  while (!stopping_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    answer_one(connection);
    ::close(connection);
  }
}

void FakeAws::answer_one(int connection) {
  const auto request = receive(connection);
  if (request.empty()) return;
  const auto action = action_of(request.substr(request.find("\r\n\r\n") + 4));
  int number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++calls_[action];
  }
  const auto script = scripts_.find(action);
  const auto answer =
      script == scripts_.end() ? ec2_error(400, "InvalidAction", "not scripted: " + action) : script->second(number);
  const auto text = "HTTP/1.1 " + std::to_string(answer.status) +
                    " Answered\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: " +
                    std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body;
  ::send(connection, text.data(), text.size(), MSG_NOSIGNAL);
}

AwsAnswer ec2_error(int status, const std::string& code, const std::string& message) {
  return {status, "<Response><Errors><Error><Code>" + code + "</Code><Message>" + message +
                      "</Message></Error></Errors><RequestID>8f1c-request</RequestID></Response>"};
}

AwsAnswer query_error(int status, const std::string& code, const std::string& message) {
  return {status, "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message +
                      "</Message></Error><RequestId>8f1c-request</RequestId></ErrorResponse>"};
}

}  // namespace ashlar::e2e
