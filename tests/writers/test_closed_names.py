"""Who is not shown is named by no other record, nor recognised without a name where a city is spoken of.

What was seen: city texts and milestones that named a writer while she was withdrawn and held, and city texts that say
who without a name ("a publisher from ...").
"""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.models import City, Milestone, Page
from refuge.core import holds, publishing, upkeep
from refuge.core.publishing import NeedsReason
from refuge.core.scopes import Level, Scope
from refuge.office.attention import needs_of
from tests.factories import (
    grant,
    make_city,
    make_membership,
    make_milestone,
    make_name,
    make_page,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
    staff,
    withdraw,
)
from tests.members import member
from tests.safety.register import picture
from writers.models import Clearance, Dossier, Writer

pytestmark = pytest.mark.django_db


GUEST_IN = (
    *("Amsterdam", "Barcelona", "Berlin", "Brussels", "Copenhagen", "Florence", "Frankfurt", "Geneva", "Gothenburg"),
    *("Helsinki", "Kraków", "Lisbon", "Ljubljana", "Mexico City", "Munich", "Paris", "Prague", "Reykjavík", "Rome"),
    *("Stockholm", "Strasbourg", "Vienna", "Venice", "Warsaw", "Zürich"),
)


def against(record: Any) -> list[tuple[str, str]]:
    """Return what speaks against publishing a record: which field, and the word."""
    record = type(record).objects.get(pk=record.pk)
    try:
        publishing.publish(record, staff())
    except NeedsReason as needs:
        return [(found.where, found.around[1] if found.around else "") for found in needs.cautions]
    return []


def cautioned() -> set[str]:
    """Return the records that are a task."""
    needs = [need for model in (City, Milestone, Page, Writer) for need in needs_of(model)]
    asked = [need for need in needs if need.slug == "says-too-much"]
    return {str(record) for need in asked for record in need.of(need.model._base_manager.all())}


@pytest.fixture
def anna() -> Writer:
    """A poet from Iran, published with her stay in Bergen, whom a city, a milestone, a page and a writer name."""
    writer = make_writer("Anna Haddad", roles=["poet"], languages=["fa"])
    bergen = make_city("Bergen")
    make_stay(writer, bergen, starts="2019")
    publish(writer)
    type(bergen).objects.filter(pk=bergen.pk).update(text="Anna Haddad read here.")
    publish(bergen)
    milestone = make_milestone("The day on which HADDAD came", published=False)
    publish(milestone)
    make_page("guests", text="Guests were H. Haddadi and A. HADDAD.")
    other = make_writer("Bo Lind")
    make_work(other, "A book", translators="A. Haddad")
    publish(other)
    make_city("Oslo", text="A quiet place.")
    return writer


def test_whoever_is_withdrawn_and_held_makes_a_task_of_each_record_that_names_her(anna: Writer) -> None:
    assert cautioned() == set() and upkeep.check() == []
    withdraw(anna)
    assert cautioned() == {"Bergen", "The day on which HADDAD came", "Guests", "Bo Lind"}
    assert len([problem for problem in upkeep.check() if "says what must not be read" in problem]) == 4


def test_the_page_of_such_a_record_shows_the_words_with_a_link_and_takes_a_reason(anna: Writer) -> None:
    withdraw(anna)
    bergen = anna.residencies.get().city
    client, page = member("publisher"), reverse("admin:cities_city_change", args=[bergen.pk])
    shown = client.get(page).content.decode()
    assert "<mark>Anna Haddad</mark> read here." in shown
    assert reverse("admin:writers_writer_change", args=[anna.pk]) in shown
    publishing.publish(type(bergen).objects.get(pk=bergen.pk), staff(), reason="Another Anna Haddad.")
    assert "Bergen" not in cautioned()


def test_whoever_was_a_guest_of_many_cities_can_be_withdrawn_too(anna: Writer) -> None:
    """Hundreds of ways to write where somebody was are one question to the database."""
    for name in GUEST_IN:
        make_stay(anna, make_city(name, text="A quiet place."), starts="2020")
    withdraw(anna)
    assert "Bergen" in cautioned()


def test_undoing_a_withdrawal_keeps_the_task(anna: Writer) -> None:
    withdraw(anna)
    bo = Writer.objects.get(name="Bo Lind")
    publishing.withdraw(bo, staff(), "asked", timedelta(hours=1))
    assert "Bo Lind" not in cautioned()
    holds.undo_hold(Writer.objects.get(pk=bo.pk), staff())
    assert "Bo Lind" in cautioned()


def test_nor_can_they_be_published_again_without_a_reason(anna: Writer) -> None:
    withdraw(anna)
    bergen = anna.residencies.get().city
    assert against(bergen) == [("About the city: Text", "Anna Haddad")]


@pytest.mark.parametrize("level", [Level.NOTHING, Level.COUNTED, Level.UNNAMED])
def test_below_named_she_is_a_task_too(anna: Writer, level: int) -> None:
    Writer.objects.filter(pk=anna.pk).update(level=level)
    assert "Bergen" in cautioned()


def test_when_she_is_back_it_is_no_task_any_more(anna: Writer) -> None:
    withdraw(anna).lift(staff(), "She is back.")
    publish(anna)
    assert cautioned() == set() and upkeep.check() == []


def test_going_on_ends_when_she_was_shown_and_is_not_any_more() -> None:
    anna = make_writer("Anna Haddad")
    bergen = make_city("Bergen", text="Anna Haddad read here.", published=False)
    assert against(bergen) == [("About the city: Text", "Anna Haddad")]
    publishing.publish(bergen, staff(), reason="Another one.")
    assert cautioned() == set()
    publish(anna)
    withdraw(anna)
    assert cautioned() == {"Bergen"}


def test_a_clearance_that_ends_makes_a_task(anna: Writer) -> None:
    make_name(anna, "Mariam Karimi")
    publish(anna)
    oslo = make_city("Molde", text="Mariam Karimi read here.")
    assert cautioned() == set()
    Clearance.objects.filter(scope=Scope.OTHER_NAME).update(withdrawn_on=timezone.localdate())
    assert cautioned() == {str(oslo)}


def test_in_another_script() -> None:
    make_writer("Parisa Mahdavi")
    page = make_page("guests", text="مهمان ما پریسا مهدوی بود.", published=False)
    assert against(page) == [("Text", "پریسا مهدوی")]


@pytest.mark.parametrize("of_all", [False, True])
def test_a_name_that_was_given_and_is_refused(of_all: bool) -> None:
    writer = make_writer("Anna Ek")
    name = make_name(writer, "Mariam Haddad", kind="earlier")
    publish(writer)
    oslo = make_city("Oslo", text="Mariam Haddad read here.")
    assert cautioned() == set()
    grant(writer, Scope.OTHER_NAME, refused=True, **({} if of_all else {"name": name}))
    assert cautioned() == {"Oslo"} and against(oslo) == [("About the city: Text", "Mariam Haddad")]


@pytest.mark.parametrize("where", ["text", "source", "address", "membership", "alt", "credit"])
def test_wherever_a_city_says_it(where: str) -> None:
    make_writer("Anna Haddad")
    city = make_city("Bergen", published=False)
    if where == "text":
        type(city).objects.update(text="Anna Haddad.")
    if where == "source":
        city.sources.add(make_source("A talk by Anna Haddad"))
    if where == "address":
        city.sources.add(make_source("A talk", url="https://example.org/talks/haddad-anna"))
    if where == "membership":
        make_membership(city, note="Anna Haddad was the first.")
    if where in ("alt", "credit"):
        said = {"photograph_alt": "A street", "photograph_credit": "Bo", f"photograph_{where}": "Anna Haddad"}
        type(city).objects.update(photograph=picture(), **said)
    assert len(against(city)) == 1


def test_an_address_that_outlives_a_change_of_name() -> None:
    house = make_city("House of Anna Haddad")
    make_writer("Anna Haddad")
    type(house).objects.update(name="The house")
    assert against(house) == [("Address", "anna-haddad")]


def test_a_page_and_its_address() -> None:
    make_writer("Anna Haddad")
    page = make_page("anna-haddad", title="A page", published=False)
    assert against(page) == [("Address", "anna-haddad")]


def test_the_legal_name_of_somebody_public_is_closed_everywhere() -> None:
    anna = make_writer("Anna Ek", published=True)
    bergen = make_city("Bergen", text="Mariam Haddad read here.")
    assert cautioned() == set()
    Dossier.objects.create(writer=anna, legal_name="Mariam Haddad")
    assert cautioned() == {"Bergen"}
    client, page = member("publisher"), reverse("admin:cities_city_change", args=[bergen.pk])
    shown = client.get(page).content.decode()
    assert "Which one, only readers of the dossier may know" in shown and "<mark>" not in shown
    assert reverse("admin:writers_writer_change", args=[anna.pk]) not in shown


def test_only_who_may_publish_is_told_of_tasks(anna: Writer) -> None:
    withdraw(anna)
    index, listing = reverse("admin:index"), f"{reverse('admin:cities_city_changelist')}?needs=says-too-much"
    client = member("publisher")
    assert "needs=says-too-much" in client.get(index).content.decode()
    assert [str(city) for city in client.get(listing).context["cl"].result_list] == ["Bergen"]
    client = member("editor")
    assert "says-too-much" not in client.get(index).content.decode()
    assert len(client.get(listing).context["cl"].result_list) == 2


def hidden_guest(**values: Any) -> Any:
    """Return a city with a guest whose stay there is not shown."""
    everything = [scope for scope in Scope if scope not in (Scope.HOST_CITY, Scope.OTHER_NAME)]
    writer = make_writer("Anna Haddad", clear=everything, **{"roles": ["poet"], "languages": ["fa"], **values})
    bergen = make_city("Bergen")
    make_stay(writer, bergen, starts="2019")
    publish(writer)
    return bergen


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("A poet from Iran lives here.", "poet from Iran"),
        ("An Iranian poet came in 2019.", "Iranian poet"),
        ("A publisher from Iran.", "publisher from Iran"),
        ("An Iranian woman who writes in Persian.", "Iranian woman who writes in Persian"),
        ("Anna Haddad came in 2019.", "Anna Haddad"),
        ("En iransk forfatter bor her.", "iransk forfatter"),
        ("Ein iranischer Lyriker lebt hier.", "iranischer Lyriker"),
        ("Un poète iranien vit ici.", "poète iranien"),
    ],
)
def test_a_city_does_not_tell_who_its_hidden_guest_is(text: str, word: str) -> None:
    city = hidden_guest()
    type(city).objects.update(text=text)
    assert [found for _where, found in against(city)] == [word]


@pytest.mark.parametrize(
    "text", ["A library.", "Poets read here, and far from it, in other years and towns, Iran was."]
)
def test_what_does_not_tell_it_needs_no_reason(text: str) -> None:
    city = hidden_guest()
    type(city).objects.update(text=text)
    assert against(city) == []


def test_nor_does_a_milestone_that_names_the_city_and_one_that_does_not_may() -> None:
    hidden_guest()
    for text, found in (("Bergen takes in a poet from Iran.", ["poet from Iran"]), ("A poet from Iran.", [])):
        milestone = make_milestone(published=False)
        type(milestone).objects.filter(pk=milestone.pk).update(text=text)
        assert [word for _where, word in against(milestone)] == found


def test_nor_does_a_text_below_a_title_that_names_the_city() -> None:
    hidden_guest()
    milestone = make_milestone("A day in Bergen", published=False)
    type(milestone).objects.filter(pk=milestone.pk).update(text="The poet came from Iran.")
    assert [word for _where, word in against(milestone)] == ["poet came from Iran"]


def test_nor_does_a_region_of_its_cities() -> None:
    bergen = hidden_guest()
    region = make_city("Vestland", text="A poet from Iran came to our region.", published=False)
    type(bergen).objects.filter(pk=bergen.pk).update(within=region)
    assert [word for _where, word in against(region)] == ["poet from Iran"]


def test_where_the_stay_is_shown_a_city_may_tell_of_its_guest() -> None:
    writer = make_writer("Anna Haddad", roles=["poet"])
    bergen = make_city("Bergen")
    make_stay(writer, bergen, starts="2019")
    publish(writer)
    type(bergen).objects.update(text="Anna Haddad, a poet from Iran.")
    assert against(bergen) == [] and cautioned() == set()
    Clearance.objects.filter(scope=Scope.HOST_CITY).update(withdrawn_on=timezone.localdate())
    assert cautioned() == {"Bergen"}
