#pragma once

#include <string_view>

#include "project/config_key.hpp"

namespace ashlar::project {

/// Whether a value that is about to be stored in clear is probably a secret: its key speaks of passwords, secrets or
/// tokens, and its text is too random for a word. A guess that errs both ways; `config set` asks for `--secret` or
/// `--plaintext` then.
[[nodiscard]] bool looks_like_secret(const ConfigKey& key, std::string_view value);

}  // namespace ashlar::project
