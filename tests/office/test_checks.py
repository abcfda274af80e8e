"""A page of the admin that could let strangers in is refused at start."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.sessions.models import Session
from django.core.checks import run_checks

from refuge.office.checks import check_admin_pages
from refuge.office.closed_admin import ClosedAdmin
from refuge.office.models import Picture
from writers.models import Writer


class Anything(GenericTabularInline):
    """Rows of any model."""

    model = Picture


class Keyed(admin.TabularInline):
    """Rows whose primary key is in the form."""

    model = Session


class Listed(ClosedAdmin):
    """A list that saves."""

    list_editable = ("digest",)


class Generic(ClosedAdmin):
    """A page with rows of any model."""

    inlines = (Anything,)


class ByKey(ClosedAdmin):
    """A page with rows by their key."""

    inlines = (Keyed,)


def found(model: Any = None, page: Any = None) -> set[str]:
    with pytest.MonkeyPatch.context() as patch:
        if model:
            patch.setitem(admin.site._registry, model, page(model, admin.site))
        return {str(message.id) for message in check_admin_pages()}


def test_the_admin_as_it_is_passes_and_is_asked_at_every_start() -> None:
    assert found() == set()
    assert check_admin_pages() == run_checks(tags=["admin"])


@pytest.mark.parametrize(
    ("model", "page", "id"),
    [
        (Picture, admin.ModelAdmin, "refuge.E022"),
        (Picture, Listed, "refuge.E023"),
        (Picture, Generic, "refuge.E024"),
        (Picture, ByKey, "refuge.E025"),
        (Session, ClosedAdmin, "refuge.E025"),
    ],
)
def test_a_page_of_a_kind_that_is_not_used_here_is_refused(model: Any, page: Any, id: str) -> None:
    assert found(model, page) == {id}


def test_addresses_by_number_are_refused() -> None:
    stock = admin.AdminSite("stock")
    assert found() == {"refuge.E021"}
    del stock
    assert found() == set()


def test_a_record_with_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Writer, "get_absolute_url", lambda self: f"/{self.pk}/", raising=False)
    assert found() == {"refuge.E026"}
