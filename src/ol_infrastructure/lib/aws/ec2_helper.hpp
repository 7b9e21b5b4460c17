#pragma once

#include <ashlar/aws/api.hpp>
#include <ashlar/aws/ec2/types/security_group_egress.hpp>

#include "ol_infrastructure/lib/ip_network.hpp"
#include "ol_infrastructure/lib/ol_types.hpp"

namespace ol_infrastructure {

/// Everything may be reached from inside, over IPv4 and IPv6.
[[nodiscard]] std::vector<ashlar::aws::ec2::SecurityGroupEgressArgs> default_egress();

/// Something that was in the account before: options that bring it under management, if it is not yet, and its id.
struct Existing {
  ashlar::ResourceOptions options{};
  std::string id{};  ///< empty when there is none
};

/// What is in the account already. Networks that older tools made are adopted, not made twice: one that does not carry
/// the tag `pulumi_managed` is imported, and gets the tag unless this is a preview. Answers are kept, so that a program
/// asks AWS once for each kind of resource. Share one in a program.
class Ec2Inventory {
 public:
  explicit Ec2Inventory(ashlar::Context& ctx);

  [[nodiscard]] std::vector<std::string> regions();
  /// Those in which new instance types are to be had.
  [[nodiscard]] std::vector<std::string> availability_zones(const std::string& region);

  // More than one match throws ProgramError: the right one cannot be told.
  [[nodiscard]] Existing vpc(const Ipv4Network& cidr, const std::string& name_tag);
  [[nodiscard]] Existing internet_gateway(const std::string& vpc_id);
  [[nodiscard]] Existing route_table(const std::string& internet_gateway_id);
  [[nodiscard]] Existing subnet(const Ipv4Network& cidr, const std::string& vpc_id);
  [[nodiscard]] Existing peering(const Ipv4Network& source, const Ipv4Network& destination);

 private:
  using Matches = std::function<bool(const ashlar::Value&)>;

  const ashlar::Value::List& all(const char* operation, const char* list);
  Existing find(const char* operation, const char* list, const char* id, const std::string& what,
                const std::vector<std::string>& ignore_changes, const Matches& matches);

  ashlar::aws::Api api_;
  bool dry_run_;
  std::map<std::string, ashlar::Value::List> answers_;
  std::map<std::string, std::vector<std::string>> zones_;
};

}  // namespace ol_infrastructure
