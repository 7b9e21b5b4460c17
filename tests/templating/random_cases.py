#!/usr/bin/env python3
"""Prints cases made by chance, a seed each, with what the genuine Jinja2 makes of them: random_cases.py FIRST COUNT"""
import json
import random
import sys

import reference

DATA = {
    "n": 7, "m": -3, "zero": 0, "f": 2.5, "s": "Harbour <b> & 'co'", "t": "a,b,,c", "u": "Grüße, Welt", "empty": "", "yes": True,
    "nothing": None, "l": [3, 1, 2, 2], "words": ["pear", "Apple", "fig", "apple"], "mixed": [1, "a", None, 2.5, [1]],
    "d": {"host": "db1", "port": 5432, "tags": ["x", "y"]}, "people": [{"name": "ann", "age": 31}, {"name": "Bob", "age": 25}, {"name": "cid"}],
    "nested": {"a": {"b": {"c": [10, 20]}}},
}
TEMPLATES = {
    "part": "({{ s }}{{ v }})",
    "lib": "{% macro show(x, y='-') %}{{ x }}{{ y }}{% endmacro %}{% set size = 3 %}",
    "base": "[{% block one %}1{{ n }}{% endblock %}|{% block two %}2{% endblock %}]\n",
}


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.names = list(DATA) + ["missing", "v", "i"]
        self.macros = []
        self.in_loop = False

    def pick(self, *choices):
        return self.random.choice(choices)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    # Expressions, by what they are most likely to give.
    def number(self, depth):
        if depth <= 0 or self.chance(30):
            return self.pick("n", "m", "zero", "f", "1", "2", "10", "3.75", "-4", "l[0]", "d.port", "nested.a.b.c[1]", "loop.index" if self.in_loop else "5")
        a, b = self.number(depth - 1), self.number(depth - 1)
        return self.pick(
            f"({a} + {b})", f"{a} - {b}", f"{a} * {b}", f"({a} / {b})", f"{a} // {b}", f"({a} % {b})", f"-{a}", f"({a}) | abs", f"({a}) | int",
            f"({a}) | round(1)", f"({a}) | float", f"{self.sequence(depth - 1)} | length", f"({self.text(depth - 1)}) | length", "l | sum", "l | max",
            f"({self.text(depth - 1)}) | wordcount", f"({a} if {self.condition(depth - 1)} else {b})", f"({self.text(depth - 1)}) | int(3)")

    def text(self, depth):
        if depth <= 0 or self.chance(30):
            return self.pick("s", "t", "u", "empty", "'x'", "'a-b c'", "'<i>'", "words[1]", "d.host", "people[0].name", "v", "'L1\\nL2'")
        a, b = self.text(depth - 1), self.text(depth - 1)
        filters = ["upper", "lower", "title", "capitalize", "trim", "replace('a', 'o')", "e", "string", "center(12)", "truncate(6, true)", "truncate(9)",
                   "indent(2)", "wordwrap(5)", "striptags", "urlencode", "reverse", "default('dd')", "first", "last", "forceescape", "tojson"]
        methods = ["upper()", "strip()", "replace('r', 'R', 1)", "title()", "rjust(9, '.')", "zfill(4)", "swapcase()", "removeprefix('H')", "center(11)"]
        return self.pick(
            f"({a} ~ {self.any(depth - 1)})", f"({a}) | {self.random.choice(filters)}", f"({a}).{self.random.choice(methods)}",
            f"{self.sequence(depth - 1)} | join({self.pick(repr(','), repr('; '), a)})", f"({a})[{self.pick('0', '-1', '1:', ':3', '::-1', '2:4', '::2')}]",
            f"'%s-%s' | format({a}, {self.number(depth - 1)})", f"'{{0}}/{{1}}'.format({a}, {b})", f"({a} if {self.condition(depth - 1)} else {b})",
            f"({a} + {b})", f"({a}) * {self.pick('2', '0', 'n % 3')}", f"({self.number(depth - 1)}) | string", "'%05.1f|%x' % (f, n)",
            f"({self.any(depth - 1)}) | default({b}, true)")

    def sequence(self, depth):
        if depth <= 0 or self.chance(30):
            return self.pick("l", "words", "mixed", "people", "d", "range(4)", "t.split(',')", "d.items()", "[1, 'z', none]", "missing", "'abc'", "[]", "(1, 2)", "d.tags")
        a = self.sequence(depth - 1)
        return self.pick(
            f"({a}) | list", f"({a}) | sort", f"({a}) | unique | list", f"({a}) | reverse | list", f"({a}) | map('string') | list", f"({a}) | select | list",
            f"({a}) | map('upper') | list", f"({a}) | batch(2) | list", f"({a}) | slice(2, 'f') | list", f"range({self.pick('3', 'n', '1, 6, 2')}) | select('odd') | list",
            "people | map(attribute='name') | list", "people | selectattr('age', 'defined') | list", "people | map(attribute='age', default=0) | sort",
            f"[{self.any(depth - 1)}, {self.any(depth - 1)}]", f"(({a}) | list)[{self.pick('1:', ':-1', '::-1', '0:2')}]", "d | dictsort", "words | groupby(0) | list",
            "people | groupby('age', default=1) | map('first') | list", f"({a}) | reject('none') | list", "words | sort(reverse=true, case_sensitive=true)")

    def condition(self, depth):
        if depth <= 0 or self.chance(25):
            return self.pick("yes", "nothing", "zero", "l", "empty", "true", "missing", "v")
        a, b = self.condition(depth - 1), self.condition(depth - 1)
        return self.pick(
            f"({a} and {b})", f"({a} or {b})", f"(not {a})", f"({self.number(depth - 1)} {self.pick('<', '>', '<=', '>=', '==', '!=')} {self.number(depth - 1)})",
            f"({self.text(depth - 1)} == {self.text(depth - 1)})", f"({self.any(depth - 1)} {self.pick('in', 'not in')} {self.pick('l', 'words', 'd', 'mixed')})",
            f"({self.any(depth - 1)}) is {self.pick('defined', 'none', 'string', 'number', 'mapping', 'iterable', 'not none', 'sequence', 'boolean', 'float')}",
            f"({self.number(depth - 1)}) is {self.pick('odd', 'even', 'divisibleby 3', 'gt 2', 'not lt 4')}", f"(1 < {self.number(depth - 1)} < 9)")

    def any(self, depth):
        return self.pick(self.number, self.text, self.sequence, self.condition, lambda _: self.random.choice(self.names))(depth)

    # Statements.
    def tag(self, content):
        left, right = self.pick("", "", "", "-", "+"), self.pick("", "", "", "-", "+")
        return f"{{%{left} {content} {right}%}}"

    def blank(self):
        return self.pick("", "", " ", "\n", "  \n", "\n  ", "\t")

    def block(self, begin, body, end):
        return self.tag(begin) + self.blank() + body + self.blank() + self.tag(end)

    def body(self, depth):
        return "".join(self.blank() + self.statement(depth) for _ in range(self.random.randrange(1, 4)))

    def statement(self, depth):
        kinds = [self.print, self.print, self.text_part]
        if depth > 0:
            kinds += [self.if_, self.for_, self.set, self.set_block, self.with_, self.filter_block, self.macro, self.call, self.include, self.namespace]
        return self.random.choice(kinds)(depth)

    def print(self, _):
        return "{{" + self.pick("", "", "-") + " " + self.any(3) + " " + self.pick("", "", "-") + "}}"

    def text_part(self, _):
        return self.pick("some text ", "\n  line\n", "<p>", "{# note #}", "{#- note -#}", "  {# note #}\n", "{% raw %}{{ x }}{% endraw %}", "end. ")

    def if_(self, depth):
        middle = self.tag(self.pick("else", f"elif {self.condition(2)}")) + self.body(depth - 1) if self.chance(50) else ""
        return self.block(f"if {self.condition(2)}", self.body(depth - 1) + middle, "endif")

    def for_(self, depth):
        outer, self.in_loop = self.in_loop, True
        header = self.pick("i in " + self.sequence(2), "i in " + self.sequence(2) + f" if {self.condition(1)}" if not outer else "i in l", "k, v in d.items()", "i in range(3)")
        body = self.body(depth - 1)
        if self.chance(20):
            body += self.block(f"if {self.condition(1)}", "", "endif").replace("%}", "%}" + self.tag(self.pick("break", "continue")), 1)
        body += self.pick("", "{{ loop.index }}", "{{ loop.last }},", "{{ loop.cycle('a', 'b') }}", "{{ loop.previtem }}", "{{ loop.changed(i) }}", "{{ i }}")
        if self.chance(25):
            body += self.tag("else") + "nothing"
        self.in_loop = outer
        return self.block(f"for {header}", body, "endfor")

    def set(self, _):
        # Not names that the data have: Jinja2 forgets those in inner scopes before the assignment.
        return self.tag(self.pick(f"set v = {self.any(2)}", f"set v, i = {self.any(1)}, {self.any(1)}"))

    def set_block(self, depth):
        return self.block("set v" + self.pick("", " | upper", " | trim | title"), self.body(depth - 1), "endset")

    def with_(self, depth):
        return self.block(f"with v = {self.any(2)}, s = {self.text(1)}", self.body(depth - 1), "endwith")

    def filter_block(self, depth):
        return self.block("filter " + self.pick("upper", "indent(1)", "replace('a', 'A') | trim", "e"), self.body(depth - 1), "endfilter")

    def macro(self, depth):
        outer, self.in_loop = self.in_loop, False
        name = f"m{len(self.macros)}"
        body = self.body(depth - 1) + self.pick("{{ a }}", "{{ b }}{{ varargs }}", "{{ kwargs }}", "{{ caller() if caller else 'alone' }}")
        self.macros.append(name)
        self.in_loop = outer
        return self.block(f"macro {name}(a, b={self.any(1)})", body, "endmacro") + self.call(depth)

    def call(self, depth):
        if not self.macros:
            return self.print(depth)
        name = self.random.choice(self.macros)
        arguments = self.pick("", self.any(1), f"{self.any(1)}, {self.any(1)}", f"b={self.any(1)}", f"1, 2, {self.any(1)}", f"1, x={self.any(1)}")
        if self.chance(30):
            outer, self.in_loop = self.in_loop, False
            text = self.block(f"call {name}({arguments})", self.body(depth - 1), "endcall")
            self.in_loop = outer
            return text
        return f"{{{{ {name}({arguments}) }}}}"

    def include(self, _):
        # Not `without context`: in macros and buffered blocks, Jinja2 prints that to a wrong place.
        return self.pick("{% include 'part' %}", "{% include ['none', 'part'] ignore missing %}",
                         "{% import 'lib' as lib %}{{ lib.show(n) }}{{ lib.size }}", "{% from 'lib' import show with context %}{{ show(s, v) }}")

    def namespace(self, _):
        return "{% set ns = namespace(c=0) %}{% for i in l %}{% set ns.c = ns.c + i %}{% endfor %}{{ ns.c }}"

    def template(self):
        if self.chance(15):
            return "{% extends 'base' %}" + self.set(0) + "{% block one %}" + self.body(2) + self.pick("", "{{ super() }}") + "{% endblock %}"
        return self.body(3)


def make(seed):
    maker = Maker(seed)
    template = maker.template()
    options = {name: True for name in ("trim_blocks", "lstrip_blocks", "keep_trailing_newline", "autoescape") if maker.chance(30)}
    options["undefined"] = maker.pick("lenient", "lenient", "lenient", "chainable", "debug", "strict")
    return {"name": f"seed {seed}", "template": template, "templates": TEMPLATES, "data": DATA, "options": options}


if __name__ == "__main__":
    first, count = int(sys.argv[1]), int(sys.argv[2])
    cases = []
    for seed in range(first, first + count):
        case = make(seed)
        case.update(reference.render(case))
        cases.append(case)
    json.dump(cases, sys.stdout)
