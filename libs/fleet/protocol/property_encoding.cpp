/// Property values in the agent protocol: a tag byte, then what the tag says (docs/formats/agent.md).

#include "fleet/protocol/binary.hpp"

namespace ashlar::fleet {
namespace {

enum class Tag : std::uint8_t {
  null,
  no,
  yes,
  number,
  text,
  array,
  map,
  secret,
  output,
  computed,
  asset,
  archive,
  resource,
  bytes,
  count_
};

/// A value behind a pointer that may be null.
void write_pointee(Writer& write, const std::shared_ptr<const PropertyValue>& value) {
  write(value != nullptr);
  if (value) write(*value);
}

std::shared_ptr<const PropertyValue> read_pointee(Reader& read) {
  bool present = false;
  read(present);
  if (!present) return nullptr;
  PropertyValue value;
  read(value);
  return std::make_shared<const PropertyValue>(std::move(value));
}

/// Writes the tag and the content of whichever alternative a value holds.
struct Encoder {
  Writer& write;

  void operator()(const std::monostate&) { write(Tag::null); }
  void operator()(bool value) { write(value ? Tag::yes : Tag::no); }
  void operator()(double value) { tagged(Tag::number, value); }
  void operator()(const std::string& value) { tagged(Tag::text, value); }
  void operator()(const PropertyArray& value) { tagged(Tag::array, value); }
  void operator()(const PropertyMap& value) { tagged(Tag::map, value); }
  void operator()(const Secret& value) { tagged(Tag::secret, *value.value); }
  void operator()(const Computed&) { write(Tag::computed); }
  void operator()(const ByteString& value) { tagged(Tag::bytes, value.bytes); }

  void operator()(const OutputValue& value) {
    tagged(Tag::output, value.secret);
    write(std::uint64_t{value.dependencies.size()});
    for (const auto& urn : value.dependencies) write(urn.text());
    write_pointee(write, value.value);
  }

  void operator()(const Asset& value) {
    tagged(Tag::asset, value.hash);
    write(value.text);
    write(value.path);
    write(value.uri);
    write(value.has_text);
  }

  void operator()(const Archive& value) {
    tagged(Tag::archive, value.hash);
    write(value.path);
    write(value.uri);
    write(value.assets != nullptr);
    if (value.assets) write(*value.assets);
  }

  void operator()(const ResourceReference& value) {
    tagged(Tag::resource, value.urn);
    write(value.package_version);
    write(value.name);
    write(value.type);
    write_pointee(write, value.id);
  }

 private:
  template <typename T>
  void tagged(Tag tag, const T& value) {
    write(tag);
    write(value);
  }
};

template <typename T>
PropertyValue read_as(Reader& read) {
  T value{};
  read(value);
  return PropertyValue(std::move(value));
}

PropertyValue read_secret(Reader& read) {
  PropertyValue value;
  read(value);
  return PropertyValue(Secret{std::make_shared<const PropertyValue>(std::move(value)), nullptr});
}

/// Nothing when a dependency is no URN.
std::optional<PropertyValue> read_output(Reader& read) {
  OutputValue output;
  read(output.secret);
  std::vector<std::string> dependencies;
  read(dependencies);
  for (const auto& text : dependencies) {
    auto urn = Urn::parse(text);
    if (!urn) return std::nullopt;
    output.dependencies.push_back(std::move(*urn));
  }
  output.value = read_pointee(read);
  return PropertyValue(std::move(output));
}

PropertyValue read_asset(Reader& read) {
  Asset asset;
  read(asset.hash);
  read(asset.text);
  read(asset.path);
  read(asset.uri);
  read(asset.has_text);
  return asset;
}

PropertyValue read_archive(Reader& read) {
  Archive archive;
  read(archive.hash);
  read(archive.path);
  read(archive.uri);
  bool has_assets = false;
  read(has_assets);
  if (has_assets) {
    PropertyMap assets;
    read(assets);
    archive.assets = std::make_shared<const PropertyMap>(std::move(assets));
  }
  return archive;
}

PropertyValue read_resource(Reader& read) {
  ResourceReference reference;
  read(reference.urn);
  read(reference.package_version);
  read(reference.name);
  read(reference.type);
  reference.id = read_pointee(read);
  return reference;
}

/// The content that belongs to `tag`; nothing when it is malformed in a way that the reader cannot see.
std::optional<PropertyValue> read_content(Reader& read, Tag tag) {
  switch (tag) {
    case Tag::null:
      return PropertyValue();
    case Tag::no:
      return PropertyValue(false);
    case Tag::yes:
      return PropertyValue(true);
    case Tag::number:
      return read_as<double>(read);
    case Tag::text:
      return read_as<std::string>(read);
    case Tag::array:
      return read_as<PropertyArray>(read);
    case Tag::map:
      return read_as<PropertyMap>(read);
    case Tag::secret:
      return read_secret(read);
    case Tag::output:
      return read_output(read);
    case Tag::computed:
      return PropertyValue::computed();
    case Tag::asset:
      return read_asset(read);
    case Tag::archive:
      return read_archive(read);
    case Tag::resource:
      return read_resource(read);
    case Tag::bytes: {
      ByteString value;
      read(value.bytes);
      return PropertyValue(std::move(value));
    }
    case Tag::count_:
      break;
  }
  return std::nullopt;
}

}  // namespace

void Writer::operator()(const PropertyValue& value) { std::visit(Encoder{*this}, value.content()); }

void Writer::operator()(const PropertyMap& map) {
  (*this)(std::uint64_t{map.size()});
  for (const auto& [key, value] : map) {
    (*this)(key);
    (*this)(value);
  }
}

void Reader::operator()(PropertyValue& value) {
  value = {};
  if (depth_ >= maximum_depth) return give_up();
  ++depth_;
  auto tag = Tag::null;
  (*this)(tag);
  auto content = ok_ ? read_content(*this, tag) : std::nullopt;
  --depth_;
  if (!content) return give_up();
  value = std::move(*content);
}

void Reader::operator()(PropertyMap& map) {
  map.clear();
  const auto count = read_count();
  for (std::uint64_t i = 0; i < count && ok_; ++i) {
    std::string key;
    (*this)(key);
    (*this)(map[std::move(key)]);
  }
}

}  // namespace ashlar::fleet
