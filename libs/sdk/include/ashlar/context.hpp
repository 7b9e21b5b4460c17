#pragma once

#include "ashlar/options.hpp"

namespace ashlar {

namespace sdk {
class Program;
}

/// Messages into the deployment's output, where the user sees them beside the resource they are about. An error fails
/// the deployment at its end. Secrets do not belong here.
class Log {
 public:
  void debug(const std::string& message, const Resource& about = {}) const;
  void info(const std::string& message, const Resource& about = {}) const;
  void warn(const std::string& message, const Resource& about = {}) const;
  void error(const std::string& message, const Resource& about = {}) const;

 private:
  friend class Context;
  explicit Log(sdk::Program& program) : program_(&program) {}
  sdk::Program* program_;
};

/// The run that a program is part of: `run` makes it, resources are declared in it. Belongs to the program's thread. It
/// lives until the end of the run, so a transformation may capture it by reference.
class Context {
 public:
  explicit Context(sdk::Program& program) : log(program), program_(&program) {}
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  [[nodiscard]] const std::string& project() const;
  [[nodiscard]] const std::string& stack() const;
  [[nodiscard]] const std::string& organization() const;
  [[nodiscard]] bool dry_run() const;  ///< a preview: nothing will be created

  /// Gives the stack an output. A second one of that name replaces the first.
  void export_output(std::string_view name, const Input<Value>& value);

  const Log log;

  /// For the SDK's own code.
  [[nodiscard]] sdk::Program& program() const { return *program_; }

 private:
  sdk::Program* program_;
};

/// The program's whole main function: calls `declare`, then waits until everything that it declared is there. Returns
/// the exit code for `main`.
int run(const std::function<void(Context&)>& declare);

}  // namespace ashlar
