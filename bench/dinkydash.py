#!/usr/bin/python3
"""The dashboard's content page against the same page in Flask, SQLAlchemy and Jinja2 under gunicorn.

    bench/dinkydash.py build/release/bin/dinkydash

Both serve the same SQLite file and the same templates, one core each. Printed: requests per second and
processor time per request, changed page and 304, and resident memory with 50 demo families.
"""
import http.client
import os
import pathlib
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 5


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


def log_in(port):
    client = http.client.HTTPConnection("127.0.0.1", port)
    client.request("GET", "/login")
    answer = client.getresponse()
    token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode()).group(1)
    visitor = answer.getheader("Set-Cookie").split(";")[0]
    body = f"csrf_token={token}&email=demo%40example.com&password=demo-demo"
    client.request("POST", "/login", body, {"Content-Type": "application/x-www-form-urlencoded", "Cookie": visitor})
    answer = client.getresponse()
    answer.read()
    cookies = "; ".join(value.split(";")[0] for name, value in answer.getheaders() if name == "Set-Cookie")
    return cookies


def etag_of(port, path, cookie):
    client = http.client.HTTPConnection("127.0.0.1", port)
    client.request("GET", path, headers={"Cookie": cookie})
    answer = client.getresponse()
    size = len(answer.read())
    assert answer.status == 200, answer.status
    return answer.getheader("ETag"), size


def measure(pid, port, path, cookie, etag=None):
    headers = ["-H", "Cookie: " + cookie] + (["-H", "If-None-Match: " + etag] if etag else [])
    before = processor_seconds(pid)
    text = subprocess.run(["taskset", "-c", "1", "wrk", "-t1", "-c8", f"-d{SECONDS}s", *headers, f"http://127.0.0.1:{port}{path}"],
                          capture_output=True, text=True, check=True).stdout
    used = processor_seconds(pid) - before
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    return requests / SECONDS, used / requests * 1e6


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        settings = dict(os.environ, CARAFE_ENV="development", CARAFE_LOG="error", DATA_FOLDER=folder)
        run = lambda *words: subprocess.run([program, *words], env=settings, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run("db", "upgrade")
        run("demo-data", "--families", "50")
        ours_port, peer_port = free_port(), free_port()
        database = folder + "/dinkydash-dev.db"
        settings |= {"CARAFE_ENV": "production", "SECRET_KEY": secrets.token_hex(32), "ALLOWED_HOSTS": "127.0.0.1",
                     "PUBLIC_URL": f"http://127.0.0.1:{ours_port}", "DATABASE_URL": "sqlite:///" + database}
        ours = subprocess.Popen(["taskset", "-c", "0", program, "serve", "--port", str(ours_port)], env=settings, stdout=subprocess.DEVNULL)
        wait_for(ours_port)
        cookie = log_in(ours_port)
        peer = subprocess.Popen(["taskset", "-c", "0", "/usr/bin/python3", "-m", "gunicorn", "-w", "1", "-b", f"127.0.0.1:{peer_port}",
                                 "--log-level", "error", "dinkydash_peer:app"], cwd=ROOT / "bench",
                                env=dict(os.environ, DINKYDASH_FILE=database))
        try:
            wait_for(peer_port)
            path = "/dashboard/1/content"
            (our_tag, our_size), (peer_tag, peer_size) = etag_of(ours_port, path, cookie), etag_of(peer_port, path, cookie)
            print(f"page: ours {our_size} octets, Flask {peer_size} octets")
            print(f"{'':10}{'ours/s':>10}{'µs each':>10}{'Flask/s':>10}{'µs each':>10}{'requests per processor second':>32}")
            for name, ours_etag, peer_etag in (("changed", None, None), ("304", our_tag, peer_tag)):
                a = measure(ours.pid, ours_port, path, cookie, ours_etag)
                b = measure(peer.pid, peer_port, path, cookie, peer_etag)
                print(f"{name:10}{a[0]:10.0f}{a[1]:10.1f}{b[0]:10.0f}{b[1]:10.1f}{b[1] / a[1]:31.1f}×")
            print(f"resident: ours {resident_mib(ours.pid):.1f} MiB, Flask {resident_mib(peer.pid):.1f} MiB (50 families)")
        finally:
            for process in (ours, peer):
                process.send_signal(signal.SIGTERM)
                process.wait()


main(sys.argv[1])
