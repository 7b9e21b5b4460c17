#include "state/lock.hpp"

#include <ctime>

#include "base/strings.hpp"
#include "state/json_input.hpp"
#include "state/resource_json.hpp"

namespace ashlar::state {

namespace {

/// The members after the first four are ours; other tools pass over them.
std::string lock_text(const ProcessIdentity& self, Clock::Time now) {
  std::string out = "{\"pid\":" + std::to_string(self.pid);
  const auto member = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    json::append_name(out, name);
    append_json_string(out, value);
  };
  member("username", self.user);
  member("hostname", self.host);
  member("timestamp", format_rfc3339(now));
  member("machine", self.machine);
  member("boot", self.boot);
  member("pidNamespace", self.pid_namespace);
  return out + "}";
}

Result<FoundLock> read_lock(const std::string& text) {
  json::Input input(text);
  return json::guarded(input, [&] {
    FoundLock lock;
    for (auto field : input.object()) {
      const auto key = json::name_of(field);
      if (key == "pid") lock.holder.pid = static_cast<int>(std::int64_t(field.value().get_int64()));
      if (key == "username") lock.holder.user = json::string(field.value());
      if (key == "hostname") lock.holder.host = json::string(field.value());
      if (key == "timestamp") lock.time = json::string(field.value());
      if (key == "machine") lock.holder.machine = json::string(field.value());
      if (key == "boot") lock.holder.boot = json::string(field.value());
      if (key == "pidNamespace") lock.holder.pid_namespace = json::string(field.value());
    }
    return lock;
  });
}

/// The seconds of an RFC 3339 time, with any zone; nothing when it is none.
std::optional<Clock::Time> parse_time(const std::string& text) {
  std::tm parts{};
  const char* rest = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) return std::nullopt;
  std::string zone = rest;
  if (zone.starts_with('.')) zone.erase(0, zone.find_first_not_of("0123456789", 1));
  std::int64_t offset = 0;
  if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-')) {
    offset = std::stoi(zone.substr(1, 2)) * 3600 + std::stoi(zone.substr(4, 2)) * 60;
    if (zone[0] == '-') offset = -offset;
  } else if (zone != "Z") {
    return std::nullopt;
  }
  return Clock::Time(std::chrono::seconds(timegm(&parts) - offset));
}

/// Whether the holder surely runs no more. Where that cannot be told, it is taken for alive.
bool is_abandoned(const FoundLock& lock, LockContext& context) {
  const auto& holder = lock.holder;
  const auto& self = context.self;
  const auto differs = [](const std::string& a, const std::string& b) { return !a.empty() && !b.empty() && a != b; };
  if (holder.host != self.host || differs(holder.machine, self.machine)) return false;
  if (differs(holder.boot, self.boot)) {  // the machine was started anew since, if it is this one
    return !holder.machine.empty() && holder.machine == self.machine;
  }
  if (differs(holder.pid_namespace, self.pid_namespace)) return false;  // its number means nothing here
  const auto time = parse_time(lock.time);
  return time && !context.processes.runs(holder.pid, *time);
}

std::string describe(const FoundLock& lock) {
  return "created by " + lock.holder.user + "@" + lock.holder.host + " (pid " + std::to_string(lock.holder.pid) +
         ") at " + lock.time;
}

Error refused(const std::vector<FoundLock>& locks) {
  Error error =
      fail("the stack is currently locked by " + std::to_string(locks.size()) +
           " lock(s). Either wait for the other process(es) to end or delete the lock file with `ashlar cancel`.");
  for (const auto& lock : locks) error.notes.push_back(lock.url + ": " + describe(lock));
  return error;
}

/// The locks of others, those of dead processes apart.
struct Others {
  std::vector<FoundLock> alive;
  std::vector<FoundLock> abandoned;
};

Result<Others> others(ObjectStore& objects, const std::string& directory, const std::string& own_key,
                      LockContext& context) {
  auto locks = find_locks(objects, directory);
  if (!locks) return locks.error();
  Others result;
  for (auto& lock : *locks) {
    if (lock.key == own_key) continue;
    (is_abandoned(lock, context) ? result.abandoned : result.alive).push_back(std::move(lock));
  }
  return result;
}

}  // namespace

Result<std::vector<FoundLock>> find_locks(ObjectStore& objects, const std::string& directory) {
  const auto entries = objects.list(directory);
  if (!entries) return entries.error();
  std::vector<FoundLock> locks;
  for (const auto& entry : *entries) {
    if (entry.is_directory) continue;
    const auto key = directory + "/" + entry.name;
    const auto text = objects.get(key);
    if (!text && text.error().kind == ErrorKind::not_found) continue;  // given up meanwhile
    if (!text) return text.error();
    auto lock = read_lock(*text);
    // A lock that cannot be read is still somebody's.
    FoundLock found =
        lock ? std::move(*lock) : FoundLock{{}, {}, {0, "unknown", "unknown", {}, {}, {}}, "an unknown time"};
    found.key = key;
    found.url = objects.url(key);
    locks.push_back(std::move(found));
  }
  return locks;
}

Result<std::unique_ptr<StackLock>> StackLock::acquire(std::shared_ptr<ObjectStore> objects,
                                                      const std::string& directory, LockContext& context,
                                                      std::vector<std::string>& notes) {
  auto before = others(*objects, directory, "", context);
  if (!before) return before.error();
  if (!before->alive.empty()) return refused(before->alive);
  const auto key = directory + "/" + context.entropy.uuid() + ".json";
  if (auto status = objects->put(key, lock_text(context.self, context.clock.now())); !status) {
    return status.error().within("cannot lock the stack");
  }
  std::unique_ptr<StackLock> lock(new StackLock(objects, key));
  // Two who came at once both see each other now, and both give way.
  const auto after = others(*objects, directory, key, context);
  if (!after) return after.error();
  if (!after->alive.empty()) return refused(after->alive);
  for (const auto& abandoned : after->abandoned) {
    if (auto status = objects->remove(abandoned.key); !status) return status.error();
    notes.push_back("took over the lock of a process that runs no more: " + describe(abandoned));
  }
  return lock;
}

StackLock::~StackLock() {
  (void)release();  // whoever wants to know calls it
}

Status StackLock::release() {
  if (key_.empty()) return {};
  const auto key = std::exchange(key_, {});
  auto status = objects_->remove(key);
  if (status) return {};
  Error error = status.error().within("cannot give up the lock of the stack");
  error.help = "remove " + objects_->url(key) + " by hand, or run `ashlar cancel`";
  return error;
}

Result<std::size_t> break_locks(ObjectStore& objects, const std::string& directory) {
  const auto entries = objects.list(directory);
  if (!entries) return entries.error();
  std::size_t count = 0;
  for (const auto& entry : *entries) {
    if (entry.is_directory) continue;
    if (auto status = objects.remove(directory + "/" + entry.name); !status) return status.error();
    ++count;
  }
  return count;
}

}  // namespace ashlar::state
