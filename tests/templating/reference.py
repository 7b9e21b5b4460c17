"""Renders cases with the genuine Jinja2: the one place that knows how a case is put to it."""
import pathlib
import traceback

import jinja2

UNDEFINED = {
    "lenient": jinja2.Undefined,
    "strict": jinja2.StrictUndefined,
    "chainable": jinja2.ChainableUndefined,
    "debug": jinja2.DebugUndefined,
}

# In the order of the most special one: what our failure kinds stand for.
KINDS = [
    (jinja2.TemplateSyntaxError, "syntax"),
    (SyntaxError, "syntax"),
    (jinja2.UndefinedError, "undefined"),
    (jinja2.TemplateNotFound, "not found"),
    (jinja2.TemplateRuntimeError, "runtime"),
    (RecursionError, "limit"),
    (RuntimeError, "runtime"),
    (TypeError, "type"),
    (AttributeError, "type"),
    (ValueError, "value"),
    (AssertionError, "value"),
    (ArithmeticError, "arithmetic"),
    (LookupError, "lookup"),
]


def kind_of(error):
    for exception, kind in KINDS:
        if isinstance(error, exception):
            return kind
    raise error


def line_of(error):
    """Where in a template it happened: the innermost place that is one."""
    if isinstance(error, SyntaxError):
        return 0  # Python's own, about the code that Jinja2 made
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    line = 0
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename == "<template>":
            line = frame.lineno
    return line


def environment(case):
    options = dict(case.get("options", {}))
    undefined = UNDEFINED[options.pop("undefined", "lenient")]
    return jinja2.Environment(
        loader=jinja2.DictLoader({"main": case["template"], **case.get("templates", {})}), undefined=undefined,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], **options)


def render(case):
    """`{"output": text}` or `{"error": kind, "line": number}`."""
    try:
        return {"output": environment(case).get_template("main").render(case.get("data", {}))}
    except Exception as error:  # whatever a template can raise is a result
        result = {"error": kind_of(error)}
        line = line_of(error)
        if line and result["error"] != "limit":  # where it became too much depends on the stack
            result["line"] = line
        return result


def case_files():
    return sorted((pathlib.Path(__file__).parent / "cases").glob("*.json"))
