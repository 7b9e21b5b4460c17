#pragma once
/// The seam to providers: plugins over gRPC, those built in, and the fakes of the tests (reference 1.2).

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "resource/property_diff.hpp"
#include "resource/property_value.hpp"
#include "resource/resource_state.hpp"
#include "resource/urn.hpp"

namespace ashlar::deploy {

/// How an asynchronous call answers: exactly once, on the engine's thread.
template <typename T>
using Done = std::function<void(Result<T>)>;

struct CheckFailure {
  std::string property;
  std::string reason;
};

struct AutonamingOptions {
  enum class Mode { propose, enforce, disable };
  std::string proposed_name;
  Mode mode = Mode::propose;
};

struct CheckRequest {
  Urn urn;
  PropertyMap old_inputs;  ///< empty for a resource that is new or to be replaced
  PropertyMap new_inputs;
  std::string random_seed;  ///< 32 bytes: the source of generated names
  std::optional<AutonamingOptions> autonaming;
  bool preview = false;
};

struct CheckAnswer {
  PropertyMap inputs;  ///< with defaults and generated names filled in
  std::vector<CheckFailure> failures;
  std::vector<std::string> warnings;  ///< such as an unknown property with the nearest name
};

struct DiffRequest {
  Urn urn;
  std::string id;
  PropertyMap old_inputs;
  PropertyMap old_outputs;
  PropertyMap new_inputs;
  std::vector<std::string> ignore_changes;
  bool preview = false;
};

struct DiffAnswer {
  enum class Changes { unknown, none, some };
  Changes changes = Changes::unknown;
  std::vector<std::string> replaces;  ///< keys that force a replacement
  std::vector<std::string> stables;   ///< outputs that an update leaves as they are
  std::vector<std::string> diffs;     ///< keys that changed
  bool delete_before_replace = false;
  DetailedDiff detailed;
  bool has_detailed = false;
};

struct CreateRequest {
  Urn urn;
  PropertyMap inputs;
  double timeout_seconds = 0;  ///< 0: the provider's default
  bool preview = false;
  /// Names this create in the journal before it is sent. A provider that can passes it on to the service (a client
  /// token), so that `recover_create` can tell later what became of an interrupted create.
  std::string operation_token;
};

struct CreateAnswer {
  std::string id;
  PropertyMap outputs;
  bool refresh_before_update = false;
  /// Not empty: it exists, but did not get ready. It is kept in the state, and the step counts as failed.
  std::vector<std::string> init_errors;
};

struct ReadRequest {
  Urn urn;
  std::string id;
  PropertyMap inputs;  ///< both empty for an import
  PropertyMap outputs;
  double timeout_seconds = 0;
  bool preview = false;
};

struct ReadAnswer {
  std::string id;  ///< empty: it is gone
  std::optional<PropertyMap> inputs;
  PropertyMap outputs;
  bool refresh_before_update = false;
  std::vector<std::string> init_errors;
};

struct UpdateRequest {
  Urn urn;
  std::string id;
  PropertyMap old_inputs;
  PropertyMap old_outputs;
  PropertyMap new_inputs;
  double timeout_seconds = 0;
  std::vector<std::string> ignore_changes;
  bool preview = false;
};

struct UpdateAnswer {
  PropertyMap outputs;
  bool refresh_before_update = false;
  std::vector<std::string> init_errors;
};

struct DeleteRequest {
  Urn urn;
  std::string id;
  PropertyMap old_inputs;
  PropertyMap old_outputs;
  double timeout_seconds = 0;
};

struct InvokeRequest {
  std::string token;
  PropertyMap args;
  bool preview = false;
};

struct InvokeAnswer {
  PropertyMap result;
  std::vector<CheckFailure> failures;
};

struct RecoverRequest {
  Urn urn;
  PropertyMap inputs;
  std::string operation_token;
};

/// What became of a create whose answer was never seen.
struct RecoverAnswer {
  enum class Outcome {
    created,      ///< it exists: `id`, `inputs` and `outputs` say what it is
    not_created,  ///< it certainly does not exist
    cannot_tell   ///< a person has to decide
  };
  Outcome outcome = Outcome::cannot_tell;
  std::string id;
  PropertyMap inputs;
  PropertyMap outputs;
};

struct CallRequest;
struct ConstructAnswer;
struct ConstructRequest;
struct MethodAnswer;

/// One configured instance of a package. All calls are made on the engine's thread and must not block it; answers come
/// back there. Failure means that nothing is known to have happened; what did happen partly is an answer with
/// `init_errors`. A provider that was lost during a create, an update or a delete fails it with the kind `unanswered`:
/// nobody knows whether it happened, and the operation stays pending for a later run to resolve.
class Provider {
 public:
  virtual ~Provider() = default;

  virtual void check_config(CheckRequest request, Done<CheckAnswer> done) = 0;
  virtual void diff_config(DiffRequest request, Done<DiffAnswer> done) = 0;
  /// Called once before anything below, unless an input is unknown: then the engine treats the provider as
  /// unconfigured.
  virtual void configure(Urn urn, std::string id, PropertyMap inputs, Done<void> done) = 0;

  virtual void check(CheckRequest request, Done<CheckAnswer> done) = 0;
  virtual void diff(DiffRequest request, Done<DiffAnswer> done) = 0;
  virtual void create(CreateRequest request, Done<CreateAnswer> done) = 0;
  virtual void read(ReadRequest request, Done<ReadAnswer> done) = 0;
  virtual void update(UpdateRequest request, Done<UpdateAnswer> done) = 0;
  virtual void remove(DeleteRequest request, Done<void> done) = 0;
  virtual void invoke(InvokeRequest request, Done<InvokeAnswer> done) = 0;
  virtual void recover_create(RecoverRequest request, Done<RecoverAnswer> done);
  /// Constructs a component, or carries out a method (remote.hpp). Most providers have neither: these say so.
  virtual void construct(ConstructRequest request, Done<ConstructAnswer> done);
  virtual void call(CallRequest request, Done<MethodAnswer> done);

  /// Whether `create` and `update` may be asked for a preview of their outputs.
  [[nodiscard]] virtual bool supports_preview() const { return true; }
  [[nodiscard]] virtual bool supports_autonaming() const { return false; }
  /// Ends what is under way as soon as it safely can; the calls still answer.
  virtual void cancel() {}
};

/// Where provider instances come from.
class ProviderHost {
 public:
  virtual ~ProviderHost() = default;
  /// A new, unconfigured instance for `package`. An answer names what is missing and how to get it when there is none.
  virtual void load(PackageDescriptor package, Done<std::shared_ptr<Provider>> done) = 0;
};

}  // namespace ashlar::deploy
