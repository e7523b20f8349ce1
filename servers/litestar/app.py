"""Litestar with the CORS middleware that it adds for a CORSConfig."""

import sys
from pathlib import Path

from litestar import Litestar, Request, asgi, post, route
from litestar.config.cors import CORSConfig
from litestar.connection import ASGIConnection
from litestar.datastructures import CacheControlHeader, ETag
from litestar.exceptions import HTTPException
from litestar.response import File, Response, Stream
from litestar.types import Receive, Scope, Send

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import run, serve_asgi  # noqa: E402
from respond import ETAG, EVENTS, LONGEST_BODY, METHODS, STATIC, Routes  # noqa: E402

LISTS = {
    "origins": "allow_origins",
    "methods": "allow_methods",
    "requestHeaders": "allow_headers",
    "exposedHeaders": "expose_headers",
}
# Litestar responds to OPTIONS for the routes without a handler of their own.
HANDLED = [method for method in METHODS if method != "OPTIONS"]


def cors_options(policy: dict) -> dict:
    """The policy in the words of CORSConfig; what is not stated is left at its default."""
    options: dict = {
        option: ["*"] if policy[key] == "*" else policy[key] for key, option in LISTS.items() if key in policy
    }
    if "credentials" in policy:
        options["allow_credentials"] = policy["credentials"]
    if "maxAge" in policy:
        options["max_age"] = policy["maxAge"]
    return options


def create_app(policy: dict) -> Litestar:
    handlers = [*contract_routes(), parse, conditional, file, raw]
    return Litestar(handlers, cors_config=CORSConfig(**cors_options(policy)), openapi_config=None)


def contract_routes() -> list:
    routes = Routes()

    async def respond(request: Request) -> Response:
        query, headers = dict(request.query_params), dict(request.headers)
        path = request.scope["raw_path"].decode()
        answer = await routes.respond_async(path, request.method, query, headers, await request.body())
        own = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
        media_type = answer.headers.get("Content-Type")
        if len(answer.chunks) > 1:
            return Stream(iter(answer.chunks), status_code=answer.status, headers=own, media_type=media_type)
        return Response(answer.body, status_code=answer.status, headers=own, media_type=media_type)

    # For Litestar, a slash at the end of a path makes no difference: the handler of /dir gets both, and redirects.
    paths = routes.paths("/resource", "/parse", "/conditional", "/dir/", "/file.txt", "/raw")
    return [route(paths, http_method=HANDLED)(respond), route("/resource", http_method=METHODS)(respond)]


def json_only(connection: ASGIConnection, _: object) -> None:
    """Litestar parses bodies of every type as JSON."""
    if connection.headers.get("content-type", "").split(";")[0] != "application/json":
        raise HTTPException(status_code=415)


@post("/parse", request_max_body_size=LONGEST_BODY, guards=[json_only], status_code=200)
async def parse(data: dict) -> dict:
    return {"parsed": isinstance(data, dict)}


@route(
    "/conditional",
    http_method=["GET", "HEAD"],
    cache_control=CacheControlHeader(no_cache=True),
    etag=ETag(value=ETAG.strip('"')),
)
async def conditional(request: Request) -> Response:
    # Litestar sends ETags, and compares none.
    if request.headers.get("if-none-match") == ETAG:
        return Response(None, status_code=304)
    return Response({"conditional": True})


@route("/file.txt", http_method=["GET", "HEAD"])
async def file() -> File:
    return File(STATIC / "file.txt", filename="file.txt", content_disposition_type="inline")


@asgi("/raw", is_mount=True)
async def raw(scope: Scope, receive: Receive, send: Send) -> None:
    """An ASGI application, which sends messages past the responses of the framework."""
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for event in EVENTS:
        await send({"type": "http.response.body", "body": event, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


run(create_app, serve_asgi, "litestar", "uvicorn")
