"""FastAPI with thirty operations. Each line of stdin names the CORS configuration that it has from then on."""

import os
import socket
import sys
import threading

import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware

right = {
    "allow_origins": ["https://app.example.com"],
    "allow_credentials": True,
    "allow_methods": ["GET", "POST", "PUT", "DELETE"],
    "allow_headers": ["content-type"],
    "max_age": 600,
}
configurations = {
    "right": right,
    "suffix": {**right, "allow_origins": [], "allow_origin_regex": r"https://.*app\.example\.com"},
    "no credentials": {**right, "allow_credentials": False},
    "any origin": {**right, "allow_origins": ["*"]},
}


def items(name: str) -> APIRouter:
    router = APIRouter(prefix=f"/{name}")

    @router.get("")
    def all_items() -> list:
        return []

    @router.post("")
    def add(body: dict) -> dict:
        return body

    @router.get("/{item_id}")
    def one(item_id: int) -> dict:
        return {"id": item_id}

    @router.put("/{item_id}")
    def change(item_id: int, body: dict) -> dict:
        return body

    @router.delete("/{item_id}")
    def remove(item_id: int) -> dict:
        return {}

    return router


def api(options: dict) -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, **options)
    for name in ["pets", "users", "orders", "stores", "tags", "reviews"]:
        app.include_router(items(name))
    return app


apps = {name: api(options) for name, options in configurations.items()}
current = "right"


async def switching(scope, receive, send):
    await apps[current](scope, receive, send)


def follow_stdin() -> None:
    global current
    for line in sys.stdin:
        current = line.strip()
        print(current, flush=True)
    os._exit(0)


threading.Thread(target=follow_stdin, daemon=True).start()
listener = socket.create_server(("127.0.0.1", 0))
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(switching, lifespan="off", log_level="critical")).run(sockets=[listener])
