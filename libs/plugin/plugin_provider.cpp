#include "plugin/plugin_provider.hpp"

#include "plugin/component_messages.hpp"
#include "plugin/plugin_client.hpp"
#include "plugin/provider_messages.hpp"
#include "plugin/status_details.hpp"
#include "pulumi/provider.grpc.pb.h"

namespace ashlar::plugin {
namespace {

using namespace std::chrono_literals;
using google::protobuf::Empty;
using Async = pulumirpc::ResourceProvider::StubInterface::async_interface;

/// A plugin that has said its port listens within this time, or never. One that was there before listens already.
constexpr auto greeting_limit = 10s;

pulumirpc::ProviderHandshakeRequest handshake_message(const ProviderGreeting& greeting) {
  pulumirpc::ProviderHandshakeRequest message;
  message.set_engine_address(greeting.engine_address);
  if (greeting.directory) {
    message.set_root_directory(greeting.directory->string());
    message.set_program_directory(greeting.directory->string());
  }
  message.set_configure_with_urn(true);
  message.set_supports_views(false);
  message.set_supports_refresh_before_update(true);
  message.set_invoke_with_preview(true);
  message.set_accepts_byte_string(true);
  return message;
}

}  // namespace

/// The connection and what is known of the other side.
class PluginProvider::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(std::shared_ptr<PluginProcess> process, ProviderGreeting greeting)
      : greeting_(std::move(greeting)),
        facts_{process->label(), {}},
        stub_(pulumirpc::ResourceProvider::NewStub(process->channel())),
        client_(std::move(process)) {}

  PluginProcess& process() { return client_.process(); }
  [[nodiscard]] const ProviderFeatures& features() const { return facts_.features; }
  [[nodiscard]] const ProviderFacts& facts() const { return facts_; }
  [[nodiscard]] bool allows_preview() const { return greeting_.allow_preview; }

  /// Sends `message` unless it could not be made, and has `read(status, response)` make the answer.
  template <typename T, typename Request, typename Response, typename Read>
  void call(void (Async::*method)(grpc::ClientContext*, const Request*, Response*, std::function<void(grpc::Status)>),
            Result<Request> message, Read read, deploy::Done<T> done, std::chrono::milliseconds limit = 0ms) {
    if (!message) return done(message.error());
    client_.call<T>(stub_->async(), method, std::move(*message), std::move(read), std::move(done), limit);
  }

  void greet(deploy::Done<void> done) {
    const auto next = [self = shared_from_this(), done](Result<pulumirpc::ProviderHandshakeResponse> answer) {
      if (!answer) return done(answer.error());
      if (self->greeted_) self->take(*answer);
      if (self->greeting_.directory) return self->parameterize(done);
      self->attach(done);
    };
    call<pulumirpc::ProviderHandshakeResponse>(
        &Async::Handshake, Result(handshake_message(greeting_)),
        [this](const grpc::Status& status, auto& response) -> Result<pulumirpc::ProviderHandshakeResponse> {
          const bool silent = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED ||
                              status.error_code() == grpc::StatusCode::UNAVAILABLE;
          if (silent) return fail(facts_.label + " does not answer on its port: " + status.error_message());
          greeted_ =
              status.ok();  // older plugins do not know the greeting, and say what they can when they are configured
          if (!greeted_ && status.error_code() != grpc::StatusCode::UNIMPLEMENTED)
            return error_of(status, facts_.label, "Handshake");
          return std::move(response);
        },
        deploy::Done<pulumirpc::ProviderHandshakeResponse>(next), greeting_.directory ? greeting_limit : 0s);
  }

  void configure(const Urn& urn, const std::string& id, const PropertyMap& inputs, const deploy::Done<void>& done) {
    const auto next = [self = shared_from_this(), done](Result<pulumirpc::ConfigureResponse> answer) {
      if (!answer) return done(answer.error());
      if (!self->greeted_) self->take(*answer);
      done(Status());
    };
    call<pulumirpc::ConfigureResponse>(
        &Async::Configure, configure_message(urn, id, inputs),
        [facts = facts_](const grpc::Status& status, auto& response) -> Result<pulumirpc::ConfigureResponse> {
          if (!status.ok()) return error_of(status, facts.label, "Configure");
          return std::move(response);
        },
        deploy::Done<pulumirpc::ConfigureResponse>(next));
  }

  /// Whether a call succeeded is all that matters.
  auto reading_nothing(const char* rpc) {
    return [label = facts_.label, rpc](const grpc::Status& status, const auto&) -> Result<void> {
      return status.ok() ? Status() : Status(error_of(status, label, rpc));
    };
  }

  void cancel(deploy::Done<void> done) {
    constexpr auto limit = 1s;
    call<void>(&Async::Cancel, Result(Empty()), reading_nothing("Cancel"), std::move(done), limit);
  }

 private:
  void attach(const deploy::Done<void>& done) {
    pulumirpc::PluginAttach message;
    message.set_address(greeting_.engine_address);
    const auto next = [self = shared_from_this(), done](const Status& attached) {
      if (!attached) return done(attached);
      self->parameterize(done);
    };
    call<void>(&Async::Attach, Result(std::move(message)), reading_nothing("Attach"), deploy::Done<void>(next));
  }

  void parameterize(const deploy::Done<void>& done) {
    if (!greeting_.parameterization) return done(Status());
    pulumirpc::ParameterizeRequest message;
    auto& value = *message.mutable_value();
    value.set_name(greeting_.parameterization->name);
    value.set_version(greeting_.parameterization->version);
    value.set_value(greeting_.parameterization->value);
    call<void>(&Async::Parameterize, Result(std::move(message)), reading_nothing("Parameterize"), done);
  }

  void take(const pulumirpc::ProviderHandshakeResponse& answer) {
    facts_.features = {.secrets = answer.accept_secrets(),
                       .resources = answer.accept_resources(),
                       .outputs = answer.accept_outputs(),
                       .byte_strings = answer.accepts_byte_string(),
                       .preview = true,
                       .autonaming = answer.supports_autonaming_configuration()};
  }

  void take(const pulumirpc::ConfigureResponse& answer) {
    facts_.features = {.secrets = answer.acceptsecrets(),
                       .resources = answer.acceptresources(),
                       .outputs = answer.acceptoutputs(),
                       .byte_strings = false,
                       .preview = answer.supportspreview(),
                       .autonaming = answer.supports_autonaming_configuration()};
  }

  ProviderGreeting greeting_;
  ProviderFacts facts_;
  std::atomic<bool> greeted_ = false;
  std::unique_ptr<pulumirpc::ResourceProvider::Stub> stub_;
  PluginClient client_;  // last: it waits for calls that use the others
};

PluginProvider::PluginProvider(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
PluginProvider::~PluginProvider() = default;

void PluginProvider::connect(std::shared_ptr<PluginProcess> process, ProviderGreeting greeting,
                             deploy::Done<std::shared_ptr<PluginProvider>> done) {
  auto impl = std::make_shared<Impl>(std::move(process), std::move(greeting));
  impl->greet([impl, done = std::move(done)](const Status& greeted) {
    if (!greeted) return done(greeted.error());
    done(std::shared_ptr<PluginProvider>(new PluginProvider(impl)));
  });
}

void PluginProvider::check_config(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) {
  auto message = config_check_message(request);
  impl_->call<deploy::CheckAnswer>(
      &Async::CheckConfig, std::move(message),
      [facts = impl_->facts(), inputs = std::move(request.new_inputs)](const grpc::Status& status, auto& response) {
        return read_config_check(status, response, inputs, facts);
      },
      std::move(done));
}

void PluginProvider::diff_config(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) {
  impl_->call<deploy::DiffAnswer>(
      &Async::DiffConfig, config_diff_message(request),
      [facts = impl_->facts()](const grpc::Status& status, auto& response) {
        return read_config_diff(status, response, facts);
      },
      std::move(done));
}

void PluginProvider::configure(Urn urn, std::string id, PropertyMap inputs, deploy::Done<void> done) {
  impl_->configure(urn, id, inputs, done);
}

void PluginProvider::check(deploy::CheckRequest request, deploy::Done<deploy::CheckAnswer> done) {
  auto message = check_message(request, impl_->features());
  impl_->call<deploy::CheckAnswer>(
      &Async::Check, std::move(message),
      [facts = impl_->facts(), request = std::move(request)](const grpc::Status& status, auto& response) {
        return read_check(status, response, request, facts);
      },
      std::move(done));
}

void PluginProvider::diff(deploy::DiffRequest request, deploy::Done<deploy::DiffAnswer> done) {
  impl_->call<deploy::DiffAnswer>(
      &Async::Diff, diff_message(request, impl_->features()),
      [facts = impl_->facts()](const grpc::Status& status, auto& response) {
        return read_diff(status, response, facts);
      },
      std::move(done));
}

namespace {

/// A plugin that ends before it answers may have done what it was asked.
template <typename T>
deploy::Done<T> telling_losses(const PluginProcess& process, deploy::Done<T> done, const char* help) {
  if (process.has_ended()) return done;  // then it never gets the call
  return [weak = process.weak_from_this(), done = std::move(done), help](Result<T> answer) {
    const auto self = weak.lock();
    if (answer || !self || !self->has_ended()) return done(std::move(answer));
    Error error = answer.error();
    error.kind = ErrorKind::unanswered;
    error.help = help;
    done(std::move(error));
  };
}

}  // namespace

void PluginProvider::create(deploy::CreateRequest request, deploy::Done<deploy::CreateAnswer> done) {
  constexpr auto help = "it may exist all the same; `ashlar refresh` finds out, or asks what to do";
  if (!request.preview) done = telling_losses(impl_->process(), std::move(done), help);
  auto message = create_message(request, impl_->features());
  impl_->call<deploy::CreateAnswer>(
      &Async::Create, std::move(message),
      [facts = impl_->facts(), request = std::move(request)](const grpc::Status& status, auto& response) {
        return read_create(status, response, request, facts);
      },
      std::move(done));
}

void PluginProvider::read(deploy::ReadRequest request, deploy::Done<deploy::ReadAnswer> done) {
  auto message = read_message(request, impl_->features());
  impl_->call<deploy::ReadAnswer>(
      &Async::Read, std::move(message),
      [facts = impl_->facts(), request = std::move(request)](const grpc::Status& status, auto& response) {
        return read_read(status, response, request, facts);
      },
      std::move(done));
}

void PluginProvider::update(deploy::UpdateRequest request, deploy::Done<deploy::UpdateAnswer> done) {
  constexpr auto help = "it may have been updated all the same; the next `ashlar up` looks at it again";
  if (!request.preview) done = telling_losses(impl_->process(), std::move(done), help);
  auto message = update_message(request, impl_->features());
  impl_->call<deploy::UpdateAnswer>(
      &Async::Update, std::move(message),
      [facts = impl_->facts(), request = std::move(request)](const grpc::Status& status, auto& response) {
        return read_update(status, response, request, facts);
      },
      std::move(done));
}

void PluginProvider::remove(deploy::DeleteRequest request, deploy::Done<void> done) {
  constexpr auto help = "it may have been deleted all the same; the next `ashlar up` looks at it again";
  done = telling_losses(impl_->process(), std::move(done), help);
  impl_->call<void>(&Async::Delete, delete_message(request, impl_->features()), impl_->reading_nothing("Delete"),
                    std::move(done));
}

void PluginProvider::invoke(deploy::InvokeRequest request, deploy::Done<deploy::InvokeAnswer> done) {
  auto message = invoke_message(request, impl_->features());
  impl_->call<deploy::InvokeAnswer>(
      &Async::Invoke, std::move(message),
      [facts = impl_->facts(), request = std::move(request)](const grpc::Status& status, auto& response) {
        return read_invoke(status, response, request, facts);
      },
      std::move(done));
}

void PluginProvider::construct(deploy::ConstructRequest request, deploy::Done<deploy::ConstructAnswer> done) {
  impl_->call<deploy::ConstructAnswer>(
      &Async::Construct, construct_message(request, impl_->facts()),
      [facts = impl_->facts(), preview = request.run.preview](const grpc::Status& status, auto& response) {
        return read_construct(status, response, preview, facts);
      },
      std::move(done));
}

void PluginProvider::call(deploy::CallRequest request, deploy::Done<deploy::MethodAnswer> done) {
  impl_->call<deploy::MethodAnswer>(
      &Async::Call, call_message(request, impl_->facts()),
      [facts = impl_->facts(), preview = request.run.preview](const grpc::Status& status, auto& response) {
        return read_call(status, response, preview, facts);
      },
      std::move(done));
}

bool PluginProvider::supports_preview() const { return impl_->features().preview && impl_->allows_preview(); }
bool PluginProvider::supports_autonaming() const { return impl_->features().autonaming; }

void PluginProvider::cancel() {
  impl_->cancel([](const Status&) {});  // best effort: a plugin that knows no cancellation just goes on
}

void PluginProvider::shut_down(std::function<void()> done) {
  impl_->cancel([impl = impl_, done = std::move(done)](const Status&) { impl->process().stop(done); });
}

}  // namespace ashlar::plugin
