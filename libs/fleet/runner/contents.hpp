#pragma once
/// The file contents that operations name by their hashes, and how an agent is given those that it lacks.

#include <map>
#include <memory>
#include <string>

#include "fleet/protocol/content.hpp"

namespace ashlar::fleet {

/// What a deploy program has announced. Shared by all hosts; used on the loop's thread.
class Contents {
 public:
  void add_file(const std::string& hash, std::string path) { known_[hash].path = std::move(path); }
  void add_bytes(const std::string& hash, std::string bytes) { known_[hash].bytes = std::move(bytes); }

  /// The pieces to answer with. A content that is not known, or a file that is gone, is an answer too: an error.
  [[nodiscard]] ContentPieces pieces_for(const ContentNeeded& need) const;

 private:
  struct Known {
    std::string path;  ///< empty: `bytes`
    std::string bytes;
  };
  std::map<std::string, Known> known_;
};

}  // namespace ashlar::fleet
