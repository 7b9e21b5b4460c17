#pragma once
#include <ashlar/fleet.hpp>

struct GreetingSettings {
  std::string folder;
  std::string greeting = "hello";
  ashlar::settings::Secret token;

  static void describe(ashlar::settings::Model<GreetingSettings>& m) {
    m.field("folder", &GreetingSettings::folder).required();
    m.field("greeting", &GreetingSettings::greeting);
    m.field("token", &GreetingSettings::token);
  }
};
