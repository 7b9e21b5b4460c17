#pragma once

#include "base/io_loop.hpp"
#include "fleet/connectors/child_stream.hpp"
#include "fleet/connectors/connector.hpp"

namespace ashlar::fleet {

struct CommandConnectorOptions {
  std::string name;                 ///< `@local`, `@docker/web` …
  std::vector<std::string> prefix;  ///< stands before every `argv`: nothing, or `docker exec -i web` …
  /// Run by `connect`, which fails with its error output if it fails. Empty: `connect` succeeds at once.
  std::vector<std::string> probe;
  std::string help;  ///< what to do if the probe fails
  /// If set, makes the prefix of what the probe printed, trimmed.
  std::function<std::vector<std::string>(const std::string&)> prefix_from_probe;
};

/// What is reached by running a program on this machine: the machine itself, a container, a folder.
class CommandConnector final : public Connector {
 public:
  /// `loop` must outlive it.
  CommandConnector(IoLoop& loop, CommandConnectorOptions options);
  ~CommandConnector() override;

  [[nodiscard]] const std::string& name() const override { return options_.name; }
  void connect(std::function<void(Status)> done) override;
  void start(std::vector<std::string> argv, StreamCallbacks callbacks, Started done) override;
  void disconnect() override;
  [[nodiscard]] const Traffic& traffic() const override { return activity_->traffic; }

 private:
  /// Runs `event` later, unless this is destroyed first.
  void later(std::function<void()> event);

  IoLoop& loop_;
  CommandConnectorOptions options_;
  std::shared_ptr<ChildStream::Activity> activity_ = std::make_shared<ChildStream::Activity>();
  std::unique_ptr<Stream> probe_;
  std::string probe_output_, probe_errors_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

/// `@local`: this machine, as the user who runs ashlar.
[[nodiscard]] std::unique_ptr<Connector> local_connector(IoLoop& loop);

}  // namespace ashlar::fleet
