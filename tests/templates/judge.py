#!/usr/bin/python3
"""Renders every case with Debian's python3-jinja2 and fails when a stored answer differs.

    judge.py                 all *.case beside this file
    judge.py FILE...         these
    judge.py --update FILE   writes the original's answers into the file (new cases have none)

A case file holds cases separated by lines of `===`. Lines starting with `# ` at its head are its title and options
(`option: strict`), `# differs: reason` marks an answer that is ours on purpose. Sections: `--- NAME` a template
(the first is rendered), `--- context` JSON, `--- output` or `--- error`. A `--- table` has one `expression => output`
a line instead of templates, newlines shown as ⏎. See case_file.hpp for the other reader.
"""
import json
import pathlib
import sys

import jinja2
from jinja2 import DictLoader, Environment, StrictUndefined, Undefined
from markupsafe import Markup

EXTENSIONS = ["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"]
OPTIONS = ("strict", "no_autoescape", "trim_blocks", "lstrip_blocks", "keep_trailing_newline")


class Case:
    def __init__(self, path, text, line):
        self.path, self.line = path, line
        self.head, self.sections = [], []
        for row in text.split("\n"):
            if row.startswith("--- "):
                self.sections.append([row[4:].strip(), []])
            elif self.sections:
                self.sections[-1][1].append(row)
            elif row:
                self.head.append(row)
        self.options = {row[10:].strip() for row in self.head if row.startswith("# option: ")}
        self.differs = any(row.startswith("# differs:") for row in self.head)
        assert all(option in OPTIONS for option in self.options), (path, line, self.options)

    def section(self, name):
        for found, rows in self.sections:
            if found == name:
                return "\n".join(rows)
        return None

    def templates(self):
        return {name: "\n".join(rows) for name, rows in self.sections
                if name not in ("context", "output", "error", "table")}

    def context(self):
        return to_python(json.loads(self.section("context") or "{}"))

    def environment(self, templates):
        env = Environment(
            loader=DictLoader(templates), extensions=EXTENSIONS, autoescape="no_autoescape" not in self.options,
            undefined=StrictUndefined if "strict" in self.options else Undefined,
            trim_blocks="trim_blocks" in self.options, lstrip_blocks="lstrip_blocks" in self.options,
            keep_trailing_newline="keep_trailing_newline" in self.options)
        env.install_null_translations(newstyle=True)
        return env

    def render(self, templates):
        main = next(iter(templates))
        try:
            return self.environment(templates).get_template(main).render(**self.context()), None
        except Exception as error:  # every kind of failure is a failure
            return None, f"{type(error).__name__}: {error}"


def to_python(value):
    if isinstance(value, dict):
        if list(value) == ["$markup"]:
            return Markup(value["$markup"])
        return {key: to_python(item) for key, item in value.items()}
    if isinstance(value, list):
        return [to_python(item) for item in value]
    return value


def read_cases(path):
    cases, rows, start = [], [], 1
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    for number, row in enumerate(lines + ["==="], 1):
        if row == "===":
            if any(rows):
                cases.append(Case(path, "\n".join(rows), start))
            rows, start = [], number + 1
        else:
            rows.append(row)
    return cases


def judge_table(case):
    failures = []
    rows = next(rows for name, rows in case.sections if name == "table")
    for i, row in enumerate(rows):
        if not row.strip():
            continue
        expression, _, stored = row.partition(" => ")
        output, error = case.render({"table": "{{ " + expression.strip() + " }}"})
        answer = "ERROR" if output is None else output.replace("\n", "⏎")
        if answer != stored and not stored.endswith("# differs"):
            failures.append(f"{expression.strip()!r}: stored {stored!r}, Jinja2 has {answer!r} {error or ''}")
        rows[i] = f"{expression.strip()} => {answer if not stored.endswith('# differs') else stored}"
    return failures


def judge(case):
    if case.section("table") is not None:
        return judge_table(case)
    output, error = case.render(case.templates())
    stored = case.section("output")
    sections = [part for part in case.sections if part[0] not in ("output", "error")]
    old_error = case.section("error")
    if output is not None:
        sections.append(["output", output.split("\n")])
    else:
        sections.append(["error", [old_error or "?"]])
    if case.differs:
        return []
    case.sections = sections
    if output is None and old_error is None:
        return [f"stored {stored!r}, Jinja2 fails: {error}"]
    if output is not None and stored != output:
        return [f"stored {stored!r}\n  Jinja2 {output!r}"]
    return []


def write_cases(path, cases):
    texts = []
    for case in cases:
        rows = list(case.head)
        for name, section in case.sections:
            rows.append(f"--- {name}")
            rows.extend(section)
        texts.append("\n".join(rows))
    path.write_text("\n===\n".join(texts) + "\n", encoding="utf-8")


def main():
    update = "--update" in sys.argv
    names = [name for name in sys.argv[1:] if not name.startswith("--")]
    paths = [pathlib.Path(n) for n in names] or sorted(pathlib.Path(__file__).parent.glob("*.case"))
    print(f"Jinja2 {jinja2.__version__}, {sys.executable}")
    count = failed = 0
    for path in paths:
        cases = read_cases(path)
        for case in cases:
            failures = judge(case)
            table = next((rows for name, rows in case.sections if name == "table"), None)
            count += len([row for row in table if row.strip()]) if table else 1
            if not update:
                for failure in failures:
                    print(f"{path.name}:{case.line}: {failure}")
                failed += len(failures)
        if update:
            write_cases(path, cases)
    print(f"{count} cases, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
