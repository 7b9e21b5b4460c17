#pragma once
/// The way to AWS: calls by service and operation name, documents in and out.
///
///   Request request{.service = "ec2", .operation = "DescribeVpcs", .parameters = Value::map({{"VpcIds",
///   Value::list({id})}})}; auto asking = client.call(request); auto answer = co_await asking; if
///   (answer.failed_with("InvalidVpcID.NotFound")) …

#include <functional>
#include <memory>

#include "aws/caller.hpp"
#include "aws/credentials.hpp"

namespace ashlar::awsapi {

struct WaitOptions {
  std::chrono::milliseconds delay{0};  ///< between two looks; 0: the waiter's
  std::chrono::milliseconds limit{0};  ///< for the whole wait; 0: the waiter's
};

/// Belongs to the event loop's thread. REQUIRES: outlives the calls it has under way.
class Client {
 public:
  /// Takes its credentials from `credentials`, or finds them as the settings say (credential_chain.hpp) when that is
  /// null.
  Client(Surroundings surroundings, Settings settings, std::shared_ptr<CredentialsProvider> credentials = nullptr);
  ~Client();

  /// One call, with retries.
  [[nodiscard]] Task<Outcome> call(Request request);
  /// All pages of a call, joined into one answer. An operation without pages is called once.
  [[nodiscard]] Task<Outcome> collect(Request request);
  /// Calls the waiter's operation until its rules say success; gives the last answer. `request.operation` is set by the
  /// waiter.
  [[nodiscard]] Task<Outcome> wait_until(std::string waiter, Request request, WaitOptions options);

  /// `call` for code without coroutines. `done` runs on the event loop's thread, possibly within this call.
  void call(Request request, std::function<void(Outcome)> done);

  [[nodiscard]] Task<Result<Credentials>> credentials();
  [[nodiscard]] const Settings& settings() const { return caller_.settings(); }
  /// Ends everything under way and refuses what comes after: it all answers with the code `Cancelled`.
  void cancel_all() { cancellation_->cancel(); }

 private:
  Caller caller_;
  std::shared_ptr<CredentialsProvider> credentials_;
  CancellationPtr cancellation_ = std::make_shared<Cancellation>();
};

/// A client's real surroundings, all in one: curl, the system's clock, entropy, files, environment and shell.
class SystemSurroundings {
 public:
  /// `loop` must outlive this object.
  SystemSurroundings(EventLoop& loop, Environment environment);
  ~SystemSurroundings();

  [[nodiscard]] Surroundings all();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ashlar::awsapi
