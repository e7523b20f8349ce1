"""Tornado with the recipe that users copy: a base class with `set_default_headers`, and an `options` that responds with 204."""

import asyncio
import logging
import socket
import sys
from pathlib import Path

from tornado import httpserver, web, wsgi

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import Unsupported, run  # noqa: E402
from respond import ASSETS, ETAG, EVENTS, LONGEST_BODY, STATIC, Routes  # noqa: E402

# What the recipe says; a policy changes the values, and nothing else.
VERBATIM = {"requestHeaders": ["x-requested-with"], "methods": ["POST", "GET", "OPTIONS"]}


def listed(names: str | list[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def base_handler(policy: dict) -> type[web.RequestHandler]:
    if policy.get("origins", "*") != "*":
        raise Unsupported("the recipe sends `Access-Control-Allow-Origin: *` and has no list of origins")
    values = VERBATIM | policy

    class BaseHandler(web.RequestHandler):
        def set_default_headers(self) -> None:
            self.set_header("Access-Control-Allow-Origin", "*")
            self.set_header("Access-Control-Allow-Headers", listed(values["requestHeaders"]))
            self.set_header("Access-Control-Allow-Methods", listed(values["methods"]))
            if values.get("credentials"):
                self.set_header("Access-Control-Allow-Credentials", "true")
            if values.get("exposedHeaders"):
                self.set_header("Access-Control-Expose-Headers", listed(values["exposedHeaders"]))
            if "maxAge" in values:
                self.set_header("Access-Control-Max-Age", str(values["maxAge"]))

        def options(self, *_: str) -> None:
            self.set_status(204)
            self.finish()

    return BaseHandler


def create_app(policy: dict) -> web.Application:
    base = base_handler(policy)
    handlers = [(path, contract_handler(base, routes)) for routes in [Routes()] for path in routes.paths(*OWN)]
    return web.Application([*handlers, *own_handlers(base)])


OWN = ("/parse", "/conditional", "/dir", "/dir/", "/file.txt", "/media.wav", "/raw")


def contract_handler(base: type[web.RequestHandler], routes: Routes) -> type[web.RequestHandler]:
    class ContractHandler(base):
        async def get(self) -> None:
            request = self.request
            query = {name: values[-1].decode() for name, values in request.query_arguments.items()}
            answer = await routes.respond_async(request.path, request.method, query, dict(request.headers))
            self.set_status(answer.status)
            for name, value in answer.headers.items():
                self.set_header(name, value)
            for chunk in answer.chunks:
                self.write(chunk)
                if len(answer.chunks) > 1:
                    await self.flush()

        head = post = put = patch = delete = get

    return ContractHandler


def own_handlers(base: type[web.RequestHandler]) -> list:
    """What Tornado has its own means for."""

    class Parse(base):
        def post(self) -> None:
            # Tornado parses forms alone, and limits the bodies of all routes alike.
            if self.request.headers.get("Content-Type", "").split(";")[0] != "application/json":
                raise web.HTTPError(415)
            if len(self.request.body) > LONGEST_BODY:
                raise web.HTTPError(413)
            try:
                self.write({"parsed": isinstance(web.escape.json_decode(self.request.body), dict)})
            except ValueError:
                raise web.HTTPError(400) from None

    class Conditional(base):
        def compute_etag(self) -> str:
            return ETAG

        def get(self) -> None:
            self.set_header("Cache-Control", "no-cache")
            self.write({"conditional": True})

    class Folder(base):
        @web.addslash
        def get(self) -> None:
            self.render(str(STATIC / "dir" / "index.html"))

    return [
        ("/parse", Parse),
        ("/conditional", Conditional),
        ("/dir/?", Folder),
        ("/(file.txt)", web.StaticFileHandler, {"path": STATIC}),
        ("/(media.wav)", web.StaticFileHandler, {"path": ASSETS}),
        ("/raw", web.FallbackHandler, {"fallback": wsgi.WSGIContainer(raw)}),
    ]


def raw(environ: dict, start_response) -> list[bytes]:
    """A WSGI application beside Tornado's handlers."""
    start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
    return list(EVENTS)


def serve(app: web.Application, listener: socket.socket) -> None:
    # What is left out is the traceback of /crash.
    logging.disable(logging.CRITICAL)

    async def main() -> None:
        listener.setblocking(False)
        # As Tornado's documentation has it for an application behind a proxy.
        httpserver.HTTPServer(app, xheaders=True).add_sockets([listener])
        await asyncio.Event().wait()

    asyncio.run(main())


run(create_app, serve, "tornado")
