"""A program that keeps to the contract, with an app for each policy."""

import re
import socket
import sys
import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "shared" / "python"))
from contract import policy_problem, read_policies, say  # noqa: E402


def run_implementation(packages: list[str], serve: Callable[[dict, str, socket.socket], None]) -> None:
    """For each policy `serve` gets it, its name, and a socket that listens; it starts to serve and returns.

    What it raises is the library's refusal.
    """
    for name, policy in read_policies().items():
        problem = policy_problem(policy)
        if problem is not None:
            say(policy=name, unsupported=problem)
            continue
        listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        try:
            serve(policy, name, listener)
        except Exception as error:
            say(policy=name, unsupported=f"refused at set-up: {error}")
            continue
        say(policy=name, url=f"http://127.0.0.1:{listener.getsockname()[1]}")
    say(ready=True, versions={package: version(package) for package in packages})
    threading.Event().wait()


def in_background(serve: Callable[[], None]) -> None:
    threading.Thread(target=serve, daemon=True).start()


def serve_asgi(app: object, listener: socket.socket) -> None:
    """In an event loop of its own. The log that is left out is the traceback of /crash."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", access_log=False, log_level="critical"))
    in_background(lambda: server.run(sockets=[listener]))


def subdomains(pattern: str) -> str:
    """A regular expression for https://*.example.com, as one writes it who does not think of anchors."""
    scheme, parent = pattern.split("*.", 1)
    return rf"{re.escape(scheme)}[a-z0-9-]+(\.[a-z0-9-]+)*\.{re.escape(parent)}"
