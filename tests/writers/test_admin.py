"""Staff enter a writer and publish, withdraw and preview; as they do it, through the pages of the admin."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from refuge.core.models import Edition
from refuge.core.scopes import Level, Rung, Scope
from refuge.office.models import User
from tests.factories import (
    address_of,
    make_city,
    make_name,
    make_source,
    make_stay,
    make_work,
    make_writer,
    press_publish,
    publish,
    see_all,
)
from tests.members import let_in, member
from writers.models import Writer
from writers.public.models import PublicPortrait, PublicWriter

pytestmark = pytest.mark.django_db
CHANGE = "admin:writers_writer_change"
OWN = {"basis": "own-consent", "granted_on": "2024-01-01", "evidence": "Folder 7."}
PREFIXES = ("names", "clearances", "residencies", "works", "texts", "waypoints")


@pytest.fixture
def publisher() -> Client:
    return member("publisher", "editor")


def form(writer: Writer | None = None, **values: Any) -> dict[str, Any]:
    """Return what a browser sends: the fields of a writer, and no rows around it unless told."""
    data: dict[str, Any] = {
        "level": Level.NAMED,
        "name": "José Aníbal Campos",
        "sort_name": "Campos, José Aníbal",
        "origin": "CU",
        "roles": ["translator"],
        "languages": ["es"],
        "version_seen": writer.version if writer else "",
    }
    for prefix in PREFIXES:
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data | values


def rows(prefix: str, *filled: dict[str, Any]) -> dict[str, Any]:
    """Return new rows of an inline as a browser sends them."""
    data: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(filled)}
    for number, row in enumerate(filled):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def enter(client: Client, **more: Any) -> Writer:
    answer = client.post(reverse("admin:writers_writer_add"), form(**more))
    assert answer.status_code == 302, answer.context["errors"] if answer.context else answer
    return Writer.objects.latest("pk")


def consented(client: Client, writer: Writer, *keys: str) -> None:
    """Send the consent form, which asks of the stays and of the picture that are there by now."""
    address = reverse("admin:writers_writer_consent", args=[writer.pk])
    shown = client.get(address).context["form"].digest
    answer = client.post(address, {**OWN, "give": keys, "shown": shown})
    assert answer.status_code == 302, answer.context["form"].errors


def test_a_writer_with_names_two_stays_works_and_sources_is_entered_in_one_form(publisher: Client) -> None:
    weimar, berlin, source = make_city("Weimar", "DE"), make_city("Berlin", "DE"), make_source()
    stay = {"end_state": "ended", "standing": "accepted", "ceiling": Rung.CITY}
    writer = enter(
        publisher,
        **rows("names", {"text": "Jose Anibal Campos", "script": "Latn", "language": "es", "kind": "variant"}),
        **rows(
            "residencies",
            {**stay, "city": weimar.pk, "starts": "2004-07", "ends": "2004-09", "sources": [source.pk]},
            {**stay, "city": berlin.pk, "standing": "disputed"},
        ),
        **rows("works", {"title": "Poemas", "kind": "poetry", "status": "published", "year": 1999}),
        **rows(
            "clearances",
            *(
                {
                    "scope": scope,
                    "basis": "published-source",
                    "granted_on": "2024-01-01",
                    "addresses": "news.example/a",
                }
                for scope in (Scope.NAME, Scope.WORKS)
            ),
        ),
    )
    assert {row.sources.get().url for row in writer.clearances.all()} == {"https://news.example/a"}
    assert (writer.names.count(), writer.residencies.count(), writer.works.count()) == (1, 2, 1)
    assert writer.residencies.get(city=weimar).sources.get() == source
    assert writer.residencies.get(city=berlin).country == "DE"
    assert writer.unpublished and not PublicWriter.objects.exists()


def test_invisible_until_published_visible_after_gone_after_withdraw(publisher: Client, client: Client) -> None:
    stream = BytesIO()
    Image.new("RGB", (200, 250), "#567").save(stream, "JPEG")
    writer = enter(
        publisher,
        upload=SimpleUploadedFile("me.jpg", stream.getvalue(), "image/jpeg"),
        portrait_credit="Ana",
        portrait_alt="A man",
        **rows("clearances", {**OWN, "scope": Scope.NAME}),
    )
    consented(publisher, writer, f"portrait:{writer.portrait_id}")
    picture = reverse("admin:writers_writer_picture", args=[writer.pk])
    assert publisher.get(picture).headers["Content-Type"] == "image/jpeg"
    assert client.get(picture).status_code == 302  # to the login
    assert 'src="../picture/"' in publisher.get(reverse(CHANGE, args=[writer.pk])).content.decode()
    assert "José" not in client.get("/writers/").content.decode()
    press_publish(publisher, writer)
    page = address_of(writer)
    assert client.get(page).status_code == 200
    assert "José Aníbal Campos" in client.get("/writers/?q=jose anibal").content.decode()
    images = [f"/images/{name}.{ext}" for name, ext in PublicPortrait.objects.values_list("name", "format")]
    assert images and {client.get(image).status_code for image in images} == {200}
    publisher.post(reverse("admin:writers_writer_withdraw", args=[writer.pk]), {"reason": "He asked."})
    assert {client.get(address).status_code for address in [page, *images]} == {404}
    assert "José" not in client.get("/writers/").content.decode()


def test_a_stale_save_shows_what_changed_and_saves_nothing(publisher: Client) -> None:
    writer = enter(publisher)
    Writer.objects.update(summary="Written by a colleague.")
    answer = publisher.post(reverse(CHANGE, args=[writer.pk]), form(writer, summary="Mine."))
    assert answer.status_code == 200
    assert "Written by a colleague." in answer.content.decode()
    writer.refresh_from_db()
    assert writer.summary == "Written by a colleague."
    again = form(writer, summary="Mine.", version_seen=writer.version)
    assert publisher.post(reverse(CHANGE, args=[writer.pk]), again).status_code == 302
    writer.refresh_from_db()
    assert writer.summary == "Mine."


def test_preview_is_the_real_page_and_leaves_no_trace(publisher: Client) -> None:
    writer = make_writer("Anna")
    make_stay(writer, make_city("Bergen"), starts="2003")
    see_all(writer)
    edition = Edition.current()
    answer = publisher.get(reverse("admin:writers_writer_preview", args=[writer.pk]))
    assert answer.status_code == 200
    assert "<h1><bdi>Anna</bdi></h1>" in answer.content.decode() and "Bergen" in answer.content.decode()
    assert "Draft. The public does not see" in answer.content.decode()
    assert "noindex" in answer.headers["X-Robots-Tag"] and "no-store" in answer.headers["Cache-Control"]
    assert Edition.current().serial == edition.serial
    assert not PublicWriter.objects.exists() and not writer.publications.exists()


def test_a_refusal_is_said_in_words(publisher: Client) -> None:
    writer = make_writer("Anna", level=Level.NOTHING)
    answer = press_publish(publisher, writer)
    assert "Nothing of this record may be public" in answer.content.decode()


def test_withdraw_asks_for_a_reason(publisher: Client) -> None:
    writer = make_writer("Anna", published=True)
    answer = publisher.post(reverse("admin:writers_writer_withdraw", args=[writer.pk]), {"reason": " "})
    assert answer.status_code == 200
    assert PublicWriter.objects.exists()


def test_the_hold_is_lifted_with_a_reason(publisher: Client) -> None:
    writer = make_writer("Anna", published=True)
    publisher.post(reverse("admin:writers_writer_withdraw", args=[writer.pk]), {"reason": "Danger."})
    press_publish(publisher, writer)
    assert not PublicWriter.objects.exists()
    publisher.post(reverse("admin:writers_writer_lift", args=[writer.pk]), {"reason": "Over."})
    assert not PublicWriter.objects.exists()
    press_publish(publisher, writer)
    assert PublicWriter.objects.exists()


def test_many_are_published_and_withdrawn_at_once(publisher: Client) -> None:
    chosen = [make_writer(f"Writer {letter}").pk for letter in "ABC"]
    nothing = make_writer("Nothing", level=Level.NOTHING)
    listing = reverse("admin:writers_writer_changelist")
    data = {"action": "publish_selected", "_selected_action": [*chosen, nothing.pk]}
    summary = publisher.post(listing, data)
    assert not PublicWriter.objects.exists() and "Nothing of it may be public" in summary.content.decode()
    shown = {f"shown-{ready.record.pk}": ready.digest for ready in summary.context["ready"]}
    answer = publisher.post(listing, {**data, "_selected_action": chosen, "confirmed": "yes", **shown}, follow=True)
    assert PublicWriter.objects.count() == 3 and "3 published" in answer.content.decode()
    data = {"action": "withdraw_selected", "_selected_action": chosen}
    assert "Reason" in publisher.post(listing, data).content.decode()
    publisher.post(listing, {**data, "reason": "All of them."})
    assert not PublicWriter.objects.exists()


def test_the_list_shows_unpublished_changes_and_the_page_what_they_are(publisher: Client) -> None:
    writer = make_writer("Anna", published=True)
    Writer.objects.update(summary="A new sentence.")
    listing = publisher.get(reverse("admin:writers_writer_changelist"), {"unpublished__exact": 1})
    assert "Anna" in listing.content.decode()
    page = publisher.get(reverse(CHANGE, args=[writer.pk])).content.decode()
    assert "What publishing would change" in page and "A new sentence." in page


def test_a_writer_is_found_in_every_script(publisher: Client) -> None:
    writer = make_writer("Gao Ertai")
    make_name(writer, "高尔泰", script="Hans", language="zh")
    for words in ("gao ertai", "ERTAI", "高尔泰"):
        found = publisher.get(reverse("admin:writers_writer_changelist"), {"q": words})
        assert "Gao Ertai" in found.content.decode(), words


@pytest.mark.parametrize(
    ("role", "publishes", "withdraws", "dossier"),
    [
        ("administrator", False, False, False),
        ("publisher", True, True, False),
        ("editor", False, True, False),
        ("dossier", False, False, True),
    ],
)
def test_each_role_may_do_its_own(role: str, publishes: bool, withdraws: bool, dossier: bool) -> None:
    client, writer = member(role), make_writer("Anna")
    publish_url = reverse("admin:writers_writer_publish", args=[writer.pk])
    assert (client.post(publish_url).status_code == 302) is publishes
    withdraw_url = reverse("admin:writers_writer_withdraw", args=[writer.pk])
    assert (client.get(withdraw_url).status_code == 200) is withdraws
    assert (client.get(reverse("admin:writers_dossier_changelist")).status_code == 200) is dossier


def test_a_published_writer_is_not_deleted(publisher: Client) -> None:
    client, writer = Client(), make_writer("Anna", published=True)
    let_in(client, User.objects.create_superuser("owner", password="x"))
    client.post(reverse("admin:writers_writer_delete", args=[writer.pk]), {"post": "yes"})
    assert Writer.objects.filter(pk=writer.pk).exists()


def test_there_is_no_address_that_tells_which_numbers_exist(publisher: Client) -> None:
    assert publisher.get("/admin/r/1/1/").status_code == 404


@pytest.mark.parametrize("address", ["admin:writers_writer_changelist", "admin:writers_residency_changelist"])
def test_lists_take_as_many_queries_for_three_rows_as_for_one(publisher: Client, address: str) -> None:
    city, counts = make_city("Bergen"), []
    for wanted in (1, 3):
        while Writer.objects.count() < wanted:
            writer = make_writer(published=True)
            make_stay(writer, city)
            make_work(writer)
            publish(writer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            publisher.get(reverse(address))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("act", ["publish", "withdraw", "lift", "preview", "picture"])
def test_an_address_of_no_record_leads_nowhere(publisher: Client, act: str) -> None:
    assert publisher.get(f"/admin/writers/writer/abc/{act}/").status_code == 404
    assert publisher.post(f"/admin/writers/writer/999999/{act}/").status_code == 404


def test_a_value_that_no_field_could_hold_is_a_bad_request(publisher: Client) -> None:
    action = {"action": "withdraw_selected", "_selected_action": "abc"}
    assert publisher.post("/admin/writers/writer/", action).status_code == 400
    assert publisher.post("/admin/writers/writer/", {**action, "_selected_action": 999999}).status_code == 302


def test_a_preview_carries_its_pictures(publisher: Client) -> None:
    stream = BytesIO()
    Image.new("RGB", (200, 250), "#567").save(stream, "JPEG")
    data = {"upload": SimpleUploadedFile("me.jpg", stream.getvalue(), "image/jpeg"), "portrait_credit": "Ana"}
    cleared = rows("clearances", {**OWN, "scope": Scope.NAME})
    writer = enter(publisher, **data, portrait_alt="A man", **cleared)
    consented(publisher, writer, f"portrait:{writer.portrait_id}")
    page = publisher.get(reverse("admin:writers_writer_preview", args=[writer.pk]))
    assert b"data:image/jpeg;base64," in page.content and b"/images/" not in page.content
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    assert not PublicWriter.objects.exists()
