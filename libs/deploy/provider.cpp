#include "deploy/provider.hpp"

namespace ashlar::deploy {

void Provider::recover_create(RecoverRequest, Done<RecoverAnswer> done) { done(RecoverAnswer{}); }

}  // namespace ashlar::deploy
