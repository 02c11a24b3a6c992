#!/usr/bin/python3
"""Random templates and contexts, rendered by us and by Debian's python3-jinja2: outputs are equal, or both fail.

    random_pairs.py RENDER_LINES [--pairs N] [--seed S]

RENDER_LINES is the built tests/templates/render_lines.cpp. The seed is printed; a failing pair is printed whole.
"""
import argparse
import json
import random
import subprocess
import sys

import jinja2
from jinja2 import DictLoader, Environment, StrictUndefined, Undefined

from judge import EXTENSIONS, to_python

TEXTS = ["", "a", "Hello World", "<b>&\"'</b>", "héllo", "😀 ok", "x-y z", "it's", "12", "3.5", "AbC", "a,b;c", " pad "]
WHITE = ["", "", "", " ", "\n", "  \n  ", "x", " text ", "<p>", "é"]


class Generator:
    """Grows one template set. Depth is bounded; kinds are tracked loosely so that most expressions make sense."""

    def __init__(self, rng):
        self.rng = rng
        self.locals = []
        self.macros = []
        self.in_loop = self.in_macro = False
        self.block_count = 0
        self.files = {}

    def pick(self, *options):
        return self.rng.choice(options)

    def chance(self, share):
        return self.rng.random() < share

    def context(self):
        rng = self.rng
        rows = [{"n": rng.choice(TEXTS), "v": rng.randint(-3, 9), "f": rng.choice([0.5, 2.0, -1.25, 1e20]),
                 "k": [rng.randint(0, 3) for _ in range(rng.randint(0, 3))]} for _ in range(rng.randint(0, 4))]
        return {"i": rng.randint(-20, 20), "j": rng.randint(0, 5), "f": rng.choice([0.1, 1.5, -2.75, 1e16, 3.0]),
                "s": rng.choice(TEXTS), "h": "<i>\"&'", "m": {"$markup": "<u>&amp;</u>"}, "t": rng.random() < 0.5,
                "none": None,
                # No literals beside filters and ~: the original folds those and loses what is markup.
                "nl": [1, 2, 3], "bl": ["b", "A", "<"], "lt": "<", "c0": rng.choice(TEXTS), "c1": rng.choice(TEXTS), "l": [rng.randint(-5, 9) for _ in range(rng.randint(0, 5))],
                "w": [rng.choice(TEXTS) for _ in range(rng.randint(0, 4))], "rows": rows,
                "d": {"a": rng.randint(0, 9), "b": rng.choice(TEXTS), "items_": [1, 2]}}

    # ------------------------------------------------------------ expressions

    def number(self, depth):
        rng = self.rng
        if depth <= 0 or self.chance(0.35):
            options = ["i", "j", "f", str(rng.randint(0, 12)), "2.5", "d.a", "t"]
            if self.in_loop:
                options += ["loop.index", "loop.index0", "loop.revindex", "loop.length"]
            return rng.choice(options)
        return self.pick(
            lambda: f"{self.number(depth - 1)} {self.pick('+', '-', '*')} {self.number(depth - 1)}",
            lambda: f"({self.number(depth - 1)} {self.pick('//', '%', '/')} {self.number(depth - 1)})",
            lambda: f"-{self.number(0)}",
            lambda: f"{self.listing(depth - 1)}|length",
            lambda: f"({self.number(depth - 1)})|{self.pick('abs', 'int', 'round', 'round(1)', 'float')}",
            lambda: f"{self.text(depth - 1)}|{self.pick('length', 'int', 'wordcount', 'float(1.5)')}",
            lambda: f"({self.listing(0)})|{self.pick('sum', 'max', 'min', 'first', 'last')}",
            lambda: f"({self.number(depth - 1)} if {self.condition(depth - 1)} else {self.number(depth - 1)})",
            lambda: f"{self.number(0)} ** {rng.randint(0, 3)}",
            lambda: f"rows|map(attribute='v')|sum",
        )()

    def text(self, depth):
        rng = self.rng
        if depth <= 0 or self.chance(0.35):
            return rng.choice(["s", "h", "m", "d.b", "lt", "c0", "c1", "missing"] + self.locals)
        value = f"({self.text(depth - 1)})"
        return self.pick(
            lambda: f"{value}|{self.pick('upper', 'lower', 'trim', 'capitalize', 'title', 'e', 'string', 'forceescape', 'striptags')}",
            lambda: f"{value} ~ {self.pick(self.text, self.number)(depth - 1)}",
            lambda: f"{value}|replace({self.text(0)}, {self.text(0)})",
            lambda: f"{value}|truncate({rng.randint(3, 12)}, {self.pick('true', 'false')}, '..', 0)",
            lambda: f"{value}|default({self.pick('lt', 'c0', 'h')}{self.pick('', ', true')})",
            lambda: f"({self.listing(depth - 1)})|join({self.pick('', repr(', '), repr('<'), 'm')})",
            lambda: f"({self.text(depth - 1)} if {self.condition(depth - 1)} else {self.text(depth - 1)})",
            lambda: f"{value}[{rng.randint(-3, 3)}:{self.pick('', '2', '-1', '5')}]",
            lambda: f"'%s|%s'|format({self.text(depth - 1)}, {self.number(depth - 1)})",
            lambda: f"'%.2f'|format({self.number(depth - 1)})",
            lambda: f"{value}|center({rng.randint(1, 9)})",
            lambda: f"{value}|indent({rng.randint(1, 3)}, true)",
            lambda: f"{value}|urlencode",
            lambda: f"({self.pick(self.text, self.number, self.listing)(depth - 1)})|tojson",
            lambda: f"s.{self.pick('upper()', 'split()', 'title()', 'strip()', 'count(' + repr('l') + ')', 'startswith(' + repr('H') + ')')}",
            lambda: f"({self.text(depth - 1)} or {self.text(depth - 1)})",
            lambda: f"{self.call(depth - 1)}",
        )()

    def listing(self, depth):
        rng = self.rng
        if depth <= 0 or self.chance(0.4):
            return rng.choice(["l", "w", "[]", "nl", "range(j)|list", "rows|map(attribute='n')|list", "bl"])
        value = f"({self.listing(depth - 1)})"
        return self.pick(
            lambda: f"{value}|{self.pick('sort', 'reverse|list', 'unique|list', 'list', 'sort(reverse=true)')}",
            lambda: f"{value}[{self.pick('1:', ':2', '::-1', '::2', '-2:')}]",
            lambda: f"{value} + {self.listing(depth - 1)}",
            lambda: f"{value}|map('string')|list",
            lambda: f"{value}|map('upper')|list",
            lambda: f"{value}|select('string')|list",
            lambda: f"{value}|reject('none')|list",
            lambda: f"{value}|batch(2)|list",
            lambda: f"[{self.number(depth - 1)}, {self.text(depth - 1)}]",
            lambda: f"({self.number(depth - 1)}, {self.text(depth - 1)})|list",
            lambda: f"rows|{self.pick('selectattr', 'rejectattr')}('v', 'gt', {rng.randint(0, 5)})|map(attribute='n')|list",
            lambda: f"rows|sort(attribute='{self.pick('v', 'n', 'f')}')|map(attribute='n')|list",
            lambda: f"rows|groupby('v')|map('first')|list",
            lambda: f"d|dictsort|map('first')|list",
        )()

    def condition(self, depth):
        if depth <= 0 or self.chance(0.3):
            return self.pick("t", "s", "l", "missing", "none", "rows", "i > 3", "true", "false", "not t", "i is odd", "j == 2",
                             "missing is defined", "s is string", "'a' in s", "loop.first" if self.in_loop else "f is number",
                             "i in l", "none is none", "m is escaped")
        return self.pick(
            lambda: f"{self.condition(depth - 1)} {self.pick('and', 'or')} {self.condition(depth - 1)}",
            lambda: f"not ({self.condition(depth - 1)})",
            lambda: f"{self.number(depth - 1)} {self.pick('<', '<=', '>', '>=', '==', '!=')} {self.number(depth - 1)}",
            lambda: f"{self.text(depth - 1)} {self.pick('==', '!=')} {self.text(depth - 1)}",
            lambda: f"{self.text(0)} in {self.listing(depth - 1)}",
            lambda: f"0 < {self.number(depth - 1)} < 10",
            lambda: f"({self.number(depth - 1)}) is {self.pick('odd', 'even', 'divisibleby 3', 'number', 'integer')}",
        )()

    def call(self, depth):
        if not self.macros:
            return "s"
        name, parameters = self.rng.choice(self.macros)
        arguments = [self.text(depth) for _ in range(self.rng.randint(0, parameters))]
        if len(arguments) < parameters and self.chance(0.3):
            arguments.append(f"p{parameters - 1}={self.number(depth)}")
        return f"{name}({', '.join(arguments)})"

    def value(self, depth):
        return self.pick(self.number, self.text, self.text, self.listing, self.condition)(depth)

    # ------------------------------------------------------------ statements

    def tag(self, text):
        return "{%" + self.pick("", "", "", "-") + " " + text + " " + self.pick("", "", "", "-") + "%}"

    def white(self):
        return self.rng.choice(WHITE)

    def body(self, depth, size=2):
        kept, macros = list(self.locals), list(self.macros)
        out = "".join(self.white() + self.statement(depth) for _ in range(self.rng.randint(1, size))) + self.white()
        self.locals, self.macros = kept, macros
        return out

    def statement(self, depth):
        if depth <= 0 or self.chance(0.3):
            return "{{" + self.pick("", "", "-") + " " + self.value(2) + " " + self.pick("", "", "-") + "}}"
        return self.pick(self.if_statement, self.loop, self.loop, self.assignment, self.assignment, self.with_statement, self.macro,
                         self.call_block, self.filter_block, self.block, self.include, self.set_block, self.print_call)(depth - 1)

    def if_statement(self, depth):
        out = self.tag("if " + self.condition(2)) + self.body(depth)
        if self.chance(0.3):
            out += self.tag("elif " + self.condition(1)) + self.body(depth)
        if self.chance(0.5):
            out += self.tag("else") + self.body(depth)
        return out + self.tag("endif")

    def loop(self, depth):
        variable = self.pick("x", "y", "i", "s")
        source = self.pick(lambda: self.listing(1), lambda: "range(3)", lambda: "w", lambda: "rows|map(attribute='n')|list")()
        test = f" if {self.pick(variable + ' is string', variable + ' != 2', 't', 'i is defined')}" if self.chance(0.25) else ""
        kept = self.in_loop
        head = self.tag(f"for {variable} in {source}{test}")
        self.in_loop = True
        self.locals.append(variable)
        out = head + self.body(depth)
        if self.chance(0.15):
            out += self.tag("if loop.index > 2") + self.tag(self.pick("break", "continue")) + self.tag("endif") + self.white()
        self.locals.pop()
        self.in_loop = kept
        if self.chance(0.25):
            out += self.tag("else") + self.body(depth)
        return out + self.tag("endfor")

    def assignment(self, depth):
        name = self.pick("q", "r", "s", "i")
        if self.chance(0.15):
            out = self.tag(f"set q, r = {self.value(1)}, {self.value(1)}")
            self.locals += ["q", "r"]
            return out
        out = self.tag(f"set {name} = {self.value(2)}")
        self.locals.append(name)
        return out + ("{{ " + name + " }}" if self.chance(0.4) else "")

    def set_block(self, depth):
        out = self.tag("set b" + self.pick("", "", " | upper", " | replace('a', '<')")) + self.buffered(depth) + self.tag("endset")
        self.locals.append("b")
        return out + "{{ b }}"

    def buffered(self, depth):
        kept, self.in_macro = self.in_macro, True
        out = self.body(depth)
        self.in_macro = kept
        return out

    def with_statement(self, depth):
        out = self.tag(f"with q = {self.value(1)}, z = {self.value(1)}")
        self.locals += ["q", "z"]
        return out + self.body(depth) + self.tag("endwith")

    def macro(self, depth):
        name, count = self.pick("ma", "mb"), self.rng.randint(0, 2)
        parameters = [f"p{n}" + (f"={self.pick('1', repr('<'), 's', 'i')}" if self.chance(0.4) or n else "") for n in range(count)]
        kept, loop = list(self.locals), self.in_loop
        self.locals += [f"p{n}" for n in range(count)]
        self.in_loop = False
        in_macro, self.in_macro = self.in_macro, True
        inner = self.body(depth)
        self.in_macro = in_macro
        if self.chance(0.3):
            inner += "{% if caller is defined %}[{{ caller() }}]{% endif %}"
        self.locals, self.in_loop = kept, loop
        out = self.tag(f"macro {name}({', '.join(parameters)})") + inner + self.tag("endmacro")
        self.macros.append((name, count))
        return out + "{{ " + self.call(1) + " }}"

    def print_call(self, depth):
        return "{{ " + self.call(1) + self.pick("", "|upper", "|length", " ~ h") + " }}"

    def call_block(self, depth):
        kept = self.in_loop
        macro = "{% macro cm(a=1) %}({{ caller(a) }}){% endmacro %}"
        self.in_loop = False
        in_macro, self.in_macro = self.in_macro, True
        out = macro + self.tag(f"call(c) cm({self.value(1)})") + "{{ c }}" + self.body(depth) + self.tag("endcall")
        self.in_loop, self.in_macro = kept, in_macro
        return out

    def filter_block(self, depth):
        return self.tag("filter " + self.pick("upper", "lower", "trim", "replace('a', 'b')", "e")) + self.buffered(depth) + self.tag("endfilter")

    def block(self, depth):
        self.block_count += 1
        kept = self.in_loop
        scoped = self.chance(0.4)
        self.in_loop = kept and scoped
        if self.current != "main" and self.parent_blocks is not None:
            self.in_loop = False
        name = f"k{self.block_count}"
        self.blocks.append(name)
        out = self.tag(f"block {name}" + (" scoped" if scoped else "")) + self.body(depth) + self.tag("endblock")
        self.in_loop = kept
        return out

    def include(self, depth):
        name = f"inc{len(self.files)}"
        if len(self.files) > 4:
            return self.pick("", "{% include 'nope' ignore missing %}")
        self.files[name] = ""
        kept = (self.in_loop, self.blocks, self.macros)
        self.in_loop, self.blocks, self.macros = False, [], []
        if self.chance(0.4):
            macro = "{% macro im(p0='d') %}<{{ p0 }}{{ s }}{{ q }}>{% endmacro %}{% set exported = 5 %}"
            self.files[name] = macro + self.white()
            self.in_loop, self.blocks, self.macros = kept
            return self.pick("{%% import '%s' as mod %%}{{ mod.im(h) }}{{ mod.exported }}", "{%% from '%s' import im %%}{{ im() }}{{ im(i) }}",
                             "{%% from '%s' import im with context %%}{{ im(1)|upper }}") % name
        self.files[name] = self.body(depth, 2)
        self.in_loop, self.blocks, self.macros = kept
        # Inside a macro or block set the original yields out of order for "without context".
        return self.tag(f"include '{name}'" + ("" if self.in_macro else self.pick("", "", " without context")))

    def template_set(self):
        self.blocks, self.parent_blocks, self.current = [], None, "base"
        if self.chance(0.5):
            self.current = "main"
            self.files["main"] = self.body(3, 3)
            return self.files
        self.files["base"] = "<" + self.body(2, 3) + "{% block top %}" + self.body(1) + "{% endblock %}" + self.body(1) + ">"
        known = ["top"] + self.blocks
        self.locals, self.macros, self.blocks = [], [], []
        parts = ["{% extends 'base' %}", self.white()]
        if self.chance(0.6):
            parts.append("{% set q = " + self.value(1) + " %}")
        if self.chance(0.4):
            parts.append("{% macro cm2(a) %}[{{ a }}{{ q }}]{% endmacro %}")
            self.macros.append(("cm2", 1))
        for name in known:
            if self.chance(0.5):
                self.in_loop = False
                inner = self.body(1)
                if self.chance(0.5):
                    inner += "{{ super() }}"
                parts.append("{% block " + name + " %}" + inner + "{% endblock %}")
        self.files["main"] = "".join(parts)
        return self.files


def render_original(files, context, strict):
    env = Environment(loader=DictLoader(files), extensions=EXTENSIONS, autoescape=True, undefined=StrictUndefined if strict else Undefined)
    try:
        return env.get_template("main").render(**to_python(context)), None
    except Exception as error:  # every kind of failure is a failure
        return None, f"{type(error).__name__}: {error}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("render_lines")
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    options = parser.parse_args()
    print(f"Jinja2 {jinja2.__version__}, seed {options.seed}, {options.pairs} pairs", flush=True)
    ours = subprocess.Popen([options.render_lines], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    failed = both_fail = 0
    for number in range(options.pairs):
        rng = random.Random(options.seed * 1_000_003 + number)
        generator = Generator(rng)
        context, strict = generator.context(), rng.random() < 0.2
        files = generator.template_set()
        expected, error = render_original(files, context, strict)
        ours.stdin.write(json.dumps({"templates": files, "main": "main", "context": context, "strict": strict}) + "\n")
        ours.stdin.flush()
        answer = json.loads(ours.stdout.readline() or '{"error": "CRASHED", "crashed": true}')
        both_fail += expected is None and "error" in answer
        same = expected == answer.get("output") if expected is not None else "error" in answer
        if not same or "crashed" in answer:
            failed += 1
            print(f"--- pair {number}, strict {strict}")
            print(json.dumps(files, indent=1, ensure_ascii=False))
            print("context", json.dumps(context, ensure_ascii=False))
            print("Jinja2:", repr(expected), error)
            print("ours:  ", repr(answer.get("output")), answer.get("error"), flush=True)
            if failed >= 5 or "crashed" in answer:
                break
    ours.stdin.close()
    ours.wait()
    print(f"{failed} differ, {both_fail} failed in both")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
