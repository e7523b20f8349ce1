"""What the routes of the contract answer, for the apps here: a version of a library is an app of a few lines.

How a route is registered and how a response is made stays each framework's own affair, and nothing here knows of CORS.
"""

import json
import re
import time
import uuid
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
WRITING = {"POST", "PUT", "PATCH", "DELETE"}
LONGEST_DELAY_MS = 30_000
REDIRECTS = {"301", "302", "303", "307", "308"}
ASSETS = Path(__file__).parents[2] / "shared" / "assets"
ASSET_TYPES = {
    "/image.png": "image/png",
    "/script.js": "text/javascript; charset=utf-8",
    "/module.js": "text/javascript; charset=utf-8",
    "/style.css": "text/css; charset=utf-8",
    "/font.woff2": "font/woff2",
}

PATHS = [
    "/resource",
    "/whoami",
    "/login",
    "/denied",
    "/crash",
    "/private",
    "/redirect",
    "/stream",
    "/slow",
    "/vary",
    "/cacheable",
    "/jsonp",
    *ASSET_TYPES,
]


class Answer(NamedTuple):
    body: bytes
    headers: dict[str, str]
    status: int = 200


def as_json(content: object, headers: Mapping[str, str] | None = None, status: int = 200) -> Answer:
    return Answer(json.dumps(content).encode(), {"Content-Type": "application/json", **(headers or {})}, status)


class Answers:
    """Answers one of the PATHS; raises for /crash. `writes` are counted by id."""

    def __init__(self) -> None:
        self.writes: Counter[str] = Counter()

    def __call__(self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        if path in ASSET_TYPES:
            return Answer((ASSETS / path[1:]).read_bytes(), {"Content-Type": ASSET_TYPES[path]})
        if path == "/crash":
            raise RuntimeError("/crash throws")
        if path == "/resource":
            return self.resource(method, query.get("id", ""))
        return session(path, query, headers) or rest(path, query)

    def resource(self, method: str, key: str) -> Answer:
        self.writes[key] += method in WRITING
        return as_json(
            {"method": method, "writes": self.writes[key]},
            {
                "X-Total-Count": "42",
                "X-Request-Id": str(uuid.uuid4()),
                "ETag": '"corspec"',
                "Cache-Control": "no-store",
            },
        )


def session(path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Answer | None:
    if path == "/whoami":
        found = re.search(r"(?:^|;\s*)session=([^;]*)", headers.get("cookie") or "")
        return as_json({"session": found and found[1]}, {"Cache-Control": "no-store"})
    if path == "/login":
        wanted = query.get("value", "s")
        value = wanted if re.fullmatch(r"[A-Za-z0-9_.~-]{1,100}", wanted) else "s"
        return as_json({"session": value}, {"Set-Cookie": f"session={value}; SameSite=None; Secure; Path=/"})
    if path == "/private":
        if headers.get("authorization"):
            return as_json({"private": True})
        return as_json({"error": "unauthorized"}, {"WWW-Authenticate": "Bearer"}, 401)
    return None


def rest(path: str, query: Mapping[str, str]) -> Answer:
    match path:
        case "/denied":
            return as_json({"error": "denied"}, status=403)
        case "/redirect":
            to = re.sub(r"[^\x21-\x7e]+", lambda part: quote(part.group()), query.get("to") or "/resource")
            status = query.get("status", "")
            return Answer(b"", {"Location": to}, int(status) if status in REDIRECTS else 302)
        case "/slow":
            ms = query.get("ms", "0")
            delay = min(int(ms), LONGEST_DELAY_MS) if re.fullmatch(r"[0-9]{1,9}", ms) else 0
            time.sleep(delay / 1000)
            return as_json({"ms": delay})
        case "/stream":
            headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
            return Answer(b"data: first\n\ndata: second\n\n", headers)
        case "/vary":
            return as_json({"vary": "Accept-Encoding"}, {"Vary": "Accept-Encoding"})
        case "/cacheable":
            return as_json({"cacheable": True}, {"Cache-Control": "max-age=60"})
        case "/jsonp":
            name = query.get("callback", "callback")
            if re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}", name):
                return Answer(f'{name}({{"jsonp":true}});\n'.encode(), {"Content-Type": "text/javascript"})
            return as_json({"error": "callback is not a valid function name"}, status=400)
    raise ValueError(f"No answer is known for {path}.")
