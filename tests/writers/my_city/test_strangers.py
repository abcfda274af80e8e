"""Those who are not let in, or no longer: her own city is not there for them; and what other doors say to her."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import Coordinator
from refuge.office.accounts import invitations
from refuge.office.models import User
from refuge.urls.office import urlpatterns as office
from tests.office.matrix.table import _walk, address_of, addresses_of
from tests.office.matrix.world import dump
from tests.writers.my_city.sent import told, undo_of
from tests.writers.my_city.table import BY_CITY, FORMS, METHODS, address, ask, assert_alike
from tests.writers.my_city.world import ABSENT, CITY, FOREIGN, STAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.mark.parametrize("who", ["term ended", "term begins tomorrow", "inactive", "without second step", "nobody"])
@pytest.mark.parametrize("name", sorted({*FORMS} - {"home", "done"}))
def test_without_a_term_and_both_steps_her_own_is_not_there_either(world: World, who: str, name: str) -> None:
    before, client = dump(), world.strangers[who]
    for method in METHODS:
        answer = ask(client, name, CITY if name in BY_CITY else STAY, method)
        assert answer.status_code in (302, 404, 405)
        assert_alike([answer], ask(client, name, ABSENT, method))
        assert b"Ana" not in answer.content and b"Oslo" not in answer.content
    assert dump() == before


@pytest.mark.parametrize("who", ["term ended", "term begins tomorrow", "publisher", "inactive", "without second step"])
def test_the_first_page_and_the_last_say_nothing_to_them(world: World, who: str) -> None:
    client = world.strangers[who]
    for name in ("home", "done"):
        for method in METHODS:
            answer = ask(client, name, 0, method)
            if who in ("term ended", "term begins tomorrow"):
                assert_alike([answer], ask(world.strangers["no term"], name, 0, method))
            assert b"Ana" not in answer.content and b"Oslo" not in answer.content


def test_the_page_of_what_was_done_ends_with_the_term(world: World) -> None:
    done = world.hers.post(address("answer", STAY), {"answer": "off", "what": "everything"}, follow=True)
    assert "Ana" in done.content.decode() and done.request["PATH_INFO"] == address("done", 0)
    Coordinator.objects.filter(user=world.hers.user).update(until=timezone.localdate() - timedelta(days=1))
    before = dump()
    gone = world.hers.get(address("done", 0))
    assert_alike([gone], world.hers.get(address("guest", ABSENT)))
    sent = undo_of(done.content.decode())
    assert_alike([world.hers.post(address("undo", STAY), sent)], world.hers.post(address("undo", ABSENT), sent))
    assert dump() == before


def test_an_invitation_that_was_used_is_a_link_to_nowhere(world: World) -> None:
    user: Any = User.objects.create_user("invited", "invited@example.org")
    Coordinator.objects.create(user=user, city=world.city, since="2020-01-01")
    link, new = invitations.path_for(user), "a lamp in every window"
    said = {"new_password1": new, "new_password2": new}
    first = Client()
    assert first.post(link, said).status_code == 302
    # The password alone opens nothing.
    assert_alike([ask(first, "city", CITY)], ask(first, "city", ABSENT))
    nowhere = re.sub(r"[^/]+/$", "c0ffee-0/", link)
    before = dump()
    for method in METHODS:
        again, never = (getattr(Client(), method)(at, said) for at in (link, nowhere))
        assert again.status_code == 404 and told(again) == told(never)
    assert dump() == before


# -- the admin

OF_WORKS = {"app_label": "writers", "model_name": "work", "field_name": "writer"}


def _answer(client: Client, method: str, at: str, said: dict[str, Any]) -> Any:
    answer = told(getattr(client, method)(at, said))
    # The way to the door says where one wanted to go, and that is what was asked for.
    return answer[0], [(name, value.partition("?")[0]) for name, value in answer[1]], answer[2]


@pytest.mark.parametrize("model", [model._meta.label_lower for model in admin.site._registry])
def test_no_page_of_a_record_opens_to_her_whether_there_is_one_or_not(world: World, model: str) -> None:
    page = next(page for kind, page in admin.site._registry.items() if kind._meta.label_lower == model)
    rows = page.model._base_manager.order_by("-pk").values_list("pk", flat=True)
    before = dump()
    for act in addresses_of(page):
        for method in METHODS:
            there, absent = (
                _answer(world.hers, method, address_of(page, act, pk), {"post": "yes", "name": FOREIGN})
                for pk in ((rows.first() or 1), ABSENT)
            )
            assert there == absent and FOREIGN.encode() not in there[2], act
            assert there[0] in (302, 405), act
    assert dump() == before


def test_no_other_door_of_the_admin_opens_to_her(world: World) -> None:
    """Every other address of the admin, with a word of others and with one of nobody's."""
    before, asked = dump(), 0
    for name, pattern in _walk(office):
        if not pattern.startswith("admin/") or pattern in ("admin/login/", "admin/logout/") or "object_id" in pattern:
            continue
        at = "/" + re.sub(r"<\w+:(\w+)>|<(\w+)>|\(\?P<\w+>[^)]*\)\$?", "1", pattern)
        for method in METHODS:
            answers = [
                _answer(
                    world.hers, method, at, {"app_label": "writers", "model_name": "work", "field_name": "writer", **q}
                )
                for q in ({"term": FOREIGN, "q": FOREIGN}, {"term": "Niemand", "q": "Niemand"})
            ]
            assert answers[0] == answers[1] and FOREIGN.encode() not in answers[0][2], (name, method)
            assert answers[0][0] in (302, 404, 405), (name, method, answers[0][0])
        asked += 1
    assert asked > 30
    assert dump() == before


def test_those_whose_doors_they_are_do_read_the_word_there(world: World) -> None:
    assert FOREIGN in world.staff.get(reverse("admin:autocomplete"), {**OF_WORKS, "term": FOREIGN}).content.decode()
    assert FOREIGN in world.staff.get(reverse("admin:writers_writer_changelist"), {"q": FOREIGN}).content.decode()
