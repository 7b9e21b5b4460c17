#pragma once
/// For tests of providers: calls that wait for their answer.

#include <functional>
#include <optional>
#include <utility>

#include "base/event_loop.hpp"
#include "deploy/provider.hpp"

namespace ashlar::providers {

/// Makes `call` with a `done` that ends the loop, runs the loop until then, and returns what was answered.
template <typename T>
Result<T> await(ThreadEventLoop& loop, const std::function<void(deploy::Done<T>)>& call) {
  std::optional<Result<T>> answered;
  call([&](Result<T> result) {
    answered.emplace(std::move(result));
    loop.stop();
  });
  loop.run();
  return std::move(*answered);
}

/// A provider whose calls return their answers.
class SynchronousCalls {
 public:
  SynchronousCalls(ThreadEventLoop& loop, deploy::Provider& provider) : loop_(loop), provider_(provider) {}

  Result<deploy::CheckAnswer> check(deploy::CheckRequest request) {
    return await<deploy::CheckAnswer>(loop_, [&](auto done) { provider_.check(std::move(request), std::move(done)); });
  }
  Result<deploy::DiffAnswer> diff(deploy::DiffRequest request) {
    return await<deploy::DiffAnswer>(loop_, [&](auto done) { provider_.diff(std::move(request), std::move(done)); });
  }
  Result<deploy::CreateAnswer> create(deploy::CreateRequest request) {
    return await<deploy::CreateAnswer>(loop_,
                                       [&](auto done) { provider_.create(std::move(request), std::move(done)); });
  }
  Result<deploy::ReadAnswer> read(deploy::ReadRequest request) {
    return await<deploy::ReadAnswer>(loop_, [&](auto done) { provider_.read(std::move(request), std::move(done)); });
  }
  Result<deploy::UpdateAnswer> update(deploy::UpdateRequest request) {
    return await<deploy::UpdateAnswer>(loop_,
                                       [&](auto done) { provider_.update(std::move(request), std::move(done)); });
  }
  Status remove(deploy::DeleteRequest request) {
    return await<void>(loop_, [&](auto done) { provider_.remove(std::move(request), std::move(done)); });
  }
  Result<deploy::InvokeAnswer> invoke(deploy::InvokeRequest request) {
    return await<deploy::InvokeAnswer>(loop_,
                                       [&](auto done) { provider_.invoke(std::move(request), std::move(done)); });
  }
  Result<deploy::RecoverAnswer> recover_create(deploy::RecoverRequest request) {
    return await<deploy::RecoverAnswer>(
        loop_, [&](auto done) { provider_.recover_create(std::move(request), std::move(done)); });
  }

 private:
  ThreadEventLoop& loop_;
  deploy::Provider& provider_;
};

}  // namespace ashlar::providers
