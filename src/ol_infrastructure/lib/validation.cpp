#include "ol_infrastructure/lib/validation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ol_infrastructure {

namespace {

std::string describe(const std::string& model, const std::vector<Violation>& violations) {
  std::string text = "the settings of " + model + " are not valid";
  for (const auto& violation : violations) {
    text += "\n  ";
    for (std::size_t i = 0; i < violation.location.size(); ++i) text += (i > 0 ? "." : "") + violation.location[i];
    text += (violation.location.empty() ? "" : ": ") + violation.message;
  }
  return text;
}

std::optional<bool> parse_bool(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  constexpr std::array yes{"1", "on", "t", "true", "y", "yes"};
  constexpr std::array no{"0", "off", "f", "false", "n", "no"};
  if (std::find(yes.begin(), yes.end(), text) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), text) != no.end()) return false;
  return std::nullopt;
}

std::optional<int> parse_int(const std::string& text) {
  try {
    std::size_t end = 0;
    const int number = std::stoi(text, &end);
    return end == text.size() ? std::optional(number) : std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

ValidationError::ValidationError(const std::string& model, std::vector<Violation> violations)
    : ProgramError(describe(model, violations)), violations_(std::move(violations)) {}

SettingsReader::SettingsReader(std::string model, const ashlar::Value& settings)
    : SettingsReader(std::move(model), settings, {}, std::make_shared<std::vector<Violation>>()) {}

SettingsReader::SettingsReader(std::string model, const ashlar::Value& settings, std::vector<std::string> location,
                               std::shared_ptr<std::vector<Violation>> violations)
    : model_(std::move(model)),
      settings_(settings),
      location_(std::move(location)),
      violations_(std::move(violations)) {}

void SettingsReader::violate(const char* field, std::string type, std::string message) {
  auto location = location_;
  if (field != nullptr) location.emplace_back(field);
  violations_->push_back({std::move(location), std::move(type), std::move(message)});
}

bool SettingsReader::has(const char* field) const {
  const auto members = settings_.as_object();
  return members.find(field) != members.end();
}

void SettingsReader::require(const char* field) {
  if (!has(field)) violate(field, "missing", "Field required");
}

template <typename T>
std::optional<T> SettingsReader::checked(const char* field, const T& value, const Check<T>& check) {
  try {
    if (check) check(value);
    return value;
  } catch (const InvalidValue& error) {
    violate(field, "value_error", std::string("Value error, ") + error.what());
    return std::nullopt;
  }
}

std::optional<SettingsReader::Text> SettingsReader::text(const char* field, const Check<Text>& check) {
  if (!has(field)) return std::nullopt;
  const auto value = settings_[field];
  if (value.is_string()) return checked(field, value.as_string(), check);
  violate(field, "string_type", "Input should be a valid string");
  return std::nullopt;
}

std::optional<SettingsReader::Texts> SettingsReader::texts(const char* field, const Check<Texts>& check) {
  if (!has(field)) return std::nullopt;
  const auto value = settings_[field];
  if (!value.is_object()) {
    violate(field, "dict_type", "Input should be a valid dictionary");
    return std::nullopt;
  }
  Texts texts;
  bool valid = true;
  for (const auto& [key, member] : value.as_object()) {
    if (member.is_string()) {
      texts.emplace(key, member.as_string());
      continue;
    }
    valid = false;
    auto location = location_;
    location.insert(location.end(), {field, key});
    violations_->push_back({std::move(location), "string_type", "Input should be a valid string"});
  }
  if (!valid) return std::nullopt;
  return checked(field, texts, check);
}

std::optional<bool> SettingsReader::boolean(const char* field) {
  if (!has(field)) return std::nullopt;
  const auto value = settings_[field];
  if (value.is_bool()) return value.as_bool();
  if (value.is_string() || value.is_number()) {
    if (const auto flag = parse_bool(value.is_string() ? value.as_string() : value.to_json())) return flag;
    violate(field, "bool_parsing", "Input should be a valid boolean, unable to interpret input");
  } else {
    violate(field, "bool_type", "Input should be a valid boolean");
  }
  return std::nullopt;
}

std::optional<int> SettingsReader::positive_int(const char* field, const Check<int>& check) {
  if (!has(field)) return std::nullopt;
  const auto value = settings_[field];
  std::optional<int> number;
  if (value.is_string()) {
    number = parse_int(value.as_string());
    if (!number) {
      violate(field, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
      return std::nullopt;
    }
  } else if (value.is_bool()) {
    number = value.as_bool() ? 1 : 0;
  } else if (value.is_number() && std::trunc(value.as_number()) == value.as_number()) {
    number = value.as_int();
  } else if (value.is_number()) {
    violate(field, "int_from_float", "Input should be a valid integer, got a number with a fractional part");
    return std::nullopt;
  } else {
    violate(field, "int_type", "Input should be a valid integer");
    return std::nullopt;
  }
  if (*number <= 0) {
    violate(field, "greater_than", "Input should be greater than 0");
    return std::nullopt;
  }
  return checked(field, *number, check);
}

std::optional<Ipv4Network> SettingsReader::ipv4_network(const char* field, const Check<Ipv4Network>& check) {
  if (!has(field)) return std::nullopt;
  const auto value = settings_[field];
  const auto network = value.is_string() ? Ipv4Network::parse(value.as_string()) : std::nullopt;
  if (network) return checked(field, *network, check);
  violate(field, "ip_v4_network", "Input is not a valid IPv4 network");
  return std::nullopt;
}

std::optional<Ipv4Network> SettingsReader::optional_ipv4_network(const char* field, const Check<Ipv4Network>& check) {
  if (settings_[field].is_null()) return std::nullopt;
  return ipv4_network(field, check);
}

std::optional<SettingsReader::Text> SettingsReader::one_of(const char* field, const std::vector<std::string>& choices) {
  if (!has(field)) return std::nullopt;
  const auto value = settings_[field];
  if (value.is_string() && std::find(choices.begin(), choices.end(), value.as_string()) != choices.end()) {
    return value.as_string();
  }
  std::string listed;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) listed += i + 1 == choices.size() ? " or " : ", ";
    listed += "'" + choices[i] + "'";
  }
  violate(field, "literal_error", "Input should be " + listed);
  return std::nullopt;
}

bool SettingsReader::objects(const char* field, const char* model,
                             const std::function<void(SettingsReader&)>& read_element) {
  if (!has(field)) return false;
  const auto value = settings_[field];
  if (!value.is_list()) {
    violate(field, "list_type", "Input should be a valid list");
    return false;
  }
  const auto elements = value.as_list();
  for (std::size_t i = 0; i < elements.size(); ++i) {
    auto location = location_;
    location.insert(location.end(), {field, std::to_string(i)});
    if (elements[i].is_object()) {
      SettingsReader element(model, elements[i], std::move(location), violations_);
      read_element(element);
    } else {
      violations_->push_back({std::move(location), "model_type",
                              std::string("Input should be a valid dictionary or instance of ") + model});
    }
  }
  return true;
}

void SettingsReader::check_all(const std::function<void()>& check) {
  if (!is_valid()) return;
  try {
    check();
  } catch (const InvalidValue& error) {
    violate(nullptr, "value_error", std::string("Value error, ") + error.what());
  }
}

void SettingsReader::finish() const {
  if (!is_valid()) throw ValidationError(model_, *violations_);
}

}  // namespace ol_infrastructure
