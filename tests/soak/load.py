"""scripts/soak load: everything at once, good and bad, for a while; then SIGTERM in the middle of it."""
import collections
import http.client
import random
import re
import socket
import tempfile
import threading
import time

import hostile
from browser import CUT_OFF, Browser, Busy, Form, encode_body, exchange, make_png, patiently, read_to_end, statuses_of
from program import Program
from verdict import Verdict

FAMILIES = 4
HOLDERS = 12
LOGINS = 24
REST_MIB = 64  # resident after logins; every thread that keeps the memory of a password hash takes 19 more
ROW_GOAL = 12  # rows of a kind that a family is kept near
CHECKS = {
    "status": "no answer is 5xx (but 503 with Retry-After), each is one of those expected",
    "alive": "the program lives until it is told to stop",
    "connection": "no good request loses its connection",
    "cut": "no answer is cut when the program stops",
    "stop": "SIGTERM ends the program with status 0",
    "log": "the log has no error, no sanitizer reports",
    "memory": f"after {LOGINS} logins it takes at most {REST_MIB} MiB (a sanitizer build may take more)",
}
MEMBER_PAGES = ("/dashboard/{board}", "/people", "/people/new", "/admin/tasks", "/admin/tasks/new", "/admin/countdowns",
                "/admin/countdowns/new", "/admin/dashboards", "/admin/screens", "/admin/members", "/settings", "/account")
VISITOR_PAGES = ("/login", "/register", "/forgot", "/pair")
# List, form to add, what a browser fills in, address of one row.
RESOURCES = (
    ("/people", "/people/new", {}, r"/people/(\d+)", "/people/{}"),
    ("/admin/tasks", "/admin/tasks/new", {"icon_type": "none", "mode": "anyone"}, r"/admin/tasks/(\d+)/edit",
     "/admin/tasks/{}/edit"),
    ("/admin/countdowns", "/admin/countdowns/new", {"icon_type": "none", "date_day": "24"}, r"/admin/countdowns/(\d+)/edit",
     "/admin/countdowns/{}/edit"),
)


class Load:
    """What all clients share."""

    def __init__(self, program, verdict):
        self.program, self.verdict = program, verdict
        self.statuses, self.lock, self.families, self.static = collections.Counter(), threading.Lock(), [], []
        self.cases, self.malformed = list(hostile.read_cases()), hostile.malformed()

    def seen(self, status):
        with self.lock:
            self.statuses[status] += 1

    def judge(self, what, status, allowed):
        if status not in allowed and not self.program.is_ending:
            self.verdict.fail("status", f"{what}: {status}, expected {sorted(allowed)}")

    def browser(self, address):
        return Browser(self.program.port, address, self.seen)

    def prepare(self):
        """Families with an owner each, something on their dashboards, and a screen on the wall."""
        for number in range(FAMILIES):
            owner, email = self.browser(f"10.1.0.{number + 1}"), f"owner{number}@example.com"
            patiently(owner.register, f"Family {number}", email)
            board = re.search(r"/dashboard/(\d+)", owner.get("/").headers["Location"])[1]
            for name in ("Anna", "Ben", "Cleo"):
                owner.send(owner.form("/people/new"), name=name)
            owner.send(owner.form("/admin/tasks/new"), **{"name": "Dishes", "icon_type": "none", "rotation-0": "Anna",
                                                          "rotation-1": "Ben", "rotation-2": "Cleo"})
            created = owner.send(owner.form("/admin/screens/new"), name="Kitchen", may_swap="y").text
            wall, link = self.browser(f"10.2.0.{number + 1}"), re.search(r'href="http://[^/"]*(/pair/[^"]+)"', created)[1]
            wall.send(wall.form(link))
            if wall.get("/wall").text.count("task-") == 0:
                raise RuntimeError("a paired screen shows no task")
            self.families.append((email, board, dict(wall.cookies)))
            self.static = re.findall(r"/static/[^\"#]+", owner.get("/people").text)
            for each in (owner, wall):
                each.close()


    def check_memory(self):
        for number in range(LOGINS):
            browser = self.browser(f"10.5.0.{number}")
            patiently(browser.log_in, self.families[number % FAMILIES][0])
            browser.close()
        resident = self.program.resident_mib("VmRSS")
        if resident > REST_MIB and not self.program.is_sanitized():
            self.verdict.fail("memory", f"{resident:.0f} MiB")


class Client(threading.Thread):
    """Does one thing after the other, chosen by its own dice, until the program is told to stop."""

    def __init__(self, load, number, seed):
        super().__init__(daemon=True)
        self.load, self.dice = load, random.Random(f"{seed} {number}")
        self.email, self.board, wall_cookies = load.families[number % FAMILIES]
        self.member, self.wall = load.browser(f"10.3.0.{number}"), load.browser(f"10.4.0.{number}")
        self.wall.cookies = dict(wall_cookies)
        self.port, self.etags, self.name = load.program.port, {}, f"client {number}"
        self.actions, self.weights = zip(*[(getattr(self, name), weight) for name, weight in WEIGHTS.items()])

    def run(self):
        program, action = self.load.program, self.log_in
        while not program.is_ending:
            try:
                action()
            except Busy:
                pass
            except (OSError, http.client.HTTPException) as error:
                self.judge_break(action, error)
            except LookupError as error:  # a page without its form
                if not program.is_ending:
                    self.load.verdict.fail("status", f"{action.__name__}: {error}")
            action = self.dice.choices(self.actions, self.weights)[0]

    def judge_break(self, action, error):
        if not self.load.program.is_ending:
            self.load.verdict.fail("connection", f"{action.__name__}: {error!r}")
        elif isinstance(error, http.client.IncompleteRead):
            self.load.verdict.fail("cut", f"{action.__name__}: {error!r}")

    def expect(self, what, answer, *allowed):
        self.load.judge(what, answer.status, allowed)
        return answer

    def stranger(self):
        """A browser nobody has seen before."""
        return self.load.browser(".".join(["10"] + [str(self.dice.randrange(5, 250)) for _ in range(3)]))

    # ---- what members and screens do -----------------------------------------------------------------

    def log_in(self):
        self.expect("log in", patiently(self.member.log_in, self.email), 303)

    def see_page(self):
        page = self.dice.choice(MEMBER_PAGES).format(board=self.board)
        self.expect(page, self.member.get(page), 200)

    def see_visitor_page(self):
        page, browser = self.dice.choice(VISITOR_PAGES), self.stranger()
        self.expect(page, browser.get(page), 200)
        browser.close()

    def poll(self, browser, path):
        headers = {"If_None_Match": self.etags[path]} if path in self.etags and self.dice.random() < 0.7 else {}
        answer = self.expect(path, browser.get(path, HX_Request="true", **headers), 200, *([304] if headers else []))
        self.etags[path] = answer.headers.get("ETag", '""')

    def poll_dashboard(self):
        self.poll(self.member, f"/dashboard/{self.board}/content")

    def poll_wall(self):
        self.poll(self.wall, "/wall/content")

    def see_wall(self):
        self.expect("/wall", self.wall.get("/wall"), 200)

    def tap(self, browser, page, htmx):
        """A tap on some card; others tap on the same ones, and delete them."""
        answer = browser.get(page)
        cards = re.findall(r'action="((?:/dashboard/\d+|/wall)/tasks/\d+/)done".*?name="csrf_token" value="([^"]+)".*?'
                           r'name="on_date" value="([^"]+)"', answer.text, re.S)
        if not cards:
            return
        action, token, date = self.dice.choice(cards)
        verb = self.dice.choice(["done", "done", "undo", "skip", "swap"])
        people = re.findall(r'<option value="(\d+)">', answer.text) or ["0"]
        fields = {"csrf_token": token, "on_date": self.dice.choice([date] * 8 + ["2020-02-30", "1999-01-01", "x"]),
                  "person_id": "0", "with_person_id": self.dice.choice(people)}
        if verb == "undo" and self.dice.random() < 0.5:
            fields["what"] = "turn"
        body, kind = encode_body(Form(action + verb, False, []), fields, ())
        headers = {"Content-Type": kind, **({"HX-Request": "true"} if htmx else {})}
        self.expect(verb, browser.ask("POST", action + verb, body, headers), 200, 303, 400, 404, 409, 422)

    def tap_dashboard(self):
        self.tap(self.member, f"/dashboard/{self.board}", self.dice.random() < 0.5)

    def tap_wall(self):
        self.tap(self.wall, "/wall", True)

    def change_rows(self):
        """Adds, edits or deletes, so that a family keeps about ROW_GOAL rows of a kind."""
        index, new, values, pattern, address = self.dice.choice(RESOURCES)
        rows = re.findall(f'href="{pattern}"', self.expect(index, self.member.get(index), 200).text)
        name = f"{self.name} {self.dice.getrandbits(40):x}"
        if len(rows) < self.dice.randrange(2 * ROW_GOAL):
            return self.expect(new, self.member.send(self.member.form(new), name=name, **values), 303)
        path = address.format(self.dice.choice(rows))
        page = self.expect("row", self.member.get(path), 200, 404)
        if page.status != 200:  # somebody else was quicker
            return page
        if self.dice.random() < 0.5:
            delete = Form(path.removesuffix("/edit") + "/delete", False, [("csrf_token", token_of(page.text))])
            return self.expect("delete", self.member.send(delete, op="confirm"), 303, 404)
        try:
            return self.expect("edit", self.member.send(self.member.form(path), name=name), 303, 404, 409)
        except LookupError:
            return None

    def add_picture(self):
        size = self.dice.choice([(1, 1), (16, 300), (640, 480)])
        files = [("image", "image/png", make_png(*size, self.dice.randbytes(3)))]
        form = self.member.form("/admin/countdowns/new")
        self.expect("picture", self.member.send(form, files, name=f"P {self.dice.getrandbits(40):x}", icon_type="image",
                                                date_day="1"), 303, 422)
        for image in re.findall(r"/media/\d+/thumb", self.member.get("/admin/countdowns").text)[:2]:
            self.expect(image, self.member.get(image), 200, 404)
            self.expect(image, self.member.get(image.replace("thumb", "full")), 200, 404)

    def get_static(self):
        headers = self.dice.choice([{}, {"Accept_Encoding": "gzip"}, {"Range": "bytes=0-99"}, {"Range": "bytes=5-1,x"}])
        path = self.dice.choice(self.load.static)
        answer = self.expect(path, self.member.get(path, **headers), 200, 206, 416)
        if etag := answer.headers.get("ETag"):
            self.expect(path, self.member.get(path, If_None_Match=etag), 304)

    # ---- logins, mails -------------------------------------------------------------------------------

    def log_in_and_out(self):
        browser = self.stranger()
        self.expect("log in", browser.log_in(self.email), 303, 429)
        self.expect("log out", browser.send(browser.form("/logout")), 303)
        self.expect("page of a stranger", browser.get("/people"), 302)
        browser.close()

    def log_in_wrongly(self):
        browser = self.stranger()
        email, password = self.dice.choice([("nobody@example.com", "wrong-password"), ("victim@example.com", "x" * 2000),
                                            ("\0@\0", "\0"), (b"\xff@example.com", b"\xfe")])
        self.expect("wrong login", browser.send(browser.form("/login"), email=email, password=password), 422, 429)
        browser.close()

    def register(self):
        browser, name = self.stranger(), f"{self.dice.getrandbits(48):x}"
        self.expect("register", browser.register(name, f"{name}@example.com"), 303, 429)
        browser.close()

    def ask_for_mail(self):
        browser, email = self.stranger(), self.dice.choice([self.email, f"{self.dice.getrandbits(40):x}@example.com"])
        self.expect("forgot", browser.send(browser.form("/forgot"), email=email), 200, 429)
        browser.close()

    def guess_secrets(self):
        browser, token = self.stranger(), f"{self.dice.getrandbits(256):064x}"
        for page in ("/reset/", "/invite/", "/wall/t/", "/pair/"):
            self.expect(page, browser.get(page + token), 200, 404, 429)
        self.expect("pair", browser.send(browser.form("/pair"), code="ABCD2345"), 422, 429)
        browser.close()

    # ---- what is wrong -------------------------------------------------------------------------------

    def post_bad_form(self):
        path = self.dice.choice([resource[1] for resource in RESOURCES])
        what, changes, allowed = hostile.bad_forms(self.dice)
        if what in ("controls", "markup"):
            changes = {**changes, "icon_type": "none", "mode": "anyone", "date_day": "1", "name": changes["name"][:60]}
            allowed = allowed | {422}
        self.expect(f"{path} {what}", self.member.send(self.member.form(path), **changes), *allowed)

    def post_bad_body(self):
        """A body that is not what its type says."""
        path = self.dice.choice([resource[1] for resource in RESOURCES])
        token = token_of(self.member.get(path).text)
        kind, body = self.dice.choice([
            ("multipart/form-data; boundary=x", b"--y\r\n\r\n--y--"), ("multipart/form-data", b"--x--"),
            ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\ncut'),
            ("application/json", b'{"name": "a"'), ("text/plain", b"name=a"), ("image/png", b"\x89PNG"),
            ("application/x-www-form-urlencoded", b"name=%zz&%&=&&a=%0"), ("", b"name=a"),
            ("application/x-www-form-urlencoded", b"a=b&" * 30_000)])
        answer = self.member.ask("POST", path, body, {"Content-Type": kind, "X-CSRFToken": token})
        self.expect(f"body of {kind}", answer, 400, 413, 415, 422)

    def post_bad_picture(self):
        what, kind, octets, allowed = hostile.bad_pictures(self.dice)
        form = self.member.form("/admin/tasks/new")
        answer = self.member.send(form, [("image", kind, octets)], name="Bad picture", icon_type="image", mode="anyone")
        self.expect(what, answer, *allowed, 422)

    def post_too_much(self):
        """The server answers before it has read everything, so the connection may break while we send."""
        form, browser = self.member.form("/people/new"), self.load.browser(self.member.address)
        browser.cookies = dict(self.member.cookies)
        try:
            answer = browser.send(form, [("image", "image/png", self.dice.randbytes(1024) * 7000)], name="Too much")
            self.expect("seven megabytes", answer, 413)
        except CUT_OFF:
            self.load.seen("cut off")
        browser.close()

    def use_other_method(self):
        method = self.dice.choice(["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"])
        path = self.dice.choice(["/people", "/login", "/nothing", f"/dashboard/{self.board}/content"])
        self.expect(f"{method} {path}", self.member.ask(method, path), 200, 204, 403, 404, 405)

    def see_nothing(self):
        path = self.dice.choice(["/nothing", "/people/0", "/people/987654321", "/admin/tasks/987654321/edit", "/dashboard/987654321",
                                 "/media/987654321/thumb", "/media/1/huge", "/static/none.css", "//", "/people//1", "/%F0%9F%8D%BD"])
        self.expect(path, self.member.get(path), 404, 308)

    def send_case(self):
        name, octets, expected = self.dice.choice(self.load.cases)
        statuses = self.exchange(octets)
        if not hostile.may_be_answered(expected, statuses) and 503 not in statuses and not self.load.program.is_ending:
            self.load.verdict.fail("status", f"{name}: {statuses}, expected {' '.join(expected)}")

    def send_malformed(self):
        name, octets, allowed = self.dice.choice(self.load.malformed)
        for status in self.exchange(octets) or [0]:
            self.load.judge(name, status, allowed | {503})

    def exchange(self, octets):
        try:
            statuses = statuses_of(exchange(self.port, octets))
        except CUT_OFF:  # refused while we were still sending
            return self.load.seen("cut off") or []
        for status in statuses:
            self.load.seen(status)
        return statuses

    def pipeline(self):
        request = b"GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n"
        count = self.dice.randrange(2, 12)
        statuses = self.exchange(request * count)
        if statuses.count(200) != count and 503 not in statuses and not self.load.program.is_ending:
            self.load.verdict.fail("status", f"{count} requests in one go: {statuses}")

    def disconnect(self):
        """Goes away in the middle of something."""
        head = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        get = b"GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n"
        octets = self.dice.choice([b"", b"GE", get[:30], get, get * 20, (head + "Content-Length: 5000\r\n\r\nemail=").encode(),
                                   (head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab").encode(),
                                   b"GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n" % self.dice.choice(self.load.static).encode()])
        exchange(self.port, octets, reset=self.dice.random() < 0.5, read=False)
        self.load.seen("left")

    def send_slowly(self):
        """A head and a body in many pieces are one request."""
        request = (b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   b"Content-Length: 12\r\nConnection: close\r\n\r\nemail=a%40bc")
        with socket.create_connection(("127.0.0.1", self.port), 60) as raw:
            for start in range(0, len(request), 16):
                raw.sendall(request[start:start + 16])
                time.sleep(0.01)
            statuses = statuses_of(read_to_end(raw))
        for status in statuses or [0]:
            self.load.seen(status)
            self.load.judge("in pieces", status, {403, 503})


WEIGHTS = {
    "see_page": 20, "see_visitor_page": 4, "poll_dashboard": 16, "poll_wall": 12, "see_wall": 4, "tap_dashboard": 12,
    "tap_wall": 8, "change_rows": 16, "add_picture": 4, "get_static": 8, "log_in_and_out": 3, "log_in_wrongly": 3, "register": 1,
    "ask_for_mail": 2, "guess_secrets": 2, "post_bad_form": 12, "post_bad_body": 5, "post_bad_picture": 5, "post_too_much": 1,
    "use_other_method": 5, "see_nothing": 5, "send_case": 14, "send_malformed": 6, "pipeline": 4, "disconnect": 8, "send_slowly": 2,
}


def token_of(text):
    if found := re.search(r'name="csrf_token" value="([^"]+)"', text):
        return found[1]
    raise LookupError("a page without a token")


class Holder(threading.Thread):
    """Connections that give an octet now and then and never end: they may cost memory, nothing else."""

    STARTS = (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
              b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 60000\r\n\r\n", b"")

    def __init__(self, load):
        super().__init__(daemon=True)
        self.load, self.held = load, []

    def run(self):
        while not self.load.program.is_ending:
            try:
                self.hold()
            except OSError:
                continue
            time.sleep(0.25)
        for raw, _ in self.held:  # else the stop waits for them until they are late
            raw.close()

    def hold(self):
        while len(self.held) < HOLDERS:
            raw = socket.create_connection(("127.0.0.1", self.load.program.port), 10)
            self.held.append((raw, self.STARTS[len(self.held) % len(self.STARTS)]))
            raw.sendall(self.held[-1][1])
        for each in list(self.held):
            self.trickle(*each)

    def trickle(self, raw, start):
        """One octet more, where an octet may still come; a refusal is counted."""
        try:
            raw.setblocking(False)
            got = raw.recv(4096)
        except BlockingIOError:
            return raw.send(b"x") if start else None
        except OSError:
            got = b""
        self.held.remove((raw, start))
        raw.close()
        for status in statuses_of(got):
            self.load.seen(status)
            self.load.judge("trickle", status, {408, 503})
        return None


def work(load, options):
    """The load for its seconds, then the stop in the middle of it. @return the most memory it took, in MiB."""
    program = load.program
    clients = [Client(load, number, options.seed) for number in range(options.clients)] + [Holder(load)]
    for client in clients:
        client.start()
    end = time.monotonic() + options.seconds
    while time.monotonic() < end and program.is_alive():
        time.sleep(0.1)
    if not program.is_alive():
        program.is_ending = True
        load.verdict.fail("alive", f"it ended with status {program.process.returncode}: {program.last_lines()}")
        return 0
    most = program.resident_mib("VmHWM")
    program.ask_to_stop()
    if (status := program.wait()) != 0:
        load.verdict.fail("stop", f"status {status} after SIGTERM: {program.last_lines()}")
    for client in clients:
        client.join(60)
    return most


def print_statuses(load, seconds, most):
    total = sum(load.statuses.values())
    print(f"{total} requests in {seconds} s, at most {most:.0f} MiB resident")
    for status, count in sorted(load.statuses.items(), key=str):
        reason = http.client.responses.get(status, "") if isinstance(status, int) else "by us or while we sent"
        print(f"{status!s:>8} {count:>8}  {reason}", flush=True)


def run(options):
    """@return whether every check holds."""
    verdict = Verdict(CHECKS)
    print(f"seed {options.seed}, {options.clients} clients", flush=True)
    with tempfile.TemporaryDirectory(prefix="dinkydash-soak-") as folder:
        program = Program(options.program, folder)
        load, most = Load(program, verdict), 0
        try:
            program.start()
            load.prepare()
            load.check_memory()
            most = work(load, options)
        except (RuntimeError, LookupError, OSError, http.client.HTTPException) as error:
            verdict.fail("alive", f"{error!r}: {program.last_lines()}")
        finally:
            program.end()
        for line in program.bad_lines():
            verdict.fail("log", line)
        print_statuses(load, options.seconds, most)
    return verdict.print()
