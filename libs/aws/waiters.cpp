#include "aws/waiters.hpp"

#include <algorithm>

#include "aws/path_expression.hpp"

namespace ashlar::awsapi {
namespace {

Result<bool> matches(const Acceptor& acceptor, const Outcome& outcome) {
  switch (acceptor.matcher) {
    case Acceptor::Matcher::error:
      return outcome.failed_with(acceptor.expected.text());
    case Acceptor::Matcher::status: {
      const std::int64_t status = outcome.ok() ? 200 : outcome.error().status;
      return acceptor.expected == Value(status);
    }
    case Acceptor::Matcher::path:
    case Acceptor::Matcher::path_all:
    case Acceptor::Matcher::path_any:
      break;
  }
  if (!outcome.ok()) return false;
  const auto path = PathExpression::parse(acceptor.argument);
  if (!path) return path.error();
  const auto value = path->evaluate(outcome.value());
  if (acceptor.matcher == Acceptor::Matcher::path) return value == acceptor.expected;
  const auto& all = value.elements();
  const auto expected = [&](const Value& element) { return element == acceptor.expected; };
  if (acceptor.matcher == Acceptor::Matcher::path_any) return std::ranges::any_of(all, expected);
  return !all.empty() && std::ranges::all_of(all, expected);
}

}  // namespace

Result<WaitVerdict> judge_wait(const Waiter& waiter, const Outcome& outcome) {
  for (const auto& acceptor : waiter.acceptors) {
    const auto matched = matches(acceptor, outcome);
    if (!matched) return matched.error();
    if (!*matched) continue;
    switch (acceptor.state) {
      case Acceptor::State::success:
        return WaitVerdict::success;
      case Acceptor::State::failure:
        return WaitVerdict::failure;
      case Acceptor::State::retry:
        return WaitVerdict::retry;
    }
  }
  return outcome.ok() ? WaitVerdict::retry : WaitVerdict::failure;
}

}  // namespace ashlar::awsapi
