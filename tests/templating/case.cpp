#include "case.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace ashlar::templating::testing {

namespace {

UndefinedMode mode_of(const std::string& name) {
  if (name == "strict") return UndefinedMode::strict;
  if (name == "chainable") return UndefinedMode::chainable;
  return name == "debug" ? UndefinedMode::debug : UndefinedMode::lenient;
}

Options options_of(const Json& recorded) {
  const auto given = recorded.value("options", Json::object());
  return {.trim_blocks = given.value("trim_blocks", false),
          .lstrip_blocks = given.value("lstrip_blocks", false),
          .keep_trailing_newline = given.value("keep_trailing_newline", false),
          .autoescape = given.value("autoescape", false),
          .undefined = mode_of(given.value("undefined", "lenient"))};
}

}  // namespace

std::vector<Json> read_cases(const std::string& path) {
  std::ifstream file(path);
  return Json::parse(file).get<std::vector<Json>>();
}

std::vector<Json> all_cases() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(ASHLAR_SOURCE_DIR "/tests/templating/cases")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Json> cases;
  for (const auto& file : files) {
    for (auto& recorded : read_cases(file)) {
      recorded["name"] = file.stem().string() + ": " + recorded["name"].get<std::string>();
      cases.push_back(std::move(recorded));
    }
  }
  return cases;
}

Value value_of(const Json& json) {
  switch (json.type()) {
    case Json::value_t::boolean:
      return json.get<bool>();
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
      return json.get<std::int64_t>();
    case Json::value_t::number_float:
      return json.get<double>();
    case Json::value_t::string:
      return json.get<std::string>();
    case Json::value_t::array: {
      List items;
      for (const auto& item : json) items.push_back(value_of(item));
      return items;
    }
    case Json::value_t::object: {
      auto dict = std::make_shared<Dict>();
      for (const auto& [key, item] : json.items()) dict->set(Value(key), value_of(item));
      return dict;
    }
    default:
      return {};
  }
}

Outcome expected(const Json& recorded) {
  return {recorded.value("output", ""), recorded.value("error", ""), recorded.value("line", 0)};
}

Outcome rendered(const Json& recorded) {
  const auto templates = recorded.value("templates", Json::object());
  const auto find = [&](const std::string& name) -> Result<std::optional<std::string>> {
    if (name == "main") return std::optional(recorded.at("template").get<std::string>());
    if (!templates.contains(name)) return std::optional<std::string>{};
    return std::optional(templates.at(name).get<std::string>());
  };
  Environment environment(options_of(recorded), find);
  const auto data = value_of(recorded.value("data", Json::object()));
  auto rendering = environment.try_render("main", data.as_dict());
  if (!rendering.failure) return {.output = std::move(rendering.text)};
  return {.error = std::string(name_of(rendering.failure->kind)), .line = rendering.failure->line};
}

std::string describe(const Outcome& outcome) {
  if (outcome.error.empty()) return "text: " + outcome.output;
  return "failure: " + outcome.error + " at line " + std::to_string(outcome.line);
}

}  // namespace ashlar::templating::testing
