#pragma once

#include <functional>
#include <string>

#include "providers/random/resource_type.hpp"
#include "providers/support/background.hpp"
#include "providers/support/builtin_provider.hpp"

namespace ashlar::providers::random {

/// The `random` package: resources that are made of chance and exist in the state alone. Engine's thread only.
class RandomProvider final : public BuiltinProvider {
 public:
  RandomProvider(EventLoop& loop, Sources sources) : BuiltinProvider(loop), sources_(sources) {}

  void check(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) override;
  void diff(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) override;
  void create(deploy::CreateRequest request, deploy::Done<deploy::CreateAnswer> done) override;
  void read(deploy::ReadRequest request, deploy::Done<deploy::ReadAnswer> done) override;
  void update(deploy::UpdateRequest request, deploy::Done<deploy::UpdateAnswer> done) override;
  void remove(deploy::DeleteRequest request, deploy::Done<void> done) override;
  void invoke(deploy::InvokeRequest request, deploy::Done<deploy::InvokeAnswer> done) override;
  void recover_create(deploy::RecoverRequest request, deploy::Done<deploy::RecoverAnswer> done) override;

 private:
  /// What a call computes before and after the slow part of its work.
  template <typename Answer>
  struct Steps {
    std::function<Result<PropertyMap>()> slow;                ///< may be absent
    std::function<Answer(const PropertyMap& more)> conclude;  ///< on the engine's thread, with what `slow` yielded
  };
  template <typename Answer>
  void carry_out(Result<Steps<Answer>> steps, const deploy::Done<Answer>& done);

  [[nodiscard]] Result<Steps<deploy::CreateAnswer>> creation(const deploy::CreateRequest& request);
  [[nodiscard]] Result<Steps<deploy::ReadAnswer>> importing(const ResourceType& type, const std::string& text);
  [[nodiscard]] Result<Steps<deploy::ReadAnswer>> reading(deploy::ReadRequest request);
  [[nodiscard]] Result<Steps<deploy::UpdateAnswer>> updating(deploy::UpdateRequest request);
  [[nodiscard]] std::function<Result<PropertyMap>()> upgrade(const ResourceType& type, const PropertyMap& stored,
                                                             const PropertyMap& values);

  Sources sources_;
  Background background_;
};

}  // namespace ashlar::providers::random
