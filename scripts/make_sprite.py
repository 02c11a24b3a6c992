#!/usr/bin/env python3
"""Builds one SVG sprite from the Bootstrap icons that a list names.

    make_sprite.py LIST OUT

LIST holds one icon name a line. OUT becomes a file of <symbol> elements that
pages show with <use href="icons.svg#NAME">. A name without an icon ends the build.
"""
import pathlib
import re
import sys

ICONS = pathlib.Path(__file__).resolve().parent.parent / "node_modules/bootstrap-icons/icons"


def symbol(name):
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    body = re.search(r"<svg[^>]*>(.*)</svg>", text, re.S).group(1)
    body = re.sub(r">\s+<", "><", body.strip())
    return f'<symbol id="{name}" viewBox="0 0 16 16">{body}</symbol>'


def main(list_file, out_file):
    names = sorted(set(pathlib.Path(list_file).read_text(encoding="utf-8").split()))
    missing = [name for name in names if not (ICONS / f"{name}.svg").is_file()]
    if missing:
        sys.exit("no such icon: " + ", ".join(missing))
    symbols = "\n".join(symbol(name) for name in names)
    sprite = f'<svg xmlns="http://www.w3.org/2000/svg" fill="currentColor">\n{symbols}\n</svg>\n'
    pathlib.Path(out_file).write_text(sprite, encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
