#pragma once
/// The engine's requests to providers as messages, and providers' messages as answers (reference 1.2, 2.3). Pure
/// functions, safe on any thread. Every `read_…` of an answer to a failed call gives an error, except where the failure
/// says that something exists.

#include <grpcpp/grpcpp.h>

#include "deploy/provider.hpp"
#include "pulumi/provider.pb.h"

namespace ashlar::plugin {

/// What a provider plugin can read, as it told when it was greeted or configured.
struct ProviderFeatures {
  bool secrets = false;
  bool resources = false;
  bool outputs = false;  ///< in what components and methods get
  bool byte_strings = false;
  bool preview = false;
  bool autonaming = false;
};

/// Who is asked, for error messages and conversions.
struct ProviderFacts {
  std::string label;  ///< `the provider plugin random`
  ProviderFeatures features;
};

// Configuration: nothing secret is sent for checking, and `__internal` never (reference 1.2, 3.2).
[[nodiscard]] Result<pulumirpc::CheckRequest> config_check_message(const deploy::CheckRequest& request);
[[nodiscard]] Result<pulumirpc::DiffRequest> config_diff_message(const deploy::DiffRequest& request);
[[nodiscard]] Result<pulumirpc::ConfigureRequest> configure_message(const Urn& urn, const std::string& id,
                                                                    const PropertyMap& inputs);
/// `inputs` are those that were asked about: they come back unchanged from a plugin that does not check, and secrets
/// stay marked.
[[nodiscard]] Result<deploy::CheckAnswer> read_config_check(const grpc::Status& status,
                                                            pulumirpc::CheckResponse& response,
                                                            const PropertyMap& inputs, const ProviderFacts& facts);
[[nodiscard]] Result<deploy::DiffAnswer> read_config_diff(const grpc::Status& status,
                                                          const pulumirpc::DiffResponse& response,
                                                          const ProviderFacts& facts);

[[nodiscard]] Result<pulumirpc::CheckRequest> check_message(const deploy::CheckRequest& request,
                                                            const ProviderFeatures& features);
[[nodiscard]] Result<pulumirpc::DiffRequest> diff_message(const deploy::DiffRequest& request,
                                                          const ProviderFeatures& features);
[[nodiscard]] Result<pulumirpc::CreateRequest> create_message(const deploy::CreateRequest& request,
                                                              const ProviderFeatures& features);
[[nodiscard]] Result<pulumirpc::ReadRequest> read_message(const deploy::ReadRequest& request,
                                                          const ProviderFeatures& features);
[[nodiscard]] Result<pulumirpc::UpdateRequest> update_message(const deploy::UpdateRequest& request,
                                                              const ProviderFeatures& features);
[[nodiscard]] Result<pulumirpc::DeleteRequest> delete_message(const deploy::DeleteRequest& request,
                                                              const ProviderFeatures& features);
[[nodiscard]] Result<pulumirpc::InvokeRequest> invoke_message(const deploy::InvokeRequest& request,
                                                              const ProviderFeatures& features);

[[nodiscard]] Result<deploy::CheckAnswer> read_check(const grpc::Status& status, pulumirpc::CheckResponse& response,
                                                     const deploy::CheckRequest& request, const ProviderFacts& facts);
[[nodiscard]] Result<deploy::DiffAnswer> read_diff(const grpc::Status& status, const pulumirpc::DiffResponse& response,
                                                   const ProviderFacts& facts);
[[nodiscard]] Result<deploy::CreateAnswer> read_create(const grpc::Status& status, pulumirpc::CreateResponse& response,
                                                       const deploy::CreateRequest& request,
                                                       const ProviderFacts& facts);
[[nodiscard]] Result<deploy::ReadAnswer> read_read(const grpc::Status& status, pulumirpc::ReadResponse& response,
                                                   const deploy::ReadRequest& request, const ProviderFacts& facts);
[[nodiscard]] Result<deploy::UpdateAnswer> read_update(const grpc::Status& status, pulumirpc::UpdateResponse& response,
                                                       const deploy::UpdateRequest& request,
                                                       const ProviderFacts& facts);
[[nodiscard]] Result<deploy::InvokeAnswer> read_invoke(const grpc::Status& status, pulumirpc::InvokeResponse& response,
                                                       const deploy::InvokeRequest& request,
                                                       const ProviderFacts& facts);

}  // namespace ashlar::plugin
