#include "fleet/connectors/ssh_connector.hpp"

#include "fleet/connectors/quoting.hpp"
#include "fleet/connectors/ssh_channel.hpp"
#include "fleet/connectors/ssh_link.hpp"

namespace ashlar::fleet {
namespace {

class SshStream final : public Stream {
 public:
  explicit SshStream(std::unique_ptr<SshChannel> channel) : channel_(std::move(channel)) {}
  void write(std::string bytes) override { channel_->write(std::move(bytes)); }
  void close_input() override { channel_->close_input(); }
  void kill() override { channel_->kill(); }

 private:
  std::unique_ptr<SshChannel> channel_;
};

class SshConnector final : public Connector {
 public:
  SshConnector(IoLoop& loop, std::shared_ptr<SshLink> link)
      : loop_(loop), name_(link->options().name), link_(std::move(link)) {}
  ~SshConnector() override {
    *alive_ = false;
    disconnect();
  }

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const Traffic& traffic() const override { return link_->traffic(); }

  void connect(std::function<void(Status)> done) override {
    link_->connect([alive = alive_, done = std::move(done)](Status status) {
      if (*alive) done(std::move(status));
    });
  }

  void start(std::vector<std::string> argv, StreamCallbacks callbacks, Started done) override {
    if (!link_->is_up()) {
      return loop_.post([alive = alive_, name = name_, done = std::move(done)] {
        if (*alive) done(fail(name + " is not connected"));
      });
    }
    const auto number = ++last_;
    SshChannel::Callbacks channel;
    channel.on_open = [this, number, done = std::move(done)](Status status) {
      auto opened = std::move(opening_.extract(number).mapped());
      if (status) return done(std::unique_ptr<Stream>(std::make_unique<SshStream>(std::move(opened))));
      done(status.error());
    };
    channel.on_output = std::move(callbacks.on_output);
    channel.on_error_output = std::move(callbacks.on_error_output);
    channel.on_end = std::move(callbacks.on_end);
    auto& opening = opening_[number] = std::make_unique<SshChannel>(link_, std::move(channel));
    opening->open_process(quote_words(argv));
  }

  void disconnect() override { link_->close("the connection was closed"); }

 private:
  IoLoop& loop_;
  std::string name_;
  std::shared_ptr<SshLink> link_;
  std::map<std::uint64_t, std::unique_ptr<SshChannel>> opening_;  ///< until their owners have them
  std::uint64_t last_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace

SshPool::SshPool(IoLoop& loop) : loop_(loop), keys_(std::make_shared<SshKeys>()) {}

std::unique_ptr<Connector> SshPool::connector(const SshOptions& options) {
  return std::make_unique<SshConnector>(loop_, link(options));
}

std::shared_ptr<SshLink> SshPool::link(const SshOptions& options) {
  return std::make_shared<SshLink>(loop_, options, keys_, options.jump ? shared_link(*options.jump) : nullptr);
}

std::shared_ptr<SshLink> SshPool::shared_link(const SshOptions& options) {
  auto& known = jumps_[options.identity()];
  auto link = known.lock();
  if (!link) {
    link = this->link(options);
    known = link;
  }
  return link;
}

}  // namespace ashlar::fleet
