#include "aws/paging.hpp"

#include "aws/path_expression.hpp"

namespace ashlar::awsapi {
namespace {

Result<Value> value_at(const std::string& path, const Value& document) {
  const auto expression = PathExpression::parse(path);
  if (!expression) return expression.error();
  return expression->evaluate(document);
}

bool empty(const Value& token) {
  return token.is_null() || token.text("-").empty() || (token.is<bool>() && !token.boolean());
}

}  // namespace

Result<std::optional<Value>> next_page(const Paginator& paginator, const Value& parameters, const Value& page) {
  if (!paginator.more_results.empty()) {
    const auto more = value_at(paginator.more_results, page);
    if (!more) return more.error();
    if (!more->boolean()) return std::optional<Value>();
  }
  Value next = parameters.is_null() ? Value(Value::Map()) : parameters;
  bool any = false;
  for (std::size_t i = 0; i < paginator.output_tokens.size() && i < paginator.input_tokens.size(); ++i) {
    auto token = value_at(paginator.output_tokens[i], page);
    if (!token) return token.error();
    if (empty(*token)) continue;
    if (*token == parameters[paginator.input_tokens[i]]) {
      return fail("AWS gave the same page token twice: the answer would never end");
    }
    next.set(paginator.input_tokens[i], std::move(*token));
    any = true;
  }
  return any ? std::optional(std::move(next)) : std::optional<Value>();
}

void join_page(const Paginator& paginator, Value& joined, const Value& page) {
  if (joined.is_null()) joined = Value::Map();
  for (const auto& key : paginator.result_keys) {
    // Every result key of the services here is a plain member.
    if (page[key].is_null()) continue;
    Value::List all = joined[key].elements();
    const auto& more = page[key].elements();
    all.insert(all.end(), more.begin(), more.end());
    joined.set(key, std::move(all));
  }
  for (const auto& [name, value] : page.members()) {
    if (joined[name].is_null()) joined.set(name, value);
  }
  for (const auto& token : paginator.output_tokens) {
    if (!joined[token].is_null()) joined.set(token, Value());
  }
}

}  // namespace ashlar::awsapi
