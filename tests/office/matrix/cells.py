"""Turns each row of the table into requests, and says of each answer whether the table is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse

from refuge.core import editions
from refuge.office.differences import digest
from refuge.office.models import Event
from tests.factories import withdraw
from tests.office.matrix.forms import CHANGED, CONSENT, EDITED, altered, form_of
from tests.office.matrix.table import ACTIONS, ACTS, MODELS, actions_of, address_of, addresses_of
from tests.office.matrix.world import FOREIGN, OBJECTS, SECRET, World, dump
from writers.consent_form import ConsentForm

LOGINS = ("/admin/login/", "/account/sign-in/")
# Questions about columns of other rows, and about columns that no page shows.
PROBES = [
    "+__isnull",
    "+__legal_name__startswith",
    "writer__dossier__address__startswith",
    "password__startswith",
    "by__password__startswith",
    "publications__by__password__startswith",
    "coordinators__user__password__startswith",
    "logentry__user__password__startswith",
    "imported__title__startswith",
    "import_key__startswith",
    "version__gt",
    "search_key__contains",
    "sources__title__startswith",
    "residencies__private_note__startswith",
]
BY_NUMBER = [act for act in ACTS if act not in ("changelist", "add", "export", "keep", "forget")]
# What the machine itself changes with a change, beside the column that was edited.
FOLLOWS = {"version", "unpublished", "search_key", "standing"}


@dataclass
class Cell:
    """One request of one role, the letter of the table that lets it through, and what is then true."""

    words: str
    letter: str
    address: str
    sent: dict[str, Any] | None = None
    expected: set[int] = field(default_factory=lambda: {200})
    # What a refusal may be answered beside what is usual: Django asks for some things before it asks who asks.
    refused: set[int] = field(default_factory=set)
    # Somebody who may see the list may ask for anything to be done to it; the admin then just does not.
    quietly: bool = False
    before: Callable[[], Any] | None = None
    effect: Callable[[], bool] | None = None


def cells(world: World, model: str) -> Iterator[Cell]:
    """Return every request that the matrix makes about this model; the same ones for each role."""
    page = admin.site._registry[apps.get_model(model)]
    names = addresses_of(page)
    yield from _lists(world, model, page, names)
    yield from _additions(world, model, reverse(names["add"]))
    for act in BY_NUMBER:
        for which in OBJECTS if act in names else ():
            yield from _on_one(world, model, act, which, address_of(page, act, world.key(model, which)))


def _lists(world: World, model: str, page: Any, names: dict[str, str]) -> Iterator[Cell]:
    address = reverse(names["changelist"])
    yield Cell("list", "v", address)
    yield Cell("list in a popup", "v", f"{address}?_popup=1&_to_field=id")
    yield Cell("list by a hidden column in a popup", "v", f"{address}?_popup=1&_to_field=password", expected={400})
    for act in {"keep", "forget"} & {*names}:
        yield Cell(f"{act} a filter that is none", "v", reverse(names[act]), {"filter": "0"}, {302, 404})
    yield Cell("list in an order of no column", "v", f"{address}?o=99.-98")
    for probe in PROBES:
        yield Cell(f"list asked for {probe}", "v", f"{address}?{probe.replace('+', '%2B')}=0", expected={302, 400})
    if pointer := _pointer_to(page):
        asked = f"?app_label={pointer.model._meta.app_label}&model_name={pointer.model._meta.model_name}"
        found = f"{reverse('admin:autocomplete')}{asked}&field_name={pointer.name}&term="
        yield Cell("autocomplete", "v", found)
        yield Cell("autocomplete of a word", "v", found + FOREIGN)
    for action in actions_of(page):
        for which in ("own", "foreign", "absent"):
            data = {"action": action, "_selected_action": world.key(model, which), "post": "yes", "reason": "Why."}
            effect = _effect(world, model, ACTIONS[action], which) if which != "absent" else None
            if action == "publish_selected" and effect:
                row = world.rows[model][which]
                data |= {"confirmed": "yes", f"shown-{row.pk}": digest(row)}
            words = f"action {action} on {which}"
            yield Cell(words, ACTIONS[action], address, data, {200, 302}, quietly=True, effect=effect)


def _pointer_to(page: Any) -> Any:
    if not page.search_fields:
        return None
    fields = (field for model in apps.get_models() for field in model._meta.get_fields() if field.concrete)
    return next((found for found in fields if found.related_model is page.model), None)


def _additions(world: World, model: str, address: str) -> Iterator[Cell]:
    rows: Any = apps.get_model(model)._base_manager
    yield Cell("add, the form", "a", address)
    yield Cell("add, the form in a popup", "a", f"{address}?_popup=1")
    yield Cell(
        "add by a hidden column in a popup",
        "a",
        f"{address}?_popup=1&_to_field=import_key",
        expected={400},
        refused={400},
    )
    data, count = form_of(world, model, "add"), rows.count()
    yield Cell("add", "a", address, data, {302}, effect=lambda: rows.count() == count + 1)
    popup = {**data, "_popup": "1"}
    yield Cell("add in a popup", "a", address, popup, {200}, effect=lambda: rows.count() == count + 1)


def _on_one(world: World, model: str, act: str, which: str, address: str) -> Iterator[Cell]:
    letter, row = ACTS[act], world.rows[model].get(which)
    nowhere = {302, 400, 404}
    shown = {200, 404} if act == "picture" and not _has_picture(row) else {200}
    if act in ("publish", "take_back", "enrolment"):
        shown = {302, 404, 405}  # these are sent, not looked at
    # That somebody opened it is noted.
    noted = Event.objects.filter(verb=Event.Verb.PRINTED).exists if act == "held" and row else None
    yield Cell(f"{act} {which}", letter, address, expected=shown if row else nowhere, effect=noted)
    if act == "change":
        if which == "foreign":
            yield Cell(f"{act} {which} in a popup", letter, f"{address}?_popup=1")
        yield from _changes(world, model, which, address)
    elif act in ("delete", "publish", "lift", "withdraw"):
        data = {"post": "yes", "reason": "Why."}
        if row and act == "publish":
            data["shown"] = digest(row)
        before = (lambda: withdraw(row)) if row and act == "lift" else None
        effect = _effect(world, model, letter, which) if row else None
        yield Cell(
            f"{act} {which}, sent", letter, address, data, {302} if row else nowhere, before=before, effect=effect
        )
    elif act == "consent" and row:
        yield from _consents(world, which, address)
    else:
        # What such a request does where it is allowed is for the act's own tests to say.
        yield Cell(f"{act} {which}, sent", letter, address, {"post": "yes"}, set(range(200, 500)), effect=lambda: True)


def _consents(world: World, which: str, address: str) -> Iterator[Cell]:
    writer: Any = world.rows["writers.writer"][which]
    mine, consent = writer.clearances, {**CONSENT, "shown": ConsentForm(writer).digest}
    count = mine.count()
    yield Cell(f"consent {which}, sent", "c", address, consent, {302}, effect=lambda: mine.count() == count + 1)
    theirs = world.rows["writers.residency"]["foreign" if which == "own" else "own"].pk
    for tick in ("give", "refuse", "take", "seen", "knowing"):
        # Of what belongs to another writer nothing is decided here.
        data = {**consent, "give": [], tick: [f"host city:{theirs}" if tick != "knowing" else theirs]}
        yield Cell(f"consent {which}, {tick} of another's stay", "c", address, data)


def _has_picture(row: Any) -> bool:
    return hasattr(row, "portrait") or hasattr(row, "photograph")


def _changes(world: World, model: str, which: str, address: str) -> Iterator[Cell]:
    data = form_of(world, model, which if which in ("own", "foreign") else "own")
    for words, more in (("sent", {}), ("sent with other columns", altered(world, model))):
        row: Any = world.rows[model].get(which)
        effect = _changed(row, EDITED[model]) if row and model in EDITED else None
        expected = {302} if row else {302, 400, 404}
        yield Cell(f"change {which}, {words}", "c", address, {**more, **data}, expected, effect=effect)


def _columns(row: Any) -> dict[str, Any]:
    stored = type(row)._base_manager.filter(pk=row.pk)
    return dict(stored.values()[0])


def _changed(row: Any, column: str) -> Callable[[], bool]:
    before = _columns(row)

    def only_this() -> bool:
        after = _columns(row)
        changed = {name for name in after if after[name] != before[name]}
        return after[column] == CHANGED and changed <= {column, *FOLLOWS}

    return only_this


def _effect(world: World, model: str, letter: str, which: str) -> Callable[[], bool] | None:
    row: Any = world.rows[model][which]
    effects: dict[str, Callable[[], bool]] = {
        "d": lambda: not type(row)._base_manager.filter(pk=row.pk).exists(),
        "p": lambda: editions.standing_of(row) is not None,
        "w": lambda: editions.hold_on(row) is not None,
        "l": lambda: editions.hold_on(row) is None,
        "c": lambda: _columns(row)["version"] != row.version,
        # What a file holds is for the tests of the export; that it is logged, and gives keys, is no record.
        "x": lambda: True,
    }
    return effects.get(letter)


_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "PRAGMA")


class Watch:
    """Says whether a block changed anything; looks at the tables only if a statement was run that could have."""

    def __init__(self, before: list[str]) -> None:
        self.before, self.wrote = before, False

    def __enter__(self) -> "Watch":
        self._watching = connection.execute_wrapper(self._note)
        self._watching.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._watching.__exit__(*raised)

    def _note(self, execute: Any, sql: str, *details: Any) -> Any:
        self.wrote = self.wrote or not sql.lstrip("( ").upper().startswith(_READS)
        return execute(sql, *details)

    def changed(self) -> bool:
        """Say whether any row of a record is not what it was."""
        return self.wrote and dump() != self.before


def broken(world: World, role: str, model: str, cell: Cell) -> str | None:
    """Make the request in a transaction that is rolled back; return how the answer breaks the table, or None."""
    client = world.browsers[role]
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        try:
            if cell.before:
                cell.before()
            with Watch(dump() if cell.before else world.as_made) as watch:
                answer = client.get(cell.address) if cell.sent is None else client.post(cell.address, cell.sent)
            wrong = _wrong(world, role, model, cell, answer, watch)
            return f"{role}: {model}: {cell.words} {wrong}" if wrong else None
        finally:
            transaction.set_rollback(True)
            client.cookies = cookies


def _wrong(world: World, role: str, model: str, cell: Cell, answer: Any, watch: Watch) -> str | None:
    held, status, body = MODELS[model][role], answer.status_code, answer.content.decode(errors="replace")
    if SECRET in body and "v" not in MODELS["writers.dossier"][role]:
        return "shows what stands in a dossier"
    if cell.letter in held:
        return _wrong_though_allowed(cell, answer, watch)
    if watch.changed():
        return "is not allowed and changes something"
    if cell.quietly and "v" in held:
        return None if status in (200, 302) else f"is answered {status}"
    if not is_refused(answer, world.accounts[role]) and status not in cell.refused:
        return f"is not allowed and is answered {status}"
    return "is not allowed and names the record" if FOREIGN in body else None


def _wrong_though_allowed(cell: Cell, answer: Any, watch: Watch) -> str | None:
    if answer.status_code not in cell.expected:
        errors = (answer.context or {}).get("errors", "")
        return f"is answered {answer.status_code}, not {sorted(cell.expected)} {errors}"
    if cell.effect:
        return None if cell.effect() else "has no effect, or more than that"
    return "changes something" if watch.changed() else None


def is_refused(answer: Any, account: Any) -> bool:
    """Say whether this is how a person is refused who is no member of staff, or one who may not do this."""
    if account and account.is_staff:
        return bool(answer.status_code == 403)
    return is_sent_to_login(answer)


def is_sent_to_login(answer: Any) -> bool:
    """Say whether the answer sends the visitor to the login page."""
    return answer.status_code == 302 and answer.headers["Location"].startswith(LOGINS)
