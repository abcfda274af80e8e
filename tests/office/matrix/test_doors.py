"""Doors that the admin of Django leaves ajar, one test each; the numbers are those of section G of the threat model."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from cities.models import Coordinator
from refuge.office.models import User
from tests.office.matrix.cells import PROBES, is_refused
from tests.office.matrix.forms import CHANGED, sent
from tests.office.matrix.table import MODELS, ROLES, address_of, addresses_of
from tests.office.matrix.world import FOREIGN, SECRET, World, dump
from writers.models import Clearance, Name

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def shown(world: World, role: str, model: str, which: str = "own") -> tuple[str, Any, dict[str, Any]]:
    """Return the address of a row's page, the answer, and what a browser would send back."""
    address = reverse(f"admin:{model.replace('.', '_')}_change", args=[world.key(model, which)])
    answer = world.browsers[role].get(address)
    return address, answer, sent(answer)


def refused_at(answer: Any) -> list[str]:
    """Return what was said at the rows of the inlines of a form that was not saved."""
    assert answer.status_code == 200
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    return [str(words) for formset in formsets for errors in formset.errors for words in errors.values()]


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_do_something_to_a_record_may_see_it(role: str) -> None:
    assert {name: row[role] for name, row in MODELS.items() if row[role] != "-" and "v" not in row[role]} == {}


@pytest.mark.parametrize("role", ROLES)
def test_42_the_filters_of_a_list_name_only_what_the_role_may_see(role: str) -> None:
    parts = {
        "memberships": "cities.city",
        "groups": "office.user",
    }  # these are shown on the page of the city, and have none of their own
    for model, row in MODELS.items():
        page = admin.site._registry[apps.get_model(model)]
        for name in page.list_filter if "v" in row[role] else ():
            field = page.opts.get_field(name.partition("__")[0]) if isinstance(name, str) else None
            if field is not None and field.related_model:
                of = parts.get(field.name, field.related_model._meta.label_lower)
                assert "v" in MODELS[of][role], f"{role} reads {of} in the filters of {model}"


def test_43_an_account_that_is_no_coordinators_is_not_offered_and_not_taken(world: World) -> None:
    address, answer, data = shown(world, "editor", "cities.city")
    assert world.accounts["administrator"].username not in answer.content.decode()
    row = {"coordinators-TOTAL_FORMS": 2, "coordinators-1-since": "2024-01-01"}
    forged = {**data, **row, "coordinators-1-user": world.accounts["administrator"].pk}
    assert refused_at(world.browsers["editor"].post(address, forged))
    ended = {"coordinators-0-until": "2023-12-31"}
    sound = {**data, **row, **ended, "coordinators-1-user": world.accounts["coordinator"].pk}
    assert world.browsers["editor"].post(address, sound).status_code == 302
    assert {term.user for term in Coordinator.objects.filter(city=world.key("cities.city", "own"))} == {
        world.accounts["coordinator"]
    }


def test_44_what_may_not_be_chosen_is_refused_in_the_words_for_what_is_not_there(world: World) -> None:
    address, _answer, data = shown(world, "editor", "cities.city")
    row = {"coordinators-TOTAL_FORMS": 2, "coordinators-1-since": "2024-01-01"}
    said = [
        refused_at(world.browsers["editor"].post(address, {**data, **row, "coordinators-1-user": pk}))
        for pk in (world.accounts["dossier"].pk, 999_999)
    ]
    assert said[0] == said[1]
    address, _answer, data = shown(world, "editor", "writers.writer")
    row = {
        "clearances-TOTAL_FORMS": 3,
        "clearances-2-scope": "other-name",
        "clearances-2-basis": "own-consent",
        "clearances-2-granted_on": "2024-01-01",
    }
    others = Name.objects.get(writer=world.rows["writers.writer"]["foreign"])
    said = [
        refused_at(world.browsers["editor"].post(address, {**data, **row, "clearances-2-name": pk}))
        for pk in (others.pk, 999_999)
    ]
    assert said[0] == said[1] != []
    assert not Clearance.objects.exclude(name=None).filter(writer=world.rows["writers.writer"]["own"], name=others)


PARTS = {
    "names": "text",
    "clearances": "evidence",
    "residencies": "private_note",
    "works": "title",
    "texts": "text",
    "waypoints": "place",
}


@pytest.mark.parametrize("column", ["id", "writer"])
@pytest.mark.parametrize("prefix", PARTS)
def test_45_a_row_of_another_writer_is_not_moved_here_or_written(world: World, prefix: str, column: str) -> None:
    address, _answer, data = shown(world, "editor", "writers.writer")
    other: Any = world.rows["writers.writer"]["foreign"]
    assert f"{prefix}-0-{column}" in data, "the form has no such row to alter"
    forged = other.pk if column == "writer" else getattr(other, prefix).first().pk
    before = list(getattr(other, prefix).values())
    data |= {f"{prefix}-0-{column}": forged, f"{prefix}-0-{PARTS[prefix]}": CHANGED}
    assert world.browsers["editor"].post(address, data).status_code in (200, 302)
    assert list(getattr(other, prefix).values()) == before
    assert not [line for line in dump() if CHANGED in line]


@pytest.mark.parametrize("probe", PROBES)
def test_46_a_list_answers_no_question_about_what_it_does_not_show(world: World, probe: str) -> None:
    for role in ("editor", "publisher", "dossier"):
        for value in ("0", "1", SECRET[:3]):
            answer = world.browsers[role].get(reverse("admin:writers_writer_changelist"), {probe: value})
            assert answer.status_code in (302, 400)


def test_46_the_filters_and_visible_columns_of_a_list_may_be_asked_for(world: World) -> None:
    listing = reverse("admin:writers_writer_changelist")
    for asked in (
        {"state": "none"},
        {"level__exact": 3},
        {"pk__in": "1,2"},
        {"portrait__isnull": 0},
        {"name": FOREIGN},
    ):
        assert world.browsers["editor"].get(listing, asked).status_code == 200, asked
    cities = reverse("admin:cities_city_changelist")
    network = world.rows["cities.network"]["own"].pk
    assert world.browsers["editor"].get(cities, {"memberships__network__id__exact": network}).status_code == 200


@pytest.mark.parametrize("model", ["writers.work", "writers.residency"])
def test_47_a_deletion_names_and_takes_nothing_of_others(world: World, model: str) -> None:
    address = reverse(f"admin:{model.replace('.', '_')}_delete", args=[world.key(model, "own")])
    page = world.browsers["editor"].get(address)
    assert page.status_code == 200 and FOREIGN not in page.content.decode() and SECRET not in page.content.decode()
    before = {line for line in dump() if FOREIGN in line}
    assert world.browsers["editor"].post(address, {"post": "yes"}).status_code == 302
    assert {line for line in dump() if FOREIGN in line} == before != set()


@pytest.mark.parametrize("role", ROLES)
def test_48_no_address_tells_which_numbers_exist(world: World, role: str) -> None:
    answers = [world.browsers[role].get(f"/admin/r/{kind}/1/") for kind in (1, 7, 99)]
    seen = {(answer.status_code, answer.headers.get("Location", "").partition("?")[0]) for answer in answers}
    assert len(seen) == 1 and seen <= {(404, ""), (302, "/admin/login/")}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", MODELS)
def test_49_who_may_not_is_answered_the_same_whether_there_is_such_a_row(world: World, model: str, role: str) -> None:
    if MODELS[model][role] != "-":
        return
    page = admin.site._registry[apps.get_model(model)]
    for act in {*addresses_of(page)} - {"changelist", "add", "export"}:
        addresses = [address_of(page, act, world.key(model, which)) for which in ("foreign", "absent", "text")]
        for send in (world.browsers[role].get, world.browsers[role].post):
            answers = [send(address) for address in addresses]
            assert len({answer.status_code for answer in answers}) == 1, act
            assert len({answer.content for answer in answers}) == 1 and is_refused(answers[0], world.accounts[role]), (
                act
            )


def test_49_autocomplete_searches_only_what_the_role_may_see(world: World) -> None:
    address = reverse("admin:autocomplete")
    for app, model, field in (
        ("cities", "coordinator", "user"),
        ("writers", "writerhold", "by"),
        ("office", "user", "groups"),
        ("office", "user", "password"),
        ("writers", "dossier", "address"),
        ("writers", "dossier", "id"),
        ("admin", "logentry", "content_type"),
        ("nowhere", "nothing", "none"),
    ):
        asked = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        for role in ("nobody", "editor", "publisher", "dossier"):
            answer = world.browsers[role].get(address, asked)
            assert answer.status_code in (403, 404), (role, asked)
    asked = {"app_label": "writers", "model_name": "work", "field_name": "writer", "term": FOREIGN}
    found = world.browsers["editor"].get(address, asked)
    assert FOREIGN in found.content.decode()
    assert world.browsers["administrator"].get(address, asked).status_code == 403


def test_50_a_role_that_sees_a_writer_and_no_stays_is_shown_no_stays(world: World) -> None:
    _address, answer, _data = shown(world, "dossier", "writers.writer", "foreign")
    page = answer.content.decode()
    assert answer.status_code == 200 and f"{FOREIGN} writer" in page
    assert answer.context["inline_admin_formsets"] == []
    for words in ("note", "work", "place", "life", "other name", "city"):
        assert f"{FOREIGN} {words}" not in page


def test_52_that_something_exists_already_is_said_without_naming_it(world: World) -> None:
    data = {"name": "Another", "slug": FOREIGN.lower()}
    answer = world.browsers["editor"].post(reverse("admin:cities_network_add"), data)
    assert answer.status_code == 200 and "already exists" in answer.content.decode()
    assert f"{FOREIGN} network" not in answer.content.decode()


def test_53_what_the_admin_notes_of_a_dossier_holds_none_of_it(world: World) -> None:
    address, _answer, data = shown(world, "dossier", "writers.dossier", "foreign")
    assert world.browsers["dossier"].post(address, {**data, "risks": f"{SECRET} new"}).status_code == 302
    entry = LogEntry.objects.latest("pk")
    assert SECRET not in f"{entry.object_repr} {entry.change_message}" and FOREIGN not in entry.object_repr


def test_53_an_account_is_not_deleted_and_what_it_did_stays(world: World) -> None:
    for role in ROLES:
        address = reverse("admin:office_user_delete", args=[world.key("office.user", "foreign")])
        assert world.browsers[role].post(address, {"post": "yes"}).status_code in (302, 403)
    assert User.objects.filter(pk=world.key("office.user", "foreign")).exists()


def test_an_administrator_gives_roles_and_no_more_than_roles(world: World) -> None:
    address, _answer, data = shown(world, "administrator", "office.user")
    forged = {**data, "is_superuser": "on", "user_permissions": [1, 2, 3]}
    assert world.browsers["administrator"].post(address, forged).status_code == 302
    account = User.objects.get(pk=world.key("office.user", "own"))
    assert not account.is_superuser and not account.user_permissions.exists()
    User.objects.filter(pk=account.pk).update(is_superuser=True)
    assert world.browsers["administrator"].post(address, {**data, "first_name": CHANGED}).status_code == 403
