#include "state/journal_format.hpp"

#include <zlib.h>

#include <array>
#include <cstdio>

#include "base/strings.hpp"
#include "state/json_input.hpp"
#include "state/pending_kind.hpp"
#include "state/resource_json.hpp"

namespace ashlar::state {

namespace {

constexpr int format_version = 1;
constexpr std::size_t checksum_digits = 8;

std::string checksum(std::string_view text) {
  const auto value = crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size());
  std::array<char, checksum_digits + 1> digits{};
  std::snprintf(digits.data(), digits.size(), "%08lx", static_cast<unsigned long>(value));
  return digits.data();
}

std::string line_of(const std::string& text) { return checksum(text) + " " + text + "\n"; }

/// The JSON of a line; nothing when the line is not whole or not as it was written.
std::optional<std::string_view> content_of(std::string_view line) {
  if (line.size() < checksum_digits + 2 || line[checksum_digits] != ' ' || line.back() != '\n') return std::nullopt;
  const auto text = line.substr(checksum_digits + 1, line.size() - checksum_digits - 2);
  if (checksum(text) != line.substr(0, checksum_digits)) return std::nullopt;
  return text;
}

void append_text(std::string& out, std::string_view name, std::string_view value) {
  json::append_name(out, name);
  append_json_string(out, value);
}

/// Appends a change as an array: its name, the entry, and what else it needs.
class ChangeEncoder {
 public:
  ChangeEncoder(std::string& out, PropertyWriter& properties) : out_(out), properties_(properties) {}

  void operator()(const deploy::PutEntry& put) {
    start("put", put.entry);
    state(put.state);
  }
  void operator()(const deploy::MoveEntry& move) {
    start("move", move.entry);
    state(move.state);
  }
  void operator()(const deploy::MarkEntry& mark) {
    start("mark", mark.entry);
    out_ += mark.pending_delete ? ",true" : ",false";
    out_ += mark.pending_replacement ? ",true]" : ",false]";
  }
  void operator()(const deploy::RemoveEntry& removal) {
    start("remove", removal.entry);
    out_ += ']';
  }
  void operator()(const deploy::ResolvePending& resolved) {
    start("resolve", resolved.index);
    out_ += ']';
  }

 private:
  void start(std::string_view name, std::uint64_t number) {
    if (out_.back() != '[') out_ += ',';
    out_ += '[';
    append_json_string(out_, name);
    out_ += ',' + std::to_string(number);
  }
  void state(const ResourceStatePtr& state) {
    if (state) {
      out_ += ',';
      json::append_resource(out_, *state, properties_);
    }
    out_ += ']';
  }

  std::string& out_;
  PropertyWriter& properties_;
};

}  // namespace

std::string encode_header(const JournalHeader& header) {
  std::string out = "{\"journal\":" + std::to_string(format_version);
  append_text(out, "id", header.id);
  append_text(out, "stack", header.stack);
  append_text(out, "base", header.base);
  append_text(out, "tool", header.tool);
  append_text(out, "kind", header.kind);
  append_text(out, "time", header.time);
  if (header.secrets_provider) {
    json::append_name(out, "secrets_providers");
    out += '{';
    append_text(out, "type", header.secrets_provider->type);
    if (!header.secrets_provider->state.empty()) {
      json::append_name(out, "state");
      out += header.secrets_provider->state;
    }
    out += '}';
  }
  return line_of(out + "}");
}

Result<std::string> encode_record(std::uint64_t number, const deploy::Record& change, const SecretWriting& secrets) {
  std::string out = "{\"n\":" + std::to_string(number);
  PropertyWriter properties(out, secrets);
  if (change.operation != 0) out += ",\"operation\":" + std::to_string(change.operation);
  if (change.begins) {
    json::append_name(out, "begins");
    out += '{';
    append_text(out, "type", pending_kind_text(change.begins->kind));
    if (!change.begins->token.empty()) append_text(out, "token", change.begins->token);
    json::append_name(out, "resource");
    json::append_resource(out, *change.begins->resource, properties);
    out += '}';
  }
  if (change.ends) out += ",\"ends\":true";
  if (!change.changes.empty()) {
    json::append_name(out, "changes");
    out += '[';
    ChangeEncoder encoder(out, properties);
    for (const auto& each : change.changes) std::visit(encoder, each);
    out += ']';
  }
  if (auto status = properties.status(); !status) return status.error();
  return line_of(out + "}");
}

std::string encode_commit(std::uint64_t number, const std::string& checkpoint) {
  return line_of("{\"n\":" + std::to_string(number) + ",\"checkpoint\":\"" + checkpoint + "\"}");
}

namespace {

using json::malformed;
using json::Value;

SecretsProvider read_provider(Value value) {
  SecretsProvider provider;
  for (auto field : value.get_object()) {
    const auto key = json::name_of(field);
    if (key == "type") provider.type = json::string(field.value());
    if (key == "state") provider.state = json::raw(field.value());
  }
  return provider;
}

JournalHeader read_header(json::Object object) {
  JournalHeader header;
  std::int64_t version = 0;
  for (auto field : object) {
    const auto key = json::name_of(field);
    if (key == "journal") version = field.value().get_int64();
    if (key == "id") header.id = json::string(field.value());
    if (key == "stack") header.stack = json::string(field.value());
    if (key == "base") header.base = json::string(field.value());
    if (key == "tool") header.tool = json::string(field.value());
    if (key == "kind") header.kind = json::string(field.value());
    if (key == "time") header.time = json::string(field.value());
    if (key == "secrets_providers") header.secrets_provider = read_provider(field.value());
  }
  if (version != format_version) {
    throw json::Malformed{
        fail_with_help("the journal has version " + std::to_string(version) + ", which this release does not know",
                       "use the release of ashlar that wrote it: " + header.tool)};
  }
  return header;
}

/// A deployment's version whose resources look as those of journals do.
constexpr int resource_version = 4;

ResourceStatePtr read_state(Value value, json::PropertyReader& properties) {
  return std::make_shared<const ResourceState>(json::read_resource(value.get_object(), properties, resource_version));
}

deploy::PendingOperation read_begin(Value value, json::PropertyReader& properties) {
  deploy::PendingOperation operation;
  for (auto field : value.get_object()) {
    const auto key = json::name_of(field);
    if (key == "type") {
      const auto kind = pending_kind(json::text(field.value()));
      if (!kind) malformed("an operation of an unknown kind");
      operation.kind = *kind;
    }
    if (key == "token") operation.token = json::string(field.value());
    if (key == "resource") operation.resource = read_state(field.value(), properties);
  }
  if (!operation.resource) malformed("an operation without a resource");
  return operation;
}

deploy::Change read_change(Value value, json::PropertyReader& properties) {
  std::string name;
  std::uint64_t number = 0;
  ResourceStatePtr state;
  std::vector<bool> flags;
  std::size_t index = 0;
  for (auto part : value.get_array()) {
    if (index == 0) {
      name = json::string(part.value());
    } else if (index == 1) {
      number = part.value().get_uint64();
    } else if (name == "mark") {
      flags.push_back(part.value().get_bool());
    } else {
      state = read_state(part.value(), properties);
    }
    ++index;
  }
  if (name == "put" && state) return deploy::PutEntry{number, std::move(state)};
  if (name == "move") return deploy::MoveEntry{number, std::move(state)};
  if (name == "mark" && flags.size() == 2) return deploy::MarkEntry{number, flags[0], flags[1]};
  if (name == "remove") return deploy::RemoveEntry{number};
  if (name == "resolve") return deploy::ResolvePending{number};
  malformed("a change that is none: `" + name + "`");
}

JournalRecord read_record(json::Object object, json::PropertyReader& properties) {
  JournalRecord record;
  for (auto field : object) {
    const auto key = json::name_of(field);
    if (key == "n") record.number = field.value().get_uint64();
    if (key == "operation") record.change.operation = field.value().get_uint64();
    if (key == "begins") record.change.begins = read_begin(field.value(), properties);
    if (key == "ends") record.change.ends = field.value().get_bool();
    if (key == "checkpoint") record.checkpoint = json::string(field.value());
    if (key != "changes") continue;
    for (auto change : field.value().get_array())
      record.change.changes.push_back(read_change(change.value(), properties));
  }
  return record;
}

/// The line at the front of `text`, with its end; an unfinished one when there is no end.
std::string_view front_line(std::string_view text) {
  const auto end = text.find('\n');
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

}  // namespace

Result<std::optional<ParsedJournal>> parse_journal(std::string_view text, const SecretReadingFor& secrets_for) {
  ParsedJournal journal;
  const auto first = front_line(text);
  const auto header_text = content_of(first);
  if (!header_text) return std::optional<ParsedJournal>();
  json::Input header_input(*header_text);
  auto header = json::guarded(header_input, [&] { return read_header(header_input.object()); });
  if (!header) return header.error();
  journal.header = std::move(*header);
  journal.good_length = first.size();
  const auto secrets = secrets_for(journal.header.secrets_provider);
  json::PropertyReader properties(secrets);
  bool is_damaged = false;
  for (auto rest = text.substr(first.size()); !rest.empty();) {
    const auto line = front_line(rest);
    rest.remove_prefix(line.size());
    const auto content = content_of(line);
    if (!content) {
      is_damaged = true;
      continue;
    }
    json::Input input(*content);
    auto record = json::guarded(input, [&] { return read_record(input.object(), properties); });
    if (!record) return record.error().within("cannot read a record of the journal");
    (is_damaged ? journal.stranded : journal.records).push_back(std::move(*record));
    if (!is_damaged) journal.good_length += line.size();
  }
  journal.torn_bytes = text.size() - journal.good_length;
  return std::optional(std::move(journal));
}

}  // namespace ashlar::state
