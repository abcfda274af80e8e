"""A coordinator on a slow line: what a page weighs."""

import gzip
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import make_city, make_stay, make_writer, publish
from tests.writers.my_city.test_pages import coordinator_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STATIC = Path(__file__).parents[3] / "static"
LIMIT = 12 * 1024


def weight(text: bytes) -> int:
    return len(gzip.compress(text))


def test_a_page_with_its_styles_is_light() -> None:
    oslo = make_city("Oslo")
    for number in range(6):
        writer = make_writer(f"Guest number {number}")
        make_stay(writer, oslo, starts="2025-03", planned_end="2099")
        publish(writer)
    client: Client = coordinator_of(oslo)
    page = client.get(f"/my-city/{oslo.pk}/")
    assert page.content.count(b'name="answer"') == 6 * 4
    styles = sum(weight((STATIC / name).read_bytes()) for name in ("site.css", "my-city.css"))
    assert weight(page.content) + styles <= LIMIT
