#!/usr/bin/python3
"""Renders the page of templates.cpp with Jinja2 and with us, compares the output, prints times and ratio.

    bench/templates.py build/release/bin/bench_templates
"""
import pathlib
import subprocess
import sys
import time

import jinja2

FOLDER = pathlib.Path(__file__).parent / "templates"


class Record:
    def __init__(self, **fields):
        self.__dict__.update(fields)


def data(rows):
    people = ["Ana", "Bo & Co", "Chloé"]
    tasks = [Record(id=100 + i, name=("Wash the <dishes> & dry them " if i % 4 == 0 else "Take out the rubbish ") + str(i),
                    emoji="🧽" if i % 3 == 0 else None, state=["open", "done", "late"][i % 3], score=i * 1.37,
                    person=Record(id=i, name=people[i % 3])) for i in range(rows)]
    nav = [Record(url=f"/p/{i}?a=1&b=2", label=f"Page {i}", active=i == 2) for i in range(6)]
    return dict(tasks=tasks, nav=nav, flashes=[Record(category="success", text='Task "Dishes" saved.')],
                user=Record(name="Anna O'Neil", email="anna@example.org", admin=True), title="Tasks & chores")


def measure(rows):
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=True)
    template, context = env.get_template("list.html"), data(rows)
    rounds, best = max(1, 4000 // max(rows, 1)), 1e9
    for _ in range(9):
        begin = time.process_time()
        for _ in range(rounds):
            page = template.render(context)
        best = min(best, (time.process_time() - begin) / rounds)
    return best * 1e6, page


def main():
    print(f"Jinja2 {jinja2.__version__}, Python {sys.version.split()[0]}")
    print(f"{'rows':>6} {'bytes':>9} {'Jinja2 µs':>10} {'Carafe µs':>10} {'ratio':>7}")
    for rows in (20, 1000):
        theirs, page = measure(rows)
        run = subprocess.run([sys.argv[1], str(rows)], capture_output=True, text=True, check=True)
        ours = float(run.stdout)
        same = "" if run.stderr == page else "  OUTPUT DIFFERS"
        print(f"{rows:6} {len(page.encode()):9} {theirs:10.1f} {ours:10.2f} {theirs / ours:6.1f}x{same}")


if __name__ == "__main__":
    main()
