"""aiohttp with aiohttp-cors: a mapping from origins to options, for the resources that are added."""

import asyncio
import logging
import socket
import sys
from pathlib import Path

import aiohttp_cors
from aiohttp import web

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import Unsupported, run  # noqa: E402
from respond import ASSETS, ETAG, EVENTS, LONGEST_BODY, METHODS, STATIC, Routes  # noqa: E402

OPTIONS = {
    "credentials": "allow_credentials",
    "methods": "allow_methods",
    "requestHeaders": "allow_headers",
    "exposedHeaders": "expose_headers",
    "maxAge": "max_age",
}
# aiohttp-cors registers a handler of OPTIONS, and accepts no other.
HANDLED = [method for method in METHODS if method != "OPTIONS"]


def cors_defaults(policy: dict) -> dict | None:
    """The policy in the words of aiohttp-cors; what is not stated is left at its default."""
    if "origins" not in policy:
        return None
    origins = ["*"] if policy["origins"] == "*" else policy["origins"]
    if any("://*." in origin for origin in origins):
        raise Unsupported("origins are compared exactly: there are no patterns")
    options = aiohttp_cors.ResourceOptions(**{OPTIONS[key]: value for key, value in policy.items() if key in OPTIONS})
    return {origin: options for origin in origins}


def create_app(policy: dict) -> web.Application:
    slashes = web.normalize_path_middleware(append_slash=True)
    app = web.Application(middlewares=[slashes], client_max_size=LONGEST_BODY)
    add_routes(app.router)
    cors = aiohttp_cors.setup(app, defaults=cors_defaults(policy))
    # A route that is added is allowed its method; `allow_methods` is for resources.
    entities = app.router.resources() if "methods" in policy else app.router.routes()
    for entity in list(entities):
        cors.add(entity)
    return app


def add_routes(router: web.UrlDispatcher) -> None:
    routes = Routes()

    async def respond(request: web.Request) -> web.StreamResponse:
        answer = await routes.respond_async(request.path, request.method, request.query, request.headers)
        if len(answer.chunks) <= 1:
            return web.Response(status=answer.status, headers=answer.headers, body=answer.body)
        return await stream(request, answer.headers, answer.chunks)

    for path in routes.paths("/parse", "/conditional", "/dir", "/dir/", "/file.txt", "/media.wav", "/raw"):
        resource = router.add_resource(path)
        for method in HANDLED:
            resource.add_route(method, respond)
    router.add_post("/parse", parse)
    router.add_get("/conditional", conditional)
    router.add_get("/dir/", lambda _: web.FileResponse(STATIC / "dir" / "index.html"))
    router.add_get("/file.txt", lambda _: web.FileResponse(STATIC / "file.txt"))
    router.add_get("/media.wav", lambda _: web.FileResponse(ASSETS / "media.wav"))
    router.add_get("/raw", raw)


async def stream(request: web.Request, headers: dict[str, str], chunks: list[bytes]) -> web.StreamResponse:
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    for chunk in chunks:
        await response.write(chunk)
    return response


async def raw(request: web.Request) -> web.StreamResponse:
    """aiohttp has no other way to write than StreamResponse."""
    return await stream(request, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}, EVENTS)


async def parse(request: web.Request) -> web.Response:
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        return web.json_response({"parsed": isinstance(await request.json(), dict)})
    except ValueError:
        raise web.HTTPBadRequest from None


async def conditional(request: web.Request) -> web.Response:
    # aiohttp parses If-None-Match, and compares it for files alone.
    own = ETAG.strip('"')
    known = any(tag.value == own for tag in request.if_none_match or ())
    response = web.Response(status=304) if known else web.json_response({"conditional": True})
    response.etag = own
    response.headers["Cache-Control"] = "no-cache"
    return response


def serve(app: web.Application, listener: socket.socket) -> None:
    # What is left out is the traceback of /crash.
    logging.disable(logging.CRITICAL)
    web.run_app(app, sock=listener, print=None, handle_signals=False, access_log=None, loop=asyncio.new_event_loop())


run(create_app, serve, "aiohttp", "aiohttp-cors")
