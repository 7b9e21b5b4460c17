#include "ol_infrastructure/lib/ol_types.hpp"

#include <algorithm>

namespace ol_infrastructure {

namespace {

bool contains(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

void check_tags(const Tags& tags) {
  std::string missing;
  for (const auto* required : {"OU", "Environment"}) {
    if (tags.find(required) == tags.end()) missing += (missing.empty() ? "'" : ", '") + std::string(required) + "'";
  }
  if (!missing.empty()) {
    throw InvalidValue("Not all required tags have been specified. Missing tags: {" + missing + "}");
  }
  if (!contains(business_units(), tags.at("OU"))) {
    throw InvalidValue("The OU tag specified is not a valid business unit");
  }
}

}  // namespace

const std::vector<std::string>& business_units() {
  static const std::vector<std::string> units{
      "data",        "digital-credentials", "micromasters",    "mit-learn",  "mit-open",
      "mitx",        "mitxonline",          "open-courseware", "operations", "odl-video",
      "residential", "residential-staging", "mitxpro"};
  return units;
}

AwsBase::AwsBase(SettingsReader& reader, const Regions& regions) {
  reader.require("tags");
  tags_ = reader.texts("tags", check_tags).value_or(Tags());
  tags_["pulumi_managed"] = "true";
  const auto region = reader.text("region", [&](const std::string& name) {
    if (!contains(regions(), name)) throw InvalidValue("The specified region does not exist");
  });
  if (region) region_ = *region;
}

Tags AwsBase::merged_tags(const Tags& more) const {
  auto tags = more;
  tags.insert(tags_.begin(), tags_.end());
  return tags;
}

}  // namespace ol_infrastructure
