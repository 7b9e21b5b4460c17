#pragma once
/// Reading settings out of untyped values (configuration, YAML, keyword arguments), with every violation told at once
/// and with its place.

#include <ashlar/ashlar.hpp>
#include <functional>

#include "ol_infrastructure/lib/ip_network.hpp"

namespace ol_infrastructure {

/// One violation. Types and messages are those of pydantic, which operators of these stacks know.
struct Violation {
  std::vector<std::string> location;  ///< the fields' names and list indices, from outside in; empty for the whole
  std::string type;                   ///< `missing`, `value_error`, `literal_error` …
  std::string message;
};

/// All violations of one model.
class ValidationError : public ashlar::ProgramError {
 public:
  ValidationError(const std::string& model, std::vector<Violation> violations);
  [[nodiscard]] const std::vector<Violation>& violations() const { return violations_; }

 private:
  std::vector<Violation> violations_;
};

/// Thrown by a check to say what is wrong with a value that has the right type.
class InvalidValue : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads the fields of one model in order. A getter returns nothing where the field is missing or in violation; what it
/// has recorded then is thrown by `finish`. A check runs on given values only, not on defaults.
class SettingsReader {
 public:
  using Text = std::string;
  using Texts = std::map<std::string, std::string>;
  template <typename T>
  using Check = std::function<void(const T&)>;

  SettingsReader(std::string model, const ashlar::Value& settings);

  std::optional<Text> text(const char* field, const Check<Text>& check = nullptr);
  std::optional<Texts> texts(const char* field, const Check<Texts>& check = nullptr);
  std::optional<bool> boolean(const char* field);
  std::optional<int> positive_int(const char* field, const Check<int>& check = nullptr);
  std::optional<Ipv4Network> ipv4_network(const char* field, const Check<Ipv4Network>& check = nullptr);
  /// The same where null says that there is none.
  std::optional<Ipv4Network> optional_ipv4_network(const char* field, const Check<Ipv4Network>& check = nullptr);
  std::optional<Text> one_of(const char* field, const std::vector<std::string>& choices);
  /// The objects of a list, each read by `read_element` with a reader of its own.
  bool objects(const char* field, const char* model, const std::function<void(SettingsReader&)>& read_element);

  /// The field's absence is a violation.
  void require(const char* field);
  [[nodiscard]] bool has(const char* field) const;
  [[nodiscard]] bool is_valid() const { return violations_->empty(); }

  /// A check of the whole, for when all fields are valid.
  void check_all(const std::function<void()>& check);
  /// Throws when there are violations.
  void finish() const;

 private:
  SettingsReader(std::string model, const ashlar::Value& settings, std::vector<std::string> location,
                 std::shared_ptr<std::vector<Violation>> violations);

  void violate(const char* field, std::string type, std::string message);
  template <typename T>
  std::optional<T> checked(const char* field, const T& value, const Check<T>& check);

  std::string model_;
  ashlar::Value settings_;
  std::vector<std::string> location_;
  std::shared_ptr<std::vector<Violation>> violations_;
};

}  // namespace ol_infrastructure
