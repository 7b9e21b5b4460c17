// Transforms as functions of the program that are reached by callbacks (reference 5.2).

#include "plugin/callbacks.hpp"
#include "plugin/option_fields.hpp"
#include "resource/asset_hash.hpp"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

wire::MarshalOptions everything(const pulumirpc::Callback& callback) {
  return {.keep_byte_strings = callback.accepts_byte_string()};
}

Error program_is_gone() { return fail("the program that would answer has ended", ErrorKind::cancelled); }

/// Sends `request` and has `read` make the answer of the response, which has to be one.
template <typename Response, typename T, typename Request, typename Read>
void call_back(const std::weak_ptr<Callbacks>& weak, const pulumirpc::Callback& callback, const Request& request,
               Read read, deploy::Done<T> done) {
  const auto callbacks = weak.lock();
  if (!callbacks) return done(program_is_gone());
  callbacks->invoke(callback, request.SerializeAsString(),
                    [read = std::move(read), done = std::move(done)](const Result<std::string>& answer) mutable {
                      if (!answer) return done(answer.error());
                      Response response;
                      if (!response.ParseFromString(*answer))
                        return done(fail("the program answered with something that cannot be read"));
                      done(read(response));
                    });
}

Result<pulumirpc::TransformRequest> request_for(const Goal& goal, const pulumirpc::Callback& callback) {
  pulumirpc::TransformRequest request;
  request.set_type(goal.type);
  request.set_name(goal.name);
  request.set_custom(goal.custom);
  if (goal.parent) request.set_parent(goal.parent->text());
  auto options = transform_options(goal);
  if (!options) return options.error();
  *request.mutable_options() = *std::move(options);
  auto status = wire::marshal(goal.properties, everything(callback), *request.mutable_properties());
  if (!status) return status.error();
  return request;
}

/// What the response leaves out stays as it was.
Result<Goal> changed(Goal goal, pulumirpc::TransformResponse& response, const std::filesystem::path& directory) {
  if (response.has_options()) {
    if (auto status = read_options(response.options(), goal); !status) return status.error();
  }
  if (!response.has_properties()) return goal;
  auto properties = wire::unmarshal(std::move(*response.mutable_properties()), {});
  if (!properties) return properties.error();
  goal.properties = *std::move(properties);
  if (auto status = hash_assets(goal.properties, directory); !status) return status.error();
  return goal;
}

Result<pulumirpc::TransformInvokeRequest> request_for(const deploy::FunctionCall& call,
                                                      const pulumirpc::Callback& callback) {
  pulumirpc::TransformInvokeRequest request;
  request.set_token(call.token);
  auto& options = *request.mutable_options();
  options.set_provider(call.provider);
  if (call.package.name.empty()) {
    options.set_version(call.package.version);
    options.set_plugin_download_url(call.package.download_url);
    options.mutable_plugin_checksums()->insert(call.package.checksums.begin(), call.package.checksums.end());
  }
  auto status = wire::marshal(call.args, everything(callback), *request.mutable_args());
  if (!status) return status.error();
  return request;
}

Result<deploy::FunctionCall> changed(deploy::FunctionCall call, pulumirpc::TransformInvokeResponse& response) {
  if (response.has_options()) {
    const auto& options = response.options();
    call.provider = options.provider();
    if (call.package.name.empty()) {
      call.package.version = without_v(options.version());
      call.package.download_url = options.plugin_download_url();
      call.package.checksums = {options.plugin_checksums().begin(), options.plugin_checksums().end()};
    }
  }
  if (!response.has_args()) return call;
  auto args = wire::unmarshal(std::move(*response.mutable_args()), {.keep_outputs = false});
  if (!args) return args.error();
  call.args = *std::move(args);
  return call;
}

}  // namespace

deploy::Transform transform_behind(std::weak_ptr<Callbacks> callbacks, const pulumirpc::Callback& callback,
                                   std::filesystem::path directory) {
  return [callbacks = std::move(callbacks), callback, directory = std::move(directory)](Goal goal,
                                                                                        deploy::Done<Goal> done) {
    const auto request = request_for(goal, callback);
    if (!request) return done(request.error());
    call_back<pulumirpc::TransformResponse>(
        callbacks, callback, *request,
        [goal = std::move(goal), directory](auto& response) mutable {
          return changed(std::move(goal), response, directory);
        },
        std::move(done));
  };
}

deploy::InvokeTransform invoke_transform_behind(std::weak_ptr<Callbacks> callbacks,
                                                const pulumirpc::Callback& callback) {
  return
      [callbacks = std::move(callbacks), callback](deploy::FunctionCall call, deploy::Done<deploy::FunctionCall> done) {
        const auto request = request_for(call, callback);
        if (!request) return done(request.error());
        call_back<pulumirpc::TransformInvokeResponse>(
            callbacks, callback, *request,
            [call = std::move(call)](auto& response) mutable { return changed(std::move(call), response); },
            std::move(done));
      };
}

}  // namespace ashlar::plugin
