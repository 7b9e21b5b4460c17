#include "deploy/provider.hpp"

#include "deploy/remote.hpp"

namespace ashlar::deploy {

void Provider::recover_create(RecoverRequest, Done<RecoverAnswer> done) { done(RecoverAnswer{}); }

void Provider::construct(ConstructRequest request, Done<ConstructAnswer> done) {
  done(fail("the provider constructs no components, and so no " + request.goal.type));
}

void Provider::call(CallRequest request, Done<MethodAnswer> done) {
  done(fail("the provider has no methods, and so no " + request.token));
}

}  // namespace ashlar::deploy
