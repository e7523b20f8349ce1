"""FastAPI with Starlette's CORSMiddleware: one process and one event loop, an application for each policy."""

import asyncio
import contextlib
import re
import socket
import sys
from importlib.metadata import version
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from routes import create_router

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from contract import policy_problem, read_policies, say  # noqa: E402


def cors_options(policy: dict) -> dict:
    """The policy in the words of CORSMiddleware; what is not stated is left at its default."""
    options: dict = {}
    if "origins" in policy:
        options |= origin_options(policy["origins"])
    if "credentials" in policy:
        options["allow_credentials"] = policy["credentials"]
    for key, option in {
        "methods": "allow_methods",
        "requestHeaders": "allow_headers",
        "exposedHeaders": "expose_headers",
    }.items():
        if key in policy:
            options[option] = ["*"] if policy[key] == "*" else policy[key]
    if "maxAge" in policy:
        options["max_age"] = policy["maxAge"]
    return options


def origin_options(origins: str | list[str]) -> dict:
    """A list, or for patterns of subdomains a regular expression, which the library matches whole."""
    if origins == "*":
        return {"allow_origins": ["*"]}
    patterns = [subdomains(entry) for entry in origins if "://*." in entry]
    options: dict = {"allow_origins": [entry for entry in origins if "://*." not in entry]}
    return options | ({"allow_origin_regex": "|".join(patterns)} if patterns else {})


def subdomains(pattern: str) -> str:
    scheme, parent = pattern.split("*.", 1)
    return rf"{re.escape(scheme)}[a-z0-9-]+(\.[a-z0-9-]+)*\.{re.escape(parent)}"


def create_app(policy: dict) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.add_middleware(CORSMiddleware, **cors_options(policy))
    app.include_router(create_router())
    # Starlette makes its middleware with the first request; what it refuses is to be known now.
    app.middleware_stack = app.build_middleware_stack()
    return app


class Server(uvicorn.Server):
    """Several servers in one loop: none takes the process's signals, and each tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()

    def capture_signals(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


async def serve(app: FastAPI, tasks: set[asyncio.Task]) -> str:
    """Listens on a free port of 127.0.0.1 and gives the URL."""
    # asyncio switches Nagle's algorithm off only where the protocol is stated: with it, each response takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    # The log that is left out is the traceback of /crash.
    # Behind a proxy on this machine: https://uvicorn.dev/settings/#http
    trust = {"proxy_headers": True, "forwarded_allow_ips": "127.0.0.1"}
    server = Server(uvicorn.Config(app, lifespan="off", access_log=False, log_level="critical", **trust))
    task = asyncio.create_task(server.serve(sockets=[listener]))
    tasks.add(task)
    listening = asyncio.create_task(server.listening.wait())
    await asyncio.wait([task, listening], return_when=asyncio.FIRST_COMPLETED)
    if not server.listening.is_set():
        raise RuntimeError("uvicorn ended before it listened")
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


async def main() -> None:
    tasks: set[asyncio.Task] = set()
    for name, policy in read_policies().items():
        problem = policy_problem(policy)
        if problem is not None:
            say(policy=name, unsupported=problem)
            continue
        try:
            app = create_app(policy)
        except Exception as error:
            say(policy=name, unsupported=f"refused at set-up: {error}")
            continue
        say(policy=name, url=await serve(app, tasks))
    say(ready=True, versions={package: version(package) for package in ("fastapi", "starlette", "uvicorn")})
    await asyncio.Event().wait()


asyncio.run(main())
