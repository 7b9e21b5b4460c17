#include "state/import.hpp"

#include "state/pending_kind.hpp"

namespace ashlar::state {

ImportFindings prepare_import(Deployment& deployment, const StackName& stack) {
  ImportFindings findings;
  auto& snapshot = deployment.snapshot;
  for (const auto& resource : snapshot.resources) {
    if (resource->urn.stack() == stack.stack) continue;
    findings.problems.push_back("resource '" + resource->urn.text() + "' is from a different stack (" +
                                std::string(resource->urn.stack()) + " != " + stack.stack + ")");
  }
  for (const auto& operation : snapshot.pending_operations) {
    findings.warnings.push_back("removing pending operation '" + std::string(pending_kind_text(operation.kind)) +
                                "' on '" + operation.resource->urn.text() + "' from snapshot");
  }
  snapshot.pending_operations.clear();
  if (auto status = deploy::verify_integrity(snapshot); !status) {
    findings.problems.push_back("state file contains errors: " + status.error().message);
  }
  return findings;
}

}  // namespace ashlar::state
