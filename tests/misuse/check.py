#!/usr/bin/env python3
"""Programs that must not compile: each names the one sentence the compiler has to say.

usage: check.py SOURCE_FOLDER COMPILER FILE...

A file starts with a comment `// expect: SENTENCE`, which may go on over several lines. It passes when the
compiler reports exactly one error and says the sentence. `// expect: nothing` marks a file that compiles, so
that the others are known to fail for the reason they name.
"""
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile

FLAGS = ["-std=c++20", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-fdiagnostics-color=never"]
COMMON = '#include "carafe/orm/define.hpp"\n#include "tests/misuse/models.hpp"\n'


def expectation(file):
    with open(file, encoding="utf-8") as text:
        lines = []
        for line in text:
            if not line.startswith("//"):
                break
            lines.append(line[2:].strip())
    return " ".join(lines).removeprefix("expect: ")


def precompile(source, compiler, folder):
    """The headers all programs share, so that each of them takes a fraction of a second."""
    header = os.path.join(folder, "common.hpp")
    with open(header, "w", encoding="utf-8") as text:
        text.write(COMMON)
    clang = "clang" in os.path.basename(compiler)
    output = header + (".pch" if clang else ".gch")
    subprocess.run([compiler, *FLAGS, "-I", source, "-x", "c++-header", header, "-o", output], check=True)
    return ["-include-pch", output] if clang else ["-include", header]


def judge(source, compiler, shared, file):
    expected = expectation(file)
    run = subprocess.run([compiler, *FLAGS, *shared, "-fsyntax-only", "-I", source, file],
                         capture_output=True, text=True, check=False)
    said = run.stderr.replace('\\"', '"')
    errors = re.findall(r"error: .*", said)
    if expected == "nothing":
        return [] if run.returncode == 0 else errors[:3]
    if run.returncode == 0:
        return ["it compiles"]
    if len(errors) != 1:
        return [f"{len(errors)} errors instead of one"] + errors[:3]
    return [] if expected in said else ["another error", errors[0]]


def main():
    source, compiler, *files = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        shared = precompile(source, compiler, folder)
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            results = pool.map(lambda file: judge(source, compiler, shared, file), files)
            for file, problems in zip(files, results):
                print(("FAIL " if problems else "OK   ") + os.path.basename(file))
                for line in problems:
                    print("     " + line)
                failed += bool(problems)
    print(f"{len(files)} programs, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
