#include "plugin/plugin_client.hpp"

namespace ashlar::plugin {

PluginClient::PluginClient(std::shared_ptr<PluginProcess> process) : process_(std::move(process)) {
  // Nobody will answer a call that waits for a connection then.
  process_->at_exit([self = self_] {
    if (*self != nullptr) (*self)->cancel_all();
  });
}

PluginClient::~PluginClient() {
  *self_ = nullptr;
  cancel_all();
  std::unique_lock lock(mutex_);
  all_released_.wait(lock, [&] { return unreleased_ == 0; });
}

void PluginClient::cancel_all() {
  const std::lock_guard lock(mutex_);
  for (auto* context : open_) context->TryCancel();
}

void PluginClient::opened(grpc::ClientContext* context) {
  const std::lock_guard lock(mutex_);
  open_.insert(context);
  ++unreleased_;
}

void PluginClient::ended(grpc::ClientContext* context) {
  const std::lock_guard lock(mutex_);
  open_.erase(context);
}

void PluginClient::released() {
  const std::lock_guard lock(mutex_);
  --unreleased_;
  // Under the lock: the one who waits may destroy this object as soon as it has it.
  all_released_.notify_all();
}

}  // namespace ashlar::plugin
