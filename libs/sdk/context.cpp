#include "ashlar/context.hpp"

#include <cstdio>

#include "base/diagnostic.hpp"
#include "sdk/program.hpp"

namespace ashlar {

void Log::debug(const std::string& message, const Resource& about) const {
  program_->log(sdk::LogLevel::debug, message, about.node().get());
}
void Log::info(const std::string& message, const Resource& about) const {
  program_->log(sdk::LogLevel::info, message, about.node().get());
}
void Log::warn(const std::string& message, const Resource& about) const {
  program_->log(sdk::LogLevel::warning, message, about.node().get());
}
void Log::error(const std::string& message, const Resource& about) const {
  program_->log(sdk::LogLevel::error, message, about.node().get());
}

const std::string& Context::project() const { return program_->settings().project; }
const std::string& Context::stack() const { return program_->settings().stack; }
const std::string& Context::organization() const { return program_->settings().organization; }
bool Context::dry_run() const { return program_->settings().dry_run; }

void Context::export_output(std::string_view name, const Input<Value>& value) {
  program_->export_output(std::string(name), value);
}

int run(const std::function<void(Context&)>& declare) {
  auto settings = sdk::Settings::from(Environment::of_process());
  if (!settings) {
    std::fprintf(stderr, "%s\n", format_error(settings.error()).c_str());
    return 1;
  }
  sdk::Program program(std::move(*settings));
  return program.run(declare);
}

}  // namespace ashlar
