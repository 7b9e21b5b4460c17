#pragma once
/// A provider for tests: a world of things with ids, told how to behave.

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/event_loop.hpp"
#include "deploy/remote.hpp"

namespace ashlar::deploy::testing {

/// One thing that exists in the world.
struct Thing {
  std::string type;
  std::string name;
  PropertyMap inputs;
  std::string token;
};

/// How a fake package behaves and what it has made. It outlives the instances that serve it.
class FakePackage {
 public:
  FakePackage& replaces_on(const std::string& key) { return replaces_.insert(key), *this; }
  FakePackage& deletes_before_replacing() { return delete_first_ = true, *this; }
  FakePackage& without_preview() { return previews_ = false, *this; }
  FakePackage& refuses(const std::string& key, const std::string& reason) { return refused_[key] = reason, *this; }
  /// Makes the calls `create NAME`, `update NAME`, `delete NAME` or `read NAME` fail until `heal` is called.
  FakePackage& fails(const std::string& call, const std::string& message) { return failing_[call] = message, *this; }
  /// The call takes effect, but the provider is lost before it answers.
  FakePackage& is_lost_at(const std::string& call) { return lost_.insert(call), *this; }
  /// The resource is created or updated, but reports that it did not get ready.
  FakePackage& fails_partly(const std::string& call, const std::string& reason) {
    return partial_[call] = reason, *this;
  }
  FakePackage& heal() { return failing_.clear(), partial_.clear(), lost_.clear(), *this; }
  /// Outputs that exist beside the inputs, unknown in previews.
  FakePackage& computes(const std::string& key, PropertyValue value) {
    return computed_.insert_or_assign(key, std::move(value)), *this;
  }
  /// It cannot tell what became of an interrupted create.
  FakePackage& forgets_tokens() { return recovers_ = false, *this; }
  /// Its answers to diff of provider configurations ask for replacement when this key changed.
  FakePackage& config_replaces_on(const std::string& key) { return config_replaces_.insert(key), *this; }

  /// Answers are made by the rules above; whoever needs another one changes it here.
  template <typename Request, typename Answer>
  using Amend = std::function<void(const Request&, Result<Answer>&)>;
  Amend<CheckRequest, CheckAnswer> amend_check, amend_check_config;
  Amend<DiffRequest, DiffAnswer> amend_diff, amend_diff_config;
  Amend<CreateRequest, CreateAnswer> amend_create;
  Amend<ReadRequest, ReadAnswer> amend_read;
  Amend<UpdateRequest, UpdateAnswer> amend_update;

  /// How components are constructed and methods carried out; a package without these has none.
  std::function<void(const ConstructRequest&, Done<ConstructAnswer>)> on_construct;
  std::function<void(const CallRequest&, Done<MethodAnswer>)> on_call;

  /// Somebody else changes the thing of that name, or takes it away.
  void drift(const std::string& name, const std::string& key, PropertyValue value);
  void vanish(const std::string& name);

  /// Forgets what was called: a new run begins.
  void begin_run();

  std::map<std::string, Thing> world;              ///< by id
  std::vector<std::string> calls;                  ///< `create NAME` and the like, in the order they began
  std::map<std::string, PropertyMap> served_with;  ///< by call: the configuration of the instance that served it
  std::vector<std::string> previewed;              ///< the creates and updates that a preview asked about
  int cancels = 0;                                 ///< how often its instances were asked to end
  int in_flight = 0;
  int most_in_flight = 0;
  std::vector<PropertyMap> configurations;  ///< what instances were configured with
  std::vector<CheckRequest> checks;
  std::vector<DiffRequest> diffs;
  std::vector<DiffRequest> config_diffs;
  std::vector<CreateRequest> creates;
  std::vector<ReadRequest> reads;
  std::vector<UpdateRequest> updates;
  std::vector<DeleteRequest> deletes;
  /// Called before each mutating call and after it has taken effect; a test may crash the run there.
  std::function<void(const std::string&call)> before_call, after_call;

 private:
  friend class FakeProvider;
  std::set<std::string> replaces_;
  std::set<std::string> config_replaces_;
  std::map<std::string, std::string> refused_, failing_, partial_;
  std::set<std::string> lost_;
  PropertyMap computed_;
  bool delete_first_ = false;
  bool previews_ = true;
  bool recovers_ = true;
  int next_id_ = 1;
};

/// An instance of a fake package. Every answer is posted, so that the loop decides about its order.
class FakeProvider final : public Provider {
 public:
  FakeProvider(EventLoop& loop, FakePackage& package) : loop_(loop), package_(package) {}

  void check_config(CheckRequest request, Done<CheckAnswer> done) override;
  void diff_config(DiffRequest request, Done<DiffAnswer> done) override;
  void configure(Urn urn, std::string id, PropertyMap inputs, Done<void> done) override;
  void check(CheckRequest request, Done<CheckAnswer> done) override;
  void diff(DiffRequest request, Done<DiffAnswer> done) override;
  void create(CreateRequest request, Done<CreateAnswer> done) override;
  void read(ReadRequest request, Done<ReadAnswer> done) override;
  void update(UpdateRequest request, Done<UpdateAnswer> done) override;
  void remove(DeleteRequest request, Done<void> done) override;
  void invoke(InvokeRequest request, Done<InvokeAnswer> done) override;
  void recover_create(RecoverRequest request, Done<RecoverAnswer> done) override;
  void construct(ConstructRequest request, Done<ConstructAnswer> done) override;
  void call(CallRequest request, Done<MethodAnswer> done) override;
  void cancel() override { ++package_.cancels; }
  [[nodiscard]] bool supports_preview() const override { return package_.previews_; }

 private:
  /// Logs `verb NAME`, then runs `act` as an event of its own, and answers as another.
  template <typename Answer, typename Act>
  void call(const std::string& verb, const Urn& urn, Done<Answer> done, Act act);
  [[nodiscard]] PropertyMap outputs_of(const PropertyMap& inputs, const std::string& id, bool preview) const;
  /// Posts `answer` once it has been amended.
  template <typename Request, typename Answer>
  void reply(const Request& request, Result<Answer> answer, const FakePackage::Amend<Request, Answer>& amend,
             Done<Answer> done);

  EventLoop& loop_;
  FakePackage& package_;
  PropertyMap config_;
};

/// Hands out instances of the packages that a test has defined.
class FakeHost final : public ProviderHost {
 public:
  explicit FakeHost(EventLoop*& loop) : loop_(loop) {}
  FakePackage& package(const std::string& name) { return packages_[name]; }
  /// Calls `then` when a call of any package has taken effect.
  void on_effect(const std::function<void(const std::string& call)>& then) {
    for (auto& [name, package] : packages_) package.after_call = then;
  }
  /// Forgets what was loaded and called: a new run begins.
  void begin_run();
  void load(PackageDescriptor package, Done<std::shared_ptr<Provider>> done) override;
  std::vector<PackageDescriptor> loaded;

 private:
  EventLoop*& loop_;
  std::map<std::string, FakePackage> packages_;
};

}  // namespace ashlar::deploy::testing
