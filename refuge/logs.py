"""Log lines that say what went wrong and where in the code: never what was asked, by whom, or about whom."""

import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb

HERE = Path(__file__).resolve().parent.parent
FRAMES = 40


class BareFormatter(logging.Formatter):
    """Writes the moment, the level, the logger, the status, the route's pattern and the exception's type and places.

    The message itself is never written: Django's messages quote the address, those of exceptions the values, those of
    gunicorn the visitor's IP. Who must read one repeats the fault on a machine of their own with DEBUG=on.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, and one more for each place in the code that an exception came through."""
        when = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        words = [when, record.levelname, record.name, *_answer(record)]
        # gunicorn reports a request it could not read without handing over the exception it is dealing with.
        at_hand = record.exc_info or (sys.exc_info() if record.levelno >= logging.WARNING else None)
        error = at_hand[1] if at_hand else None
        return "\n".join([" ".join(words), *(line for link in _chain(error) for line in _described(link))])


def _answer(record: logging.LogRecord) -> list[str]:
    """Return what was answered and by which route, or where in the code the line was written."""
    status = getattr(record, "status_code", None)
    if not isinstance(status, int):
        return [f"at {_place(record.pathname, record.lineno)}"]
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return [str(status), f"/{match.route}"] if match else [str(status)]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _described(error: BaseException) -> Iterator[str]:
    yield f"  {type(error).__module__}.{type(error).__qualname__}"
    for frame, line in list(walk_tb(error.__traceback__))[-FRAMES:]:
        yield f"    {_place(frame.f_code.co_filename, line)} {frame.f_code.co_name}"


def _place(file: str, line: int) -> str:
    """Return file and line as one finds them in the source, without the folders of this machine above it."""
    above = (folder for folder in (*sys.path, str(HERE)) if folder and file.startswith(f"{folder}/"))
    return f"{file.removeprefix(max(above, key=len, default=file[: file.rfind('/')]) + '/')}:{line}"
