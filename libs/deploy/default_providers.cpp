// Which provider serves a request, and those that the engine makes by itself (reference 3.2).

#include <algorithm>

#include "base/strings.hpp"
#include "deploy/provider_resources.hpp"
#include "deploy/run.hpp"

namespace ashlar::deploy {

namespace {

/// `default_1_2_3_alpha_1` and the like: the version's numbers, pre-release and build parts, then the sanitised URL.
std::string default_provider_name(const PackageDescriptor& package) {
  std::string name = "default";
  const std::string& version = package.parameterization ? package.parameterization->version : package.version;
  if (!version.empty()) {
    name += '_';
    for (const char c : version) name += c == '.' || c == '-' || c == '+' ? '_' : c;
  }
  if (!package.download_url.empty()) {
    std::string url;
    for (const auto& part : split(package.download_url, '/')) {
      if (part.empty()) continue;
      if (!url.empty()) url += '_';
      for (const char c : part) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                           c == '.' || c == '-';
        url += plain ? c : '_';
      }
    }
    name += '_' + url;
  }
  return name;
}

/// The stack's configuration of one package, its keys without the namespace; all of it, under full names, for
/// dynamic providers.
PropertyMap package_config(const PropertyMap& config, const std::string& package) {
  // Dynamic providers run the program's own code, which reads the configuration as the program does.
  if (package == "pulumi-nodejs" || package == "pulumi-python") return config;
  PropertyMap own;
  const auto prefix = package + ":";
  for (const auto& [key, value] : config) {
    if (key.starts_with(prefix)) own.emplace(key.substr(prefix.size()), value);
  }
  return own;
}

bool is_disabled(const Options& options, const std::string& package) {
  if (package == "pulumi") return false;
  const auto& names = options.disabled_default_providers;
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name == "*" || name == package; });
}

Task<Result<std::string>> make_default_provider(Run& run, PackageDescriptor package) {
  const std::string& name = package.parameterization ? package.parameterization->name : package.name;
  Goal goal;
  goal.type = std::string(provider_type_prefix) + name;
  goal.name = default_provider_name(package);
  goal.custom = true;
  goal.properties = provider_inputs(package_config(run.options.config, name), package);
  goal.package = package;
  auto registering = register_resource(run, std::move(goal));
  auto answer = co_await registering;
  if (!answer || answer->outcome != RegisterOutcome::success) {  // that has been shown
    co_return fail("the provider for package " + name + " could not be set up", ErrorKind::cancelled);
  }
  co_return ProviderReference{answer->urn, answer->id}.text();
}

Task<void> make_for_all(Run& run, PackageDescriptor package, Promised<Result<std::string>> made) {
  auto making = make_default_provider(run, std::move(package));
  Result<std::string> reference = co_await making;
  made.set(std::move(reference));
}

/// Under which `Run::default_providers` has the one of `package`.
std::string key_of(const std::string& package, std::string_view provider_name) {
  return package + " " + std::string(provider_name);
}

Task<Result<std::string>> default_provider(Run& run, PackageDescriptor package) {
  if (is_disabled(run.options, package.name)) {
    co_return fail_with_help("the default provider for '" + package.name + "' is disabled",
                             "pass an explicit provider, or remove it from pulumi:disable-default-providers");
  }
  package = completed(std::move(package), run.options);
  const std::string key = key_of(package.name, default_provider_name(package));
  const auto [at, is_first] = run.default_providers.try_emplace(key);
  Promised<Result<std::string>> made = at->second;
  // Made beside those who wait for it, the first included, so that they go on in the order they came.
  if (is_first) spawn(make_for_all(run, std::move(package), made));
  Result<std::string> reference = co_await made;
  co_return reference;
}

}  // namespace

Result<std::string> chosen_provider(Run& run, const ProviderRequest& request) {
  if (!request.reference.empty()) {
    const auto parsed = ProviderReference::parse(request.reference);
    if (!parsed) return parsed.error();
    return request.reference;
  }
  const auto name = request.package.name.empty() ? std::string(package_of(request.token)) : request.package.name;
  if (const auto at = request.providers.find(name); at != request.providers.end()) return at->second;
  // Component maps are merged downwards as components register, so the nearest one has them all.
  const auto* parent = request.parent ? run.find(*request.parent) : nullptr;
  if (parent != nullptr) {
    if (const auto at = parent->providers.find(name); at != parent->providers.end()) return at->second;
  }
  return std::string();
}

PackageDescriptor completed(PackageDescriptor package, const Options& options) {
  const auto at = options.required_packages.find(package.name);
  if (at == options.required_packages.end()) return package;
  const auto& required = at->second;
  if (package.version.empty()) package.version = required.version;
  if (package.download_url.empty()) package.download_url = required.download_url;
  if (package.checksums.empty()) package.checksums = required.checksums;
  if (!package.parameterization && required.parameterization) {
    package.parameterization = required.parameterization;
    package.name = required.name;
  }
  return package;
}

void use_default_provider(Run& run, const ResourceState& recorded) {
  Promised<Result<std::string>> made;
  made.set(ProviderReference{recorded.urn, recorded.id}.text());
  const auto package = package_from_inputs(recorded.urn, recorded.inputs);
  run.default_providers.insert_or_assign(key_of(package.name, recorded.urn.name()), made);
}

Task<Result<ServingProvider>> choose_provider(Run& run, ProviderRequest request) {
  if (request.package.name.empty()) request.package.name = package_of(request.token);
  auto reference = chosen_provider(run, request);
  if (reference && reference->empty()) {
    auto making = default_provider(run, std::move(request.package));
    reference = co_await making;
  }
  if (!reference) co_return reference.error();
  auto finding = run.providers->instance(*reference);
  auto instance = co_await finding;
  if (!instance) co_return instance.error();
  co_return ServingProvider{*std::move(reference), *std::move(instance)};
}

}  // namespace ashlar::deploy
