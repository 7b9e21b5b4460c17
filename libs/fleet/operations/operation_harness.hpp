#pragma once
/// For tests: a host that is a temporary directory, whose accounts are all us, and whose tools are answered by the
/// test.

#include <unistd.h>

#include <fstream>
#include <functional>
#include <map>

#include "base/filesystem.hpp"
#include "base/temporary_directory.hpp"
#include "fleet/operations/perform.hpp"
#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {

/// Answers commands by their text; those without an answer run for real when `real` is set, and succeed otherwise.
class ScriptedRunner final : public CommandRunner {
 public:
  Result<CommandResult> run(const Command& command, const CommandSettings& settings) override {
    std::string text;
    for (const auto& part : command.argv) text += (text.empty() ? "" : " ") + part;
    calls.push_back(text);
    inputs.push_back(command.input);
    if (const auto found = acts.find(text); found != acts.end()) found->second();
    if (const auto found = answers.find(text); found != answers.end()) return found->second;
    if (real) return ProcessRunner().run(command, settings);
    return CommandResult{};
  }
  void answer(const std::string& command, const std::string& output, int exit_code = 0) {
    answers[command] = {.exit_code = exit_code, .output = output, .error_output = {}};
  }

  std::map<std::string, CommandResult> answers;
  std::map<std::string, std::function<void()>> acts;  ///< what the command would have done
  std::vector<std::string> calls, inputs;
  bool real = false;
};

class TestHost {
 public:
  TestHost() {
    const auto us = std::to_string(::getuid()) + ":" + std::to_string(::getgid());
    write("/etc/passwd", "app:x:" + us + "::/home/app:/bin/sh\n");
    write("/etc/group", "app:x:" + std::to_string(::getgid()) + ":\n");
  }

  OperationResult operation(const std::string& type, PropertyMap arguments, Mode mode = Mode::apply) {
    OperationRequest request{.id = ++last_, .type = type, .name = {}, .arguments = std::move(arguments), .mode = mode};
    request.want_diff = true;
    return operation(request);
  }
  OperationResult operation(const OperationRequest& request) {
    SecretMask mask;
    auto result = perform(request, machine, run, mask, {.on_output = {}, .pause = [](double) { return true; }});
    if (result.changed && request.mode == Mode::check) run.planned_changes = true;
    run.outcomes[request.id] = {request.id, result.status, result.changed};
    return result;
  }

  /// The asset of a content that the controller has.
  PropertyValue asset(const std::string& content) {
    auto kept = content_of(content);
    contents[kept->hash] = kept;
    return Asset{.hash = kept->hash, .text = {}, .path = "files/source", .uri = {}};
  }

  std::string path(const std::string& name) const { return root.path() + name; }
  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    std::ofstream(path(name)) << text;
  }
  std::string text(const std::string& name) const {
    auto content = RealFileSystem().read_file(path(name));
    return content ? *content : "(" + content.error().message + ")";
  }
  bool there(const std::string& name) const {
    return std::filesystem::exists(std::filesystem::symlink_status(path(name)));
  }
  mode_t mode(const std::string& name) const {
    struct stat status {};
    ::lstat(path(name).c_str(), &status);
    return status.st_mode & 07777U;
  }

  TemporaryDirectory root{TemporaryDirectory::in_memory()};
  ScriptedRunner runner;
  std::map<std::string, SharedContent> contents;
  Machine machine{{.root = root.path(),
                   .runner = &runner,
                   .fetch = [this](const std::string& hash) -> Result<SharedContent> {
                     const auto found = contents.find(hash);
                     if (found == contents.end()) return fail("the controller has no such content");
                     return found->second;
                   },
                   .waiting = {}}};
  RunSoFar run;

 private:
  RequestId last_ = 0;
};

}  // namespace ashlar::fleet
