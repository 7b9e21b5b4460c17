#include "bilder/components/concourse/settings.hpp"

namespace bilder::concourse {

void Base::describe(Model<Base>& m) {
  m.field("version", &Base::version).doc("Of Concourse");
  m.field("configuration_directory", &Base::configuration_directory).path();
  m.field("deploy_directory", &Base::deploy_directory).path().doc("Where the release is unpacked");
  m.field("data_directory", &Base::data_directory).path();
  m.field("env_file_path", &Base::env_file_path).path().doc("The environment of the service");
}

}  // namespace bilder::concourse
