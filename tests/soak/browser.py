"""A browser without a window: one kept connection, cookies, and forms as the pages show them."""
import dataclasses
import html.parser
import http.client
import re
import socket
import struct
import time
import urllib.parse
import zlib

ANSWER_SECONDS = 60  # a sanitizer build under load is slow
RETRY_SECONDS = 0.2
BOUNDARY = "----soak-7d1b5c0f"
PASSWORD = "quiet-harbour-9"
# What a client sees of a server that refuses before everything was sent.
CUT_OFF = (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected)


class Busy(Exception):
    """503 with Retry-After: nothing was done, and it may be tried again."""


def patiently(action, *arguments):
    """Does it again as long as the server is busy."""
    while True:
        try:
            return action(*arguments)
        except Busy:
            time.sleep(RETRY_SECONDS)


@dataclasses.dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


@dataclasses.dataclass
class Form:
    action: str
    is_multipart: bool
    fields: list  # pairs of name and value, as they stand in the page


class FormReader(html.parser.HTMLParser):
    """The POST forms of a page with what a browser would send; buttons and files are left to the caller."""

    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("method", "").lower() == "post":
            self.form = Form(given.get("action", ""), "multipart" in given.get("enctype", ""), [])
            self.forms.append(self.form)
        if self.form is None:
            return
        if tag == "select":
            self.select = [given.get("name"), None]
        elif tag == "option" and self.select:
            if self.select[1] is None or "selected" in given:
                self.select[1] = given.get("value", "")
        elif tag == "textarea":
            self.area = [given.get("name"), ""]
        elif tag == "input" and given.get("name"):
            self.read_input(given)

    def read_input(self, given):
        kind = given.get("type", "text")
        if kind in ("submit", "button", "file") or (kind in ("radio", "checkbox") and "checked" not in given):
            return
        self.form.fields.append((given["name"], given.get("value", "on" if kind == "checkbox" else "")))

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select:
            self.form.fields.append((self.select[0], self.select[1] or ""))
            self.select = None
        elif tag == "textarea" and self.area:
            self.form.fields.append(tuple(self.area))
            self.area = None


def read_forms(text):
    reader = FormReader()
    reader.feed(text)
    return reader.forms


def with_changes(fields, changes):
    """The fields with other values; a list gives several, None takes the field away."""
    pairs = [(name, value) for name, value in fields if name not in changes]
    for name, value in changes.items():
        values = value if isinstance(value, list) else [] if value is None else [value]
        pairs += [(name, each) for each in values]
    return pairs


def as_bytes(value):
    return value if isinstance(value, bytes) else str(value).encode()


def encode_multipart(pairs, files):
    """Files are triples of field, type and octets."""
    out = b""
    for name, value in pairs:
        out += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + as_bytes(value) + b"\r\n"
    for name, kind, octets in files:
        out += (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="picture"\r\n'
                f"Content-Type: {kind}\r\n\r\n").encode() + octets + b"\r\n"
    return out + f"--{BOUNDARY}--\r\n".encode()


def encode_body(form, changes, files):
    """Body and content type of a form as a browser posts it."""
    pairs = with_changes(form.fields, changes)
    if form.is_multipart:
        return encode_multipart(pairs, files), f"multipart/form-data; boundary={BOUNDARY}"
    return urllib.parse.urlencode([(name, as_bytes(value)) for name, value in pairs]), "application/x-www-form-urlencoded"


class Browser:
    """`address` is what the server takes for the client's: limits count by it.

    `seen(status)`, when given, is told of every answer that was read to its end.
    """

    def __init__(self, port, address, seen=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
        self.address, self.seen, self.cookies = address, seen, {}

    def ask(self, method, path, body=None, headers=None):
        """One request; the whole answer.

        @raises Busy; OSError and http.client.HTTPException when the connection breaks.
        """
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"X-Forwarded-For": self.address, **({"Cookie": cookies} if cookies else {}), **(headers or {})}
        try:
            self.connection.request(method, path, body, sent)
            got = self.connection.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise
        self.keep_cookies(answer.headers)
        if self.seen:
            self.seen(answer.status)
        if answer.status == 503 and "Retry-After" in answer.headers:
            raise Busy
        return answer

    def keep_cookies(self, headers):
        for line in headers.get_all("Set-Cookie", []):
            name, _, value = line.split(";")[0].partition("=")
            if value and "Max-Age=0" not in line:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)

    def get(self, path, **headers):
        return self.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def form(self, path, action=None):
        """The form of a page that posts to `action`, else to the page's own address. @raises LookupError"""
        answer = self.get(path)
        for form in read_forms(answer.text):
            form.action = form.action or path
            if form.action == (action or path):
                return form
        raise LookupError(f"{answer.status} of {path} has no form to {action or path}")

    def send(self, form, files=(), **changes):
        body, kind = encode_body(form, {"op": "save", **changes}, files)
        return self.ask("POST", form.action, body, {"Content-Type": kind})

    def register(self, family, email):
        return self.send(self.form("/register"), family_name=family, email=email, password=PASSWORD,
                         confirm_password=PASSWORD)

    def log_in(self, email, password=PASSWORD):
        return self.send(self.form("/login"), email=email, password=password)

    def close(self):
        self.connection.close()


# ---- what is sent ------------------------------------------------------------------------------------


def make_png(width, height, colour):
    """A picture of one colour. @param colour three octets, red green blue."""
    def chunk(kind, octets):
        return struct.pack(">I", len(octets)) + kind + octets + struct.pack(">I", zlib.crc32(kind + octets))

    rows = (b"\0" + bytes(colour) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def exchange(port, octets, reset=False, read=True):
    """Sends octets on a connection of its own and gives what came back until its end.

    `reset` ends it without reading, with a reset instead of an orderly end.
    """
    with socket.create_connection(("127.0.0.1", port), ANSWER_SECONDS) as raw:
        raw.sendall(octets)
        if reset:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if reset or not read:
            return b""
        try:
            raw.shutdown(socket.SHUT_WR)
        except OSError:  # the other side has ended it already
            pass
        return read_to_end(raw)


def read_to_end(raw):
    out = b""
    while chunk := raw.recv(65536):
        out += chunk
    return out


def statuses_of(octets):
    """Statuses of all answers in what a connection gave; 100 does not count."""
    found = [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", octets)]
    return [status for status in found if status != 100]
