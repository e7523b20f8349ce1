"""Quart with Quart-CORS."""

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path

from hypercorn.middleware import DispatcherMiddleware, ProxyFixMiddleware
from quart import Quart, Response, abort, jsonify, request, send_from_directory
from quart_cors import cors

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import Unsupported, run, serve_asgi  # noqa: E402
from respond import ETAG, EVENTS, LONGEST_BODY, METHODS, STATIC, Routes  # noqa: E402

OPTIONS = {
    "origins": "allow_origin",
    "credentials": "allow_credentials",
    "methods": "allow_methods",
    "requestHeaders": "allow_headers",
    "exposedHeaders": "expose_headers",
    "maxAge": "max_age",
}


def cors_options(policy: dict) -> dict:
    """The policy in the words of Quart-CORS; what is not stated is left at its default."""
    options = {OPTIONS[key]: value for key, value in policy.items()}
    if isinstance(policy.get("origins"), list):
        options["allow_origin"] = [subdomains(entry) if "://*." in entry else entry for entry in policy["origins"]]
    if policy.get("methods") == "*" and policy.get("credentials"):
        # The default: seven methods. `*` is no wildcard for requests with credentials.
        del options["allow_methods"]
    if policy.get("exposedHeaders") == "*" and policy.get("credentials"):
        raise Unsupported("expose_headers is a list of names, and `*` is no wildcard for requests with credentials")
    return options


def subdomains(pattern: str) -> re.Pattern:
    """The library matches at the beginning."""
    scheme, parent = pattern.split("*.", 1)
    return re.compile(rf"^{re.escape(scheme)}([a-z0-9-]+\.)+{re.escape(parent)}$")


def create_app(policy: dict) -> object:
    app = Quart(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    cors(app, **cors_options(policy))
    add_routes(app)
    add_own_routes(app)
    asyncio.run(ask(app))
    # As Quart's documentation has it for an application behind a proxy.
    return ProxyFixMiddleware(DispatcherMiddleware({"/raw": raw, "": app}), mode="legacy", trusted_hops=1)


async def ask(app: Quart) -> None:
    """Quart-CORS refuses a policy when it changes the first response: that is to be known now."""
    async with app.test_request_context("/resource", headers={"Origin": "https://app.example.test"}):
        await app.process_response(Response())


def add_routes(app: Quart) -> None:
    routes = Routes()

    async def handler() -> Response:
        query, headers = request.args, dict(request.headers)
        answer = await routes.respond_async(request.path, request.method, query, headers)
        return Response(answer.chunks if len(answer.chunks) > 1 else answer.body, answer.status, answer.headers)

    # Quart has a means for /media.wav as well, which responds to `Range: bytes=-10` with status 500.
    own = ("/resource", "/parse", "/conditional", "/dir", "/dir/", "/file.txt", "/raw")
    # Quart responds to OPTIONS for them.
    methods = [method for method in METHODS if method != "OPTIONS"]
    for path in routes.paths(*own):
        app.add_url_rule(path, path, handler, methods=methods)
    app.add_url_rule("/resource", "/resource", handler, methods=METHODS, provide_automatic_options=False)


def add_own_routes(app: Quart) -> None:
    """What Quart has its own means for."""

    @app.post("/parse")
    async def parse() -> Response:
        if not request.is_json:
            abort(415)
        return jsonify(parsed=await request.get_json() is not None)

    @app.get("/conditional")
    async def conditional() -> Response:
        response = jsonify(conditional=True)
        response.cache_control.no_cache = True
        response.set_etag(ETAG.strip('"'))
        return await response.make_conditional(request)

    @app.get("/dir/")
    async def folder() -> Response:
        return await send_from_directory(STATIC / "dir", "index.html")

    @app.get("/file.txt")
    async def file() -> Response:
        return await send_from_directory(STATIC, "file.txt")


async def raw(scope: dict, receive: Callable, send: Callable) -> None:
    """An ASGI application beside Quart's."""
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for event in EVENTS:
        await send({"type": "http.response.body", "body": event, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


run(create_app, serve_asgi, "quart", "quart-cors", "uvicorn")
