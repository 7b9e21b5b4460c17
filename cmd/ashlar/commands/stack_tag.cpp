/// `stack tag ls | get | set | rm`.

#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "cmd/ashlar/terminal/table.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

using Tags = std::map<std::string, std::string>;

/// What the four have in common: a stack and its tags.
class TagCommand : public Command {
 public:
  void declare(Arguments& arguments) override { stack_.declare(arguments); }

  Status run(Shell& shell) override {
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto stacks = session.store();
    if (!stacks) return stacks.error();
    auto tags = (*stacks)->tags(in_store(*stack));
    if (!tags) return tags.error();
    const auto before = *tags;
    if (const auto done = work(shell, *tags, session.shown(*stack)); !done) return done;
    return *tags == before ? Status() : (*stacks)->set_tags(in_store(*stack), *tags);
  }

 private:
  /// May change the tags, which are then stored.
  virtual Status work(Shell& shell, Tags& tags, const std::string& stack) = 0;

  StackFlag stack_;
};

Error no_such_tag(const std::string& name, const std::string& stack) {
  return fail("stack tag '" + name + "' not found for stack '" + stack + "'");
}

class TagList final : public TagCommand {
 public:
  void declare(Arguments& arguments) override {
    TagCommand::declare(arguments);
    arguments.flag("json", 'j', json_, "Print JSON");
  }

 private:
  Status work(Shell& shell, Tags& tags, const std::string&) override {
    if (json_) {
      JsonObject json;
      for (const auto& [name, value] : tags) json.text(name, value);
      shell.print_line(state::indent_json(json.done(), 2));
      return {};
    }
    std::vector<std::vector<std::string>> rows{{"NAME", "VALUE"}};
    for (const auto& [name, value] : tags) rows.push_back({name, value});
    shell.print(render_table(rows));
    return {};
  }

  bool json_ = false;
};

class TagGet final : public TagCommand {
 public:
  void declare(Arguments& arguments) override {
    TagCommand::declare(arguments);
    arguments.positional("name", name_, true);
  }

 private:
  Status work(Shell& shell, Tags& tags, const std::string& stack) override {
    const auto tag = tags.find(name_);
    if (tag == tags.end()) return no_such_tag(name_, stack);
    shell.print_line(tag->second);
    return {};
  }

  std::string name_;
};

class TagSet final : public TagCommand {
 public:
  void declare(Arguments& arguments) override {
    TagCommand::declare(arguments);
    arguments.positional("name", name_, true);
    arguments.positional("value", value_, true);
  }

 private:
  Status work(Shell&, Tags& tags, const std::string&) override {
    if (name_.empty()) return fail("a tag must have a name");
    tags[name_] = value_;
    return {};
  }

  std::string name_, value_;
};

class TagRemove final : public TagCommand {
 public:
  void declare(Arguments& arguments) override {
    TagCommand::declare(arguments);
    arguments.positional("name", name_, true);
  }

 private:
  Status work(Shell&, Tags& tags, const std::string& stack) override {
    if (tags.erase(name_) == 0) return no_such_tag(name_, stack);
    return {};
  }

  std::string name_;
};

}  // namespace

std::unique_ptr<Command> make_stack_tag_ls() { return std::make_unique<TagList>(); }
std::unique_ptr<Command> make_stack_tag_get() { return std::make_unique<TagGet>(); }
std::unique_ptr<Command> make_stack_tag_set() { return std::make_unique<TagSet>(); }
std::unique_ptr<Command> make_stack_tag_rm() { return std::make_unique<TagRemove>(); }

}  // namespace ashlar::cli
