#include "fleet/connectors/ssh_link.hpp"

#include <fcntl.h>
#include <libssh/server.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/strings.hpp"
#include "fleet/connectors/ssh_tunnel.hpp"

namespace ashlar::fleet {
namespace {

constexpr int reads_of_a_turn = 64;  ///< of 4 KiB each, before others have their turn

}  // namespace

SshLink::SshLink(IoLoop& loop, SshOptions options, std::shared_ptr<SshKeys> keys, std::shared_ptr<SshLink> via)
    : loop_(loop), options_(std::move(options)), keys_(std::move(keys)), via_(std::move(via)) {}

SshLink::~SshLink() { close("the connection was closed"); }

void SshLink::connect(Connected done) {
  if (stage_ == Stage::up) {
    return loop_.post([self = shared_from_this(), done = std::move(done)] { done({}); });
  }
  waiting_.push_back(std::move(done));
  if (stage_ != Stage::idle && stage_ != Stage::failed) return;
  stage_ = Stage::reaching;
  deadline_ = loop_.timer(options_.connect_timeout, [this] { timed_out(); });
  if (via_) return reach_through_jump();
  reach();
}

void SshLink::reach() {
  dial_ = std::make_unique<TcpDial>(
      loop_, TcpDestination{options_.host, options_.port, options_.address_family, options_.bind_address},
      [this](Result<Descriptor> socket) {
        if (!socket) return fail_with(unreachable(socket.error().message));
        traffic_.sent(1);  // the packets that opened the connection: one round trip, counted as two bytes
        traffic_.received(1);
        begin({std::move(*socket), nullptr});
      });
}

void SshLink::reach_through_jump() {
  via_->connect([weak = weak_from_this()](const Status& reached) {
    const auto self = weak.lock();
    if (!self || self->stage_ != Stage::reaching) return;
    if (!reached) return self->fail_with(reached.error().within("on the way to " + self->options_.name));
    open_ssh_tunnel(self->via_, self->options_.host, self->options_.port, [weak](Result<Road> road) {
      const auto owner = weak.lock();
      if (!owner || owner->stage_ != Stage::reaching) return;
      if (!road) return owner->fail_with(owner->unreachable(road.error().message));
      owner->begin(std::move(*road));
    });
  });
}

void SshLink::begin(Road road) {
  socket_ = std::move(road.socket);
  tunnel_ = std::move(road.kept);
  session_.reset(ssh_new());
  counter_ = {};
  counted_in_ = counted_out_ = 0;
  set_session_options();
  // Its own duplicate: libssh closes it in some cases and not in others.
  int duplicate = fcntl(socket_.get(), F_DUPFD_CLOEXEC, 3);
  if (duplicate < 0) return fail_with(unreachable("too many open files"));
  ssh_options_set(session_.get(), SSH_OPTIONS_FD, &duplicate);
  ssh_set_blocking(session_.get(), 0);
  ssh_set_counters(session_.get(), &counter_, nullptr);
  stage_ = Stage::handshake;
  watch_ = loop_.watch(socket_.get(), EPOLLIN, [this](std::uint32_t) { on_ready(); });
  on_ready();
}

void SshLink::set_session_options() {
  const auto set = [this](ssh_options_e option, const std::string& value) {
    if (!value.empty()) ssh_options_set(session_.get(), option, value.c_str());
  };
  const int off = 0;
  ssh_options_set(session_.get(), SSH_OPTIONS_PROCESS_CONFIG, &off);
  const bool alias = !options_.host_key_alias.empty();
  set(SSH_OPTIONS_HOST, alias ? options_.host_key_alias : options_.host);  // of use for known_hosts only
  const unsigned port = alias ? 22 : options_.port;
  ssh_options_set(session_.get(), SSH_OPTIONS_PORT, &port);
  set(SSH_OPTIONS_USER, options_.user);
  set(SSH_OPTIONS_IDENTITY_AGENT, options_.agent_socket);
  // libssh prefers the kinds of key that these files know of the host.
  set(SSH_OPTIONS_KNOWNHOSTS, options_.known_hosts_files.front());
  set(SSH_OPTIONS_GLOBAL_KNOWNHOSTS, options_.global_known_hosts_files.front());
  set(SSH_OPTIONS_COMPRESSION, options_.compression ? "yes" : "no");
  set(SSH_OPTIONS_CIPHERS_C_S, options_.ciphers);
  set(SSH_OPTIONS_CIPHERS_S_C, options_.ciphers);
  set(SSH_OPTIONS_HMAC_C_S, options_.macs);
  set(SSH_OPTIONS_HMAC_S_C, options_.macs);
  set(SSH_OPTIONS_KEY_EXCHANGE, options_.key_exchanges);
  set(SSH_OPTIONS_HOSTKEYS, options_.host_key_types);
  set(SSH_OPTIONS_PUBLICKEY_ACCEPTED_TYPES, options_.key_types);
}

void SshLink::on_ready() {
  const auto keep = shared_from_this();
  turning_ = true;
  if (stage_ == Stage::handshake) advance_handshake();
  if (stage_ == Stage::authentication) advance_authentication();
  if (stage_ == Stage::up) pump();
  turning_ = false;
  after_turn();
}

void SshLink::advance_handshake() {
  const int outcome = ssh_connect(session_.get());
  fcntl(socket_.get(), F_SETFL, O_NONBLOCK);  // which libssh takes away
  if (outcome == SSH_AGAIN) return;
  if (outcome != SSH_OK) return fail_with(unreachable(ssh_get_error(session_.get())));
  if (auto checked = check_host_key(session_.get(), options_); !checked) return fail_with(checked.error());
  authentication_.emplace(session_.get(), options_, *keys_);
  stage_ = Stage::authentication;
}

void SshLink::advance_authentication() {
  auto outcome = authentication_->advance();
  if (!outcome) return;
  if (!*outcome) return fail_with(outcome->error());
  authentication_.reset();
  event_.reset(ssh_event_new());
  ssh_event_add_session(event_.get(), session_.get());
  stage_ = Stage::up;
  deadline_.cancel();
  keep_alive();
  tell({});
}

void SshLink::pump() {
  for (int i = 0; i < reads_of_a_turn; ++i)
    if (ssh_event_dopoll(event_.get(), 0) != SSH_OK) break;
  drive_channels();
  if (stage_ == Stage::up && ssh_is_connected(session_.get()) == 0) {
    fail_with(fail("the connection to " + options_.name + " was lost: " + ssh_get_error(session_.get())));
  }
}

void SshLink::drive_channels() {
  std::uint64_t before = 0;
  do {  // what one channel asks of libssh may bring what another waits for
    before = counter_.in_bytes;
    const auto drivers = std::vector(drivers_.begin(), drivers_.end());
    for (auto* driver : drivers)
      if (drivers_.contains(driver)) driver->advance();
  } while (stage_ == Stage::up && counter_.in_bytes != before);
}

void SshLink::sent_something() {
  if (turning_ || stage_ != Stage::up) return;
  if (counter_.in_bytes != counted_in_) {
    loop_.post([weak = weak_from_this()] {
      if (const auto self = weak.lock(); self && self->stage_ == Stage::up) self->on_ready();
    });
  }
  after_turn();
}

void SshLink::after_turn() {
  traffic_.received(counter_.in_bytes - counted_in_);
  traffic_.sent(counter_.out_bytes - counted_out_);
  counted_in_ = counter_.in_bytes;
  counted_out_ = counter_.out_bytes;
  if (!session_) return;
  const bool wants_to_write = (ssh_get_poll_flags(session_.get()) & SSH_WRITE_PENDING) != 0;
  watch_.set_events(wants_to_write ? EPOLLIN | EPOLLOUT : EPOLLIN);
  // Each step of the handshake is one small packet that waits for another: a delayed acknowledgement stalls it by 40
  // ms.
  const int on = 1;
  setsockopt(socket_.get(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

void SshLink::keep_alive() {
  if (options_.keep_alive_interval.count() == 0) return;
  if (counter_.in_bytes != seen_by_keep_alive_) silent_intervals_ = 0;
  seen_by_keep_alive_ = counter_.in_bytes;
  if (silent_intervals_ >= options_.keep_alive_count) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(options_.keep_alive_interval) * options_.keep_alive_count;
    return fail_with(fail("the connection to " + options_.name + " was lost: the host has not answered for " +
                          std::to_string(seconds.count()) + " s"));
  }
  ++silent_intervals_;
  // libssh remembers that an answer to the one before came, and sends nothing then: the second call does.
  ssh_send_keepalive(session_.get());
  ssh_send_keepalive(session_.get());
  sent_something();
  keep_alive_timer_ = loop_.timer(options_.keep_alive_interval, [this] { keep_alive(); });
}

void SshLink::timed_out() {
  static constexpr const char* doing[] = {"", "connecting", "exchanging keys", "logging in", "", ""};
  fail_with(unreachable("no answer within " +
                        format_number(static_cast<double>(options_.connect_timeout.count()) / 1000) + " s while " +
                        doing[static_cast<int>(stage_)]));
}

std::string SshLink::address() const {
  const auto where = options_.host + " port " + std::to_string(options_.port);
  return options_.name == options_.host ? where : options_.name + " (" + where + ")";
}

Error SshLink::unreachable(const std::string& cause) const {
  auto error = fail_with_help("cannot reach " + address() + ": " + cause,
                              "check the name and the port, that the host is up, and that its sshd listens");
  if (options_.jump) error.notes.push_back("the way goes through " + options_.jump->name);
  return error;
}

void SshLink::tell(const Status& status) {
  for (auto& done : std::exchange(waiting_, {})) {
    loop_.post([done = std::move(done), status] { done(status); });
  }
}

void SshLink::close(const std::string& why) {
  if (stage_ == Stage::idle || stage_ == Stage::failed) return;
  fail_with(fail(options_.name + ": " + why, ErrorKind::cancelled));
}

void SshLink::fail_with(Error error) {
  stage_ = Stage::failed;
  deadline_.cancel();
  keep_alive_timer_.cancel();
  const auto drivers = std::exchange(drivers_, {});
  for (auto* driver : drivers) driver->lost(error);
  watch_.end();
  authentication_.reset();
  event_.reset();
  session_.reset();
  tunnel_.reset();
  socket_.close();
  dial_.reset();
  tell(error);
}

}  // namespace ashlar::fleet
