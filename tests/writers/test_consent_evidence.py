"""What a consent form must say of where a yes comes from, and what waits until the person has seen it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from refuge.core.scopes import Scope
from tests.factories import grant, make_city, make_stay, make_writer, partial, publish
from tests.members import member
from tests.office.matrix.forms import sent
from tests.writers.test_consent import LATER, anna, bergen, editor, of, refused, saved, send, shown, states
from writers.models import Clearance, Residency, Text, Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db

__all__ = ["anna", "bergen", "editor"]
WHERE = "Say where the consent is kept, who was asked, and when."


# -- the ground of a yes


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"basis": "own-consent", "evidence": " "}, WHERE),
        ({"basis": "estate", "evidence": ""}, WHERE),
        ({"basis": "estate", "evidence": "", "addresses": "news.example/a"}, WHERE),
        ({"basis": "published-source"}, "Give the address of the source in which it is public already."),
    ],
)
def test_a_yes_needs_what_its_basis_stands_on(editor: Client, anna: Writer, values: dict[str, Any], words: str) -> None:
    refused(editor, anna, words, give=["works"], **values)


def test_a_no_needs_no_ground(editor: Client, anna: Writer) -> None:
    saved(editor, anna, refuse=["works"], take=["name"], evidence="")
    assert (states(anna)["works"], states(anna)["name"]) == ("refused", "gone")


def test_a_published_source_is_cited(editor: Client, anna: Writer) -> None:
    saved(editor, anna, give=["works"], basis="published-source", evidence="", addresses="news.example/a")
    given = Clearance.objects.get(scope=Scope.WORKS)
    assert [source.url for source in given.sources.all()] == ["https://news.example/a"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"scope": "works", "basis": "own-consent"}, WHERE),
        ({"scope": "works", "basis": "published-source"}, "Name the source in which it is public already."),
        ({"scope": "host city", "basis": "own-consent", "evidence": "F."}, "Choose the stay"),
        ({"scope": "portrait", "basis": "own-consent", "evidence": "F."}, "one picture"),
        ({"scope": "biography", "basis": "own-consent", "evidence": "F."}, "Name the languages"),
        ({"scope": "other name", "basis": "own-consent", "evidence": "F."}, "Choose the name"),
    ],
)
def test_a_row_on_the_writers_page_needs_the_same(
    editor: Client, anna: Writer, row: dict[str, str], words: str
) -> None:
    address = reverse("admin:writers_writer_change", args=[anna.pk])
    data = sent(editor.get(address)) | {"clearances-TOTAL_FORMS": 2}
    data |= {f"clearances-1-{name}": value for name, value in {**row, "granted_on": "2024-05-01"}.items()}
    answer = editor.post(address, data)
    assert answer.status_code == 200 and words in answer.content.decode()
    assert Clearance.objects.count() == 1
    data["clearances-1-refused"] = "on"
    assert editor.post(address, data).status_code == 302
    assert Clearance.objects.filter(refused=True).count() == 1


def test_an_old_yes_without_evidence_does_not_keep_the_page_from_being_saved(editor: Client, anna: Writer) -> None:
    Clearance.objects.update(evidence="")
    grant(anna, Scope.HOST_CITY, evidence="")
    address = reverse("admin:writers_writer_change", args=[anna.pk])
    assert editor.post(address, sent(editor.get(address)) | {"summary": "A poet."}).status_code == 302
    assert Writer.objects.get().summary == "A poet."


# -- what the person has seen


def test_finer_and_longer_dates_wait_until_the_person_has_seen_them(
    editor: Client, anna: Writer, bergen: Residency
) -> None:
    saved(editor, anna, give=of(bergen), knowing=[bergen.pk])
    publish(anna, seen=False)
    (dates,) = of(bergen, Scope.DATES)
    assert states(anna)[dates] == "live"
    Residency.objects.update(starts=partial("2010-05-17"), ends=partial("2014"))
    assert states(anna)[dates] == "waits"
    publish(anna, seen=False)
    assert shown() == [("bergen", "NO", "")]  # longer than it was read: no dates at all
    Residency.objects.update(ends=partial("2012"))
    publish(anna, seen=False)
    assert shown() == [("bergen", "NO", "2010")]
    saved(editor, anna, seen=[dates], granted_on="2025-02-03")
    assert Clearance.objects.get(scope=Scope.DATES).seen_on == date(2025, 2, 3)
    assert {row.seen_on for row in Clearance.objects.filter(residency=bergen).exclude(scope=Scope.DATES)} == {LATER}
    assert states(anna)[dates] == "live"
    publish(anna, seen=False)
    assert shown() == [("bergen", "NO", "2010-05-17")]


def life() -> dict[str, str]:
    """Return the biography that the public reads, by language."""
    return {text["language"]: text["text"] for text in PublicWriter.objects.get().texts}


def test_a_changed_biography_waits_and_a_new_language_is_asked_for(editor: Client, anna: Writer) -> None:
    text = Text.objects.create(writer=anna, language="en", text="They wrote. They left.")
    saved(editor, anna, give=["biography:en"])
    text.text = "They wrote. They left at night."
    text.save()
    Text.objects.create(writer=anna, language="fa", text="Persian.")
    assert (states(anna)["biography:en"], states(anna)["biography:fa"]) == ("waits", "none")
    publish(anna, seen=False)
    assert life() == {}
    text.text = "They left."
    text.save()
    publish(anna, seen=False)
    assert life() == {"en": "They left."}  # nothing that was not read
    text.text = "They left at night."
    text.save()
    saved(editor, anna, seen=["biography:en"], give=["biography:fa"])
    publish(anna, seen=False)
    assert life() == {"en": "They left at night.", "fa": "Persian."}


@pytest.fixture
def both(anna: Writer) -> Clearance:
    """One yes to the biography in two languages, both changed since."""
    for language in ("en", "fa"):
        Text.objects.create(writer=anna, language=language, text=f"Old {language}.")
    given = grant(anna, Scope.BIOGRAPHY, languages=["en", "fa"])
    publish(anna, seen=False)
    for text in Text.objects.all():
        text.text = f"New {text.language}."
        text.save()
    return given


def test_what_was_seen_in_one_language_says_nothing_of_another(editor: Client, both: Clearance) -> None:
    saved(editor, both.writer, seen=["biography:en"])
    publish(both.writer, seen=False)
    assert life() == {"en": "New en."}


@pytest.mark.parametrize("tick", ["take", "refuse"])
def test_one_language_is_taken_back_and_the_other_stays_as_it_was_read(
    editor: Client, both: Clearance, tick: str
) -> None:
    saved(editor, both.writer, **{tick: ["biography:en"]})
    assert life() == {"fa": "Old fa."}
    found = states(both.writer)
    assert (found["biography:en"], found["biography:fa"]) == ("gone" if tick == "take" else "refused", "waits")
    publish(both.writer, seen=False)
    assert life() == {}


def test_a_yes_to_one_language_leaves_the_no_to_the_other(editor: Client, anna: Writer) -> None:
    grant(anna, Scope.BIOGRAPHY, languages=["en", "fa"], refused=True)
    Text.objects.create(writer=anna, language="fa", text="Persian.")
    saved(editor, anna, give=["biography:en"])
    assert (states(anna)["biography:en"], states(anna)["biography:fa"]) == ("live", "refused")


def test_a_yes_that_does_not_say_for_which_stay_is_taken_back_in_the_last_rows(editor: Client, anna: Writer) -> None:
    grant(anna, Scope.HOST_CITY)
    assert states(anna)["host city:*"] == "vague"
    saved(editor, anna, take=["host city:*"])
    assert states(anna)["host city:*"] == "gone"


# -- the form


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Tick what the person agrees to"),
        ({"give": ["name"], "take": ["name"]}, "choose one"),
        ({"give": ["name"], "refuse": ["name"]}, "choose one"),
        ({"refuse": ["name"], "take": ["name"]}, "choose one"),
        ({"give": ["works"], "granted_on": "2999-01-01"}, "has not come yet"),
        ({"give": ["works"], "review_on": "2024-05-01"}, "before the day on which it was granted"),
        ({"give": ["works"], "addresses": "not one"}, "Line 1, “not one”"),
        ({"give": ["other name:999999"]}, "not one of the available choices"),
        ({"give": ["host city:999999"]}, "not one of the available choices"),
    ],
)
def test_a_form_that_does_not_add_up_changes_nothing(
    editor: Client, anna: Writer, values: dict[str, Any], words: str
) -> None:
    refused(editor, anna, words, **values)


def test_what_another_person_was_asked_is_no_choice_here(editor: Client, anna: Writer) -> None:
    theirs = make_stay(make_writer("Berta"), make_city("Oslo"))
    refused(editor, anna, "not one of the available choices", give=of(theirs, Scope.HOST_CITY))


def test_what_was_ticked_stays_ticked(editor: Client, anna: Writer, bergen: Residency) -> None:
    ticks = {"give": of(bergen, Scope.HOST_COUNTRY), "refuse": ["works"], "take": ["name"], "knowing": [bergen.pk]}
    form = send(editor, anna, **ticks, granted_on="").context["form"]
    assert form.ticked == {name: list(map(str, ticks.get(name, []))) for name in form.ticked}
    page = send(editor, anna, **ticks, granted_on="").content.decode()
    assert page.count(" checked") == 4


def test_the_door_is_for_those_who_may_change_clearances(client: Client, editor: Client) -> None:
    writer = make_writer("Anna", clear=())
    assert send(client, writer, give=["name"]).status_code == 302  # to the login
    assert send(member("dossier"), writer, give=["name"]).status_code == 403
    assert not Clearance.objects.exists()
    assert editor.get("/admin/writers/writer/999999/consent/").status_code == 404
