#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/shell/session.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "state/json_layout.hpp"
#include "state/process_identity.hpp"

namespace ashlar::cli {

namespace {

class WhoAmI final : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.flag("verbose", 'v', verbose_, "Show the store as well");
    arguments.flag("json", 'j', json_, "Print JSON");
  }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto choice = session.backend();
    if (!choice) return choice.error();
    const auto user = state::ProcessIdentity::of_this_process().user;
    if (json_) {
      shell.print_line(state::indent_json(JsonObject().text("user", user).text("url", choice->url).done(), 2));
    } else if (verbose_) {
      shell.print("User: " + user + "\nOrganizations: \nBackend URL: " + choice->url + "\nToken type: personal\n");
    } else {
      shell.print_line(user);
    }
    return {};
  }

 private:
  bool verbose_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_whoami() { return std::make_unique<WhoAmI>(); }

}  // namespace ashlar::cli
