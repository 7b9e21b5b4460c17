/// apt.key, apt.repo, apt.ppa, apt.deb: where packages come from.

#include <algorithm>

#include "base/filesystem.hpp"
#include "base/strings.hpp"
#include "fleet/operations/apt_sources.hpp"
#include "fleet/operations/apt_tools.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"
#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {
namespace {

constexpr const char* armor_begin = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

std::string base_name(const std::string& text) {
  auto name = text.substr(text.rfind('/') + 1);
  name = name.substr(0, name.find_first_of("?#"));
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_' && c != '.'; }, '-');
  return name;
}

/// Writes a key where apt finds it: as it came where apt reads that, in binary where the name says so.
Status write_key(Machine& machine, const std::string& path, const std::string& key) {
  auto content = path.ends_with(".gpg") ? dearmored(key) : Result<std::string>(key);
  if (!content) return content.error().within(path);
  Plan plan;
  if (auto parents = plan_parents(plan, machine, path, {}); !parents) return parents;
  plan_content(plan, path, std::nullopt, *content, {.mode = 0644});
  for (const auto& step : plan.steps) {
    if (auto done = machine.carry_out(step.action); !done) return done;
  }
  return {};
}

/// Gets a key from a key server, in a key ring that is gone afterwards.
Status receive_key(Machine& machine, const std::string& server, const std::string& id, const std::string& path) {
  const std::string script =
      "set -e; ring=$(mktemp -d); trap 'rm -rf \"$ring\"' EXIT; gpg --batch --homedir \"$ring\" --keyserver \"$1\" "
      "--recv-keys \"$2\" >&2; "
      "gpg --batch --homedir \"$ring\" --armor --export \"$2\"";
  auto key = machine.output_of({"sh", "-c", script, "sh", server, id});
  if (!key) return key.error();
  return write_key(machine, path, *key);
}

Result<bool> is_there(const Machine& machine, const std::string& path) {
  auto info = machine.look_through(path);
  if (!info) return info.error();
  return info->has_value();
}

std::string without_extra_space(const std::string& line) {
  std::string text;
  for (const char c : std::string(trim(line.substr(0, line.find('#'))))) {
    const bool space = c == ' ' || c == '\t';
    if (!space || !text.ends_with(' ')) text += space ? ' ' : c;
  }
  return text;
}

/// The files of one-line sources.
std::vector<std::string> list_files(const Machine& machine) {
  std::vector<std::string> files{"/etc/apt/sources.list"};
  if (auto names = machine.list("/etc/apt/sources.list.d")) {
    for (const auto& name : *names) {
      if (name.ends_with(".list")) files.push_back("/etc/apt/sources.list.d/" + name);
    }
  }
  return files;
}

}  // namespace

Result<std::string> dearmored(const std::string& key) {
  const auto begin = key.find(armor_begin);
  if (begin == std::string::npos) return key;
  std::string base64;
  bool body = false;
  for (const auto& line : lines_of(key.substr(begin))) {
    const auto text = trim(line);
    if (text.starts_with("-----END") || (body && text.starts_with('='))) break;  // the check sum, or the end
    if (body) base64 += text;
    body = body || text.empty();
  }
  return from_base64(base64);
}

Result<Plan> plan_apt_key(Arguments& arguments, Machine& machine) {
  const auto source = arguments.text_or("src", ""), server = arguments.text_or("keyserver", "");
  const auto ids = arguments.texts("keyid");
  const auto destination = arguments.text_or("dest", "");
  const bool present = arguments.flag("present", true);
  if (source.empty() && server.empty()) arguments.reject("src", "is required, or `keyserver` with `keyid`");
  if (!server.empty() && ids.empty()) arguments.reject("keyid", "is required with `keyserver`");
  if (auto checked = arguments.check(); !checked) return checked.error();
  struct Key {
    std::string path, id;
  };
  std::vector<Key> keys;
  const std::string folder = "/etc/apt/trusted.gpg.d/";
  const auto in_folder = [&](std::string name) {
    if (!name.ends_with(".asc") && !name.ends_with(".gpg")) name += ".asc";
    return folder + name;
  };
  if (server.empty()) keys.push_back({destination.empty() ? in_folder(base_name(source)) : destination, ""});
  for (const auto& id : server.empty() ? std::vector<std::string>{} : ids) {
    keys.push_back({destination.empty() ? in_folder(id) : destination, id});
  }
  Plan plan;
  for (const auto& [path, id] : keys) {
    auto there = is_there(machine, path);
    if (!there) return there.error();
    if (!present && *there) plan.add("remove key " + path, RemovePath{path});
    if (!present || *there) continue;
    plan.add("add key " + path, Custom{[=, path = path, id = id](Machine& host) -> Status {
               if (!id.empty()) return receive_key(host, server, id, path);
               auto key = is_url(source) ? fetch_url(host, source) : host.read(source);
               if (!key) return key.error();
               return write_key(host, path, *key);
             }});
  }
  if (!plan.steps.empty()) plan_sources_changed(plan);
  return plan;
}

Result<Plan> plan_apt_repo(Arguments& arguments, Machine& machine) {
  const auto source = arguments.text("src");
  const bool present = arguments.flag("present", true);
  const auto name = arguments.text_or("filename", "");
  if (auto checked = arguments.check(); !checked) return checked.error();
  const auto own = name.empty() ? "/etc/apt/sources.list"
                                : "/etc/apt/sources.list.d/" + name + (name.ends_with(".list") ? "" : ".list");
  const auto wanted = without_extra_space(source);
  Plan plan;
  auto files = list_files(machine);
  if (std::find(files.begin(), files.end(), own) == files.end()) files.push_back(own);
  bool found = false;
  for (const auto& file : files) {
    auto text = machine.read_if_there(file);
    if (!text) return text.error();
    auto lines = lines_of(text->value_or(""));
    const auto removed = std::erase_if(lines, [&](const auto& line) { return without_extra_space(line) == wanted; });
    found = found || removed > 0;
    if (!present && removed > 0) plan_content(plan, file, *text, text_of(lines));
  }
  if (present && !found) {
    auto text = machine.read_if_there(own);
    if (!text) return text.error();
    if (auto parents = plan_parents(plan, machine, own, {}); !parents) return parents.error();
    const auto before = text->value_or("");
    plan_content(plan, own, *text, before + (before.empty() || before.ends_with('\n') ? "" : "\n") + source + "\n",
                 {.mode = 0644});
  }
  if (!plan.steps.empty()) plan_sources_changed(plan);
  return plan;
}

Result<Plan> plan_apt_ppa(Arguments& arguments, Machine& machine) {
  const auto source = arguments.text("src");
  const bool present = arguments.flag("present", true);
  const auto parts = split(source.starts_with("ppa:") ? source.substr(4) : source, '/');
  if (parts.size() != 2) arguments.reject("src", "must look like ppa:owner/name");
  if (auto checked = arguments.check(); !checked) return checked.error();
  auto names = machine.list("/etc/apt/sources.list.d");
  if (!names) return names.error();
  const auto prefix = parts[0] + "-ubuntu-" + parts[1] + "-";
  const bool there =
      std::any_of(names->begin(), names->end(), [&](const auto& name) { return name.starts_with(prefix); });
  Plan plan;
  if (present && !there) plan.execute("add " + source, {"apt-add-repository", "-y", source});
  if (!present && there) plan.execute("remove " + source, {"apt-add-repository", "-y", "--remove", source});
  if (!plan.steps.empty()) plan_sources_changed(plan);
  return plan;
}

Result<Plan> plan_apt_deb(Arguments& arguments, Machine& machine) {
  const auto source = arguments.text("src");
  const bool present = arguments.flag("present", true), force = arguments.flag("force", false);
  if (auto checked = arguments.check(); !checked) return checked.error();
  const auto file = is_url(source) ? "/var/cache/apt/archives/" + sha256(source).substr(0, 16) + "-" + base_name(source)
                                   : machine.absolute(source);
  Plan plan;
  auto there = is_there(machine, file);
  if (!there) return there.error();
  if (!*there && is_url(source)) {
    if (machine.planning()) {
      plan.add("install " + source + ", unless that version is installed", Custom{});
      return plan;
    }
    const auto part = file + ".part";
    const auto tool = machine.has_program("curl") ? std::vector<std::string>{"curl", "-fsSL", "-o", part, "--", source}
                                                  : std::vector<std::string>{"wget", "-qO", part, "--", source};
    plan.execute("", tool);
    plan.add("", MovePath{part, file});
  }
  plan.then = [=](Machine& host) -> Result<Plan> {
    auto about = host.output_of({"dpkg-deb", "-W", "--showformat=${Package} ${Version}", "--", file});
    if (!about) return about.error();
    const auto words = split(std::string(trim(*about)), ' ');
    if (words.size() != 2) return fail(file + " is no Debian package");
    auto installed = installed_debs(host);
    if (!installed) return installed.error();
    const auto found = installed->find(words[0]);
    const bool same = found != installed->end() && found->second.front() == words[1];
    Plan next;
    auto call = std::vector<std::string>{"install"};
    if (force) call.insert(call.end(), {"--allow-downgrades", "--allow-unauthenticated"});
    call.push_back(file);
    if (present && !same) next.add("install " + words[0] + " " + words[1], apt_get(call));
    if (!present && found != installed->end()) next.add("remove " + words[0], apt_get({"remove", words[0]}));
    return next;
  };
  return plan;
}

}  // namespace ashlar::fleet
