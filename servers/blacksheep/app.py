"""BlackSheep with its CORS middleware."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from blacksheep import Application, Content, Request, Response, StreamedContent, json
from blacksheep.server.files import get_response_for_file
from blacksheep.server.remotes.forwarding import XForwardedHeadersMiddleware
from blacksheep.server.routing import Router

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import Unsupported, run, serve_asgi  # noqa: E402
from respond import ETAG, EVENTS, LONGEST_BODY, METHODS, STATIC, Answer, Routes  # noqa: E402

OPTIONS = {
    "origins": "allow_origins",
    "credentials": "allow_credentials",
    "methods": "allow_methods",
    "requestHeaders": "allow_headers",
    "exposedHeaders": "expose_headers",
    "maxAge": "max_age",
}
# Requests with OPTIONS for other routes have no handler.
HANDLED = [method for method in METHODS if method != "OPTIONS"]


def cors_options(policy: dict) -> dict:
    """The policy in the words of BlackSheep; what is not stated is left at its default."""
    origins = policy.get("origins", "*")
    if any("://*." in origin for origin in origins):
        raise Unsupported("allow_origins are compared exactly: there are no patterns")
    if policy.get("exposedHeaders") == "*" and policy.get("credentials"):
        raise Unsupported("expose_headers are names, and `*` is no wildcard for requests with credentials")
    return {OPTIONS[key]: value for key, value in policy.items()}


def create_app(policy: dict) -> Application:
    # The default router is that of the process.
    app = Application(router=Router())
    # As BlackSheep's documentation has it for an application behind a proxy.
    app.middlewares.append(XForwardedHeadersMiddleware(accept_only_proxied_requests=False))
    app.use_cors(**cors_options(policy))
    add_routes(app)
    app.router.add_post("/parse", parse)
    app.router.add_get("/conditional", conditional)
    app.mount("/raw", raw)
    return app


def add_routes(app: Application) -> None:
    routes = Routes()

    async def respond(request: Request) -> Response:
        query = {name: values[0] for name, values in request.query.items()}
        headers = {name.decode(): value.decode("latin-1") for name, value in request.headers.items()}
        answer = await routes.respond_async(request.url.path.decode(), request.method, query, headers)
        return response_of(answer)

    async def file(request: Request) -> Response:
        return get_response_for_file(app.files_handler, request, str(STATIC / "file.txt"), cache_time=0)

    # For BlackSheep, a slash at the end of a path makes no difference: the handler of /dir gets both, and redirects.
    for path in routes.paths("/dir/", "/parse", "/conditional", "/file.txt", "/raw"):
        for method in METHODS if path == "/resource" else HANDLED:
            app.router.add(method, path, respond)
    # BlackSheep sends files for GET alone, and its 416 has no Content-Range: /media.wav is the kit's.
    app.router.add_get("/file.txt", file)
    app.router.add_head("/file.txt", respond)


def response_of(answer: Answer) -> Response:
    media_type = answer.headers.get("Content-Type", "text/plain").encode()
    headers = [(name.encode(), value.encode()) for name, value in answer.headers.items() if name != "Content-Type"]
    if len(answer.chunks) <= 1:
        return Response(answer.status, headers, Content(media_type, answer.body))

    async def parts():
        for chunk in answer.chunks:
            yield chunk

    return Response(answer.status, headers, StreamedContent(media_type, parts))


async def parse(request: Request) -> Response:
    # BlackSheep limits no bodies, and takes other types for an absent body.
    if not request.declares_json():
        return Response(415)
    if int(request.get_first_header(b"Content-Length") or 0) > LONGEST_BODY:
        return Response(413)
    return json({"parsed": isinstance(await request.json(), dict)})


async def conditional(request: Request) -> Response:
    # BlackSheep compares ETags of files alone.
    response = Response(304) if request.if_none_match == ETAG.encode() else json({"conditional": True})
    response.add_header(b"ETag", ETAG.encode())
    response.add_header(b"Cache-Control", b"no-cache")
    return response


async def raw(scope: dict, receive: Callable, send: Callable) -> None:
    """An ASGI application that is mounted."""
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for event in EVENTS:
        await send({"type": "http.response.body", "body": event, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


run(create_app, partial(serve_asgi, lifespan="on"), "blacksheep", "uvicorn")
