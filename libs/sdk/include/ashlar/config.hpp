#pragma once

#include "ashlar/context.hpp"

namespace ashlar {

/// The stack's configuration values of one namespace: `Config{ctx, "aws"}.require("region")` is `aws:region`. What is
/// required and missing, or not of the asked type, throws ProgramError. A value that the stack file marks secret should
/// be read with a `secret` function, which keeps the mark.
class Config {
 public:
  explicit Config(Context& ctx);  ///< the project's own namespace
  Config(Context& ctx, std::string_view name_space) : ctx_(&ctx), name_space_(name_space) {}

  [[nodiscard]] std::optional<std::string> get(std::string_view key) const;
  [[nodiscard]] std::string require(std::string_view key, SourceLocation where = SourceLocation::current()) const;

  [[nodiscard]] std::optional<bool> get_bool(std::string_view key,
                                             SourceLocation where = SourceLocation::current()) const;
  [[nodiscard]] bool require_bool(std::string_view key, SourceLocation where = SourceLocation::current()) const;
  [[nodiscard]] std::optional<int> get_int(std::string_view key,
                                           SourceLocation where = SourceLocation::current()) const;
  [[nodiscard]] int require_int(std::string_view key, SourceLocation where = SourceLocation::current()) const;
  [[nodiscard]] std::optional<double> get_double(std::string_view key,
                                                 SourceLocation where = SourceLocation::current()) const;
  [[nodiscard]] double require_double(std::string_view key, SourceLocation where = SourceLocation::current()) const;
  /// A list or an object of the stack file.
  [[nodiscard]] std::optional<Value> get_object(std::string_view key,
                                                SourceLocation where = SourceLocation::current()) const;
  [[nodiscard]] Value require_object(std::string_view key, SourceLocation where = SourceLocation::current()) const;

  [[nodiscard]] std::optional<Output<std::string>> get_secret(std::string_view key) const;
  [[nodiscard]] Output<std::string> require_secret(std::string_view key,
                                                   SourceLocation where = SourceLocation::current()) const;
  [[nodiscard]] Output<Value> require_secret_object(std::string_view key,
                                                    SourceLocation where = SourceLocation::current()) const;

 private:
  [[nodiscard]] std::string full_key(std::string_view key) const;

  Context* ctx_;
  std::string name_space_;
};

}  // namespace ashlar
