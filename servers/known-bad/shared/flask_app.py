"""Flask with Flask-CORS. A policy may be named <policy>@<arrangement>: /resource has it, and other paths are public."""

import logging
import socket

from answers import METHODS, PATHS, Answers
from flask import Flask, Response, request
from flask_cors import CORS
from program import in_background, run_implementation, subdomains
from werkzeug.serving import make_server

PUBLIC = {"origins": "*"}

ARRANGEMENTS = {
    # Another path, which differs by case.
    "capitals": lambda options: {"/RESOURCE": PUBLIC, "/resource": options},
    # Everything else, by an expression that is longer than the path.
    "the-rest": lambda options: {"/resource": options, "/[a-z][a-z.]+": PUBLIC},
}


def cors_options(policy: dict) -> dict:
    """The policy in the words of Flask-CORS; what is not stated is left at its default."""
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


def create_app(policy: dict, name: str) -> Flask:
    app = Flask(__name__)
    arrangement = ARRANGEMENTS.get(name.partition("@")[2])
    options = cors_options(policy)
    if arrangement is None:
        CORS(app, **options)
    else:
        CORS(app, resources=arrangement(options))
    answers = Answers()

    def handler() -> Response:
        body, headers, status = answers(request.method, request.path, request.args, request.headers)
        return Response(body, status, headers)

    for path in PATHS:
        app.add_url_rule(path, path, handler, methods=METHODS, provide_automatic_options=False)
    return app


def serve(policy: dict, name: str, listener: socket.socket) -> None:
    server = make_server("127.0.0.1", 0, create_app(policy, name), threaded=True, fd=listener.fileno())
    in_background(server.serve_forever)


# What is left out is a line for each request, and the traceback of /crash.
logging.disable(logging.CRITICAL)
run_implementation(["flask", "flask-cors", "werkzeug"], serve)
