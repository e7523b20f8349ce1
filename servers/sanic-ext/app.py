"""Sanic with the CORS of Sanic Extensions: names of apps and listeners are those of the process, so each policy has its own."""

import logging
import re
import socket
import sys
from pathlib import Path

from sanic import HTTPResponse, Request, Sanic, file, json, raw
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic_ext import Extend

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import Unsupported, run_in_processes  # noqa: E402
from respond import ASSETS, ETAG, LONGEST_BODY, METHODS, STATIC, Answer, Routes  # noqa: E402

OPTIONS = {
    "origins": "CORS_ORIGINS",
    "credentials": "CORS_SUPPORTS_CREDENTIALS",
    "methods": "CORS_METHODS",
    "requestHeaders": "CORS_ALLOW_HEADERS",
    "exposedHeaders": "CORS_EXPOSE_HEADERS",
    "maxAge": "CORS_MAX_AGE",
}
HANDLED = [method for method in METHODS if method not in ("HEAD", "OPTIONS")]


def cors_options(policy: dict) -> dict:
    """The policy in the words of Sanic Extensions; what is not stated is left at its default."""
    options = {OPTIONS[key]: value for key, value in policy.items()}
    if isinstance(policy.get("origins"), list):
        options["CORS_ORIGINS"] = [subdomains(entry) if "://*." in entry else entry for entry in policy["origins"]]
    if policy.get("credentials"):
        for key in ("requestHeaders", "exposedHeaders"):
            if policy.get(key) == "*":
                raise Unsupported(f"{OPTIONS[key]} is `*` or names, and `*` is no wildcard for requests with credentials")
        if policy.get("methods") == "*":
            # The default: all that the route has.
            del options["CORS_METHODS"]
    return options


def subdomains(pattern: str) -> re.Pattern:
    """The library matches at the beginning."""
    scheme, parent = pattern.split("*.", 1)
    return re.compile(rf"^{re.escape(scheme)}([a-z0-9-]+\.)+{re.escape(parent)}$")


def create_app(policy: dict) -> Sanic:
    app = Sanic("corspec", configure_logging=False)
    # As Sanic's documentation has it for an application behind a proxy.
    app.config.PROXIES_COUNT = 1
    app.config.OAS = False
    app.config.update(cors_options(policy))
    Extend(app)
    add_routes(app)
    return app


def add_routes(app: Sanic) -> None:
    routes = Routes()

    async def handler(request: Request) -> HTTPResponse | None:
        query, headers = {name: request.args.get(name) for name in request.args}, dict(request.headers)
        answer = await routes.respond_async(request.path, request.method, query, headers)
        return await stream(request, answer) if len(answer.chunks) > 1 else whole(answer)

    own = ("/resource", "/parse", "/file.txt", "/media.wav", "/dir/")
    for path in routes.paths(*own):
        app.add_route(handler, path, methods=HANDLED, name=path[1:])
    app.add_route(handler, "/resource", methods=METHODS, name="resource")
    app.add_route(parse, "/parse", methods=["POST"])
    app.static("/file.txt", STATIC / "file.txt", name="file")
    app.static("/media.wav", ASSETS / "media.wav", name="media", use_content_range=True)


def whole(answer: Answer) -> HTTPResponse:
    return raw(answer.body, answer.status, answer.headers, answer.headers.get("Content-Type"))


async def stream(request: Request, answer: Answer) -> None:
    response = await request.respond(status=answer.status, headers=answer.headers)
    for chunk in answer.chunks:
        await response.send(chunk)
    await response.eof()


async def parse(request: Request) -> HTTPResponse:
    # Sanic limits the bodies of all routes alike, and parses those of every type as JSON.
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise SanicException(status_code=415)
    if len(request.body) > LONGEST_BODY:
        raise PayloadTooLarge("longer than 16 KiB")
    return json({"parsed": isinstance(request.json, dict)})


def serve(app: Sanic, listener: socket.socket) -> None:
    # What is left out is the traceback of /crash.
    logging.disable(logging.CRITICAL)
    app.run(sock=listener, single_process=True, access_log=False, motd=False)


run_in_processes(create_app, serve, "sanic", "sanic-ext")
