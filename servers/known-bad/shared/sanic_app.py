"""Sanic with Sanic-CORS."""

import asyncio
import logging
import socket

from answers import METHODS, PATHS, Answers
from program import in_background, run_implementation, subdomains
from sanic import Request, Sanic
from sanic.response import HTTPResponse, raw
from sanic_cors import CORS


def cors_options(policy: dict) -> dict:
    """The policy in the words of Sanic-CORS; what is not stated is left at its default."""
    options: dict = {}
    if policy.get("origins") is not None:
        options["origins"] = origins_option(policy["origins"])
    for key, option in {
        "credentials": "supports_credentials",
        "methods": "methods",
        "requestHeaders": "allow_headers",
        "exposedHeaders": "expose_headers",
        "maxAge": "max_age",
    }.items():
        if key in policy and policy[key] != "*":
            options[option] = policy[key]
    return options


def origins_option(origins: str | list[str]) -> str | list[str]:
    if origins == "*":
        return "*"
    return [subdomains(entry) if "://*." in entry else entry for entry in origins]


def create_app(policy: dict, number: int) -> Sanic:
    app = Sanic(f"app-{number}")
    # Sanic's optimisation of its own classes works for one app of a process alone.
    app.config.TOUCHUP = False
    CORS(app, **cors_options(policy))
    answers = Answers()

    async def handler(request: Request) -> HTTPResponse:
        query = {key: values[0] for key, values in request.args.items()}
        body, headers, status = answers(request.method, request.path, query, request.headers)
        content_type = headers.pop("Content-Type", "text/plain")
        return raw(body, status=status, headers=headers, content_type=content_type)

    for index, path in enumerate(PATHS):
        app.add_route(handler, path, methods=METHODS, name=f"route-{index}")
    return app


def serve(policy: dict, _name: str, listener: socket.socket) -> None:
    app = create_app(policy, listener.fileno())
    listener.setblocking(False)

    async def main() -> None:
        server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.serve_forever()

    in_background(lambda: asyncio.run(main()))


# It would write to stdout, which belongs to the contract.
logging.disable(logging.CRITICAL)
run_implementation(["sanic", "sanic-cors"], serve)
