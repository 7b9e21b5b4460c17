#pragma once
/// The contents that the controller has sent to this host.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "fleet/operations/plan.hpp"
#include "fleet/protocol/messages.hpp"
#include "fleet/protocol/sha256.hpp"

namespace ashlar::fleet {

/// Short and secret contents stay in memory. Long ones go to a file that is removed at the end of the run, and kept, as
/// far as it has come, when the connection is lost meanwhile.
class ContentStore {
 public:
  /// Longer contents are kept in files.
  static constexpr std::size_t memory_limit = std::size_t{4} << 20;

  /// `directory` is made when it is needed.
  explicit ContentStore(std::string directory);
  ~ContentStore();
  ContentStore(const ContentStore&) = delete;
  ContentStore& operator=(const ContentStore&) = delete;

  /// What to ask for, unless the content is here or was asked for already. `basis` is the real path of the file that it
  /// is going to replace; empty: none.
  std::optional<ContentNeeded> ask(const std::string& hash, const std::string& basis, bool secret);

  /// Takes a piece. A content that turns out to be another one than asked for fails when it is got.
  void accept(const Content& piece);

  /// Nothing while it has not arrived as a whole; an error when it will not.
  std::optional<Result<SharedContent>> get(const std::string& hash) const;

 private:
  struct Arriving;
  Status take(Arriving& content, const Content& piece);
  Status keep(Arriving& content, std::string_view bytes);
  [[nodiscard]] std::string part_path(const std::string& hash) const { return directory_ + "/" + hash + ".part"; }

  std::string directory_;
  std::map<std::string, std::unique_ptr<Arriving>> arriving_;
  std::map<std::string, Result<SharedContent>> arrived_;
};

}  // namespace ashlar::fleet
