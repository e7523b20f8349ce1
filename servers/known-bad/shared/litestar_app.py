"""Litestar with its CORSConfig."""

import socket

from answers import METHODS, PATHS, Answers
from litestar import Litestar, Request, Response, route
from litestar.config.cors import CORSConfig
from program import run_implementation, serve_asgi, subdomains


def cors_options(policy: dict) -> dict:
    """The policy in the words of CORSConfig; what is not stated is left at its default."""
    options: dict = {}
    if "origins" in policy:
        options |= origin_options(policy["origins"])
    for key, option in {
        "methods": "allow_methods",
        "requestHeaders": "allow_headers",
        "exposedHeaders": "expose_headers",
    }.items():
        if key in policy:
            options[option] = ["*"] if policy[key] == "*" else policy[key]
    for key, option in {"credentials": "allow_credentials", "maxAge": "max_age"}.items():
        if key in policy:
            options[option] = policy[key]
    return options


def origin_options(origins: str | list[str]) -> dict:
    if origins == "*":
        return {"allow_origins": ["*"]}
    patterns = [subdomains(entry) for entry in origins if "://*." in entry]
    options: dict = {"allow_origins": [entry for entry in origins if "://*." not in entry]}
    return options | ({"allow_origin_regex": "|".join(patterns)} if patterns else {})


def create_app(policy: dict) -> Litestar:
    answers = Answers()

    # OPTIONS is the library's own where it has a CORSConfig.
    @route(PATHS, http_method=[method for method in METHODS if method != "OPTIONS"], sync_to_thread=False)
    def handler(request: Request) -> Response:
        body, headers, status = answers(request.method, request.url.path, request.query_params, request.headers)
        return Response(body, status_code=status, headers=headers, media_type=headers.get("Content-Type"))

    return Litestar([handler], cors_config=CORSConfig(**cors_options(policy)), openapi_config=None)


def serve(policy: dict, _name: str, listener: socket.socket) -> None:
    serve_asgi(create_app(policy), listener)


run_implementation(["litestar", "uvicorn"], serve)
