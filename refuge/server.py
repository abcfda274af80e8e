"""How gunicorn serves the site: `gunicorn --config python:refuge.server refuge.wsgi`."""

from typing import Any

from django.conf import settings
from gunicorn import util
from gunicorn.http import wsgi

from refuge.logs import BareFormatter
from refuge.surfaces import PUBLIC

accesslog = None
control_socket_disable = True
# gunicorn would let whoever connects from this machine, as a proxy does, move the site into a folder by a header of
# the request; a proxy that hands the visitor's on would let the visitor.
forwarder_headers = ""


def refuse(client: Any, status: int, reason: str, message: str) -> None:
    """Answer what is no sound HTTP, and so reaches no middleware: the same headers, and nothing of what was asked."""
    # A coding that gunicorn does not know is the visitor's mistake, not the server's.
    status = 400 if reason == "Bad Request" else status
    said = {"Server": wsgi.SERVER, "Connection": "close", "Content-Length": "0", **PUBLIC, "Cache-Control": "no-cache"}
    if settings.SECURE_HSTS_SECONDS:
        said["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in said.items()), "", ""]
    util.write_nonblock(client, "\r\n".join(lines).encode())


def post_worker_init(worker: Any) -> None:
    """Keep requests out of the log of a worker that is about to answer them; what stops its start stays readable."""
    for handler in worker.log.error_log.handlers:
        handler.setFormatter(BareFormatter())


# gunicorn has no settings for these: it says its name on every answer, and repeats a bad request on a page of its own.
wsgi.SERVER = "web"
util.write_error = refuse
