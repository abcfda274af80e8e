"""The migration that gives each old clearance its thing, over registers that are public: what is read stays or goes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from refuge.core.models import Edition
from refuge.core.scopes import OF_A_STAY, Scope
from refuge.core.upkeep import check, narrow_all
from refuge.office.models import Picture
from tests.core.images.files import small
from tests.factories import grant, make_city, make_stay, partial, publish
from tests.writers.test_giving_things import NEEDING, anna, migrate, old, portrayed
from writers.models import Clearance, Residency, Text, Writer, WriterPublication
from writers.public.models import PublicPortrait, PublicResidency, PublicWriter

pytestmark = pytest.mark.django_db

__all__ = ["anna", "migrate"]
# The parts of facts as publications kept them before kinds had versions.
FORMER = {
    "name": {"name": "text", "sort_name": "sort"},
    "origin": {"origin": "country", "origin_label": "label"},
    "life": {"birth_year": "birth", "death_year": "death"},
    "portrait": {"portrait_credit": "credit", "portrait_licence": "licence", "portrait_alt": "alt"},
}


def as_before() -> None:
    """Make clearances and publications what they were: no thing, nothing that was read, facts of the first version."""
    QuerySet(Clearance).filter(scope__in=OF_A_STAY, residency__isnull=False).delete()
    QuerySet(Clearance).update(picture=None, languages=[], read=[], seen_on=None)
    for publication in WriterPublication.objects.all():
        facts = [_former(fact) for fact in publication.facts]
        QuerySet(WriterPublication).filter(pk=publication.pk).update(facts=facts)


def _former(fact: dict[str, Any]) -> dict[str, Any]:
    names, value = FORMER.get(fact["kind"], {}), fact["value"]
    if names:
        value = {names.get(name, name): said for name, said in value.items()}
    city = {"via_city": fact["city"]} if fact["kind"] == "stay country" and "city" in fact else {}
    kept = {"of"} if fact["kind"] != "text" else set()
    kept |= {"city"} if fact["kind"] == "stay city" else set()
    return {"kind": fact["kind"], "value": value, **{name: fact[name] for name in kept if name in fact}, **city}


def test_nothing_is_published_and_narrowing_takes_off_what_found_nothing(
    anna: Writer, migrate: Callable[[], str]
) -> None:
    """What was given in 2020 for Bergen does not publish Reykjavik in 2026."""
    make_stay(anna, make_city("Bergen"), starts="2010", ends="2012")
    make_stay(anna, make_city("Reykjavik", "IS"), starts="2026")
    for scope in OF_A_STAY:
        grant(anna, scope)
    portrayed(anna, Picture.keep(small()))
    grant(anna, Scope.PORTRAIT)
    Text.objects.create(writer=anna, language="fa", text="A life.")
    grant(anna, Scope.BIOGRAPHY)
    publish(anna)
    as_before()
    before = Edition.current()
    acts = WriterPublication.objects.count()
    assert {stay.city_id for stay in PublicResidency.objects.all()} == {"bergen", "reykjavik"}
    migrate()
    after = Edition.current()
    assert (after.serial, after.digest) == (before.serial, before.digest)
    assert WriterPublication.objects.count() == acts
    assert narrow_all() == 1
    assert [stay.city_id for stay in PublicResidency.objects.all()] == ["bergen"]
    assert PublicResidency.objects.get().starts.typed == "2010"
    assert PublicPortrait.objects.exists() and PublicWriter.objects.get().texts
    assert check() == [] and narrow_all() == 0


def test_dates_count_as_read_as_the_public_reads_them(anna: Writer, migrate: Callable[[], str]) -> None:
    """Staff may have entered the day since; the person was never asked about it."""
    stay = make_stay(anna, make_city("Bergen"), starts="2010")
    for scope in OF_A_STAY:
        grant(anna, scope)
    publish(anna)
    Residency.objects.filter(pk=stay.pk).update(starts=partial("2010-05-17"))
    as_before()
    migrate()
    publish(anna, seen=False)
    assert PublicResidency.objects.get().starts.typed == "2010"


def test_the_portrait_that_is_public_stays_public(anna: Writer, migrate: Callable[[], str]) -> None:
    portrayed(anna, Picture.keep(small()))
    grant(anna, Scope.PORTRAIT)
    publish(anna)
    as_before()
    migrate()
    assert narrow_all() == 0 and PublicPortrait.objects.exists()


def test_a_biography_counts_as_read_as_the_public_reads_it(anna: Writer, migrate: Callable[[], str]) -> None:
    text = Text.objects.create(writer=anna, language="fa", text="As it is.")
    grant(anna, Scope.BIOGRAPHY)
    publish(anna)
    text.text = "Staff are changing it."
    text.save()
    as_before()
    migrate()
    assert narrow_all() == 0 and PublicWriter.objects.get().texts
    publish(anna, seen=False)
    assert PublicWriter.objects.get().texts == []


@pytest.mark.parametrize(
    "kept",
    [{"kind": "text"}, {"kind": "text", "value": {}}, {"kind": "portrait", "value": {}}, {"value": 1}, "a word"],
)
def test_a_publication_that_cannot_be_read_stops_nothing(anna: Writer, migrate: Callable[[], str], kept: Any) -> None:
    publish(anna)
    for scope in NEEDING:
        old(anna, scope)
    make_stay(anna, make_city("Bergen"), starts="2010")
    QuerySet(WriterPublication).update(facts=[kept])
    assert "4 now say of which" in migrate()
