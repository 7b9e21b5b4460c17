#include "project/workspace.hpp"

#include <openssl/evp.h>

#include <array>

#include "base/strings.hpp"
#include "project/yaml_document.hpp"
#include "project/yaml_write.hpp"

namespace ashlar::project {

namespace {

constexpr unsigned owner_only = 0600;
constexpr unsigned owner_only_directory = 0700;

std::string sha1_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return to_hex({reinterpret_cast<const char*>(digest.data()), size});
}

/// The object in a JSON file; an empty one when there is no file, or nothing in it.
Result<YamlMap> read_json(FileSystem& files, const std::string& path) {
  auto text = files.read_file(path);
  if (!text && text.error().kind == ErrorKind::not_found) return YamlMap();
  if (!text) return text.error();
  const auto document = YamlDocument::parse(*std::move(text), path, YamlDocument::Format::json);
  if (!document) {
    auto error = document.error().within("cannot read " + path);
    error.help = "repair or delete the file";
    return error;
  }
  if (document->value().is_null()) return YamlMap();
  const auto* map = document->value().get<YamlMap>();
  if (map == nullptr)
    return fail_with_help("cannot read " + path + ": it holds no JSON object", "repair or delete the file");
  return *map;
}

Status write_json(FileSystem& files, const std::string& path, const YamlMap& settings) {
  if (auto made = files.make_directories(parent_directory(path), owner_only_directory); !made) return made;
  constexpr std::size_t step = 4;
  return files.write_file_atomically(path, pretty_json(settings, step), owner_only);
}

Status remove_file(FileSystem& files, const std::string& path) {
  auto removed = files.remove(path);
  if (!removed && removed.error().kind == ErrorKind::not_found) return {};
  return removed;
}

std::string text_member(const YamlMap& map, std::string_view key) {
  const auto* value = map.find(key);
  const auto* text = value == nullptr ? nullptr : value->get<std::string>();
  return text == nullptr ? std::string() : *text;
}

/// The map that is a member; a new one takes the place of anything else.
YamlMap& map_member(YamlMap& map, std::string_view key) {
  auto* present = map.find(key);
  if (present == nullptr || !present->is<YamlMap>()) present = &map.set(key, YamlMap());
  return *present->get<YamlMap>();
}

}  // namespace

Result<std::string> pulumi_home(const Environment& environment) {
  if (auto home = environment.text("PULUMI_HOME"); !home.empty()) return home;
  const auto user_home = environment.text("HOME");
  if (user_home.empty()) {
    return fail_with_help("cannot tell where your home directory is: HOME is not set", "set HOME, or PULUMI_HOME");
  }
  return user_home + "/.pulumi";
}

Result<Workspace> Workspace::load(FileSystem& files, const Environment& environment, const ProjectFile& project) {
  const auto home = pulumi_home(environment);
  if (!home) return home.error();
  const auto path = *home + "/workspaces/" + project.name + "-" + sha1_hex(project.path) + "-workspace.json";
  auto settings = read_json(files, path);
  if (!settings) return settings.error();
  return Workspace(path, *std::move(settings));
}

std::optional<std::string> Workspace::selected_stack(std::string_view backend_url) const {
  const auto* stacks = settings_.find("stacks");
  const auto* by_url = stacks == nullptr ? nullptr : stacks->get<YamlMap>();
  auto stack = by_url == nullptr ? std::string() : text_member(*by_url, backend_url);
  if (stack.empty()) stack = text_member(settings_, "stack");
  return stack.empty() ? std::optional<std::string>() : stack;
}

void Workspace::select(std::string_view backend_url, std::string_view stack) {
  auto& stacks = map_member(settings_, "stacks");
  if (!stack.empty()) {
    stacks.set(backend_url, stack);
    return;
  }
  stacks.erase(backend_url);
  const bool none_left = stacks.empty();
  settings_.erase("stack");  // the old field counts for every store
  if (none_left) settings_.erase("stacks");
}

Status Workspace::save(FileSystem& files) const {
  return settings_.empty() ? remove_file(files, path_) : write_json(files, path_, settings_);
}

Result<Credentials> Credentials::load(FileSystem& files, const Environment& environment) {
  auto directory = environment.text("PULUMI_CREDENTIALS_PATH");
  if (directory.empty()) {
    auto home = pulumi_home(environment);
    if (!home) return home.error();
    directory = *std::move(home);
  }
  const auto path = directory + "/credentials.json";
  auto settings = read_json(files, path);
  if (!settings) return settings.error();
  const bool is_known = settings->empty() || settings->find("current") != nullptr ||
                        settings->find("accounts") != nullptr || settings->find("accessTokens") != nullptr;
  if (!is_known) {
    return fail_with_help("cannot read " + path + ": it is encrypted, or in a form that is not known here",
                          "set PULUMI_BACKEND_URL, or let the tool that wrote it store credentials in plain text "
                          "(PULUMI_CREDENTIAL_STORE=plaintext)");
  }
  return Credentials(path, *std::move(settings));
}

std::string Credentials::current() const { return text_member(settings_, "current"); }

bool Credentials::knows(std::string_view backend_url) const {
  const auto* accounts = settings_.find("accounts");
  return accounts != nullptr && accounts->is<YamlMap>() && accounts->get<YamlMap>()->find(backend_url) != nullptr;
}

void Credentials::login(std::string_view backend_url) {
  settings_.set("current", backend_url);
  auto& tokens = map_member(settings_, "accessTokens");
  if (tokens.find(backend_url) == nullptr) tokens.append(std::string(backend_url), "");
  auto& accounts = map_member(settings_, "accounts");
  if (accounts.find(backend_url) == nullptr) {
    accounts.append(std::string(backend_url), YamlMap{{"lastValidatedAt", "0001-01-01T00:00:00Z"}});
  }
}

void Credentials::logout(std::string_view backend_url) {
  map_member(settings_, "accessTokens").erase(backend_url);
  map_member(settings_, "accounts").erase(backend_url);
  if (current() == backend_url) settings_.erase("current");
}

void Credentials::logout_everywhere() { settings_ = YamlMap(); }

Status Credentials::save(FileSystem& files) const {
  const auto* tokens = settings_.find("accessTokens");
  const bool has_tokens = tokens != nullptr && tokens->is<YamlMap>() && !tokens->get<YamlMap>()->empty();
  return has_tokens ? write_json(files, path_, settings_) : remove_file(files, path_);
}

BackendChoice choose_backend(const Environment& environment, const ProjectFile* project,
                             const Credentials& credentials) {
  using Source = BackendChoice::Source;
  if (auto url = environment.text("PULUMI_BACKEND_URL"); !url.empty()) return {url, Source::environment};
  if (project != nullptr && !project->backend_url.empty()) return {project->backend_url, Source::project};
  if (auto url = credentials.current(); !url.empty()) return {url, Source::login};
  return {"file://~", Source::default_store};
}

}  // namespace ashlar::project
