#include "deploy/testing/fake_provider.hpp"

#include <algorithm>

namespace ashlar::deploy::testing {

namespace {

DiffAnswer compare(const PropertyMap& before, const PropertyMap& after, const std::set<std::string>& replaces) {
  DiffAnswer answer;
  answer.detailed = diff_properties(before, after);
  answer.has_detailed = true;
  answer.diffs = top_level_keys(answer.detailed);
  answer.changes = answer.detailed.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
  for (const auto& key : answer.diffs) {
    if (replaces.contains(key)) answer.replaces.push_back(key);
  }
  return answer;
}

}  // namespace

template <typename Answer, typename Act>
void FakeProvider::call(const std::string& verb, const Urn& urn, Done<Answer> done, Act act) {
  const std::string name = verb + " " + std::string(urn.name());
  package_.calls.push_back(name);
  package_.served_with.insert_or_assign(name, config_);
  package_.most_in_flight = std::max(package_.most_in_flight, ++package_.in_flight);
  loop_.post([this, name, done = std::move(done), act = std::move(act)] {
    if (package_.before_call) package_.before_call(name);
    if (const auto at = package_.failing_.find(name); at != package_.failing_.end()) {
      --package_.in_flight;
      done(fail(at->second));
      return;
    }
    auto answer = act();
    if (package_.lost_.contains(name)) answer = fail("the provider died", ErrorKind::unanswered);
    if (package_.after_call) package_.after_call(name);
    loop_.post([this, done, answer = std::move(answer)]() mutable {
      --package_.in_flight;
      done(std::move(answer));
    });
  });
}

template <typename Request, typename Answer>
void FakeProvider::reply(const Request& request, Result<Answer> answer,
                         const FakePackage::Amend<Request, Answer>& amend, Done<Answer> done) {
  if (amend) amend(request, answer);
  loop_.post([answer = std::move(answer), done = std::move(done)]() mutable { done(std::move(answer)); });
}

void FakeProvider::check_config(CheckRequest request, Done<CheckAnswer> done) {
  Result<CheckAnswer> answer = CheckAnswer{request.new_inputs, {}, {}};
  reply(request, std::move(answer), package_.amend_check_config, std::move(done));
}

void FakeProvider::diff_config(DiffRequest request, Done<DiffAnswer> done) {
  package_.config_diffs.push_back(request);
  Result<DiffAnswer> answer = compare(request.old_inputs, request.new_inputs, package_.config_replaces_);
  reply(request, std::move(answer), package_.amend_diff_config, std::move(done));
}

void FakeProvider::configure(Urn, std::string, PropertyMap inputs, Done<void> done) {
  package_.configurations.push_back(inputs);
  config_ = std::move(inputs);
  Status status;
  if (const auto at = package_.failing_.find("configure"); at != package_.failing_.end()) status = fail(at->second);
  loop_.post([status, done = std::move(done)] { done(status); });
}

void FakeProvider::check(CheckRequest request, Done<CheckAnswer> done) {
  package_.checks.push_back(request);
  CheckAnswer answer{request.new_inputs, {}, {}};
  for (const auto& [key, reason] : package_.refused_) {
    if (answer.inputs.contains(key)) answer.failures.push_back({key, reason});
  }
  reply(request, Result<CheckAnswer>(std::move(answer)), package_.amend_check, std::move(done));
}

void FakeProvider::diff(DiffRequest request, Done<DiffAnswer> done) {
  package_.diffs.push_back(request);
  auto answer = compare(request.old_inputs, request.new_inputs, package_.replaces_);
  answer.delete_before_replace = package_.delete_first_;
  reply(request, Result<DiffAnswer>(std::move(answer)), package_.amend_diff, std::move(done));
}

PropertyMap FakeProvider::outputs_of(const PropertyMap& inputs, const std::string& id, bool preview) const {
  PropertyMap outputs = inputs;
  for (const auto& [key, value] : package_.computed_)
    outputs.insert_or_assign(key, preview ? PropertyValue::computed() : value);
  if (!preview) outputs.insert_or_assign("id", id);
  return outputs;
}

void FakeProvider::create(CreateRequest request, Done<CreateAnswer> done) {
  if (request.preview) {
    package_.previewed.push_back("create " + std::string(request.urn.name()));
    CreateAnswer answer;
    answer.outputs = outputs_of(request.inputs, "", true);
    reply(request, Result<CreateAnswer>(std::move(answer)), package_.amend_create, std::move(done));
    return;
  }
  package_.creates.push_back(request);
  const auto urn = request.urn;
  call<CreateAnswer>("create", urn, std::move(done), [this, request = std::move(request)] {
    CreateAnswer answer;
    const std::string name(request.urn.name());
    answer.id = name + "-" + std::to_string(package_.next_id_++);
    package_.world[answer.id] = {std::string(request.urn.type()), name, request.inputs, request.operation_token};
    answer.outputs = outputs_of(request.inputs, answer.id, false);
    if (const auto at = package_.partial_.find("create " + name); at != package_.partial_.end())
      answer.init_errors = {at->second};
    Result<CreateAnswer> result = std::move(answer);
    if (package_.amend_create) package_.amend_create(request, result);
    return result;
  });
}

void FakeProvider::read(ReadRequest request, Done<ReadAnswer> done) {
  package_.reads.push_back(request);
  const auto urn = request.urn;
  call<ReadAnswer>("read", urn, std::move(done), [this, request = std::move(request)] {
    ReadAnswer answer;
    if (const auto at = package_.world.find(request.id); at != package_.world.end()) {
      answer.id = request.id;
      answer.inputs = at->second.inputs;
      answer.outputs = outputs_of(at->second.inputs, request.id, false);
    }
    const auto partly = package_.partial_.find("read " + std::string(request.urn.name()));
    if (partly != package_.partial_.end()) answer.init_errors = {partly->second};
    Result<ReadAnswer> result = std::move(answer);
    if (package_.amend_read) package_.amend_read(request, result);
    return result;
  });
}

void FakeProvider::update(UpdateRequest request, Done<UpdateAnswer> done) {
  if (request.preview) {
    package_.previewed.push_back("update " + std::string(request.urn.name()));
    UpdateAnswer answer;
    answer.outputs = outputs_of(request.new_inputs, request.id, false);
    reply(request, Result<UpdateAnswer>(std::move(answer)), package_.amend_update, std::move(done));
    return;
  }
  package_.updates.push_back(request);
  const auto urn = request.urn;
  call<UpdateAnswer>("update", urn, std::move(done), [this, request = std::move(request)]() -> Result<UpdateAnswer> {
    const auto at = package_.world.find(request.id);
    if (at == package_.world.end()) return fail("there is no " + request.id);
    at->second.inputs = request.new_inputs;
    UpdateAnswer answer;
    answer.outputs = outputs_of(request.new_inputs, request.id, false);
    const auto partly = package_.partial_.find("update " + std::string(request.urn.name()));
    if (partly != package_.partial_.end()) answer.init_errors = {partly->second};
    Result<UpdateAnswer> result = std::move(answer);
    if (package_.amend_update) package_.amend_update(request, result);
    return result;
  });
}

void FakeProvider::remove(DeleteRequest request, Done<void> done) {
  package_.deletes.push_back(request);
  const auto urn = request.urn;
  call<void>("delete", urn, std::move(done), [this, request = std::move(request)] {
    package_.world.erase(request.id);  // deleting what is gone already is no failure
    return Status();
  });
}

void FakeProvider::invoke(InvokeRequest request, Done<InvokeAnswer> done) {
  package_.calls.push_back("invoke " + request.token);
  InvokeAnswer answer;
  answer.result = {{"echo", request.args}};
  loop_.post([answer, done = std::move(done)] { done(answer); });
}

void FakeProvider::construct(ConstructRequest request, Done<ConstructAnswer> done) {
  if (!package_.on_construct) return Provider::construct(std::move(request), std::move(done));
  package_.calls.push_back("construct " + request.goal.name);
  package_.served_with.insert_or_assign(package_.calls.back(), config_);
  package_.on_construct(request, std::move(done));
}

void FakeProvider::call(CallRequest request, Done<MethodAnswer> done) {
  if (!package_.on_call) return Provider::call(std::move(request), std::move(done));
  package_.calls.push_back("call " + request.token);
  package_.served_with.insert_or_assign(package_.calls.back(), config_);
  package_.on_call(request, std::move(done));
}

void FakeProvider::recover_create(RecoverRequest request, Done<RecoverAnswer> done) {
  RecoverAnswer answer;
  if (package_.recovers_ && !request.operation_token.empty()) {
    answer.outcome = RecoverAnswer::Outcome::not_created;
    for (const auto& [id, thing] : package_.world) {
      if (thing.token != request.operation_token) continue;
      answer.outcome = RecoverAnswer::Outcome::created;
      answer.id = id;
      answer.inputs = thing.inputs;
      answer.outputs = outputs_of(thing.inputs, id, false);
    }
  }
  loop_.post([answer, done = std::move(done)] { done(answer); });
}

void FakePackage::drift(const std::string& name, const std::string& key, PropertyValue value) {
  for (auto& [id, thing] : world) {
    if (thing.name == name) thing.inputs.insert_or_assign(key, value);
  }
}

void FakePackage::vanish(const std::string& name) {
  std::erase_if(world, [&](const auto& item) { return item.second.name == name; });
}

void FakePackage::begin_run() {
  calls.clear();
  served_with.clear();
  previewed.clear();
  in_flight = most_in_flight = cancels = 0;
  configurations.clear();
  checks.clear();
  diffs.clear();
  config_diffs.clear();
  creates.clear();
  reads.clear();
  updates.clear();
  deletes.clear();
}

void FakeHost::begin_run() {
  loaded.clear();
  for (auto& [name, package] : packages_) package.begin_run();
}

void FakeHost::load(PackageDescriptor package, Done<std::shared_ptr<Provider>> done) {
  loaded.push_back(package);
  const auto at = packages_.find(package.name);
  Result<std::shared_ptr<Provider>> answer = fail("no package '" + package.name + "' is installed");
  if (at != packages_.end()) answer = std::shared_ptr<Provider>(std::make_shared<FakeProvider>(*loop_, at->second));
  loop_->post([answer, done = std::move(done)] { done(answer); });
}

}  // namespace ashlar::deploy::testing
