#include "security_groups.hpp"

#include <ashlar/aws/ec2/get_security_group.hpp>

using namespace ashlar;
using ol_infrastructure::OLVPC;
namespace ec2 = ashlar::aws::ec2;

namespace {

ec2::SecurityGroupIngressArgs from_anywhere(int port, const std::string& description) {
  return {.from_port = port,
          .protocol = "tcp",
          .to_port = port,
          .cidr_blocks = {"0.0.0.0/0"},
          .description = description,
          .ipv6_cidr_blocks = {"::/0"}};
}

ec2::SecurityGroup make_group(Context& ctx, const OLVPC& vpc, const std::string& resource, const GroupName& group,
                              const std::string& description,
                              const std::vector<ec2::SecurityGroupIngressArgs>& ingress) {
  return {ctx,
          vpc.config().vpc_name() + "-" + resource,
          {.description = description,
           .egress = ol_infrastructure::default_egress(),
           .ingress = ingress,
           .name = group.name,
           .tags = group.tags,
           .vpc_id = vpc.vpc().id()}};
}

}  // namespace

Output<std::string> default_group(Context& ctx, const ec2::Vpc& vpc) {
  const auto group = ec2::get_security_group(
      ctx, {.filters = {{.name = "group-name", .values = {"default"}}, {.name = "vpc-id", .values = {vpc.id()}}},
            .vpc_id = vpc.id()});
  return group.get(&ec2::GetSecurityGroupResult::id);
}

ec2::SecurityGroup public_web(Context& ctx, const OLVPC& vpc, const GroupName& group) {
  return make_group(ctx, vpc, "web-server", group, "HTTP/HTTPS access from the public internet",
                    {from_anywhere(80, "HTTP access from the public internet"),
                     from_anywhere(443, "HTTPS access from the public internet")});
}

ec2::SecurityGroup public_ssh(Context& ctx, const OLVPC& vpc, const GroupName& group) {
  return make_group(ctx, vpc, "public-ssh-access", group, "SSH access from the public internet",
                    {from_anywhere(22, "SSH access from the public internet")});
}

ec2::SecurityGroup salt_minion(Context& ctx, const OLVPC& vpc, const OLVPC& operations, const GroupName& group) {
  const auto from_master = [&](int port, const std::string& description) -> ec2::SecurityGroupIngressArgs {
    return {.from_port = port,
            .protocol = "tcp",
            .to_port = port,
            .cidr_blocks = {operations.vpc().cidr_block()},
            .description = description};
  };
  return make_group(ctx, vpc, "salt-minion", group, "Access to minions from the salt master",
                    {from_master(22, "SSH access from the salt master"),
                     from_master(19999, "Access to the Netdata HTTP interface from the salt master")});
}
