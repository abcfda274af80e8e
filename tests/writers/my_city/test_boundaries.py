"""What she is shown of a guest, and never is; each time with somebody who is shown it, or a state in which she is."""

import gzip
import re
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from refuge.core.scopes import Level, Scope
from tests.factories import EVERYTHING, grant, make_city, make_name, make_stay, make_work, make_writer, publish
from tests.members import coordinator_of, member
from writers.models import Clearance, Dossier, Note, Residency, Text, Waypoint, Writer
from writers.public.vocabulary import NameKind

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NAME, OWN = "Zvonimira", "زوونیمیرا"
LIMIT = 12 * 1024


def pages_of(client: Client, city: Any, stay: Residency) -> dict[str, str]:
    """Return every page of hers on which something of a guest could stand; the last after something was done."""
    by_stay = ("guest", "dates", "work", "waypoint", "guest-note")
    by_city = ("city", "edit", "propose", "note")
    addresses = [reverse(f"my-city:{name}", args=[stay.pk]) for name in by_stay]
    addresses += [reverse(f"my-city:{name}", args=[city.pk]) for name in by_city]
    said = {address: client.get(address).content.decode() for address in addresses}
    client.post(reverse("my-city:work", args=[stay.pk]), {"title": "Another book", "kind": "novel"})
    said["done"] = client.get(reverse("my-city:done")).content.decode()
    said["city again"] = client.get(reverse("my-city:city", args=[city.pk])).content.decode()
    wrong = {"answer": "ended", "year": "3"}
    said["refused"] = client.post(reverse("my-city:answer", args=[stay.pk]), wrong).content.decode()
    return said


@pytest.fixture
def oslo() -> Any:
    return make_city("Oslo")


# -- names


STATES = [
    *product((Level.NAMED,), ("live", "ended", "refused", "none"), ("live", "ended", "refused", "none")),
    *product((Level.UNNAMED, Level.COUNTED, Level.NOTHING), ("live",), ("live",)),
]


@pytest.mark.parametrize(
    ("level", "name", "own"), [*STATES, (2, "live", "live"), (1, "live", "live"), (0, "live", "live")]
)
def test_a_name_is_shown_where_the_guest_is_named_and_has_cleared_this_very_name(
    oslo: Any, level: int, name: str, own: str
) -> None:
    writer = make_writer(NAME, level=level, clear=())
    row = make_name(writer, OWN, cleared=False, script="Arab", language="fa")
    given: dict[str, list[dict[str, Any]]] = {
        "live": [{}],
        "ended": [{"withdrawn_on": "2024-01-01"}],
        "refused": [{}, {"refused": True}],
        "none": [],
    }
    for said in given[name]:
        grant(writer, Scope.NAME, **said)
    for said in given[own]:
        grant(writer, Scope.OTHER_NAME, name=row, **said)
    stay = make_stay(writer, oslo, starts="2026")
    pages = pages_of(coordinator_of(oslo), oslo, stay)
    named = level == Level.NAMED and name == "live"
    assert {address for address, page in pages.items() if NAME in page} == (
        {address for address in pages if stay_is_shown_at(address)} if named else set()
    )
    assert any(OWN in page for page in pages.values()) is (named and own == "live")
    if not named:
        assert "A guest whose name is not shown" in pages["city again"]
    staff = member("editor").get(reverse("admin:writers_writer_change", args=[writer.pk])).content.decode()
    assert NAME in staff and OWN in staff


def stay_is_shown_at(address: str) -> bool:
    """Say whether a page of hers is about a guest, and so says whom."""
    return not re.search(r"/(edit|new-guest|\d+/note)/$", address) or "/guests/" in address


def test_another_form_of_the_name_is_no_name_in_own_script(oslo: Any) -> None:
    writer = make_writer(NAME)
    for kind in set(NameKind) - {NameKind.OWN_SCRIPT}:
        make_name(writer, f"Wombat {kind}", kind=kind)
    stay = make_stay(writer, oslo, starts="2026")
    assert not [page for page in pages_of(coordinator_of(oslo), oslo, stay).values() if "Wombat" in page]
    publish(writer)
    # What the public reads she may read.
    guest = coordinator_of(oslo, username="another").get(reverse("my-city:guest", args=[stay.pk]))
    assert "Wombat pen-name" in guest.content.decode()


def test_a_name_that_staff_are_changing_is_shown_as_the_public_reads_it(oslo: Any) -> None:
    writer = make_writer(NAME)
    row = make_name(writer, OWN, script="Arab", language="fa")
    stay = make_stay(writer, oslo, starts="2026")
    publish(writer)
    writer.refresh_from_db()
    writer.name, row.text = "Pendingname", "نام"
    writer.save()
    row.save()
    client = coordinator_of(oslo)
    page = client.get(reverse("my-city:guest", args=[stay.pk])).content.decode()
    assert NAME in page and OWN in page and "Pendingname" not in page and "نام" not in page
    publish(writer)
    page = client.get(reverse("my-city:guest", args=[stay.pk])).content.decode()
    assert "Pendingname" in page and "نام" in page and NAME not in page and OWN not in page


# -- what the record says


SECRET = ("Dossierword", "Privatenote", "Evidenceword", "Remarkword", "Holdreason", "Elsewhereville", "2044", "2047")
PENDING = ("Pendingsummary", "Pendingbook", "Pendingtext", "Pendingplace", "Pendingnote", "1921")


def full_guest(oslo: Any, *, clear: Any = EVERYTHING) -> tuple[Writer, Residency]:
    """Return a guest with a word in everything that she never reads, and a stay elsewhere that nobody published."""
    writer = make_writer(NAME, clear=())
    for scope in clear:
        grant(writer, scope, evidence="Evidenceword")
    Dossier.objects.create(
        writer=writer, legal_name="Dossierword", contact="Dossierword", address="Dossierword", risks="Dossierword"
    )
    stay = make_stay(writer, oslo, starts="2026", private_note="Privatenote")
    publish(writer)
    elsewhere = make_city("Elsewhereville")
    make_stay(writer, elsewhere, starts="2044", planned_end="2047", private_note="Privatenote")
    Note.objects.create(city=oslo, stay=stay, by=coordinator_of(username="x").user, text="W", remark="Remarkword")
    return writer, stay


def edited_by_staff(writer: Writer) -> None:
    """Leave edits in the record that wait to be published."""
    Writer.objects.filter(pk=writer.pk).update(summary="Pendingsummary", birth_year=1921)
    make_work(writer, "Pendingbook")
    Text.objects.create(writer=writer, text="Pendingtext")
    Waypoint.objects.create(writer=writer, place="Pendingplace", kind="exile")
    Residency.objects.filter(writer=writer).update(public_note="Pendingnote")


def read_by_staff(writer: Writer) -> str:
    """Return what staff read of a guest, all in one."""
    dossier = Dossier.objects.get(writer=writer)
    addresses = [
        reverse("admin:writers_writer_change", args=[writer.pk]),
        reverse("admin:writers_writer_history", args=[writer.pk]),
        reverse("admin:writers_dossier_change", args=[dossier.pk]),
        *(reverse("admin:writers_note_change", args=[note.pk]) for note in Note.objects.all()),
    ]
    client = member("publisher", "dossier")
    return "".join(client.get(address).content.decode() for address in addresses)


def test_what_only_the_record_says_is_on_none_of_her_pages(oslo: Any) -> None:
    writer, stay = full_guest(oslo)
    edited_by_staff(writer)
    pages = pages_of(coordinator_of(oslo), oslo, stay)
    assert not {(word, at) for word in (*SECRET, *PENDING) for at, page in pages.items() if word in page}
    shown = read_by_staff(writer)
    assert not [word for word in (*SECRET, *PENDING) if word not in shown and word != "Holdreason"]


def test_once_published_the_same_words_are_there(oslo: Any) -> None:
    writer, stay = full_guest(oslo)
    edited_by_staff(writer)
    publish(writer)
    guest = coordinator_of(oslo).get(reverse("my-city:guest", args=[stay.pk])).content.decode()
    assert not [word for word in (*PENDING, "Elsewhereville", "2044") if word not in guest]
    # What is planned elsewhere, and the days on which a status changes, the public does not read in words either.
    assert "2047" not in guest and "Privatenote" not in guest


@pytest.mark.parametrize("scope", [Scope.HOST_CITY, Scope.DATES, Scope.BIOGRAPHY, Scope.WORKS])
def test_what_is_not_cleared_is_not_shown_though_it_was_published(oslo: Any, scope: str) -> None:
    words = {
        Scope.HOST_CITY: "Elsewhereville",
        Scope.DATES: "2044",
        Scope.BIOGRAPHY: "Pendingtext",
        Scope.WORKS: "Pendingbook",
    }
    writer, stay = full_guest(oslo)
    edited_by_staff(writer)
    publish(writer)
    hers = coordinator_of(oslo)
    assert words[scope] in hers.get(reverse("my-city:guest", args=[stay.pk])).content.decode()
    Clearance.objects.filter(scope=scope).update(withdrawn_on="2024-01-01")
    assert not [page for page in pages_of(hers, oslo, stay).values() if words[scope] in page]


def test_a_reason_of_staff_is_not_hers_to_read(oslo: Any) -> None:
    writer, stay = full_guest(oslo)
    client = member("publisher")
    address = reverse("admin:writers_writer_withdraw", args=[writer.pk])
    assert client.post(address, {"reason": "Holdreason"}).status_code == 302
    assert not [page for page in pages_of(coordinator_of(oslo), oslo, stay).values() if "Holdreason" in page]
    assert "Holdreason" in client.get(reverse("admin:writers_writer_change", args=[writer.pk])).content.decode()


# -- how much it takes


def full_city(guests: int) -> tuple[Any, Any, list[Residency]]:
    """Return a city with so many guests, all public, its coordinator's browser, and the stays."""
    city = make_city("Oslo")
    stays = []
    for number in range(guests):
        writer = make_writer(f"Guest {number:02} Långström", summary="In short.")
        make_name(writer, f"{OWN} {number}", script="Arab", language="fa")
        stays.append(make_stay(writer, city, starts="2024-03-17", planned_end="2027-02-28", end_state="ongoing"))
        make_work(writer, f"Book {number}")
        publish(writer)
    return city, coordinator_of(city), stays


def queries(client: Client, address: str) -> int:
    """Return how many statements a page takes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_page_takes_as_many_statements_for_three_guests_as_for_one() -> None:
    found = []
    for number in (1, 3):
        city, client, stays = full_city(number)
        client.post(reverse("my-city:answer", args=[stays[0].pk]), {"answer": "here"})
        addresses = {
            "city": reverse("my-city:city", args=[city.pk]),
            "guest": reverse("my-city:guest", args=[stays[-1].pk]),
            "done": reverse("my-city:done"),
        }
        found.append({name: queries(client, address) for name, address in addresses.items()})
        client.user.username = f"coordinator of {number}"
        client.user.save()
    assert found[0] == found[1]
    assert found[0]["city"] <= 25 and found[0]["guest"] <= 20 and found[0]["done"] <= 15


def test_the_pages_are_small_and_fetch_nothing_from_elsewhere() -> None:
    city, client, stays = full_city(12)
    page = client.get(reverse("my-city:city", args=[city.pk]))
    assert page.content.count(b"Guest 1") >= 2
    assert len(gzip.compress(page.content, 6)) <= LIMIT
    client.post(reverse("my-city:answer", args=[stays[0].pk]), {"answer": "off", "what": "everything"})
    for said in (page.content.decode(), *pages_of(client, city, stays[1]).values()):
        assert "<script" not in said and "<style" not in said and not re.search(r"\son[a-z]+=|\sstyle=", said)
        fetched = re.findall(r'(?:src|srcset|href|action)="([^"]*)"', said)
        assert len(fetched) > 5
        assert not [address for address in fetched if not re.fullmatch(r"(?:/(?!/)|#).*|", address)]
