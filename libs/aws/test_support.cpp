#include "aws/test_support.hpp"

#include <cstdlib>

#include "base/strings.hpp"

namespace ashlar::awsapi {

void ManualLoop::run_posted() {
  while (!queue_.empty()) {
    auto event = std::move(queue_.front());
    queue_.pop_front();
    event();
  }
}

void ManualLoop::run() {
  run_posted();
  while (!timers_.empty()) {
    auto first = timers_.begin();
    now_ = std::max(now_, first->first);
    auto event = std::move(first->second);
    timers_.erase(first);
    event();
    run_posted();
  }
}

std::string CountingEntropy::bytes(std::size_t count) { return std::string(count, static_cast<char>(next_++)); }

void FakeProcesses::run(std::string command, std::function<void(Result<std::string>)> done) {
  const auto found = outputs.find(command);
  Result<std::string> result = fail("it exited with status 127: not found");
  if (found != outputs.end()) result = found->second;
  loop_.post([done = std::move(done), result] { done(result); });
}

std::map<std::string, std::string> parse_form(const std::string& body) {
  std::map<std::string, std::string> parameters;
  for (const auto& pair : split(body, '&')) {
    const auto equals = pair.find('=');
    std::string value;
    for (std::size_t i = equals + 1; i < pair.size(); ++i) {
      if (pair[i] == '%') {
        value += static_cast<char>(std::strtol(pair.substr(i + 1, 2).c_str(), nullptr, 16));
        i += 2;
      } else {
        value += pair[i];
      }
    }
    parameters[pair.substr(0, equals)] = value;
  }
  return parameters;
}

namespace {

std::string what_of(const HttpRequest& request) {
  if (request.body.starts_with("Action=")) return parse_form(request.body)["Action"];
  return request.method + " " + request.url;
}

}  // namespace

FakeAws& FakeAws::on(const std::string& what, HttpResult answer) {
  scripts_[what].answers.push_back(std::move(answer));
  return *this;
}

FakeAws& FakeAws::on_xml(const std::string& operation, const std::string& body, bool query) {
  const auto inner = query ? "<" + operation + "Result>" + body + "</" + operation + "Result>" : body;
  return on(operation,
            http_response(200, "<?xml version=\"1.0\"?><" + operation + "Response xmlns=\"http://aws/doc/\">" + inner +
                                   "</" + operation + "Response>"));
}

FakeAws& FakeAws::on_error(const std::string& operation, const std::string& code, const std::string& message) {
  return on(operation, http_response(400, "<Response><Errors><Error><Code>" + code + "</Code><Message>" + message +
                                              "</Message></Error></Errors><RequestID>req-1</RequestID></Response>"));
}

HttpResult FakeAws::answer_to(const HttpRequest& request) {
  const auto found = scripts_.find(what_of(request));
  if (found == scripts_.end()) return HttpFailure{HttpFailure::Cause::connection, "no script for " + what_of(request)};
  auto& script = found->second;
  if (script.next < script.answers.size()) return script.answers[script.next++];
  return script.answers.back();
}

HttpTransport::Id FakeAws::send(HttpRequest request, Done done) {
  requests.push_back(request);
  const Id id = requests.size();
  if (hold) {
    held_.emplace(id, std::move(done));
  } else {
    loop_.post([done = std::move(done), answer = answer_to(request)] { done(answer); });
  }
  return id;
}

void FakeAws::cancel(Id id) {
  const auto found = held_.find(id);
  if (found == held_.end()) return;
  loop_.post([done = std::move(found->second)] { done(HttpFailure{HttpFailure::Cause::cancelled, "cancelled"}); });
  held_.erase(found);
}

std::vector<std::string> FakeAws::calls() const {
  std::vector<std::string> calls;
  for (const auto& request : requests) calls.push_back(what_of(request));
  return calls;
}

std::map<std::string, std::string> FakeAws::last(const std::string& operation) const {
  for (auto request = requests.rbegin(); request != requests.rend(); ++request) {
    if (what_of(*request) != operation) continue;
    auto parameters = parse_form(request->body);
    parameters.erase("Action");
    parameters.erase("Version");
    return parameters;
  }
  return {};
}

FakeWorld::FakeWorld() {
  environment = Environment{{"HOME", home.path()},
                            {"AWS_ACCESS_KEY_ID", "AKID"},
                            {"AWS_SECRET_ACCESS_KEY", "secret"},
                            {"AWS_REGION", "us-east-1"},
                            {"AWS_EC2_METADATA_DISABLED", "true"}};
}

void FakeWorld::write(const std::string& path, const std::string& content) {
  const auto full = home.path() + "/" + path;
  const auto made = files.make_directories(parent_directory(full), 0700);
  const auto written = files.write_file_atomically(full, content, 0600);
  if (!made || !written) std::abort();
}

Settings FakeWorld::settings(Options options) {
  auto settings = resolve_settings(std::move(options), files, environment);
  if (!settings) std::abort();
  return std::move(*settings);
}

HttpResponse http_response(int status, std::string body) {
  return HttpResponse{.status = status, .headers = {}, .body = std::move(body)};
}

}  // namespace ashlar::awsapi
