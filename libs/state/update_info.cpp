#include "state/update_info.hpp"

#include "base/strings.hpp"
#include "state/json_input.hpp"
#include "state/resource_json.hpp"

namespace ashlar::state {

namespace {

using json::append_name;

/// The members of an object, each appended by `append`.
template <typename T, typename Append>
void append_object(std::string& out, std::string_view name, const std::map<std::string, T>& members,
                   const Append& append) {
  append_name(out, name);
  out += '{';
  for (const auto& [key, value] : members) {
    append_name(out, key);
    append(value);
  }
  out += '}';
}

}  // namespace

std::string write_update_info(const UpdateInfo& info) {
  std::string out = "{";
  const auto text = [&](std::string_view name, const std::string& value) {
    append_name(out, name);
    append_json_string(out, value);
  };
  const auto number = [&](std::string_view name, std::int64_t value) {
    append_name(out, name);
    out += std::to_string(value);
  };
  text("kind", info.kind);
  number("startTime", info.start_time);
  text("message", info.message);
  append_object(out, "environment", info.environment,
                [&](const std::string& value) { append_json_string(out, value); });
  append_object(out, "config", info.config, [&](const std::string& value) { out += value; });
  number("version", info.version);
  text("result", info.result);
  number("endTime", info.end_time);
  if (!info.resource_changes.empty()) {
    append_object(out, "resourceChanges", info.resource_changes, [&](int value) { out += std::to_string(value); });
  }
  out += '}';
  return out;
}

Result<UpdateInfo> read_update_info(std::string_view text) {
  json::Input input(text);
  return json::guarded(input, [&] {
    UpdateInfo info;
    for (auto field : input.object()) {
      const auto key = json::name_of(field);
      json::Value value = field.value();
      if (value.is_null()) continue;
      if (key == "kind") info.kind = json::string(value);
      if (key == "startTime") info.start_time = value.get_int64();
      if (key == "message") info.message = json::string(value);
      if (key == "version") info.version = static_cast<int>(std::int64_t(value.get_int64()));
      if (key == "result") info.result = json::string(value);
      if (key == "endTime") info.end_time = value.get_int64();
      if (key != "environment" && key != "config" && key != "resourceChanges") continue;
      for (auto member : value.get_object()) {
        std::string name(json::name_of(member));
        if (key == "environment") info.environment[name] = json::string(member.value());
        if (key == "config") info.config[name] = json::raw(member.value());
        if (key == "resourceChanges")
          info.resource_changes[name] = static_cast<int>(std::int64_t(member.value().get_int64()));
      }
    }
    return info;
  });
}

}  // namespace ashlar::state
