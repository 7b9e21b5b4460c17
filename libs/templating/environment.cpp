#include "templating/environment.hpp"

#include "base/strings.hpp"
#include "templating/evaluator.hpp"
#include "templating/parser.hpp"

namespace ashlar::templating {

Environment::Environment(Options options, Loader loader) : options_(std::move(options)), loader_(std::move(loader)) {}
Environment::~Environment() = default;

const ParsedTemplate* Environment::find(const std::string& name) {
  if (const auto known = templates_.find(name); known != templates_.end()) return known->second.get();
  if (!loader_) return nullptr;
  const auto source = loader_(name);
  if (!source) raise(FailureKind::runtime, source.error().message, source.error().help);
  if (!*source) return nullptr;
  return templates_.emplace(name, parse_template(**source, name, options_)).first->second.get();
}

Rendering Environment::try_render(const std::string& name, const std::shared_ptr<Dict>& data) {
  try {
    const auto* found = find(name);
    if (found == nullptr) raise(FailureKind::not_found, "there is no template of this name");
    return Evaluator(*this, data).render(*found);
  } catch (Raised& raised) {
    if (raised.failure.template_name.empty()) raised.failure.template_name = name;
    return {.text = {}, .failure = std::move(raised.failure)};
  }
}

Rendering Environment::try_render_text(std::string_view source, const std::string& name,
                                       const std::shared_ptr<Dict>& data) {
  try {
    const auto parsed = parse_template(source, name, options_);
    return Evaluator(*this, data).render(*parsed);
  } catch (Raised& raised) {
    return {.text = {}, .failure = std::move(raised.failure)};
  }
}

Result<std::string> Environment::render(const std::string& name, const std::shared_ptr<Dict>& data) {
  auto rendering = try_render(name, data);
  if (rendering.failure) return rendering.failure->as_error();
  return std::move(rendering.text);
}

Result<std::string> Environment::render_text(std::string_view source, const std::string& name,
                                             const std::shared_ptr<Dict>& data) {
  auto rendering = try_render_text(source, name, data);
  if (rendering.failure) return rendering.failure->as_error();
  return std::move(rendering.text);
}

Loader directory_loader(FileSystem& files, std::vector<std::string> directories) {
  return [&files, directories = std::move(directories)](const std::string& name) -> Result<std::optional<std::string>> {
    for (const auto& part : split(name, '/')) {
      if (part == "..") return std::optional<std::string>{};
    }
    for (const auto& directory : directories) {
      auto text = files.read_file(directory + "/" + name);
      if (text) return std::optional(std::move(*text));
      if (text.error().kind != ErrorKind::not_found) return text.error();
    }
    return std::optional<std::string>{};
  };
}

}  // namespace ashlar::templating
