"""What the routes of the contract respond, for every framework. Nothing here knows of CORS.

`Routes().respond(path, method, query, headers, body)` gives a response; /crash raises, and a path without a route gives
None, so that the framework responds with its own 404. A framework that has its own means for a route (static files, body
parsers, trailing slashes) uses them, and does not ask for that route.
"""

import asyncio
import json
import re
import time
import uuid
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
WRITING = {"POST", "PUT", "PATCH", "DELETE"}
REMEMBERED_IDS = 10_000
LONGEST_DELAY_MS = 30_000
LONGEST_BODY = 16 * 1024
REDIRECTS = {"301", "302", "303", "307", "308"}
ETAG = '"corspec"'
SHARED = Path(__file__).parents[1]
STATIC = SHARED / "static"
ASSETS = SHARED / "assets"
ASSET_TYPES = {
    "/image.png": "image/png",
    "/script.js": "text/javascript; charset=utf-8",
    "/module.js": "text/javascript; charset=utf-8",
    "/style.css": "text/css; charset=utf-8",
    "/font.woff2": "font/woff2",
}
EVENTS = [b"data: first\n\n", b"data: second\n\n"]
FUNCTION_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}")


class Answer(NamedTuple):
    """A response. `chunks` has its body, in the parts in which a stream sends them."""

    status: int
    headers: dict[str, str]
    chunks: list[bytes]

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)


def as_json(content: object, headers: Mapping[str, str] | None = None, status: int = 200) -> Answer:
    all_headers = {"Content-Type": "application/json", **(headers or {})}
    return Answer(status, all_headers, [json.dumps(content).encode()])


def as_text(media_type: str, *chunks: bytes, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(200, {"Content-Type": media_type, **named}, list(chunks))


class Routes:
    """The routes with their state. `writes` are counted by id; the ids not used for longest are forgotten."""

    def __init__(self) -> None:
        self._writes: OrderedDict[str, int] = OrderedDict()
        self._handlers = {
            "/resource": self._resource,
            "/whoami": whoami,
            "/login": login,
            "/denied": lambda *_: as_json({"error": "denied"}, status=403),
            "/limited": lambda *_: as_json({"error": "too many requests"}, {"Retry-After": "30"}, 429),
            "/crash": crash,
            "/private": private,
            "/redirect": redirect,
            "/stream": lambda *_: as_text("text/event-stream", *EVENTS, Cache_Control="no-store"),
            "/raw": lambda *_: as_text("text/event-stream", *EVENTS, Cache_Control="no-store"),
            "/slow": slow,
            "/vary": lambda *_: as_json({"vary": "Accept-Encoding"}, {"Vary": "Accept-Encoding"}),
            "/cacheable": lambda *_: as_json({"cacheable": True}, {"Cache-Control": "max-age=60"}),
            "/conditional": conditional,
            "/parse": parse,
            "/download": lambda *_: download(),
            "/dir": folder,
            "/dir/": lambda *_: as_text("text/html", (STATIC / "dir" / "index.html").read_bytes()),
            "/file.txt": lambda *_: as_text("text/plain", (STATIC / "file.txt").read_bytes()),
            "/media.wav": lambda _method, _query, headers, _body: media(headers.get("range", "")),
            "/jsonp": jsonp,
        } | {path: asset(path) for path in ASSET_TYPES}

    def paths(self, *but: str) -> list[str]:
        """The paths of all routes, without those that the framework has its own means for."""
        return [path for path in self._handlers if path not in but]

    def respond(
        self,
        path: str,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes = b"",
    ) -> Answer | None:
        """The names of headers are in any case; of each parameter of the query, one value counts."""
        handler = self._handlers.get(path)
        if handler is None:
            return None
        return handler(method, query, {name.lower(): value for name, value in headers.items()}, body)

    async def respond_async(
        self,
        path: str,
        method: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        body: bytes = b"",
    ) -> Answer | None:
        """The same in an event loop, which /slow must not block."""
        if path != "/slow":
            return self.respond(path, method, query, headers, body)
        delay = delay_of(query)
        await asyncio.sleep(delay / 1000)
        return as_json({"ms": delay})

    def _resource(self, method: str, query: Mapping[str, str], *_: object) -> Answer:
        key = query.get("id", "")[:200]
        if method in WRITING:
            self._writes[key] = self._writes.get(key, 0) + 1
            self._writes.move_to_end(key)
            if len(self._writes) > REMEMBERED_IDS:
                self._writes.popitem(last=False)
        headers = {"X-Total-Count": "42", "X-Request-Id": str(uuid.uuid4()), "ETag": ETAG, "Cache-Control": "no-store"}
        return as_json({"method": method, "writes": self._writes.get(key, 0)}, headers)


def whoami(_method: str, _query: Mapping[str, str], headers: Mapping[str, str], *_: object) -> Answer:
    found = re.search(r"(?:^|;\s*)session=([^;]*)", headers.get("cookie", ""))
    return as_json({"session": found and found[1]}, {"Cache-Control": "no-store"})


def session_of(query: Mapping[str, str]) -> str:
    """The session that /login starts."""
    value = query.get("value", "s")
    return value if re.fullmatch(r"[A-Za-z0-9_.~-]{1,100}", value) else "s"


def login(_method: str, query: Mapping[str, str], *_: object) -> Answer:
    value = session_of(query)
    return as_json({"session": value}, {"Set-Cookie": f"session={value}; SameSite=None; Secure; Path=/"})


def crash(*_: object) -> Answer:
    raise RuntimeError("/crash throws")


def private(_method: str, _query: Mapping[str, str], headers: Mapping[str, str], *_: object) -> Answer:
    if headers.get("authorization"):
        return as_json({"private": True})
    return as_json({"error": "unauthorized"}, {"WWW-Authenticate": "Bearer"}, 401)


def redirect(_method: str, query: Mapping[str, str], *_: object) -> Answer:
    # A Location header is ASCII without spaces and line ends, whatever the query says.
    to = re.sub(r"[^\x21-\x7e]+", lambda part: quote(part.group()), query.get("to") or "/resource")
    status = query.get("status", "")
    return Answer(int(status) if status in REDIRECTS else 302, {"Location": to}, [])


def delay_of(query: Mapping[str, str]) -> int:
    """How long /slow takes: milliseconds."""
    ms = query.get("ms", "0")
    return min(int(ms), LONGEST_DELAY_MS) if re.fullmatch(r"[0-9]{1,9}", ms) else 0


def slow(_method: str, query: Mapping[str, str], *_: object) -> Answer:
    delay = delay_of(query)
    time.sleep(delay / 1000)
    return as_json({"ms": delay})


def conditional(_method: str, _query: Mapping[str, str], headers: Mapping[str, str], *_: object) -> Answer:
    own = {"ETag": ETAG, "Cache-Control": "no-cache"}
    if headers.get("if-none-match") == ETAG:
        return Answer(304, own, [])
    return as_json({"conditional": True}, own)


def parse(method: str, _query: Mapping[str, str], headers: Mapping[str, str], body: bytes) -> Answer:
    if method != "POST":
        return as_json({"error": "method not allowed"}, {"Allow": "POST"}, 405)
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        return as_json({"error": "unsupported media type"}, status=415)
    if len(body) > LONGEST_BODY:
        return as_json({"error": "payload too large"}, status=413)
    try:
        json.loads(body)
    except ValueError:
        return as_json({"error": "broken JSON"}, status=400)
    return as_json({"parsed": True})


def folder(_method: str, query: Mapping[str, str], *_: object) -> Answer:
    suffix = "&".join(f"{quote(name)}={quote(value)}" for name, value in query.items())
    return Answer(301, {"Location": f"/dir/?{suffix}" if suffix else "/dir/"}, [])


def media(wanted: str) -> Answer:
    """All of the sound, one part of it, or 416."""
    content = (ASSETS / "media.wav").read_bytes()
    headers = {"Content-Type": "audio/wav", "Accept-Ranges": "bytes"}
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", wanted)
    if found is None or not any(found.groups()):
        return Answer(200, headers, [content])
    first = max(0, len(content) - int(found[2])) if found[1] == "" else int(found[1])
    last = len(content) - 1 if found[1] == "" or found[2] == "" else min(int(found[2]), len(content) - 1)
    if first >= len(content):
        return Answer(416, headers | {"Content-Range": f"bytes */{len(content)}"}, [])
    return Answer(206, headers | {"Content-Range": f"bytes {first}-{last}/{len(content)}"}, [content[first : last + 1]])


def download() -> Answer:
    lines = [b"name,value\n", b"first,1\n", b"second,2\n"]
    return as_text("text/csv", *lines, Content_Disposition='attachment; filename="report.csv"')


def asset(path: str):
    content = (ASSETS / path[1:]).read_bytes()
    return lambda *_: as_text(ASSET_TYPES[path], content)


def jsonp(_method: str, query: Mapping[str, str], *_: object) -> Answer:
    name = query.get("callback", "callback")
    if not FUNCTION_NAME.fullmatch(name):
        return as_json({"error": "callback is not a valid function name"}, status=400)
    return as_text("text/javascript; charset=utf-8", f'{name}({{"jsonp":true}});\n'.encode())
