"""What a decision must say, what it keeps of what was read, and the old ones that say less."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from refuge.core.scopes import Scope
from refuge.office.models import Picture, identity_of, renditions_of
from tests.core.images.files import small
from tests.factories import GRANTED, grant, make_city, make_name, make_source, make_stay, make_writer, partial, publish
from tests.members import member
from tests.office.told import take_back
from writers.models import Clearance, Residency, Text, Writer
from writers.public.models import PublicResidency, PublicWriter

pytestmark = pytest.mark.django_db

NEEDS_A_THING = {
    Scope.OTHER_NAME: ("name", "Choose the name"),
    Scope.PORTRAIT: ("picture", "A clearance of the portrait is of one picture"),
    Scope.BIOGRAPHY: ("languages", "Name the languages"),
    Scope.HOST_COUNTRY: ("residency", "Choose the stay"),
    Scope.HOST_CITY: ("residency", "Choose the stay"),
    Scope.DATES: ("residency", "Choose the stay"),
}
PROVEN = {"evidence": "Folder 7.", "granted_on": GRANTED}


@pytest.fixture
def anna() -> Writer:
    return make_writer("Anna", clear=())


@pytest.fixture
def stay(anna: Writer) -> Residency:
    return make_stay(anna, make_city("Bergen"), starts="2010")


def wrong(clearance: Clearance) -> dict[str, list[str]]:
    """Return what is wrong with a clearance, by column."""
    with pytest.raises(ValidationError) as error:
        clearance.full_clean()
    return error.value.message_dict


def things(writer: Writer) -> dict[str, Any]:
    """Return one thing of the writer's for each column that names one."""
    return {
        "name": make_name(writer, "Анна", cleared=False),
        "picture": Picture.keep(small()),
        "languages": ["en"],
        "residency": writer.residencies.get(),
    }


def test_it_is_of_what_it_names_and_of_nothing_else(anna: Writer, stay: Residency) -> None:
    one, other = Picture.keep(small()), Picture.keep(small("PNG"))
    anna.portrait, anna.portrait_credit, anna.portrait_alt = other, "Photo: Ana", "A face"
    anna.save()
    identity = identity_of(renditions_of(one.pk))
    assert identity != identity_of(renditions_of(other.pk))
    assert grant(anna, Scope.PORTRAIT, picture=one).things() == [identity]
    assert grant(anna, Scope.HOST_CITY, residency=stay).things() == [str(stay.pk)]
    for scope in NEEDS_A_THING:
        assert grant(anna, scope, languages=[]).things() == []


# -- what is refused


@pytest.mark.parametrize("scope", NEEDS_A_THING)
def test_a_yes_says_of_which_thing_it_is(anna: Writer, stay: Residency, scope: str) -> None:
    column, words = NEEDS_A_THING[Scope(scope)]
    told = wrong(Clearance(writer=anna, scope=scope, **PROVEN))
    assert list(told) == [column] and told[column][0].startswith(words)
    Clearance(writer=anna, scope=scope, **PROVEN, **{column: things(anna)[column]}).full_clean()
    # A no may be to all of a kind, and what ends today clears nothing.
    Clearance(writer=anna, scope=scope, refused=True, granted_on=GRANTED).full_clean()
    Clearance(writer=anna, scope=scope, withdrawn_on=GRANTED, granted_on=GRANTED).full_clean()


@pytest.mark.parametrize("scope", Scope)
def test_a_thing_belongs_to_its_scope_alone(anna: Writer, stay: Residency, scope: str) -> None:
    there = things(anna)
    of = NEEDS_A_THING.get(Scope(scope), ("", ""))[0]
    for column in {"name", "picture", "residency"} - {of}:
        own = {of: there[of]} if of else {}
        wrong(Clearance(writer=anna, scope=scope, **PROVEN, **own, **{column: there[column]}))
        with pytest.raises(IntegrityError), transaction.atomic():
            Clearance.objects.create(writer=anna, scope=scope, **PROVEN, **{column: there[column]})


@pytest.mark.parametrize("column", ["name", "residency"])
@pytest.mark.parametrize("refused", [True, False])
def test_a_thing_of_another_writer_is_no_choice(anna: Writer, column: str, refused: bool) -> None:
    berta = make_writer("Berta", clear=())
    make_stay(berta)
    scope = Scope.OTHER_NAME if column == "name" else Scope.DATES
    told = wrong(Clearance(writer=anna, scope=scope, refused=refused, **PROVEN, **{column: things(berta)[column]}))
    assert told == {column: ["This belongs to another writer."]}


@pytest.mark.parametrize("basis", ["own-consent", "estate"])
def test_consent_and_estates_need_evidence(anna: Writer, basis: str) -> None:
    told = wrong(Clearance(writer=anna, scope=Scope.WORKS, basis=basis, evidence=" ", granted_on=GRANTED))
    assert told == {"evidence": ["Say where the consent is kept, who was asked, and when."]}
    Clearance(writer=anna, scope=Scope.WORKS, basis="published-source", granted_on=GRANTED).full_clean()
    Clearance(writer=anna, scope=Scope.WORKS, basis=basis, refused=True, granted_on=GRANTED).full_clean()


def test_knowing_goes_with_a_yes_to_a_country_alone(anna: Writer, stay: Residency) -> None:
    of = {"writer": anna, "residency": stay, "knowing": True, **PROVEN}
    Clearance(scope=Scope.HOST_COUNTRY, **of).full_clean()
    for more in ({"scope": Scope.HOST_CITY}, {"scope": Scope.HOST_COUNTRY, "refused": True}):
        wrong(Clearance(**of, **more))
        with pytest.raises(IntegrityError), transaction.atomic():
            Clearance.objects.create(**of, **more)


def test_a_page_that_does_not_show_the_stay_says_what_is_missing(anna: Writer) -> None:
    sent = {"writer": anna.pk, "scope": "host city", "basis": "own-consent", "granted_on": "2024-05-01"}
    answer = member("editor").post(reverse("admin:writers_clearance_add"), {**sent, "evidence": "Folder 7."})
    assert answer.status_code == 200 and "Choose the stay" in answer.content.decode()
    assert not Clearance.objects.exists()


# -- old ones


def listed(client: Client, need: str) -> set[Clearance]:
    page = client.get(reverse("admin:writers_clearance_changelist"), {"needs": need})
    return set(page.context["cl"].queryset)


def test_old_grants_that_do_not_say_of_what_stay_and_are_a_task(anna: Writer, stay: Residency) -> None:
    make_name(anna, "Анна", cleared=False)
    vague = [grant(anna, scope, **({"languages": []} if scope == Scope.BIOGRAPHY else {})) for scope in NEEDS_A_THING]
    clear = [grant(anna, Scope.NAME), grant(anna, Scope.HOST_CITY, residency=stay), grant(anna, Scope.BIOGRAPHY)]
    grant(anna, Scope.HOST_CITY, refused=True)
    grant(anna, Scope.HOST_CITY, withdrawn_on=GRANTED)
    assert listed(member("editor"), "without-object") == {*vague}
    assert set(Clearance.objects.live()) == {*vague, *clear}
    publish(anna, seen=False)
    assert not PublicResidency.objects.exists() and not PublicWriter.objects.get().names


def test_old_grants_without_evidence_or_source_clear_and_are_a_task(anna: Writer) -> None:
    bare = [
        grant(anna, Scope.NAME, evidence=""),
        grant(anna, Scope.ORIGIN, evidence="", basis="estate"),
        grant(anna, Scope.WORKS, basis="published-source"),
    ]
    grant(anna, Scope.LINKS)
    grant(anna, Scope.BIRTH_YEAR, basis="published-source", evidence="").sources.add(make_source())
    grant(anna, Scope.DATES, evidence="", refused=True)
    grant(anna, Scope.LINKS, evidence="", withdrawn_on=GRANTED)
    assert listed(member("editor"), "unproven") == {*bare}
    publish(anna, seen=False)
    assert PublicWriter.objects.get().origin == "IR"


def test_an_old_grant_is_saved_as_it_is_and_not_as_another_without_its_proof(anna: Writer, stay: Residency) -> None:
    old = grant(anna, Scope.HOST_CITY, evidence="")
    old.review_on = "2030-01-01"
    old.full_clean()
    old.residency = stay
    assert list(wrong(old)) == ["evidence"]


# -- what was read


def read(clearance: Clearance) -> list[Any]:
    """Return the values of what a clearance keeps as read, as the database has it."""
    return [fact["value"] for fact in Clearance.objects.get(pk=clearance.pk).read]


def test_a_new_yes_keeps_what_the_record_says_on_its_day(anna: Writer, stay: Residency) -> None:
    dates = grant(anna, Scope.DATES, residency=stay)
    assert read(dates) == [{"starts": "2010-00-00=0000", "ends": ""}]
    assert dates.seen_on == GRANTED
    assert read(grant(anna, Scope.HOST_CITY, residency=stay)) == [str(stay.city_id)]
    assert read(grant(anna, Scope.HOST_CITY, residency=stay, refused=True)) == []


def test_whatever_else_is_saved_what_was_read_stays(anna: Writer, stay: Residency) -> None:
    dates = grant(anna, Scope.DATES, residency=stay)
    before = read(dates)
    stay.starts = partial("2010-05-17")
    stay.save()
    for values in ({"evidence": "Another folder."}, {"withdrawn_on": GRANTED}, {"withdrawn_on": None}):
        Clearance.objects.filter(pk=dates.pk).update(**values)
        assert read(dates) == before
    Clearance.objects.filter(pk=dates.pk).update(refused=True)
    Clearance.objects.filter(pk=dates.pk).update(refused=False)
    assert read(dates) == before


def test_a_yes_that_is_made_one_of_another_stay_keeps_what_that_one_says(anna: Writer, stay: Residency) -> None:
    dates, other = grant(anna, Scope.DATES, residency=stay), make_stay(anna, starts="2015-05")
    Clearance.objects.filter(pk=dates.pk).update(residency=other)
    assert read(dates) == [{"starts": "2015-05-00=0000", "ends": ""}]


def test_a_language_more_is_read_and_the_others_stay_as_they_were(anna: Writer) -> None:
    grant(anna, Scope.NAME)
    texts = [Text.objects.create(writer=anna, language=code, text=f"Old {code}.") for code in ("en", "fa")]
    given = grant(anna, Scope.BIOGRAPHY, languages=["en"])
    for text in texts:
        text.text = text.text.replace("Old", "New")
        text.save()
    Clearance.objects.filter(pk=given.pk).update(languages=["en", "fa"])
    assert [value["text"] for value in read(given)] == ["Old en.", "New fa."]
    # Nor does one that is taken out and put in again.
    for languages in (["fa"], ["en", "fa"]):
        Clearance.objects.filter(pk=given.pk).update(languages=languages)
    assert [value["text"] for value in read(given)] == ["Old en.", "New fa."]


def test_a_deleted_yes_that_is_taken_back_is_the_one_that_was_given(anna: Writer, stay: Residency) -> None:
    """Else deleting it, and taking that back, would clear what nobody has read to the person."""
    for scope in (Scope.NAME, Scope.HOST_COUNTRY):
        grant(anna, scope, residency=stay if scope == Scope.HOST_COUNTRY else None)
    dates = grant(anna, Scope.DATES, residency=stay)
    before = read(dates)
    stay.starts = partial("2010-05-17")
    stay.save()
    pk = dates.pk
    dates.delete()
    assert "was taken back" in take_back(member("editor"), anna, Clearance.history.filter(id=pk).first())  # type: ignore[attr-defined]
    assert read(Clearance.objects.get(pk=pk)) == before
    publish(anna, seen=False)
    assert PublicResidency.objects.get().starts.typed == "2010"
