"""A stay moves, a portrait is exchanged: what was given for the old one ends, and whoever saves is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cities.models import City
from refuge.core.scopes import OF_A_STAY, Scope
from refuge.core.upkeep import check
from refuge.office import notices
from refuge.office.models import Picture
from tests.core.images.files import small
from tests.factories import grant, make_city, make_stay, make_writer, publish
from tests.members import member
from tests.office.matrix.forms import sent
from tests.office.told import take_back
from tests.writers.importing.test_importer import OSLO, STAYS, folder
from writers.importing.importer import import_folder
from writers.models import Clearance, Residency, Writer
from writers.public.models import PublicPortrait, PublicResidency

pytestmark = pytest.mark.django_db

__all__ = ["folder"]
ENDED = "The stay was moved to another place. What was given for the old one has ended: Dates of stay, Host city, Host"
CITY_ENDED = "The city of the stay was changed. What was given for the old one has ended: Host city."
LEFT = "Anna: this left the public site at once: "


@pytest.fixture
def anna() -> Writer:
    return make_writer("Anna", clear=(Scope.NAME,))


def cleared(stay: Residency) -> Residency:
    """Return the stay with its country, city and dates given for it, and public."""
    for scope in sorted(OF_A_STAY):
        grant(stay.writer, scope, residency=stay)
    publish(stay.writer, seen=False)
    return stay


def by_save(row: Any, values: dict[str, Any]) -> list[str]:
    """Save a row with other values; return what whoever saves it is told."""
    for name, value in values.items():
        setattr(row, name, value)
    with notices.collected() as told:
        row.save()
    return told


def by_update(row: Any, values: dict[str, Any]) -> list[str]:
    with notices.collected() as told:
        type(row).objects.filter(pk=row.pk).update(**values)
    return told


def by_form(stay: Residency, values: dict[str, Any]) -> list[str]:
    """Send the writer's page with another place of their one stay; return the messages of the page that follows."""
    fields = {name: value.pk if isinstance(value, City) else value for name, value in values.items()}
    return send(
        stay.writer, {f"residencies-0-{name}": "" if value is None else value for name, value in fields.items()}
    )


def send(writer: Writer, values: dict[str, Any]) -> list[str]:
    client, address = member("editor"), reverse("admin:writers_writer_change", args=[writer.pk])
    answer = client.post(address, sent(client.get(address)) | values, follow=True)
    assert answer.redirect_chain, answer.context["errors"]
    return [str(message) for message in answer.context["messages"]]


def live(writer: Writer) -> list[str]:
    return sorted(Clearance.objects.live().filter(writer=writer).values_list("scope", flat=True))


WAYS = pytest.mark.parametrize("move", [by_form, by_save, by_update])
Move = Callable[[Any, dict[str, Any]], list[str]]


@WAYS
@pytest.mark.parametrize("country", ["NO", "IS"])
def test_a_stay_that_moves_to_another_city_or_country_loses_all_that_was_given_for_it(
    anna: Writer, move: Move, country: str
) -> None:
    stay = cleared(make_stay(anna, make_city("Bergen"), starts="2010"))
    assert PublicResidency.objects.get().city_id == "bergen"
    told = move(stay, {"city": make_city("Elsewhere", country)})
    assert live(anna) == ["name"]
    assert set(Clearance.objects.filter(residency=stay).values_list("withdrawn_on", flat=True)) == {
        timezone.localdate()
    }
    assert not PublicResidency.objects.exists() and check() == []
    assert any(text.startswith(ENDED) for text in told)
    publish(anna, seen=False)
    assert not PublicResidency.objects.exists()


@WAYS
def test_a_stay_of_which_only_the_country_is_known_moves_with_its_country(anna: Writer, move: Move) -> None:
    stay = cleared(make_stay(anna, country="NO", starts="2010"))
    assert PublicResidency.objects.get().country == "NO"
    told = move(stay, {"country": "IS"})
    assert live(anna) == ["name"] and not PublicResidency.objects.exists() and check() == []
    assert any(text.startswith(ENDED) for text in told)


@WAYS
@pytest.mark.parametrize("known", [True, False], ids=["a city becomes known", "a city is no longer said"])
def test_in_the_same_country_country_and_dates_stay_and_the_city_is_asked_anew(
    anna: Writer, move: Move, known: bool
) -> None:
    bergen = make_city("Bergen")
    stay = cleared(make_stay(anna, None if known else bergen, starts="2010"))
    told = move(stay, {"city": bergen if known else None, "country": "NO"})
    assert live(anna) == ["dates of stay", "host country", "name"]
    assert any(text == CITY_ENDED for text in told)
    publish(anna, seen=False)
    shown = PublicResidency.objects.get()
    assert (shown.country, shown.city_id, shown.starts.typed) == ("NO", None, "2010") and check() == []


@WAYS
def test_whoever_empties_the_city_first_moves_the_stay_by_entering_another(anna: Writer, move: Move) -> None:
    stay = cleared(make_stay(anna, make_city("Bergen"), starts="2010"))
    by_save(stay, {"city": None, "country": "NO"})
    assert PublicResidency.objects.get().country == "NO"
    told = move(Residency.objects.get(), {"city": make_city("Oslo")})
    assert live(anna) == ["name"] and not PublicResidency.objects.exists() and check() == []
    assert any(text.startswith("The stay was moved") and "Host country" in text for text in told)


def test_what_ended_by_a_move_is_not_given_for_the_new_place_by_taking_its_end_back(anna: Writer) -> None:
    stay = cleared(make_stay(anna, make_city("Bergen"), starts="2010"))
    by_save(stay, {"city": make_city("Oslo")})
    editor = member("editor")
    for scope in OF_A_STAY:
        change = Clearance.history.filter(scope=scope).first()
        assert "It was given for another place" in take_back(editor, anna, change)
    assert live(anna) == ["name"]


@WAYS
def test_the_same_place_is_never_in_another_country(anna: Writer, move: Move) -> None:
    stay = cleared(make_stay(anna, make_city("Bergen"), starts="2010"))
    move(stay, {"city": make_city("Reykjavik", "IS"), "same_place": True})
    assert live(anna) == ["name"] and not PublicResidency.objects.exists()


@WAYS
def test_a_city_in_another_country_than_the_one_known_is_another_place(anna: Writer, move: Move) -> None:
    stay = cleared(make_stay(anna, country="NO", starts="2010"))
    move(stay, {"city": make_city("Reykjavik", "IS")})
    assert live(anna) == ["name"] and not PublicResidency.objects.exists() and check() == []


def test_the_page_says_what_ended_and_what_left_the_public_site(anna: Writer) -> None:
    stay = cleared(make_stay(anna, make_city("Bergen"), starts="2010"))
    told = by_form(stay, {"city": make_city("Oslo")})
    assert f"{ENDED} country." in told
    assert f"{LEFT}Stay: Bergen, from 2010." in told


@WAYS
def test_the_same_place_spelled_right_keeps_all_and_is_read_anew(anna: Writer, move: Move) -> None:
    """A city that was entered twice: the person is where they were."""
    stay = cleared(make_stay(anna, make_city("Bergenn"), starts="2010"))
    before = Clearance.objects.get(scope=Scope.DATES).read
    if move is by_update:
        # Whoever writes past all forms cannot say so, and is on the safe side.
        assert any(text.startswith(ENDED) for text in move(stay, {"city": make_city("Bergen")}))
        return
    told = move(stay, {"city": make_city("Bergen"), "same_place": "on"})
    assert not [text for text in told if "ended" in text]
    assert live(anna) == ["dates of stay", "host city", "host country", "name"]
    publish(anna, seen=False)
    shown = PublicResidency.objects.get()
    assert (shown.city_id, shown.starts.typed) == ("bergen", "2010")
    assert Clearance.objects.get(scope=Scope.DATES).read == before


def test_the_same_place_says_nothing_of_the_dates_that_came_with_it(anna: Writer) -> None:
    stay = cleared(make_stay(anna, make_city("Bergenn"), starts="2010"))
    by_form(stay, {"city": make_city("Bergen"), "same_place": "on", "starts": "2010-05-17"})
    publish(anna, seen=False)
    assert PublicResidency.objects.get().starts.typed == "2010"


def test_a_city_that_was_not_known_is_no_spelling(anna: Writer) -> None:
    stay = cleared(make_stay(anna, country="NO", starts="2010"))
    assert CITY_ENDED in by_form(stay, {"city": make_city("Bergen"), "same_place": "on"})
    assert live(anna) == ["dates of stay", "host country", "name"]


def test_another_stay_of_the_person_keeps_what_was_given_for_it(anna: Writer) -> None:
    first = make_stay(anna, make_city("Bergen"), starts="2010")
    second = cleared(make_stay(anna, make_city("Oslo"), starts="2015"))
    cleared(first)
    by_save(first, {"city": make_city("Elsewhere")})
    assert {row.residency for row in Clearance.objects.live().exclude(residency=None)} == {second}
    assert PublicResidency.objects.get().city_id == "oslo" and check() == []


def test_a_stay_that_is_given_to_another_writer_takes_nothing_along(anna: Writer) -> None:
    berta = make_writer("Berta", clear=(Scope.NAME,))
    stay = cleared(make_stay(anna, make_city("Bergen"), starts="2010"))
    by_save(stay, {"writer": berta})
    assert not PublicResidency.objects.exists() and check() == []
    for each in (anna, berta):
        publish(each, seen=False)
    assert not PublicResidency.objects.exists()


def test_a_stay_that_comes_back_to_its_writer_is_asked_about_anew(anna: Writer) -> None:
    stay = cleared(make_stay(anna, make_city("Bergen"), starts="2010"))
    by_save(stay, {"writer": make_writer("Berta", clear=(Scope.NAME,))})
    by_save(stay, {"writer": anna})
    assert live(anna) == ["name"]


def test_an_import_that_moves_a_stay_ends_what_was_given_for_it(folder: Path) -> None:
    (folder / "cities.csv").write_text((folder / "cities.csv").read_text() + OSLO.replace("slo", "ttawa"))
    assert not import_folder(folder, commit=True).problems
    stay = Residency.objects.get()
    grant(stay.writer, Scope.HOST_CITY, residency=stay)
    row = f"anna,ottawa,NO,,2003-05,,ended,,https://a.example/,accepted,{stay.import_key}\n"
    (folder / "residencies.csv").write_text(f"{STAYS.strip()},key\n{row}")
    assert not import_folder(folder, commit=True).problems
    assert Residency.objects.get().city.name == "Ottawa"
    assert Clearance.objects.get().withdrawn_on == timezone.localdate()


# -- the portrait


def portrayed(writer: Writer) -> Picture:
    """Give the writer a portrait that is cleared and public, and return it."""
    picture = Picture.keep(small())
    said = {"portrait": picture, "portrait_credit": "Ana", "portrait_alt": "A face"}
    Writer.objects.filter(pk=writer.pk).update(**said)
    writer.refresh_from_db()
    grant(writer, Scope.PORTRAIT, picture=picture)
    publish(writer, seen=False)
    writer.refresh_from_db()
    assert PublicPortrait.objects.exists()
    return picture


def uploaded(writer: Writer, values: dict[str, Any]) -> list[str]:
    """Send the writer's page with another file, or with the tick that takes the portrait out."""
    other = values["portrait"]
    return send(writer, {"upload": _file(other)} if other else {"remove": "on"})


def _file(picture: Picture) -> SimpleUploadedFile:
    return SimpleUploadedFile("me.jpg", bytes(picture.original), "image/jpeg")


@pytest.mark.parametrize("change", [uploaded, by_save, by_update])
@pytest.mark.parametrize("there", [True, False], ids=["exchanged", "taken out"])
def test_what_was_given_for_one_picture_ends_with_it(anna: Writer, change: Move, there: bool) -> None:
    portrayed(anna)
    other = Picture.keep(small("PNG")) if there else None
    told = change(anna, {"portrait": other})
    words = "The portrait is another one now. What was given for the old one has ended: Portrait."
    assert words in told
    assert live(anna) == ["name"] and not PublicPortrait.objects.exists() and check() == []
    publish(anna, seen=False)
    assert not PublicPortrait.objects.exists()


def test_a_yes_that_never_said_of_which_picture_it_is_does_not_end_with_the_first(anna: Writer) -> None:
    grant(anna, Scope.PORTRAIT)
    by_save(anna, {"portrait": Picture.keep(small()), "portrait_credit": "Ana", "portrait_alt": "A face"})
    assert live(anna) == ["name", "portrait"]
    publish(anna, seen=False)
    assert not PublicPortrait.objects.exists()


def test_nobody_is_told_where_nothing_was_given(anna: Writer) -> None:
    stay = make_stay(anna, make_city("Bergen"))
    assert by_save(stay, {"city": make_city("Oslo")}) == []
