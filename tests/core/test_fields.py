"""Partial dates in a column and in a form."""

from collections.abc import Iterator

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection, connections, models
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Coalesce
from django.forms import modelform_factory
from django.test.utils import isolate_apps

from refuge.core.fields import PartialDateField, PartialDateFormField
from refuge.core.partial_dates import PartialDate


def declared() -> type[models.Model]:
    class Stay(models.Model):
        starts = PartialDateField(help_text="Public.")
        ends = PartialDateField(blank=True)

        class Meta:
            app_label = "partial_dates"

    return Stay


@pytest.fixture
def stay_model(db: None) -> Iterator[type[models.Model]]:
    with isolate_apps():
        model = declared()
        with connection.cursor() as cursor:
            # The schema editor itself cannot be entered inside a test's transaction on SQLite.
            cursor.execute(connection.schema_editor().table_sql(model)[0])
        yield model


def test_field_keeps_the_stored_text_and_gives_back_the_date(stay_model: type[models.Model]) -> None:
    stay_model.objects.create(starts=PartialDate.parse("about 2003"))
    stay = stay_model.objects.get()
    assert (stay.starts, stay.ends) == (PartialDate.parse("about 2003"), None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT starts, ends FROM partial_dates_stay")
        assert cursor.fetchone() == ("2003-00-00~0000", "")


def test_field_sorts_and_compares_by_time(stay_model: type[models.Model]) -> None:
    typed = ["2003-05", "2001", "before 2003", "2003", "2000/2001", "2003-04-30"]
    for text in typed:
        stay_model.objects.create(starts=text)
    in_order = list(stay_model.objects.order_by("starts").values_list("starts", flat=True))
    assert [date.typed for date in in_order] == ["2000/2001", "2001", "before 2003", "2003", "2003-04-30", "2003-05"]
    assert stay_model.objects.filter(starts__gt="2003").count() == 2
    assert stay_model.objects.get(starts="2001").starts == PartialDate(2001)
    assert stay_model.objects.aggregate(last=Max("starts"))["last"] == PartialDate(2003, 5)
    assert stay_model.objects.filter(starts__startswith="2003").count() == 4


def test_field_finds_what_is_missing_by_none(stay_model: type[models.Model]) -> None:
    stay_model.objects.create(starts="2003")
    stay_model.objects.create(starts="2004", ends="2006")
    missing = stay_model.objects.filter(ends=None)
    assert [stay.starts.year for stay in missing] == [2003]
    assert list(stay_model.objects.filter(ends__isnull=True)) == list(missing)
    assert list(stay_model.objects.filter(Q(ends=""))) == list(missing)
    assert list(stay_model.objects.exclude(ends__isnull=False)) == list(missing)
    assert [stay.starts.year for stay in stay_model.objects.exclude(ends=None)] == [2004]
    with pytest.raises(TypeError):
        list(stay_model.objects.filter(ends__isnull="no"))


def test_field_takes_part_in_expressions(stay_model: type[models.Model]) -> None:
    stay_model.objects.create(starts="2003", ends="2006")
    assert not stay_model.objects.filter(ends=F("starts")).exists()
    stay_model.objects.update(ends=F("starts"))
    assert stay_model.objects.get(ends=F("starts")).ends == PartialDate(2003)
    stay = stay_model.objects.get()
    stay.starts = Coalesce(F("ends"), Value(PartialDate(2001), output_field=PartialDateField()))
    stay.save()
    assert stay_model.objects.get().starts == PartialDate(2003)


def test_field_survives_serialisation(stay_model: type[models.Model]) -> None:
    stay_model.objects.create(starts="2000/2001")
    text = serializers.serialize("json", stay_model.objects.all())
    assert "2000-00-00/2001" in text
    (field,) = [field for field in stay_model._meta.fields if field.name == "starts"]
    assert field.to_python("2000-00-00/2001") == PartialDate.parse("2000/2001")
    assert field.value_to_string(stay_model()) == ""


def test_field_is_checked_when_the_row_is_cleaned(stay_model: type[models.Model]) -> None:
    stay = stay_model(starts="about 2003")
    stay.full_clean()
    assert stay.starts == PartialDate.parse("about 2003")
    for wrong in ("May 2003", None, "", 2003):
        with pytest.raises(ValidationError) as refusal:
            stay_model(starts=wrong).full_clean()
        assert set(refusal.value.message_dict) == {"starts"}


def test_field_migrates_alike_on_every_database() -> None:
    field = PartialDateField(blank=True)
    _, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == ("refuge.core.fields.PartialDateField", [], {"blank": True})
    assert field.clone().max_length == 15


@pytest.mark.parametrize(("vendor", "collation"), [("postgresql", "C"), ("sqlite", "BINARY")])
def test_field_compares_byte_by_byte(vendor: str, collation: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "vendor", vendor)
    assert PartialDateField().db_parameters(connection)["collation"] == collation


def test_form_reads_and_shows_the_typed_date(stay_model: type[models.Model]) -> None:
    form_class = modelform_factory(stay_model, fields=["starts", "ends"])
    stay = form_class({"starts": "c. 2003", "ends": ""}).save()
    assert (stay.starts, stay.ends) == (PartialDate.parse("about 2003"), None)
    form = form_class(instance=stay)
    assert 'value="about 2003"' in str(form["starts"])
    assert "value=" not in str(form["ends"])
    assert (form["starts"].help_text, "2000/2001" in str(form["ends"].help_text)) == ("Public.", True)


def test_form_keeps_a_refused_text_in_the_box(stay_model: type[models.Model]) -> None:
    form = modelform_factory(stay_model, fields=["starts", "ends"])({"starts": "", "ends": "May 2003"})
    assert set(form.errors) == {"starts", "ends"}
    assert 'value="May 2003"' in str(form["ends"])


def test_form_field_sees_only_real_changes() -> None:
    field = PartialDateFormField(required=False)
    about = PartialDate.parse("about 2003")
    assert not field.has_changed(about, "c. 2003")
    assert not field.has_changed(None, "")
    assert field.has_changed(about, "2003")
    assert field.has_changed(None, "2003")
