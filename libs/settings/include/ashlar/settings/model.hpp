#pragma once
/// Declaring a settings model:
///
///     struct Listener {
///       std::string address = "0.0.0.0";
///       int port = 8200;
///       std::optional<std::string> certificate;
///
///       static void describe(Model<Listener>& m) {
///         m.doc("Where clients connect").environment_prefix("LISTENER_");
///         m.field("address", &Listener::address).ip();
///         m.field("port", &Listener::port).port().doc("TCP");
///         m.field("certificate", &Listener::certificate).path();
///       }
///     };
///
/// A field's type may be bool, an integer, double, std::string, Secret, a std::chrono::duration, an enumeration,
/// another model, Value (anything), and std::optional, std::shared_ptr, std::vector, std::map<std::string, …> and
/// std::variant of those. Defaults are the member initialisers. What is not optional always has a value.

#include "ashlar/settings/type.hpp"

namespace ashlar::settings {

struct FieldInfo;

/// What is demanded of a field and said about it. On a list or map, demands on single values hold for each element.
class Field {
 public:
  Field& doc(std::string_view text);
  /// It has to be given: by a source, or in code by something else than the member initialiser.
  Field& required();
  /// Its value is shown nowhere.
  Field& secret();
  /// The name in files, in place of the one that the model's naming makes. The field's own name is understood as well.
  Field& alias(std::string_view name);
  /// The environment variable to read, prefix or not; the name in files too.
  Field& variable(std::string_view name);
  /// Not rendered: for this library's users, not for the program that reads the file.
  Field& internal();

  Field& range(double least, double most);  ///< of a number, both inclusive
  Field& at_least(double least);
  Field& at_most(double most);
  Field& length(std::size_t least, std::size_t most);  ///< of text, in characters
  Field& items(std::size_t least, std::size_t most);   ///< of a list or map
  Field& pattern(std::string_view regex);              ///< ECMAScript; the whole text must match
  Field& keys(std::string_view regex);                 ///< the same for the keys of a map
  Field& one_of(std::initializer_list<std::string_view> words);
  Field& port();       ///< 1 to 65535
  Field& ip();         ///< an address of IPv4 or IPv6
  Field& cidr();       ///< a network as `10.0.0.0/16`, without host bits
  Field& host_port();  ///< `host:port`, `:port` or `[::1]:port`
  Field& path();       ///< an absolute path
  Field& url();        ///< with a scheme and a host
  Field& duration();   ///< as Go writes them: `1h30m`, `500ms`
  /// Any other rule for text. `what` completes "must be …".
  Field& must_be(std::string_view what, bool (*rule)(std::string_view text));

 private:
  friend class ModelBuilder;
  explicit Field(FieldInfo& info) : info_(&info) {}
  FieldInfo* info_;
};

/// Where validators report what they find.
class Problems {
 public:
  virtual ~Problems() = default;
  /// About one field of the model.
  virtual void add(std::string_view field, std::string message) = 0;
  /// About the model as a whole.
  void add(std::string message) { add({}, std::move(message)); }
};

/// How the names in files are made from those of the fields: as they are, camelCase, or UPPER_CASE.
enum class Naming { same, camel_case, upper_case };

/// The part of `Model` that does not depend on the struct.
class ModelBuilder {
 public:
  explicit ModelBuilder(ModelInfo& info) : info_(info) {}
  ModelBuilder& name(std::string_view name);  ///< in messages and documents; by default the struct's
  ModelBuilder& doc(std::string_view text);
  /// Stands before the names of its fields in the environment (`VAULT_` + `log_level`, in any case); a field of a field
  /// is reached by two underscores. Without a prefix only `variable`s are read.
  ModelBuilder& environment_prefix(std::string_view prefix);
  /// For the fields that follow and have no alias. `prefix` stands before each name.
  ModelBuilder& naming(Naming naming, std::string_view prefix = {});
  /// Exactly one, or at most one, of these optional fields may be set.
  ModelBuilder& exactly_one(std::initializer_list<std::string_view> fields);
  ModelBuilder& at_most_one(std::initializer_list<std::string_view> fields);

 protected:
  Field add(std::string_view name, std::size_t offset, const Type& type);
  void include(std::size_t offset, const ModelInfo& part);
  void set_rest(std::size_t offset);
  void add_check(std::function<void(const void*, Problems&)> check);

 private:
  ModelInfo& info_;
};

template <typename T>
class Model : public ModelBuilder {
 public:
  Model(ModelInfo& info, const T& prototype) : ModelBuilder(info), prototype_(prototype) {}

  /// REQUIRES: no other field has this name.
  template <typename F>
  Field field(std::string_view name, F T::*member) {
    return add(name, offset(&(prototype_.*member)), type_of<F>());
  }
  /// The fields of another model stand among this one's.
  template <typename F>
  void include(F T::*member) {
    ModelBuilder::include(offset(&(prototype_.*member)), model_of<F>());
  }
  /// Takes the fields that the model does not know, which otherwise are refused. They are rendered again.
  void rest(std::map<std::string, Value> T::*member) { set_rest(offset(&(prototype_.*member))); }
  /// A rule about several fields. Called once each field for itself is right.
  void check(void (*rule)(const T&, Problems&)) {
    add_check([rule](const void* object, Problems& problems) { rule(*static_cast<const T*>(object), problems); });
  }

 private:
  [[nodiscard]] std::size_t offset(const void* member) const {
    return static_cast<std::size_t>(static_cast<const char*>(member) - reinterpret_cast<const char*>(&prototype_));
  }
  const T& prototype_;
};

/// Part of `model_of`: runs the description once, and keeps `prototype` for the defaults.
[[nodiscard]] std::shared_ptr<const ModelInfo> make_model(const char* type_name, const void* prototype,
                                                          void (*describe)(ModelInfo& info, const void* prototype));

/// The description of a struct that has `static void describe(Model<T>&)`. Made at the first use.
template <typename T>
const ModelInfo& model_of() {
  static const T prototype{};
  static const auto info = make_model(typeid(T).name(), &prototype, [](ModelInfo& described, const void* defaults) {
    Model<T> model(described, *static_cast<const T*>(defaults));
    T::describe(model);
  });
  return *info;
}

}  // namespace ashlar::settings
