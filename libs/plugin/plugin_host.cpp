#include "plugin/plugin_host.hpp"

#include "base/strings.hpp"

namespace ashlar::plugin {
namespace {

std::string label_of(const std::string& package) { return "the provider plugin " + package; }

/// Providers whose resources are written in the program itself.
bool is_dynamic(const std::string& package) { return package == "pulumi-nodejs" || package == "pulumi-python"; }

}  // namespace

Result<std::map<std::string, int>> parse_running_plugins(std::string_view text) {
  std::map<std::string, int> ports;
  if (trim(text).empty()) return ports;
  for (const auto& entry : split(text, ',')) {
    const auto colon = entry.rfind(':');
    const auto digits = colon == std::string::npos ? "" : std::string(trim(std::string_view(entry).substr(colon + 1)));
    constexpr std::size_t longest = 5;
    if (digits.empty() || digits.size() > longest || digits.find_first_not_of("0123456789") != std::string::npos) {
      return fail_with_help("`" + entry + "` does not say on which port a plugin runs",
                            "write name:port, with commas between them", ErrorKind::usage);
    }
    ports.emplace(trim(std::string_view(entry).substr(0, colon)), std::stoi(digits));
  }
  return ports;
}

PluginHost::~PluginHost() {
  *alive_ = false;
  for (const auto& process : processes_) process->abandon();
}

void PluginHost::load(PackageDescriptor package, deploy::Done<std::shared_ptr<deploy::Provider>> done) {
  // The engine's own package is part of what an engine is; no plugin takes its place.
  if (package.name == "pulumi" && options_.built_in.contains("pulumi"))
    return done(options_.built_in.at("pulumi")(package));
  if (const auto at = options_.running.find(package.name); at != options_.running.end()) {
    auto process = PluginProcess::attach(label_of(package.name), "127.0.0.1:" + std::to_string(at->second), loop_,
                                         options_.call_log, {"resource", package.name});
    return connect(std::move(process), package, std::nullopt, std::move(done));
  }
  const auto found = find_plugin(options_.search, PluginKind::resource, package.name, package.version);
  if (!found) return done(found.error());
  if (*found && !prefers_built_in(package.name, **found)) return launch(package, **found, std::move(done));
  const auto built_in = options_.built_in.find(package.name);
  if (built_in == options_.built_in.end()) return done(not_found(package));
  if (package.parameterization) return done(fail("the provider for " + package.name + " takes no parameters"));
  done(built_in->second(package));
}

bool PluginHost::prefers_built_in(const std::string& package, const FoundPlugin& found) const {
  if (!options_.built_in.contains(package) || found.place == FoundPlugin::Place::project) return false;
  std::error_code error;
  return std::filesystem::equivalent(found.executable.parent_path(), options_.search.executable_directory, error);
}

void PluginHost::launch(const PackageDescriptor& package, const FoundPlugin& found,
                        deploy::Done<std::shared_ptr<deploy::Provider>> done) {
  if (found.place == FoundPlugin::Place::path && options_.warn) {
    options_.warn("using " + executable_name(PluginKind::resource, package.name) +
                  " from PATH: " + found.executable.string());
  }
  PluginLaunch launch;
  launch.label = label_of(package.name);
  launch.executable = found.executable;
  launch.arguments = {options_.engine_address};
  launch.environment = options_.environment;
  launch.directory = options_.directory;
  launch.call_log = options_.call_log;
  launch.peer = {"resource", package.name};
  if (is_dynamic(package.name)) launch.on_output = options_.on_output;
  const auto directory = found.executable.parent_path();
  auto started = PluginProcess::start(launch, loop_,
                                      [this, alive = alive_, package, directory,
                                       done = std::move(done)](Result<std::shared_ptr<PluginProcess>> process) {
                                        if (!*alive) return;
                                        if (!process) return done(process.error());
                                        connect(std::move(*process), package, directory, done);
                                      });
  if (started) processes_.push_back(std::move(started));
}

void PluginHost::connect(std::shared_ptr<PluginProcess> process, const PackageDescriptor& package,
                         std::optional<std::filesystem::path> directory,
                         deploy::Done<std::shared_ptr<deploy::Provider>> done) {
  ProviderGreeting greeting;
  greeting.engine_address = options_.engine_address;
  greeting.directory = std::move(directory);
  greeting.parameterization = package.parameterization;
  greeting.allow_preview = options_.allow_preview;
  PluginProvider::connect(
      std::move(process), std::move(greeting),
      [this, alive = alive_, done = std::move(done)](Result<std::shared_ptr<PluginProvider>> provider) {
        if (!*alive) return;
        if (!provider) return done(provider.error());
        providers_.push_back(*provider);
        done(std::shared_ptr<deploy::Provider>(std::move(*provider)));
      });
}

Error PluginHost::not_found(const PackageDescriptor& package) const {
  const auto version = package.version.empty() ? std::string() : " " + package.version;
  auto error = fail("there is no provider for the package " + package.name + version);
  error.notes = describe_places(options_.search, PluginKind::resource, package.name);
  std::vector<std::string> names;
  for (const auto& [name, make] : options_.built_in) names.push_back(name);
  if (!names.empty()) error.notes.push_back("built in are " + join(names, ", "));
  if (!package.download_url.empty())
    error.notes.push_back("the program says that it is to be had from " + package.download_url);
  const auto wanted = package.version.empty() ? "VERSION" : package.version;
  error.help = "`pulumi plugin install resource " + package.name + " " + wanted + "` installs it; or put " +
               executable_name(PluginKind::resource, package.name) + " into a folder of PATH";
  return error;
}

void PluginHost::shut_down(std::function<void()> done) {
  const auto providers = std::exchange(providers_, {});
  std::erase_if(processes_, [](const auto& process) { return process->has_ended(); });
  if (providers.empty()) return done();
  const auto left = std::make_shared<std::size_t>(providers.size());
  for (const auto& provider : providers) {
    provider->shut_down([left, provider, done] {
      if (--*left == 0) done();
    });
  }
}

}  // namespace ashlar::plugin
