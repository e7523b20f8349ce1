"""Flask with Flask-CORS."""

import re
import sys
from pathlib import Path

from flask import Flask, Response, jsonify, request, send_from_directory
from flask_cors import CORS
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import run, serve_wsgi  # noqa: E402
from respond import ASSETS, ETAG, EVENTS, LONGEST_BODY, METHODS, STATIC, Routes  # noqa: E402

OPTIONS = {
    "origins": "origins",
    "credentials": "supports_credentials",
    "methods": "methods",
    "requestHeaders": "allow_headers",
    "exposedHeaders": "expose_headers",
    "maxAge": "max_age",
}


def cors_options(policy: dict) -> dict:
    """The policy in the words of Flask-CORS; what is not stated is left at its default."""
    options = {OPTIONS[key]: value for key, value in policy.items()}
    if isinstance(policy.get("origins"), list):
        options["origins"] = [subdomains(entry) if "://*." in entry else entry for entry in policy["origins"]]
    if policy.get("methods") == "*":
        # The default: all of Flask's.
        del options["methods"]
    return options


def subdomains(pattern: str) -> str:
    """A string with such characters is a regular expression, which the library matches at the beginning."""
    scheme, parent = pattern.split("*.", 1)
    return rf"^{re.escape(scheme)}([a-z0-9-]+\.)+{re.escape(parent)}$"


def create_app(policy: dict) -> Flask:
    app = Flask(__name__, static_folder=None)
    CORS(app, **cors_options(policy))
    add_routes(app)
    add_own_routes(app)
    # As Flask's documentation has it for an application behind a proxy.
    app.wsgi_app = ProxyFix(DispatcherMiddleware(app.wsgi_app, {"/raw": raw}), x_proto=1, x_host=1, x_port=1)
    return app


def add_routes(app: Flask) -> None:
    routes = Routes()

    def handler() -> Response:
        query, body = request.args, request.get_data()
        answer = routes.respond(request.path, request.method, query, dict(request.headers), body)
        # One part has a length; waitress ends a response without one with a chunk, to HEAD as well.
        parts = answer.chunks if len(answer.chunks) <= 1 else iter(answer.chunks)
        return Response(parts, answer.status, answer.headers)

    own = ("/resource", "/parse", "/conditional", "/dir", "/dir/", "/file.txt", "/media.wav", "/raw")
    # Flask responds to OPTIONS for them.
    methods = [method for method in METHODS if method != "OPTIONS"]
    for path in routes.paths(*own):
        app.add_url_rule(path, path, handler, methods=methods)
    app.add_url_rule("/resource", "/resource", handler, methods=METHODS, provide_automatic_options=False)


def add_own_routes(app: Flask) -> None:
    """What Flask has its own means for."""

    @app.post("/parse")
    def parse() -> Response:
        request.max_content_length = LONGEST_BODY
        return jsonify(parsed=request.get_json() is not None)

    @app.get("/conditional")
    def conditional() -> Response:
        response = jsonify(conditional=True)
        response.cache_control.no_cache = True
        response.set_etag(ETAG.strip('"'))
        return response.make_conditional(request)

    @app.get("/dir/")
    def folder() -> Response:
        return send_from_directory(STATIC / "dir", "index.html")

    @app.get("/file.txt")
    def file() -> Response:
        return send_from_directory(STATIC, "file.txt")

    @app.get("/media.wav")
    def media() -> Response:
        return send_from_directory(ASSETS, "media.wav")


def raw(environ: dict, start_response) -> list[bytes]:
    """A WSGI application beside Flask's."""
    start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
    return list(EVENTS)


run(create_app, serve_wsgi, "flask", "flask-cors", "werkzeug")
