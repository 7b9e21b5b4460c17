/// files.download: a file from a URL, by the host's curl or wget, checked against a sum before it is put in place.

#include <unistd.h>

#include <array>
#include <ctime>

#include "base/filesystem.hpp"
#include "base/strings.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

struct Download {
  std::string url, destination, proxy;
  std::map<std::string, std::string> headers;
  std::array<std::string, 4> sums;  ///< in the order of `tools`
  bool insecure = false;
};

constexpr std::array<const char*, 4> tools{"sha384sum", "sha256sum", "sha1sum", "md5sum"};

/// The sum of a file by the tool of that name.
Result<std::string> sum_of(const Machine& machine, std::size_t tool, const std::string& path) {
  if (tools.at(tool) == std::string_view("sha256sum")) return machine.hash(path);
  auto text = machine.output_of({tools.at(tool), "--", machine.real(path)});
  if (!text) return text.error();
  return text->substr(0, text->find(' '));
}

/// Nothing when the file has all wanted sums; else the first that is another one, in words.
Result<std::optional<std::string>> wrong_sum(const Machine& machine, const Download& download,
                                             const std::string& path) {
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const auto& wanted = download.sums.at(i);
    if (wanted.empty()) continue;
    auto sum = sum_of(machine, i, path);
    if (!sum) return sum.error();
    if (*sum != to_lower(wanted))
      return std::optional(std::string(tools.at(i)) + " is " + *sum + ", not " + to_lower(wanted));
  }
  return std::optional<std::string>{};
}

Command fetch_command(const Machine& machine, const Download& download, const std::string& to) {
  std::vector<std::string> argv;
  const bool curl = machine.has_program("curl") || !machine.has_program("wget");
  argv = curl ? std::vector<std::string>{"curl", "-sSLf", "--retry", "2", "-o", to}
              : std::vector<std::string>{"wget", "-nv", "-O", to};
  if (download.insecure) argv.emplace_back(curl ? "--insecure" : "--no-check-certificate");
  // Headers may be secret, so they are read from the standard input, which other users cannot see.
  Command command;
  if (curl && !download.proxy.empty()) argv.insert(argv.end(), {"--proxy", download.proxy});
  if (!curl && !download.proxy.empty())
    command.environment = {{"http_proxy", download.proxy}, {"https_proxy", download.proxy}};
  for (const auto& [name, value] : download.headers) {
    if (curl) {
      command.input += name + ": " + value + "\n";
    } else {
      argv.push_back("--header=" + name + ": " + value);
    }
  }
  if (curl && !command.input.empty()) argv.insert(argv.end(), {"-H", "@-"});
  argv.insert(argv.end(), {"--", download.url});
  command.argv = std::move(argv);
  return command;
}

/// Downloads beside the file, checks, and only then replaces it.
Status download_to(Machine& machine, const Download& download, const Attributes& attributes) {
  const auto part = parent_directory(download.destination) + "/.ashlar-download-" + std::to_string(::getpid());
  auto fetched = machine.carry_out(Execute{.command = fetch_command(machine, download, machine.real(part))});
  auto status = fetched ? fetched : Status(fetched.error().within(download.url));
  if (status) {
    auto wrong = wrong_sum(machine, download, part);
    if (!wrong) status = wrong.error();
    if (wrong && *wrong) {
      status = fail_with_help("what " + download.url + " gives is not what was expected: its " + **wrong,
                              "correct the sum if the file was published anew, and find out why it was");
    }
  }
  if (status) {
    auto content =
        std::make_shared<const FileContent>(FileContent{.bytes = {}, .kept_in = machine.real(part), .hash = {}});
    status = machine.carry_out(WriteFile{download.destination, content, attributes});
  }
  ::unlink(machine.real(part).c_str());
  return status;
}

}  // namespace

Result<Plan> plan_files_download(Arguments& arguments, Machine& machine) {
  Download download;
  download.url = arguments.text("src");
  download.destination = machine.absolute(arguments.text("dest"));
  for (std::size_t i = 0; i < tools.size(); ++i) download.sums.at(i) = arguments.text_or(tools.at(i), "");
  download.headers = arguments.text_map("headers");
  download.insecure = arguments.flag("insecure", false);
  download.proxy = arguments.text_or("proxy", "");
  const bool force = arguments.flag("force", false), make_parents = arguments.flag("create_remote_dir", true);
  const auto cache_time = arguments.optional_number("cache_time");
  auto wanted = wanted_attributes(arguments, machine);
  if (auto checked = arguments.check(); !checked) return checked.error();
  if (!wanted) return wanted.error();
  const auto& path = download.destination;
  auto info = machine.look_through(path);
  if (!info) return info.error();
  if (*info && (*info)->kind != NodeKind::file)
    return fail(path + " is a " + kind_text((*info)->kind) + ", not a file");
  Plan plan;
  std::string why = *info ? "" : "it is missing";
  if (*info) {
    auto wrong = wrong_sum(machine, download, path);
    if (!wrong) return wrong.error();
    const auto age = static_cast<double>(std::time(nullptr) - (*info)->modified);
    if (*wrong) why = "its " + **wrong;
    if (why.empty() && cache_time && age > *cache_time) why = "it is older than " + format_number(*cache_time) + " s";
    if (why.empty() && force) why = "that is forced";
  }
  if (why.empty()) {
    plan_attributes(plan, path, **info, *wanted);
    return plan;
  }
  if (make_parents) {
    if (auto parents = plan_parents(plan, machine, path, *wanted); !parents) return parents.error();
  }
  if (machine.planning()) {
    plan.add("download " + path + " (" + why + ")", WriteFile{path, nullptr, *wanted});
  } else {
    plan.add("download " + path + " (" + why + ")", Custom{[download, attributes = *wanted](Machine& host) {
               return download_to(host, download, attributes);
             }});
  }
  return plan;
}

}  // namespace ashlar::fleet
