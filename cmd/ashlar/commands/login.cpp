/// `login` and `logout`.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/shell/open_store.hpp"
#include "cmd/ashlar/shell/session.hpp"
#include "state/process_identity.hpp"

namespace ashlar::cli {

namespace {

constexpr const char* local_store = "file://~";

/// The ways to name a store on the command line.
struct StoreArgument {
  std::optional<std::string> url;
  std::string cloud_url;
  bool local = false;

  void declare(Arguments& arguments) {
    arguments.positional("url", url, false);
    arguments.option("cloud-url", 'c', cloud_url, "url", "The store, as the argument names it too");
    arguments.flag("local", 'l', local, "The store in the home directory: the same as file://~");
  }

  /// Empty when none was named.
  [[nodiscard]] Result<std::string> named() const {
    if (url && !cloud_url.empty()) return fail("only one of --cloud-url or argument URL may be specified, not both");
    if (local && (url || !cloud_url.empty())) return fail("a URL may not be specified when --local mode is enabled");
    return local ? std::string(local_store) : url ? *url : cloud_url;
  }
};

class Login final : public Command {
 public:
  void declare(Arguments& arguments) override {
    store_.declare(arguments);
    arguments.option("default-org", 0, default_organization_, "org",
                     "Accepted and ignored: such stores have no organizations");
    arguments.hide_last();
    arguments.flag("insecure", 0, insecure_, "Accepted and ignored");
    arguments.hide_last();
  }

  Status run(Shell& shell) override {
    const auto named = store_.named();
    if (!named) return named.error();
    Session session(shell);
    auto url = *named;
    if (url.empty()) {
      const auto choice = session.backend();
      if (!choice) return choice.error();
      url = choice->url;
    }
    // A store that cannot be opened is not worth remembering.
    if (const auto opened = open_store(url, shell); !opened) return opened.error();
    auto credentials = project::Credentials::load(shell.files(), shell.environment());
    if (!credentials) return credentials.error();
    credentials->login(url);
    if (const auto saved = credentials->save(shell.files()); !saved) return saved;
    const auto self = state::ProcessIdentity::of_this_process();
    shell.print_line("Logged in to " + self.host + " as " + self.user + " (" + url + ")");
    const auto overriding = shell.environment().text("PULUMI_BACKEND_URL");
    if (!overriding.empty() && overriding != url) {
      shell.warn("PULUMI_BACKEND_URL is set to '" + overriding + "' and goes before what you logged in to");
    }
    return {};
  }

 private:
  StoreArgument store_;
  std::string default_organization_;
  bool insecure_ = false;
};

class Logout final : public Command {
 public:
  void declare(Arguments& arguments) override {
    store_.declare(arguments);
    arguments.flag("all", 0, all_, "Forget all stores");
  }

  Status run(Shell& shell) override {
    auto named = store_.named();
    if (!named) return named.error();
    if (all_ && !named->empty())
      return fail("only one of --all, --cloud-url or argument URL may be specified, not both");
    auto credentials = project::Credentials::load(shell.files(), shell.environment());
    if (!credentials) return credentials.error();
    if (all_) {
      credentials->logout_everywhere();
    } else {
      if (named->empty()) *named = credentials->current();
      if (named->empty()) return fail("you are not logged in anywhere");
      credentials->logout(*named);
    }
    if (const auto saved = credentials->save(shell.files()); !saved) return saved;
    shell.print_line("Logged out of " + (all_ ? "everything" : *named));
    return {};
  }

 private:
  StoreArgument store_;
  bool all_ = false;
};

}  // namespace

std::unique_ptr<Command> make_login() { return std::make_unique<Login>(); }
std::unique_ptr<Command> make_logout() { return std::make_unique<Logout>(); }

}  // namespace ashlar::cli
