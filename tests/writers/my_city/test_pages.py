"""The pages of a coordinator: what they show, and what an answer does."""

import re

import pytest

from tests.factories import make_city, make_stay, make_writer, publish
from tests.members import coordinator_of
from writers.models import Residency

pytestmark = pytest.mark.django_db


@pytest.fixture
def oslo():
    return make_city("Oslo")


@pytest.fixture
def ana(oslo):
    writer = make_writer("Ana")
    make_stay(writer, oslo, starts="2026-03", planned_end="2027-02")
    publish(writer)
    return writer


def undo_of(page: str) -> dict[str, str]:
    """Return what the first button for undoing on a page sends."""
    found = re.search(r'name="part" value="([^"]+)"><input type="hidden" name="number" value="([0-9]+)"', page)
    assert found, page
    return {"part": found[1], "number": found[2]}


def test_every_page_opens(oslo, ana):
    client, stay = coordinator_of(oslo), ana.residencies.get()
    assert "Ana" in client.get("/my-city/", follow=True).content.decode()
    for path in ("edit", "new-guest", "note"):
        assert client.get(f"/my-city/{oslo.pk}/{path}/").status_code == 200, path
    for path in ("", "dates/", "work/", "waypoint/", "note/"):
        assert client.get(f"/my-city/guests/{stay.pk}/{path}").status_code == 200, path


@pytest.mark.parametrize(("answer", "year"), [("here", ""), ("extended", "2099"), ("ended", "2026"), ("off", "")])
def test_every_answer_is_taken_and_undone(oslo, ana, answer, year):
    client, stay = coordinator_of(oslo), ana.residencies.get()
    before = Residency.objects.filter(pk=stay.pk).values("starts", "ends", "planned_end", "end_state", "confirmed_on")
    stood = list(before.all())
    said = {"answer": answer, "version_seen": stay.version, "year": year}
    page = client.post(f"/my-city/guests/{stay.pk}/answer/", said, follow=True).content.decode()
    assert answer == "off" or list(before.all()) != stood
    answered = client.post(f"/my-city/guests/{stay.pk}/undo/", undo_of(page))
    assert answered.status_code == 200 and list(before.all()) == stood
    again = client.post(f"/my-city/guests/{stay.pk}/undo/", undo_of(page))
    assert again.status_code == 422 and list(before.all()) == stood
