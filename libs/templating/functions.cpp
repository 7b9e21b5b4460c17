// The functions that every template can call.
#include "templating/builtin.hpp"
#include "templating/namespace_object.hpp"
#include "templating/operators.hpp"
#include "templating/runtime.hpp"

namespace ashlar::templating {

namespace {

/// A method of one of the objects below.
template <typename Owner>
class Method final : public Object {
 public:
  Method(std::shared_ptr<Owner> owner, Value (*work)(Owner&)) : owner_(std::move(owner)), work_(work) {}
  [[nodiscard]] std::string type_name() const override { return "method"; }
  [[nodiscard]] bool is_callable() const override { return true; }
  Value call(Runtime&, const Arguments&) override { return work_(*owner_); }

 private:
  std::shared_ptr<Owner> owner_;
  Value (*work_)(Owner&);
};

/// `cycler('a', 'b')`: its `next()` gives them in turn.
class Cycler final : public Object, public std::enable_shared_from_this<Cycler> {
 public:
  explicit Cycler(List items) : items_(std::move(items)) {}
  [[nodiscard]] std::string type_name() const override { return "Cycler"; }
  [[nodiscard]] std::optional<Value> attribute(std::string_view name) override {
    if (name == "current") return items_[at_];
    if (name == "pos") return Value(static_cast<std::int64_t>(at_));
    if (name == "next")
      return method([](Cycler& self) {
        auto item = self.items_[self.at_];
        self.at_ = (self.at_ + 1) % self.items_.size();
        return item;
      });
    if (name == "reset")
      return method([](Cycler& self) {
        self.at_ = 0;
        return Value();
      });
    return std::nullopt;
  }

 private:
  Value method(Value (*work)(Cycler&)) {
    return Value(std::shared_ptr<Object>(std::make_shared<Method<Cycler>>(shared_from_this(), work)));
  }

  List items_;
  std::size_t at_ = 0;
};

/// `joiner(', ')`: a call gives nothing the first time, then the separator.
class Joiner final : public Object {
 public:
  explicit Joiner(Value separator) : separator_(std::move(separator)) {}
  [[nodiscard]] std::string type_name() const override { return "Joiner"; }
  [[nodiscard]] bool is_callable() const override { return true; }
  Value call(Runtime&, const Arguments&) override { return std::exchange(used_, true) ? separator_ : Value(""); }

 private:
  Value separator_;
  bool used_ = false;
};

void add_named(Dict& dict, const Arguments& arguments) {
  for (const auto& [name, value] : arguments.named) dict.set(Value(name), value);
}

Value make_range(Call& call) {
  const auto count = call.all.positional.size();
  if (count == 0 || count > 3 || !call.all.named.empty()) raise_type("range expected 1 to 3 arguments");
  std::int64_t bounds[3] = {0, 0, 1};
  for (std::size_t i = 0; i < count; ++i) {
    const auto& bound = call.all.positional[i];
    if (bound.is_undefined()) raise_undefined(bound);
    if (!bound.is_integral()) raise_type("'" + type_name(bound) + "' object cannot be interpreted as an integer");
    bounds[count == 1 ? 1 : i] = bound.as_integer();
  }
  return Value(std::shared_ptr<Object>(std::make_shared<Range>(bounds[0], bounds[1], bounds[2])));
}

Value make_dict(Call& call) {
  if (call.all.positional.size() > 1) raise_type("dict expected at most 1 argument");
  auto dict = std::make_shared<Dict>();
  if (!call.all.positional.empty()) update(*dict, call.all.positional.front());
  add_named(*dict, call.all);
  return dict;
}

Value make_namespace(Call& call) {
  if (call.all.positional.size() > 1) raise_type("namespace expected at most 1 argument");
  auto made = std::make_shared<NamespaceObject>();
  if (!call.all.positional.empty()) update(made->names, call.all.positional.front());
  add_named(made->names, call.all);
  return Value(std::shared_ptr<Object>(std::move(made)));
}

Value make_cycler(Call& call) {
  if (call.all.positional.empty()) raise(FailureKind::runtime, "at least one item has to be provided");
  return Value(std::shared_ptr<Object>(std::make_shared<Cycler>(call.all.positional)));
}

Value make_joiner(Call& call) {
  return Value(std::shared_ptr<Object>(std::make_shared<Joiner>(call.given(0) ? call[0] : Value(", "))));
}

constexpr Builtin functions[] = {
    {"range", {}, 0, make_range, true},         {"dict", {}, 0, make_dict, true},
    {"namespace", {}, 0, make_namespace, true}, {"cycler", {}, 0, make_cycler, true},
    {"joiner", {"sep"}, 0, make_joiner},
};

}  // namespace

std::span<const Builtin> all_functions() { return functions; }

}  // namespace ashlar::templating
