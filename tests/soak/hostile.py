"""What no well-behaved browser sends: broken requests, forms and pictures, each with what may be answered."""
import pathlib
import re

from browser import make_png

CASES = pathlib.Path(__file__).resolve().parents[1] / "http/cases"
ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|\{([^}]*)\*(\d+)\}|(.))", re.S)
PLAIN = {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0", "\\": b"\\"}


def read_line(line):
    """One line of a case's input: tests/http/case_file.hpp says how they are written."""
    end = b"\r\n"
    if re.search(r"(?<!\\)(?:\\\\)*\\$", line):
        line, end = line[:-1], b""
    out, at = b"", 0
    for escape in ESCAPE.finditer(line):
        out += line[at:escape.start()].encode()
        octet, repeated, count, plain = escape.groups()
        out += bytes([int(octet, 16)]) if octet else repeated.encode() * int(count) if count else PLAIN[plain]
        at = escape.end()
    return out + line[at:].encode() + end


def read_cases():
    """Name, octets and expected words of every case of the parser."""
    for file in sorted(CASES.glob("*.case")):
        for block in re.finditer(r"^# (.*)\n((?:.*\n)*?)----\n(.*)\n?", file.read_text(encoding="utf-8"), re.M):
            name, lines, expected = block.groups()
            yield name, b"".join(map(read_line, lines.splitlines())), expected.split()


def may_be_answered(expected, statuses):
    """Whether a page of ours may answer a case like this: the parser's refusals are the same for every page.

    Where the parser is content or only the body is too large, a page may refuse the request first, but not with 5xx.
    """
    refusal = next((int(word) for word in expected if word.isdigit() and int(word) >= 400), None)
    wanted = len([word for word in expected if word != "close"])
    if refusal in (501, 505):
        return statuses == [refusal]
    if any(status >= 500 for status in statuses) or not min(1, wanted) <= len(statuses) <= wanted:
        return False
    return refusal in (None, 413) or 413 in statuses or statuses[-1] == refusal


CLOSING = "Host: localhost\r\nConnection: close\r\n\r\n"


def malformed():
    """Requests that are no case of the parser: name, octets, allowed statuses."""
    request = "GET {} HTTP/1.1\r\n" + CLOSING
    return [
        ("garbage", bytes(range(256)) * 8, {400}),
        ("TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x5a" * 200, {400}),
        ("only blanks", b" " * 9000, {400, 414}),
        ("endless name", b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"x" * 20000, {431}),
        ("hundred fields too many", b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"a: b\r\n" * 300 + b"\r\n", {431}),
        ("foreign host", b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", {421}),
        ("bad UTF-8 in the path", request.format("/people/%ff%fe").encode(), {400}),
        ("NUL in the path", request.format("/people/%00").encode(), {400}),
        ("bad UTF-8 in the query", request.format("/login?next=%ff").encode(), {200, 400}),
        ("path out of the root", request.format("/static/../../../etc/passwd").encode(), {400, 404}),
        ("path out of the root, encoded", request.format("/static/%2e%2e/%2e%2e/etc/passwd").encode(), {400, 404}),
        ("number too large", request.format("/dashboard/99999999999999999999999").encode(), {404, 302}),
        ("negative number", request.format("/dashboard/-1").encode(), {404, 302}),
        ("cookie of garbage", b"GET / HTTP/1.1\r\nCookie: dinkydash_session=\xff\xfe; dinkydash_flash=.....; =;;;\r\n"
         + CLOSING.encode(), {302, 400}),
    ]


def bad_forms(dice):
    """Changes of a form and the statuses that may answer them."""
    return dice.choice([
        ("no token", {"csrf_token": None}, {403}),
        ("wrong token", {"csrf_token": "x" * 86}, {403}),
        ("token of bad UTF-8", {"csrf_token": b"\xff\xfe\0"}, {403}),
        ("two tokens", {"csrf_token": ["", ""]}, {403}),
        ("empty name", {"name": ""}, {422}),
        ("blank name", {"name": " \t\r\n "}, {422}),
        ("long name", {"name": "x" * 101}, {422}),
        ("very long name", {"name": "x" * 200_000}, {422}),
        ("oversize name", {"name": "x" * 300_000}, {413, 422}),
        ("bad UTF-8", {"name": b"caf\xe9 \xf0\x28\x8c\x28"}, {422}),
        ("surrogates", {"name": b"\xed\xa0\x80\xed\xb0\x80"}, {422}),
        ("NUL", {"name": "a\0b"}, {422}),
        ("controls", {"name": "a\x1b[2Jb\x07"}, {303, 422}),
        ("markup", {"name": f"<script>alert({dice.random()})</script>"}, {303}),
        ("wrong types", {"name": "t", "starts_on": "yesterday", "interval": "1e3", "weekdays": ["x", "-1"], "colour": "red",
                         "date_day": "31", "date_month": "2", "birth_day": "31", "birth_month": "2"}, {422}),
        ("huge numbers", {"name": "n", "interval": "9" * 400, "rotate_every": "-1", "date_day": "9" * 40, "birth_day": "9" * 40,
                          "birth_month": "1"}, {422}),
        ("unknown choices", {"name": "c", "mode": "sometimes", "freq": "never", "kind": "twice", "icon_type": "sound",
                             "dashboard_id": "0x1", "birth_month": "13", "colour": "#12345g"}, {422}),
        ("unknown fields", {"name": "", "id": "1", "tenant_id": "2", "role": "owner", **{f"f{i}": "v" for i in range(900)}},
         {413, 422}),
        ("emoji that are none", {"name": "e", "icon_type": "emoji", "emoji": "\U0001F468\u200D" * 400}, {422}),
    ])


def bad_pictures(dice):
    """Type, octets and what may be answered."""
    png = make_png(64, 64, (200, 30, 90))
    cut = dice.randrange(8, len(png) - 4)
    flipped = bytearray(png)
    flipped[dice.randrange(29, len(png) - 12)] ^= 1 << dice.randrange(8)
    huge = png[:16] + (60_000).to_bytes(4, "big") * 2 + png[24:]
    return dice.choice([
        ("cut PNG", "image/png", png[:cut], {303, 422}),
        ("flipped bit", "image/png", bytes(flipped), {303, 422}),
        ("PNG that claims to be huge", "image/png", huge, {422}),
        ("wide PNG", "image/png", make_png(12_001, 1, (1, 2, 3)), {422}),
        ("text", "image/png", b"not a picture", {422}),
        ("script", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", {422}),
        ("GIF head", "image/gif", b"GIF89a\xff\xff\xff\xff\xf7\x00\x00", {422}),
        ("JPEG head", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(dice.randbytes(200)), {422}),
        ("noise", "image/jpeg", dice.randbytes(5000), {422}),
    ])
