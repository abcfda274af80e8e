"""Reads the table, and finds what of the office it leaves out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.urls import URLResolver, reverse

from refuge.urls.office import urlpatterns as office
from refuge.urls.public import urlpatterns as public

FILE = Path(__file__).with_name("table.txt")
HERE = "tests/office/matrix/table.txt"
# Which letter of the table an address of a model stands behind.
ACTS = {
    "changelist": "v",
    "change": "v",
    "history": "h",
    "add": "a",
    "delete": "d",
    "publish": "p",
    "lift": "l",
    "withdraw": "w",
    "preview": "r",
    "picture": "v",
    "export": "x",
    "consent": "c",
    "held": "e",
    "take_back": "h",
    "enrolment": "c",
    "keep": "v",
    "forget": "v",
}
# And which an action of its list.
ACTIONS = {
    "delete_selected": "d",
    "publish_selected": "p",
    "withdraw_selected": "w",
    "export_selected": "x",
    "mark_reviewed": "c",
}


def read(first_word: str) -> dict[str, dict[str, str]]:
    """Return the table whose head begins with this word: {row: {role: cell}}."""
    found: dict[str, dict[str, str]] = {}
    head: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        name, *cells = (cell.strip() for cell in line.partition("#")[0].split("|"))
        if not cells:
            head = []
        elif name == first_word:
            head = cells
        elif head:
            assert len(cells) == len(head), f"{HERE}: {name} has {len(cells)} cells for {len(head)} roles"
            found[name] = dict(zip(head, cells, strict=True))
    return found


MODELS = read("model")
ADDRESSES = read("address")
ROLES = list(MODELS["writers.writer"])


def addresses_of(page: Any) -> dict[str, str]:
    """Return the acts that a model's page has an address for, as {act: name of the address}."""
    start = f"{page.opts.app_label}_{page.opts.model_name}_"
    # Django gives the address of a password this name whatever the model of accounts is.
    named = [pattern.name for pattern in page.get_urls() if pattern.name]
    return {name.removeprefix(start).removeprefix("auth_user_"): f"admin:{name}" for name in named}


def address_of(page: Any, act: str, key: Any) -> str:
    """Return the address at which an act is done to the row with this key."""
    name = addresses_of(page)[act]
    (pattern,) = (pattern for pattern in page.get_urls() if f"admin:{pattern.name}" == name)
    # Whatever else is in the address names nothing that exists.
    values = dict.fromkeys(pattern.pattern.converters, "999999") | {"object_id": key, "id": key}
    return reverse(name, kwargs={word: values[word] for word in pattern.pattern.converters})


def actions_of(page: Any) -> list[str]:
    """Return the names of the actions of a list, those of the whole site first."""
    named = [action if isinstance(action, str) else action.__name__ for action in page.actions or ()]
    return [*(name for name, _action in page.admin_site.actions), *named]


def left_out() -> list[str]:
    """Return what to add, one sentence for each thing of the office that the table does not know."""
    return [*_models_left_out(), *_addresses_left_out()]


def _models_left_out() -> Iterator[str]:
    registered = {model._meta.label_lower: page for model, page in admin.site._registry.items()}
    for name in sorted({*MODELS} ^ {*registered}):
        if name in MODELS:
            yield f"{HERE}: take out the row “{name}”: the admin has no such model"
        else:
            cells = " | ".join("-" for _role in ROLES)
            yield f"{HERE}: add to the first table “{name} | {cells}”, and two of its rows to world.py beside it"
    for name, page in registered.items():
        for act in addresses_of(page):
            if act not in ACTS:
                yield f"{HERE}: {name} has an address “{act}”: add its letter to ACTS in table.py beside it"
        for word in actions_of(page):
            if word not in ACTIONS:
                yield f"{HERE}: {name} has an action “{word}”: add its letter to ACTIONS in table.py beside it"


def _addresses_left_out() -> Iterator[str]:
    known = {name.partition(" ")[0] for name in ADDRESSES}
    pages = {name for page in admin.site._registry.values() for name in addresses_of(page).values()}
    seen = set()
    for name, pattern in _walk(office):
        seen.add(name or pattern)
        if name and name not in known | pages:
            cells = " | ".join("login" for _role in ROLES)
            yield f"{HERE}: add to the second table “{name} | {cells}”, as it should be (the address is {pattern})"
        if not name and not pattern.endswith(NAMELESS):
            yield f"{HERE}: {pattern} has no name, so the table cannot speak of it: give it one"
    yield from (f"{HERE}: take out the row “{name}”: there is no such address" for name in sorted(known - seen))


# Django's own: a number alone is sent on to the page of the record, anything else is not found.
NAMELESS = ("/<path:object_id>/", "(?P<url>.*)$")


def _walk(patterns: Any, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Return the name and the pattern of each address that is not one of the public surface too."""
    for pattern in patterns:
        whole = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, whole, inner)
        elif before or pattern.name not in OPEN_TO_ALL:
            yield (space + pattern.name if pattern.name else ""), whole


OPEN_TO_ALL = {getattr(pattern, "name", None) for pattern in public}
