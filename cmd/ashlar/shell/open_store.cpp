#include "cmd/ashlar/shell/open_store.hpp"

#include "state/file_object_store.hpp"

namespace ashlar::cli {

namespace {

constexpr std::string_view file_scheme = "file://";

Error unsupported(const std::string& url) {
  if (url.starts_with("https://") || url.starts_with("http://")) {
    return fail_with_help(
        "'" + url + "' is a Pulumi Cloud; ashlar keeps stacks in stores of your own",
        "log in to a directory with `ashlar login file://PATH`, or to the home directory with `ashlar login --local`",
        ErrorKind::authentication);
  }
  return fail_with_help("'" + url + "' is no store that ashlar knows", "stores are named by file://PATH",
                        ErrorKind::authentication);
}

}  // namespace

Result<std::unique_ptr<state::StackStore>> open_store(const std::string& url, const Shell& shell) {
  if (!url.starts_with(file_scheme)) return unsupported(url);
  const auto directory = state::directory_of_file_url(url, shell.environment(), shell.working_directory());
  if (!directory) return directory.error();
  const auto kind = shell.files().kind_of(*directory);
  if (!kind) return kind.error();
  if (*kind != FileKind::directory) {
    return fail_with_help("unable to open state directory \"" + url + "\": " + *directory +
                              (*kind == FileKind::none ? ": no such file or directory" : ": not a directory"),
                          "make the directory first, or log in to another one with `ashlar login`");
  }
  const auto options = state::store_options(shell.environment());
  if (!options) return options.error();
  return state::StackStore::open(std::make_shared<state::FileObjectStore>(shell.files(), *directory), *options,
                                 shell.clock());
}

std::unique_ptr<secrets::KeyService> open_key_service(const Shell&) {
  return std::make_unique<secrets::UnavailableKeyService>();
}

}  // namespace ashlar::cli
