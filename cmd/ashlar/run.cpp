#include "cmd/ashlar/run.hpp"

#include "cmd/ashlar/command_line/help.hpp"
#include "cmd/ashlar/command_line/lookup.hpp"
#include "cmd/ashlar/command_line/parse.hpp"

namespace ashlar::cli {

namespace {

int refuse(const Error& error, const Surroundings& surroundings) {
  report(error, Shell(surroundings, {}));
  return exit_code(error.kind);
}

// `-C`: everything that is relative counts from there.
Status change_directory(Surroundings& surroundings, const std::string& directory) {
  if (directory.empty()) return {};
  auto path = directory.starts_with('/') ? directory : surroundings.working_directory + "/" + directory;
  const auto kind = surroundings.files.kind_of(path);
  if (!kind) return kind.error().within("chdir " + directory);
  if (*kind == FileKind::none) return fail("chdir " + directory + ": no such file or directory");
  if (*kind != FileKind::directory) return fail("chdir " + directory + ": not a directory");
  surroundings.working_directory = std::move(path);
  return {};
}

}  // namespace

int run(const std::vector<std::string>& words, Surroundings surroundings) {
  const auto found = find_command(words);
  if (!found) return refuse(found.error(), surroundings);

  GlobalOptions options;
  Arguments shared;
  options.declare(shared);
  Arguments arguments;
  const auto command = found->entry != nullptr && found->entry->make != nullptr ? found->entry->make() : nullptr;
  if (command) command->declare(arguments);
  arguments.add_shared(shared);
  if (const auto parsed = parse(arguments, found->rest, surroundings.environment); !parsed && !options.help) {
    return refuse(parsed.error(), surroundings);
  }
  if (const auto color = coloring_for(options.color, false, surroundings.environment); !color)
    return refuse(color.error(), surroundings);
  if (const auto changed = change_directory(surroundings, options.directory); !changed)
    return refuse(changed.error(), surroundings);

  Shell shell(std::move(surroundings), options);
  if (found->entry == nullptr) {
    shell.print(short_help(shell.palette()));
    return 0;
  }
  if (!command || options.help) {
    shell.print(command_help(*found->entry, shell.palette()));
    return 0;
  }
  const auto done = command->run(shell);
  if (done) return 0;
  report(done.error(), shell);
  return exit_code(done.error().kind);
}

}  // namespace ashlar::cli
