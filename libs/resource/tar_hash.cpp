#include "resource/tar_hash.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <numeric>
#include <optional>
#include <utility>

#include "base/strings.hpp"

namespace ashlar {
namespace {

constexpr std::size_t block_size = 512;
using Block = std::array<char, block_size>;

/// Where a field lies in a header block (POSIX.1-1988).
struct Field {
  std::size_t offset, size;
};
constexpr Field name_field{0, 100}, mode_field{100, 8}, uid_field{108, 8}, gid_field{116, 8}, size_field{124, 12},
    time_field{136, 12}, checksum_field{148, 8}, magic_field{257, 8}, device_major_field{329, 8},
    device_minor_field{337, 8}, prefix_field{345, 155};
constexpr std::size_t type_offset = 156;

void put_text(Block& block, Field field, std::string_view text) {
  std::memcpy(block.data() + field.offset, text.data(), std::min(text.size(), field.size));
}

/// Octal digits that fill the field up to a closing NUL; zero when they do not fit.
void put_octal(Block& block, Field field, std::uint64_t value) {
  std::string digits(field.size - 1, '0');
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, value >>= 3U) *at = static_cast<char>('0' + (value & 7U));
  if (value != 0) std::fill(digits.begin(), digits.end(), '0');
  put_text(block, field, digits);
}

void put_checksum(Block& block) {
  put_text(block, checksum_field, "        ");
  const auto sum = std::accumulate(block.begin(), block.end(), 0U,
                                   [](unsigned total, char c) { return total + static_cast<unsigned char>(c); });
  // Six digits, a NUL and the space that is there already.
  put_octal(block, {checksum_field.offset, checksum_field.size - 1}, sum);
  block[checksum_field.offset + checksum_field.size - 2] = '\0';
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) > 0; });
}

std::string only_ascii(std::string_view text) {
  std::string result;
  std::copy_if(text.begin(), text.end(), std::back_inserter(result),
               [](char c) { return static_cast<signed char>(c) > 0; });
  return result;
}

/// A long name in the two fields of USTAR, or nothing where no `/` is in the right place.
std::optional<std::pair<std::string, std::string>> split_name(const std::string& name) {
  auto length = name.size();
  if (length > prefix_field.size + 1) {
    length = prefix_field.size + 1;
  } else if (name.back() == '/') {
    --length;
  }
  const auto slash = name.rfind('/', length - 1);
  if (slash == std::string::npos || slash == 0) return std::nullopt;
  const auto suffix = name.substr(slash + 1);
  if (suffix.empty() || suffix.size() > name_field.size || slash > prefix_field.size) return std::nullopt;
  return std::pair{name.substr(0, slash), suffix};
}

/// `LENGTH key=value\n`, where LENGTH counts the whole line, itself included.
std::string pax_record(std::string_view key, std::string_view value) {
  const auto rest = " " + std::string(key) + "=" + std::string(value) + "\n";
  auto total = rest.size();
  while (total != rest.size() + std::to_string(total).size()) total = rest.size() + std::to_string(total).size();
  return std::to_string(total) + rest;
}

constexpr std::uint64_t largest_octal_size = (1ULL << 33U) - 1;

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_), EVP_sha256(), nullptr);
}

Sha256::~Sha256() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }

void Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_), bytes.data(), bytes.size());
}

std::string Sha256::finish() {
  std::array<char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_), reinterpret_cast<unsigned char*>(digest.data()), &size);
  return to_hex({digest.data(), size});
}

Result<std::int64_t> hash_file(Sha256& sink, const std::filesystem::path& path, std::int64_t expected_size) {
  std::ifstream in(path, std::ios::binary);
  std::int64_t total = 0;
  std::string buffer(std::size_t{64} * 1024, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), in.gcount() > 0) {
    total += in.gcount();
    sink.add({buffer.data(), static_cast<std::size_t>(in.gcount())});
  }
  if (!in.eof()) return fail("cannot read file " + path.string() + ": " + std::strerror(errno));
  if (expected_size >= 0 && total != expected_size) return fail("file " + path.string() + " changed while it was read");
  return total;
}

void TarHasher::pad(std::uint64_t size) {
  static constexpr Block zeros{};
  if (const auto over = size % block_size; over != 0) sha_.add({zeros.data(), block_size - over});
}

void TarHasher::header(const std::string& name, std::uint64_t size) {
  std::string suffix = name;
  std::string prefix;
  bool pax = !is_ascii(name) || size > largest_octal_size;
  if (!pax && name.size() > name_field.size) {
    if (auto parts = split_name(name)) {
      std::tie(prefix, suffix) = *parts;
    } else {
      pax = true;
    }
  }
  if (pax) {
    pax_header(name, size);
    suffix = only_ascii(name);
  }
  Block block{};
  put_text(block, name_field, suffix);
  put_octal(block, mode_field, 0600);
  put_octal(block, uid_field, 0);
  put_octal(block, gid_field, 0);
  put_octal(block, size_field, size);
  put_octal(block, time_field, 0);
  block[type_offset] = '0';
  put_text(block, magic_field, std::string_view("ustar\00000", 8));
  put_octal(block, device_major_field, 0);
  put_octal(block, device_minor_field, 0);
  put_text(block, prefix_field, prefix);
  put_checksum(block);
  sha_.add({block.data(), block.size()});
}

void TarHasher::pax_header(const std::string& name, std::uint64_t size) {
  std::string records;
  if (!is_ascii(name) || (name.size() > name_field.size && !split_name(name))) records += pax_record("path", name);
  if (size > largest_octal_size) records += pax_record("size", std::to_string(size));

  const std::filesystem::path path(name);
  const auto short_name = only_ascii((path.parent_path() / "PaxHeaders.0" / path.filename()).generic_string());
  Block block{};
  put_text(block, name_field, short_name);
  put_octal(block, mode_field, 0);
  put_octal(block, uid_field, 0);
  put_octal(block, gid_field, 0);
  put_octal(block, size_field, records.size());
  put_octal(block, time_field, 0);
  block[type_offset] = 'x';
  put_text(block, magic_field, std::string_view("ustar\00000", 8));
  put_checksum(block);
  sha_.add({block.data(), block.size()});
  sha_.add(records);
  pad(records.size());
}

void TarHasher::add(const std::string& name, std::string_view content) {
  header(name, content.size());
  sha_.add(content);
  pad(content.size());
}

Status TarHasher::add_file(const std::string& name, const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return fail("cannot read file " + path.string() + ": " + error.message());
  header(name, size);
  const auto read = hash_file(sha_, path, static_cast<std::int64_t>(size));
  if (!read) return read.error();
  pad(size);
  return {};
}

std::string TarHasher::finish() {
  static constexpr Block zeros{};
  sha_.add({zeros.data(), zeros.size()});
  sha_.add({zeros.data(), zeros.size()});
  return sha_.finish();
}

}  // namespace ashlar
