#include "cmd/ashlar/version.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/shell/shell.hpp"

namespace ashlar::cli {

namespace {

class Version final : public Command {
 public:
  void declare(Arguments&) override {}
  Status run(Shell& shell) override {
    shell.print_line(std::string(version_text));
    return {};
  }
};

}  // namespace

std::unique_ptr<Command> make_version() { return std::make_unique<Version>(); }

}  // namespace ashlar::cli
