#!/usr/bin/env python3
"""Runs every test of a build: ctest, each database server, the static checks, a short soak and the browser tests.

    run_tests.py BUILD_DIR

Failures are shown in full. The last line is "N passed, N failed, N skipped"; the exit status is 1 when
something failed or nothing ran.
"""
import collections
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as xml

import sanitizers
import servers

ROOT = pathlib.Path(__file__).resolve().parent.parent
BROWSER = ROOT / "tests/browser/run.mjs"
SOAKS = (["kill", "--rounds", "2"], ["load", "--seconds", "3"])
ENGINES = {"PostgreSQL": "postgresql", "MariaDB": "mariadb"}
ON_SERVERS = ("orm_tests", "migrate_tests", "transfer_tests", "dinkydash_tests")
JOBS = 2
TEST_SECONDS = 600
STEP_SECONDS = 3600
REPORT_EVERY = 5.0  # seconds between two lines of progress where nobody sees a line being rewritten

Count = collections.Counter


def say(text=""):
    print(text, flush=True)


class Progress:
    """One line rewritten on a terminal, a line now and then elsewhere."""

    def __init__(self):
        self.terminal = sys.stdout.isatty()
        self.shown = time.monotonic()

    def show(self, text):
        if self.terminal:
            print(f"\r\033[K  {text[:100]}", end="", flush=True)
        elif time.monotonic() - self.shown > REPORT_EVERY:
            say(f"  {text}")
            self.shown = time.monotonic()

    def clear(self):
        if self.terminal:
            print("\r\033[K", end="", flush=True)


def read_lines(command, seconds, each_line, **options):
    """Runs a command, hands over its lines as they come, and gives its exit status. Past its time it is killed."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace", start_new_session=True, **options)
    timer = threading.Timer(seconds, os.killpg, (process.pid, signal.SIGKILL))
    timer.start()
    try:
        for line in process.stdout:
            each_line(line.rstrip("\n"))
        return process.wait()
    except KeyboardInterrupt:
        os.killpg(process.pid, signal.SIGTERM)
        raise
    finally:
        timer.cancel()


def judge_case(case):
    """passed, failed or skipped. A test that could not be started has failed."""
    status = case.get("status")
    if status == "run":
        return "passed"
    skipped = case.find("skipped")
    asked_for = skipped is not None and skipped.get("message", "").startswith("SKIP_")
    return "skipped" if status == "disabled" or asked_for else "failed"


def run_ctest(build, environment):
    counts, progress, tail, reasons = Count(), Progress(), collections.deque(maxlen=30), {}
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "ctest.xml"

        def each_line(line):
            tail.append(line)
            test = re.match(r"\s*(\d+)/(\d+) Test +#\d+: (\S+)(?:.*\*\*\*(.*?)\s+[\d.]+ sec)?", line)
            if test:
                reasons[test[3]] = test[4]
                progress.show(f"{test[1]} of {test[2]}: {test[3]}")

        status = read_lines(["ctest", "--test-dir", build, "-j", str(JOBS), "--timeout", str(TEST_SECONDS),
                             "--no-tests=error", "--output-junit", str(report)], STEP_SECONDS, each_line,
                            env=environment)
        progress.clear()
        cases = list(xml.parse(report).getroot().iter("testcase")) if report.exists() else []
    for case in cases:
        verdict = judge_case(case)
        counts[verdict] += 1
        if verdict == "failed":
            say(f"FAILED {case.get('name')}: {reasons.get(case.get('name'))} after {float(case.get('time') or 0):.1f} s")
            say((case.findtext("system-out") or "").rstrip() + "\n")
    if not cases or (status != 0 and not counts["failed"]):
        counts["failed"] += 1
        say(f"FAILED ctest itself (status {status})")
        say("\n".join(tail))
    return counts


def run_program(program, environment):
    """One test program on its own: for tests that ctest knows on SQLite."""
    counts, progress, lines = Count(), Progress(), []

    def each_line(line):
        lines.append(line)
        end = re.match(r"\[ +(OK|FAILED|SKIPPED) +\] (\S+).* \(\d+ ms\)$", line)
        if line.startswith("[ RUN"):
            lines[:] = [line]
        if not end:
            return
        verdict = "passed" if end[1] == "OK" else end[1].lower()
        counts[verdict] += 1
        progress.show(f"{sum(counts.values())}: {end[2]}")
        if verdict == "failed":
            progress.clear()
            say("\n".join(lines) + "\n")

    status = read_lines([program], TEST_SECONDS, each_line, env=environment)
    progress.clear()
    if not counts or (status != 0 and not counts["failed"]):
        counts["failed"] += 1
        say(f"FAILED {program} itself (status {status})")
        say("\n".join(lines[-30:]))
    return counts


def run_on_servers(build):
    """ctest, and the data layer on every server. Without servers the run has failed, whatever else passes."""
    with contextlib.ExitStack() as running:
        try:
            addresses, missing = running.enter_context(servers.servers()), 0
        except (SystemExit, OSError, subprocess.CalledProcessError) as error:
            say(f"FAILED to start the database servers: {error}")
            addresses, missing = {}, 1
        environment = {**os.environ, **addresses}
        total = step("Unit, case, misuse and application tests", run_ctest, build, environment)
        for title, engine in ENGINES.items() if addresses else ():
            for program in ON_SERVERS:
                total += step(f"{program} on {title}", run_program, os.path.join(build, "bin", program),
                              {**environment, "CARAFE_TEST_ENGINE": engine})
        return total + Count(failed=missing)


def run_static(name):
    lines = []
    status = read_lines([sys.executable, str(ROOT / "scripts/check"), name], STEP_SECONDS, lines.append)
    say("\n".join("  " + line for line in lines))
    return Count(passed=1) if status == 0 else Count(failed=1)


def run_soak(build, mode, *options):
    """Each check of scripts/soak counts as a test."""
    lines = []
    command = [sys.executable, str(ROOT / "scripts/soak"), mode, os.path.join(build, "bin/dinkydash"), *options]
    status = read_lines(command, STEP_SECONDS, lines.append)
    say("\n".join("  " + line for line in lines))
    verdicts = Count(line[:4].strip() for line in lines)
    counts = Count(passed=verdicts["OK"], failed=verdicts["FAIL"])
    if not counts["passed"] or (status != 0 and not counts["failed"]):
        counts["failed"] += 1
        say(f"FAILED scripts/soak {mode} itself (status {status})")
    return counts


def run_browser(build):
    """The program prints its own failures and ends with `N passed, N failed`, perhaps `, N skipped`."""
    counts = Count()

    def each_line(line):
        found = re.fullmatch(r"\s*(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*", line)
        if found:
            counts.clear()
            counts.update(passed=int(found[1]), failed=int(found[2]), skipped=int(found[3] or 0))
        say("  " + line)

    status = read_lines(["node", str(BROWSER)], STEP_SECONDS, each_line,
                        env={**os.environ, "DINKYDASH": os.path.join(build, "bin/dinkydash")})
    if not counts:
        say("FAILED the browser tests gave no count")
    if not counts or (status != 0 and not counts["failed"]):
        counts["failed"] += 1
    return counts


def step(title, run, *arguments):
    say(f"{title} ...")
    started = time.monotonic()
    try:
        counts = run(*arguments)
    except (OSError, xml.ParseError) as error:
        say(f"FAILED {title}: {error}")
        counts = Count(failed=1)
    say(f"  {counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped "
        f"in {time.monotonic() - started:.0f} s")
    return counts


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build = os.path.abspath(sys.argv[1])
    os.environ.update(sanitizers.settings())
    total = run_on_servers(build)
    total += step("Static check: layers", run_static, "layers")
    for soak in SOAKS:
        total += step(f"Soak: {' '.join(soak)}", run_soak, build, *soak)
    if BROWSER.exists():
        total += step("Browser tests", run_browser, build)
    say(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    sys.exit(0 if total["passed"] and not total["failed"] else 1)


main()
