"""FastAPI with CORSMiddleware, and one mistake, by its name: the first argument."""

import os
import socket
import sys
import threading

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

mistake = sys.argv[1]
origins = ["https://app.example.com", "https://admin.example.com"]
right = {
    "allow_origins": origins,
    "allow_credentials": True,
    "allow_methods": ["GET", "HEAD", "POST", "PUT", "DELETE"],
    "allow_headers": ["Content-Type", "X-Api-Key"],
    "expose_headers": ["X-Total-Count"],
    "max_age": 600,
}
changes = {
    "any origin": {"allow_origins": ["*"]},
    "one string of origins": {"allow_origins": ",".join(origins)},
    "an unescaped dot": {"allow_origins": [], "allow_origin_regex": r"https://(app|admin).example.com"},
    "any scheme": {"allow_origins": [], "allow_origin_regex": r"https?://(app|admin)\.example\.com"},
    "origins with a slash": {"allow_origins": [origin + "/" for origin in origins]},
    "origins in upper case": {"allow_origins": [origin.replace("example", "Example") for origin in origins]},
    "no credentials": {"allow_credentials": False},
    "the methods of the default": {"allow_methods": ("GET",)},
    "no request headers": {"allow_headers": []},
    "no exposed headers": {"expose_headers": []},
    "the max age of the default": {"max_age": 5},
}

app = FastAPI()
if mistake != "no CORS":
    app.add_middleware(CORSMiddleware, **{**right, **changes.get(mistake, {})})

if mistake == "authentication outside CORS":

    @app.middleware("http")
    async def authenticate(request: Request, call_next):
        if request.method not in ("GET", "HEAD") and "cookie" not in request.headers:
            return JSONResponse({"detail": "login required"}, status_code=401)
        return await call_next(request)


@app.api_route("/api/items", methods=["GET", "HEAD", "POST", "PUT", "DELETE"])
async def items(response: Response) -> list:
    response.headers["X-Total-Count"] = "2"
    return [{"id": 1}, {"id": 2}]


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
listener = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listener])
