#include "providers/support/builtin_provider.hpp"

namespace ashlar::providers {

using namespace deploy;

void BuiltinProvider::check_config(CheckRequest request, Done<CheckAnswer> done) {
  answer(done, Result<CheckAnswer>(CheckAnswer{.inputs = std::move(request.new_inputs)}));
}

void BuiltinProvider::diff_config(DiffRequest request, Done<DiffAnswer> done) {
  DiffAnswer result;
  result.detailed = diff_properties(request.old_inputs, request.new_inputs);
  result.has_detailed = true;
  for (auto& [path, change] : result.detailed) change.input_diff = true;
  result.diffs = top_level_keys(result.detailed);
  result.changes = result.diffs.empty() ? DiffAnswer::Changes::none : DiffAnswer::Changes::some;
  answer(done, Result<DiffAnswer>(std::move(result)));
}

void BuiltinProvider::configure(Urn, std::string, PropertyMap, Done<void> done) { answer(done, Status()); }

}  // namespace ashlar::providers
