/// `ashlar import`: resources that exist become resources of the stack.

#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/import_code.hpp"
#include "cmd/ashlar/engine/operation.hpp"
#include "cmd/ashlar/shell/stack_state.hpp"

namespace ashlar::cli {

namespace {

class Import final : public Command {
 public:
  void declare(Arguments& arguments) override {
    flags_.declare(arguments, deploy::Mode::import, false);
    arguments.positional("type", type_, false);
    arguments.positional("name", name_, false);
    arguments.positional("id", id_, false);
    arguments.option("file", 'f', file_, "file", "Import what this JSON file lists").completes = Completes::files;
    arguments.option("parent", 0, parent_, "name=urn", "The parent: the program's name for it, and its URN");
    arguments.option("provider", 0, provider_, "name=urn",
                     "The provider resource: the program's name for it, and its URN");
    arguments.option("properties", 0, properties_, "name,…", "Declare these properties only").value = "name";
    arguments.option("protect", 0, protect_, "true|false", "Protect them from deletion; true unless given")
        .without_value = "true";
    arguments.option("out", 'o', out_, "file", "Write the declarations to this file").completes = Completes::files;
    arguments.option("generate-code", 0, generate_, "true|false", "Print the declarations; true unless given")
        .without_value = "true";
    arguments.option("from", 0, from_, "converter", "Not supported");
    arguments.hide_last();
  }

  Status run(Shell& shell) override {
    if (!from_.empty())
      return fail_with_help("--from " + from_ + " is not supported: there are no converters",
                            "list the resources in a file for --file", ErrorKind::usage);
    auto list = wanted(shell);
    if (!list) return list.error();
    if (const auto resolved = resolve(shell, *list); !resolved) return resolved;
    const auto snapshot = perform_import(shell, flags_);
    if (!snapshot) return snapshot.error();
    if (flags_.preview_only || generate_ == "false") return {};
    return print_declarations(shell, *list, *snapshot);
  }

 private:
  /// From the file or the command line.
  Result<ImportList> wanted(Shell& shell) const {
    const bool named = type_ && name_ && id_;
    if (!file_.empty() && type_)
      return fail("an import file and a resource on the command line exclude each other", ErrorKind::usage);
    if (!file_.empty()) {
      const auto text = shell.files().read_file(shell.absolute(file_));
      if (!text) return text.error().within("reading the import file");
      auto list = parse_import_file(*text);
      if (!list) return list.error().within("the import file " + file_);
      return list;
    }
    if (!named)
      return fail_with_help("an import needs a type, a name and an id, or a file",
                            "ashlar import aws:ec2/vpc:Vpc main vpc-0123456789abcdef0", ErrorKind::usage);
    ImportList list;
    ImportEntry entry{.type = *type_, .name = *name_, .variable = *name_, .id = *id_};
    for (const auto& names : properties_) {
      for (const auto& name : split(names, ',')) entry.properties.push_back(name);
    }
    const auto take = [&](const std::string& flag, const std::string& text, std::string& name) -> Status {
      if (text.empty()) return {};
      const auto parsed = parse_named_urn(flag, text);
      if (!parsed) return parsed.error();
      name = parsed->first;
      list.names.insert(*parsed);
      return {};
    };
    if (const auto taken = take("parent", parent_, entry.parent); !taken) return taken.error();
    if (const auto taken = take("provider", provider_, entry.provider); !taken) return taken.error();
    list.entries.push_back(std::move(entry));
    return list;
  }

  /// Names become URNs, and a provider's URN the reference that its id completes.
  Status resolve(Shell& shell, const ImportList& list) {
    Session session(shell);
    const auto stack = session.stack(flags_.stack, NoStack::choose_or_make);
    if (!stack) return stack.error();
    flags_.stack = session.shown(*stack);
    const auto checkpoint = read_state(session, *stack, state::seal_secrets());
    if (!checkpoint) return checkpoint.error();
    const auto resources =
        checkpoint->latest ? checkpoint->latest->snapshot.resources : std::vector<ResourceStatePtr>();
    std::map<std::string, std::string> urns = list.names;
    for (const auto& entry : list.entries) {
      deploy::ImportRequest request{.type = entry.type, .name = entry.name, .id = entry.id};
      request.version = entry.version;
      request.protect = protect_ != "false";
      request.component = entry.component;
      std::string parent_types;
      if (!entry.parent.empty()) {
        request.parent = urns.at(entry.parent);
        parent_types = std::string(Urn::parse(request.parent)->qualified_type());
      }
      if (!entry.provider.empty()) {
        const auto reference = provider_reference(resources, urns.at(entry.provider));
        if (!reference) return reference.error();
        request.provider = *reference;
      }
      const auto urn = Urn::make(stack->name().text(), stack->project(), parent_types, entry.type, entry.name).text();
      urns.insert_or_assign(entry.variable, urn);
      urns_.push_back(urn);
      flags_.imports.push_back(std::move(request));
    }
    return {};
  }

  static Result<std::string> provider_reference(const std::vector<ResourceStatePtr>& resources,
                                                const std::string& urn) {
    for (const auto& resource : resources) {
      if (resource->urn.text() == urn && resource->urn.is_provider())
        return ProviderReference{resource->urn, resource->id}.text();
    }
    return fail_with_help("the stack has no provider " + urn, "`ashlar stack --show-urns` lists its resources");
  }

  Status print_declarations(Shell& shell, const ImportList& list, const deploy::Snapshot& snapshot) const {
    std::map<std::string, ResourceStatePtr> states;
    for (const auto& resource : snapshot.resources) states.emplace(resource->urn.text(), resource);
    std::vector<Imported> imported;
    for (std::size_t i = 0; i < list.entries.size(); ++i) {
      const auto state = states.find(urns_[i]);
      if (state != states.end()) imported.push_back({list.entries[i], state->second});
    }
    const auto code = declarations(imported, shell.environment());
    if (!out_.empty()) {
      if (const auto written = shell.files().write_file_atomically(shell.absolute(out_), code, 0666); !written)
        return written;
      shell.note("Wrote the declarations to " + out_);
      return {};
    }
    if (flags_.json) return {};
    shell.print_line("Add this to your program. Without it, the next update deletes what was imported:\n");
    shell.print_line(code);
    if (protect_ != "false") {
      shell.print_line(
          "What was imported is protected: before it can be destroyed, take `.protect = true` away and run `ashlar "
          "up`.");
    }
    return {};
  }

  RunFlags flags_;
  std::optional<std::string> type_, name_, id_;
  std::string file_, parent_, provider_, out_, from_;
  std::string protect_ = "true", generate_ = "true";
  std::vector<std::string> properties_;
  std::vector<std::string> urns_;  ///< of the entries, in their order
};

}  // namespace

std::unique_ptr<Command> make_import() { return std::make_unique<Import>(); }

}  // namespace ashlar::cli
