"""The routes of the contract, as FastAPI's documentation registers them. Nothing here knows of CORS."""

import asyncio
import re
import uuid
from collections import OrderedDict
from pathlib import Path
from urllib.parse import quote

from fastapi import APIRouter, Body, Depends, FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from fastapi.staticfiles import StaticFiles
from starlette.routing import Route

RESOURCE_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
WRITING = {"POST", "PUT", "PATCH", "DELETE"}
REMEMBERED_IDS = 10_000
LONGEST_DELAY_MS = 30_000
REDIRECTS = {"301", "302", "303", "307", "308"}
ASSETS = Path(__file__).parent.parent / "shared" / "assets"
ASSET_TYPES = {
    "image.png": "image/png",
    "script.js": "text/javascript; charset=utf-8",
    "module.js": "text/javascript; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "font.woff2": "font/woff2",
}


STATIC = ASSETS.parent / "static"
ETAG = '"corspec"'
LONGEST_BODY = 16 * 1024


def create_router() -> APIRouter:
    router = APIRouter()
    add_resource(router)
    add_session(router)
    add_statuses(router)
    add_caches(router)
    add_bodies(router)
    add_files(router)
    add_embeds(router)
    return router


def add_resource(router: APIRouter) -> None:
    # By id; the ids not used for longest are forgotten.
    counts: OrderedDict[str, int] = OrderedDict()

    @router.api_route("/resource", methods=RESOURCE_METHODS)
    async def resource(request: Request, id: str = "") -> JSONResponse:
        key = id[:200]
        if request.method in WRITING:
            counts[key] = counts.get(key, 0) + 1
            counts.move_to_end(key)
            if len(counts) > REMEMBERED_IDS:
                counts.popitem(last=False)
        headers = {
            "X-Total-Count": "42",
            "X-Request-Id": str(uuid.uuid4()),
            "ETag": '"corspec"',
            "Cache-Control": "no-store",
        }
        return JSONResponse({"method": request.method, "writes": counts.get(key, 0)}, headers=headers)


def add_session(router: APIRouter) -> None:
    @router.api_route("/whoami", methods=RESOURCE_METHODS)
    async def whoami(request: Request) -> JSONResponse:
        return JSONResponse({"session": request.cookies.get("session")}, headers={"Cache-Control": "no-store"})

    @router.api_route("/login", methods=RESOURCE_METHODS)
    async def login(value: str = "s") -> JSONResponse:
        session = value if re.fullmatch(r"[A-Za-z0-9_.~-]{1,100}", value) else "s"
        response = JSONResponse({"session": session})
        response.set_cookie("session", session, path="/", secure=True, samesite="none")
        return response


def add_statuses(router: APIRouter) -> None:
    @router.api_route("/denied", methods=RESOURCE_METHODS)
    async def denied() -> JSONResponse:
        return JSONResponse({"error": "denied"}, status_code=403)

    @router.api_route("/crash", methods=RESOURCE_METHODS)
    async def crash() -> None:
        raise RuntimeError("/crash throws")

    @router.api_route("/private", methods=RESOURCE_METHODS)
    async def private(request: Request) -> JSONResponse:
        if request.headers.get("authorization"):
            return JSONResponse({"private": True})
        return JSONResponse({"error": "unauthorized"}, status_code=401, headers={"WWW-Authenticate": "Bearer"})

    @router.api_route("/redirect", methods=RESOURCE_METHODS)
    async def redirect(to: str = "/resource", status: str = "302") -> RedirectResponse:
        # A Location header is ASCII without spaces and line ends, whatever the query says.
        location = re.sub(r"[^\x21-\x7e]+", lambda part: quote(part.group()), to)
        return RedirectResponse(location, status_code=int(status) if status in REDIRECTS else 302)

    @router.api_route("/slow", methods=RESOURCE_METHODS)
    async def slow(ms: str = "0") -> JSONResponse:
        delay = min(int(ms), LONGEST_DELAY_MS) if re.fullmatch(r"[0-9]{1,9}", ms) else 0
        await asyncio.sleep(delay / 1000)
        return JSONResponse({"ms": delay})

    @router.api_route("/stream", methods=RESOURCE_METHODS)
    async def stream() -> StreamingResponse:
        async def events():
            for event in ("first", "second"):
                yield f"data: {event}\n\n"

        return StreamingResponse(events(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


def add_caches(router: APIRouter) -> None:
    @router.api_route("/vary", methods=RESOURCE_METHODS)
    async def vary() -> JSONResponse:
        return JSONResponse({"vary": "Accept-Encoding"}, headers={"Vary": "Accept-Encoding"})

    @router.api_route("/cacheable", methods=RESOURCE_METHODS)
    async def cacheable() -> JSONResponse:
        return JSONResponse({"cacheable": True}, headers={"Cache-Control": "max-age=60"})


    @router.api_route("/conditional", methods=RESOURCE_METHODS)
    async def conditional(request: Request) -> Response:
        headers = {"ETag": ETAG, "Cache-Control": "no-cache"}
        # The framework compares ETags of static files alone.
        if request.headers.get("if-none-match") == ETAG:
            return Response(status_code=304, headers=headers)
        return JSONResponse({"conditional": True}, headers=headers)


def add_bodies(router: APIRouter) -> None:
    def limited_json(request: Request) -> None:
        """The framework limits no bodies, and takes other types for invalid data."""
        if not request.headers.get("content-type", "").startswith("application/json"):
            raise HTTPException(415)
        if int(request.headers.get("content-length", "0")) > LONGEST_BODY:
            raise HTTPException(413)

    @router.post("/parse", dependencies=[Depends(limited_json)])
    async def parse(body: dict = Body()) -> JSONResponse:
        return JSONResponse({"parsed": isinstance(body, dict)})

    @router.api_route("/limited", methods=RESOURCE_METHODS)
    async def limited() -> JSONResponse:
        raise HTTPException(429, headers={"Retry-After": "30"})


def add_files(router: APIRouter) -> None:
    # The framework redirects /dir to it: `redirect_slashes`, which is its default.
    @router.get("/dir/")
    async def folder() -> FileResponse:
        return FileResponse(STATIC / "dir" / "index.html")

    @router.api_route("/media.wav", methods=["GET", "HEAD"])
    async def media() -> FileResponse:
        return FileResponse(ASSETS / "media.wav")

    static = StaticFiles(directory=STATIC)

    @router.api_route("/file.txt", methods=["GET", "HEAD"])
    async def file(request: Request) -> Response:
        return await static.get_response("file.txt", request.scope)

    router.routes.append(Route("/raw", RawEvents()))

    @router.api_route("/download", methods=RESOURCE_METHODS)
    async def download() -> StreamingResponse:
        disposition = 'attachment; filename="report.csv"'
        lines = ["name,value\n", "first,1\n", "second,2\n"]
        return StreamingResponse(iter(lines), media_type="text/csv", headers={"Content-Disposition": disposition})


class RawEvents:
    """An ASGI application, which sends messages past the responses of the framework."""

    async def __call__(self, scope, receive, send) -> None:
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for event in ("first", "second"):
            await send({"type": "http.response.body", "body": f"data: {event}\n\n".encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def add_embeds(router: APIRouter) -> None:
    for name, media_type in ASSET_TYPES.items():
        add_asset(router, f"/{name}", (ASSETS / name).read_bytes(), media_type)

    @router.api_route("/jsonp", methods=["GET", "HEAD"])
    async def jsonp(callback: str = "callback") -> Response:
        if not re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]{0,63}(\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}", callback):
            return JSONResponse({"error": "callback is not a valid function name"}, status_code=400)
        return Response(f'{callback}({{"jsonp":true}});\n', media_type="text/javascript")


def add_asset(router: APIRouter, path: str, content: bytes, media_type: str) -> None:
    @router.api_route(path, methods=["GET", "HEAD"])
    async def asset() -> Response:
        return Response(content, media_type=media_type)
