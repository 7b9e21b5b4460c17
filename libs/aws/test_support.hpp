#pragma once
/// A world for tests of whoever calls AWS: time that jumps, AWS as a script, an environment of one's own.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/client.hpp"
#include "base/temporary_directory.hpp"

namespace ashlar::awsapi {

/// An event loop that runs when told to; its clock jumps to the next timer instead of waiting.
class ManualLoop final : public EventLoop, public Clock {
 public:
  void post(Event event) override { queue_.push_back(std::move(event)); }
  void after(std::chrono::milliseconds delay, Event event) override { timers_.emplace(now_ + delay, std::move(event)); }
  Time now() override { return now_; }

  /// Runs until nothing is left to do.
  void run();
  /// Runs what is due now, no timers.
  void run_posted();

  Time now_ = Time(std::chrono::seconds(1700000000));  ///< 2023-11-14T22:13:20Z

 private:
  std::deque<Event> queue_;
  std::multimap<Time, Event> timers_;
};

/// Bytes that are the same in every run: 0x80, then counting up with each call.
class CountingEntropy final : public Entropy {
 public:
  std::string bytes(std::size_t count) override;

 private:
  unsigned char next_ = 0x80;
};

class FakeProcesses final : public ProcessRunner {
 public:
  explicit FakeProcesses(EventLoop& loop) : loop_(loop) {}
  void run(std::string command, std::function<void(Result<std::string>)> done) override;
  std::map<std::string, std::string> outputs;  ///< by command; any other fails

 private:
  EventLoop& loop_;
};

/// The parameters of a form body, decoded.
[[nodiscard]] std::map<std::string, std::string> parse_form(const std::string& body);

/// Answers by script: what `on` was told for an operation (its Action), or for a method and URL.
class FakeAws final : public HttpTransport {
 public:
  explicit FakeAws(EventLoop& loop) : loop_(loop) {}

  /// The next requests of that operation are answered in the order of these calls; the last answer stays.
  FakeAws& on(const std::string& what, HttpResult answer);
  /// An XML answer with status 200: `body` stands inside the operation's response element, and result element where
  /// `what` is an operation of a query service (`query` true).
  FakeAws& on_xml(const std::string& operation, const std::string& body, bool query = false);
  /// An ec2 error with status 400.
  FakeAws& on_error(const std::string& operation, const std::string& code, const std::string& message = "no");

  Id send(HttpRequest request, Done done) override;
  void cancel(Id id) override;

  /// Actions in the order of their requests; `GET http://…` for what has none.
  [[nodiscard]] std::vector<std::string> calls() const;
  /// The parameters of the last request of that operation, without Action and Version.
  [[nodiscard]] std::map<std::string, std::string> last(const std::string& operation) const;

  std::vector<HttpRequest> requests;
  bool hold = false;  ///< requests stay unanswered until they are cancelled

 private:
  struct Script {
    std::vector<HttpResult> answers;
    std::size_t next = 0;
  };
  HttpResult answer_to(const HttpRequest& request);

  EventLoop& loop_;
  std::map<std::string, Script> scripts_;
  std::map<Id, Done> held_;
};

/// All of it together, with a home directory of its own and keys in the environment.
struct FakeWorld {
  FakeWorld();

  ManualLoop loop;
  CountingEntropy entropy;
  Environment environment;
  FakeProcesses processes{loop};
  FakeAws aws{loop};
  RealFileSystem files;
  TemporaryDirectory home;

  [[nodiscard]] Surroundings all() { return {loop, aws, loop, entropy, files, environment, processes}; }
  /// Writes a file below the home directory.
  void write(const std::string& path, const std::string& content);
  [[nodiscard]] Settings settings(Options options = {});

  /// Runs the task to its end and the loop until it is idle.
  template <typename T>
  T wait(Task<T> task) {
    std::optional<T> result;
    spawn([](Task<T> owned, std::optional<T>* out) -> Task<void> { out->emplace(co_await owned); }(std::move(task),
                                                                                                   &result));
    loop.run();
    return std::move(*result);
  }
};

[[nodiscard]] HttpResponse http_response(int status, std::string body);

}  // namespace ashlar::awsapi
