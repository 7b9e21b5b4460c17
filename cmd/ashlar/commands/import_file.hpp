#pragma once
/// What `ashlar import` is asked to take over: the import file, which the genuine tool writes and reads too.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace ashlar::cli {

struct ImportEntry {
  std::string type;
  std::string name;      ///< the resource's
  std::string variable;  ///< what the program calls it, and other entries name as their parent; the name unless given
  std::string id;
  std::string parent;    ///< a name of the name table, or another entry's variable; empty for the stack
  std::string provider;  ///< a name of the name table; empty for the default provider
  std::string version;
  std::vector<std::string> properties;  ///< those to declare; empty for all that the provider tells
  bool component = false;
};

struct ImportList {
  std::map<std::string, std::string> names;  ///< the name table: names to URNs
  std::vector<ImportEntry> entries;          ///< parents before their children
};

/// The content of an import file. Fails on what is missing, named twice, or its own ancestor.
[[nodiscard]] Result<ImportList> parse_import_file(std::string_view json);

/// Puts parents before their children; names twice and circles are errors.
[[nodiscard]] Status sort_entries(ImportList& list);

/// `name=urn`, as `--parent` and `--provider` take it.
[[nodiscard]] Result<std::pair<std::string, std::string>> parse_named_urn(const std::string& flag,
                                                                          const std::string& text);

}  // namespace ashlar::cli
