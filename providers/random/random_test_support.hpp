#pragma once
/// A random provider whose chance and time are fixed.

#include <string>

#include "providers/random/package.hpp"
#include "providers/support/test_calls.hpp"

namespace ashlar::providers::random {

/// The bytes 0, 1, 2 … in turn, beginning anew with every provider.
class CountingEntropy final : public Entropy {
 public:
  std::string bytes(std::size_t count) override {
    std::string result(count, '\0');
    for (auto& byte : result) byte = static_cast<char>(next_++);
    return result;
  }

 private:
  unsigned char next_ = 0;
};

class FixedClock final : public Clock {
 public:
  Time now() override { return Time(std::chrono::milliseconds(1'700'000'000'123)); }
};

/// One resource of a type, and the calls that an engine makes for it.
class Subject {
 public:
  /// `type` as in `Pet`.
  explicit Subject(const std::string& type)
      : urn_(Urn::make("dev", "proj", "", "random:index/random" + type + ":Random" + type, "r")) {}

  Result<deploy::CheckAnswer> check(PropertyMap inputs) {
    return calls_.check({.urn = urn_, .new_inputs = std::move(inputs)});
  }
  Result<deploy::CreateAnswer> create(PropertyMap inputs) {
    return calls_.create({.urn = urn_, .inputs = std::move(inputs)});
  }
  Result<deploy::CreateAnswer> preview(PropertyMap inputs) {
    return calls_.create({.urn = urn_, .inputs = std::move(inputs), .preview = true});
  }
  Result<deploy::DiffAnswer> diff(const deploy::CreateAnswer& old, PropertyMap inputs,
                                  std::vector<std::string> ignore = {}) {
    return calls_.diff({.urn = urn_,
                        .id = old.id,
                        .old_outputs = old.outputs,
                        .new_inputs = std::move(inputs),
                        .ignore_changes = std::move(ignore)});
  }
  Result<deploy::UpdateAnswer> update(const deploy::CreateAnswer& old, PropertyMap inputs, bool preview = false) {
    return calls_.update(
        {.urn = urn_, .id = old.id, .old_outputs = old.outputs, .new_inputs = std::move(inputs), .preview = preview});
  }
  Result<deploy::ReadAnswer> refresh(const deploy::CreateAnswer& old, PropertyMap inputs) {
    return calls_.read({.urn = urn_, .id = old.id, .inputs = std::move(inputs), .outputs = old.outputs});
  }
  Result<deploy::ReadAnswer> import(std::string text) { return calls_.read({.urn = urn_, .id = std::move(text)}); }
  Status remove(const deploy::CreateAnswer& old) {
    return calls_.remove({.urn = urn_, .id = old.id, .old_outputs = old.outputs});
  }
  SynchronousCalls& calls() { return calls_; }
  const Urn& urn() const { return urn_; }

 private:
  Urn urn_;
  CountingEntropy entropy_;
  FixedClock clock_;
  ThreadEventLoop loop_;
  std::shared_ptr<deploy::Provider> provider_ = make_random_provider(loop_, entropy_, clock_);
  SynchronousCalls calls_{loop_, *provider_};
};

/// The outputs without what only the state's form needs: for comparing what a resource has.
inline PropertyMap own(PropertyMap outputs) {
  std::erase_if(outputs, [](const auto& member) { return is_internal_key(member.first); });
  return outputs;
}

/// The paths' keys that a diff names: `changed` and `replacing`, joined by commas.
inline std::string summary(const Result<deploy::DiffAnswer>& diff) {
  std::string text;
  for (const auto& key : diff->diffs) text += (text.empty() ? "" : ",") + key;
  text += " / ";
  for (std::size_t i = 0; i < diff->replaces.size(); ++i) text += (i == 0 ? "" : ",") + diff->replaces[i];
  return text;
}

}  // namespace ashlar::providers::random
