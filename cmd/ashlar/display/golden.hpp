#pragma once
/// For tests: comparison with golden files. `ASHLAR_ACCEPT=1` writes them anew; read the diff before you commit it.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace ashlar::cli {

inline std::string read_test_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Expects `text` to be what the file `name` of this folder's `testdata` holds.
inline void expect_golden(const std::string& text, const std::string& name) {
  const auto path = std::string(ASHLAR_SOURCE_DIR) + "/cmd/ashlar/display/testdata/" + name;
  if (std::getenv("ASHLAR_ACCEPT") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(text, read_test_file(path)) << "run with ASHLAR_ACCEPT=1 to accept the new text of " << name;
}

}  // namespace ashlar::cli
