#include "aws/curl_transport.hpp"

#include <curl/curl.h>

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "base/strings.hpp"

namespace ashlar::awsapi {
namespace {

/// One request on its way. libcurl holds pointers into it, so it stays where it is until it is done.
struct Transfer {
  HttpTransport::Id id = 0;
  HttpRequest request;
  HttpTransport::Done done;
  HttpResponse response;
  CURL* handle = nullptr;
  curl_slist* headers = nullptr;
  char problem[CURL_ERROR_SIZE] = {};

  Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
  }
};

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  static_cast<Transfer*>(user)->response.body.append(data, size * count);
  return size * count;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  auto& response = static_cast<Transfer*>(user)->response;
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) response.headers.clear();  // an interim answer (100, a proxy's) came before
  if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    response.headers.push_back({std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1)))});
  }
  return size * count;
}

void prepare(Transfer& transfer) {
  const auto& request = transfer.request;
  CURL* handle = transfer.handle = curl_easy_init();
  for (const auto& header : request.headers) {
    const auto line = header.value.empty() ? header.name + ';' : header.name + ": " + header.value;
    transfer.headers = curl_slist_append(transfer.headers, line.c_str());
  }
  transfer.headers = curl_slist_append(transfer.headers, "Expect:");  // no round trip before the body
  curl_easy_setopt(handle, CURLOPT_PRIVATE, &transfer);
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);  // what was signed is what is sent
  curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, transfer.headers);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout.count()));
  const auto idle = std::chrono::ceil<std::chrono::seconds>(request.idle_timeout).count();
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME, static_cast<long>(idle));
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, transfer.problem);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  if (!request.proxy.empty()) curl_easy_setopt(handle, CURLOPT_PROXY, request.proxy.c_str());
  if (!request.no_proxy.empty()) curl_easy_setopt(handle, CURLOPT_NOPROXY, request.no_proxy.c_str());
  if (!request.use_proxy) curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
  if (!request.verify_server) {
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (!request.ca_bundle.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, request.ca_bundle.c_str());
  if (request.method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
  }
}

HttpFailure failure_of(CURLcode code, const Transfer& transfer) {
  const auto host = split_url(transfer.request.url).host;
  const std::string words = transfer.problem[0] != '\0' ? transfer.problem : curl_easy_strerror(code);
  const bool timeout = code == CURLE_OPERATION_TIMEDOUT;
  return {timeout ? HttpFailure::Cause::timeout : HttpFailure::Cause::connection, host + ": " + words};
}

}  // namespace

/// The thread and what it works on. Everything below `mutex_` is shared with callers, the rest is the thread's own.
class CurlTransport::Worker {
 public:
  Worker(EventLoop& loop, Options options) : loop_(loop), options_(std::move(options)) {
    static const bool initialised = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    (void)initialised;
    multi_ = curl_multi_init();
    thread_ = std::thread([this] { run(); });
  }

  ~Worker() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    thread_.join();
    for (auto& [id, transfer] : active_) curl_multi_remove_handle(multi_, transfer->handle);
    active_.clear();
    curl_multi_cleanup(multi_);
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  Id send(HttpRequest request, Done done) {
    auto transfer = std::make_unique<Transfer>();
    const Id id = transfer->id = ++last_id_;
    transfer->request = std::move(request);
    transfer->done = std::move(done);
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(transfer));
    curl_multi_wakeup(multi_);
    return id;
  }

  void cancel(Id id) {
    const std::lock_guard lock(mutex_);
    cancelled_.push_back(id);
    curl_multi_wakeup(multi_);
  }

 private:
  void run() {
    while (take_orders()) {
      int running = 0;
      curl_multi_perform(multi_, &running);
      if (finish_completed()) continue;  // a place became free
      curl_multi_poll(multi_, nullptr, 0, 60000, nullptr);
    }
  }

  /// Starts what may start and ends what was cancelled. False when it is time to stop.
  bool take_orders() {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    for (const Id id : std::exchange(cancelled_, {})) end_cancelled(id);
    while (!waiting_.empty() && active_.size() < static_cast<std::size_t>(options_.max_concurrent)) {
      auto transfer = std::move(waiting_.front());
      waiting_.pop_front();
      prepare(*transfer);
      curl_multi_add_handle(multi_, transfer->handle);
      active_.emplace(transfer->id, std::move(transfer));
    }
    return true;
  }

  void end_cancelled(Id id) {
    const HttpFailure failure{HttpFailure::Cause::cancelled, "cancelled"};
    if (const auto found = active_.find(id); found != active_.end()) {
      curl_multi_remove_handle(multi_, found->second->handle);
      answer(*found->second, failure);
      active_.erase(found);
    }
    std::erase_if(waiting_, [&](auto& transfer) {
      if (transfer->id != id) return false;
      answer(*transfer, failure);
      return true;
    });
  }

  bool finish_completed() {
    bool any = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      CURL* handle = message->easy_handle;
      Transfer* transfer = nullptr;
      curl_easy_getinfo(handle, CURLINFO_PRIVATE, &transfer);
      curl_multi_remove_handle(multi_, handle);
      if (code == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
        transfer->response.status = static_cast<int>(status);
        answer(*transfer, std::move(transfer->response));
      } else {
        answer(*transfer, failure_of(code, *transfer));
      }
      active_.erase(transfer->id);
      any = true;
    }
    return any;
  }

  void answer(Transfer& transfer, HttpResult result) {
    loop_.post([done = std::move(transfer.done), result = std::move(result)]() mutable { done(std::move(result)); });
  }

  EventLoop& loop_;
  const Options options_;
  CURLM* multi_ = nullptr;
  std::map<Id, std::unique_ptr<Transfer>> active_;
  std::atomic<Id> last_id_{0};
  std::thread thread_;

  std::mutex mutex_;
  std::deque<std::unique_ptr<Transfer>> waiting_;
  std::vector<Id> cancelled_;
  bool stopping_ = false;
};

CurlTransport::CurlTransport(EventLoop& loop, Options options)
    : worker_(std::make_unique<Worker>(loop, std::move(options))) {}
CurlTransport::~CurlTransport() = default;

HttpTransport::Id CurlTransport::send(HttpRequest request, Done done) {
  return worker_->send(std::move(request), std::move(done));
}
void CurlTransport::cancel(Id id) { worker_->cancel(id); }

}  // namespace ashlar::awsapi
