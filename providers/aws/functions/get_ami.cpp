#include <algorithm>
#include <regex>

#include "aws/timestamp.hpp"
#include "providers/aws/convert.hpp"
#include "providers/aws/functions/functions.hpp"
#include "providers/aws/tags.hpp"

namespace ashlar::providers::aws {

using awsapi::Value;

namespace {

/// What is told as AWS has it: the result's member, and AWS's.
constexpr std::array<std::pair<const char*, const char*>, 27> texts_told = {
    {{"architecture", "Architecture"},
     {"bootMode", "BootMode"},
     {"creationDate", "CreationDate"},
     {"deprecationTime", "DeprecationTime"},
     {"description", "Description"},
     {"hypervisor", "Hypervisor"},
     {"id", "ImageId"},
     {"imageId", "ImageId"},
     {"imageLocation", "ImageLocation"},
     {"imageOwnerAlias", "ImageOwnerAlias"},
     {"imageType", "ImageType"},
     {"imdsSupport", "ImdsSupport"},
     {"kernelId", "KernelId"},
     {"lastLaunchedTime", "LastLaunchedTime"},
     {"name", "Name"},
     {"ownerId", "OwnerId"},
     {"platform", "Platform"},
     {"platformDetails", "PlatformDetails"},
     {"ramdiskId", "RamdiskId"},
     {"rootDeviceName", "RootDeviceName"},
     {"rootDeviceType", "RootDeviceType"},
     {"sriovNetSupport", "SriovNetSupport"},
     {"state", "State"},
     {"tpmSupport", "TpmSupport"},
     {"usageOperation", "UsageOperation"},
     {"virtualizationType", "VirtualizationType"},
     {"uefiData", "UefiData"}}};

std::string number_text(const Value& value) { return std::to_string(value.integer()); }

PropertyArray block_devices(const Value& image) {
  PropertyArray devices;
  for (const auto& mapping : image["BlockDeviceMappings"].elements()) {
    const auto& ebs = mapping["Ebs"];
    PropertyMap volume;
    if (!ebs.is_null()) {
      volume = {{"delete_on_termination", ebs["DeleteOnTermination"].boolean() ? "true" : "false"},
                {"encrypted", ebs["Encrypted"].boolean() ? "true" : "false"},
                {"iops", number_text(ebs["Iops"])},
                {"snapshot_id", ebs["SnapshotId"].text()},
                {"throughput", number_text(ebs["Throughput"])},
                {"volume_size", number_text(ebs["VolumeSize"])},
                {"volume_type", ebs["VolumeType"].text()}};
    }
    devices.emplace_back(PropertyMap{{"deviceName", mapping["DeviceName"].text()},
                                     {"ebs", std::move(volume)},
                                     {"noDevice", mapping["NoDevice"].text()},
                                     {"virtualName", mapping["VirtualName"].text()}});
  }
  return devices;
}

std::string root_snapshot(const Value& image) {
  for (const auto& mapping : image["BlockDeviceMappings"].elements()) {
    if (mapping["DeviceName"] == image["RootDeviceName"]) return mapping["Ebs"]["SnapshotId"].text();
  }
  return {};
}

PropertyMap facts(const Session& session, const Value& image, const std::string& region) {
  PropertyMap result;
  for (const auto& [name, member] : texts_told) result.emplace(name, image[member].text());
  result.emplace("arn", make_arn("ec2", region, "", "image/" + image["ImageId"].text()));
  result.emplace("blockDeviceMappings", block_devices(image));
  result.emplace("enaSupport", image["EnaSupport"].boolean());
  result.emplace("public", image["Public"].boolean());
  result.emplace("rootSnapshotId", root_snapshot(image));
  PropertyArray codes;
  for (const auto& code : image["ProductCodes"].elements()) {
    codes.emplace_back(PropertyMap{{"productCodeId", code["ProductCodeId"].text()},
                                   {"productCodeType", code["ProductCodeType"].text()}});
  }
  result.emplace("productCodes", std::move(codes));
  const auto& reason = image["StateReason"];
  result.emplace("stateReason",
                 PropertyMap{{"code", reason["Code"].text("UNSET")}, {"message", reason["Message"].text("UNSET")}});
  result.emplace("tags", to_property_map(visible_tags(from_tag_list(image["Tags"]), session.config().tags)));
  return result;
}

/// `mostRecent` without a limit to owners would take whatever a stranger published last.
bool is_limited(const PropertyMap& args) {
  if (!strings_in(args, "owners").empty()) return true;
  for (const auto& filter : filters_in(args)) {
    const auto name = filter["Name"].text();
    if (name == "image-id" || name == "owner-id") return true;
  }
  return false;
}

/// The images whose name the expression finds; an error when it is none.
Result<Value::List> matching(const Value::List& images, const std::string& expression) {
  if (expression.empty()) return images;
  try {
    const std::regex regex(expression);
    Value::List found;
    for (const auto& image : images) {
      const auto name = image["Name"].text();
      if (!name.empty() && std::regex_search(name, regex)) found.push_back(image);
    }
    return found;
  } catch (const std::regex_error& problem) {
    return fail("nameRegex \"" + expression + "\" is not a regular expression: " + problem.what());
  }
}

Value request_of(const PropertyMap& args) {
  Value parameters = Value::map({{"IncludeDeprecated", flag_in(args, "includeDeprecated")}});
  if (const auto users = strings_in(args, "executableUsers"); !users.empty())
    parameters.set("ExecutableUsers", texts(users));
  if (const auto owners = strings_in(args, "owners"); !owners.empty()) parameters.set("Owners", texts(owners));
  if (auto filters = filters_in(args); !filters.empty()) parameters.set("Filters", std::move(filters));
  return parameters;
}

Task<Result<PropertyMap>> run(Session& session, PropertyMap args) {
  const bool most_recent = flag_in(args, "mostRecent");
  if (most_recent && !is_limited(args) && !flag_in(args, "allowUnsafeFilter")) {
    co_return fail_with_help("mostRecent without owners takes whatever anybody published last",
                             "set `owners`, or a filter for owner-id or image-id; `allowUnsafeFilter` takes the risk");
  }
  const auto region = region_of_call(session, args);
  auto asking = ask_service(session, "ec2", "DescribeImages", request_of(args), region);
  const auto outcome = co_await asking;
  if (!outcome) co_return outcome.error().error();
  const auto images = matching((*outcome)["Images"].elements(), text_in(args, "nameRegex"));
  if (!images) co_return images.error();
  if (images->empty()) co_return fail_with_help("no image matches", "change `owners`, `filters` or `nameRegex`");
  if (images->size() > 1 && !most_recent) {
    co_return fail_with_help(std::to_string(images->size()) + " images match",
                             "narrow `filters` or `nameRegex`, or set `mostRecent`");
  }
  const auto created = [](const Value& image) {
    return awsapi::parse_timestamp(image["CreationDate"].text()).value_or(Clock::Time());
  };
  for (auto& [name, value] : facts(session, *std::ranges::max_element(*images, {}, created), region))
    args.insert_or_assign(name, std::move(value));
  args.insert_or_assign("region", region);
  args.emplace("includeDeprecated", false);
  args.emplace("mostRecent", false);
  co_return args;
}

}  // namespace

const Function& get_ami() {
  static const Function function{"aws:ec2/getAmi:getAmi",
                                 {"allowUnsafeFilter", "executableUsers", "filters", "includeDeprecated", "mostRecent",
                                  "nameRegex", "owners", "region", "tags", "uefiData"},
                                 run};
  return function;
}

}  // namespace ashlar::providers::aws
