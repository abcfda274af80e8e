"""No markup reaches a page from any text of any record: it is read as text, by a parser that shares no code with us.

Every text field of every record is filled, past all validators, with a marker of its own and with markup. The pages
must have exactly the elements that they have when the same fields hold harmless letters of the same widths (widths
decide which names a map has room for). A new text field fails the second test until it is shown or said to be private.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import get_resolver, resolve, reverse

from cities.models import Page, Programme
from cities.public.models import PublicCity
from refuge.core.fields import PartialDateField
from refuge.core.scopes import Scope
from refuge.core.text_fields import WebAddressField
from refuge.office.models import Source
from refuge.office.records import Record
from tests.factories import make_city, make_membership, make_milestone, make_page, make_source, publish
from tests.markup import Attributes, links, read
from tests.safety.register import make_person, picture, rolled_back
from writers.models import Waypoint, Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db

PAYLOADS = [
    '"><script>x</script><a onclick=x>',
    "'><svg onload=x></bdi></title>-->",
    "&quot;&gt;&lt;script&gt;{{ list }}{% now %}",
]
# Letters as wide as what they stand for on a map.
HARMLESS = str.maketrans("<>\"&;=-'/(){}%", "xxxxxxiiiiixxx")

PHOTOGRAPH = {"photograph_credit": "x", "photograph_alt": "x"}
ON_SITE = re.compile(r"/(?!/)|#|https://refuge.example.org/")
Elements = Sequence[tuple[str, Attributes]]

ROOMS = [model for label in ("cities", "writers") for model in apps.get_app_config(label).get_models()]
RECORDS = [*(model for model in ROOMS if issubclass(model, Record)), Source]
# The slug of a page is what addresses are compared with, letter by letter; a form takes nothing but letters for it.
ADDRESS = (Page, "slug")
# What no page shows; each with the reason. Anything else must be seen.
UNSEEN = {
    "cities.Network.long_name": "not shown yet",
    "cities.Network.website": "not shown yet",
    "cities.Programme.slug": "not shown yet",
    "cities.Programme.organisation": "not shown yet",
    "cities.Programme.website": "not shown yet",
    "cities.Programme.note": "not shown yet",
    "writers.Writer.sort_name": "decides the order alone",
    "writers.Work.description": "only where there is no title",
    "writers.Residency.private_note": "private",
    "writers.Clearance.evidence": "private",
    "writers.Note.text": "private",
    "writers.Note.remark": "private",
    "writers.Dossier.legal_name": "private",
    "writers.Dossier.contact": "private",
    "writers.Dossier.address": "private",
    "writers.Dossier.risks": "private",
}
# What the machine keeps for itself.
BOOKKEEPING = {"import_key", "imported", "search_key", "closed_words"}


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Yield the columns in which somebody may write what they like."""
    for field in model._meta.concrete_fields:
        text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, PartialDateField)
        if text and not field.choices and field.name not in BOOKKEEPING and (model, field.name) != ADDRESS:
            yield field


def name_of(field: models.Field) -> str:
    return f"{field.model._meta.label}.{field.name}"


def marker(field: models.Field) -> str:
    # Few of the wide or narrow letters, and none that a template says.
    return "a" + "".join(letter for letter in name_of(field).split(".", 1)[1].title() if letter.isalpha()) + "q"


def fill(payload: str, prefix: str = "") -> None:
    """Write the payload into every text field of every record, past save() and every validator."""
    for model in RECORDS:
        for field in text_fields(model):
            before = (prefix or "https://example.org/") if isinstance(field, WebAddressField) else ""
            said = f"{before}{marker(field)} {payload}"[: field.max_length]
            models.QuerySet(model).update(**{field.name: said})


def make_register(payload: str, prefix: str = "") -> None:
    """One of everything, filled and published; one, so that no unique column is filled twice."""
    city = make_city(published=False, latitude=60.0, longitude=5.0, photograph=picture(), **PHOTOGRAPH)
    city.sources.add(make_source())
    make_membership(city).sources.add(make_source())
    milestone = make_milestone(published=False)
    milestone.sources.add(make_source())
    pages = [make_page(slug, published=False) for slug in ("about", "safety")]
    writer = make_person(city, frozenset(Scope))
    Waypoint.objects.create(writer=writer, place="Elsewhere", kind="exile").sources.add(make_source())
    Programme.objects.create(slug="scheme", name="Scheme")
    writer.residencies.update(programme=Programme.objects.get())
    writer.works.update(status="suppressed")
    fill(payload, prefix)
    for record in (city, milestone, *pages, writer):
        publish(record)


def addresses(payload: str) -> list[str]:
    """Return the address of every public page as this register has it, and of those that say the asker's words back."""
    city, writer = PublicCity.objects.get(), PublicWriter.objects.get()
    network = urlencode({"network": city.memberships.get().network})
    words = {name: urlencode({name: payload}) for name in ("q", "city", "origin", "from", "page", "sort")}
    return [
        reverse("home"),
        *(reverse("writer_list") + query for query in ("", f"?city={city.slug}", "?sort=recent&origin=IR")),
        *(f"{reverse('writer_list')}?{query}" for query in words.values()),
        *(reverse("city_list") + query for query in ("", "?origin=IR", f"?{network}")),
        *(f"{reverse('city_list')}?{query}" for query in words.values()),
        writer.get_absolute_url(),
        city.get_absolute_url(),
        reverse("history"),
        reverse("about"),
        reverse("page", args=["safety"]),
        f"/nowhere/{quote(payload)}/",
    ]


def told(payload: str, prefix: str = "") -> list[str]:
    """Return every public page of a register that is full of the payload."""
    with rolled_back():
        make_register(payload, prefix)
        answers = [Client().get(address) for address in addresses(payload)]
    assert [answer.status_code for answer in answers[:-1]] == [200] * (len(answers) - 1)
    return [answer.content.decode() for answer in answers]


def test_every_kind_of_public_page_is_read_here(db: None) -> None:
    make_register("x")
    read_here = {resolve(urlsplit(address).path).url_name for address in addresses("x")[:-1]}
    every = {key for key in get_resolver("refuge.urls.public").reverse_dict if isinstance(key, str)}
    # The feeds are read below; the others say nothing of what anybody wrote.
    assert every - read_here == {"healthz", "robots", "sitemap", "image", "feed", "city_feed"}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_from_any_field_makes_no_element(payload: str) -> None:
    for hostile, harmless in zip(told(payload), told(payload.translate(HARMLESS)), strict=True):
        page, twin = read(hostile), read(harmless)
        assert shape(page.elements) == shape(twin.elements)
        assert page.others == twin.others == ["declaration doctype html"]
        assert not any(tag in ("script", "style") or "onclick" in dict(with_) for tag, with_ in page.elements)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_from_any_field_makes_no_element_of_a_feed(payload: str) -> None:
    """Nor of what a reader's program makes of the text in it, which it takes for HTML."""
    for hostile, harmless in zip(feeds(payload), feeds(payload.translate(HARMLESS)), strict=True):
        assert [part.tag for part in hostile.iter()] == [part.tag for part in harmless.iter()]
        said = [part.text or "" for part in hostile.iter() if part.tag.endswith("summary")]
        assert said and all(marker(Writer._meta.get_field("summary")) in text for text in said)
        assert not any(read(text).elements for text in said)


def feeds(payload: str) -> list[ElementTree.Element]:
    """Return every feed of a register that is full of the payload."""
    with rolled_back():
        make_register(payload)
        addresses = (reverse("feed"), reverse("city_feed", args=[PublicCity.objects.get().slug]))
        return [ElementTree.fromstring(Client().get(address).content) for address in addresses]


def shape(elements: Elements) -> list[tuple[str, list[str]]]:
    """Return the elements with the names of their attributes; what these say may differ."""
    return [(tag, [name for name, _value in attributes]) for tag, attributes in elements]


def test_every_text_of_every_record_was_there_to_leak() -> None:
    """Each marker is read on some page, but for those of the list above: else nothing was tested."""
    pages = [read(page) for page in told(PAYLOADS[0])]
    said = " ".join(
        word
        for page in pages
        for word in [*page.words, *(value or "" for _tag, held in page.elements for _name, value in held)]
    )
    fields = [field for model in RECORDS for field in text_fields(model)]
    assert {name_of(field) for field in fields if f"{marker(field)} " not in said} == set(UNSEEN)


def test_what_no_page_shows_is_called_so_where_it_is_entered() -> None:
    fields = {name_of(field): field for model in RECORDS for field in text_fields(model)}
    unseen = [fields[name] for name, why in UNSEEN.items() if why == "not shown yet"]
    assert len(unseen) >= 6
    assert [name_of(field) for field in unseen if not str(field.help_text).startswith("Not public.")] == []
    private = [fields[name] for name, why in UNSEEN.items() if why == "private"]
    assert [name_of(field) for field in private if str(field.help_text).startswith("Public")] == []


@pytest.mark.parametrize("prefix", ["javascript:alert(1)//", "data:text/html,", "//evil.example/"])
def test_no_address_of_another_kind_becomes_a_link(prefix: str) -> None:
    """The validators of the fields were passed by, as an import or the shell could."""
    pages = told("x", prefix)
    assert not [link for page in pages for link in links(page) if not ON_SITE.match(link) and "example.org" not in link]
    assert prefix.strip() not in "".join(pages)
