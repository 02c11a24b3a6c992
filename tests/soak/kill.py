"""scripts/soak kill: what the program acknowledged is still there after it was killed while many wrote."""
import dataclasses
import http.client
import pathlib
import random
import re
import shutil
import sqlite3
import tempfile
import threading
import time

from browser import Browser, Busy, make_png, patiently, read_forms
from program import Program
from verdict import Verdict

ROUNDS_PER_DATABASE = 10
WRITERS_PER_FAMILY = 2
KILLED_AFTER = (0.3, 1.5)  # seconds since the last writer was ready
READY_SECONDS = 120
PAGES = {"/dashboard/{board}": None, "/people": "persons", "/admin/tasks": "tasks", "/admin/countdowns": "countdowns"}
# What a writer adds in one round: a family has room for 30 people, 200 tasks and 200 countdowns.
MOST = {"persons": 14, "tasks": 90, "countdowns": 90}
PLACES = {"persons": "/people/new", "tasks": "/admin/tasks/new", "countdowns": "/admin/countdowns/new"}
VALUES = {
    "persons": {},
    "tasks": {"icon_type": "none", "mode": "anyone", "freq": "daily"},
    "countdowns": {"icon_type": "none", "kind": "yearly", "date_day": "24", "date_month": "12"},
}
CHECKS = {
    "lost": "everything acknowledged is in the database",
    "unsound": "integrity and foreign keys of the database hold",
    "restart": "the program starts again, and pages answer a login of before",
    "status": "good forms are answered with 303, nothing with 5xx",
    "connection": "no connection breaks before the program is killed",
    "stop": "SIGTERM ends the program with status 0",
    "log": "the log has no error",
}


@dataclasses.dataclass
class Ledger:
    """What one writer was told is stored."""
    family: str
    rows: set = dataclasses.field(default_factory=set)    # table and name
    ticks: dict = dataclasses.field(default_factory=dict)  # task: ticked, or None while it is being changed
    undone: int = 0
    changes: int = 0  # acknowledged changes that anybody in the family can see

    def count(self, table):
        return sum(1 for row in self.rows if row[0] == table)


class Writer(threading.Thread):
    """A person at a browser who logs in and then writes as fast as the answers come."""

    def __init__(self, program, verdict, name, account, dice):
        super().__init__(daemon=True)
        self.program, self.verdict, self.name, self.dice = program, verdict, name, dice
        self.email, self.ledger = account[1], Ledger(account[0])
        self.browser = Browser(program.port, f"198.51.100.{dice.randrange(1, 255)}")
        self.ready, self.forms, self.tasks, self.added, self.acknowledged, self.ticked = threading.Event(), {}, [], 0, 0, 0

    def run(self):
        try:
            patiently(self.settle)
            self.ready.set()
            while True:
                patiently(self.write_once)
        except (OSError, http.client.HTTPException, LookupError) as error:
            if not self.program.is_ending:
                self.verdict.fail("connection", f"{self.name}: {error!r}")
        finally:
            self.ready.set()

    def settle(self):
        """Logs in, opens the forms, and makes the tasks that will be ticked off."""
        self.acknowledge(self.browser.log_in(self.email), "log in")
        self.board = re.search(r"/dashboard/(\d+)", self.browser.get("/").headers["Location"])[1]
        self.forms = {table: self.browser.form(path) for table, path in PLACES.items()}
        for _ in range(3):
            self.add("tasks")
        self.find_tasks()

    def find_tasks(self):
        """Own tasks of today: name and form of the card to tick off."""
        listed = re.findall(r'href="/admin/tasks/(\d+)/edit">.*?<strong>([^<]*)</strong>',
                            self.browser.get("/admin/tasks").text, re.S)
        names = {task: name for task, name in listed if ("tasks", name) in self.ledger.rows}
        cards = read_forms(self.browser.get(f"/dashboard/{self.board}").text)
        found = [(re.search(r"/tasks/(\d+)/done", form.action), form) for form in cards]
        self.tasks = [(names[task[1]], form) for task, form in found if task and task[1] in names]
        if not self.tasks:
            raise LookupError("the dashboard shows no own task")

    def write_once(self):
        table = self.dice.choice(["persons", "tasks", "countdowns", "tick", "tick", "tick"])
        if table == "tick" or self.ledger.count(table) >= MOST[table]:
            return self.tick_or_undo()
        return self.add(table)

    def acknowledge(self, answer, what):
        """Whether the whole answer says that it is done."""
        if answer.status == 303:
            self.acknowledged += 1
            return True
        self.verdict.fail("status", f"{self.name}: {what}: {answer.status}")
        return False

    def add(self, table):
        self.added += 1
        name = f"{self.name} {table} {self.added}"
        colour = [self.dice.randrange(256) for _ in range(3)]
        with_photo = table == "persons" and self.dice.random() < 0.3
        files = [("image", "image/png", make_png(40, 30, colour))] if with_photo else []
        answer = self.browser.send(self.forms[table], files, name=name, **VALUES[table])
        if self.acknowledge(answer, f"add to {table}"):
            self.ledger.rows.add((table, name))
            self.ledger.changes += 1

    def tick_or_undo(self):
        name, form = self.dice.choice(self.tasks)
        is_undo = self.ledger.ticks.get(name, False)
        self.ledger.ticks[name] = None
        form = dataclasses.replace(form, action=re.sub(r"\w+$", "undo" if is_undo else "done", form.action))
        try:
            answer = self.browser.send(form, op=None, person_id="0")
        except Busy:
            self.ledger.ticks[name] = is_undo
            raise
        if answer.status == 409:  # midnight: the cards are of another day
            self.ledger.ticks.clear()
            return self.find_tasks()
        if self.acknowledge(answer, "undo" if is_undo else "tick"):
            self.ledger.ticks[name] = not is_undo
            self.ledger.undone += is_undo
            self.ledger.changes += 1
            self.ticked += 1
        return None


# ---- one database over some rounds ---------------------------------------------------------------------


class Household:
    """A program, its database, and everything its writers were told since it was made."""

    def __init__(self, path, folder, verdict, dice):
        self.program, self.verdict, self.dice = Program(path, folder), verdict, dice
        self.writers, self.last_writers, self.restarts = [], [], []
        self.copies = pathlib.Path(folder) / "copy"

    def start(self):
        seconds = self.program.start()
        if self.last_writers:
            self.restarts.append(seconds)
            self.check_pages()

    def check_pages(self):
        """Those who wrote before the program was killed are still logged in and see what they wrote."""
        for writer in self.last_writers:
            writer.browser.close()
            for page, table in PAGES.items():
                answer = patiently(writer.browser.get, page.format(board=writer.board))
                unseen = [name for of, name in writer.ledger.rows if of == table and f">{name}<" not in answer.text]
                if answer.status != 200 or unseen:
                    self.verdict.fail("restart", f"{page} after the restart: {answer.status}, without {unseen[:3]}")

    def write_and_kill(self, number, count):
        """One round with `count` writers; two share a family and its login."""
        accounts = []
        for index in range((count + WRITERS_PER_FAMILY - 1) // WRITERS_PER_FAMILY):
            accounts.append((f"Family {number}-{index}", f"owner{number}-{index}@example.com"))
            browser = Browser(self.program.port, f"10.0.{number % 256}.{index % 256}")
            answer = patiently(browser.register, *accounts[-1])
            if answer.status != 303:
                raise RuntimeError(f"a family cannot register: {answer.status}")
        new = [Writer(self.program, self.verdict, f"w{number}-{index}", accounts[index // WRITERS_PER_FAMILY],
                      random.Random(f"{self.dice.random()} {index}")) for index in range(count)]
        for writer in new:
            writer.start()
        for writer in new:
            writer.ready.wait(READY_SECONDS)
        time.sleep(self.dice.uniform(*KILLED_AFTER))
        if not self.program.is_alive():
            raise RuntimeError(f"the program died: {self.program.last_lines()}")
        self.program.kill()
        for writer in new:
            writer.join()
        self.last_writers = new
        self.writers += new

    def check(self):
        """A copy is looked at, so that the program itself has to recover the files as they were left."""
        shutil.rmtree(self.copies, ignore_errors=True)
        self.copies.mkdir()
        for file in self.program.database.parent.glob("dinkydash.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, self.copies)
        database = sqlite3.connect(self.copies / "dinkydash.db")
        try:
            self.check_soundness(database)
            self.check_rows(database)
            self.check_revisions(database)
            self.check_pictures(database)
        except sqlite3.Error as error:
            self.verdict.fail("unsound", repr(error))
        finally:
            database.close()

    def check_soundness(self, database):
        for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            found = database.execute(f"PRAGMA {pragma}").fetchall()
            if found != sound:
                self.verdict.fail("unsound", f"{pragma}: {found[:3]}")

    def check_rows(self, database):
        stored = {(table, name) for table in MOST for (name,) in database.execute(f"SELECT name FROM {table}")}
        ticked = {name for (name,) in database.execute(
            "SELECT t.name FROM task_completions c JOIN tasks t ON t.id = c.task_id")}
        for writer in self.writers:
            for row in sorted(writer.ledger.rows - stored):
                self.verdict.fail("lost", f"{row}")
            for name, is_ticked in writer.ledger.ticks.items():
                if is_ticked is not None and is_ticked != (name in ticked):
                    self.verdict.fail("lost", f"{name}: {'a tick' if is_ticked else 'an undo'}")

    def check_revisions(self, database):
        """Each change raises its family's revision, each undo leaves a line, in the same transaction."""
        revisions = dict(database.execute("SELECT name, revision FROM families"))
        undone = dict(database.execute("SELECT f.name, count(*) FROM activity a JOIN families f ON f.id = a.tenant_id "
                                       "WHERE a.action = 'undo' GROUP BY f.id"))
        for family in {writer.ledger.family for writer in self.writers}:
            ledgers = [writer.ledger for writer in self.writers if writer.ledger.family == family]
            changes, undos = sum(each.changes for each in ledgers), sum(each.undone for each in ledgers)
            in_doubt = len(ledgers)  # each writer may have had one request on its way
            if not changes <= revisions.get(family, 0) - 1 <= changes + in_doubt:
                self.verdict.fail("lost", f"{family}: {changes} changes, revision {revisions.get(family)}")
            if not undos <= undone.get(family, 0) <= undos + in_doubt:
                self.verdict.fail("lost", f"{family}: {undos} undone, {undone.get(family, 0)} lines of it")

    def check_pictures(self, database):
        for (path,) in database.execute("SELECT path FROM images"):
            stem, _, kind = path.rpartition(".")
            for file in (path, f"{stem}_256.{kind}"):
                if not (self.program.uploads / file).is_file():
                    self.verdict.fail("lost", f"picture {file}")

    def stop(self):
        self.program.ask_to_stop()
        if (status := self.program.wait()) != 0:
            self.verdict.fail("stop", f"status {status} after SIGTERM: {self.program.last_lines()}")
        for line in self.program.bad_lines():
            self.verdict.fail("log", line)


def print_line(house, first, last, verdict):
    def total(table):
        return sum(writer.ledger.count(table) for writer in house.writers)

    restart = max(house.restarts, default=0) * 1000
    print(f"{f'{first}–{last}':>8} {sum(writer.acknowledged for writer in house.writers):>13} {total('persons'):>7} "
          f"{total('tasks'):>7} {total('countdowns'):>11} {sum(writer.ticked for writer in house.writers):>6} "
          f"{verdict.count('lost'):>5} {house.program.database.stat().st_size // 1024:>9} {restart:>12.0f}", flush=True)


def run_household(path, rounds, writers, verdict, dice):
    """Rounds on one database. @return how many writes were acknowledged."""
    with tempfile.TemporaryDirectory(prefix="dinkydash-soak-") as folder:
        house = Household(path, folder, verdict, dice)
        try:
            for number in rounds:
                house.start()
                house.write_and_kill(number, writers)
                house.check()
            house.start()
            house.stop()
        except (RuntimeError, LookupError, OSError, http.client.HTTPException) as error:
            verdict.fail("restart", f"round {number}: {error!r}")
        finally:
            house.program.end()
        print_line(house, rounds[0], rounds[-1], verdict)
        return sum(writer.acknowledged for writer in house.writers)


def run(options):
    """@return whether nothing was lost and everything held."""
    verdict, dice, acknowledged = Verdict(CHECKS), random.Random(options.seed), 0
    print(f"seed {options.seed}, {options.writers} writers")
    print(f"{'rounds':>8} {'acknowledged':>13} {'people':>7} {'tasks':>7} {'countdowns':>11} {'ticks':>6} {'lost':>5} "
          f"{'file KiB':>9} {'restart ms':>12}", flush=True)
    numbers = list(range(1, options.rounds + 1))
    for first in range(0, options.rounds, ROUNDS_PER_DATABASE):
        acknowledged += run_household(options.program, numbers[first:first + ROUNDS_PER_DATABASE], options.writers,
                                      verdict, dice)
    holds = verdict.print()
    print(f"{options.rounds} rounds, {acknowledged} acknowledged, {verdict.count('lost')} lost", flush=True)
    return holds
