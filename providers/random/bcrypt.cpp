#include "providers/random/bcrypt.hpp"

#include <crypt.h>
#include <openssl/crypto.h>

#include <array>
#include <memory>

namespace ashlar::providers::random {

namespace {

constexpr unsigned long cost = 10;
constexpr std::size_t longest_text = 72;

/// The hash with the salt and cost that `setting` begins with; empty when the setting is none.
std::string hash_with(std::string_view text, const std::string& setting) {
  std::string limited(text.substr(0, longest_text));
  const auto data = std::make_unique<crypt_data>();
  const char* hashed = crypt_r(limited.c_str(), setting.c_str(), data.get());
  std::string result = hashed == nullptr || hashed[0] == '*' ? "" : hashed;
  OPENSSL_cleanse(data.get(), sizeof *data);
  OPENSSL_cleanse(limited.data(), limited.size());
  return result;
}

/// `$2a$` and `$2b$` name the same algorithm for texts of up to 72 bytes; the library has workarounds for old mistakes
/// behind the former, so it only ever sees the latter.
std::string relabelled(std::string_view hash, char letter) {
  std::string result(hash);
  if (result.size() > 2) result[2] = letter;
  return result;
}

}  // namespace

Result<std::string> bcrypt_hash(std::string_view text, std::string_view salt) {
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
  const auto* made =
      crypt_gensalt_rn("$2b$", cost, salt.data(), static_cast<int>(salt.size()), setting.data(), setting.size());
  const auto hash = made == nullptr ? std::string() : hash_with(text, made);
  if (hash.empty()) return fail("the system's libcrypt cannot compute bcrypt hashes", ErrorKind::internal);
  return relabelled(hash, 'a');
}

bool bcrypt_matches(std::string_view text, std::string_view hash) {
  if (!hash.starts_with("$2") || hash.size() != 60) return false;
  const auto expected = relabelled(hash, 'b');
  return hash_with(text, expected) == expected;
}

}  // namespace ashlar::providers::random
