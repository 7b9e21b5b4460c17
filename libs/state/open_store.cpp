#include "state/open_store.hpp"

#include "state/deployment_json.hpp"
#include "state/file_object_store.hpp"

namespace ashlar::state {

Result<std::unique_ptr<StackStore>> open_store(std::string_view url, const Environment& environment,
                                               const std::string& working_directory, FileSystem& files, Clock& clock) {
  const std::string text(url);
  if (!url.starts_with("file://")) {
    return fail_with_help("the state store " + text + " is of a kind that this release does not know",
                          "use a file:// URL, such as file://~ or file:///srv/state", ErrorKind::usage);
  }
  auto options = store_options(environment);
  if (!options) return options.error();
  const auto directory = directory_of_file_url(url, environment, working_directory);
  if (!directory) return directory.error();
  const auto kind = files.kind_of(*directory);
  if (!kind) return kind.error().within("unable to open state directory " + text);
  if (*kind != FileKind::directory) {
    const std::string problem = *kind == FileKind::none ? "there is no directory " : "this is no directory: ";
    return fail_with_help("unable to open state directory " + text + ": " + problem + *directory,
                          "make it with `mkdir -p " + *directory + "`, or log in to another store");
  }
  return StackStore::open(std::make_shared<FileObjectStore>(files, *directory), *options, clock);
}

std::shared_ptr<ObjectStore> open_spool(const std::string& home, FileSystem& files) {
  return std::make_shared<FileObjectStore>(files, home + "/journal-spool");
}

Result<StackSummary> summarize(const StackStore& store, const StackName& stack) {
  const auto stored = store.read(stack);
  if (!stored) return stored.error();
  const auto checkpoint = read_checkpoint(stored->text, seal_secrets());
  if (!checkpoint) return checkpoint.error().within("cannot read " + store.objects().url(stored->key));
  StackSummary summary{stack, {}, std::nullopt};
  if (!checkpoint->latest) return summary;
  summary.last_update = checkpoint->latest->manifest.time;
  summary.resource_count = checkpoint->latest->snapshot.resources.size();
  return summary;
}

}  // namespace ashlar::state
