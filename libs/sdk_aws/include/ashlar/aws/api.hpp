#pragma once

#include "ashlar/context.hpp"

namespace ashlar::aws {

/// AWS asked directly while the program runs, for what decides which resources there are and so cannot be an output:
/// which zones a region has, whether something exists already. A change made here is made in previews too unless the
/// program looks at `Context::dry_run`; resources are the way to make changes. Cheap to copy; belongs to the program's
/// thread.
class Api {
 public:
  /// As the stack's provider does it: with the region, profile, keys and endpoints of the configuration `aws:…`, else
  /// those of the environment. Nothing is read or sent before the first call.
  explicit Api(Context& ctx);

  /// The answer of an operation, all pages of it joined: `call("ec2", "DescribeVpcs", Value::Object{…})`, with the
  /// names of AWS's API reference. Blocks. A failure throws ProgramError with AWS's own words.
  [[nodiscard]] Value call(std::string_view service, std::string_view operation, const Value& parameters = {},
                           SourceLocation where = SourceLocation::current()) const;

 private:
  struct Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace ashlar::aws
