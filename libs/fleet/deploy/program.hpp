#pragma once
/// A deploy program at work: the functions of all hosts on fibers of one thread, and the channel that feeds them.

#include <boost/context/fiber.hpp>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "ashlar/fleet/deploy.hpp"
#include "fleet/deploy/channel.hpp"

namespace ashlar::fleet {

class DeployProgram;

/// Thrown in a deploy function when nothing more will be done on its host. Not a std::exception, so that a deploy that
/// handles errors of its own does not take it for one.
struct HostLost {
  std::string reason;
};

struct Host::State {
  DeployProgram& program;
  HostMessage description;
  boost::context::fiber fiber{};   ///< the suspended function
  boost::context::fiber caller{};  ///< who resumed it
  RequestId last_request = 0;      ///< of an operation or a fact
  std::size_t unfinished = 0;      ///< operations without a result yet
  std::unordered_map<RequestId, OperationOutcome> outcomes{};
  std::optional<FactResultMessage> fact{};  ///< the answer that came, until it is taken
  std::optional<std::string> lost{};
  std::function<bool()> awaited{};  ///< while suspended: whether to go on
  struct Scope {
    std::string name;
    Options options;
  };
  std::vector<Scope> scopes{};  ///< the nested deploys, outermost first

  /// `options` on top of those of the nested deploys.
  [[nodiscard]] Options merged(Options options) const;
  /// Lets others go on until `condition` holds. Throws HostLost.
  void wait_until(std::function<bool()> condition);
};

class DeployProgram {
 public:
  DeployProgram(Channel channel, std::function<void(Host&)> function)
      : channel_(std::move(channel)), function_(std::move(function)) {}

  /// Serves ashlar until it has no more hosts. Returns the exit code.
  int run();

  [[nodiscard]] bool is_check() const { return begin_.check; }
  [[nodiscard]] const std::string& directory() const { return begin_.directory; }
  [[nodiscard]] Channel& channel() { return channel_; }
  /// Tells ashlar of a content, once. Returns its hash.
  std::string announce(ContentMessage content);
  /// The hash of a file here, computed once.
  [[nodiscard]] Result<std::string> announce_file(const std::string& path);
  /// Whether this is the first time that `key` is asked for.
  [[nodiscard]] bool is_first(const std::string& key) { return once_.insert(key).second; }

 private:
  [[nodiscard]] Status serve();
  [[nodiscard]] Status take(const Frame& frame);
  void start_host(HostMessage description);
  void run_function(Host::State& state);
  void resume(std::uint32_t host);
  [[nodiscard]] Host::State* find(std::uint32_t host);

  Channel channel_;
  std::function<void(Host&)> function_;
  BeginMessage begin_;
  bool ended_ = false;
  std::map<std::uint32_t, std::unique_ptr<Host::State>> hosts_;
  std::set<std::string> announced_;
  std::map<std::string, std::string> file_hashes_;
  std::set<std::string> once_;
};

}  // namespace ashlar::fleet
