#include "e2e/fake_aws.hpp"

namespace ashlar::e2e {

namespace {

constexpr const char* who_asks =
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/town</Arn>"
    "<UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

}  // namespace

FakeAws::FakeAws(std::map<std::string, Script> scripts)
    : scripts_(std::move(scripts)),
      server_([this](const LoopbackRequest& request) { return answer(form_field(request.body, "Action")); }) {}

int FakeAws::calls(const std::string& action) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(action);
  return found == calls_.end() ? 0 : found->second;
}

LoopbackResponse FakeAws::answer(const std::string& action) {
  int number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++calls_[action];
  }
  const auto script = scripts_.find(action);
  auto answer = script != scripts_.end()        ? script->second(number)
                : action == "GetCallerIdentity" ? AwsAnswer{200, who_asks}
                                                : ec2_error(400, "InvalidAction", "not scripted: " + action);
  return {answer.status, std::move(answer.body), {{"Content-Type", "text/xml"}}};
}

AwsAnswer ec2_error(int status, const std::string& code, const std::string& message) {
  return {status, "<Response><Errors><Error><Code>" + code + "</Code><Message>" + message +
                      "</Message></Error></Errors><RequestID>8f1c-request</RequestID></Response>"};
}

AwsAnswer query_error(int status, const std::string& code, const std::string& message) {
  return {status, "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message +
                      "</Message></Error><RequestId>8f1c-request</RequestId></ErrorResponse>"};
}

}  // namespace ashlar::e2e
