#pragma once
/// One operation on one resource: how it asks AWS, waits, and knows when to give up.

#include <chrono>
#include <string>
#include <vector>

#include "providers/aws/resource_type.hpp"
#include "providers/aws/session.hpp"

namespace ashlar::providers::aws {

class Call {
 public:
  /// `limit` bounds all waiting of the operation.
  Call(Session& session, const ResourceType& type, std::string region, std::string resource_id,
       std::chrono::milliseconds limit)
      : id(std::move(resource_id)),
        session_(session),
        type_(type),
        region_(std::move(region)),
        deadline_(session.surroundings().clock.now() + limit) {}

  std::string id;  ///< of the resource; empty until it exists

  [[nodiscard]] Session& session() const { return session_; }
  [[nodiscard]] const ResourceType& type() const { return type_; }
  [[nodiscard]] const std::string& region() const { return region_; }

  /// One request to the type's service, all pages of it.
  [[nodiscard]] Task<awsapi::Outcome> ask(std::string operation, awsapi::Value parameters);
  /// Again while it fails with one of those codes: things that AWS has not got round to yet.
  [[nodiscard]] Task<awsapi::Outcome> ask_while(std::string operation, awsapi::Value parameters,
                                                std::vector<std::string> codes);
  /// `ask` for what has nothing to say when it succeeds.
  [[nodiscard]] Task<Status> tell(std::string operation, awsapi::Value parameters);

  /// The resource as the type's `read` (or `find`) gives it; null when it does not exist.
  [[nodiscard]] Task<awsapi::Outcome> find(PropertyMap known);
  /// Until it is ready; the item. Fails when it cannot get ready or time is up. What was `just_created` may not be
  /// known everywhere yet, so its absence is waited out; the absence of anything else is a failure.
  [[nodiscard]] Task<awsapi::Outcome> wait_until_ready(PropertyMap known, bool just_created);
  [[nodiscard]] Task<Status> wait_until_gone(PropertyMap known);

  /// How many requests were made, and how many of those that may change something succeeded.
  [[nodiscard]] int requests() const { return requests_; }
  [[nodiscard]] int changes() const { return changes_; }

  /// Waits a little longer each time. False when time is up or the run is cancelled.
  [[nodiscard]] Task<bool> pause();

  /// A failure of waiting for it.
  [[nodiscard]] awsapi::ApiError not_ready(std::string_view code, const std::string& how) const;

  /// That `what` failed, in AWS's words.
  [[nodiscard]] Error error(const std::string& what, const awsapi::ApiError& cause) const;
  [[nodiscard]] Error gave_up(const std::string& what) const;

 private:
  Session& session_;
  const ResourceType& type_;
  std::string region_;
  Clock::Time deadline_;
  std::chrono::milliseconds next_pause_{500};
  int requests_ = 0;
  int changes_ = 0;
};

/// `[{Name, Values}]` for one filter.
[[nodiscard]] awsapi::Value::List filter(const std::string& name, const std::string& value);

}  // namespace ashlar::providers::aws
