#pragma once
/// Calls back into programs, and into plugins that register resources: their transforms (reference 1.5). Includes
/// gRPC's messages: for the .cpp files of libs/plugin.

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/event_loop.hpp"
#include "deploy/program.hpp"
#include "pulumi/callback.pb.h"

namespace ashlar::plugin {

/// The processes that have told where they can be called back. Lives on the loop's thread; destroying it ends what is
/// open with an error.
class Callbacks {
 public:
  explicit Callbacks(EventLoop& loop);
  ~Callbacks();
  Callbacks(const Callbacks&) = delete;
  Callbacks& operator=(const Callbacks&) = delete;

  /// Has `callback` answer the serialized `request` with a serialized response. Calls are not logged: what they carry
  /// is opaque to the log, which could not tell the secrets in it.
  void invoke(const pulumirpc::Callback& callback, std::string request, deploy::Done<std::string> done);

 private:
  class Target;

  EventLoop& loop_;
  std::map<std::string, std::unique_ptr<Target>> targets_;
};

/// The transforms behind `callback`. Each fails once `callbacks` are gone. What they return is hashed as what programs
/// register is: relative to `directory`. Safe on any thread; what they make is for the loop's.
[[nodiscard]] deploy::Transform transform_behind(std::weak_ptr<Callbacks> callbacks,
                                                 const pulumirpc::Callback& callback, std::filesystem::path directory);
[[nodiscard]] deploy::InvokeTransform invoke_transform_behind(std::weak_ptr<Callbacks> callbacks,
                                                              const pulumirpc::Callback& callback);

}  // namespace ashlar::plugin
