#include <google/protobuf/struct.pb.h>

#include <type_traits>

#include "base/strings.hpp"
#include "wire/marshal.hpp"
#include "wire/signatures.hpp"

namespace ashlar::wire {
namespace {

using google::protobuf::Struct;
using WireValue = google::protobuf::Value;

/// One conversion from a source that is either const (texts are copied) or not (texts are moved out).
template <bool Consume>
class Unmarshaller {
 public:
  template <typename T>
  using Source = std::conditional_t<Consume, T, const T>;

  explicit Unmarshaller(const MarshalOptions& options) : options_(options) {}

  Result<PropertyMap> map(Source<Struct>& in) {
    PropertyMap result;
    if (!read_map(in, result)) return error();
    return result;
  }

  Result<PropertyValue> value(Source<WireValue>& in) {
    PropertyValue result;
    if (read(in, result) == Read::failed) return error();
    return result;
  }

 private:
  enum class Read { done, dropped, failed };

  [[nodiscard]] Error error() const {
    return fail("cannot read property " + (path_.empty() ? std::string() : "`" + path_ + "` ") +
                "from another process: " + reason_);
  }

  Read refuse(std::string reason) {
    reason_ = std::move(reason);
    return Read::failed;
  }

  void came_from(const std::string& step) {
    path_.insert(0, path_.empty() || path_.front() == '[' ? step : step + ".");
  }

  static auto& fields_of(Source<Struct>& object) {
    if constexpr (Consume) {
      return *object.mutable_fields();
    } else {
      return object.fields();
    }
  }

  static std::string text_of(Source<WireValue>& value) {
    if constexpr (Consume) {
      return std::move(*value.mutable_string_value());
    } else {
      return value.string_value();
    }
  }

  bool read_map(Source<Struct>& in, PropertyMap& out) {
    for (auto& [key, value] : fields_of(in)) {
      PropertyValue content;
      const auto read_it = read(value, content);
      if (read_it == Read::failed) {
        came_from(key);
        return false;
      }
      if (read_it == Read::done) out.emplace(key, std::move(content));
    }
    return true;
  }

  Read unknown(PropertyValue& out) {
    if (options_.unknowns == Unknowns::reject) return refuse("its value must be known here, and is not");
    if (options_.unknowns == Unknowns::drop) return Read::dropped;
    out = PropertyValue::computed();
    return Read::done;
  }

  Read read(Source<WireValue>& in, PropertyValue& out) {
    switch (in.kind_case()) {
      case WireValue::kBoolValue:
        out = in.bool_value();
        return Read::done;
      case WireValue::kNumberValue:
        out = in.number_value();
        return Read::done;
      case WireValue::kStringValue:
        if (is_unknown_sentinel(in.string_value())) return unknown(out);
        out = text_of(in);
        return Read::done;
      case WireValue::kListValue:
        return read_list(in, out);
      case WireValue::kStructValue:
        return read_object(struct_of(in), out);
      case WireValue::kNullValue:
      case WireValue::KIND_NOT_SET:
        break;
    }
    out = PropertyValue();
    return Read::done;
  }

  static Source<Struct>& struct_of(Source<WireValue>& in) {
    if constexpr (Consume) {
      return *in.mutable_struct_value();
    } else {
      return in.struct_value();
    }
  }

  Read read_list(Source<WireValue>& in, PropertyValue& out) {
    const auto count = in.list_value().values_size();
    PropertyArray items;
    items.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
      PropertyValue item;
      const auto read_it = [&] {
        if constexpr (Consume) {
          return read(*in.mutable_list_value()->mutable_values(i), item);
        } else {
          return read(in.list_value().values(i), item);
        }
      }();
      if (read_it == Read::failed) {
        came_from("[" + std::to_string(i) + "]");
        return Read::failed;
      }
      if (read_it == Read::done) items.push_back(std::move(item));
    }
    out = std::move(items);
    return Read::done;
  }

  Read read_object(Source<Struct>& in, PropertyValue& out) {
    auto& fields = fields_of(in);
    const auto mark = fields.find(signature_key);
    if (mark == fields.end()) {
      PropertyMap map;
      if (!read_map(in, map)) return Read::failed;
      out = std::move(map);
      return Read::done;
    }
    const auto& signature = mark->second.string_value();  // empty when it is no text, which no signature is
    if (signature == signature::secret) return read_secret(in, out);
    if (signature == signature::output) return read_output(in, out);
    if (signature == signature::resource_reference) return read_reference(in, out);
    if (signature == signature::asset) return read_asset(in, out);
    if (signature == signature::archive) return read_archive(in, out);
    if (signature == signature::byte_string) return read_bytes(in, out);
    return refuse("an object has the unknown signature `" + signature + "`");
  }

  Source<WireValue>* member(Source<Struct>& in, const char* key) {
    auto& fields = fields_of(in);
    const auto at = fields.find(key);
    return at == fields.end() ? nullptr : &at->second;
  }

  /// An optional text; false when it is there and is something else.
  bool text_member(Source<Struct>& in, const char* key, const char* what, std::string& out) {
    auto* value = member(in, key);
    if (value == nullptr || value->kind_case() == WireValue::kNullValue) return true;
    if (value->kind_case() != WireValue::kStringValue) {
      reason_ = std::string("the `") + key + "` of " + what + " is no text";
      return false;
    }
    out = text_of(*value);
    return true;
  }

  Read read_secret(Source<Struct>& in, PropertyValue& out) {
    auto* value = member(in, "value");
    if (value == nullptr) return refuse("a secret has no value");
    PropertyValue content;
    const auto read_it = read(*value, content);
    if (read_it != Read::done) return read_it;
    out = options_.keep_secrets ? PropertyValue::secret(std::move(content)) : std::move(content);
    return Read::done;
  }

  Read read_output(Source<Struct>& in, PropertyValue& out) {
    OutputValue output;
    if (auto* secret = member(in, "secret")) {
      if (secret->kind_case() != WireValue::kBoolValue) return refuse("the `secret` of an output is no truth value");
      output.secret = secret->bool_value();
    }
    if (!read_dependencies(in, output.dependencies)) return Read::failed;
    PropertyValue content = PropertyValue::computed();
    auto* value = member(in, "value");
    const auto read_it = value == nullptr ? unknown_output(content) : read(*value, content);
    if (read_it != Read::done) return read_it;
    if (options_.keep_outputs) {
      if (!content.is<Computed>()) output.value = std::make_shared<const PropertyValue>(std::move(content));
      out = std::move(output);
    } else {
      out = output.secret && options_.keep_secrets ? PropertyValue::secret(std::move(content)) : std::move(content);
    }
    return Read::done;
  }

  /// An output without a value keeps what it depends on, even where plain unknown values are left out.
  Read unknown_output(PropertyValue& out) {
    return options_.keep_outputs && options_.unknowns != Unknowns::reject ? Read::done : unknown(out);
  }

  bool read_dependencies(Source<Struct>& in, std::vector<Urn>& out) {
    const auto* list = member(in, "dependencies");
    if (list == nullptr || list->kind_case() == WireValue::kNullValue) return true;
    if (list->kind_case() != WireValue::kListValue) {
      refuse("the `dependencies` of an output are no list");
      return false;
    }
    out.reserve(static_cast<std::size_t>(list->list_value().values_size()));
    for (const auto& item : list->list_value().values()) {
      auto urn = Urn::parse(item.string_value());
      if (!urn) {
        refuse("an output depends on something that is no resource: " + urn.error().message);
        return false;
      }
      out.push_back(std::move(*urn));
    }
    return true;
  }

  Read read_reference(Source<Struct>& in, PropertyValue& out) {
    ResourceReference reference;
    constexpr auto what = "a resource reference";
    if (!text_member(in, "urn", what, reference.urn) || !text_member(in, "name", what, reference.name) ||
        !text_member(in, "type", what, reference.type) ||
        !text_member(in, "packageVersion", what, reference.package_version)) {
      return Read::failed;
    }
    if (reference.urn.empty()) return refuse("a resource reference has no `urn`");
    auto* id = member(in, "id");
    if (id == nullptr) {
      if (options_.keep_resources) {
        out = std::move(reference);
      } else {
        out = std::move(reference.urn);
      }
      return Read::done;
    }
    PropertyValue content;
    const auto read_it = read_id(*id, content);
    if (read_it != Read::done) return read_it;
    if (!options_.keep_resources) {
      out = std::move(content);
      return Read::done;
    }
    reference.id = std::make_shared<const PropertyValue>(std::move(content));
    out = std::move(reference);
    return Read::done;
  }

  /// Older SDKs send an empty id for one that is not known yet.
  Read read_id(Source<WireValue>& in, PropertyValue& out) {
    const bool is_empty = in.kind_case() == WireValue::kNullValue ||
                          (in.kind_case() == WireValue::kStringValue &&
                           (in.string_value().empty() || is_unknown_sentinel(in.string_value())));
    if (!is_empty) return read(in, out);
    if (!options_.keep_resources) return unknown(out);
    out = PropertyValue::computed();
    return Read::done;
  }

  Read read_asset(Source<Struct>& in, PropertyValue& out) {
    Asset asset;
    constexpr auto what = "an asset";
    if (!text_member(in, "hash", what, asset.hash) || !text_member(in, "text", what, asset.text) ||
        !text_member(in, "path", what, asset.path) || !text_member(in, "uri", what, asset.uri)) {
      return Read::failed;
    }
    const bool has_source = !asset.path.empty() || !asset.uri.empty();
    asset.has_text =
        !asset.text.empty() || (!has_source && (member(in, "text") != nullptr || asset.hash == signature::empty_hash));
    out = std::move(asset);
    return Read::done;
  }

  Read read_archive(Source<Struct>& in, PropertyValue& out) {
    Archive archive;
    constexpr auto what = "an archive";
    if (!text_member(in, "hash", what, archive.hash) || !text_member(in, "path", what, archive.path) ||
        !text_member(in, "uri", what, archive.uri)) {
      return Read::failed;
    }
    if (auto* assets = member(in, "assets"); assets != nullptr && assets->kind_case() != WireValue::kNullValue) {
      if (assets->kind_case() != WireValue::kStructValue) return refuse("the `assets` of an archive are no object");
      PropertyMap content;
      if (!read_map(struct_of(*assets), content)) return Read::failed;
      for (const auto& [name, entry] : content) {
        if (!entry.template is<Asset>() && !entry.template is<Archive>()) {
          return refuse("`" + name + "` of an archive is neither an asset nor an archive");
        }
      }
      archive.assets = std::make_shared<const PropertyMap>(std::move(content));
    }
    out = std::move(archive);
    return Read::done;
  }

  Read read_bytes(Source<Struct>& in, PropertyValue& out) {
    std::string text;
    if (!text_member(in, "value", "a byte string", text)) return Read::failed;
    auto bytes = from_base64(text);
    if (!bytes) return refuse("a byte string is no base64: " + bytes.error().message);
    // Text that is text after all needs no special form.
    if (is_valid_utf8(*bytes)) {
      out = std::move(*bytes);
    } else {
      out = ByteString{std::move(*bytes)};
    }
    return Read::done;
  }

  const MarshalOptions& options_;
  std::string path_;
  std::string reason_;
};

}  // namespace

Result<PropertyMap> unmarshal(const Struct& in, const MarshalOptions& options) {
  return Unmarshaller<false>(options).map(in);
}

Result<PropertyMap> unmarshal(Struct&& in, const MarshalOptions& options) {
  return Unmarshaller<true>(options).map(in);
}

Result<PropertyValue> unmarshal(const WireValue& in, const MarshalOptions& options) {
  return Unmarshaller<false>(options).value(in);
}

}  // namespace ashlar::wire
