"""Every address of these pages, and what its form sends; and how two answers are found to be alike."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.core.images.files import small
from tests.writers.my_city.sent import told
from tests.writers.my_city.world import FOREIGN

HERE = "tests/writers/my_city/table.py"
METHODS = ("get", "head", "post")
PLANTED = "Geplant"


def _picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("a.png", small(), "image/png")


# What is sent to each address by post, sound enough to change something where it is one's own; {} where nothing is.
FORMS: dict[str, Callable[[], dict[str, Any]]] = {
    "home": dict,
    "done": dict,
    "city": dict,
    "photograph": dict,
    "guest": dict,
    "edit": lambda: {"text": PLANTED, "photograph_credit": "A", "photograph_alt": "B", "upload": _picture()},
    "propose": lambda: {"name": PLANTED, "starts": "2026", "note": PLANTED},
    "note": lambda: {"text": PLANTED},
    "undo-city": lambda: {"part": "cities.city", "number": "1"},
    "answer": lambda: {"answer": "off", "what": "everything"},
    "dates": lambda: {"starts": "2020", "end_state": "ongoing"},
    "work": lambda: {"title": PLANTED, "kind": "novel"},
    "waypoint": lambda: {"place": PLANTED, "kind": "exile"},
    "guest-note": lambda: {"text": PLANTED},
    "undo": lambda: {"part": "hold", "number": "1"},
}
BY_CITY = ("city", "edit", "photograph", "propose", "note", "undo-city")
SENDS = [name for name in FORMS if FORMS[name]() and not name.startswith("undo")]


def address(name: str, number: int) -> str:
    """Return an address of these pages; “home” and “done” take no number."""
    return reverse(f"my-city:{name}", args=() if name in ("home", "done") else (number,))


def ask(client: Client, name: str, pk: int, method: str = "get", /, **more: Any) -> Any:
    """Return the answer at an address; by post, to what its form sends."""
    return getattr(client, method)(address(name, pk), *([{**FORMS[name](), **more}] if method == "post" else []))


def assert_alike(answers: list[Any], unlike: Any) -> None:
    """Compare answers with the one for what does not exist, and look for the word in them."""
    for answer in answers:
        assert told(answer) == told(unlike)
        assert FOREIGN.encode() not in answer.content and FOREIGN not in str(answer.headers)
