# SPDX-License-Identifier: BSL-1.0
#
# Adds up what gcov counted in the tests and prints a row for each header of include/: started by
# scripts/coverage.sh.
#
# A line counts as executed if any test executed it, in any instantiation of its template. Three
# kinds of lines are in neither number: what only ran while compiling, which has no counters and
# whose test is static_assert; what `if (std::is_constant_evaluated())` or `if (compiling<T>())`
# guards; and lines of brackets alone, which hold destructors.
#
# A branch is one of the ways on from a condition. The way that an exception takes out of a call is
# none. Where instantiations differ, as `if constexpr` makes them, the branches of a line are told
# apart by their position among as many.

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

GUARD = re.compile(r"\bif \((std::is_constant_evaluated|compiling(_arithmetic)?<.*>)\(\)\)")
ROOT = pathlib.Path(__file__).resolve().parent.parent


def counted(counters):
    """Runs gcov on a file of counters: its answer is a line of JSON."""
    command = [os.environ.get("GCOV", "gcov"), "--json-format", "--stdout",
               "--branch-probabilities", counters]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for document in filter(None, answer.splitlines()):
        yield from json.loads(document)["files"]


def decisions(branches):
    """Without exceptions: each stands directly behind the way on from the call that throws it."""
    kept = []
    for branch in branches:
        if branch["throw"]:
            if kept and kept[-1]["fallthrough"]:
                kept.pop()
        else:
            kept.append(branch)
    return kept


def left_out(text):
    """The numbers of the lines that count for nothing, see above."""
    numbers = set()
    guard = None  # how far the guard of constant evaluation is indented
    for number, line in enumerate(text, 1):
        indent = len(line) - len(line.lstrip())
        if guard is not None and line and indent <= guard:
            guard = None
        if guard is not None or not line.strip("{}();, \t"):
            numbers.add(number)
        if GUARD.search(line):
            guard = indent
    return numbers


class Header:
    def __init__(self, name):
        self.text = (ROOT / "include" / name).read_text().splitlines()
        self.left_out = left_out(self.text)
        self.lines = collections.Counter()
        self.branches = collections.Counter()

    def add(self, line):
        number = line["line_number"]
        if number in self.left_out:
            return
        self.lines[number] += line["count"]
        # A line without a function is that of inlined copies, whose branches nobody can tell apart.
        kept = decisions(line["branches"]) if "function_name" in line else []
        for position, branch in enumerate(kept):
            self.branches[number, len(kept), position] += branch["count"]


def ran(counter):
    return sum(1 for count in counter.values() if count > 0)


def ranges(numbers):
    """[3, 4, 5, 8] as 3-5, 8"""
    found = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in found)


def row(name, lines, lines_run, branches, branches_run):
    percent = 100 * lines_run / lines if lines else 100
    print(f"{name:<44} {lines:6} {lines_run:7} {percent:6.1f} % {branches_run:6} of {branches:5}")


parser = argparse.ArgumentParser()
parser.add_argument("--lines", action="store_true")
parser.add_argument("--at-least", type=float)
parser.add_argument("directory", type=pathlib.Path)
options = parser.parse_args()

headers = {}
for counters in sorted(options.directory.rglob("*.gcda")):
    for file in counted(counters):
        path = pathlib.Path(file["file"])
        if path.is_relative_to(ROOT / "include"):
            name = str(path.relative_to(ROOT / "include"))
            if name not in headers:
                headers[name] = Header(name)
            for line in file["lines"]:
                headers[name].add(line)

print(f"{'header':<44} {'lines':>6} {'covered':>7} {'percent':>8} {'branches':>15}")
total = [0, 0, 0, 0]
for name, header in sorted(headers.items()):
    numbers = [len(header.lines), ran(header.lines), len(header.branches), ran(header.branches)]
    row(name, *numbers)
    total = [a + b for a, b in zip(total, numbers)]
row("total", *total)

if options.lines:
    for name, header in sorted(headers.items()):
        missing = [number for number, count in sorted(header.lines.items()) if count == 0]
        if missing:
            print(f"\n{name}: {ranges(missing)}")
        for number in missing:
            print(f"{number:6}  {header.text[number - 1]}")

if total[0] == 0 or 100 * total[1] < options.at_least * total[0]:
    sys.exit(f"less than {options.at_least:g} % of the lines ran")
