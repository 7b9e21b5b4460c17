#include "fleet/protocol/binary.hpp"

#include <cstring>
#include <limits>

namespace ashlar::fleet {

void Writer::operator()(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  bytes_.push_back(static_cast<char>(value));
}

void Writer::operator()(std::int64_t value) {
  (*this)((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
}

void Writer::operator()(double value) {
  auto bits = std::bit_cast<std::uint64_t>(value);
  for (int i = 0; i < 8; ++i, bits >>= 8) bytes_.push_back(static_cast<char>(bits));
}

void Writer::operator()(std::string_view text) {
  (*this)(std::uint64_t{text.size()});
  bytes_.append(text);
}

void Writer::operator()(const Error& error) {
  (*this)(error.message);
  (*this)(error.notes);
  (*this)(error.help);
}

void Reader::give_up() {
  ok_ = false;
  rest_ = {};
}

void Reader::operator()(std::uint8_t& value) {
  value = 0;
  if (rest_.empty()) return give_up();
  value = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
}

void Reader::operator()(bool& value) {
  std::uint8_t byte = 0;
  (*this)(byte);
  if (byte > 1) give_up();
  value = ok_ && byte == 1;
}

void Reader::operator()(std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    std::uint8_t byte = 0;
    (*this)(byte);
    if (!ok_ || (shift == 63 && byte > 1)) break;
    value |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return;
  }
  value = 0;
  give_up();
}

void Reader::operator()(std::uint32_t& value) {
  std::uint64_t wide = 0;
  (*this)(wide);
  if (wide > std::numeric_limits<std::uint32_t>::max()) give_up();
  value = ok_ ? static_cast<std::uint32_t>(wide) : 0;
}

void Reader::operator()(std::int64_t& value) {
  std::uint64_t bits = 0;
  (*this)(bits);
  value = static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
}

void Reader::operator()(int& value) {
  std::int64_t wide = 0;
  (*this)(wide);
  if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) give_up();
  value = ok_ ? static_cast<int>(wide) : 0;
}

void Reader::operator()(double& value) {
  value = 0;
  if (rest_.size() < 8) return give_up();
  std::uint64_t bits = 0;
  for (int i = 7; i >= 0; --i) bits = bits << 8 | static_cast<std::uint8_t>(rest_[static_cast<std::size_t>(i)]);
  rest_.remove_prefix(8);
  value = std::bit_cast<double>(bits);
}

std::uint64_t Reader::read_count() {
  std::uint64_t count = 0;
  (*this)(count);
  if (count > rest_.size()) give_up();
  return ok_ ? count : 0;
}

void Reader::operator()(std::string& text) {
  const auto size = read_count();
  text.assign(rest_.substr(0, size));
  rest_.remove_prefix(size);
}

void Reader::operator()(Error& error) {
  error = {};
  (*this)(error.message);
  (*this)(error.notes);
  (*this)(error.help);
}

}  // namespace ashlar::fleet
