"""Programs that keep to the contract: an application for each policy, in threads of one process or in processes.

    run(build, serve_wsgi, "flask", "flask-cors")

`build(policy)` configures the library and gives the application. What it raises is the library's refusal of the policy;
`Unsupported` is what the library cannot express.
"""

import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable
from importlib.metadata import version

from contract import policy_problem, read_policies, say

Build = Callable[[dict], object]
Serve = Callable[[object, socket.socket], None]


class Unsupported(Exception):
    """The library cannot express a policy; the text says why."""


def refusal(error: Exception) -> str:
    text = str(error) or repr(error)
    return text if isinstance(error, Unsupported) else f"refused at set-up: {text}"


def run(build: Build, serve: Serve, *packages: str) -> None:
    """Serves each application in a thread of its own."""
    for name, policy in read_policies().items():
        problem = policy_problem(policy)
        try:
            application = None if problem is not None else build(policy)
        except Exception as error:
            problem = refusal(error)
        if problem is not None:
            say(policy=name, unsupported=problem)
            continue
        listener = listen()
        threading.Thread(target=serve_in_thread, args=(serve, application, listener), daemon=True).start()
        say(policy=name, url=url_of(listener))
    say(ready=True, versions={package: version(package) for package in packages})
    threading.Event().wait()


def serve_in_thread(serve: Serve, application: object, listener: socket.socket) -> None:
    try:
        serve(application, listener)
    except BaseException:
        traceback.print_exc()
    # A server that has ended leaves its requests without a response.
    os._exit(1)


def run_in_processes(build: Build, serve: Serve, *packages: str) -> None:
    """For libraries whose settings are those of the process: forks one for each policy, before anything is configured."""
    policies = read_policies()
    # The end of the parent closes this pipe, however it ends; the children end with it.
    alive, held = os.pipe()
    for name, policy in policies.items():
        problem = policy_problem(policy)
        listener = listen()
        if problem is None:
            problem = fork(build, serve, policy, listener, alive, held)
        if problem:
            say(policy=name, unsupported=problem)
        else:
            say(policy=name, url=url_of(listener))
        listener.close()
    say(ready=True, versions={package: version(package) for package in packages})
    os.wait()
    sys.exit("a process of a policy ended")


def fork(build: Build, serve: Serve, policy: dict, listener: socket.socket, alive: int, held: int) -> str:
    """Starts a process; gives why it refuses the policy, or an empty string when it serves."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(held)
        os.close(told)
        serve_in_child(build, serve, policy, listener, alive, tell)
    os.close(tell)
    with os.fdopen(told) as answer:
        reason = answer.read()
    if reason:
        os.waitpid(child, 0)
    return reason


def serve_in_child(build: Build, serve: Serve, policy: dict, listener: socket.socket, alive: int, tell: int) -> None:
    threading.Thread(target=lambda: (os.read(alive, 1), os._exit(0)), daemon=True).start()
    try:
        application = build(policy)
    except Exception as error:
        os.write(tell, refusal(error).encode())
        os._exit(0)
    os.close(tell)
    serve(application, listener)
    os._exit(1)


def listen() -> socket.socket:
    # asyncio switches Nagle's algorithm off only where the protocol is stated: with it, each response takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    return listener


def url_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def serve_wsgi(application: object, listener: socket.socket) -> None:
    """By waitress. /slow keeps a thread for as long as it takes."""
    import logging

    import waitress

    # What is left out is the traceback of /crash.
    logging.disable(logging.CRITICAL)
    waitress.create_server(application, map={}, sockets=[listener], threads=16, clear_untrusted_proxy_headers=False).run()


def serve_asgi(application: object, listener: socket.socket, lifespan: str = "off") -> None:
    """By uvicorn. What is left out is the traceback of /crash. `lifespan` is for frameworks that have to be started."""
    import contextlib

    import uvicorn

    class Server(uvicorn.Server):
        # Signals belong to the main thread.
        def capture_signals(self) -> contextlib.AbstractContextManager[None]:
            return contextlib.nullcontext()

    config = uvicorn.Config(application, lifespan=lifespan, access_log=False, log_level="critical")
    Server(config).run(sockets=[listener])
