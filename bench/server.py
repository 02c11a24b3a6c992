#!/usr/bin/env python3
"""Processor time per request of the Carafe server over a raw epoll loop, taken in turns.

    bench/server.py --bin build/release/bin [--rounds 8] [--seconds 1] [--connections 32 256]

Each round drives both servers with the same load, one after the other, and takes user and system time of
the server from /proc/PID/stat. Printed: median µs per request of each, median and quartiles of the ratio.
"""
import argparse
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import time

HEADERS = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
    "Cookie": "session=0123456789abcdefghijklmnopqrstuvwxyzABCDEFG",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Site": "same-origin",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, name, command, core):
        self.name, self.port = name, free_port()
        prefix = ["taskset", "-c", str(core)] if core is not None else []
        self.process = subprocess.Popen(prefix + command + [str(self.port)])
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.1).close()
                return
            except OSError:
                time.sleep(0.02)
        sys.exit(f"{name} does not start")

    def measure(self, connections, seconds, core):
        """Microseconds of processor time per request, requests per second."""
        prefix = ["taskset", "-c", str(core)] if core is not None else []
        headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *headers, f"http://127.0.0.1:{self.port}/"]
        before = processor_seconds(self.process.pid)
        output = subprocess.run(prefix + command, capture_output=True, text=True, check=True).stdout
        used = processor_seconds(self.process.pid) - before
        requests = int(re.search(r"(\d+) requests in", output).group(1))
        if "Non-2xx" in output or "Socket errors" in output:
            sys.exit(f"{self.name} answered with errors:\n{output}")
        return used / requests * 1e6, requests / seconds

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", default="build/release/bin", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--connections", type=int, nargs="+", default=[32, 256])
    options = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    server_core, load_core = (cores[0], cores[1]) if len(cores) > 1 else (None, None)
    servers = [
        Server("raw epoll", [str(options.bin / "bench_raw_epoll")], server_core),
        Server("carafe", [str(options.bin / "bench_hello")], server_core),
    ]
    try:
        print(f"{'connections':>11} {'raw µs':>8} {'carafe µs':>10} {'raw req/s':>10} {'carafe req/s':>13} {'ratio':>6} {'quartiles':>12}")
        for connections in options.connections:
            compare(servers, connections, options, load_core)
    finally:
        for server in servers:
            server.stop()


def compare(servers, connections, options, load_core):
    for server in servers:
        server.measure(connections, 1, load_core)
    rounds = [[server.measure(connections, options.seconds, load_core) for server in servers] for _ in range(options.rounds)]
    ratios = [carafe[0] / raw[0] for raw, carafe in rounds]
    low, middle, high = statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
    medians = [[statistics.median(each[i][j] for each in rounds) for j in (0, 1)] for i in (0, 1)]
    print(f"{connections:>11} {medians[0][0]:>8.2f} {medians[1][0]:>10.2f} {medians[0][1]:>10.0f} {medians[1][1]:>13.0f} "
          f"{middle:>6.2f} {low:>5.2f}–{high:.2f}", flush=True)


if __name__ == "__main__":
    main()
