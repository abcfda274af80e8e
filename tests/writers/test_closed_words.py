"""Words that must not be read in a person's own edition: asked about before publishing, and taken out when they close.

What was seen: a writer cleared for all but the host city and an earlier name, whose page said the city seven times.
"""

from typing import Any

import pytest
from django.utils import timezone

from cities.models import City
from refuge.core import editions, publishing, upkeep
from refuge.core.publishing import NeedsReason
from refuge.core.scopes import Level, Rung, Scope
from tests.factories import (
    EVERYTHING,
    grant,
    make_city,
    make_name,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
    see_all,
    staff,
    withdraw,
)
from writers.models import Clearance, Dossier, Residency, Text, Waypoint, Work, Writer

pytestmark = pytest.mark.django_db
CITY = "the city of a stay that is not shown"
NAME = "a name of the person that is not cleared"
COUNTRY = "the country of a stay whose country is not shown"


def norway() -> Any:
    """Return the last of as many listed cities as hide a guest."""
    return [make_city(name) for name in ("Oslo", "Molde", "Alta", "Tromsø", "Horten", "Bergen")][-1]


def against(writer: Writer) -> list[tuple[str, str, str]]:
    """Return what speaks against publishing the writer: which field, what it says, and the word."""
    see_all(writer)
    writer = Writer.objects.get(pk=writer.pk)
    try:
        publishing.publish(writer, staff())
    except NeedsReason as needs:
        return [(found.where, found.says, found.around[1] if found.around else "") for found in needs.cautions]
    return []


def said(writer: Writer) -> str:
    """Return all that is public of a writer."""
    standing = editions.standing_of(Writer.objects.get(pk=writer.pk))
    return str([fact.value for fact in editions.kept_facts(standing)]) if standing else ""


def go_on(writer: Writer, reason: str = "She said so herself.") -> None:
    see_all(writer)
    publishing.publish(Writer.objects.get(pk=writer.pk), staff(), reason=reason)


@pytest.fixture
def anna() -> Writer:
    """A writer who cleared all but the host city and an earlier name, and whose record says both all over."""
    scopes = [scope for scope in EVERYTHING if scope not in (Scope.HOST_CITY, Scope.OTHER_NAME)]
    writer = make_writer("Anna Ek", clear=scopes, summary="A poet in Bergen.")
    make_name(writer, "Mariam Haddad", cleared=False, kind="earlier")
    make_stay(writer, norway(), starts="2019")
    Waypoint.objects.create(writer=writer, place="Bergen", country="SE", kind="exile")
    Text.objects.create(writer=writer, text="As M. Haddad she was printed at home. In Bergens hus she wrote.")
    work = make_work(writer, "Songs from Bergen", publisher="Bergen Press", note="Written in bergen, by Mariam Haddad.")
    work.sources.add(make_source("A talk", url="https://visitbergen.example/talks"))
    return writer


def test_a_page_that_says_the_city_seven_times_and_an_earlier_name_twice(anna: Writer) -> None:
    found = against(anna)
    places = [where for where, says, _word in found if CITY in says]
    assert len(places) == 7
    assert {where.partition(":")[0] for where in places} == {
        "The person",
        "On the road",
        "Biography",
        "Work",
        "Sources",
    }
    assert [word for _where, says, word in found if NAME in says] == ["Haddad", "Mariam Haddad"]
    assert "visitbergen" in [word for _where, _says, word in found]
    assert not anna.publications.exists()


def test_what_says_nothing_of_it_needs_no_reason(anna: Writer) -> None:
    anna.waypoints.all().delete()
    anna.works.all().delete()
    anna.texts.update(text="She wrote of Bergamo, as Hadda did.")
    Writer.objects.update(summary="A poet.")
    assert against(anna) == [] and "Bergamo" in said(anna)


def test_a_clearance_that_ends_takes_the_texts_out_that_say_the_word() -> None:
    writer = make_writer("Anna Ek", summary="A poet in Bergen.")
    make_stay(writer, norway(), starts="2019")
    Text.objects.create(writer=writer, text="She writes.")
    assert against(writer) == [] and "A poet in Bergen." in said(writer)
    writer.clearances.filter(scope=Scope.HOST_CITY).exclude(residency=None).end_for("She asked.")
    assert "Bergen" not in said(writer) and "She writes." in said(writer)
    assert Writer.objects.get().unpublished and upkeep.check() == []


def take_back(writer: Writer) -> None:
    writer.clearances.filter(scope=Scope.HOST_CITY).exclude(residency=None).update(withdrawn_on=timezone.localdate())


def lower(writer: Writer) -> None:
    Residency.objects.update(ceiling=Rung.COUNTRY)


def withdraw_city(writer: Writer) -> None:
    withdraw(Residency.objects.get().city)


def move(writer: Writer) -> None:
    stay = Residency.objects.get()
    stay.city = make_city("Larvik")
    stay.save()


def rename(writer: Writer) -> None:
    Clearance.objects.filter(scope=Scope.HOST_CITY).delete()
    writer.summary = ""
    city = Residency.objects.get().city
    city.local_name = "Bjørgvin"
    city.save()


@pytest.mark.parametrize("how", [take_back, lower, withdraw_city])
def test_whatever_closes_the_word_takes_the_text_out(how: Any) -> None:
    writer = make_writer("Anna Ek", summary="A poet in Bergen.", birth_year=1970)
    make_stay(writer, norway(), starts="2019")
    publish(writer)
    how(Writer.objects.get())
    assert "Bergen" not in said(writer) and "1970" in said(writer)


def test_a_stay_that_moved_to_where_a_text_is_takes_the_text_out() -> None:
    writer = make_writer("Anna Ek", summary="A poet who read in Larvik.", birth_year=1970)
    make_stay(writer, norway(), starts="2019")
    publish(writer)
    move(writer)
    assert "Larvik" not in said(writer) and "1970" in said(writer)


def test_another_name_of_the_city_closes_at_once() -> None:
    scopes = [scope for scope in EVERYTHING if scope != Scope.HOST_CITY]
    writer = make_writer("Anna Ek", clear=scopes, summary="A poet from Bjørgvin.", birth_year=1970)
    make_stay(writer, norway(), starts="2019")
    publish(writer)
    city = Residency.objects.get().city
    city.local_name = "Bjørgvin"
    city.save()
    assert "Bjørgvin" not in said(writer) and "1970" in said(writer)


def test_with_a_reason_it_stays_and_narrowing_leaves_it(anna: Writer) -> None:
    go_on(anna)
    assert "A poet in Bergen." in said(anna)
    kept = editions.standing_of(anna).accepted
    assert len(kept) == 9 and {entry["why"] for entry in kept} == {"She said so herself."}
    assert "Bergen" not in str(kept) and "Haddad" not in str(kept)
    anna.clearances.filter(scope=Scope.ORIGIN).update(withdrawn_on=timezone.localdate())
    assert editions.standing_of(anna).kind == "narrowed" and "A poet in Bergen." in said(anna)


def test_it_ends_when_the_city_is_refused(anna: Writer) -> None:
    go_on(anna)
    grant(anna, Scope.HOST_CITY, residency=Residency.objects.get(), refused=True)
    assert "Bergen" not in said(anna) and "2019" in said(anna)


def test_it_does_not_come_back_when_the_clearance_that_ended_is_deleted(anna: Writer) -> None:
    go_on(anna)
    given = grant(anna, Scope.HOST_CITY, residency=Residency.objects.get())
    Clearance.objects.filter(pk=given.pk).update(withdrawn_on=timezone.localdate())
    Clearance.objects.get(pk=given.pk).delete()
    assert "Bergen" not in said(anna) and "Bergen" in [word for _where, _says, word in against(anna)]


@pytest.mark.parametrize("text", ["A poet in Bergen.", "A poet in Bjørgvin.", "Once of Christiania."])
def test_a_city_is_called_as_it_is_and_was_public_too(text: str) -> None:
    """What the record says by now, and nobody published, is no name that readers know."""
    scopes = [scope for scope in EVERYTHING if scope != Scope.HOST_CITY]
    writer = make_writer("Anna Ek", clear=scopes, summary=text, birth_year=1970)
    city = norway()
    for name in ("Christiania", "Bergen", "Bjørgvin"):
        City.objects.filter(pk=city.pk).update(name=name)
        if name != "Bjørgvin":
            publish(City.objects.get(pk=city.pk))
    make_stay(writer, City.objects.get(pk=city.pk), starts="2019")
    assert len(against(writer)) == 1


@pytest.mark.parametrize(
    "text",
    ["#BergenReads", "@ICORNBergen", "https://facebook.example/bergenpublicread", "https://x.example/ICORNBergen"],
)
def test_words_that_are_run_together_in_addresses_and_tags(text: str) -> None:
    scopes = [scope for scope in EVERYTHING if scope != Scope.HOST_CITY]
    writer = make_writer("Anna Ek", clear=scopes, summary=f"See {text} now.")
    make_stay(writer, norway(), starts="2019")
    assert len(against(writer)) == 1


def test_a_first_name_tells_where_the_family_s_is_known() -> None:
    writer = make_writer("Roya Karimi", summary="REZA was born in 1970.")
    make_name(writer, "Reza Karimi", cleared=False, kind="earlier")
    assert [word for _where, _says, word in against(writer)] == ["REZA"]


@pytest.mark.parametrize(
    ("name", "sorted_by", "text", "found"),
    [
        ("Haddad Anna Maria", "Haddad, Anna Maria", "Ms Haddad wrote.", ["Haddad"]),
        ("Haddad Anna Maria", "", "Anna Haddad, or Maria Haddad.", ["Maria Haddad"]),
        ("Sarah Miller (poet)", "", "Sarah Miller wrote.", ["Sarah Miller"]),
    ],
)
def test_of_a_name_in_more_words_two_are_enough(name: str, sorted_by: str, text: str, found: list[str]) -> None:
    writer = make_writer(name, sort_name=sorted_by, level=Level.UNNAMED, origin="", origin_label=text)
    assert [word for _where, _says, word in against(writer)] == found


def test_going_on_with_one_text_is_not_going_on_with_another(anna: Writer) -> None:
    go_on(anna)
    Work.objects.update(note="Bergen again.")
    assert [(where, word) for where, _says, word in against(anna)] == [("Work: Songs from Bergen: Note", "Bergen")]


def test_it_ends_when_the_clearance_ends_on_which_it_depends(anna: Writer) -> None:
    go_on(anna)
    given = grant(anna, Scope.HOST_CITY, residency=Residency.objects.get())
    assert "A poet in Bergen." in said(anna)
    Clearance.objects.filter(pk=given.pk).update(withdrawn_on=timezone.localdate())
    assert "Bergen" not in said(anna) and "2019" in said(anna)


def test_a_shared_source_that_says_it_by_now_does_not_get_out(anna: Writer) -> None:
    anna.waypoints.all().delete()
    anna.works.all().delete()
    anna.texts.all().delete()
    Writer.objects.update(summary="A poet.")
    source = make_source("A talk")
    anna.sources.add(source)
    assert against(anna) == []
    source.note = "Given in Bergen."
    source.save()
    assert "Bergen" not in said(anna) and Writer.objects.get().unpublished
    assert [where for where, _says, _word in against(anna)] == ["Sources"]


def test_below_its_country_the_country_its_people_and_its_sites_are_closed() -> None:
    writer = make_writer("Anna Ek", clear=[s for s in EVERYTHING if s != Scope.HOST_CITY], summary="Norwegian by now.")
    Clearance.objects.filter(scope=Scope.HOST_COUNTRY).delete()
    stay = make_stay(writer, make_city("Bergen"), starts="2019")
    Text.objects.create(writer=writer, text="In Norge she wrote; در نروژ.")
    writer.sources.add(make_source("A talk", url="https://talks.example.no/1"))
    # A stop there is not shown at all while the stay is not.
    Waypoint.objects.create(writer=writer, place="A camp", country="NO", kind="exile")
    grant(writer, Scope.HOST_COUNTRY, residency=stay, knowing=False)
    found = [(where.partition(":")[0], word) for where, says, word in against(writer) if COUNTRY in says]
    assert sorted(found) == [
        ("Biography", "Norge"),
        ("Biography", "نروژ"),
        ("Sources", "https://talks.example.no"),
        ("The person", "Norwegian"),
    ]


def test_where_the_country_is_shown_its_name_is_no_secret(anna: Writer) -> None:
    Writer.objects.update(summary="A Norwegian poet.")
    assert not [says for _where, says, _word in against(anna) if COUNTRY in says]


def test_the_legal_name_behind_a_pen_name() -> None:
    writer = make_writer("Anna Ek", summary="Mariam Haddad is a poet.")
    assert against(writer) == []
    Dossier.objects.create(writer=writer, legal_name="Mariam Haddad")
    assert "Haddad" not in said(writer), "it closes as soon as it is known"
    (found,) = against(writer)
    assert "only readers of the dossier" in found[1]
    with pytest.raises(NeedsReason) as needs:
        publishing.publish(Writer.objects.get(), staff())
    told = needs.value.cautions[0].told_to(lambda permission: False)
    assert told.around is None and "Haddad" not in repr((told.says, told.where, told.key, told.links))


def test_a_name_that_was_public_once_and_is_not_any_more() -> None:
    writer = make_writer("Mariam Haddad", published=True)
    Writer.objects.update(name="Anna Ek", sort_name="", summary="Once Mariam Haddad.")
    assert [(word, NAME in says) for _where, says, word in against(writer)] == [("Mariam Haddad", True)]


def test_below_named_the_name_is_closed_wherever_it_may_stand() -> None:
    writer = make_writer("Anna Ek", level=Level.UNNAMED, origin="", origin_label="Where Anna Ek was born")
    assert [word for _where, _says, word in against(writer)] == ["Anna Ek"]
