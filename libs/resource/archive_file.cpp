#include "resource/archive_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>

namespace ashlar {
namespace {

using Files = std::vector<ArchivedFile>;

Error broken(const std::string& what) { return fail("the archive is damaged: " + what); }

/// The plain content of a deflated one. `window_bits` is zlib's: 31 for gzip, -15 for the bare stream of a zip file.
Result<std::string> inflate_all(std::string_view packed, int window_bits) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) return fail("cannot start decompression");
  std::string plain;
  std::string buffer(std::size_t{64} * 1024, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    state = inflate(&stream, Z_NO_FLUSH);
    plain.append(buffer, 0, buffer.size() - stream.avail_out);
    // A gzip file may consist of several streams.
    if (state == Z_STREAM_END && window_bits > 15 && stream.avail_in > 0) state = inflateReset(&stream);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) return broken("its compressed data end early or make no sense");
  return plain;
}

std::uint64_t octal(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c >= '0' && c <= '7') value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

/// A size field: octal digits, or the base-256 form that begins with a set top bit.
std::uint64_t tar_number(std::string_view field) {
  if ((static_cast<unsigned char>(field[0]) & 0x80U) == 0) return octal(field);
  std::uint64_t value = 0;
  for (std::size_t i = 1; i < field.size(); ++i) value = (value << 8U) | static_cast<unsigned char>(field[i]);
  return value;
}

std::string text_field(std::string_view field) { return std::string(field.substr(0, field.find('\0'))); }

/// The value of `key` in the lines of a PAX header.
std::optional<std::string> pax_value(std::string_view records, std::string_view key) {
  while (!records.empty()) {
    const auto length = static_cast<std::size_t>(std::strtoul(std::string(records.substr(0, 12)).c_str(), nullptr, 10));
    const auto space = records.find(' ');
    if (space == std::string_view::npos || length <= space + 1 || length > records.size()) return std::nullopt;
    const auto line = records.substr(space + 1, length - space - 2);
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == '=')
      return std::string(line.substr(key.size() + 1));
    records.remove_prefix(length);
  }
  return std::nullopt;
}

Result<Files> read_tar(std::string_view tar) {
  constexpr std::size_t block = 512;
  Files files;
  std::optional<std::string> long_name;
  std::optional<std::string> long_size;
  for (std::size_t at = 0; at + block <= tar.size();) {
    const auto header = tar.substr(at, block);
    if (header[0] == '\0') break;  // the empty blocks of the end
    const auto size = long_size ? std::strtoull(long_size->c_str(), nullptr, 10) : tar_number(header.substr(124, 12));
    at += block;
    if (size > tar.size() - at) return broken("a file in it is cut off");
    const auto content = tar.substr(at, size);
    at += (size + block - 1) / block * block;
    const char type = header[156];
    if (type == 'x') {
      long_name = pax_value(content, "path");
      long_size = pax_value(content, "size");
      continue;
    }
    if (type == 'L') {  // GNU's form of a long name
      long_name = text_field(content);
      continue;
    }
    if (type == '0' || type == '\0') {
      auto name = text_field(header.substr(0, 100));
      const auto prefix =
          header.substr(257, 6) == std::string_view("ustar\0", 6) ? text_field(header.substr(345, 155)) : "";
      if (!prefix.empty()) name = prefix + "/" + name;
      if (long_name) name = *long_name;
      if (!name.ends_with('/')) files.push_back({std::move(name), std::string(content)});
    }
    if (type != 'g') {
      long_name.reset();
      long_size.reset();
    }
  }
  return files;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t offset, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = (value << 8U) | static_cast<unsigned char>(bytes[offset + i]);
  return value;
}

/// One entry of a zip file's directory that begins at `at`.
Result<std::optional<ArchivedFile>> read_zip_entry(std::string_view zip, std::size_t at, std::size_t name_size) {
  const auto method = little_endian(zip, at + 10, 2);
  const std::size_t packed_size = little_endian(zip, at + 20, 4);
  const std::size_t local = little_endian(zip, at + 42, 4);
  ArchivedFile file{std::string(zip.substr(at + 46, name_size)), ""};
  if (file.name.ends_with('/')) return std::optional<ArchivedFile>();
  constexpr std::size_t local_header = 30;
  if (local + local_header > zip.size()) return broken("its directory points outside");
  const auto data = local + local_header + little_endian(zip, local + 26, 2) + little_endian(zip, local + 28, 2);
  if (data + packed_size > zip.size()) return broken("a file in it is cut off");
  const auto packed = zip.substr(data, packed_size);
  if (method == 0) {
    file.content = packed;
  } else if (method == 8) {
    auto plain = inflate_all(packed, -15);
    if (!plain) return plain.error();
    file.content = std::move(*plain);
  } else {
    return fail("the archive holds a file that is packed in a way other than deflate");
  }
  return std::optional(std::move(file));
}

Result<Files> read_zip(std::string_view zip) {
  constexpr std::size_t end_record = 22;
  const auto end = zip.rfind("PK\005\006");
  if (end == std::string_view::npos || end + end_record > zip.size()) return broken("it has no directory at its end");
  const auto count = little_endian(zip, end + 10, 2);
  std::size_t at = little_endian(zip, end + 16, 4);
  if (count == 0xFFFF || at == 0xFFFFFFFF) return fail("the archive is of the zip64 kind, which is not supported");
  Files files;
  for (std::uint32_t i = 0; i < count; ++i) {
    constexpr std::size_t directory_header = 46;
    if (at + directory_header > zip.size() || zip.substr(at, 4) != "PK\001\002")
      return broken("its directory makes no sense");
    const auto name_size = little_endian(zip, at + 28, 2);
    if (at + directory_header + name_size > zip.size()) return broken("its directory is cut off");
    auto file = read_zip_entry(zip, at, name_size);
    if (!file) return file.error();
    if (*file) files.push_back(std::move(**file));
    at += directory_header + name_size + little_endian(zip, at + 30, 2) + little_endian(zip, at + 32, 2);
  }
  return files;
}

Result<std::string> read_whole(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(std::strerror(errno));
  return content;
}

bool is_gzipped(const std::string& name) { return name.ends_with(".tgz") || name.ends_with(".tar.gz"); }

Result<Files> read_any(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  auto bytes = read_whole(path);
  if (!bytes) return bytes.error();
  if (is_gzipped(name)) {
    auto plain = inflate_all(*bytes, 31);
    if (!plain) return plain.error();
    return read_tar(*plain);
  }
  return name.ends_with(".tar") ? read_tar(*bytes) : read_zip(*bytes);
}

}  // namespace

bool is_archive_file_name(const std::filesystem::path& path) {
  const auto name = path.filename().string();
  return is_gzipped(name) || name.ends_with(".tar") || name.ends_with(".zip") || name.ends_with(".jar");
}

Result<Files> read_archive_file(const std::filesystem::path& path) {
  auto files = read_any(path);
  if (!files) return files.error().within("cannot read " + path.string());
  return files;
}

}  // namespace ashlar
