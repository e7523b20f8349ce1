"""Falcon with its CORSMiddleware: of the request headers it allows all, of the methods those of the Allow header."""

import sys
from pathlib import Path

import falcon

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import Unsupported, run, serve_wsgi  # noqa: E402
from respond import ASSETS, ETAG, LONGEST_BODY, METHODS, STATIC, Routes  # noqa: E402

# Falcon responds to OPTIONS by itself.
HANDLED = [method for method in METHODS if method != "OPTIONS"]


def cors_options(policy: dict) -> dict:
    """The policy in the words of CORSMiddleware; what is not stated is left at its default."""
    origins = policy.get("origins")
    if origins != []:
        refuse_limits(policy)
    options: dict = {}
    if origins is not None:
        options["allow_origins"] = origins
    if policy.get("credentials"):
        options["allow_credentials"] = "*"
    if "exposedHeaders" in policy:
        options["expose_headers"] = policy["exposedHeaders"]
    return options


def refuse_limits(policy: dict) -> None:
    if any("://*." in origin for origin in policy.get("origins", [])):
        raise Unsupported("allow_origins are compared exactly: there are no patterns")
    if policy.get("requestHeaders", "*") != "*":
        raise Unsupported("all request headers that a preflight asks for are allowed: there is no option for them")
    if policy.get("maxAge", 86400) != 86400:
        raise Unsupported("Access-Control-Max-Age is 86400: there is no option for it")


def create_app(policy: dict) -> falcon.App:
    app = falcon.App(middleware=falcon.CORSMiddleware(**cors_options(policy)))
    # JSON alone: by default, Falcon parses forms as well.
    app.req_options.media_handlers = falcon.media.Handlers({falcon.MEDIA_JSON: falcon.media.JSONHandler()})
    routes = Routes()
    methods = METHODS if policy.get("methods", "*") == "*" else policy["methods"]
    for path in routes.paths("/parse", "/conditional", "/file.txt", "/media.wav"):
        app.add_route(path, resource(routes, methods, path == "/resource"))
    app.add_route("/parse", Parse())
    app.add_route("/conditional", Conditional())
    app.add_static_route("/file.txt", STATIC, fallback_filename="file.txt")
    app.add_static_route("/media.wav", ASSETS, fallback_filename="media.wav")
    return app


def resource(routes: Routes, methods: list[str], has_options: bool) -> object:
    """Falcon's resources have a responder for each method."""

    def respond(_resource, request: falcon.Request, response: falcon.Response) -> None:
        query, headers, body = request.params, request.headers, request.bounded_stream.read()
        answer = routes.respond(request.path, request.method, query, headers, body)
        response.status = answer.status
        for name, value in answer.headers.items():
            response.append_header(name, value)
        if len(answer.chunks) > 1:
            response.stream = iter(answer.chunks)
        else:
            response.data = answer.body

    def options(_resource, request: falcon.Request, response: falcon.Response) -> None:
        # The documentation of CORSMiddleware: Allow has the methods that preflights are allowed.
        response.set_header("Allow", ", ".join(methods))
        if has_options:
            respond(_resource, request, response)

    responders = {f"on_{method.lower()}": respond for method in HANDLED}
    # Without a responder of the route, Falcon responds to OPTIONS with the methods that have one.
    own = {"on_options": options} if has_options or methods != METHODS else {}
    return type("Resource", (), responders | own)()


class Parse:
    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        # Falcon limits no bodies.
        if (request.content_length or 0) > LONGEST_BODY:
            raise falcon.HTTPContentTooLarge
        response.media = {"parsed": isinstance(request.get_media(), dict)}


class Conditional:
    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        response.etag = ETAG
        response.cache_control = ["no-cache"]
        # Falcon parses If-None-Match, and compares it for static files alone.
        if any(tag == response.etag.strip('"') for tag in request.if_none_match or []):
            response.status = 304
        else:
            response.media = {"conditional": True}


run(create_app, serve_wsgi, "falcon", "waitress")
