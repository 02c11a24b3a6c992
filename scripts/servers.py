#!/usr/bin/env python3
"""Private database servers on loopback, in a temporary folder, for tests and benchmarks.

    scripts/servers.py COMMAND [ARGS...]

Starts PostgreSQL and MariaDB, runs the command with CARAFE_TEST_POSTGRESQL and CARAFE_TEST_MARIADB set to the
address of an administering database, and stops the servers by their process ids. The role `carafe` owns nothing
but what it creates: neither superuser nor able to bypass row rules.
"""
import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

START_SECONDS = 60
MEMORY = pathlib.Path("/dev/shm")
MEMORY_BYTES = 1 << 30  # free at least, else the servers stay on the disk


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def newest(pattern):
    """The program of the newest version that is installed."""
    found = sorted(pathlib.Path("/").glob(pattern.lstrip("/")), key=lambda path: [int(part) if part.isdigit() else 0
                                                                               for part in path.parts])
    if not found:
        sys.exit(f"{pattern} is not installed: ./run --packages test")
    return str(found[-1])


def unprivileged(account):
    """PostgreSQL refuses to run as root: then it runs as its own account."""
    if os.getuid() != 0:
        return {}
    entry = pwd.getpwnam(account)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def wait_until(ready, process, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.05)
    process.kill()
    sys.exit(f"a database server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def quick_place():
    """Tests make hundreds of databases; on a disk each of their tables waits for it."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    return MEMORY if roomy else None


def own_folder(parent, name):
    folder = parent / name
    folder.mkdir()
    return folder


@contextlib.contextmanager
def running(command, log, ready, stop_signal, **options):
    with open(log, "wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **options)
    try:
        wait_until(ready, process, log)
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(stop_signal)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def postgresql(parent):
    """Yields the address of its database `postgres`, for the role carafe."""
    folder, port, account = own_folder(parent, "postgresql"), free_port(), unprivileged("postgres")
    if account:
        shutil.chown(folder, "postgres")
    initdb, server = newest("/usr/lib/postgresql/*/bin/initdb"), newest("/usr/lib/postgresql/*/bin/postgres")
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(folder), "-p", str(port), "-U", "postgres", "postgres"]
    subprocess.run([initdb, "-D", str(folder / "data"), "-U", "postgres", "--auth-local=trust", "--auth-host=md5",
                    "-E", "UTF8", "--locale=C.UTF-8",
                    "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd="/", **account)

    def answers():
        return subprocess.run([*psql, "-c", "SELECT 1"], capture_output=True, cwd="/").returncode == 0

    # Nothing outlives the tests, so nothing waits for a disk.
    settings = {"listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": folder, "fsync": "off",
                "full_page_writes": "off", "synchronous_commit": "off", "max_connections": 200, "shared_buffers": "64MB",
                "autovacuum": "off", "password_encryption": "md5", "log_min_messages": "fatal"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with running([server, "-D", str(folder / "data"), *options], parent / "postgresql.log", answers, signal.SIGINT, cwd="/", **account):
        subprocess.run([*psql, "-c", "CREATE ROLE carafe LOGIN CREATEDB PASSWORD 'carafe'"], check=True, cwd="/")
        yield f"postgresql://carafe:carafe@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def mariadb(parent):
    """Yields the address of its database `test`, for the user carafe."""
    folder, port = own_folder(parent, "mariadb"), free_port()
    data, sock = folder / "data", folder / "sock"
    user = [f"--user={pwd.getpwuid(os.getuid()).pw_name}"]
    subprocess.run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal",
                    "--skip-test-db", *user], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = ["mariadb", "--no-defaults", f"--socket={sock}", "-u", "root", "--batch"]

    def answers():
        return subprocess.run([*client, "-e", "SELECT 1"], capture_output=True).returncode == 0

    options = [f"--datadir={data}", f"--socket={sock}", f"--port={port}", "--bind-address=127.0.0.1", f"--pid-file={folder}/pid",
               "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--sync-binlog=0", "--skip-log-bin",
               "--loose-innodb-flush-method=nosync", "--loose-innodb-file-per-table=0", "--sync-frm=0",
               "--innodb-log-file-size=16M",
               "--innodb-buffer-pool-size=64M", "--max-connections=200", "--skip-name-resolve"]
    with running([shutil.which("mariadbd") or "/usr/sbin/mariadbd", "--no-defaults", *options, *user], parent / "mariadb.log",
                 answers, signal.SIGTERM):
        subprocess.run([*client, "-e", "CREATE DATABASE test; CREATE USER carafe@'%' IDENTIFIED BY 'carafe'; "
                        "GRANT ALL ON *.* TO carafe@'%'"], check=True)
        yield f"mariadb://carafe:carafe@127.0.0.1:{port}/test"


@contextlib.contextmanager
def servers():
    """Yields the environment that tells tests where the servers are."""
    with tempfile.TemporaryDirectory(prefix="carafe-servers-", dir=quick_place()) as name, contextlib.ExitStack() as stack:
        parent = pathlib.Path(name)
        parent.chmod(0o755)
        yield {"CARAFE_TEST_POSTGRESQL": stack.enter_context(postgresql(parent)),
               "CARAFE_TEST_MARIADB": stack.enter_context(mariadb(parent))}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with servers() as addresses:
        sys.exit(subprocess.run(sys.argv[1:], env={**os.environ, **addresses}).returncode)


if __name__ == "__main__":
    main()
