#include "tests/goldens/fake_ec2.hpp"

namespace ashlar {

namespace {

std::string element(const std::string& name, const std::string& content) {
  return "<" + name + ">" + content + "</" + name + ">";
}

}  // namespace

void FakeEc2::add_vpc(const std::string& id, const std::string& cidr, const std::map<std::string, std::string>& tags) {
  std::string tag_set;
  for (const auto& [key, value] : tags) tag_set += element("item", element("key", key) + element("value", value));
  vpcs_ += element("item", element("vpcId", id) + element("cidrBlock", cidr) + element("tagSet", tag_set));
}

LoopbackResponse FakeEc2::answer(const std::string& form) const {
  const auto action = form_field(form, "Action");
  std::string content;
  if (action == "DescribeAvailabilityZones" && form_field(form, "Filter.1.Value.1") == "us-east-1") {
    for (const char zone : {'a', 'b', 'c', 'd', 'e', 'f'}) {
      content += element("item", element("zoneName", std::string("us-east-1") + zone));
    }
    content = element("availabilityZoneInfo", content);
  } else if (action == "DescribeRegions") {
    for (const auto* region : {"us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1"}) {
      content += element("item", element("regionName", region));
    }
    content = element("regionInfo", content);
  } else if (action == "DescribeVpcs") {
    content = element("vpcSet", vpcs_);
  }
  return {.body = element(action + "Response", content), .headers = {{"Content-Type", "text/xml"}}};
}

}  // namespace ashlar
