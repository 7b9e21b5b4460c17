#include "templating/parser.hpp"

#include <algorithm>

#include "base/strings.hpp"
#include "templating/builtin.hpp"
#include "templating/expression_parser.hpp"
#include "templating/unicode.hpp"

namespace ashlar::templating {

namespace {

constexpr int deepest = 100;  // statements inside of statements

const std::vector<std::string>& all_tags() {
  static const std::vector<std::string> tags = {"autoescape", "block",  "break", "call", "continue", "do",
                                                "extends",    "filter", "for",   "from", "if",       "import",
                                                "include",    "macro",  "print", "raw",  "set",      "with"};
  return tags;
}

class StatementParser {
 public:
  StatementParser(std::vector<Token> tokens, std::string name)
      : tokens_(std::move(tokens)), expressions_(tokens_), template_(std::make_unique<ParsedTemplate>()) {
    template_->name = std::move(name);
    expressions_.on_name = [this](const std::string& text) { note_name(text); };
  }

  std::unique_ptr<const ParsedTemplate> run() {
    template_->body = body({});
    if (!expressions_.unknown().empty()) {
      const auto& first = expressions_.unknown().front();
      try {
        raise_unknown(first.what, first.name, FailureKind::syntax);
      } catch (Raised& raised) {
        raised.failure.line = first.line;
        throw;
      }
    }
    return std::move(template_);
  }

 private:
  using Ends = std::initializer_list<std::string_view>;

  struct OpenTag {
    std::string tag;
    int line = 0;
  };

  // --- bodies

  // Statements up to a tag of `ends`, whose name is then the current token; to the end of the template without `ends`.
  Body body(Ends ends) {
    Body found;
    while (true) {
      const auto& token = tokens_.current();
      switch (token.kind) {
        case TokenKind::end:
          if (ends.size() > 0) raise_unclosed();
          return found;
        case TokenKind::data:
          add(found, token.line, Text{tokens_.next().text});
          break;
        case TokenKind::variable_begin: {
          tokens_.next();
          const int line = tokens_.line();
          add(found, line, Print{expressions_.tuple()});
          tokens_.expect(TokenKind::variable_end, "'end of print statement'");
          break;
        }
        default:
          tokens_.next();
          if (std::any_of(ends.begin(), ends.end(),
                          [&](std::string_view end) { return tokens_.current().is_name(end); })) {
            return found;
          }
          statement(found);
          tokens_.expect(TokenKind::block_end, "'end of statement block'");
      }
    }
  }

  // The body of the innermost open tag, from behind its `%}`.
  Body inner(Ends ends) {
    tokens_.skip_symbol(":");
    tokens_.expect(TokenKind::block_end, "'end of statement block'");
    return body(ends);
  }

  Body last_inner(std::string_view end) {
    auto found = inner({end});
    tokens_.next();
    return found;
  }

  template <typename Node>
  static void add(Body& body, int line, Node node) {
    body.push_back(std::make_unique<Statement>(Statement{.line = line, .node = std::move(node)}));
  }

  [[noreturn]] void raise_unclosed() const {
    std::string message = "Unexpected end of template.";
    if (!open_.empty()) {
      message += " The innermost block that needs to be closed is '" + open_.back().tag + "', of line " +
                 std::to_string(open_.back().line) + ".";
    }
    raise_syntax(message, tokens_.line());
  }

  [[noreturn]] void raise_unknown_tag(const Token& token) const {
    std::string message = "Encountered unknown tag '" + token.text + "'.";
    if (!open_.empty()) {
      message += " The innermost block that needs to be closed is '" + open_.back().tag + "', of line " +
                 std::to_string(open_.back().line) + ".";
    }
    const auto near = nearest(token.text, all_tags());
    raise_syntax(message, token.line, near ? "did you mean '" + *near + "'?" : "");
  }

  void statement(Body& out) {
    const auto token = tokens_.current();
    if (token.kind != TokenKind::name) raise_syntax("tag name expected", token.line);
    if (open_.size() > deepest) raise_syntax("statements are nested too deeply", token.line);
    static const std::vector<std::pair<std::string_view, void (StatementParser::*)(Body&, int)>> readers = {
        {"for", &StatementParser::read_for},
        {"if", &StatementParser::read_if},
        {"set", &StatementParser::read_set},
        {"with", &StatementParser::read_with},
        {"macro", &StatementParser::read_macro},
        {"call", &StatementParser::read_call},
        {"filter", &StatementParser::read_filter},
        {"autoescape", &StatementParser::read_autoescape},
        {"block", &StatementParser::read_block},
        {"extends", &StatementParser::read_extends},
        {"include", &StatementParser::read_include},
        {"import", &StatementParser::read_import},
        {"from", &StatementParser::read_from},
        {"print", &StatementParser::read_print},
        {"do", &StatementParser::read_do},
        {"break", &StatementParser::read_break},
        {"continue", &StatementParser::read_continue}};
    const auto reader =
        std::find_if(readers.begin(), readers.end(), [&](const auto& entry) { return entry.first == token.text; });
    if (reader == readers.end()) raise_unknown_tag(token);
    tokens_.next();
    open_.push_back({token.text, token.line});
    (this->*reader->second)(out, token.line);
    open_.pop_back();
  }

  /// What the code of a scope of its own knows of its surroundings: nothing.
  class Frame {
   public:
    Frame(StatementParser& parser, bool conditional, bool loop)
        : parser_(parser),
          conditional_(parser.conditional_),
          loops_(parser.loops_),
          top_(parser.top_level_),
          unknown_(parser.expressions_.unknown().size()) {
      parser.conditional_ = conditional;
      parser.loops_ = loop;
      parser.top_level_ = parser.top_level_ && conditional;
    }
    ~Frame() {
      if (parser_.conditional_)
        parser_.expressions_.unknown().resize(std::min(unknown_, parser_.expressions_.unknown().size()));
      parser_.conditional_ = conditional_;
      parser_.loops_ = loops_;
      parser_.top_level_ = top_;
    }
    Frame(const Frame&) = delete;
    Frame& operator=(const Frame&) = delete;

   private:
    StatementParser& parser_;
    bool conditional_, loops_, top_;
    std::size_t unknown_;
  };

  // --- control flow

  void read_for(Body& out, int line) {
    For found;
    found.target = target("in");
    tokens_.expect_name("in");
    if (names_loop(found.target)) raise_syntax("the name 'loop' is the loop's own", line);
    found.iterable = expressions_.tuple(ExpressionParser::TupleStyle::unconditional, "recursive");
    {
      const Frame frame(*this, false, true);
      if (tokens_.skip_name("if")) found.condition = expressions_.expression();
      found.recursive = tokens_.skip_name("recursive");
      found.body = inner({"endfor", "else"});
    }
    if (tokens_.next().text == "else") {
      const Frame frame(*this, false, loops_);
      found.otherwise = last_inner("endfor");
    }
    add(out, line, std::move(found));
  }

  void read_if(Body& out, int line) {
    const Frame frame(*this, true, loops_);
    If found;
    while (true) {
      auto condition = expressions_.tuple(ExpressionParser::TupleStyle::unconditional);
      auto then = inner({"elif", "else", "endif"});
      found.branches.emplace_back(std::move(condition), std::move(then));
      const auto end = tokens_.next().text;
      if (end == "elif") continue;
      if (end == "else") found.otherwise = last_inner("endif");
      break;
    }
    add(out, line, std::move(found));
  }

  void read_break(Body& out, int line) {
    if (!loops_) raise_syntax("'break' outside loop", line);
    add(out, line, Break{});
  }

  void read_continue(Body& out, int line) {
    if (!loops_) raise_syntax("'continue' outside loop", line);
    add(out, line, Continue{});
  }

  // --- values

  void read_print(Body& out, int line) {
    for (bool first = true; !tokens_.is(TokenKind::block_end); first = false) {
      if (!first) tokens_.expect_symbol(",");
      add(out, line, Print{expressions_.expression()});
    }
  }

  void read_do(Body& out, int line) { add(out, line, Evaluate{expressions_.tuple()}); }

  void read_set(Body& out, int line) {
    auto place = assignment_target();
    if (tokens_.skip_symbol("=")) {
      add(out, line, Set{std::move(place), expressions_.tuple()});
      return;
    }
    auto filter = expressions_.filters(nullptr, false);
    const Frame frame(*this, false, loops_);
    add(out, line, SetBlock{std::move(place), std::move(filter), last_inner("endset")});
  }

  void read_with(Body& out, int line) {
    With found;
    while (!tokens_.is(TokenKind::block_end)) {
      if (!found.values.empty()) tokens_.expect_symbol(",");
      auto place = target({});
      tokens_.expect_symbol("=");
      found.values.emplace_back(std::move(place), expressions_.expression());
    }
    const Frame frame(*this, false, loops_);
    found.body = last_inner("endwith");
    add(out, line, std::move(found));
  }

  void read_filter(Body& out, int line) {
    auto filter = expressions_.filters(nullptr, true);
    const Frame frame(*this, false, loops_);
    add(out, line, FilterBlock{std::move(filter), last_inner("endfilter")});
  }

  void read_autoescape(Body& out, int line) {
    auto enabled = expressions_.expression();
    const Frame frame(*this, false, loops_);
    add(out, line, Autoescape{std::move(enabled), last_inner("endautoescape")});
  }

  Target assignment_target() {
    if (tokens_.is(TokenKind::name) && tokens_.look_ahead().is_symbol(".")) {
      auto name = tokens_.next().text;
      tokens_.next();
      return {TargetAttribute{std::move(name), tokens_.expect_name().text}};
    }
    return target({});
  }

  // A name, or names with commas. `end` is a name that ends it.
  Target target(std::string_view end) {
    const int line = tokens_.line();
    const auto watch = std::exchange(expressions_.on_name, nullptr);  // these are not read but written
    const auto parsed = expressions_.tuple(ExpressionParser::TupleStyle::primaries, end);
    expressions_.on_name = watch;
    return as_target(*parsed, line);
  }

  static Target as_target(const Expression& expression, int line) {
    if (const auto* name = std::get_if<Name>(&expression.node)) return {TargetName{name->name}};
    const auto* tuple = std::get_if<TupleDisplay>(&expression.node);
    if (tuple == nullptr) raise_syntax("can't assign to this", line, "write a name, or several with commas");
    std::vector<Target> parts;
    for (const auto& item : tuple->items) parts.push_back(as_target(*item, line));
    return {std::move(parts)};
  }

  static bool names_loop(const Target& target) {
    if (const auto* name = std::get_if<TargetName>(&target.place)) return name->name == "loop";
    const auto* parts = std::get_if<std::vector<Target>>(&target.place);
    return parts != nullptr && std::any_of(parts->begin(), parts->end(), names_loop);
  }

  std::string new_name() {
    const auto& token = tokens_.expect_name();
    for (const std::string_view constant : {"true", "false", "none", "True", "False", "None"}) {
      if (token.text == constant) raise_syntax("can't assign to '" + token.text + "'", token.line);
    }
    return token.text;
  }

  // --- macros

  void note_name(const std::string& name) {
    for (auto* macro : macros_) {
      macro->uses_caller = macro->uses_caller || name == "caller";
      macro->uses_varargs = macro->uses_varargs || name == "varargs";
      macro->uses_kwargs = macro->uses_kwargs || name == "kwargs";
    }
  }

  void parameters(MacroDefinition& macro) {
    tokens_.expect_symbol("(");
    while (!tokens_.current().is_symbol(")")) {
      if (!macro.parameters.empty()) tokens_.expect_symbol(",");
      const int line = tokens_.line();
      Parameter parameter{.name = new_name(), .otherwise = nullptr};
      if (tokens_.skip_symbol("=")) {
        parameter.otherwise = expressions_.expression();
      } else if (!macro.parameters.empty() && macro.parameters.back().otherwise) {
        raise_syntax("non-default argument follows default argument", tokens_.line());
      }
      for (const auto& known : macro.parameters) {
        if (known.name == parameter.name) raise_syntax("the parameter '" + known.name + "' stands twice", line);
      }
      macro.parameters.push_back(std::move(parameter));
    }
    tokens_.expect_symbol(")");
  }

  void macro_body(MacroDefinition& macro, std::string_view end, int line) {
    const Frame frame(*this, false, false);
    macros_.push_back(&macro);
    macro.body = last_inner(end);
    macros_.pop_back();
    for (const auto& parameter : macro.parameters) {
      if (parameter.name == "varargs") macro.uses_varargs = false;
      if (parameter.name == "kwargs") macro.uses_kwargs = false;
      if (parameter.name == "caller" && macro.uses_caller && !parameter.otherwise) {
        raise_syntax("the parameter 'caller' of a macro must have a default, or be left out", line);
      }
    }
  }

  void read_macro(Body& out, int line) {
    Macro found;
    found.definition.name = new_name();
    parameters(found.definition);
    macro_body(found.definition, "endmacro", line);
    add(out, line, std::move(found));
  }

  void read_call(Body& out, int line) {
    CallBlock found;
    if (tokens_.current().is_symbol("(")) parameters(found.caller);
    found.call = expressions_.expression();
    if (!std::holds_alternative<CallExpression>(found.call->node)) raise_syntax("expected call", line);
    macro_body(found.caller, "endcall", line);
    add(out, line, std::move(found));
  }

  // --- other templates

  void read_block(Body& out, int line) {
    Block found;
    found.name = tokens_.expect_name().text;
    found.scoped = tokens_.skip_name("scoped");
    found.required = tokens_.skip_name("required");
    if (tokens_.current().is_symbol("-")) {
      raise_syntax("Block names may not contain hyphens", tokens_.line(), "use an underscore instead");
    }
    for (const auto& [block, at] : template_->blocks) {
      if (block->name == found.name) raise_syntax("block '" + found.name + "' defined twice", line);
    }
    const Frame frame(*this, false, false);
    auto statement = std::make_unique<Statement>(Statement{.line = line, .node = std::move(found)});
    auto& block = std::get<Block>(statement->node);
    template_->blocks.emplace_back(&block, line);
    block.body = last_inner("endblock");
    if (block.required &&
        !std::all_of(block.body.begin(), block.body.end(), [](const StatementRef& part) { return is_blank(*part); })) {
      raise_syntax("Required blocks can only contain comments or whitespace", tokens_.line());
    }
    tokens_.skip_name(block.name);
    out.push_back(std::move(statement));
  }

  static bool is_blank(const Statement& statement) {
    const auto* text = std::get_if<Text>(&statement.node);
    return text != nullptr && strip(text->text, std::nullopt, true, true).empty();
  }

  void read_extends(Body& out, int line) {
    if (!top_level_) raise_syntax("cannot use extend from a non top-level scope", line);
    add(out, line, Extends{expressions_.expression()});
  }

  // `with context` or `without context`, if it is there.
  bool read_context(bool& with_context) {
    const auto& token = tokens_.current();
    if (!(token.is_name("with") || token.is_name("without")) || !tokens_.look_ahead().is_name("context")) return false;
    with_context = tokens_.next().text == "with";
    tokens_.next();
    return true;
  }

  void read_include(Body& out, int line) {
    Include found;
    found.name = expressions_.expression();
    if (tokens_.current().is_name("ignore") && tokens_.look_ahead().is_name("missing")) {
      tokens_.next();
      tokens_.next();
      found.ignore_missing = true;
    }
    read_context(found.with_context);
    add(out, line, std::move(found));
  }

  void read_import(Body& out, int line) {
    Import found;
    found.name = expressions_.expression();
    tokens_.expect_name("as");
    found.target = new_name();
    read_context(found.with_context);
    add(out, line, std::move(found));
  }

  void read_from(Body& out, int line) {
    FromImport found;
    found.name = expressions_.expression();
    tokens_.expect_name("import");
    while (true) {
      if (!found.names.empty()) tokens_.expect_symbol(",");
      if (read_context(found.with_context)) break;
      const int name_line = tokens_.line();
      auto name = new_name();
      if (name.starts_with('_')) raise_syntax("names starting with an underline can not be imported", name_line);
      auto alias = tokens_.skip_name("as") ? new_name() : name;
      found.names.emplace_back(std::move(name), std::move(alias));
      if (read_context(found.with_context) || !tokens_.current().is_symbol(",")) break;
    }
    add(out, line, std::move(found));
  }

  TokenStream tokens_;
  ExpressionParser expressions_;
  std::unique_ptr<ParsedTemplate> template_;
  std::vector<OpenTag> open_;
  std::vector<MacroDefinition*> macros_;  ///< whose bodies are being read
  bool conditional_ = false;              ///< an unknown filter here is an error only when it is reached
  bool loops_ = false;                    ///< `break` has a loop to end
  bool top_level_ = true;
};

}  // namespace

std::unique_ptr<const ParsedTemplate> parse_template(std::string_view source, std::string name,
                                                     const Options& options) {
  try {
    return StatementParser(tokenize(source, options), name).run();
  } catch (Raised& raised) {
    raised.failure.template_name = name;
    throw;
  }
}

}  // namespace ashlar::templating
