#pragma once
/// Programs that talk to the engine as they like.

#include <functional>

#include "deploy/program.hpp"

namespace ashlar::deploy::testing {

class FunctionProgram final : public Program {
 public:
  /// How the program ends: call it once.
  using End = Done<ProgramResult>;
  using Body = std::function<void(Monitor& monitor, const End& end)>;

  explicit FunctionProgram(Body body) : body_(std::move(body)) {}
  void run(Monitor& monitor, Done<ProgramResult> done) override { body_(monitor, done); }
  void interrupt() override { interrupted = true; }

  bool interrupted = false;

 private:
  Body body_;
};

}  // namespace ashlar::deploy::testing
