#include "plugin/option_fields.hpp"

#include <array>
#include <charconv>

#include "plugin/requests.hpp"
#include "wire/marshal.hpp"

namespace ashlar::plugin {

std::optional<Urn> UrnReader::optional(const std::string& text, const char* what) {
  return text.empty() ? std::nullopt : required(text, what);
}

std::optional<Urn> UrnReader::required(const std::string& text, const char* what) {
  auto urn = Urn::parse(text);
  if (urn) return *std::move(urn);
  errors_ += (errors_.empty() ? "" : "; ") + std::string(what) + ": " + urn.error().message;
  return std::nullopt;
}

Status UrnReader::status() const { return errors_.empty() ? Status() : fail(errors_, ErrorKind::usage); }

Alias read_alias(const pulumirpc::Alias& in, UrnReader& urns) {
  Alias alias;
  if (in.has_urn()) {
    alias.urn = urns.optional(in.urn(), "aliases");
  } else if (in.has_spec()) {
    const auto& spec = in.spec();
    alias.name = spec.name();
    alias.type = spec.type();
    alias.stack = spec.stack();
    alias.project = spec.project();
    alias.parent = urns.optional(spec.parenturn(), "an alias's parent");
    alias.no_parent = spec.noparent();
  }
  return alias;
}

pulumirpc::Alias alias_message(const Alias& alias) {
  pulumirpc::Alias message;
  if (alias.urn) {
    message.set_urn(alias.urn->text());
    return message;
  }
  auto& spec = *message.mutable_spec();
  spec.set_name(alias.name);
  spec.set_type(alias.type);
  spec.set_stack(alias.stack);
  spec.set_project(alias.project);
  if (alias.no_parent) {
    spec.set_noparent(true);
  } else if (alias.parent) {
    spec.set_parenturn(alias.parent->text());
  }
  return message;
}

Result<CustomTimeouts> read_timeouts(const pulumirpc::RegisterResourceRequest::CustomTimeouts& in) {
  CustomTimeouts timeouts;
  const std::pair<const std::string*, double*> fields[] = {{&in.create(), &timeouts.create},
                                                           {&in.update(), &timeouts.update},
                                                           {&in.delete_(), &timeouts.remove},
                                                           {&in.read(), &timeouts.read}};
  for (const auto& [text, seconds] : fields) {
    if (text->empty()) continue;
    const auto parsed = parse_duration(*text);
    if (!parsed) return parsed.error().within("customTimeouts");
    *seconds = *parsed;
  }
  return timeouts;
}

std::string duration_text(double seconds) {
  if (seconds == 0) return {};
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), seconds, std::chars_format::fixed);
  return std::string(digits.begin(), end.ptr) + 's';
}

std::string without_v(std::string version) {
  if (version.starts_with('v')) version.erase(0, 1);
  return version;
}

Result<pulumirpc::TransformResourceOptions> transform_options(const Goal& goal) {
  pulumirpc::TransformResourceOptions options;
  put_urns(goal.dependencies, *options.mutable_depends_on());
  if (goal.protect) options.set_protect(*goal.protect);
  put_texts(goal.ignore_changes, *options.mutable_ignore_changes());
  put_texts(goal.replace_on_changes, *options.mutable_replace_on_changes());
  for (const auto& alias : goal.aliases) *options.add_aliases() = alias_message(alias);
  options.set_provider(goal.provider);
  if (goal.custom_timeouts != CustomTimeouts()) put_timeouts(goal.custom_timeouts, *options.mutable_custom_timeouts());
  if (goal.package.name.empty()) {  // else the program has registered the package, and there is nothing to choose
    options.set_version(goal.package.version);
    options.set_plugin_download_url(goal.package.download_url);
    options.mutable_plugin_checksums()->insert(goal.package.checksums.begin(), goal.package.checksums.end());
  }
  if (goal.retain_on_delete) options.set_retain_on_delete(*goal.retain_on_delete);
  if (goal.deleted_with) options.set_deleted_with(goal.deleted_with->text());
  if (goal.delete_before_replace) options.set_delete_before_replace(*goal.delete_before_replace);
  put_texts(goal.additional_secret_outputs, *options.mutable_additional_secret_outputs());
  options.mutable_providers()->insert(goal.providers.begin(), goal.providers.end());
  options.set_import(goal.import_id);
  put_texts(goal.hide_diffs, *options.mutable_hide_diff());
  put_urns(goal.replace_with, *options.mutable_replace_with());
  if (!goal.replacement_trigger.is_null()) {
    const auto status = wire::marshal(goal.replacement_trigger, {}, *options.mutable_replacement_trigger());
    if (!status) return status.error();
  }
  return options;
}

Status read_options(const pulumirpc::TransformResourceOptions& options, Goal& goal) {
  UrnReader urns;
  goal.dependencies = urns.list(options.depends_on(), "depends_on");
  goal.deleted_with = urns.optional(options.deleted_with(), "deleted_with");
  goal.replace_with = urns.list(options.replace_with(), "replace_with");
  goal.aliases.clear();
  for (const auto& alias : options.aliases()) goal.aliases.push_back(read_alias(alias, urns));
  if (auto status = urns.status(); !status) return status;
  auto timeouts = read_timeouts(options.custom_timeouts());
  if (!timeouts) return timeouts.error();
  goal.custom_timeouts = *timeouts;
  const auto if_set = [](bool has, bool value) { return has ? std::optional(value) : std::nullopt; };
  goal.protect = if_set(options.has_protect(), options.protect());
  goal.retain_on_delete = if_set(options.has_retain_on_delete(), options.retain_on_delete());
  goal.delete_before_replace = if_set(options.has_delete_before_replace(), options.delete_before_replace());
  goal.ignore_changes = texts_of(options.ignore_changes());
  goal.replace_on_changes = texts_of(options.replace_on_changes());
  goal.additional_secret_outputs = texts_of(options.additional_secret_outputs());
  goal.hide_diffs = texts_of(options.hide_diff());
  goal.provider = options.provider();
  goal.providers = {options.providers().begin(), options.providers().end()};
  goal.import_id = options.import();
  if (goal.package.name.empty()) {
    goal.package.version = without_v(options.version());
    goal.package.download_url = options.plugin_download_url();
    goal.package.checksums = {options.plugin_checksums().begin(), options.plugin_checksums().end()};
  }
  goal.replacement_trigger = PropertyValue();
  if (options.has_replacement_trigger()) {
    auto trigger = wire::unmarshal(options.replacement_trigger(), {.keep_outputs = false});
    if (!trigger) return trigger.error().within("replacement_trigger");
    goal.replacement_trigger = *std::move(trigger);
  }
  return {};
}

}  // namespace ashlar::plugin
