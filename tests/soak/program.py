"""A private instance of the program: its own data folder, its own port, ended by its process id."""
import os
import pathlib
import re
import secrets
import signal
import socket
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import sanitizers  # noqa: E402  (lies in scripts)

START_SECONDS = 180  # of a sanitizer build beside other work
STOP_SECONDS = 60  # a drain ends after 25
BAD_LINES = re.compile(r"\S+Z error .*|.*(?:Address|Leak|Thread|UndefinedBehavior)Sanitizer.*|.*runtime error: .*|"
                       r".*terminate called.*")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    def __init__(self, path, folder):
        self.path, self.folder = os.path.abspath(path), pathlib.Path(folder)
        self.port, self.process, self.is_ending = free_port(), None, False
        self.database = self.folder / "data/dinkydash.db"
        self.uploads = self.folder / "data/uploads"
        self.log = self.folder / "log"
        self.settings = {
            "CARAFE_ENV": "production", "SECRET_KEY": secrets.token_hex(32), "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}", "DATA_FOLDER": str(self.folder / "data"),
            "MAIL_SPOOL": str(self.folder / "mail"), "TRUSTED_PROXIES": "127.0.0.1",
        }

    def start(self):
        """Seconds until the port was open. @raises RuntimeError when it does not open."""
        started = time.monotonic()
        self.is_ending = False
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([self.path, "serve", "--port", str(self.port)], cwd=self.folder, stderr=log,
                                            stdout=subprocess.DEVNULL, env={**sanitizers.settings(), **self.settings})
        while time.monotonic() - started < START_SECONDS:
            if not self.is_alive():
                raise RuntimeError(f"serve ended with status {self.process.returncode}: {self.last_lines()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return time.monotonic() - started
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"serve did not open its port in {START_SECONDS} s")

    def is_alive(self):
        return self.process is not None and self.process.poll() is None

    def is_sanitized(self):
        return re.search(rb"__[at]san_init", pathlib.Path(self.path).read_bytes()) is not None

    def resident_mib(self, line):
        """@param line  VmRSS: now, VmHWM: the most so far."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(line + r":\s+(\d+)", text)[1]) / 1024

    def kill(self):
        self.is_ending = True
        self.process.kill()
        self.process.wait()

    def ask_to_stop(self):
        self.is_ending = True
        self.process.send_signal(signal.SIGTERM)

    def wait(self):
        """The exit status after ask_to_stop(); None when it had to be killed."""
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def end(self):
        if self.is_alive():
            self.kill()

    def log_text(self):
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def last_lines(self):
        return " | ".join(self.log_text().splitlines()[-5:])

    def bad_lines(self):
        """Lines of its log that report an error of its own or a finding of a sanitizer."""
        return [match[0] for match in BAD_LINES.finditer(self.log_text())]
