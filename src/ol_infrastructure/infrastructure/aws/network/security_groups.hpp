#pragma once

#include <ashlar/aws/ec2/security_group.hpp>

#include "ol_infrastructure/components/aws/olvpc/olvpc.hpp"

/// The group that AWS makes with every VPC: its id.
[[nodiscard]] ashlar::Output<std::string> default_group(ashlar::Context& ctx, const ashlar::aws::ec2::Vpc& vpc);

/// What a group of ours is called: `name` in AWS, and the tags.
struct GroupName {
  std::string name;
  ol_infrastructure::Tags tags;
};

/// HTTP and HTTPS from anywhere.
[[nodiscard]] ashlar::aws::ec2::SecurityGroup public_web(ashlar::Context& ctx, const ol_infrastructure::OLVPC& vpc,
                                                         const GroupName& group);
/// SSH from anywhere.
[[nodiscard]] ashlar::aws::ec2::SecurityGroup public_ssh(ashlar::Context& ctx, const ol_infrastructure::OLVPC& vpc,
                                                         const GroupName& group);
/// What the Salt master in the operations VPC needs to reach its minions.
[[nodiscard]] ashlar::aws::ec2::SecurityGroup salt_minion(ashlar::Context& ctx, const ol_infrastructure::OLVPC& vpc,
                                                          const ol_infrastructure::OLVPC& operations,
                                                          const GroupName& group);
