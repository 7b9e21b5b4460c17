#include "cmd/ashlar/display/words.hpp"

#include <array>

namespace ashlar::cli {

const Words& words(deploy::StepOp op) {
  // In the order of `StepOp`.
  static constexpr std::array<Words, 15> all = {{
      {"  ", Role::plain, "", "", "", "", "failed", "unchanged"},
      {"+ ", Role::create, "create", "create", "creating", "created", "creating failed", "created"},
      {"~ ", Role::update, "update", "update", "updating", "updated", "updating failed", "updated"},
      {"- ", Role::remove, "delete", "delete", "deleting", "deleted", "deleting failed", "deleted"},
      {"+-", Role::replace, "replace", "replace", "replacing", "replaced", "replacing failed", "replaced"},
      {"++", Role::create_replacement, "create replacement", "replace", "creating replacement", "created replacement",
       "creating failed", "created replacement"},
      {"--", Role::delete_replaced, "delete original", "replace", "deleting original", "deleted original",
       "deleting failed", "deleted original"},
      {"> ", Role::read, "read", "read", "reading", "read", "reading failed", "read"},
      {">>", Role::replace, "read for replacement", "replace", "reading for replacement", "read for replacement",
       "reading failed", "read for replacement"},
      {"~ ", Role::update, "refreshing", "refresh", "refreshing", "refresh", "refreshing failed", "refreshed"},
      {"< ", Role::remove, "discard", "discard", "discarding", "discarded", "discarding failed", "discarded"},
      {"<<", Role::remove, "discard original", "replace", "discarding original", "discarded original",
       "discarding failed", "discarded original"},
      {"~ ", Role::plain, "", "", "", "", "failed", "removed from the state"},
      {"= ", Role::create, "import", "import", "importing", "imported", "importing failed", "imported"},
      {"=>", Role::replace, "import replacement", "import", "importing replacement", "imported replacement",
       "importing failed", "imported replacement"},
  }};
  return all[static_cast<std::size_t>(op)];
}

bool is_replacement_step(deploy::StepOp op) {
  switch (op) {
    case deploy::StepOp::replace:
    case deploy::StepOp::create_replacement:
    case deploy::StepOp::delete_replaced:
    case deploy::StepOp::read_replacement:
    case deploy::StepOp::discard_replaced:
    case deploy::StepOp::remove_pending_replace:
    case deploy::StepOp::import_replacement:
      return true;
    default:
      return false;
  }
}

std::string run_title(deploy::Mode mode, bool preview) {
  if (preview) return "Previewing " + std::string(run_noun(mode));
  // In the order of `Mode`, like the others.
  static constexpr std::array<std::string_view, 4> all = {"Updating", "Refreshing", "Destroying", "Importing"};
  return std::string(all[static_cast<std::size_t>(mode)]);
}

std::string_view run_noun(deploy::Mode mode) {
  static constexpr std::array<std::string_view, 4> all = {"update", "refresh", "destroy", "import"};
  return all[static_cast<std::size_t>(mode)];
}

std::string short_type(std::string_view type) {
  const auto first = type.find(':');
  const auto second = first == std::string_view::npos ? first : type.find(':', first + 1);
  if (second == std::string_view::npos || second + 1 == type.size()) return std::string(type);
  const auto module = type.substr(first + 1, second - first - 1);
  const auto name = type.substr(second + 1);
  const auto slash = module.rfind('/');
  if (slash == std::string_view::npos) return std::string(type);
  // The file part says nothing when it is the name in camel case (`randomPet` of `RandomPet`).
  auto file = std::string(name);
  if (file[0] >= 'A' && file[0] <= 'Z') file[0] = static_cast<char>(file[0] - 'A' + 'a');
  if (module.substr(slash + 1) != file) return std::string(type);
  return std::string(type.substr(0, first + 1 + slash)) + ":" + std::string(name);
}

std::string counted_noun(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string format_duration(std::chrono::seconds duration) {
  const auto total = duration.count();
  const auto hours = total / 3600;
  const auto minutes = total / 60 % 60;
  std::string text;
  if (hours > 0) text += std::to_string(hours) + "h";
  if (total >= 60) text += std::to_string(minutes) + "m";
  return text + std::to_string(total % 60) + "s";
}

}  // namespace ashlar::cli
