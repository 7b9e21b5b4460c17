#pragma once
/// Packages of Debian and its kin. The argument's names and meanings are pyinfra's.

#include "ashlar/fleet/operation.hpp"

namespace ashlar::fleet::apt {

struct PackagesArgs {
  std::vector<std::string> packages{};  ///< `name` or `name=version`
  bool present = true;
  bool latest = false;              ///< upgrade those that are installed
  bool update = false;              ///< refresh the lists first
  bool upgrade = false;             ///< upgrade everything first
  std::optional<int> cache_time{};  ///< seconds for which lists count as fresh
  bool no_recommends = false;
  bool force = false;
  bool allow_downgrades = false;
  std::string extra_install_args{};
  std::string extra_uninstall_args{};
};
OperationHandle packages(Host& host, std::string_view name, const PackagesArgs& args, const Options& options = {},
                         SourceLocation where = SourceLocation::current());

struct UpdateArgs {
  std::optional<int> cache_time{};
};
OperationHandle update(Host& host, std::string_view name, const UpdateArgs& args = {}, const Options& options = {},
                       SourceLocation where = SourceLocation::current());

struct UpgradeArgs {
  bool auto_remove = false;
};
OperationHandle upgrade(Host& host, std::string_view name, const UpgradeArgs& args = {}, const Options& options = {},
                        SourceLocation where = SourceLocation::current());
OperationHandle dist_upgrade(Host& host, std::string_view name, const UpgradeArgs& args = {},
                             const Options& options = {}, SourceLocation where = SourceLocation::current());

struct KeyArgs {
  std::string src{};  ///< a file of the deploy, or a URL
  std::string keyserver{};
  std::vector<std::string> keyid{};
  std::string dest{};  ///< the key ring to write; its name is made of `src` when it is left out
  bool present = true;
};
OperationHandle key(Host& host, std::string_view name, const KeyArgs& args, const Options& options = {},
                    SourceLocation where = SourceLocation::current());

struct RepoArgs {
  std::string src{};  ///< a line of sources.list
  bool present = true;
  std::string filename{};  ///< below /etc/apt/sources.list.d, without `.list`; sources.list when it is left out
};
OperationHandle repo(Host& host, std::string_view name, const RepoArgs& args, const Options& options = {},
                     SourceLocation where = SourceLocation::current());

struct PpaArgs {
  std::string src{};  ///< `ppa:owner/name`
  bool present = true;
};
OperationHandle ppa(Host& host, std::string_view name, const PpaArgs& args, const Options& options = {},
                    SourceLocation where = SourceLocation::current());

struct DebArgs {
  std::string src{};  ///< a path on the host, or a URL
  bool present = true;
  bool force = false;
};
OperationHandle deb(Host& host, std::string_view name, const DebArgs& args, const Options& options = {},
                    SourceLocation where = SourceLocation::current());

}  // namespace ashlar::fleet::apt
