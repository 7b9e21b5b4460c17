#include <nlohmann/json.hpp>

#include "base/strings.hpp"
#include "cmd/ashlar/commands/commands.hpp"
#include "cmd/ashlar/commands/stack_argument.hpp"
#include "cmd/ashlar/display/words.hpp"
#include "cmd/ashlar/shell/times.hpp"
#include "cmd/ashlar/terminal/json_text.hpp"
#include "state/json_layout.hpp"

namespace ashlar::cli {

namespace {

using state::UpdateInfo;

class StackHistory final : public Command {
 public:
  void declare(Arguments& arguments) override {
    stack_.declare(arguments);
    arguments.flag("show-secrets", 0, secrets_, "Show secret configuration in clear");
    arguments.flag("full-dates", 0, full_dates_, "Show dates instead of how long ago it was");
    arguments.option("page-size", 0, page_size_, "int", "Updates on a page; 10 unless given");
    arguments.option("page", 0, page_, "int", "The page, counted from 1, the newest updates first");
    arguments.flag("json", 'j', json_, "Print JSON");
  }

  Status run(Shell& shell) override {
    if (page_ < 1) page_ = 1;
    if (page_size_ < 1) return fail("page-size must be at least 1");
    Session session(shell);
    const auto stack = session.stack(stack_.name, NoStack::choose);
    if (!stack) return stack.error();
    const auto stacks = session.store();
    if (!stacks) return stacks.error();
    const auto entries =
        (*stacks)->history(in_store(*stack), static_cast<std::size_t>(page_size_), static_cast<std::size_t>(page_));
    if (!entries) return entries.error().within("getting history");
    if (secrets_) {
      auto config = session.load_config(*stack, "");
      if (!config) return config.error();
      const auto manager = session.secrets_of(*config, *stack);
      if (!manager) return manager.error();
      crypter_ = manager->crypter;
    }
    if (json_) {
      std::vector<std::string> updates;
      for (const auto& entry : *entries) updates.push_back(json_of(entry.info));
      shell.print(state::indent_json(json_array(updates), 2) + "\n");
    } else if (entries->empty()) {
      shell.print_line(page_ > 1 ? "No stack updates found on page '" + std::to_string(page_) + "'"
                                 : "Stack has never been updated");
    } else {
      for (const auto& entry : *entries) shell.print(text_of(entry.info, shell));
    }
    return {};
  }

 private:
  [[nodiscard]] std::string config_json(const std::string& text) const {
    const auto value = nlohmann::json::parse(text, nullptr, false);
    const bool secret =
        value.is_object() && value.size() == 1 && value.contains("secure") && value["secure"].is_string();
    JsonObject json;
    if (secret) {
      if (crypter_) {
        const auto plain = crypter_->decrypt(value["secure"].get<std::string>());
        json.text("value", plain ? *plain : "ERROR_UNABLE_TO_DECRYPT");
      }
    } else if (value.is_string()) {
      json.text("value", value.get<std::string>());
    } else {
      json.text("value", value.dump());
      if (value.is_structured()) json.raw("objectValue", value.dump());
    }
    return json.flag("secret", secret).done();
  }

  [[nodiscard]] std::string json_of(const UpdateInfo& info) const {
    JsonObject environment;
    for (const auto& [name, value] : info.environment) environment.text(name, value);
    JsonObject config;
    for (const auto& [key, value] : info.config) config.raw(key, config_json(value));
    JsonObject json;
    json.number("version", info.version)
        .text("kind", info.kind)
        .text("startTime", json_time(from_unix(info.start_time)));
    json.text("message", info.message).raw("environment", environment.done()).raw("config", config.done());
    json.text_if("result", info.result);
    if (info.result == "in-progress") return json.done();
    JsonObject changes;
    for (const auto& [op, count] : info.resource_changes) changes.number(op, count);
    return json.text("endTime", json_time(from_unix(info.end_time))).raw("resourceChanges", changes.done()).done();
  }

  [[nodiscard]] std::string text_of(const UpdateInfo& info, const Shell& shell) const {
    const auto& palette = shell.palette();
    const auto count = [&](const std::string& op) {
      const auto found = info.resource_changes.find(op);
      return std::to_string(found == info.resource_changes.end() ? 0 : found->second);
    };
    const auto begun = from_unix(info.start_time);
    std::string text = "Version: " + std::to_string(info.version) + "\nUpdateKind: " + info.kind + "\n";
    text += palette.paint(info.result == "succeeded" ? Role::create : Role::error, "Status: " + info.result) + "\n";
    text += "Message: " + info.message + "\n";
    text += palette.paint(Role::create, "+" + count("create")) + palette.paint(Role::remove, "-" + count("delete")) +
            palette.paint(Role::update, "~" + count("update")) + " " + count("same");
    text += " Updated " + (full_dates_ ? local_time(begun) : time_ago(begun, shell.clock().now())) + " took " +
            format_duration(std::chrono::seconds(info.end_time - info.start_time)) + "\n";
    for (const auto& [name, value] : info.environment) {
      if (!trim(value).empty()) text += "    " + name + ": " + value + "\n";
    }
    return text + "\n";
  }

  StackFlag stack_;
  bool secrets_ = false;
  bool full_dates_ = false;
  bool json_ = false;
  int page_size_ = 10;
  int page_ = 1;
  std::shared_ptr<secrets::Crypter> crypter_;
};

}  // namespace

std::unique_ptr<Command> make_stack_history() { return std::make_unique<StackHistory>(); }

}  // namespace ashlar::cli
