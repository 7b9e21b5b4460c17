// Declares what its configuration says, so that a test needs no compiler for another set of resources:
//
//   resources:   a list of {type, name, properties, after: [names], protect}; in the properties `${NAME}` is the id of
//                that resource, `{secret: TEXT}` a secret, `{secret_setting: KEY}` a secret of the stack's settings
//   pets:        so many RandomPets, in chains of ten
//   exports:     names of resources whose ids are outputs of the stack
//   then:        what the program does after that: `throw`, `exit`, `abort`, `hang`, `deaf` (hangs and ignores
//                signals), `linger` (hangs once all resources are there), `print`, or nothing
#include <unistd.h>
#include <ashlar/ashlar.hpp>
#include <ashlar/random.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <stdexcept>
#include <thread>

using namespace ashlar;

namespace {

using Known = std::map<std::string, CustomResource>;
using Ids = std::vector<Output<std::string>>;

struct Inputs {
  const Config& config;
  const Known& known;

  Object object(const Value& value) const {
    Object object = empty;
    for (const auto& [name, member] : value.as_object()) object.set(name, input(member));
    return object;
  }

  Input<Value> input(const Value& value) const {
    if (value.is_string()) {
      const auto text = value.as_string();
      if (text.starts_with("${")) return known.at(text.substr(2, text.size() - 3)).id();
      return value;
    }
    if (value.is_object()) {
      if (!value["secret"].is_null()) return secret(value["secret"].as_string());
      if (!value["secret_setting"].is_null()) return config.require_secret(value["secret_setting"].as_string());
      return object(value);
    }
    if (value.is_list()) {
      std::vector<Input<Value>> elements;
      for (const auto& element : value.as_list()) elements.push_back(input(element));
      return elements;
    }
    return value;
  }
};

void declare(Context& ctx, const Config& config, const Value& resource, Known& known) {
  ResourceOptions options;
  if (!resource["after"].is_null()) {
    for (const auto& name : resource["after"].as_list()) options.depends_on.push_back(known.at(name.as_string()));
  }
  if (!resource["protect"].is_null()) options.protect = resource["protect"].as_bool();
  const auto name = resource["name"].as_string();
  const auto properties = resource["properties"].is_null() ? Value(Value::Object{}) : resource["properties"];
  known[name] =
      CustomResource{ctx, resource["type"].as_string(), name, Inputs{config, known}.object(properties), options};
}

void declare_pets(Context& ctx, int count, Ids& ids) {
  random::RandomPet last;
  for (int i = 0; i < count; ++i) {
    random::RandomPetArgs args{.length = 2};
    if (i % 10 != 0) args.keepers = {{"before", last.id()}};
    last = random::RandomPet{ctx, "pet-" + std::to_string(i), args};
    ids.push_back(last.id());
  }
}

[[noreturn]] void wait_for_ever() {
  std::cout << "waiting as process " << getpid() << "." << std::endl;
  while (true) std::this_thread::sleep_for(std::chrono::hours(1));
}

void end_as(const std::string& how, const Ids& ids) {
  if (how == "linger") (void)all(ids).apply([](std::vector<std::string>) -> std::string { wait_for_ever(); });
  if (how == "print") std::cout << "printed by the program" << std::endl;
  if (how == "throw") throw std::runtime_error("the well is dry");
  if (how == "exit") std::exit(17);
  if (how == "abort") std::abort();
  if (how == "hang") wait_for_ever();
  if (how == "deaf") {
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGTERM, SIG_IGN);
    wait_for_ever();
  }
}

}  // namespace

int main() {
  return run([](Context& ctx) {
    const Config config{ctx};
    Known known;
    if (const auto resources = config.get_object("resources")) {
      for (const auto& resource : resources->as_list()) declare(ctx, config, resource, known);
    }
    Ids ids;
    for (const auto& [name, resource] : known) ids.push_back(resource.id());
    declare_pets(ctx, config.get_int("pets").value_or(0), ids);
    if (const auto exports = config.get_object("exports")) {
      for (const auto& name : exports->as_list()) ctx.export_output(name.as_string(), known.at(name.as_string()).id());
    }
    if (const auto secret = config.get_secret("password")) ctx.export_output("password", *secret);
    end_as(config.get("then").value_or(""), ids);
  });
}
