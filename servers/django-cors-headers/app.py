"""Django with django-cors-headers: its settings are those of the process, so each policy has a process of its own."""

import re
import sys
from pathlib import Path

import django
from corsheaders.defaults import default_headers
from django.conf import settings

sys.path.insert(0, str(Path(__file__).parents[1] / "shared" / "python"))
from program import Unsupported, run_in_processes, serve_asgi  # noqa: E402

LISTS = {
    "methods": "CORS_ALLOW_METHODS",
    "requestHeaders": "CORS_ALLOW_HEADERS",
    "exposedHeaders": "CORS_EXPOSE_HEADERS",
}


def cors_settings(policy: dict) -> dict:
    """The policy in the words of django-cors-headers; what is not stated is left at its default."""
    options: dict = {}
    origins = policy.get("origins")
    if origins == "*":
        options["CORS_ALLOW_ALL_ORIGINS"] = True
    elif origins is not None:
        options["CORS_ALLOWED_ORIGINS"] = [entry for entry in origins if "://*." not in entry]
        options["CORS_ALLOWED_ORIGIN_REGEXES"] = [subdomains(entry) for entry in origins if "://*." in entry]
    if "credentials" in policy:
        options["CORS_ALLOW_CREDENTIALS"] = policy["credentials"]
    for key, option in LISTS.items():
        if key in policy:
            options |= list_setting(option, policy[key], policy.get("credentials") is True)
    if "maxAge" in policy:
        options["CORS_PREFLIGHT_MAX_AGE"] = policy["maxAge"]
    return options


def list_setting(option: str, names: str | list[str], credentials: bool) -> dict:
    if names != "*":
        return {option: names}
    if option == "CORS_ALLOW_METHODS":
        # The default: all of Django's.
        return {}
    if credentials:
        raise Unsupported(f"{option} is a list of names, and `*` is no wildcard for requests with credentials")
    # `*` is one more name for the library; it does not cover Authorization, which the defaults have.
    return {option: [*default_headers, "*"] if option == "CORS_ALLOW_HEADERS" else ["*"]}


def subdomains(pattern: str) -> str:
    scheme, parent = pattern.split("*.", 1)
    return rf"^{re.escape(scheme)}([a-z0-9-]+\.)+{re.escape(parent)}$"


def create_app(policy: dict) -> object:
    settings.configure(
        SECRET_KEY="corspec",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="urls",
        INSTALLED_APPS=["corsheaders"],
        # The README: above any middleware that can respond, such as CommonMiddleware.
        MIDDLEWARE=["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"],
        # As Django's documentation has it for an application behind a proxy.
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        USE_X_FORWARDED_HOST=True,
        LOGGING_CONFIG=None,
        **cors_settings(policy),
    )
    django.setup()
    from django.core.asgi import get_asgi_application
    from django.core.checks import ERROR, run_checks

    errors = [check for check in run_checks() if check.level >= ERROR]
    if errors:
        raise ValueError("; ".join(f"{error.id}: {error.msg}" for error in errors))
    return get_asgi_application()


run_in_processes(create_app, serve_asgi, "django", "django-cors-headers", "uvicorn")
