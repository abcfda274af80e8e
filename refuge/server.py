"""How gunicorn serves the site: `gunicorn --config python:refuge.server refuge.wsgi`."""

from typing import Any

from gunicorn.http import wsgi

from refuge.logs import BareFormatter

# gunicorn has no setting that keeps its name out of every answer's Server header.
wsgi.SERVER = "web"

accesslog = None
control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """Keep requests out of the log of a worker that is about to answer them; what stops its start stays readable."""
    for handler in worker.log.error_log.handlers:
        handler.setFormatter(BareFormatter())
