#pragma once
/// Compiling single files into the cache, several at a time.

#include <deque>
#include <memory>
#include <stop_token>

#include "base/process.hpp"
#include "toolchain/build.hpp"
#include "toolchain/record.hpp"

namespace ashlar::toolchain {

/// A source and how it is compiled. Its products stay in `folder`, named by what they were made of, so that going back
/// to an earlier version costs nothing and processes do not disturb each other.
struct Compilation {
  std::string title;  ///< `Compiling main.cpp`
  std::filesystem::path source;
  std::vector<std::string> command;  ///< compiler and flags, without the source and where to write
  std::filesystem::path folder;
  std::string recipe;
  std::string suffix;

  [[nodiscard]] std::filesystem::path record_file() const { return folder / "record"; }
};

struct Compiled {
  std::filesystem::path product;
  Record record;
};

/// The product of an earlier run, if it is still right.
[[nodiscard]] std::optional<Compiled> find_compiled(const Compilation& compilation);

/// Runs compilers, as many at a time as there are processors. `is_relevant` chooses the headers that count as inputs.
class Compiler {
 public:
  using IsRelevant = std::function<bool(const std::filesystem::path&)>;
  using Done = std::function<void(Compiled)>;

  Compiler(const BuildOutput& output, std::stop_token stop, IsRelevant is_relevant)
      : output_(output), stop_(std::move(stop)), is_relevant_(std::move(is_relevant)) {}

  /// Queues it. `done` is called inside `run`, and may queue more.
  void add(Compilation compilation, Done done);
  /// Compiles until nothing is queued. After a failure what runs is finished, nothing new is started; when it is to
  /// stop, what runs is ended.
  [[nodiscard]] Status run();

 private:
  struct Job;

  void start_next();
  void finish(const std::shared_ptr<Job>& job, const ExitStatus& status);
  [[nodiscard]] Result<Compiled> keep(const Job& job);

  const BuildOutput& output_;
  std::stop_token stop_;
  IsRelevant is_relevant_;
  ThreadEventLoop loop_;
  std::deque<std::shared_ptr<Job>> queued_;
  std::vector<std::shared_ptr<Job>> running_;
  std::optional<Error> error_;
};

/// What a build that was told to stop ends with.
[[nodiscard]] Error build_stopped();

/// Keeps the newest products of a folder that end in `suffix`, and what may still be in use.
void remove_old_products(const std::filesystem::path& folder, std::string_view suffix);

}  // namespace ashlar::toolchain
