#include "wire/marshal.hpp"

#include <google/protobuf/struct.pb.h>

#include <type_traits>

#include "base/strings.hpp"
#include "wire/signatures.hpp"

namespace ashlar::wire {
namespace {

using google::protobuf::Struct;
using WireValue = google::protobuf::Value;

/// A text of the source: moved when the source is ours to consume, else copied.
template <typename T>
std::string take(T& text) {
  if constexpr (std::is_const_v<T>) {
    return text;
  } else {
    return std::move(text);
  }
}

/// One conversion. Members return false after having set `error_`; its message gets the path in front on the way back.
class Marshaller {
 public:
  explicit Marshaller(const MarshalOptions& options) : options_(options) {}

  template <typename Map>
  Status map(Map& map, Struct& out) {
    return write_map(map, out, options_.skip_internal_keys) ? Status() : Status(error());
  }

  Status value(const PropertyValue& value, WireValue& out) {
    if (drops(value)) return {};
    return write(value, out) ? Status() : Status(error());
  }

 private:
  [[nodiscard]] Error error() const {
    return fail("cannot send property " + (path_.empty() ? std::string() : "`" + path_ + "` ") +
                "to another process: " + reason_);
  }

  bool refuse(std::string reason) {
    reason_ = std::move(reason);
    return false;
  }

  /// Whether the value is unknown once its marks are gone, and unknown values are to be left out.
  [[nodiscard]] bool drops(const PropertyValue& value) const {
    if (options_.unknowns != Unknowns::drop) return false;
    if (value.is<Computed>()) return true;
    if (const auto* output = value.get<OutputValue>()) {
      return !options_.keep_outputs && (!output->value || drops(*output->value));
    }
    if (const auto* secret = value.get<Secret>()) return drops(*secret->value);
    if (const auto* reference = value.get<ResourceReference>()) {
      return !options_.keep_resources && reference->id && drops(*reference->id);
    }
    return false;
  }

  template <typename Map>
  bool write_map(Map& map, Struct& out, bool skip_internal) {
    auto& fields = *out.mutable_fields();
    for (auto& [key, value] : map) {
      if (skip_internal && is_internal_key(key)) continue;
      if (drops(value)) continue;
      if (!is_valid_utf8(key)) return refuse("its name is no UTF-8");
      if (!write(value, fields[key])) {
        path_.insert(0, path_.empty() || path_.front() == '[' ? key : key + ".");
        return false;
      }
    }
    return true;
  }

  template <typename Value>
  bool write(Value& value, WireValue& out) {
    const auto visit = [&](auto& content) { return put(content, out); };
    if constexpr (std::is_const_v<Value>) {
      return std::visit(visit, value.content());
    } else {
      if (auto* text = value.template get<std::string>()) return put(*text, out);
      if (auto* map = value.template get<PropertyMap>()) return put(*map, out);
      if (auto* array = value.template get<PropertyArray>()) return put(*array, out);
      return std::visit(visit, value.content());
    }
  }

  bool put(const std::monostate&, WireValue& out) {
    out.set_null_value(google::protobuf::NULL_VALUE);
    return true;
  }
  bool put(bool value, WireValue& out) {
    out.set_bool_value(value);
    return true;
  }
  bool put(double value, WireValue& out) {
    out.set_number_value(value);
    return true;
  }

  template <typename Text>
  requires std::is_same_v<std::remove_const_t<Text>, std::string>
  bool put(Text& text, WireValue& out) {
    if (!is_valid_utf8(text)) return put_bytes(text, out);
    out.set_string_value(take(text));
    return true;
  }

  template <typename Array>
  requires std::is_same_v<std::remove_const_t<Array>, PropertyArray>
  bool put(Array& array, WireValue& out) {
    auto& values = *out.mutable_list_value()->mutable_values();
    values.Reserve(static_cast<int>(array.size()));
    std::size_t index = 0;
    for (auto& item : array) {
      if (!drops(item) && !write(item, *values.Add())) {
        const auto step = "[" + std::to_string(index) + "]";
        path_.insert(0, path_.empty() || path_.front() == '[' ? step : step + ".");
        return false;
      }
      ++index;
    }
    return true;
  }

  template <typename Map>
  requires std::is_same_v<std::remove_const_t<Map>, PropertyMap>
  bool put(Map& map, WireValue& out) { return write_map(map, *out.mutable_struct_value(), false); }

  static Struct& special(WireValue& out, std::string_view signature) {
    auto& object = *out.mutable_struct_value();
    (*object.mutable_fields())[signature_key].set_string_value(std::string(signature));
    return object;
  }

  static void put_text(Struct& object, const char* key, const std::string& text) {
    if (!text.empty()) (*object.mutable_fields())[key].set_string_value(text);
  }

  bool put(const Secret& secret, WireValue& out) {
    if (!options_.keep_secrets) return write(*secret.value, out);
    return write(*secret.value, (*special(out, signature::secret).mutable_fields())["value"]);
  }

  bool put(const OutputValue& output, WireValue& out) {
    if (!options_.keep_outputs) {
      auto& place =
          output.secret && options_.keep_secrets ? (*special(out, signature::secret).mutable_fields())["value"] : out;
      return output.value ? write(*output.value, place) : put(Computed{}, place);
    }
    auto& object = special(out, signature::output);
    auto& fields = *object.mutable_fields();
    if (output.value && !drops(*output.value) && !write(*output.value, fields["value"])) return false;
    if (output.secret) fields["secret"].set_bool_value(true);
    if (!output.dependencies.empty()) {
      auto& urns = *fields["dependencies"].mutable_list_value();
      for (const auto& urn : output.dependencies) urns.add_values()->set_string_value(urn.text());
    }
    return true;
  }

  bool put(const Computed&, WireValue& out) {
    if (options_.unknowns == Unknowns::reject) return refuse("its value is not known yet");
    out.set_string_value(std::string(signature::unknown));
    return true;
  }

  bool put(const Asset& asset, WireValue& out) {
    auto& object = special(out, signature::asset);
    put_text(object, "hash", asset.hash);
    if (options_.elide_asset_contents) return true;
    if (!is_valid_utf8(asset.text)) return refuse("the text of an asset is no UTF-8; give it as a file");
    put_text(object, "text", asset.text);
    // The hash is what tells an empty text from no content at all; without it the empty text has to be there.
    if (asset.has_text && asset.text.empty() && asset.hash.empty())
      (*object.mutable_fields())["text"].set_string_value("");
    put_text(object, "path", asset.path);
    put_text(object, "uri", asset.uri);
    return true;
  }

  bool put(const Archive& archive, WireValue& out) {
    auto& object = special(out, signature::archive);
    put_text(object, "hash", archive.hash);
    if (options_.elide_asset_contents) return true;
    put_text(object, "path", archive.path);
    put_text(object, "uri", archive.uri);
    if (!archive.assets) return true;
    return write_map(*archive.assets, *(*object.mutable_fields())["assets"].mutable_struct_value(), false);
  }

  bool put(const ResourceReference& reference, WireValue& out) {
    if (!options_.keep_resources) {
      if (reference.id) return write(*reference.id, out);
      out.set_string_value(reference.urn);
      return true;
    }
    auto& object = special(out, signature::resource_reference);
    put_text(object, "urn", reference.urn);
    put_text(object, "name", reference.name);
    put_text(object, "type", reference.type);
    put_text(object, "packageVersion", reference.package_version);
    if (!reference.id) return true;
    auto& id = (*object.mutable_fields())["id"];
    // The id must be there to tell a custom resource from a component; an empty one is read as unknown.
    if (options_.unknowns == Unknowns::drop && reference.id->is<Computed>()) {
      id.set_string_value("");
      return true;
    }
    return write(*reference.id, id);
  }

  bool put(const ByteString& bytes, WireValue& out) { return put_bytes(bytes.bytes, out); }

  bool put_bytes(const std::string& bytes, WireValue& out) {
    if (!options_.keep_byte_strings) return refuse("it is no UTF-8, and the other side cannot read other text");
    (*special(out, signature::byte_string).mutable_fields())["value"].set_string_value(to_base64(bytes));
    return true;
  }

  const MarshalOptions& options_;
  std::string path_;
  std::string reason_;
};

}  // namespace

Status marshal(const PropertyMap& map, const MarshalOptions& options, Struct& out) {
  return Marshaller(options).map(map, out);
}

Status marshal(PropertyMap&& map, const MarshalOptions& options, Struct& out) {
  return Marshaller(options).map(map, out);
}

Status marshal(const PropertyValue& value, const MarshalOptions& options, WireValue& out) {
  return Marshaller(options).value(value, out);
}

}  // namespace ashlar::wire
