#include "codegen/names.hpp"

#include <array>
#include <cctype>
#include <regex>

#include "base/strings.hpp"

namespace ashlar::codegen {

namespace {

bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The language's words, and the one macro of the standard library that is no name.
constexpr std::array reserved{"alignas",
                              "alignof",
                              "and",
                              "and_eq",
                              "asm",
                              "auto",
                              "bitand",
                              "bitor",
                              "bool",
                              "break",
                              "case",
                              "catch",
                              "char",
                              "char8_t",
                              "char16_t",
                              "char32_t",
                              "class",
                              "co_await",
                              "co_return",
                              "co_yield",
                              "compl",
                              "concept",
                              "const",
                              "const_cast",
                              "consteval",
                              "constexpr",
                              "constinit",
                              "continue",
                              "decltype",
                              "default",
                              "delete",
                              "do",
                              "double",
                              "dynamic_cast",
                              "else",
                              "enum",
                              "explicit",
                              "export",
                              "extern",
                              "false",
                              "float",
                              "for",
                              "friend",
                              "goto",
                              "if",
                              "import",
                              "inline",
                              "int",
                              "long",
                              "module",
                              "mutable",
                              "namespace",
                              "new",
                              "noexcept",
                              "not",
                              "not_eq",
                              "nullptr",
                              "operator",
                              "or",
                              "or_eq",
                              "private",
                              "protected",
                              "public",
                              "register",
                              "reinterpret_cast",
                              "requires",
                              "return",
                              "short",
                              "signed",
                              "sizeof",
                              "static",
                              "static_assert",
                              "static_cast",
                              "struct",
                              "switch",
                              "template",
                              "this",
                              "thread_local",
                              "throw",
                              "true",
                              "try",
                              "typedef",
                              "typeid",
                              "typename",
                              "union",
                              "unsigned",
                              "using",
                              "virtual",
                              "void",
                              "volatile",
                              "wchar_t",
                              "while",
                              "xor",
                              "xor_eq",
                              "errno"};

}  // namespace

std::string snake_case(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_word(c)) {
      result += '_';
      continue;
    }
    const bool begins_word = is_upper(c) && i > 0 && is_word(name[i - 1]) && name[i - 1] != '_' &&
                             (!is_upper(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1])));
    if (begins_word) result += '_';
    result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (!result.empty() && std::isdigit(static_cast<unsigned char>(result.front())) != 0) result.insert(0, "_");
  return result;
}

std::string identifier(std::string_view name) {
  auto result = snake_case(name);
  for (const auto* word : reserved) {
    if (result == word) return result + "_";
  }
  return result;
}

Place place_of(std::string_view token, const std::string& module_format) {
  Place place;
  const auto first = token.find(':');
  const auto last = token.rfind(':');
  place.type = token.substr(last + 1);
  std::string module(first == last ? "" : token.substr(first + 1, last - first - 1));
  std::smatch match;
  if (!module_format.empty() && std::regex_match(module, match, std::regex(module_format)) && match.size() > 1) {
    module = match[1].str();
  }
  if (module == "index" || module.empty()) return place;
  for (const auto& part : split(module, '/')) place.modules.push_back(identifier(part));
  return place;
}

}  // namespace ashlar::codegen
