"""Pictures through the form of the admin: what is refused changes nothing, what is accepted leaves no name behind."""

import random
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from refuge.core import images
from refuge.core.scopes import Level, Scope
from refuge.office.forms import PictureForm
from refuge.office.models import Picture, User
from tests.core.images.files import SECRET, assert_bare, exif, small
from tests.core.images.hostile import HOSTILE, SVG, TOO_LARGE
from tests.core.images.test_mutated import SOUND, mutated
from tests.factories import address_of, grant, make_writer, publish, withdraw
from tests.members import let_in
from writers.models import Writer
from writers.public.models import PublicPortrait

pytestmark = [pytest.mark.django_db, pytest.mark.once]
INLINES = ("names", "clearances", "residencies", "works", "texts", "waypoints")
FILE_NAME = "anna-oslo-2025"
REFUSED = [
    "nothing",
    "JPEG cut at 50 %",
    "WebP without its last byte",
    "GIFAR",
    "PNG, animated",
    "PNG with a bomb in its text",
    "JPEG of many scans",
    "WebP that says another size",
]


@pytest.fixture
def staff(client: Client) -> Client:
    user = User.objects.create_user("editor", password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=["editor", "publisher"]))
    let_in(client, user)
    return client


@pytest.fixture
def writer() -> Writer:
    return make_writer("Anna Berg", portrait=Picture.keep(small()), portrait_credit="Ana", portrait_alt="A woman")


def send(client: Client, writer: Writer, body: bytes, name: str = f"{FILE_NAME}.png", **more: Any) -> Any:
    """Post the writer's form as a browser does, with a picture."""
    writer.refresh_from_db()
    data: dict[str, Any] = {
        "level": Level.NAMED,
        "name": writer.name,
        "sort_name": "Berg, Anna",
        "origin": "IR",
        "portrait_credit": "Ana",
        "portrait_alt": "A woman",
        "version_seen": writer.version,
        "upload": SimpleUploadedFile(name, body, "image/png"),
    }
    for prefix in INLINES:
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return client.post(reverse("admin:writers_writer_change", args=[writer.pk]), data | more)


def rows(*labels: str) -> list[str]:
    """Every row of every table, or of these apps' tables, as text; bytes as they would be printed."""
    return [
        f"{model._meta.label} {[bytes(value) if isinstance(value, memoryview) else value for value in row]}"
        for model in apps.get_models()
        if not labels or model._meta.app_label in labels
        for row in model._base_manager.order_by("pk").values_list()
    ]


def portraits() -> list[str]:
    return [f"/images/{name}.{format}" for name, format in PublicPortrait.objects.values_list("name", "format")]


def statuses(client: Client, addresses: list[str]) -> set[int]:
    return {client.get(address).status_code for address in addresses}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_is_refused_at_its_field_and_changes_nothing(staff: Client, writer: Writer, kind: str) -> None:
    before = rows()
    answer = send(staff, writer, HOSTILE[kind])
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["upload"] == [str(images.REFUSED)]
    assert str(images.REFUSED) in answer.content.decode()
    assert rows() == before


@pytest.mark.parametrize(
    "name", ["a.png", "a.svg", "a", "../../a.jpg", f"{'a' * 300}.webp", "a.png\0.html", "صورة.jpg"]
)
def test_the_name_and_the_declared_type_of_a_file_do_not_matter(staff: Client, writer: Writer, name: str) -> None:
    assert send(staff, writer, SVG, name).context["adminform"].form.errors["upload"] == [str(images.REFUSED)]
    assert send(staff, writer, small("WEBP"), name).status_code == 302


def test_a_file_that_is_too_large_is_refused_as_such(staff: Client, writer: Writer) -> None:
    before = rows()
    for kind in ("one byte too many", "PNG that says 900 megapixels"):
        answer = send(staff, writer, TOO_LARGE[kind])
        assert answer.context["adminform"].form.errors["upload"] == [str(images.TOO_LARGE)]
    assert rows() == before


def test_a_file_that_is_too_large_is_not_read() -> None:
    class Endless(SimpleUploadedFile):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("Read although it is too large.")

    form, file = PictureForm.__new__(PictureForm), Endless("a.png", b"x")
    file.size = images.MAX_BYTES + 1
    form.cleaned_data = {"upload": file}
    with pytest.raises(ValidationError) as refused:
        form.clean_upload()
    assert refused.value.messages == [str(images.TOO_LARGE)]


def test_a_mutated_file_is_saved_or_refused(staff: Client, writer: Writer) -> None:
    seen, chance = set(), random.Random("uploads")
    for name in [*SOUND, *SOUND]:
        seen.add(send(staff, writer, mutated(SOUND[name], chance)).status_code)
    assert seen == {200, 302}


def test_a_sound_picture_in_a_refused_form_is_not_kept(staff: Client, writer: Writer) -> None:
    before = rows()
    assert send(staff, writer, small("PNG"), portrait_credit="").status_code == 200
    row = {"works-TOTAL_FORMS": 1, "works-0-title": "Poems", "works-0-kind": "no such kind"}
    assert send(staff, writer, small("PNG"), **row).status_code == 200
    assert rows() == before


def test_the_name_of_a_file_is_nowhere_and_its_notes_are_not_published(staff: Client, writer: Writer) -> None:
    assert send(staff, writer, small(exif=exif()), f"{FILE_NAME}.jpg").status_code == 302
    publish(writer)
    everything = "\n".join(rows())
    assert SECRET.decode() in everything  # in the private original: the search sees what is there
    assert FILE_NAME not in everything
    assert SECRET.decode() not in "\n".join(rows("writers_public", "cities_public", "core"))
    assert len(portraits()) == 2
    for address in portraits():
        assert re.fullmatch(r"/images/[2-9bcdfghjkmnpqrstvwxz]{13}\.(jpeg|webp)", address)
        answer = staff.get(address)
        assert_bare([images.Rendition(90, 110, address.rpartition(".")[2], answer.content)])
        assert FILE_NAME not in str(answer.headers)


def test_published_pictures_go_with_the_writer(client: Client, writer: Writer) -> None:
    publish(writer)
    addresses = portraits()
    assert statuses(client, addresses) == {200}
    withdraw(writer)
    assert statuses(client, addresses) == {404}
    assert not PublicPortrait.objects.exists()


def test_published_pictures_go_with_the_clearance_of_the_portrait(client: Client, writer: Writer) -> None:
    publish(writer)
    addresses = portraits()
    assert statuses(client, addresses) == {200}
    writer.clearances.filter(scope=Scope.PORTRAIT).update(withdrawn_on="2024-01-01")
    assert statuses(client, addresses) == {404}
    assert client.get(address_of(writer)).status_code == 200
    assert not PublicPortrait.objects.exists()


def test_published_pictures_go_when_another_takes_their_place(staff: Client, writer: Writer) -> None:
    publish(writer)
    addresses = portraits()
    assert send(staff, writer, small("PNG", "L")).status_code == 302
    # What the person agreed to was the other picture.
    assert statuses(staff, addresses) == {404}
    grant(writer, Scope.PORTRAIT, picture=Writer.objects.get().portrait)
    assert not portraits()  # nothing new is shown until somebody publishes
    publish(writer)
    assert statuses(staff, portraits()) == {200}
    assert not {*addresses} & {*portraits()}
