#!/usr/bin/python3
"""The dashboard's content page against the same page in Flask, SQLAlchemy and Jinja2 under gunicorn.

    bench/dinkydash.py build/release/bin/dinkydash

Both serve the same SQLite file and the same templates, one core each. First the pages of 50 demo families are
compared, as they are and with what demo data lacks (absences, swaps, other days …); a difference ends the run.
Printed: statements per request, requests per second and processor time per request, changed page and 304, and
resident memory.
"""
import contextlib
import difflib
import http.client
import itertools
import os
import pathlib
import re
import secrets
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
VARIATION = ROOT / "bench/dinkydash_variation.sql"
FAMILIES = 50
PATH = "/dashboard/1/content"
ROUNDS = 3
SECONDS = 2


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
    sys.exit("a server does not start")


def children(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid] + [int(child) for child in found]


def processor_seconds(pid):
    total = 0
    for process in children(pid):
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def resident_mib(pid):
    text = "".join(pathlib.Path(f"/proc/{process}/status").read_text() for process in children(pid))
    return sum(int(kb) for kb in re.findall(r"VmRSS:\s+(\d+) kB", text)) / 1024


def log_in(port, family):
    """The cookies of a family's owner."""
    client = http.client.HTTPConnection("127.0.0.1", port)
    client.request("GET", "/login")
    answer = client.getresponse()
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode()).group(1)
    visitor = answer.getheader("Set-Cookie").split(";")[0]
    name = "demo" if family == 1 else f"demo{family}"
    body = f"csrf_token={token}&email={name}%40example.com&password=demo-demo"
    client.request("POST", "/login", body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": visitor})
    answer = client.getresponse()
    answer.read()
    return "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie")


def fetch(port, path, cookie, etag=""):
    """Status, headers and text of a page."""
    client = http.client.HTTPConnection("127.0.0.1", port)
    client.request("GET", path, headers={"Cookie": cookie} | ({"If-None-Match": etag} if etag else {}))
    answer = client.getresponse()
    return answer.status, answer.headers, answer.read().decode()


@contextlib.contextmanager
def running(command, port, **options):
    """A server on core 0 that listens."""
    process = subprocess.Popen(["taskset", "-c", "0", *command], **options)
    try:
        wait_for(port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


class Servers:
    """The program and its peer on one database."""

    def __init__(self, program, folder):
        self.program, self.folder, self.database = program, pathlib.Path(folder), f"{folder}/dinkydash-dev.db"
        self.ports = self.ours_port, self.peer_port = free_port(), free_port()
        self.secret = secrets.token_hex(32)

    def make_database(self):
        settings = dict(os.environ, CARAFE_ENV="development", CARAFE_LOG="error", DATA_FOLDER=str(self.folder))
        for words in (["db", "upgrade"], ["demo-data", "--families", str(FAMILIES)]):
            subprocess.run([self.program, *words], env=settings, check=True, capture_output=True)

    def ours(self, log_level="error", output=subprocess.DEVNULL):
        settings = dict(os.environ, CARAFE_ENV="production", CARAFE_LOG=log_level, DATA_FOLDER=str(self.folder),
                        DATABASE_URL="sqlite:///" + self.database, SECRET_KEY=self.secret, ALLOWED_HOSTS="127.0.0.1",
                        PUBLIC_URL=f"http://127.0.0.1:{self.ours_port}")
        command = [self.program, "serve", "--port", str(self.ours_port)]
        return running(command, self.ours_port, env=settings, stdout=output, stderr=subprocess.STDOUT)

    def peer(self, app="dinkydash_peer:app"):
        settings = dict(os.environ, DINKYDASH_FILE=self.database, SECRET_KEY=self.secret)
        command = ["/usr/bin/python3", "-m", "gunicorn", "-w", "1", "-k", "gthread", "--threads", "4",
                   "-b", f"127.0.0.1:{self.peer_port}", "--log-level", "error", app]
        return running(command, self.peer_port, env=settings, cwd=ROOT / "bench")


# ---- comparing ---------------------------------------------------------------------------------


def vary(database):
    """Gives all families but the first what demo data lacks; two zones see two dates."""
    today = str(int(time.time()) // 86400)
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.executescript(VARIATION.read_text().replace(":today", today))


def comparable(page):
    """The page without what differs between any two servers: form tokens, the ETag, hashes of static files."""
    page = re.sub(r'(name="csrf_token" value=")[^"]+', r"\1…", page)
    page = re.sub(r'( data-etag=")[^"]+', r"\1…", page)
    return re.sub(r"(/static/[\w-]+)\.[0-9a-f]{12}\.", r"\1.", page)


def compare_pages(ports, cookies):
    """Ends the run when the page of a family differs. @return the days on the pages."""
    days = set()
    for family, cookie in cookies.items():
        answers = [fetch(port, f"/dashboard/{family}/content", cookie) for port in ports]
        statuses, pages = [answer[0] for answer in answers], [comparable(answer[2]) for answer in answers]
        if statuses != [200, 200] or pages[0] != pages[1]:
            lines = difflib.unified_diff(*(page.split("\n") for page in pages), "ours", "Flask", n=1, lineterm="")
            sys.exit("\n".join([f"the pages of family {family} differ, statuses {statuses}", *itertools.islice(lines, 30)]))
        days.add(re.search("<h1>(.*)</h1>", pages[0])[1])
    return days


def count_statements(servers, log, cookie):
    """Statements of a changed page and of a 304: pairs of ours, from the program's log, and the peer's."""
    tags = [fetch(port, PATH, cookie)[1]["ETag"] for port in servers.ports]
    counts = []
    for wanted, etags in ((200, ("", "")), (304, tags)):
        answers = [fetch(port, PATH, cookie, etag) for port, etag in zip(servers.ports, etags)]
        if statuses := [status for status, _, _ in answers if status != wanted]:
            sys.exit(f"{PATH} answers {statuses} instead of {wanted}")
        ours = re.findall(r"statements=(\d+)", log.read_text())[-1]
        counts.append((int(ours), int(answers[1][1]["Statements"])))
    return counts


def check(servers):
    """Compares all pages. @return a cookie of the first family, and count_statements()."""
    log = servers.folder / "log"
    with log.open("w") as output, servers.ours("info", output), servers.peer("dinkydash_peer.counted:app"):
        cookies = {family: log_in(servers.ours_port, family) for family in range(1, FAMILIES + 1)}
        days = compare_pages(servers.ports, cookies)
        vary(servers.database)
        days |= compare_pages(servers.ports, cookies)
        print(f"equal: {2 * FAMILIES} pages of {FAMILIES} families on {', '.join(sorted(days))}")
        return cookies[1], count_statements(servers, log, cookies[1])


# ---- measuring ---------------------------------------------------------------------------------


def measure(pid, port, path, cookie, etag=""):
    """Requests per second, microseconds of processor time per request."""
    headers = ["-H", "Cookie: " + cookie] + (["-H", "If-None-Match: " + etag] if etag else [])
    before = processor_seconds(pid)
    text = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", "-c8", f"-d{SECONDS}s", *headers, f"http://127.0.0.1:{port}{path}"],
                          capture_output=True, text=True, check=True).stdout
    used = processor_seconds(pid) - before
    if "Non-2xx" in text or "Socket errors" in text:
        sys.exit(f"port {port} answered with errors:\n{text}")
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    return requests / SECONDS, used / requests * 1e6


def measure_both(servers, pids, cookie, etags):
    """Medians of rounds taken in turns: (requests per second, microseconds) of ours and of the peer."""
    rounds = [[measure(pid, port, PATH, cookie, etag) for pid, port, etag in zip(pids, servers.ports, etags)] for _ in range(ROUNDS)]
    return [[statistics.median(numbers) for numbers in zip(*results)] for results in zip(*rounds)]


def measure_all(servers, cookie, counts):
    """Prints the table."""
    with servers.ours() as ours, servers.peer() as peer:
        answers = [fetch(port, PATH, cookie) for port in servers.ports]
        print(f"page: ours {len(answers[0][2].encode())} octets, Flask {len(answers[1][2].encode())} octets")
        print(f"{'':10}{'ours/s':>10}{'µs each':>10}{'statements':>12}{'Flask/s':>10}{'µs each':>10}{'statements':>12}"
              f"{'requests per processor second':>32}")
        tags = [headers["ETag"] for _, headers, _ in answers]
        for name, etags, (our_count, peer_count) in (("changed", ("", ""), counts[0]), ("304", tags, counts[1])):
            a, b = measure_both(servers, (ours.pid, peer.pid), cookie, etags)
            print(f"{name:10}{a[0]:10.0f}{a[1]:10.1f}{our_count:12}{b[0]:10.0f}{b[1]:10.1f}{peer_count:12}{b[1] / a[1]:31.1f}×")
        print(f"resident: ours {resident_mib(ours.pid):.1f} MiB, Flask {resident_mib(peer.pid):.1f} MiB ({FAMILIES} families)")


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        servers = Servers(program, folder)
        servers.make_database()
        measure_all(servers, *check(servers))


main(sys.argv[1])
