#pragma once

#include <string>

#include "cmd/ashlar/shell/shell.hpp"

namespace ashlar::cli {

/// What the user sees of a build, on standard error. On a terminal one line says what is being done and goes away in
/// the end. Elsewhere a line is written only once the build has taken long enough for somebody to wonder.
class BuildProgress {
 public:
  explicit BuildProgress(const Shell& shell) : shell_(shell) {}
  ~BuildProgress() { clear(); }
  BuildProgress(const BuildProgress&) = delete;
  BuildProgress& operator=(const BuildProgress&) = delete;

  /// Something is begun: `Compiling main.cpp`.
  void step(const std::string& line);
  /// What compilers say.
  void output(const std::string& text);
  /// Long enough.
  void wonder();

 private:
  void show();
  void clear();

  const Shell& shell_;
  std::string step_;
  bool line_is_shown_ = false;
  bool wondering_ = false;
  bool told_ = false;
};

}  // namespace ashlar::cli
