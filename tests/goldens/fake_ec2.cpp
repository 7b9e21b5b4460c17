#include "tests/goldens/fake_ec2.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace ashlar {

namespace {

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + content + "</" + name + ">";
}

/// The value of a form's field, as it stands there; empty when there is none.
std::string field(const std::string& form, const std::string& name) {
  const auto at = ("&" + form).find("&" + name + "=");
  if (at == std::string::npos) return "";
  const auto begin = at + name.size() + 1;
  return form.substr(begin, form.find('&', begin) - begin);
}

}  // namespace

FakeEc2::FakeEc2() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
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

FakeEc2::~FakeEc2() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void FakeEc2::add_vpc(const std::string& id, const std::string& cidr, const std::map<std::string, std::string>& tags) {
  std::string tag_set;
  for (const auto& [key, value] : tags) tag_set += element("item", element("key", key) + element("value", value));
  vpcs_ += element("item", element("vpcId", id) + element("cidrBlock", cidr) + element("tagSet", tag_set));
}

void FakeEc2::serve() {
  while (!stopping_) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) return;
    answer_one(connection);
    ::close(connection);
  }
}

/// One request a connection: its length is announced, which is all that the client sends.
void FakeEc2::answer_one(int connection) const {
  std::string request;
  std::size_t expected = std::string::npos;
  char buffer[4096];
  while (request.size() < expected) {
    const auto count = ::recv(connection, buffer, sizeof buffer, 0);
    if (count <= 0) return;
    request.append(buffer, static_cast<std::size_t>(count));
    const auto head = request.find("\r\n\r\n");
    if (expected != std::string::npos || head == std::string::npos) continue;
    const auto length = request.find("Content-Length: ");
    expected = head + 4 + (length < head ? std::stoul(request.substr(length + 16)) : 0);
  }
  const auto body = answer(request.substr(request.find("\r\n\r\n") + 4));
  const auto response = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: " +
                        std::to_string(body.size()) + "\r\n\r\n" + body;
  ::send(connection, response.data(), response.size(), MSG_NOSIGNAL);
}

std::string FakeEc2::answer(const std::string& form) const {
  const auto action = field(form, "Action");
  std::string content;
  if (action == "DescribeAvailabilityZones" && field(form, "Filter.1.Value.1") == "us-east-1") {
    for (const char zone : {'a', 'b', 'c', 'd', 'e', 'f'}) {
      content += element("item", element("zoneName", std::string("us-east-1") + zone));
    }
    content = element("availabilityZoneInfo", content);
  } else if (action == "DescribeRegions") {
    for (const auto* region : {"us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1"}) {
      content += element("item", element("regionName", region));
    }
    content = element("regionInfo", content);
  } else if (action == "DescribeVpcs") {
    content = element("vpcSet", vpcs_);
  }
  return element(action + "Response", content);
}

}  // namespace ashlar
