"""The pages of text that come with the software: a new site has them, and staff put their own in their place."""

import re

import pytest
from django.test import Client

from cities.public.supplied import SUPPLIED
from tests.factories import make_page, withdraw

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_no_link_of_a_new_site_leads_nowhere(client: Client) -> None:
    seen, waiting = set[str](), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code == 200, address
        found = re.findall(r'href="(/[^"#]*)"', answer.content.decode())
        waiting += [link for link in found if not link.startswith("/static/")]
    assert {"/about/", "/about/safety/", "/about/privacy/"} <= seen


def test_a_page_of_ones_own_takes_the_place_of_the_supplied_one_while_it_stands(client: Client) -> None:
    supplied = client.get("/about/safety/").content.decode()
    assert "Ask by whatever way is safe for you" in supplied
    draft = make_page("safety", title="Ours", text="Our words.", published=False)
    assert client.get("/about/safety/").content.decode() == supplied
    draft.delete()
    own = make_page("safety", title="Ours", text="Our words.")
    shown = client.get("/about/safety/").content.decode()
    assert "Our words." in shown and "Ask by whatever way" not in shown
    about = client.get("/about/").content.decode()
    (more,) = re.findall(r"<aside.*?</aside>", about, re.DOTALL)
    assert ">Ours</a>" in more and "Safety and removal" not in more
    withdraw(own)
    assert client.get("/about/safety/").content.decode() == supplied


GROUNDS = ["Own consent:", "A published source:", "The estate:", "never public"]
COVERS = [
    "The host country, the host city and the dates: for one stay. It says nothing of the next one.",
    "The portrait: for one picture.",
    "The biography: for the languages that were named.",
    "Other names and other forms of the name: one by one.",
    "told as a year, it stays a year",
    "A no is kept, and nobody else’s yes overrides it",
    "may be taken back on any day",
]


@pytest.mark.parametrize("slug", ["about", "safety"])
def test_the_grounds_and_what_a_yes_covers_are_said_in_every_installation(client: Client, slug: str) -> None:
    address = "/about/" if slug == "about" else f"/about/{slug}/"
    supplied = _said(client, address)
    own = make_page(slug, title="Ours", text="Our words.")
    ours = _said(client, address)
    withdraw(own)
    assert ours[1] == supplied[1] and "Our words." in ours[0] and "Our words." not in supplied[0]
    assert [words for words in (*GROUNDS, *COVERS) if words not in supplied[1]] == []
    assert "grounds" not in client.get("/about/privacy/").content.decode()


def _said(client: Client, address: str) -> tuple[str, str]:
    """Return a page of text in two parts: what staff may write, and what is always there."""
    before, mark, after = (
        client.get(address).content.decode().partition('<section class="read" aria-labelledby="grounds">')
    )
    assert mark
    return before, after.partition("</section>")[0]


def test_the_text_for_writers_says_what_cannot_be_taken_back() -> None:
    text = next(page.text for page in SUPPLIED if page.page == "safety")
    assert "can see that it is gone today" in text
    assert "Copies that others made" in text


@pytest.mark.parametrize("page", SUPPLIED, ids=lambda page: page.slug)
def test_each_has_a_title_and_sections(page: object) -> None:
    title, text = page.title, page.text  # type: ignore[attr-defined]
    assert title and not title.startswith("#")
    assert text and "\n# " not in text
