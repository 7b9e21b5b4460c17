/// How `PropertyPrinter` prints changes; values are in property_printer.cpp.

#include <algorithm>

#include "base/strings.hpp"
#include "cmd/ashlar/display/encoded.hpp"
#include "cmd/ashlar/display/property_printer.hpp"
#include "cmd/ashlar/display/text_diff.hpp"
#include "cmd/ashlar/terminal/text.hpp"

namespace ashlar::cli {

namespace {

using deploy::StepOp;

// Unchanged lines that are shown around a change.
constexpr std::size_t context_lines = 2;

std::string arrow(const std::string& before, const std::string& after) {
  return before == after ? before : before + "->" + after;
}

bool is_primitive(const PropertyValue& value) {
  return !(value.is<PropertyArray>() || value.is<PropertyMap>() || value.is<Asset>() || value.is<Archive>() ||
           value.is<ResourceReference>() || value.is<ByteString>());
}

bool is_blank(std::string_view line) { return trim(line).empty(); }

}  // namespace

void PropertyPrinter::object_change(const Change& change, Place place, const std::vector<std::string>& include) {
  const auto included = [&](const std::string& key) {
    return include.empty() || std::find(include.begin(), include.end(), key) != include.end();
  };
  std::size_t width = 0;
  for (const auto& [key, member] : change.members) {
    if (included(key)) width = std::max(width, display_width(key));
  }
  for (const auto& [key, member] : change.members) {
    if (included(key)) property_change(key, width, member, place);
  }
}

void PropertyPrinter::property_change(std::string_view key, std::size_t width, const Change& change, Place place) {
  const Title key_title{pad(printable(key), width) + ": "};
  switch (change.kind) {
    case Change::Kind::add:
      return add(change, key_title, place);
    case Change::Kind::remove:
      return remove(change, key_title, place);
    case Change::Kind::update:
      return update(change, key_title, place);
    case Change::Kind::same:
      break;
  }
  if (!options_.summary && worth_printing(change.before, options_.planning)) {
    property(key, width, change.before, place.as(StepOp::same, false));
  }
}

void PropertyPrinter::add(const Change& change, const Title& line_title, Place place) {
  title(line_title, place.as(StepOp::create, true));
  value_line(change.after, place.as(StepOp::create, true));
}

void PropertyPrinter::remove(const Change& change, const Title& line_title, Place place) {
  title(line_title, place.as(StepOp::remove, true));
  value_line(change.before, place.as(StepOp::remove, true));
}

void PropertyPrinter::update(const Change& change, const Title& line_title, Place place) {
  place = place.as(StepOp::update, true);
  if (change.shape == Change::Shape::array) {
    title(line_title, place);
    write(place, "[\n");
    array_change(change, place);
    write_indented(place.as(StepOp::update, false), "]\n");
  } else if (change.shape == Change::Shape::object) {
    title(line_title, place);
    write(place, "{\n");
    object_change(change, place.deeper(1));
    write_indented(place.as(StepOp::update, false), "}\n");
  } else {
    leaf_change(change, line_title, place);
  }
}

void PropertyPrinter::array_change(const Change& change, Place place) {
  for (const auto& [index, element] : change.elements) {
    const Title index_title{"[" + std::to_string(index) + "]: ", -1};
    const auto inner = place.deeper(2);
    switch (element.kind) {
      case Change::Kind::add:
        add(element, index_title, inner);
        break;
      case Change::Kind::remove:
        remove(element, index_title, inner);
        break;
      case Change::Kind::update:
        update(element, index_title, inner);
        break;
      case Change::Kind::same:
        if (options_.summary) break;
        title(index_title, inner.as(StepOp::same, false));
        value_line(element.before, inner.as(StepOp::same, false));
        break;
    }
  }
}

bool PropertyPrinter::secret_change(const Change& change, const Title& line_title, Place place) {
  const auto* before = change.before.get<Secret>();
  const auto* after = change.after.get<Secret>();
  if (!options_.show_secrets || (before == nullptr && after == nullptr)) return false;
  const auto inner =
      compare(before != nullptr ? *before->value : change.before, after != nullptr ? *after->value : change.after);
  if (!inner) return false;
  update(*inner, line_title, place);
  return true;
}

void PropertyPrinter::leaf_change(const Change& change, const Title& line_title, Place place) {
  if (secret_change(change, line_title, place)) return;
  const bool print_before = worth_printing(change.before, false);
  const bool print_after = worth_printing(change.after, false);
  if (print_before && print_after) {
    const auto* old_archive = change.before.get<Archive>();
    const auto* new_archive = change.after.get<Archive>();
    if (old_archive != nullptr && new_archive != nullptr &&
        archive_change(*old_archive, *new_archive, line_title, place))
      return;
    if (is_primitive(change.before) && is_primitive(change.after)) {
      title(line_title, place);
      const auto* old_text = change.before.get<std::string>();
      const auto* new_text = change.after.get<std::string>();
      if (old_text != nullptr && new_text != nullptr) return text_change(*old_text, *new_text, place);
      value(change.before, place.as(StepOp::remove, true));
      write(place, " => ");
      value(change.after, place.as(StepOp::create, true));
      out_ += '\n';
      return;
    }
  }
  if (print_before) remove(change, line_title, place);
  if (print_after) add(change, line_title, place);
}

void PropertyPrinter::text_change(const std::string& before, const std::string& after, Place place) {
  if (encoded_change(before, after, place)) return;
  if (before.find('\n') == std::string::npos && after.find('\n') == std::string::npos) {
    character_change(before, after, place);
  } else {
    line_change(before, after, place.deeper(1));
  }
}

bool PropertyPrinter::encoded_change(const std::string& before, const std::string& after, Place place) {
  const auto old_value = decode_text(before);
  if (!old_value) return false;
  const auto new_value = decode_text(after);
  if (!new_value) return false;
  const auto difference = compare(old_value->value, new_value->value);
  if (!difference) {
    // Only the spelling differs: show that.
    text_change(quoted(before), quoted(after), place);
    return true;
  }
  const auto kinds = old_value->kind == new_value->kind
                         ? std::string(old_value->kind)
                         : std::string(old_value->kind) + " => " + std::string(new_value->kind);
  write(place, "(" + kinds + ") ");
  update(*difference, {}, place);
  return true;
}

void PropertyPrinter::character_change(const std::string& before, const std::string& after, Place place) {
  // The beginning and the end that both share stay uncoloured; cut at whole characters.
  const auto continues = [](const std::string& text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
  };
  const auto shared = std::min(before.size(), after.size());
  std::size_t front = 0;
  while (front < shared && before[front] == after[front]) ++front;
  while (front > 0 && (continues(before, front) || continues(after, front))) --front;
  std::size_t back = 0;
  while (back < shared - front && before[before.size() - 1 - back] == after[after.size() - 1 - back]) ++back;
  while (back > 0 && (continues(before, before.size() - back) || continues(after, after.size() - back))) --back;
  const auto side = [&](const std::string& text, StepOp op) {
    const auto inner = [](std::string_view part) {
      const auto with_quotes = quoted(part);
      return with_quotes.substr(1, with_quotes.size() - 2);
    };
    const std::string_view view = text;
    write(place, "\"");
    out_ += inner(view.substr(0, front));
    write(place.as(op, true), inner(view.substr(front, view.size() - front - back)));
    out_ += inner(view.substr(view.size() - back));
    write(place, "\"");
  };
  side(before, StepOp::remove);
  write(place, " => ");
  side(after, StepOp::create);
  out_ += '\n';
}

void PropertyPrinter::line_change(const std::string& before, const std::string& after, Place place) {
  out_ += '\n';
  const auto runs = diff_lines(before, after);
  const auto print = [&](StepOp op, const std::vector<std::string_view>& lines, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      if (!is_blank(lines[i])) write_indented(place.as(op, op != StepOp::same), printable(lines[i]) + "\n");
    }
  };
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto lines = runs[i].lines;
    if (runs[i].kind != LineRun::Kind::same) {
      print(runs[i].kind == LineRun::Kind::added ? StepOp::create : StepOp::remove, lines, 0, lines.size());
      continue;
    }
    std::erase_if(lines, is_blank);
    const auto head = i == 0 ? 0 : context_lines;
    const auto tail = i + 1 == runs.size() ? 0 : context_lines;
    if (lines.size() <= head + tail + 1) {
      print(StepOp::same, lines, 0, lines.size());
      continue;
    }
    print(StepOp::same, lines, 0, head);
    write_indented(place.as(StepOp::same, false), "...\n");
    print(StepOp::same, lines, lines.size() - tail, lines.size());
  }
}

bool PropertyPrinter::archive_change(const Archive& before, const Archive& after, const Title& line_title,
                                     Place place) {
  const auto hash = arrow(before.hash.substr(0, 7), after.hash.substr(0, 7));
  if (before.assets && after.assets) {
    title(line_title, place);
    write(place, "archive(assets:" + hash + ") {\n");
    asset_changes(*before.assets, *after.assets, place.deeper(1));
    write_indented(place.as(place.op, false), "}\n");
    return true;
  }
  if (!before.path.empty() && !after.path.empty()) {
    title(line_title, place);
    write(place, "archive(file:" + hash + ") { " + arrow(before.path, after.path) + " }\n");
    return true;
  }
  if (!before.uri.empty() && !after.uri.empty()) {
    title(line_title, place);
    write(place, "archive(uri:" + hash + ") { " + arrow(before.uri, after.uri) + " }\n");
    return true;
  }
  return false;
}

void PropertyPrinter::asset_changes(const PropertyMap& before, const PropertyMap& after, Place place) {
  std::size_t width = 0;
  for (const auto* side : {&before, &after}) width = std::max(width, widest_key(*side) + 2);
  HiddenPaths none;
  const auto difference = compare(before, after, none);
  if (!difference) return;
  for (const auto& [name, change] : difference->members) {
    const Title name_title{pad("\"" + name + "\"", width) + ": "};
    if (change.kind == Change::Kind::add) {
      add(change, name_title, place.deeper(1));
    } else if (change.kind == Change::Kind::remove) {
      remove(change, name_title, place.deeper(1));
    } else if (change.kind == Change::Kind::update) {
      const auto* old_asset = change.before.get<Asset>();
      const auto* new_asset = change.after.get<Asset>();
      const bool printed =
          old_asset != nullptr && new_asset != nullptr && asset_change(*old_asset, *new_asset, name_title, place);
      if (!printed) leaf_change(change, name_title, place);
    }
  }
}

bool PropertyPrinter::asset_change(const Asset& before, const Asset& after, const Title& line_title, Place place) {
  const auto hash = arrow(before.hash.substr(0, 7), after.hash.substr(0, 7));
  if (before.has_text && after.has_text) {
    title(line_title, place);
    write(place, "asset(text:" + hash + ") {");
    line_change(before.text, after.text, place.deeper(1));
    write_indented(place.as(place.op, false), "}\n");
    return true;
  }
  if (!before.path.empty() && !after.path.empty()) {
    title(line_title, place);
    write(place, "asset(file:" + hash + ") { " + arrow(before.path, after.path) + " }\n");
    return true;
  }
  if (!before.uri.empty() && !after.uri.empty()) {
    title(line_title, place);
    write(place, "asset(uri:" + hash + ") { " + arrow(before.uri, after.uri) + " }\n");
    return true;
  }
  return false;
}

}  // namespace ashlar::cli
