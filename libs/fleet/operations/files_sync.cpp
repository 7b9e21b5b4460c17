/// files.sync: a directory as it is on the controller. The controller sends the list of what is in it, by relative
/// path:
/// `{directory: true}`, `{link: target}` or `{content: asset, executable: bool}`.

#include <algorithm>

#include "base/filesystem.hpp"
#include "fleet/operations/catalogue.hpp"
#include "fleet/operations/file_steps.hpp"

namespace ashlar::fleet {
namespace {

const PropertyMap no_tree;

const PropertyMap& tree_of(Arguments& arguments) {
  const auto* value = arguments.value("src");
  const auto* tree = value != nullptr ? value->get<PropertyMap>() : nullptr;
  if (tree == nullptr) arguments.reject("src", "must be the list of a directory");
  return tree != nullptr ? *tree : no_tree;
}

const Asset* content_of_entry(const PropertyValue& entry) {
  const auto* map = entry.unwrapped().get<PropertyMap>();
  const auto* content = map != nullptr ? find(*map, "content") : nullptr;
  return content != nullptr ? content->unwrapped().get<Asset>() : nullptr;
}

bool stays_inside(const std::string& path) {
  return !path.empty() && !path.starts_with('/') && ("/" + path + "/").find("/../") == std::string::npos;
}

class Sync {
 public:
  Sync(Machine& machine, std::string destination, Attributes files, Attributes directories, bool secret)
      : machine_(machine),
        destination_(std::move(destination)),
        files_(files),
        directories_(directories),
        secret_(secret) {}

  Status directory(const std::string& path) {
    auto info = machine_.look(path);
    if (!info) return info.error();
    if (*info && (*info)->kind == NodeKind::directory) {
      plan_attributes(plan_, path, **info, directories_);
      return {};
    }
    if (*info) plan_.add("remove " + kind_text((*info)->kind) + " " + path, RemovePath{path});
    // What is above a directory of the tree is of the tree, and made already.
    if (path == destination_) {
      if (auto parents = plan_parents(plan_, machine_, path, directories_); !parents) return parents;
    }
    plan_.add("create directory " + path, MakeDirectory{path, directories_});
    return {};
  }

  Status link(const std::string& path, const std::string& target) {
    auto info = machine_.look(path);
    if (!info) return info.error();
    const Attributes owner{.mode = std::nullopt, .user = files_.user, .group = files_.group};
    if (*info && (*info)->kind == NodeKind::link && (*info)->target == target) {
      plan_attributes(plan_, path, **info, owner);
      return {};
    }
    if (*info) plan_.add("", RemovePath{path});
    plan_.add("create link " + path + " -> " + target, MakeLink{path, target, true, owner});
    return {};
  }

  Status file(const std::string& path, const Asset& asset, bool executable) {
    auto info = machine_.look(path);
    if (!info) return info.error();
    auto wanted = files_;
    if (!wanted.mode) wanted.mode = executable ? 0755 : 0644;
    const bool is_file = *info && (*info)->kind == NodeKind::file;
    if (is_file) {
      auto hash = machine_.hash(path);
      if (!hash) return hash.error();
      if (*hash == asset.hash) {
        plan_attributes(plan_, path, **info, wanted);
        return {};
      }
    } else if (*info) {
      plan_.add("remove " + kind_text((*info)->kind) + " " + path, RemovePath{path});
    }
    auto content = machine_.without_contents() ? Result<SharedContent>(SharedContent()) : machine_.content(asset.hash);
    if (!content) return content.error();
    plan_.add((is_file ? "change content of " : "create file ") + path, WriteFile{path, *content, wanted, secret_});
    return {};
  }

  /// Removes what the tree does not hold.
  Status remove_others(const std::string& folder, const PropertyMap& tree) {
    const auto path = destination_ + (folder.empty() ? "" : "/" + folder);
    auto info = machine_.look(path);
    if (!info) return info.error();
    if (!*info || (*info)->kind != NodeKind::directory) return {};
    auto names = machine_.list(path);
    if (!names) return names.error();
    for (const auto& name : *names) {
      const auto relative = folder.empty() ? name : folder + "/" + name;
      if (!tree.contains(relative)) {
        plan_.add("remove " + destination_ + "/" + relative, RemovePath{destination_ + "/" + relative});
      } else if (auto below = remove_others(relative, tree); !below) {
        return below;
      }
    }
    return {};
  }

  Plan take() { return std::move(plan_); }

 private:
  Machine& machine_;
  std::string destination_;
  Attributes files_, directories_;
  bool secret_;
  Plan plan_;
};

}  // namespace

std::vector<ContentWanted> contents_of_files_sync(Arguments& arguments, const Machine& machine) {
  std::vector<ContentWanted> wanted;
  const auto destination = machine.absolute(arguments.text("dest"));
  for (const auto& [path, entry] : tree_of(arguments)) {
    const auto* asset = content_of_entry(entry);
    if (asset == nullptr || !stays_inside(path)) continue;
    const auto place = destination + "/" + path;
    auto hash = machine.hash(place);
    if (!hash || *hash != asset->hash) wanted.push_back({asset->hash, hash ? place : "", arguments.is_secret("src")});
  }
  return wanted;
}

Result<Plan> plan_files_sync(Arguments& arguments, Machine& machine) {
  const auto destination = machine.absolute(arguments.text("dest"));
  const auto& tree = tree_of(arguments);
  const bool remove = arguments.flag("delete", false);
  (void)arguments.texts("exclude");  // the controller has left them out
  auto files = wanted_attributes(arguments, machine);
  const auto directory_mode = arguments.mode("dir_mode");
  if (auto checked = arguments.check(); !checked) return checked.error();
  if (!files) return files.error();
  auto directories = *files;
  directories.mode = directory_mode;
  Sync sync(machine, destination, *files, directories, arguments.is_secret("src"));
  if (auto made = sync.directory(destination); !made) return made.error();
  for (const auto& [path, entry] : tree) {  // sorted: a directory comes before what is in it
    if (!stays_inside(path)) return fail("the path '" + path + "' leads out of the directory", ErrorKind::usage);
    const auto place = destination + "/" + path;
    const auto* map = entry.unwrapped().get<PropertyMap>();
    const auto* asset = content_of_entry(entry);
    const auto* link = map != nullptr ? find(*map, "link") : nullptr;
    const auto* executable = map != nullptr ? find(*map, "executable") : nullptr;
    Status done;
    if (asset != nullptr) {
      done = sync.file(place, *asset, executable != nullptr && *executable == PropertyValue(true));
    } else if (link != nullptr) {
      done = sync.link(place, link->as_string().value_or(""));
    } else {
      done = sync.directory(place);
    }
    if (!done) return done.error();
  }
  if (remove) {
    if (auto removed = sync.remove_others("", tree); !removed) return removed.error();
  }
  return sync.take();
}

}  // namespace ashlar::fleet
