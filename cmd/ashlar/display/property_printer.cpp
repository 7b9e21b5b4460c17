#include "cmd/ashlar/display/property_printer.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "cmd/ashlar/display/encoded.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

constexpr std::size_t shown_lines = 3;
constexpr std::size_t shown_columns = 150;

// At most three lines of 150 characters.
std::string cut(const std::string& text) {
  auto lines = split(text, '\n');
  const bool too_many = lines.size() > shown_lines;
  if (too_many) lines.resize(shown_lines);
  for (auto& line : lines) {
    if (line.size() <= shown_columns) continue;
    auto end = shown_columns;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U) --end;  // not within a UTF-8 sequence
    line.resize(end);
    line += "...";
  }
  return join(lines, "\n") + (too_many ? "\n..." : "");
}

std::string indentation(const Place& place) {
  std::string blanks(static_cast<std::size_t>(place.indent) * 4, ' ');
  if (place.prefix && blanks.size() >= 2) blanks.replace(blanks.size() - 2, 2, words(place.op).glyph);
  return blanks;
}

}  // namespace

bool worth_printing(const PropertyValue& value, bool unknowns_too) {
  if (value.is_null()) return false;
  if (const auto* text = value.get<std::string>()) return !text->empty();
  if (const auto* array = value.get<PropertyArray>()) return !array->empty();
  if (const auto* map = value.get<PropertyMap>()) return !map->empty();
  return unknowns_too || !value.is<OutputValue>();
}

std::size_t widest_key(const PropertyMap& properties) {
  std::size_t widest = 0;
  for (const auto& [key, value] : properties) widest = std::max(widest, display_width(key));
  return widest;
}

void PropertyPrinter::write(Place place, std::string_view text) {
  out_ += options_.palette.paint(words(place.op).role, text);
}

void PropertyPrinter::write_indented(Place place, std::string_view text) {
  write(place, indentation(place) + std::string(text));
}

void PropertyPrinter::title(const Title& title, Place place) {
  if (!title.text.empty()) write_indented(place.deeper(title.shift), title.text);
}

void PropertyPrinter::object(const PropertyMap& properties, Place place) {
  const auto width = widest_key(properties);
  for (const auto& [key, member] : properties) {
    if (!is_internal_key(key)) property(key, width, member, place);
  }
}

void PropertyPrinter::property(std::string_view key, std::size_t width, const PropertyValue& value, Place place) {
  title({pad(printable(key), width) + ": "}, place);
  value_line(value, place);
}

void PropertyPrinter::hidden(const std::vector<std::string>& paths, Place place) {
  for (const auto& path : paths) write_indented(place.as(deploy::StepOp::update, true), path + " (hidden)\n");
}

void PropertyPrinter::value_line(const PropertyValue& content, Place place) {
  value(content, place);
  out_ += '\n';
}

void PropertyPrinter::value(const PropertyValue& content, Place place) {
  struct Printer {
    PropertyPrinter& self;
    Place place;
    void operator()(std::monostate) { self.write(place, "<null>"); }
    void operator()(bool flag) { self.write(place, flag ? "true" : "false"); }
    void operator()(double number) { self.write(place, format_number(number)); }
    void operator()(const std::string& text) { self.text(text, place); }
    void operator()(const PropertyArray& array) { self.array(array, place); }
    void operator()(const PropertyMap& map) {
      if (map.empty()) return self.write(place, "{}");
      self.write(place, "{\n");
      self.object(map, place.deeper(1));
      self.write_indented(place.as(place.op, false), "}");
    }
    void operator()(const Secret& secret) {
      if (!self.options_.show_secrets) return self.write(place, "[secret]");
      self.value(*secret.value, place);
    }
    void operator()(const OutputValue& output) {
      if (!output.value) return self.write(place, "[unknown]");
      if (output.secret && !self.options_.show_secrets) return self.write(place, "[secret]");
      self.value(*output.value, place);
    }
    void operator()(const Computed&) { self.write(place, "[unknown]"); }
    void operator()(const Asset& asset) { self.asset(asset, place); }
    void operator()(const Archive& archive) { self.archive(archive, place); }
    void operator()(const ResourceReference& reference) { self.reference(reference, place); }
    void operator()(const ByteString& bytes) { self.write(place, "b\"" + to_base64(bytes.bytes) + "\""); }
  };
  std::visit(Printer{*this, place}, content.content());
}

void PropertyPrinter::text(const std::string& content, Place place) {
  if (const auto decoded = decode_text(content)) {
    write(place, "(" + std::string(decoded->kind) + ") ");
    value_line(decoded->value, place);
    return;
  }
  write(place, quoted(options_.truncate ? cut(content) : content));
}

void PropertyPrinter::array(const PropertyArray& array, Place place) {
  if (array.empty()) return write(place, "[]");
  write(place, "[\n");
  for (std::size_t i = 0; i < array.size(); ++i) {
    write_indented(place, "    [" + std::to_string(i) + "]: ");
    value_line(array[i], place.deeper(1));
  }
  write_indented(place.as(place.op, false), "]");
}

void PropertyPrinter::asset(const Asset& asset, Place place) {
  const auto hash = asset.hash.substr(0, 7);
  if (asset.has_text) {
    write(place, "asset(text:" + hash + ") {\n");
    for (const auto& line : split(asset.text, '\n')) write_indented(place.as(place.op, false), "    " + line + "\n");
    write_indented(place.as(place.op, false), "}");
  } else if (!asset.path.empty()) {
    write(place, "asset(file:" + hash + ") { " + asset.path + " }");
  } else if (!asset.uri.empty()) {
    write(place, "asset(uri:" + hash + ") { " + asset.uri + " }");
  } else {
    write(place, "asset(unknown:" + hash + ") { }");
  }
}

void PropertyPrinter::archive(const Archive& archive, Place place) {
  const auto hash = archive.hash.substr(0, 7);
  if (archive.assets) {
    write(place, "archive(assets:" + hash + ") {\n");
    for (const auto& [name, member] : *archive.assets) {
      write_indented(place, "    \"" + name + "\": ");
      value_line(member, place.deeper(1));
    }
    write_indented(place.as(place.op, false), "}");
  } else if (!archive.path.empty()) {
    write(place, "archive(file:" + hash + ") { " + archive.path + " }");
  } else if (!archive.uri.empty()) {
    write(place, "archive(uri:" + hash + ") { " + archive.uri + " }");
  } else {
    write(place, "archive(" + hash + ") { }");
  }
}

void PropertyPrinter::reference(const ResourceReference& reference, Place place) {
  const auto inner = place.deeper(1);
  write(place, "{\n");
  property("URN", 3, reference.urn, inner);
  property("ID", 3, reference.id ? *reference.id : PropertyValue(), inner);
  property("PackageVersion", 3, reference.package_version, inner);
  write_indented(place.as(place.op, false), "}");
}

}  // namespace ashlar::cli
