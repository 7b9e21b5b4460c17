#pragma once
/// The genuine CLI and ours side by side, for tests that hand stacks from one to the other.

#include <nlohmann/json.hpp>

#include "e2e/sandbox.hpp"

namespace ashlar::oracle {

using e2e::read_file;
using e2e::Said;
using e2e::succeeded;
using e2e::Words;
using e2e::write_file;

inline const Words up{"up", "--yes", "--skip-preview"};
inline const Words preview{"preview", "--expect-no-changes"};

/// The folder with `bin` and `plugins` of the genuine tools: $ASHLAR_ORACLE, else unpacked once from the shared
/// archives. Empty where the machine has neither.
[[nodiscard]] std::filesystem::path genuine_tools();

/// Both tools with one home, one store and one project, `town`. The genuine plugins are installed in that home, with
/// our language host among them. Skips the test where the genuine tools are missing.
class BothTools : public testing::Test {
 protected:
  void SetUp() final;
  /// What a suite's tests begin with; not called when the test is skipped.
  virtual void prepare() {}

  /// Run in the project.
  Said ours(const Words& words) const;
  Said genuine(const Words& words) const;
  /// The same, typed at: it reads answers to its questions from `input`.
  Said genuine_answered(const Words& words, const std::string& input) const;
  /// `ours` with another home, where no plugin is installed: with the built-in providers.
  Said ours_without_plugins(const Words& words) const;

  /// A C++ program as the project.
  void write_cpp_program(const std::string& main) const;
  /// Ends the test with a failure when it does not end well.
  static void must(const Said& said) { ASSERT_TRUE(succeeded(said)); }
  /// The state as either tool exports it.
  [[nodiscard]] nlohmann::json exported(const Words& more = {}) const;

  [[nodiscard]] std::filesystem::path project() const { return sandbox_.project(); }

  e2e::Sandbox sandbox_{e2e::Sandbox::With::nothing};
  std::filesystem::path tools_;
};

/// A program with resources of the random package whose shape the settings `words` and `rounds` decide, a component,
/// and outputs, one of them secret.
extern const char* const pets_program;

}  // namespace ashlar::oracle
