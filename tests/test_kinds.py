"""Every column of every record has been decided on: public by a kind of fact, or private by name; and says which."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Model
from django.test import RequestFactory

from refuge.core.facts import Kind
from refuge.core.publishables import columns_of, publishables
from refuge.core.scopes import Scope
from refuge.office.models import User
from refuge.office.records import Record
from tests.safety import oracle
from writers.admin.inlines import WaypointInline
from writers.models import Waypoint

# What the public reads of rows that make no fact of their own, beside whatever refers to them.
REFERRED = {
    "cities.Network": "slug name",
    "cities.Programme": "name usual_months",
    "office.Source": "title url publisher dated note",
}
# What no reader ever learns: it is for the office, it decides what is shown, or it only ties rows together.
PRIVATE = {
    "cities.Coordinator": "user city since until",
    "cities.Membership": "city",
    "cities.Network": "long_name website",
    "cities.Programme": "slug organisation website since until note",
    "writers.Clearance": "writer refused scope name residency picture languages knowing basis granted_on review_on "
    "withdrawn_on evidence sources",
    "writers.Dossier": "writer legal_name contact address risks",
    "writers.Name": "writer",
    "writers.Note": "remark read_on",
    "writers.Residency": "writer private_note ceiling",
    "writers.Text": "writer review reviewed_on",
    "writers.Waypoint": "writer",
    "writers.Work": "writer",
    "writers.Writer": "level languages_without_a_name",
}
# Pictures come as a file, in a field of the form that is no column.
AS_FILES = {"portrait", "photograph"}


def columns() -> dict[str, Any]:
    """Return every column of every record that people edit, by its name with that of its model."""
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    return {
        f"{model._meta.label}.{column.name}": column
        for model in records
        for column in (*model._meta.fields, *model._meta.many_to_many)
        if column.editable and not column.primary_key
    }


def listed(by_model: dict[str, str]) -> set[str]:
    return {f"{label}.{name}" for label, names in by_model.items() for name in names.split()}


def names_of(kind: Kind) -> set[str]:
    names = {*(column.name for column in kind.columns), *kind.also}
    return {f"{kind.model._meta.label}.{name}" for name in names} if kind.model else set()


def kinds() -> list[Kind]:
    return [kind for one in publishables() for kind in one.schema.kinds]


def decisions() -> set[str]:
    """Return the columns by which a city says what it agrees to; nobody reads them as such."""
    return {name for kind in kinds() if kind.scopes and kind.asked_under not in Scope.values for name in names_of(kind)}


def public() -> set[str]:
    return {name for kind in kinds() for name in names_of(kind)} - decisions() | listed(REFERRED)


def test_every_column_is_in_a_kind_of_fact_or_private_by_name() -> None:
    undecided = set(columns()) - public() - decisions() - listed(PRIVATE)
    assert sorted(undecided) == [], "Declare it in kinds.py, or name it under PRIVATE."
    assert sorted(public() & listed(PRIVATE)) == []


def test_nothing_is_decided_on_that_is_no_column() -> None:
    assert sorted((public() | listed(PRIVATE)) - set(columns())) == []


def test_the_catalogue_has_a_column_for_each_that_a_kind_sends_there() -> None:
    wanted = {
        f"{one.shelf.model._meta.label}.{name}"
        for one in publishables()
        for kind in one.schema.kinds
        # A stay's facts are put together by their room.
        if not kind.part
        for name in ([kind.to] if kind.to else [column.catalogue for column in kind.columns])
        if name
    }
    models = {one.shelf.model for one in publishables()}
    there = {f"{model._meta.label}.{column.name}" for model in models for column in model._meta.get_fields()}
    assert sorted(wanted - there) == [] and len(wanted) > 20


def test_the_oracle_of_the_safety_tests_says_the_same() -> None:
    rules = {
        f"{label}.{name}": rule not in (oracle.PRIVATE, oracle.TIES)
        for label in oracle.FIELDS
        for name, rule in oracle.rules_of(label).items()
    }
    said = {name: name in public() for name in columns() if name in rules}
    assert {name: shown for name, shown in said.items() if rules[name] != shown} == {}
    assert len(said) > 100


def test_every_help_text_says_whether_the_public_reads_it() -> None:
    says = {name: str(column.help_text).startswith("Public") for name, column in columns().items()}
    assert sorted(name for name, told in says.items() if told and name not in public()) == []
    assert sorted(name for name in public() if not says[name]) == []


def test_the_help_text_of_a_date_says_how_to_type_it_too() -> None:
    words = str(Waypoint._meta.get_field("starts").help_text)
    assert words.startswith("Public once the biography is cleared") and "2000/2001" in words


def forms(request: Any) -> list[tuple[str, Any]]:
    """Return the forms of the office in which records are edited, each by what it is called."""
    pages = [page for page in admin.site._registry.values() if issubclass(page.model, Record)]
    parts = [part for page in pages for part in page.get_inline_instances(request)]
    return [(f"{type(form).__name__}: {form.model._meta.label}", form) for form in (*pages, *parts)]


@pytest.mark.django_db
def test_every_public_column_stands_in_each_form_of_its_record_once(rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("owner")
    wrong, seen = {}, set()
    for called, form in forms(request):
        fields = flatten_fieldsets(form.get_fieldsets(request))
        asked = {name.rpartition(".")[2] for name in _of(form.model)} - AS_FILES
        counts = {name: fields.count(name) for name in sorted(asked)}
        wrong |= {f"{called}.{name}": count for name, count in counts.items() if count != 1}
        seen |= _of(form.model)
    assert wrong == {}
    assert (public() | decisions()) - seen == set()


def _of(model: type[Model]) -> set[str]:
    return {
        name for name in columns() if name.rpartition(".")[0] == model._meta.label and name in public() | decisions()
    }


@pytest.mark.django_db
def test_what_a_form_forgets_stands_in_its_last_part(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WaypointInline, "fields", ("place", "sources"))
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("owner")
    *_, (caption, last) = WaypointInline(Waypoint, admin.site).get_fieldsets(request)
    assert str(caption) == "More"
    assert set(last["fields"]) == {column.name for column in columns_of(Waypoint)} - {"place"}
