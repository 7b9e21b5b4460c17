#include "toolchain/compile.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "toolchain/depfile.hpp"

namespace fs = std::filesystem;

namespace ashlar::toolchain {

namespace {

constexpr std::size_t products_kept = 4;

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::int64_t now_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

}  // namespace

struct Compiler::Job {
  Compilation compilation;
  Done done;
  fs::path temporary;
  std::int64_t started_ns = 0;
  std::string output;  ///< of the compiler; shown in one piece, so that messages of several do not mix
  std::unique_ptr<Process> process;

  [[nodiscard]] fs::path depfile() const { return temporary.string() + ".d"; }
};

std::optional<Compiled> find_compiled(const Compilation& compilation) {
  auto record = Record::load(compilation.record_file());
  if (!record || record->recipe != compilation.recipe) return std::nullopt;
  bool touched = false;
  if (!record->is_current(touched)) return std::nullopt;
  if (touched) (void)record->save(compilation.record_file());  // else the contents are compared again next time
  const auto product = compilation.folder / record->product;
  if (!fs::exists(product)) return std::nullopt;
  return Compiled{product, std::move(*record)};
}

Error build_stopped() { return fail("interrupted while the program was compiled", ErrorKind::cancelled); }

void Compiler::add(Compilation compilation, Done done) {
  queued_.push_back(std::make_shared<Job>(Job{.compilation = std::move(compilation), .done = std::move(done)}));
}

Status Compiler::run() {
  const std::stop_callback on_stop(stop_, [this] {
    loop_.post([this] {
      for (const auto& job : running_) job->process->interrupt();
    });
  });
  start_next();
  while (!running_.empty()) loop_.run();
  if (stop_.stop_requested()) return build_stopped();
  if (error_) return *error_;
  return {};
}

void Compiler::start_next() {
  const std::size_t limit = std::max(1U, std::thread::hardware_concurrency());
  while (!error_ && !stop_.stop_requested() && !queued_.empty() && running_.size() < limit) {
    auto job = queued_.front();
    queued_.pop_front();
    const auto& compilation = job->compilation;
    static std::atomic<unsigned> serial{0};
    std::error_code ignored;  // the compiler will say what is wrong with the folder
    fs::create_directories(compilation.folder, ignored);
    job->temporary = compilation.folder / ("new-" + std::to_string(::getpid()) + "-" + std::to_string(serial++));
    job->started_ns = now_ns();

    if (output_.progress) output_.progress(compilation.title);
    ProcessOptions options;
    options.dies_with_us = true;
    options.argv = compilation.command;
    for (const auto& argument : {std::string("-MD"), std::string("-MF"), job->depfile().string(), std::string("-c"),
                                 compilation.source.string(), std::string("-o"), job->temporary.string()}) {
      options.argv.push_back(argument);
    }
    const auto collect = [job](const std::string& text) { job->output += text; };
    auto process = Process::start(
        options, loop_, {.on_stdout = collect, .on_stderr = collect, .on_exit = [this, job](ExitStatus status) {
                           finish(job, status);
                         }});
    if (!process) {
      error_ = process.error();
      return;
    }
    job->process = std::move(*process);
    running_.push_back(job);
  }
}

void Compiler::finish(const std::shared_ptr<Job>& job, const ExitStatus& status) {
  if (!job->output.empty() && output_.compiler) output_.compiler(job->output);
  std::error_code ignored;
  if (!status.ok()) {
    fs::remove(job->temporary, ignored);
    error_ = fail(job->compilation.source.string() + " does not compile", ErrorKind::usage);
    if (status.signal != 0) error_ = fail("the compiler " + status.text() + " on " + job->compilation.source.string());
  } else if (auto compiled = keep(*job)) {
    job->done(std::move(*compiled));
  } else {
    error_ = compiled.error();
  }
  fs::remove(job->depfile(), ignored);
  running_.erase(std::find(running_.begin(), running_.end(), job));
  job->process.reset();  // whose callbacks hold the job
  start_next();
  if (running_.empty()) loop_.stop();
}

/// Takes the new product into the cache.
Result<Compiled> Compiler::keep(const Job& job) {
  const auto& compilation = job.compilation;
  Compiled compiled;
  auto& record = compiled.record;
  record.recipe = compilation.recipe;
  bool changed_meanwhile = false;
  auto files = parse_depfile(read_text(job.depfile()));
  for (auto& file : files) {
    file = fs::absolute(file).lexically_normal();
    if (file != compilation.source && !is_relevant_(file)) continue;
    auto input = read_input(file);
    if (!input) return fail(file.string() + " vanished while it was compiled");
    changed_meanwhile = changed_meanwhile || input->modified_ns > job.started_ns;
    record.inputs.push_back(std::move(*input));
  }
  record.product = record.identity() + compilation.suffix;
  compiled.product = compilation.folder / record.product;
  std::error_code error;
  fs::rename(job.temporary, compiled.product, error);
  if (error) return fail("cannot write " + compiled.product.string() + ": " + error.message());
  // An input that was written while the compiler read it may not be what was compiled: do not trust the product again.
  if (changed_meanwhile) {
    fs::remove(compilation.record_file(), error);
  } else if (const auto status = record.save(compilation.record_file()); !status) {
    return status.error();
  }
  remove_old_products(compilation.folder, compilation.suffix);
  return compiled;
}

void remove_old_products(const fs::path& folder, std::string_view suffix) {
  std::vector<std::pair<fs::file_time_type, fs::path>> products;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().native().ends_with(suffix)) products.emplace_back(entry.last_write_time(error), entry.path());
  }
  std::sort(products.rbegin(), products.rend());
  const auto in_use = fs::file_time_type::clock::now() - std::chrono::hours(1);  // by a build that runs now
  for (std::size_t i = products_kept; i < products.size(); ++i) {
    if (products[i].first < in_use) fs::remove(products[i].second, error);
  }
}

}  // namespace ashlar::toolchain
