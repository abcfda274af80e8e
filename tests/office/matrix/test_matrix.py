"""Every role on every model of the admin and every act, as table.txt says: what is allowed works, nothing else does."""

from typing import Any

import pytest
from django.contrib import admin
from django.urls import path, reverse

from refuge.office.models import Picture
from refuge.office.record_admin import RecordAdmin
from tests.office.matrix import table
from tests.office.matrix.cells import broken, cells, is_sent_to_login
from tests.office.matrix.table import ADDRESSES, HERE, MODELS, ROLES, left_out
from tests.office.matrix.world import SECRET, World

pytestmark = pytest.mark.django_db
ANSWERS = {200: "open", 302: "on", 307: "on", 403: "gone", 404: "gone", 405: "gone"}


def test_nothing_of_the_office_is_missing_from_the_table() -> None:
    assert left_out() == []


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", MODELS)
def test_each_role_may_do_what_the_table_says_and_nothing_else(world: World, model: str, role: str) -> None:
    found = [broken(world, role, model, cell) for cell in cells(world, model)]
    assert [words for words in found if words] == []


@pytest.mark.parametrize("role", ROLES)
def test_each_other_address_is_answered_as_the_table_says(world: World, role: str) -> None:
    client, wrong = world.browsers[role], []
    for name, row in ADDRESSES.items():
        word, *of = name.split()
        answer = client.get(reverse(word, args=of))
        found = "login" if is_sent_to_login(answer) else ANSWERS.get(answer.status_code, str(answer.status_code))
        if found != row[role]:
            wrong.append(f"{name}: {found}, not {row[role]}")
        if SECRET in answer.content.decode():
            wrong.append(f"{name} shows what stands in a dossier")
    assert wrong == []


def test_the_matrix_has_more_than_a_thousand_cells(world: World) -> None:
    assert sum(len(list(cells(world, model))) for model in MODELS) * len(ROLES) > 1000


class Planted(RecordAdmin):
    """A page with an address and an action that nobody has thought of."""

    actions = ("shred",)

    def get_urls(self) -> list[Any]:
        """Return one address more."""
        return [path("<path:object_id>/shred/", self.history_view, name="office_picture_shred"), *super().get_urls()]


def test_what_is_missing_is_said_with_what_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(admin.site._registry, Picture, Planted(Picture, admin.site))
    lines = "\n".join(left_out())
    for words in ("add to the first table “office.picture | - |", "address “shred”", "action “shred”"):
        assert words in lines
    monkeypatch.undo()
    monkeypatch.setattr(table, "office", [*table.office, path("account/door/", lambda request: None, name="door")])
    (line,) = left_out()
    assert "add to the second table “door | login |" in line and "account/door/" in line
    monkeypatch.undo()
    monkeypatch.setattr(table, "MODELS", {**MODELS, "office.nothing": {}})
    assert left_out() == [f"{HERE}: take out the row “office.nothing”: the admin has no such model"]
