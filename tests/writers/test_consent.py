"""Decisions at one glance, and set from one consent form in one step: each of one thing, each a yes or a no."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from refuge.core.scopes import OF_A_STAY, Scope
from refuge.office.models import Source
from tests.factories import grant, make_city, make_name, make_stay, make_writer, partial, publish
from tests.members import member
from tests.office.matrix.forms import sent
from tests.office.told import take_back
from tests.safety.register import picture
from writers.consent import grid
from writers.consent_form import ConsentForm
from writers.models import Clearance, Residency, Text, Writer
from writers.public.models import PublicResidency, PublicWriter

pytestmark = pytest.mark.django_db
FORM = {"basis": "own-consent", "granted_on": "2024-05-01", "review_on": "", "evidence": "Folder 7.", "addresses": ""}
ALONE = {"published-source": {"addresses": "news.example/a", "evidence": ""}, "estate": {}}
OVER = "The person refused this, and nobody else&#x27;s yes overrides it"
LATER = date(2024, 5, 1)


@pytest.fixture
def editor() -> Client:
    return member("editor")


@pytest.fixture
def anna() -> Writer:
    return make_writer("Anna", clear=(Scope.NAME,))


@pytest.fixture
def bergen(anna: Writer) -> Residency:
    return make_stay(anna, make_city("Bergen"), starts="2010", ends="2012")


def send(client: Client, writer: Writer, **values: Any) -> Any:
    address = reverse("admin:writers_writer_consent", args=[writer.pk])
    return client.post(address, {**FORM, "shown": ConsentForm(Writer.objects.get(pk=writer.pk)).digest, **values})


def saved(client: Client, writer: Writer, **values: Any) -> None:
    answer = send(client, writer, **values)
    assert answer.status_code == 302, answer.context["form"].errors


def refused(client: Client, writer: Writer, words: str, **values: Any) -> None:
    """Send a form that is not to be saved, and look for why."""
    before = list(Clearance.objects.order_by("pk").values())
    answer = send(client, writer, **values)
    assert answer.status_code == 200 and words in answer.content.decode()
    assert list(Clearance.objects.order_by("pk").values()) == before and not Source.objects.exists()


def states(writer: Writer) -> dict[str, str]:
    return {row.key: row.state for row in grid(Writer.objects.get(pk=writer.pk))}


def of(stay: Residency, *scopes: str) -> list[str]:
    return [f"{scope}:{stay.pk}" for scope in scopes or (Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES)]


def shown() -> list[tuple[str | None, str, str]]:
    """Return city, country and beginning of each stay that the public reads."""
    stays = PublicResidency.objects.order_by("pk")
    return [(stay.city_id, stay.country, stay.starts.typed if stay.starts else "") for stay in stays]


# -- the glance


def test_each_scope_and_each_thing_has_one_row_that_tells_its_state(
    editor: Client, anna: Writer, bergen: Residency
) -> None:
    name = make_name(anna, "Анна", cleared=False)
    Text.objects.create(writer=anna, language="fa", text="A life.")
    for scope, more in (
        (Scope.WORKS, {"review_on": date(2021, 1, 1)}),
        (Scope.ORIGIN, {}),
        (Scope.ORIGIN, {"withdrawn_on": date(2022, 1, 1)}),
        (Scope.LINKS, {"withdrawn_on": date(2022, 1, 1)}),
        (Scope.HOST_CITY, {"residency": bergen, "refused": True}),
        (Scope.DATES, {}),
    ):
        grant(anna, scope, **more)
    found = states(anna)
    own = ["name", "origin", "birth year", "works", "links", f"other name:{name.pk}"]
    everything = [f"{scope}:*" for scope in (*sorted(OF_A_STAY), Scope.PORTRAIT, Scope.BIOGRAPHY, Scope.OTHER_NAME)]
    assert list(found) == [*own, "biography:en", "biography:fa", *of(bergen), *everything]
    assert {key: state for key, state in found.items() if state != "none"} == {
        "name": "live",
        "origin": "live",
        "works": "past",
        "links": "gone",
        f"host city:{bergen.pk}": "refused",
        "dates of stay:*": "vague",
    }
    page = editor.get(reverse("admin:writers_writer_change", args=[anna.pk])).content.decode()
    # On the page of the writer, of whole kinds only what somebody decided.
    assert page.count('class="state none"') == len(found) - 6 - 5 and "live, past review" in page
    assert "Stay: Bergen, 2010–2012" in page and "not said for which: clears nothing" in page
    assert "Set several from one consent form" in page


def test_every_heading_stands_once(anna: Writer, bergen: Residency) -> None:
    make_name(anna, "Анна")
    Writer.objects.update(portrait_credit="Ana", portrait_alt="A face", portrait=picture())
    groups = [row.group for row in grid(Writer.objects.get())]
    assert [group for group, _rows in groupby(groups)] == list(dict.fromkeys(groups))


# -- stay by stay


def test_a_yes_is_for_the_stay_that_was_ticked_and_for_no_other(
    editor: Client, anna: Writer, bergen: Residency
) -> None:
    reykjavik = make_stay(anna, make_city("Reykjavik", "IS"), starts="2026")
    saved(editor, anna, give=of(bergen))
    assert {states(anna)[key] for key in of(bergen)} == {"live"}
    assert {states(anna)[key] for key in of(reykjavik)} == {"none"}
    publish(anna, seen=False)
    assert shown() == [("bergen", "NO", "2010")]


@pytest.mark.parametrize("shown", ["", "another"])
def test_what_was_shown_is_what_is_given(editor: Client, anna: Writer, bergen: Residency, shown: str) -> None:
    """The person was asked about Bergen; by now the record says Oslo, and nobody has asked about that."""
    if shown:
        shown = editor.get(reverse("admin:writers_writer_consent", args=[anna.pk])).context["form"].digest
        bergen.city = make_city("Oslo")
        bergen.save()
    refused(editor, anna, "The record was changed since this page was shown", shown=shown, give=of(bergen))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"granted_on": "2019-01-01"}, "and seen later"),
        ({"basis": "estate"}, "only they can have seen it"),
        ({"basis": "published-source", "addresses": "news.example/a"}, "only they can have seen it"),
    ],
)
def test_what_the_person_agreed_to_they_see_themselves_and_later(
    editor: Client, anna: Writer, bergen: Residency, values: dict[str, str], words: str
) -> None:
    saved(editor, anna, give=of(bergen), granted_on="2020-01-01")
    Residency.objects.update(starts=partial("2009"))
    refused(editor, anna, words, seen=of(bergen, Scope.DATES), **values)
    saved(editor, anna, seen=of(bergen, Scope.DATES))


def test_taking_back_says_what_left_the_public_site(editor: Client, anna: Writer, bergen: Residency) -> None:
    saved(editor, anna, give=of(bergen))
    publish(anna, seen=False)
    saved(editor, anna, take=of(bergen))
    page = editor.get(reverse("admin:writers_writer_change", args=[anna.pk])).content.decode()
    assert "this left the public site at once" in page


def test_knowing_goes_with_the_stay_that_was_ticked(editor: Client, anna: Writer) -> None:
    iceland, estonia = make_stay(anna, country="IS"), make_stay(anna, country="EE")
    given = [*of(iceland, Scope.HOST_COUNTRY), *of(estonia, Scope.HOST_COUNTRY)]
    saved(editor, anna, give=given, knowing=[iceland.pk])
    publish(anna, seen=False)
    assert sorted(country for _city, country, _starts in shown()) == ["IS"]


def test_knowing_says_nothing_where_the_country_is_not_given(editor: Client, anna: Writer, bergen: Residency) -> None:
    saved(editor, anna, give=of(bergen, Scope.DATES), refuse=of(bergen, Scope.HOST_COUNTRY), knowing=[bergen.pk])
    assert not Clearance.objects.filter(knowing=True).exists()


def test_one_form_gives_many_and_takes_others_back(editor: Client, bergen: Residency) -> None:
    writer = bergen.writer
    Writer.objects.update(summary="A poet.")
    grant(writer, Scope.BIOGRAPHY)
    name = make_name(writer, "Анна", cleared=False)
    publish(writer)
    assert PublicWriter.objects.get().summary == "A poet."
    given = ["works", *of(bergen, Scope.HOST_COUNTRY), f"other name:{name.pk}"]
    saved(editor, writer, give=given, take=["biography:en"], knowing=[bergen.pk], addresses="news.example/a")
    found = states(writer)
    assert {found[key] for key in given} == {"live"} and found["biography:en"] == "gone"
    new = Clearance.objects.filter(writer=writer, granted_on=LATER)
    assert {(row.evidence, row.basis) for row in new} == {("Folder 7.", "own-consent")}
    assert [row.scope for row in new if row.knowing] == ["host country"]
    assert Source.objects.get().url == "https://news.example/a" and new.filter(sources__isnull=False).count() == 3
    assert PublicWriter.objects.get().summary == ""  # what is taken back is gone at once


def test_a_yes_to_all_of_a_kind_is_no_yes(editor: Client, anna: Writer) -> None:
    refused(editor, anna, "A yes is for one thing: Host city.", give=["host city:*"])


def test_a_newer_answer_ends_the_task_of_asking_again(editor: Client) -> None:
    writer = make_writer("Anna", clear=())
    grant(writer, Scope.WORKS, review_on=date(2021, 1, 1))
    later = timezone.localdate() + timedelta(days=400)
    assert states(writer)["works"] == "past"
    saved(editor, writer, give=["works"], review_on=later.isoformat())
    assert states(writer)["works"] == "live"
    assert set(Clearance.objects.values_list("review_on", flat=True)) == {None, later}


# -- a no


def test_a_no_takes_off_what_was_given_and_is_kept(editor: Client, anna: Writer, bergen: Residency) -> None:
    saved(editor, anna, give=of(bergen), knowing=[bergen.pk])
    publish(anna, seen=False)
    assert shown() == [("bergen", "NO", "2010")]
    saved(editor, anna, refuse=of(bergen, Scope.HOST_CITY))
    assert shown() == [(None, "NO", "2010")]
    assert [row.state_words for row in grid(anna) if row.key in of(bergen, Scope.HOST_CITY)] == ["refused"]


@pytest.mark.parametrize("basis", ALONE)
@pytest.mark.parametrize("no", ["this", "all"])
def test_no_other_basis_overrides_a_no(editor: Client, anna: Writer, bergen: Residency, basis: str, no: str) -> None:
    asked = of(bergen, Scope.HOST_CITY)
    theirs = asked if no == "this" else ["host city:*"]
    saved(editor, anna, refuse=theirs, give=of(bergen, Scope.HOST_COUNTRY))
    if no == "this":
        refused(editor, anna, OVER, give=asked, basis=basis, **ALONE[basis])
    refused(editor, anna, OVER, take=theirs, basis=basis, **ALONE[basis])
    refused(editor, anna, OVER, take=theirs, give=asked if no == "all" else ["works"], basis=basis, **ALONE[basis])
    # Nor is it overridden past the form.
    grant(anna, Scope.HOST_CITY, residency=bergen, basis=basis)
    publish(anna, seen=False)
    assert shown() == []


@pytest.mark.parametrize("values", [{"refused": ""}, {"withdrawn_on": "2026-01-01"}], ids=["unticked", "ended"])
@pytest.mark.parametrize("basis", ["estate", "published-source"])
def test_nor_do_the_rows_of_the_page(
    editor: Client, anna: Writer, bergen: Residency, basis: str, values: dict[str, str]
) -> None:
    no = grant(anna, Scope.HOST_CITY, residency=bergen, refused=True, knowing=False, granted_on="2020-01-01")
    address = reverse("admin:writers_writer_change", args=[anna.pk])
    fields = sent(editor.get(address))
    (row,) = {name.rpartition("-")[0] for name, value in fields.items() if name.endswith("-id") and value == str(no.pk)}
    more = {f"{row}-{name}": value for name, value in {"basis": basis, "evidence": "A letter.", **values}.items()}
    fields = {name: value for name, value in {**fields, **more}.items() if name != f"{row}-refused" or value}
    answer = editor.post(address, fields)
    assert answer.status_code == 200 and OVER.partition(":")[0] in answer.content.decode()
    no.refresh_from_db()
    assert no.refused and no.withdrawn_on is None


def test_a_no_is_not_ticked_away_nor_deleted(editor: Client, anna: Writer, bergen: Residency) -> None:
    no = grant(anna, Scope.HOST_CITY, residency=bergen, refused=True, knowing=False)
    address = reverse("admin:writers_writer_change", args=[anna.pk])
    fields = sent(editor.get(address))
    (row,) = {name.rpartition("-")[0] for name, value in fields.items() if name.endswith("-id") and value == str(no.pk)}
    answer = editor.post(address, fields | {f"{row}-DELETE": "on"})
    assert answer.status_code == 200 and "A no of the person is not deleted" in answer.content.decode()
    page = reverse("admin:writers_clearance_delete", args=[no.pk])
    assert "Yes, I’m sure" not in editor.get(page).content.decode()
    editor.post(page, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": no.pk, "post": "yes"}
    editor.post(reverse("admin:writers_clearance_changelist"), chosen)
    assert Clearance.objects.filter(pk=no.pk).exists()


def test_a_no_comes_back_with_the_stay_and_a_yes_does_not(editor: Client, anna: Writer, bergen: Residency) -> None:
    grant(anna, Scope.HOST_COUNTRY, residency=bergen)
    grant(anna, Scope.HOST_CITY, residency=bergen, refused=True, knowing=False)
    pk = bergen.pk
    bergen.delete()
    assert not anna.clearances.filter(scope__in=OF_A_STAY).exists()
    assert "was taken back" in take_back(editor, anna, Residency.history.filter(id=pk).first())
    (no,) = anna.clearances.filter(scope__in=OF_A_STAY)
    assert (no.scope, no.refused, no.residency_id, no.withdrawn_on) == (Scope.HOST_CITY, True, pk, None)


def test_the_persons_own_yes_ends_their_own_no(editor: Client, anna: Writer, bergen: Residency) -> None:
    saved(editor, anna, refuse=of(bergen, Scope.HOST_CITY), give=of(bergen, Scope.HOST_COUNTRY))
    saved(editor, anna, give=of(bergen, Scope.HOST_CITY))
    assert Clearance.objects.get(refused=True).withdrawn_on == timezone.localdate()
    publish(anna, seen=False)
    assert shown() == [("bergen", "NO", "")]


def test_a_no_to_all_of_a_kind_holds_for_what_comes_later_until_it_is_taken_back(
    editor: Client, anna: Writer, bergen: Residency
) -> None:
    saved(editor, anna, give=of(bergen), knowing=[bergen.pk])
    publish(anna, seen=False)
    saved(editor, anna, refuse=["host city:*"])
    assert shown() == [(None, "NO", "2010")]
    oslo = make_stay(anna, make_city("Oslo"))
    refused(editor, anna, "The person refused all of this kind: Host city.", give=of(oslo, Scope.HOST_CITY))
    for scope in OF_A_STAY:
        grant(anna, scope, residency=oslo)
    publish(anna, seen=False)
    assert ("oslo", "NO", "") not in shown() and (None, "NO", "") in shown()
    saved(editor, anna, take=["host city:*"], give=of(bergen, Scope.HOST_CITY))
    publish(anna, seen=False)
    assert {city for city, _country, _starts in shown()} == {"bergen", "oslo"}


def test_an_estate_may_take_back_a_yes_of_the_person(editor: Client, anna: Writer, bergen: Residency) -> None:
    saved(editor, anna, give=of(bergen), knowing=[bergen.pk])
    publish(anna, seen=False)
    saved(editor, anna, take=of(bergen, Scope.HOST_CITY), basis="estate")
    assert shown() == [(None, "NO", "2010")]


def test_an_estate_may_change_its_own_mind(editor: Client, anna: Writer) -> None:
    saved(editor, anna, refuse=["works"], basis="estate")
    saved(editor, anna, give=["works"], basis="estate")
    assert states(anna)["works"] == "live"
