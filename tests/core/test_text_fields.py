"""Columns for what people write: what they refuse in words, and what they leave out."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.migrations.writer import MigrationWriter

from cities.models import City
from refuge.core.fields import PartialDateField
from refuge.core.text_fields import LongTextField, MarkdownField, OneLineField, WebAddressField
from refuge.office.models import Source
from refuge.office.records import Record
from tests.factories import make_city, make_name, make_writer
from writers.models import Writer

# What no reader ever reads, so that anything may stand there.
PRIVATE = {
    "writers.Residency.private_note",
    "writers.Clearance.evidence",
    "writers.Note.text",
    "writers.Note.remark",
    "writers.Dossier.legal_name",
    "writers.Dossier.contact",
    "writers.Dossier.address",
    "writers.Dossier.risks",
}
BOOKKEEPING = {"import_key", "search_key", "closed_words"}


def told(field: models.Field, text: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(text, None)
    return list(refused.value.messages)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anna\u202e Berg", ["U+202E RIGHT-TO-LEFT OVERRIDE after “Anna”: delete it."]),
        ("\ufeffAnna", ["U+FEFF ZERO WIDTH NO-BREAK SPACE at the beginning: delete it."]),
        ("Anna \u200bBerg", ["U+200B ZERO WIDTH SPACE after “Anna”: delete it."]),
        ("Anna\nBerg", ["U+000A LINE FEED after “Anna”: delete it."]),
        ("Anna\u2028Berg", ["U+2028 LINE SEPARATOR after “Anna”: delete it."]),
        ("Anna\ue000", ["U+E000 (private use) after “Anna”: delete it."]),
        (
            "A\u200bB\u200eC\u202dD\u202e",
            [
                "U+200B ZERO WIDTH SPACE after “A”: delete it.",
                "U+200E LEFT-TO-RIGHT MARK after “AB”: delete it.",
                "U+202D LEFT-TO-RIGHT OVERRIDE after “ABC”: delete it.",
            ],
        ),
        ("A name of many words and more\u00adover", ["U+00AD SOFT HYPHEN after “many words and more”: delete it."]),
    ],
)
def test_of_one_line_each_unseen_character_is_named_with_its_place(text: str, words: list[str]) -> None:
    assert told(OneLineField(max_length=200), text) == words


def test_of_one_line_what_is_needed_stays_and_is_composed() -> None:
    field = OneLineField(max_length=200)
    assert field.clean("می\u200cخواهم", None) == "می\u200cخواهم"
    assert field.clean("Jose\u0301", None) == "José"
    assert field.clean("한", None) == "한"


@pytest.mark.parametrize("text", ["\u200b", "\u202e \u200f", "\u3164\u3164", "\ufeff"])
def test_a_line_that_shows_nothing_is_empty(text: str) -> None:
    assert OneLineField(blank=True, max_length=200).clean(text, None) == ""
    assert told(OneLineField(max_length=200), text) == ["This field cannot be blank."]


def test_a_line_may_be_as_long_as_its_column_after_it_was_composed() -> None:
    assert OneLineField(max_length=3).clean("e\u0301e\u0301e\u0301", None) == "ééé"


@pytest.mark.parametrize("kind", [LongTextField, MarkdownField])
def test_of_a_long_text_they_are_left_out(kind: type[models.TextField]) -> None:
    text = "One\u200b \u202etwo\u2028three\x00\n\nمی\u200cخواهم\r\n"
    assert kind().clean(text, None) == "One two\nthree\n\nمی\u200cخواهم\r\n"
    assert kind(blank=True).clean("\u200b", None) == ""


def test_of_a_web_address_they_are_refused() -> None:
    field = WebAddressField(max_length=200)
    assert "U+202E RIGHT-TO-LEFT OVERRIDE after “https://example.org/”: delete it." in told(
        field, "https://example.org/\u202egro"
    )
    assert told(field, "https://exam\u200bple.org/")
    wiki = "https://fa.wikipedia.org/wiki/شهرهای\u200cپناهگاه"
    assert field.clean(wiki, None) == wiki


@pytest.mark.parametrize(
    ("field", "plain"),
    [
        (OneLineField(max_length=9), "CharField(max_length=9)"),
        (LongTextField(), "TextField()"),
        (MarkdownField(), "TextField()"),
    ],
)
def test_to_a_migration_they_are_plain_columns(field: models.Field, plain: str) -> None:
    assert MigrationWriter.serialize(field)[0] == f"models.{plain}"


@pytest.mark.django_db
def test_a_name_is_composed_when_it_is_saved_by_whatever_way() -> None:
    writer = make_writer("Jose\u0301")
    make_city("Go\u0308teborg", published=False)
    assert writer.name == "José" and Writer.objects.get().name == "José"
    assert City.objects.get().name == "Göteborg"
    Writer.objects.update(summary="Cafe\u0301")
    City.objects.bulk_create([City(name="A\u030arhus", country="DK")])
    assert Writer.objects.get().summary == "Café"
    assert City.objects.filter(name="Århus").exists()
    assert make_name(writer, "ᄒ\u1161\u11ab").text == "한"


def test_every_text_that_readers_may_read_is_looked_at() -> None:
    records = [model for label in ("cities", "writers", "office") for model in apps.get_app_config(label).get_models()]
    unguarded = {
        f"{model._meta.label}.{field.name}"
        for model in records
        if issubclass(model, Record) or model is Source
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, OneLineField | LongTextField | WebAddressField | PartialDateField | models.SlugField)
        and not field.choices
        and field.name not in BOOKKEEPING
    }
    assert unguarded == PRIVATE
