#pragma once
/// The lines of a journal (docs/formats/journal.md).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "deploy/ledger.hpp"
#include "state/deployment.hpp"
#include "state/deployment_json.hpp"
#include "state/secret_codec.hpp"

namespace ashlar::state {

/// The first line: what the records that follow belong to.
struct JournalHeader {
  std::string id;     ///< a UUID, the same in a journal and in its spool
  std::string stack;  ///< qualified
  std::string base;   ///< SHA-256 of the checkpoint's text that the records change
  std::string tool;
  std::string kind;                                 ///< of the run: `update`, `destroy` …
  std::string time;                                 ///< RFC 3339
  std::optional<SecretsProvider> secrets_provider;  ///< whose key encrypts the records' secrets
};

/// One of the lines after it: a change of the stack, or the word that a checkpoint with all of them is being written.
struct JournalRecord {
  std::uint64_t number = 0;  ///< from 1, without gaps
  deploy::Record change;
  std::string checkpoint;  ///< SHA-256 of that checkpoint's text; empty for changes
};

/// Each gives a whole line.
[[nodiscard]] std::string encode_header(const JournalHeader& header);
[[nodiscard]] Result<std::string> encode_record(std::uint64_t number, const deploy::Record& change,
                                                const SecretWriting& secrets);
[[nodiscard]] std::string encode_commit(std::uint64_t number, const std::string& checkpoint);

/// A journal as it was found.
struct ParsedJournal {
  JournalHeader header;
  std::vector<JournalRecord> records;   ///< up to the first line that is damaged
  std::vector<JournalRecord> stranded;  ///< good ones after it: a disk that lost something in the middle
  std::size_t good_length = 0;          ///< bytes up to the end of the last good record
  std::size_t torn_bytes = 0;           ///< after it: as a rule, the start of a record that was being written
};

/// Nothing when not even the first line is whole: then no record was ever acknowledged. An error when it is of a newer
/// version, or when a secret cannot be decrypted.
[[nodiscard]] Result<std::optional<ParsedJournal>> parse_journal(std::string_view text,
                                                                 const SecretReadingFor& secrets);

}  // namespace ashlar::state
