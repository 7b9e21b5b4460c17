#include "providers/command/provider.hpp"

#include "base/strings.hpp"
#include "providers/command/difference.hpp"
#include "providers/command/files.hpp"
#include "providers/command/properties.hpp"
#include "providers/support/diagnose.hpp"

namespace ashlar::providers::command {

using namespace deploy;

std::shared_ptr<Provider> make_command_provider(EventLoop& loop, Entropy& entropy, LogSink log,
                                                std::filesystem::path directory) {
  return std::make_shared<CommandProvider>(loop, entropy, std::move(log), std::move(directory));
}

namespace {

/// The published provider notes the version of the library it is built with in the inputs of every provider resource.
constexpr const char* library_key = "__pulumi-go-provider-version";
constexpr const char* library_version = "v1.5.0";

Status known_type(const Urn& urn) {
  if (urn.type() == command_type) return {};
  auto error = unknown_name("resource type", urn.type(), package_name, {std::string(command_type)});
  if (urn.type().starts_with("command:remote:")) {
    error.help =
        "commands on other machines are not built in: install the plugin with `ashlar plugin install resource command`";
  }
  return error;
}

Error as_error(const std::string& subject, const std::vector<CheckFailure>& failures) {
  Error error = fail(subject + " has inputs that are not valid");
  for (const auto& failure : failures) error.notes.push_back(failure.property + ": " + failure.reason);
  return error;
}

/// Whether the call can go on: the type is known, the inputs are valid, and known unless it is a preview.
Status ready(const Urn& urn, const PropertyMap& inputs, bool preview) {
  if (auto known = known_type(urn); !known) return known;
  if (const auto failures = check_command(inputs); !failures.empty()) return as_error(urn.text(), failures);
  if (preview || !contains_unknowns(inputs)) return {};
  return fail("the inputs of " + urn.text() + " are not all known, which they have to be outside a preview",
              ErrorKind::internal);
}

PropertyMap only(const PropertyMap& map, const std::vector<std::string>& names) {
  PropertyMap result;
  for (const auto& name : names) {
    if (const auto* value = find(map, name)) result.emplace(name, *value);
  }
  return result;
}

void add(PropertyMap& map, const PropertyMap& more) {
  for (const auto& [name, value] : more) map.insert_or_assign(name, value);
}

/// What a preview cannot know about a run with these settings.
PropertyMap unknown_results(const PropertyMap& inputs) {
  PropertyMap results{{"stdout", PropertyValue::computed()}, {"stderr", PropertyValue::computed()}};
  if (is_set(inputs, "assetPaths")) results.emplace("assets", PropertyValue::computed());
  if (is_set(inputs, "archivePaths")) results.emplace("archive", PropertyValue::computed());
  return results;
}

/// Captured output as a property: without its last end of line, and a secret when it repeats one.
PropertyValue captured(std::string output, const Redaction& redaction) {
  if (output.ends_with('\n')) output.pop_back();
  const bool secret = redaction.touches(output);
  PropertyValue value =
      is_valid_utf8(output) ? PropertyValue(std::move(output)) : PropertyValue(ByteString{std::move(output)});
  return secret ? PropertyValue::secret(std::move(value)) : value;
}

Result<PropertyMap> files_of(const PropertyMap& inputs, const std::filesystem::path& directory) {
  PropertyMap results;
  const auto given_directory = text(inputs, "dir");
  const std::filesystem::path within = given_directory.empty() ? directory : std::filesystem::path(given_directory);
  if (is_set(inputs, "assetPaths")) {
    auto assets = select_files(within, directory, texts(inputs, "assetPaths"));
    if (!assets) return assets.error().within("assetPaths");
    results.emplace("assets", std::move(*assets));
  }
  if (is_set(inputs, "archivePaths")) {
    auto archive = archive_files(within, directory, texts(inputs, "archivePaths"));
    if (!archive) return archive.error().within("archivePaths");
    results.emplace("archive", std::move(*archive));
  }
  return results;
}

}  // namespace

CommandProvider::CommandProvider(EventLoop& loop, Entropy& entropy, LogSink log, std::filesystem::path directory)
    : BuiltinProvider(loop), entropy_(entropy), directory_(std::move(directory)), runner_(loop, std::move(log)) {}

void CommandProvider::execute(const std::string& urn, const PropertyMap& inputs, const PropertyValue& command,
                              const PropertyMap& previous, double timeout_seconds, Produced produced) {
  auto execution = describe(inputs, command, previous, directory_);
  execution.urn = urn;
  execution.timeout_seconds = timeout_seconds;
  const auto redaction = execution.redaction;
  runner_.run(std::move(execution), [this, inputs, redaction, produced](Result<ProcessOutput> ended) {
    if (!ended) return produced(ended.error());
    PropertyMap outputs{{"stdout", captured(std::move(ended->out), redaction)},
                        {"stderr", captured(std::move(ended->err), redaction)}};
    collect_files(inputs, std::move(outputs), produced);
  });
}

void CommandProvider::collect_files(const PropertyMap& inputs, PropertyMap outputs, Produced produced) {
  if (!is_set(inputs, "assetPaths") && !is_set(inputs, "archivePaths")) return produced(std::move(outputs));
  background_.run([this, inputs, outputs = std::move(outputs), produced = std::move(produced)]() mutable {
    auto files = files_of(inputs, directory_);
    if (files) add(outputs, *files);
    Result<PropertyMap> result = files ? Result<PropertyMap>(std::move(outputs)) : Result<PropertyMap>(files.error());
    loop().post([produced = std::move(produced), result = std::move(result)] { produced(result); });
  });
}

void CommandProvider::check_config(CheckRequest request, Done<CheckAnswer> done) {
  request.new_inputs.insert_or_assign(library_key, library_version);
  BuiltinProvider::check_config(std::move(request), std::move(done));
}

void CommandProvider::check(CheckRequest request, Done<CheckAnswer> done) {
  if (const auto known = known_type(request.urn); !known) return answer(done, Result<CheckAnswer>(known.error()));
  CheckAnswer result{.inputs = given(std::move(request.new_inputs))};
  result.failures = check_command(result.inputs);
  answer(done, Result<CheckAnswer>(std::move(result)));
}

void CommandProvider::diff(DiffRequest request, Done<DiffAnswer> done) {
  if (const auto known = known_type(request.urn); !known) return answer(done, Result<DiffAnswer>(known.error()));
  const auto before = only(request.old_outputs, command_inputs());
  auto after = only(request.new_inputs, command_inputs());
  for (const auto& text : request.ignore_changes) {
    const auto path = PropertyPath::parse(text);
    if (!path) return answer(done, Result<DiffAnswer>(path.error().within("ignoreChanges of " + request.urn.text())));
    reset_to(after, before, *path);
  }
  DiffAnswer result;
  result.detailed = difference(before, after);
  result.has_detailed = true;
  result.changes = result.detailed.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
  result.diffs = top_level_keys(result.detailed);
  for (const auto& key : result.diffs) {
    if (key == "triggers") result.replaces.push_back(key);
  }
  answer(done, Result<DiffAnswer>(std::move(result)));
}

void CommandProvider::create(CreateRequest request, Done<CreateAnswer> done) {
  if (const auto status = ready(request.urn, request.inputs, request.preview); !status)
    return answer(done, Result<CreateAnswer>(status.error()));
  CreateAnswer created{.outputs = given(std::move(request.inputs))};
  if (request.preview) {
    add(created.outputs, unknown_results(created.outputs));
    return answer(done, Result<CreateAnswer>(std::move(created)));
  }
  created.id = std::string(request.urn.name()) + to_hex(entropy_.bytes(4));
  const auto* command = find(created.outputs, "create");
  if (command == nullptr) {
    add(created.outputs, {{"stdout", ""}, {"stderr", ""}});
    return answer(done, Result<CreateAnswer>(std::move(created)));
  }
  const auto inputs = created.outputs;
  execute(request.urn.text(), inputs, *command, {}, request.timeout_seconds,
          [created, done](Result<PropertyMap> produced) mutable {
            if (!produced) return done(produced.error());
            add(created.outputs, *produced);
            done(std::move(created));
          });
}

/// What a command did cannot be read back: the state is all there is. An import begins with nothing in it.
void CommandProvider::read(ReadRequest request, Done<ReadAnswer> done) {
  if (const auto known = known_type(request.urn); !known) return answer(done, Result<ReadAnswer>(known.error()));
  ReadAnswer result{
      .id = std::move(request.id), .inputs = std::move(request.inputs), .outputs = std::move(request.outputs)};
  answer(done, Result<ReadAnswer>(std::move(result)));
}

void CommandProvider::update(UpdateRequest request, Done<UpdateAnswer> done) {
  if (const auto status = ready(request.urn, request.new_inputs, request.preview); !status) {
    return answer(done, Result<UpdateAnswer>(status.error()));
  }
  const auto inputs = given(std::move(request.new_inputs));
  const auto previous = only(request.old_outputs, {"archive", "assets", "stderr", "stdout"});
  UpdateAnswer updated{.outputs = previous};
  add(updated.outputs, inputs);
  const auto* command = find(inputs, is_set(inputs, "update") ? "update" : "create");
  if (command == nullptr) return answer(done, Result<UpdateAnswer>(std::move(updated)));
  if (request.preview) {
    add(updated.outputs, unknown_results(inputs));
    return answer(done, Result<UpdateAnswer>(std::move(updated)));
  }
  execute(request.urn.text(), inputs, *command, previous, request.timeout_seconds,
          [updated, done](Result<PropertyMap> produced) mutable {
            if (!produced) return done(produced.error());
            add(updated.outputs, *produced);
            done(std::move(updated));
          });
}

void CommandProvider::remove(DeleteRequest request, Done<void> done) {
  if (const auto known = known_type(request.urn); !known) return answer(done, Status(known.error()));
  const auto* command = find(request.old_outputs, "delete");
  if (command == nullptr || command->is_null()) return answer(done, Status());
  execute(request.urn.text(), request.old_outputs, *command, request.old_outputs, request.timeout_seconds,
          [done](const Result<PropertyMap>& produced) { done(produced ? Status() : Status(produced.error())); });
}

/// Runs in previews, too: that is what the function is for.
void CommandProvider::invoke(InvokeRequest request, Done<InvokeAnswer> done) {
  if (request.token != run_function) {
    return answer(
        done, Result<InvokeAnswer>(unknown_name("function", request.token, package_name, {std::string(run_function)})));
  }
  InvokeAnswer result{.result = given(std::move(request.args))};
  result.failures = check_run(result.result);
  if (!result.failures.empty()) {
    result.result.clear();
    return answer(done, Result<InvokeAnswer>(std::move(result)));
  }
  const auto arguments = result.result;
  if (contains_unknowns(arguments)) {
    add(result.result, unknown_results(arguments));
    return answer(done, Result<InvokeAnswer>(std::move(result)));
  }
  execute("", arguments, *find(arguments, "command"), {}, 0, [result, done](Result<PropertyMap> produced) mutable {
    if (!produced) return done(produced.error());
    add(result.result, *produced);
    done(std::move(result));
  });
}

}  // namespace ashlar::providers::command
