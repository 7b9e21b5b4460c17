#include "secrets/passphrase_source.hpp"

#include "base/strings.hpp"

namespace ashlar::secrets {

namespace {

constexpr std::string_view passphrase_variable = "PULUMI_CONFIG_PASSPHRASE";
constexpr std::string_view file_variable = "PULUMI_CONFIG_PASSPHRASE_FILE";

}  // namespace

PassphraseSource::PassphraseSource(Environment environment, FileSystem& files, PassphrasePrompt prompt)
    : environment_(std::move(environment)), files_(files), prompt_(std::move(prompt)) {}

bool PassphraseSource::asks_the_user() const {
  return prompt_ && !environment_.get(passphrase_variable) && environment_.text(file_variable).empty();
}

Result<SecretBytes> PassphraseSource::from_environment() const {
  if (auto passphrase = environment_.get(passphrase_variable)) return SecretBytes::take(*passphrase);
  const auto path = environment_.text(file_variable);
  if (path.empty()) {
    return fail_with_help(
        "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
        "set one of them, or run the command in a terminal to be asked");
  }
  auto content = files_.read_file(path);
  if (!content) {
    auto error = content.error().within("unable to read PULUMI_CONFIG_PASSPHRASE_FILE");
    error.kind = ErrorKind::failed;
    return error;
  }
  SecretBytes passphrase(trim(*content));
  wipe(*content);
  return passphrase;
}

Result<SecretBytes> PassphraseSource::ask(const std::string& question) const {
  auto answer = prompt_(question);
  if (!answer) return answer.error();
  return SecretBytes::take(*answer);
}

Result<SecretBytes> PassphraseSource::existing(std::string_view stack, std::string_view complaint) const {
  if (!asks_the_user()) return from_environment();
  std::string question(complaint);
  if (!question.empty()) question += '\n';
  question += "Enter your passphrase to unlock config/secrets";
  if (!stack.empty()) question += " for stack " + std::string(stack);
  return ask(question + "\n    (set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to remember)");
}

Result<SecretBytes> PassphraseSource::ask_twice(const std::string& question, const std::string& again) const {
  std::string complaint;
  while (true) {
    auto first = ask(complaint + question);
    if (!first) return first;
    auto second = ask(again);
    if (!second) return second;
    if (*first == *second) return first;
    complaint = "passphrases do not match\n";
  }
}

Result<SecretBytes> PassphraseSource::chosen() const {
  if (!asks_the_user()) return from_environment();
  return ask_twice("Enter your passphrase to protect config/secrets", "Re-enter your passphrase to confirm");
}

Result<SecretBytes> PassphraseSource::replacement() const {
  if (!prompt_) {
    return fail_with_help("a new passphrase has to be typed, and there is nobody to ask",
                          "run the command in a terminal; the environment variables hold the present passphrase");
  }
  return ask_twice("Enter your new passphrase to protect config/secrets", "Re-enter your new passphrase to confirm");
}

}  // namespace ashlar::secrets
