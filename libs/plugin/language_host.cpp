#include "plugin/language_host.hpp"

#include "plugin/plugin_client.hpp"
#include "plugin/status_details.hpp"
#include "pulumi/language.grpc.pb.h"
#include "wire/marshal.hpp"

namespace ashlar::plugin {
namespace {

using namespace std::chrono_literals;
using google::protobuf::Empty;
using Async = pulumirpc::LanguageRuntime::StubInterface::async_interface;
using OnOutput = std::function<void(std::string, bool)>;

Result<pulumirpc::ProgramInfo> info_message(const ProgramInfo& info) {
  pulumirpc::ProgramInfo message;
  message.set_root_directory(info.root_directory.string());
  message.set_program_directory(info.program_directory.string());
  message.set_entry_point(info.entry_point);
  if (auto status = wire::marshal(info.options, {}, *message.mutable_options()); !status) return status.error();
  return message;
}

std::string without_v(std::string version) {
  if (version.starts_with('v')) version.erase(0, 1);
  return version;
}

/// The provider packages among `dependencies`, which are messages of PackageDependency or its forerunner.
template <typename Dependencies>
std::vector<PackageDescriptor> packages_of(const Dependencies& dependencies) {
  std::vector<PackageDescriptor> packages;
  for (const auto& dependency : dependencies) {
    if (dependency.kind() != "resource" && !dependency.kind().empty()) continue;
    PackageDescriptor package;
    package.name = dependency.name();
    package.version = without_v(dependency.version());
    package.download_url = dependency.server();
    package.checksums = {dependency.checksums().begin(), dependency.checksums().end()};
    if constexpr (requires { dependency.parameterization(); }) {
      if (dependency.has_parameterization()) {
        const auto& in = dependency.parameterization();
        package.parameterization = PackageDescriptor::Parameterization{in.name(), without_v(in.version()), in.value()};
      }
    }
    packages.push_back(std::move(package));
  }
  return packages;
}

/// Reads the stream of an installation; deletes itself at its end, on the loop's thread.
class InstallReader final : public grpc::ClientReadReactor<pulumirpc::InstallDependenciesResponse> {
 public:
  InstallReader(std::shared_ptr<PluginProcess> process, OnOutput on_output, deploy::Done<void> done)
      : process_(std::move(process)), on_output_(std::move(on_output)), done_(std::move(done)) {}

  void start(Async* async, pulumirpc::InstallDependenciesRequest request) {
    request_ = std::move(request);
    async->InstallDependencies(&context_, &request_, this);
    StartRead(&chunk_);
    StartCall();
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    process_->loop().post([on_output = on_output_, out = chunk_.stdout(), err = chunk_.stderr()] {
      if (!out.empty()) on_output(out, false);
      if (!err.empty()) on_output(err, true);
    });
    StartRead(&chunk_);
  }

  void OnDone(const grpc::Status& status) override {
    Status result;
    if (!status.ok()) result = error_of(status, process_->label(), "InstallDependencies");
    // Not here: this may hold the last reference to the channel, and gRPC must not end its own thread from within.
    process_->loop().post([this, result] {
      const auto done = std::move(done_);
      delete this;
      done(result);
    });
  }

 private:
  std::shared_ptr<PluginProcess> process_;
  OnOutput on_output_;
  deploy::Done<void> done_;
  grpc::ClientContext context_;
  pulumirpc::InstallDependenciesRequest request_;
  pulumirpc::InstallDependenciesResponse chunk_;
};

}  // namespace

class LanguageHost::Impl : public std::enable_shared_from_this<Impl> {
 public:
  explicit Impl(std::shared_ptr<PluginProcess> process)
      : stub_(pulumirpc::LanguageRuntime::NewStub(process->channel())), client_(std::move(process)) {}

  PluginProcess& process() { return client_.process(); }
  Async* async() { return stub_->async(); }

  template <typename T, typename Request, typename Response, typename Read>
  void call(void (Async::*method)(grpc::ClientContext*, const Request*, Response*, std::function<void(grpc::Status)>),
            Request message, Read read, deploy::Done<T> done, std::chrono::milliseconds limit = 0ms) {
    client_.call<T>(stub_->async(), method, std::move(message), std::move(read), std::move(done), limit);
  }

  static constexpr auto greeting_limit = 10s;

  /// Any answer shows that the host lives.
  auto reading_any_answer() {
    return [label = process().label()](const grpc::Status& status, const auto&) -> Status {
      const bool silent = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED ||
                          status.error_code() == grpc::StatusCode::UNAVAILABLE;
      return silent ? Status(fail(label + " does not answer on its port: " + status.error_message())) : Status();
    };
  }
  void greet(deploy::Done<void> done) {
    call<void>(&Async::GetPluginInfo, Empty(), reading_any_answer(), std::move(done), greeting_limit);
  }
  /// For a host that was running before: nobody has told it where we are.
  void introduce(const std::string& engine_address, deploy::Done<void> done) {
    pulumirpc::LanguageHandshakeRequest request;
    request.set_engine_address(engine_address);
    call<void>(&Async::Handshake, std::move(request), reading_any_answer(), std::move(done), greeting_limit);
  }

  void required_packages(const pulumirpc::ProgramInfo& info, const deploy::Done<std::vector<PackageDescriptor>>& done) {
    using Packages = std::optional<std::vector<PackageDescriptor>>;
    pulumirpc::GetRequiredPackagesRequest request;
    *request.mutable_info() = info;
    const deploy::Done<Packages> next = [self = shared_from_this(), info, done](Result<Packages> packages) {
      if (!packages) return done(packages.error());
      if (*packages) return done(std::move(**packages));
      self->required_plugins(info, done);
    };
    call<Packages>(
        &Async::GetRequiredPackages, std::move(request),
        [label = process().label()](const grpc::Status& status, const auto& response) -> Result<Packages> {
          if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED) return Packages();
          if (!status.ok()) return error_of(status, label, "GetRequiredPackages");
          return Packages(packages_of(response.packages()));
        },
        next);
  }

 private:
  /// For hosts that know of plugins only.
  void required_plugins(const pulumirpc::ProgramInfo& info, deploy::Done<std::vector<PackageDescriptor>> done) {
    pulumirpc::GetRequiredPluginsRequest request;
    request.set_project("deprecated");
    request.set_pwd(info.program_directory());
    request.set_program(info.entry_point());
    *request.mutable_info() = info;
    call<std::vector<PackageDescriptor>>(
        &Async::GetRequiredPlugins, std::move(request),
        [label = process().label()](const grpc::Status& status,
                                    const auto& response) -> Result<std::vector<PackageDescriptor>> {
          if (!status.ok()) return error_of(status, label, "GetRequiredPlugins");
          return packages_of(response.plugins());
        },
        std::move(done));
  }

  std::unique_ptr<pulumirpc::LanguageRuntime::Stub> stub_;
  PluginClient client_;  // last: it waits for calls that use the others
};

namespace {

Error no_host(const std::string& runtime, const PluginSearch& search) {
  auto error = fail("there is no language host for the runtime `" + runtime + "`");
  error.notes = describe_places(search, PluginKind::language, runtime);
  error.help = "check `runtime` in Pulumi.yaml, or put " + executable_name(PluginKind::language, runtime) +
               " into a folder of PATH";
  return error;
}

}  // namespace

LanguageHost::LanguageHost(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
LanguageHost::~LanguageHost() = default;

std::shared_ptr<PluginProcess> LanguageHost::start(const std::string& runtime, const LanguageHostOptions& options,
                                                   EventLoop& loop, deploy::Done<std::shared_ptr<LanguageHost>> done) {
  const auto label = "the language host " + runtime;
  const auto greeted = [done](const std::shared_ptr<Impl>& impl) {
    return [impl, done](const Status& status) {
      if (!status) return done(status.error());
      done(std::shared_ptr<LanguageHost>(new LanguageHost(impl)));
    };
  };
  if (const auto at = options.running.find(runtime); at != options.running.end()) {
    const auto impl = std::make_shared<Impl>(PluginProcess::attach(label, "127.0.0.1:" + std::to_string(at->second),
                                                                   loop, options.call_log, {"language", runtime}));
    impl->introduce(options.engine_address, greeted(impl));
    return nullptr;
  }
  const auto found = find_plugin(options.search, PluginKind::language, runtime, "");
  if (!found || !*found) {
    done(found ? no_host(runtime, options.search) : found.error());
    return nullptr;
  }
  PluginLaunch launch;
  launch.label = label;
  launch.executable = (*found)->executable;
  launch.arguments = {options.engine_address};
  launch.environment = options.environment;
  launch.directory = options.directory;
  launch.call_log = options.call_log;
  launch.peer = {"language", runtime};
  launch.on_output = options.on_output;
  return PluginProcess::start(launch, loop, [done, greeted](Result<std::shared_ptr<PluginProcess>> process) {
    if (!process) return done(process.error());
    const auto impl = std::make_shared<Impl>(std::move(*process));
    impl->greet(greeted(impl));
  });
}

void LanguageHost::required_packages(const ProgramInfo& info, deploy::Done<std::vector<PackageDescriptor>> done) {
  const auto message = info_message(info);
  if (!message) return done(message.error());
  impl_->required_packages(*message, done);
}

void LanguageHost::install_dependencies(const ProgramInfo& info, bool is_terminal, OnOutput on_output,
                                        deploy::Done<void> done) {
  auto message = info_message(info);
  if (!message) return done(message.error());
  pulumirpc::InstallDependenciesRequest request;
  request.set_directory(info.program_directory.string());
  request.set_is_terminal(is_terminal);
  *request.mutable_info() = std::move(*message);
  auto* reader = new InstallReader(impl_->process().shared_from_this(), std::move(on_output), std::move(done));
  reader->start(impl_->async(), std::move(request));
}

void LanguageHost::run(const ProgramInfo& info, const DeploymentFacts& facts, const std::string& monitor_address,
                       const std::vector<std::string>& arguments, deploy::Done<deploy::ProgramResult> done) {
  auto message = info_message(info);
  if (!message) return done(message.error());
  pulumirpc::RunRequest request;
  request.set_project(facts.project);
  request.set_stack(facts.stack);
  request.set_organization(facts.organization);
  request.set_pwd(info.program_directory.string());
  request.set_program(info.entry_point);
  for (const auto& argument : arguments) request.add_args(argument);
  request.mutable_config()->insert(facts.config.begin(), facts.config.end());
  for (const auto& key : facts.config_secret_keys) request.add_configsecretkeys(key);
  request.set_dryrun(facts.preview);
  request.set_parallel(facts.parallel);
  request.set_monitor_address(monitor_address);
  *request.mutable_info() = std::move(*message);
  impl_->call<deploy::ProgramResult>(
      &Async::Run, std::move(request),
      [label = impl_->process().label()](const grpc::Status& status,
                                         const auto& response) -> Result<deploy::ProgramResult> {
        if (!status.ok()) return error_of(status, label, "Run");
        return deploy::ProgramResult{response.error(), response.bail()};
      },
      std::move(done));
}

void LanguageHost::interrupt() {
  constexpr auto limit = 1s;
  constexpr auto patience = 2s;
  impl_->call<void>(
      &Async::Cancel, Empty(), [](const auto&, const auto&) { return Status(); },
      deploy::Done<void>([](const Status&) {}), limit);
  impl_->process().loop().after(patience, [weak = std::weak_ptr(impl_)] {
    if (const auto impl = weak.lock()) impl->process().interrupt();
  });
}

void LanguageHost::shut_down(std::function<void()> done) {
  constexpr auto limit = 1s;
  impl_->call<void>(
      &Async::Cancel, Empty(), [](const auto&, const auto&) { return Status(); },
      deploy::Done<void>([impl = impl_, done = std::move(done)](const Status&) { impl->process().stop(done); }), limit);
}

}  // namespace ashlar::plugin
