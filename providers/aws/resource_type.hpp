#pragma once
/// What a resource type is: a description that one runner (lifecycle.hpp) interprets. Code hangs on it only where the
/// service is irregular.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "aws/outcome.hpp"
#include "base/task.hpp"
#include "deploy/provider.hpp"
#include "providers/aws/property.hpp"

namespace ashlar::providers::aws {

class Call;

/// How it is made. The properties say themselves where they stand in the request.
struct Creation {
  std::string operation;
  std::string id;            ///< path of the new id in the answer; empty: `ResourceType::make_id` tells
  std::string item;          ///< path of what was made in the answer, in the form that reading gives; empty: not there
  std::string tag_type;      ///< ec2: goes with TagSpecifications under this resource type
  bool tag_list = false;     ///< rds, elasticache: goes with Tags
  std::string token_member;  ///< takes the operation's token: a repeated request makes nothing new
  std::vector<std::string> retry_while;  ///< codes of things that are not there yet
};

/// How it is found. `item` gives null when the answer does not have it.
struct Reading {
  std::string operation;
  std::string ids;                      ///< list member that takes the id; or
  std::string id;                       ///< member that takes the id; or
  std::string filter;                   ///< name of the filter that takes the id
  std::string filters = "Filters";      ///< the member that takes filters (DescribeNatGateways calls it `Filter`)
  std::string item;                     ///< path of the one that was asked for
  std::vector<std::string> gone;        ///< codes that say it does not exist
  std::string state;                    ///< path of its state in the item; empty: existing is enough
  std::vector<std::string> ready;       ///< states (in lower case) to wait for after creating and updating
  std::vector<std::string> on_the_way;  ///< states that lead there; any other ends the wait with a failure at once
  std::vector<std::string> not_there;   ///< states that count as gone
  std::string failure;                  ///< path of the reason, in the item
};

/// How one call changes several properties: all that say `sent_on_update` are sent with their new values.
struct Updating {
  std::string operation;
  std::string id;                       ///< member that takes the id
  std::vector<std::string> properties;  ///< sent under their `request_member`
};

struct Removal {
  std::string operation;
  std::string id;                        ///< member that takes the id
  std::string ids;                       ///< or list member
  std::vector<std::string> retry_while;  ///< codes of dependents that are about to go
  bool wait_until_gone = false;
  std::string failure;  ///< path of `{Code, Message}` in an answer that reports failure as success
};

/// In minutes, as the published provider has them; they bound the waits. 0: the type has no such timeout.
struct Timeouts {
  int create = 0;
  int read = 0;
  int update = 0;
  int remove = 0;
};

struct ResourceType;

/// A change that has to be made: from what is (outputs, just read or of the state) to what was asked for (inputs).
struct Change {
  const ResourceType& type;
  PropertyMap before;
  PropertyMap after;
  bool creating = false;

  /// What `after` asks for differs from `before`; false where it asks for nothing.
  [[nodiscard]] bool asks_for(const std::string& name) const;
};

struct ResourceType {
  std::string token;
  std::string noun;  ///< for messages: "subnet"
  std::string service = "ec2";
  Creation create;
  Reading read;
  Updating update;
  Removal remove;
  std::string arn;  ///< `vpc/{id}` in the account of the output `ownerId`; empty: no arn, or AWS tells it
  bool tags = true;
  int schema_version = 0;  ///< of the published provider's state
  Timeouts timeouts;
  std::vector<Property>
      properties;  ///< without `region`, `tags`, `tagsAll`, `arn` of the template: those come by themselves

  /// Where the service is irregular; each may be empty. Everything but `make_id`, `adjust_check` and `must_replace` may
  /// wait.
  std::function<std::string(const PropertyMap& inputs)> make_id;
  /// Finds the item by other means than `read` describes; a null value means that it is gone.
  std::function<Task<awsapi::Outcome>(Call&, const PropertyMap& known)> find;
  /// Adds to the item what other calls tell, or turns it into what answer paths expect. `known`: outputs or inputs so
  /// far.
  std::function<Task<Status>(Call&, awsapi::Value& item, const PropertyMap& known)> complete;
  /// Makes the changes that no request of the description makes: after creating, and on update.
  std::function<Task<Status>(Call&, Change)> apply;
  std::function<Task<Status>(Call&, const PropertyMap& outputs)> before_remove;
  /// What outputs are that no answer path gives.
  std::function<void(const Call&, const awsapi::Value& item, const PropertyMap& known, PropertyMap& outputs)> derive;
  /// Adds to the create request.
  std::function<void(const PropertyMap& inputs, awsapi::Value& request)> adjust_request;
  /// Rules between properties. Unknown values are there as computed ones: leave them alone.
  std::function<void(const PropertyMap& inputs, std::vector<deploy::CheckFailure>& failures)> adjust_check;
  /// Whether a change of a property that does not always force a replacement does so here.
  std::function<bool(const std::string& name, const PropertyMap& before, const PropertyMap& after)> must_replace;
  /// Whether a desired value means the same as an actual one, for properties that have a comparison of their own.
  std::function<bool(const std::string& name, const PropertyValue& desired, const PropertyValue& actual)> same;
  /// What an interrupted create made is found as `make_id` or `find` tell from the inputs. Else the operation's tag
  /// finds it.
  bool has_natural_key = false;
  std::string item_id;  ///< path of the id in an item that the operation's tag found
};

}  // namespace ashlar::providers::aws
