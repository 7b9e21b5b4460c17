#pragma once
/// Where a stack's passphrase comes from (reference 7.1).

#include <functional>
#include <string>
#include <string_view>

#include "base/environment.hpp"
#include "base/filesystem.hpp"
#include "secrets/secret_bytes.hpp"

namespace ashlar::secrets {

/// Asks the user a question without echoing the answer. Fails when the user gives up. May be called on any thread.
using PassphrasePrompt = std::function<Result<std::string>(std::string_view question)>;

/// PULUMI_CONFIG_PASSPHRASE if it is set, even to nothing; else the file that PULUMI_CONFIG_PASSPHRASE_FILE names,
/// without the white space around its text; else the user.
class PassphraseSource {
 public:
  /// `prompt` is null where nobody can answer. `files` outlives this.
  PassphraseSource(Environment environment, FileSystem& files, PassphrasePrompt prompt);

  /// Whether the next two would ask the user.
  [[nodiscard]] bool asks_the_user() const;

  /// The passphrase of what is locked already. `stack` is shown in the question; `complaint`, when not empty, before
  /// it.
  Result<SecretBytes> existing(std::string_view stack, std::string_view complaint = {}) const;
  /// A passphrase to lock something new with; asks for it twice.
  Result<SecretBytes> chosen() const;
  /// One to replace another: the variables hold the old one, so it is always asked for.
  Result<SecretBytes> replacement() const;

 private:
  Result<SecretBytes> from_environment() const;
  Result<SecretBytes> ask(const std::string& question) const;
  Result<SecretBytes> ask_twice(const std::string& question, const std::string& again) const;

  Environment environment_;
  FileSystem& files_;
  PassphrasePrompt prompt_;
};

}  // namespace ashlar::secrets
