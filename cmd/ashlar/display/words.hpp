#pragma once
/// How steps are named and drawn: glyphs, colours and words (reference 9.4).

#include <string>
#include <string_view>

#include "cmd/ashlar/terminal/palette.hpp"
#include "deploy/deployment.hpp"

namespace ashlar::cli {

/// Everything that is said of one kind of step.
struct Words {
  std::string_view glyph;  ///< two columns
  Role role;
  std::string_view planned;  ///< `create`, in a preview that is under way
  std::string_view plan;     ///< `create`, once the preview is over: a replacement's parts are one replacement
  std::string_view running;  ///< `creating`
  std::string_view done;     ///< `created`
  std::string_view failed;   ///< `creating failed`
  std::string_view counted;  ///< `created`, in the summary of a run
};

[[nodiscard]] const Words& words(deploy::StepOp op);

/// Whether a step of this kind is a part of a replacement.
[[nodiscard]] bool is_replacement_step(deploy::StepOp op);

/// The heading over a run: `Previewing update`, `Destroying` …
[[nodiscard]] std::string run_title(deploy::Mode mode, bool preview);
/// What is being done, as a question names it: `update`, `refresh`, `destroy`, `import`.
[[nodiscard]] std::string_view run_noun(deploy::Mode mode);

/// A resource type as people read it: `random:index:RandomPet` for `random:index/randomPet:RandomPet`.
[[nodiscard]] std::string short_type(std::string_view type);

/// `1 error`, `2 errors`.
[[nodiscard]] std::string counted_noun(std::size_t count, std::string_view noun);

/// Seconds as Go prints them: `13s`, `8m22s`, `1h2m3s`.
[[nodiscard]] std::string format_duration(std::chrono::seconds duration);

}  // namespace ashlar::cli
