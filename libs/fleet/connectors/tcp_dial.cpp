#include "fleet/connectors/tcp_dial.hpp"

#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace ashlar::fleet {
namespace {

Descriptor open_socket(const addrinfo& address) {
  Descriptor socket(::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(socket.get(), SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  return socket;
}

/// Why the attempt failed; 0 if it did not.
int connection_error(const Descriptor& socket) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

/// Binds to `from`, if it is an address of that family.
int bind_to(const Descriptor& socket, const std::string& from, int family) {
  addrinfo hints{};
  hints.ai_family = family;
  hints.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(from.c_str(), nullptr, &hints, &found) != 0) return EADDRNOTAVAIL;
  const int result = ::bind(socket.get(), found->ai_addr, found->ai_addrlen) == 0 ? 0 : errno;
  freeaddrinfo(found);
  return result;
}

/// A question to the system's resolver, which glibc answers on a thread of its own. Lives until it is answered, however
/// long that takes; the answer reaches `answered` unless the asker is gone.
struct Lookup {
  std::string host, service;
  addrinfo hints{};
  gaicb request{};
  gaicb* list[1] = {&request};

  std::mutex mutex;
  IoLoop* loop = nullptr;  ///< under `mutex`; null once the asker is gone
  std::function<void()> answered;

  ~Lookup() {
    if (request.ar_result != nullptr) freeaddrinfo(request.ar_result);
  }
};

void lookup_ended(sigval value) {
  const std::unique_ptr<std::shared_ptr<Lookup>> held(static_cast<std::shared_ptr<Lookup>*>(value.sival_ptr));
  const std::lock_guard lock((*held)->mutex);
  if ((*held)->loop != nullptr) (*held)->loop->post((*held)->answered);
}

}  // namespace

struct TcpDial::State : std::enable_shared_from_this<State> {
  State(IoLoop& l, TcpDestination d, Done f) : loop(l), destination(std::move(d)), done(std::move(f)) {}

  IoLoop& loop;
  TcpDestination destination;
  Done done;  ///< empty once it was called, or nobody waits
  std::shared_ptr<Lookup> lookup = std::make_shared<Lookup>();
  const addrinfo* next = nullptr;  ///< the address to try next
  std::string last_error = "the name has no address";
  Descriptor socket;
  IoLoop::Watch watch;

  void look_up();
  void answered();
  void try_next();
  void attempt_ended();
  void finish(Result<Descriptor> result);
};

TcpDial::TcpDial(IoLoop& loop, TcpDestination destination, Done done)
    : state_(std::make_shared<State>(loop, std::move(destination), std::move(done))) {
  state_->look_up();
}

TcpDial::~TcpDial() {
  state_->done = nullptr;
  state_->watch.end();
  const std::lock_guard lock(state_->lookup->mutex);
  state_->lookup->loop = nullptr;
}

void TcpDial::State::look_up() {
  lookup->host = destination.host;
  lookup->service = std::to_string(destination.port);
  lookup->hints.ai_socktype = SOCK_STREAM;
  lookup->hints.ai_family = destination.family;
  lookup->hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  const auto resume = [weak = weak_from_this()] {
    if (const auto self = weak.lock(); self && self->done) self->answered();
  };
  addrinfo*& result = lookup->request.ar_result;
  if (getaddrinfo(lookup->host.c_str(), lookup->service.c_str(), &lookup->hints, &result) == 0) {
    return loop.post(resume);  // it was an address
  }
  lookup->hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG;
  lookup->request.ar_name = lookup->host.c_str();
  lookup->request.ar_service = lookup->service.c_str();
  lookup->request.ar_request = &lookup->hints;
  lookup->loop = &loop;
  lookup->answered = resume;
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD;
  event.sigev_notify_function = lookup_ended;
  auto held = std::make_unique<std::shared_ptr<Lookup>>(lookup);
  event.sigev_value.sival_ptr = held.get();
  if (getaddrinfo_a(GAI_NOWAIT, lookup->list, 1, &event) == 0) {
    held.release();  // NOLINT(bugprone-unused-return-value): lookup_ended frees it
  } else {
    loop.post(resume);
  }
}

void TcpDial::State::answered() {
  next = lookup->request.ar_result;
  const int error = lookup->request.ar_name == nullptr ? 0 : gai_error(&lookup->request);
  if (error != 0) last_error = gai_strerror(error);
  try_next();
}

void TcpDial::State::try_next() {
  while (next != nullptr) {
    const auto& address = *next;
    next = next->ai_next;
    socket = open_socket(address);
    if (!socket.is_open()) {
      last_error = std::strerror(errno);
      continue;
    }
    if (!destination.bind_address.empty()) {
      if (const int error = bind_to(socket, destination.bind_address, address.ai_family); error != 0) {
        last_error = "cannot connect from " + destination.bind_address + ": " + std::strerror(error);
        continue;
      }
    }
    if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) != 0 && errno != EINPROGRESS) {
      last_error = std::strerror(errno);
      continue;
    }
    watch = loop.watch(socket.get(), EPOLLOUT, [this](std::uint32_t) { attempt_ended(); });
    return;
  }
  finish(fail(last_error));
}

void TcpDial::State::attempt_ended() {
  const auto keep = shared_from_this();
  watch.end();
  if (const int error = connection_error(socket); error != 0) {
    last_error = std::strerror(error);
    socket.close();
    return try_next();
  }
  finish(std::move(socket));
}

void TcpDial::State::finish(Result<Descriptor> result) {
  if (const auto call = std::exchange(done, nullptr)) call(std::move(result));
}

}  // namespace ashlar::fleet
