#pragma once

#include "ol_infrastructure/lib/validation.hpp"

namespace ol_infrastructure {

using Tags = std::map<std::string, std::string>;

/// The units that costs are allocated to: values of the tag `OU`.
[[nodiscard]] const std::vector<std::string>& business_units();

/// What all settings of AWS components have: tags that allocate costs, and a region.
class AwsBase {
 public:
  /// Which regions there are. Asked only when a region is given.
  using Regions = std::function<std::vector<std::string>()>;

  /// Reads `tags` (with `OU` and `Environment`) and `region`.
  AwsBase(SettingsReader& reader, const Regions& regions);

  [[nodiscard]] const Tags& tags() const { return tags_; }  ///< with `pulumi_managed`
  [[nodiscard]] const std::string& region() const { return region_; }
  /// The tags with `more` on top.
  [[nodiscard]] Tags merged_tags(const Tags& more) const;

 private:
  Tags tags_;
  std::string region_ = "us-east-1";
};

}  // namespace ol_infrastructure
