#include "ol_infrastructure/components/aws/olvpc/olvpc_config.hpp"

namespace ol_infrastructure {

using ashlar::Value;

namespace {

constexpr int fewest_subnets = 3;
constexpr int longest_prefix = 21;  ///< room for eight subnets of 256 addresses

void check_cidr(const Ipv4Network& network) {
  if (!network.is_private()) {
    throw InvalidValue("Specified CIDR block for VPC is not an RFC1918 private network");
  }
  if (network.prefix() > longest_prefix) {
    throw InvalidValue(
        "Specified CIDR block has a prefix that is too large. Please specify a network with a prefix length between "
        "/16 "
        "and /21");
  }
}

void check_subnets(int count) {
  if (count < fewest_subnets) {
    throw InvalidValue(
        "There should be at least 2 subnets defined for a VPC to allow for high availability across availability "
        "zones");
  }
}

}  // namespace

OLVPCConfig OLVPCConfig::parse(const Value& settings, const AwsBase::Regions& regions) {
  SettingsReader reader("OLVPCConfig", settings);
  OLVPCConfig config(reader, regions);
  reader.finish();
  return config;
}

OLVPCConfig::OLVPCConfig(SettingsReader& reader, const AwsBase::Regions& regions) : base_(reader, regions) {
  reader.require("vpc_name");
  vpc_name_ = reader.text("vpc_name").value_or("");
  reader.require("cidr_block");
  cidr_block_ = reader.ipv4_network("cidr_block", check_cidr);
  k8s_service_subnet_ = reader.optional_ipv4_network("k8s_service_subnet", [this](const Ipv4Network& services) {
    if (cidr_block_ && services.is_inside(*cidr_block_)) {
      throw InvalidValue(services.text() + " is a subnet of " + cidr_block_->text() + " and shouldn't be.");
    }
  });
  nat_gateways_ = reader.one_of("k8s_nat_gateway_config", {"single", "all"}).value_or(nat_gateways_);
  read_pairs(reader);
  num_subnets_ = reader.positive_int("num_subnets", check_subnets).value_or(num_subnets_);
  enable_ipv6_ = reader.boolean("enable_ipv6").value_or(enable_ipv6_);
  default_public_ip_ = reader.boolean("default_public_ip").value_or(default_public_ip_);
  reader.check_all([this] {
    if (k8s_service_subnet_ && pairs_.empty()) {
      throw InvalidValue("A k8s_service_subnet was specified but no k8s_subnet_pair_configs were provided");
    }
    if (!k8s_service_subnet_ && !pairs_.empty()) {
      throw InvalidValue("k8s_subnet_pair_configs were provided but no k8s_service_subnet was specified");
    }
  });
}

void OLVPCConfig::read_pairs(SettingsReader& reader) {
  reader.objects("k8s_subnet_pair_configs", "OLVPCK8SSubnetPairConfig", [this](SettingsReader& pair) {
    pair.require("public_cidr");
    const auto public_cidr = pair.ipv4_network("public_cidr");
    pair.require("private_cidr");
    const auto private_cidr = pair.ipv4_network("private_cidr");
    if (public_cidr && private_cidr) pairs_.push_back({*public_cidr, *private_cidr});
  });
}

Value OLVPCConfig::to_value() const {
  Value::List pairs;
  for (const auto& pair : pairs_) {
    pairs.push_back(
        Value::Object{{"public_cidr", pair.public_cidr.text()}, {"private_cidr", pair.private_cidr.text()}});
  }
  return Value::Object{{"tags", ashlar::Codec<Tags>::encode(tags())},
                       {"region", region()},
                       {"vpc_name", vpc_name_},
                       {"cidr_block", cidr_block_->text()},
                       {"k8s_service_subnet", k8s_service_subnet_ ? Value(k8s_service_subnet_->text()) : Value()},
                       {"k8s_nat_gateway_config", nat_gateways_},
                       {"k8s_subnet_pair_configs", pairs},
                       {"num_subnets", num_subnets_},
                       {"enable_ipv6", enable_ipv6_},
                       {"default_public_ip", default_public_ip_}};
}

}  // namespace ol_infrastructure
