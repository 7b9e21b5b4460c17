/// The apt and deb facts.

#include <array>

#include "base/strings.hpp"
#include "fleet/facts/catalogue.hpp"
#include "fleet/facts/parsers.hpp"

namespace ashlar::fleet {
namespace {

using Fact = Result<PropertyValue>;

Fact sources(Arguments&, const Machine& machine) {
  std::vector<std::string> files{"/etc/apt/sources.list"};
  auto names = machine.list("/etc/apt/sources.list.d");
  for (const auto& name : names ? *names : std::vector<std::string>{})
    files.push_back("/etc/apt/sources.list.d/" + name);
  PropertyArray all;
  for (const auto& file : files) {
    auto text = machine.read_if_there(file);
    if (!text) return text.error();
    if (!*text || !(file.ends_with(".list") || file.ends_with(".sources"))) continue;
    for (auto& source : file.ends_with(".list") ? parse_apt_sources(**text) : parse_deb822_sources(**text)) {
      all.push_back(std::move(source));
    }
  }
  return PropertyValue(std::move(all));
}

Fact packages(Arguments&, const Machine& machine) {
  auto text = machine.output_of({"dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\n"});
  if (!text) return text.error();
  return PropertyValue(parse_dpkg(*text));
}

Fact package(Arguments& arguments, const Machine& machine) {
  const auto name = arguments.text("package");
  // A path names a package file, anything else an installed package.
  const auto argv =
      name.find('/') != std::string::npos
          ? std::vector<std::string>{"dpkg-deb", "-W", "--showformat=installed ${Package} ${Version}\n", name}
          : std::vector<std::string>{"dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\n", name};
  auto result = machine.run({.argv = argv});
  if (!result) return result.error();
  const auto known = parse_dpkg(result->output);
  if (known.empty()) return PropertyValue();
  return PropertyValue(
      PropertyMap{{"name", known.begin()->first}, {"version", known.begin()->second.get<PropertyArray>()->front()}});
}

Fact architecture(Arguments&, const Machine& machine) {
  auto text = machine.output_of({"dpkg", "--print-architecture"});
  if (!text) return text.error();
  return PropertyValue(trim(*text));
}

constexpr auto table = std::to_array<FactType>({
    {"apt.AptSources", sources},
    {"deb.DebArch", architecture},
    {"deb.DebPackage", package},
    {"deb.DebPackages", packages},
});

}  // namespace

std::span<const FactType> apt_facts() { return table; }

}  // namespace ashlar::fleet
