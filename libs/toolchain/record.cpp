#include "toolchain/record.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace fs = std::filesystem;

namespace ashlar::toolchain {

void Fingerprint::add(std::string_view bytes) {
  const auto mix = [this](unsigned char byte) { state_ = (state_ ^ byte) * 1099511628211ULL; };
  for (std::size_t length = bytes.size(), i = 0; i < sizeof length; ++i, length >>= 8U) {
    mix(static_cast<unsigned char>(length));
  }
  for (const char byte : bytes) mix(static_cast<unsigned char>(byte));
}

std::string Fingerprint::text() const {
  std::string digits(16, '0');
  std::snprintf(digits.data(), digits.size() + 1, "%016llx", static_cast<unsigned long long>(state_));
  return digits;
}

namespace {

bool stat_into(Input& input) {
  struct stat status {};
  if (::stat(input.path.c_str(), &status) != 0) return false;
  input.size = static_cast<std::uint64_t>(status.st_size);
  input.modified_ns = status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec;
  return true;
}

bool content_into(Input& input) {
  std::ifstream in(input.path, std::ios::binary);
  if (!in) return false;
  std::ostringstream text;
  text << in.rdbuf();
  Fingerprint fingerprint;
  fingerprint.add(text.view());
  input.content = fingerprint.value();
  return true;
}

}  // namespace

std::optional<Input> read_input(const fs::path& path, bool with_content) {
  Input input{.path = path};
  if (!stat_into(input)) return std::nullopt;
  if (with_content && !content_into(input)) return std::nullopt;
  return input;
}

bool Record::is_current(bool& touched) {
  for (auto& input : inputs) {
    Input now{.path = input.path};
    if (!stat_into(now)) return false;
    if (now.size == input.size && now.modified_ns == input.modified_ns) continue;
    if (now.size != input.size || input.content == 0) return false;
    if (!content_into(now) || now.content != input.content) return false;
    input.modified_ns = now.modified_ns;
    touched = true;
  }
  for (const auto& path : absent) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0) return false;
  }
  return true;
}

std::string Record::identity() const {
  Fingerprint fingerprint;
  fingerprint.add(recipe);
  for (const auto& input : inputs) {
    fingerprint.add(input.path.native());
    fingerprint.add(std::to_string(input.content != 0 ? input.content : static_cast<std::uint64_t>(input.modified_ns)));
  }
  return fingerprint.text();
}

std::optional<Record> Record::load(const fs::path& file) {
  std::ifstream in(file);
  if (!in) return std::nullopt;
  Record record;
  std::string kind;
  while (in >> kind) {
    std::string path;
    if (kind == "recipe") {
      in >> record.recipe;
    } else if (kind == "product") {
      in >> record.product;
    } else if (kind == "input") {
      Input input;
      in >> input.size >> input.modified_ns >> input.content;
      in.get();  // the space before the path, which ends with the line
      std::getline(in, path);
      input.path = path;
      record.inputs.push_back(std::move(input));
    } else if (kind == "absent") {
      in.get();
      std::getline(in, path);
      record.absent.emplace_back(path);
    } else {
      return std::nullopt;  // written by another version: make everything anew
    }
    if (!in) return std::nullopt;
  }
  return record;
}

Status Record::save(const fs::path& file) const {
  const auto temporary = file.string() + "." + std::to_string(::getpid());
  std::ofstream out(temporary, std::ios::trunc);
  out << "recipe " << recipe << "\nproduct " << product << '\n';
  for (const auto& input : inputs) {
    out << "input " << input.size << ' ' << input.modified_ns << ' ' << input.content << ' ' << input.path.native()
        << '\n';
  }
  for (const auto& path : absent) out << "absent " << path.native() << '\n';
  out.close();
  std::error_code error;
  if (out) fs::rename(temporary, file, error);
  if (!out || error) return fail("cannot write " + file.string() + ": " + error.message());
  return {};
}

}  // namespace ashlar::toolchain
