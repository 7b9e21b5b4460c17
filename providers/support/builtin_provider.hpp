#pragma once
/// What the providers that are built in have in common: answers come back as events of the loop, and a package's own
/// configuration is empty but for what every provider resource carries (`version` …).

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/event_loop.hpp"
#include "deploy/provider.hpp"

namespace ashlar::providers {

/// The answer of `work`, delivered as an event of the loop: a caller never sees its `done` run inside the call.
template <typename T>
void answer(EventLoop& loop, const deploy::Done<T>& done, Result<T> result) {
  loop.post([done, result = std::move(result)]() mutable { done(std::move(result)); });
}

/// A provider without configuration. Resources and functions are up to the subclass.
class BuiltinProvider : public deploy::Provider {
 public:
  /// `loop` outlives the provider and every call made of it.
  explicit BuiltinProvider(EventLoop& loop) : loop_(loop) {}

  void check_config(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;
  void diff_config(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) override;
  void configure(Urn urn, std::string id, PropertyMap inputs, deploy::Done<void> done) override;

 protected:
  template <typename T>
  void answer(const deploy::Done<T>& done, Result<T> result) {
    providers::answer(loop_, done, std::move(result));
  }
  [[nodiscard]] EventLoop& loop() { return loop_; }

 private:
  EventLoop& loop_;
};

}  // namespace ashlar::providers
