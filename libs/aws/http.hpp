#pragma once
/// HTTP as the client needs it: a request goes out, an answer comes back on the event loop.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ashlar::awsapi {

struct Header {
  std::string name;
  std::string value;
  friend bool operator==(const Header&, const Header&) = default;
};

/// The value of the header of that name in any case, or an empty text.
[[nodiscard]] std::string_view find_header(const std::vector<Header>& headers, std::string_view name);

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<Header> headers;
  std::string body;
  std::chrono::milliseconds connect_timeout{10000};
  std::chrono::milliseconds idle_timeout{60000};  ///< the longest wait without a byte of the answer
  bool use_proxy = true;                          ///< false for link-local metadata services
  std::string ca_bundle;                          ///< a file of certificates to trust instead of the system's
  std::string proxy;          ///< a URL, in place of what the environment (HTTPS_PROXY …) says; empty: as it says
  std::string no_proxy;       ///< hosts to reach without a proxy, with commas between; empty: as the environment says
  bool verify_server = true;  ///< false takes any certificate
};

struct HttpResponse {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
};

/// No answer arrived.
struct HttpFailure {
  enum class Cause { connection, timeout, cancelled };
  Cause cause = Cause::connection;
  std::string message;  ///< in the words of the HTTP library
};

using HttpResult = std::variant<HttpResponse, HttpFailure>;

/// Where requests go out. The seam exists for tests; the real one is `CurlTransport`.
class HttpTransport {
 public:
  using Done = std::function<void(HttpResult)>;
  using Id = std::uint64_t;  ///< never 0

  virtual ~HttpTransport() = default;
  /// Sends `request`. `done` runs on the event loop that the transport was made for, once, never within this call.
  virtual Id send(HttpRequest request, Done done) = 0;
  /// Ends a request with the cause `cancelled`, unless it is over.
  virtual void cancel(Id id) = 0;
};

/// `text` with every byte outside A-Z a-z 0-9 - _ . ~ as %XX (RFC 3986), those of `kept` excepted.
[[nodiscard]] std::string percent_encode(std::string_view text, std::string_view kept = {});

/// The parts of an absolute http(s) URL; `path` begins with a slash, `query` has no question mark.
struct Url {
  std::string scheme;
  std::string host;  ///< with the port, as the Host header has it: default ports are left out
  std::string path;
  std::string query;
};
[[nodiscard]] Url split_url(std::string_view text);

}  // namespace ashlar::awsapi
