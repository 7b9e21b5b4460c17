/// `preview`, `up`, `destroy`, `refresh`.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/engine/operation.hpp"

namespace ashlar::cli {

namespace {

class Preview final : public Command {
 public:
  void declare(Arguments& arguments) override { flags_.declare(arguments, deploy::Mode::update, true); }
  Status run(Shell& shell) override { return preview_run(shell, flags_, deploy::Mode::update); }

 private:
  RunFlags flags_;
};

class Perform final : public Command {
 public:
  explicit Perform(deploy::Mode mode) : mode_(mode) {}
  void declare(Arguments& arguments) override { flags_.declare(arguments, mode_, false); }
  Status run(Shell& shell) override { return perform_run(shell, flags_, mode_); }

 private:
  deploy::Mode mode_;
  RunFlags flags_;
};

}  // namespace

std::unique_ptr<Command> make_preview() { return std::make_unique<Preview>(); }
std::unique_ptr<Command> make_up() { return std::make_unique<Perform>(deploy::Mode::update); }
std::unique_ptr<Command> make_destroy() { return std::make_unique<Perform>(deploy::Mode::destroy); }
std::unique_ptr<Command> make_refresh() { return std::make_unique<Perform>(deploy::Mode::refresh); }

}  // namespace ashlar::cli
