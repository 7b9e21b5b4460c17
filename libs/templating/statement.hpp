#pragma once
/// Statements, and templates, as trees. Nodes are made by the parser and never change afterwards.

#include "templating/expression.hpp"

namespace ashlar::templating {

struct Statement;
using StatementRef = std::unique_ptr<Statement>;
using Body = std::vector<StatementRef>;

/// Where an assignment goes: a name, an attribute of a namespace, or several targets.
struct TargetName {
  std::string name;
};
struct TargetAttribute {
  std::string name, attribute;
};
struct Target {
  std::variant<TargetName, TargetAttribute, std::vector<Target>> place;
};

struct Parameter {
  std::string name;
  ExpressionRef otherwise;  ///< null: none
};

/// A macro, or the body of a call block.
struct MacroDefinition {
  std::string name;  ///< empty for a call block
  std::vector<Parameter> parameters;
  Body body;
  bool uses_caller = false, uses_varargs = false, uses_kwargs = false;
};

struct Text {
  std::string text;
};
struct Print {
  ExpressionRef value;
};
struct Evaluate {
  ExpressionRef value;
};  ///< `do`
struct If {
  std::vector<std::pair<ExpressionRef, Body>> branches;
  Body otherwise;
};
struct For {
  Target target;
  ExpressionRef iterable, condition;  ///< `condition` may be null
  Body body, otherwise;
  bool recursive = false;
};
struct Break {};
struct Continue {};
struct Set {
  Target target;
  ExpressionRef value;
};
struct SetBlock {
  Target target;
  ExpressionRef filter;
  Body body;
};  ///< `filter` may be null
struct With {
  std::vector<std::pair<Target, ExpressionRef>> values;
  Body body;
};
struct Macro {
  MacroDefinition definition;
};
struct CallBlock {
  ExpressionRef call;
  MacroDefinition caller;
};
struct FilterBlock {
  ExpressionRef filter;
  Body body;
};
struct Autoescape {
  ExpressionRef enabled;
  Body body;
};
struct Block {
  std::string name;
  Body body;
  bool scoped = false, required = false;
};
struct Extends {
  ExpressionRef name;
};
struct Include {
  ExpressionRef name;
  bool ignore_missing = false, with_context = true;
};
struct Import {
  ExpressionRef name;
  std::string target;
  bool with_context = false;
};
struct FromImport {
  ExpressionRef name;
  std::vector<std::pair<std::string, std::string>> names;  ///< as exported, as called here
  bool with_context = false;
};

struct Statement {
  int line = 0;
  std::variant<Text, Print, Evaluate, If, For, Break, Continue, Set, SetBlock, With, Macro, CallBlock, FilterBlock,
               Autoescape, Block, Extends, Include, Import, FromImport>
      node;
};

struct ParsedTemplate {
  std::string name;
  Body body;
  std::vector<std::pair<const Block*, int>> blocks;  ///< every block of the template, with its line
};

}  // namespace ashlar::templating
