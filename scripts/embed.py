#!/usr/bin/env python3
"""Puts files into a program: writes an assembler file with one .incbin per file and a C++ table.

    scripts/embed.py --function dinkydash::template_files --asm OUT.S --cpp OUT.cpp [--depfile OUT.d] FOLDER...

Files of earlier folders win where names are equal. FOLDER may be NAME=FILE for a single file.
"""
import argparse
import os
import sys


def collect(sources):
    files = {}
    for source in sources:
        if "=" in source:
            name, path = source.split("=", 1)
            files.setdefault(name, os.path.abspath(path))
            continue
        if not os.path.isdir(source):
            sys.exit(f"embed.py: {source} is no folder")
        for folder, folders, names in os.walk(source):
            folders.sort()
            for name in names:
                if name.startswith(".") or name.endswith("~"):
                    continue
                path = os.path.join(folder, name)
                files.setdefault(os.path.relpath(path, source).replace(os.sep, "/"), os.path.abspath(path))
    return sorted(files.items(), key=lambda item: item[0].encode())


def write_if_changed(path, text):
    if os.path.exists(path) and open(path, encoding="utf-8").read() == text:
        os.utime(path)
        return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--function", required=True)
    parser.add_argument("--asm", required=True)
    parser.add_argument("--cpp", required=True)
    parser.add_argument("sources", nargs="+")
    options = parser.parse_args()
    files = collect(options.sources)
    prefix = options.function.replace("::", "_") + "_"
    asm = ['.section .note.GNU-stack,"",@progbits', ".section .rodata"]
    for i, (_, path) in enumerate(files):
        asm += [f".global {prefix}{i}", ".balign 16", f"{prefix}{i}:", f'.incbin "{path}"', ".byte 0"]
    namespace, _, function = options.function.rpartition("::")
    cpp = ['#include "carafe/base/embedded.hpp"', ""]
    if files:
        cpp += ['extern "C" {'] + [f"extern const char {prefix}{i}[];" for i in range(len(files))] + ["}", ""]
    cpp += [f"namespace {namespace} {{", "", "carafe::EmbeddedFiles " + function + "();", "",
            "carafe::EmbeddedFiles " + function + "() {"]
    if files:
        cpp.append("    static const carafe::EmbeddedFile files[] = {")
        for i, (name, path) in enumerate(files):
            cpp.append(f'        {{"{name}", {{{prefix}{i}, {os.path.getsize(path)}}}}},')
        cpp += ["    };", "    return files;"]
    else:
        cpp.append("    return {};")
    cpp += ["}", "", f"}}  // namespace {namespace}"]
    write_if_changed(options.asm, "\n".join(asm) + "\n")
    write_if_changed(options.cpp, "\n".join(cpp) + "\n")


main()
