"""What the public lists share: lenient parameters with clear messages, facets, chips, pages and addresses.

A list is a `ListFilter` (a django-filter FilterSet). Bad parameters never empty a list: they are left out, and a
message says so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from refuge.core.folding import tokens

Labels = Mapping[str, Any]
Pairs = list[tuple[str, str]]

LONGEST_SEARCH = 200
OPTIONS_SHOWN = 6
YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Option:
    """One value of a facet, with the number of rows it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter of a list: the options shown at once, and those behind “more”."""

    key: str
    label: str
    shown: list[Option]
    more: list[Option]


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    label: str
    url: str


def facet(key: str, label: str, counts: Mapping[str, int], labels: Labels, chosen: Iterable[str]) -> Facet:
    """Return a facet from counts by value: the chosen first, then the most frequent, then by name."""
    picked = list(chosen)
    values = {*(value for value, count in counts.items() if count and value), *picked}
    options = [Option(v, str(labels.get(v, v)), counts.get(v, 0), v in picked) for v in values]
    options.sort(key=lambda option: (not option.chosen, -option.count, option.label))
    cut = max(OPTIONS_SHOWN, len(picked))
    return Facet(key, label, options[:cut], sorted(options[cut:], key=lambda option: option.label))


class _Lenient:
    """A form field that leaves a bad value out and says so in `refused`, instead of failing."""

    refused: str = ""


class CodesField(_Lenient, forms.Field):
    """Several values of a vocabulary; `labels` are set by the list before it is read."""

    widget = forms.SelectMultiple
    labels: Labels = {}

    def clean(self, value: Any) -> list[str]:
        """Return the known values, each once, in order."""
        asked = list(dict.fromkeys(word for word in value or [] if word))
        unknown = [word for word in asked if word not in self.labels]
        if unknown:
            words = ", ".join(f"“{word[:40]}”" for word in unknown[:3])
            self.refused = _("%(filter)s: there is no %(words)s, so it was left out.") % {
                "filter": self.label,
                "words": words,
            }
        return [word for word in asked if word in self.labels]


class YearField(_Lenient, forms.Field):
    """A year."""

    def clean(self, value: Any) -> int | None:
        """Return the year, or None."""
        text = str(value or "").strip()
        if not text:
            return None
        if text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS:
            return int(text)
        self.refused = _("%(filter)s: “%(text)s” is no year, so it was left out. Write four digits, such as 2003.") % {
            "filter": self.label,
            "text": text[:40],
        }
        return None


class SearchField(_Lenient, forms.Field):
    """Words to look for, in any script."""

    def clean(self, value: Any) -> str:
        """Return the text, cut at nothing: one that is too long is left out."""
        text = str(value or "").replace("\0", "").strip()
        if len(text) > LONGEST_SEARCH:
            self.refused = ngettext(
                "The search is too long, so it was left out. Use at most %(n)d letter.",
                "The search is too long, so it was left out. Use at most %(n)d letters.",
                LONGEST_SEARCH,
            ) % {"n": LONGEST_SEARCH}
            return ""
        return text


class CodesFilter(django_filters.Filter):
    """A facet. `vocabulary` returns its values and their labels."""

    field_class = CodesField

    def __init__(self, *args: Any, vocabulary: Callable[[], Iterable[tuple[str, Any]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vocabulary = vocabulary

    def filter(self, qs: QuerySet[Any], value: list[str]) -> QuerySet[Any]:
        """Return the rows with any of the values."""
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class YearFilter(django_filters.Filter):
    """A first or last year; the list itself says what of."""

    field_class = YearField


class SearchFilter(django_filters.Filter):
    """Words that must all be in the row's search column."""

    field_class = SearchField

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Return the rows in which every word begins a word."""
        for token in tokens(value or ""):
            qs = qs.filter(search__contains=f" {token}")
        return qs


class ListFilter(django_filters.FilterSet):
    """The parameters of a public list. A subclass declares filters, `sorts` and `page_size`, and builds facets."""

    sorts: Mapping[str, tuple[Any, tuple[Any, ...]]] = {}  # key -> label, order; the first is the default
    page_size = 24

    def __init__(self, data: Any, *args: Any, path: str, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.path = path
        self.labels: dict[str, Labels] = {}
        for name, declared in self.filters.items():
            if isinstance(declared, CodesFilter):
                self.labels[name] = self.form.fields[name].labels = dict(declared.vocabulary())
        self.form.is_valid()
        self.chosen: dict[str, Any] = {name: value for name, value in self.form.cleaned_data.items() if value}
        self.messages = [field.refused for field in self.form.fields.values() if field.refused]
        self.sort = data.get("sort") or next(iter(self.sorts), "")
        if self.sorts and self.sort not in self.sorts:
            self.sort = next(iter(self.sorts))
            self.messages.append(_("This order is not known, so the usual one is used."))

    def rows(self, *, leave_out: str = "") -> QuerySet[Any]:
        """Return the rows that match every filter but one."""
        found = self.queryset.all()
        for name, value in self.chosen.items():
            if name != leave_out:
                found = self.filters[name].filter(found, value)
        return found

    def pairs(self) -> Pairs:
        """Return the filters in force as parameters, in one order only."""
        found: Pairs = []
        for name in self.filters:
            value = self.chosen.get(name)
            found += [
                (name, str(each)) for each in (sorted(value) if isinstance(value, list) else [value] if value else [])
            ]
        return found

    def url(self, pairs: Pairs | None = None, *, sort: bool = True, page: int = 1) -> str:
        """Return the address of this list with these filters, by default those in force."""
        query = self.pairs() if pairs is None else list(pairs)
        if sort and self.sorts and self.sort != next(iter(self.sorts)):
            query.append(("sort", self.sort))
        if page > 1:
            query.append(("page", str(page)))
        return f"{self.path}?{urlencode(query)}" if query else self.path

    def chips(self) -> list[Chip]:
        """Return one chip for each filter in force."""
        pairs = self.pairs()
        return [
            Chip(self.chip_label(name, value), self.url([*pairs[:at], *pairs[at + 1 :]]))
            for at, (name, value) in enumerate(pairs)
        ]

    def chip_label(self, name: str, value: str) -> str:
        """Return what a chip says: “Iran”, “From: 2003”, or the words searched for."""
        if name in self.labels:
            return str(self.labels[name].get(value, value))
        return f"{self.filters[name].label}: {value}"

    def page(self, ordered: Any) -> Page[Any]:
        """Return the page asked for; a bad number gives the first page and a number too high the last."""
        asked = (self.data.get("page") or "1").strip()
        paginator = Paginator(ordered, self.page_size)
        good = asked.isascii() and asked.isdecimal() and len(asked) < 8 and int(asked) > 0
        number = int(asked) if good else 1
        if not good:
            self.messages.append(_("“%(page)s” is no page number. This is the first page.") % {"page": asked[:40]})
        elif number > paginator.num_pages:
            number = paginator.num_pages
            self.messages.append(
                ngettext(
                    "There is only %(n)d page. This is it.", "There are only %(n)d pages. This is the last.", number
                )
                % {"n": number}
            )
        return paginator.page(number)

    def context(self, page: Page[Any]) -> dict[str, Any]:
        """Return what the shared parts of the templates need."""
        near = {1, page.paginator.num_pages, page.number - 1, page.number, page.number + 1}
        numbers = sorted(n for n in near if 1 <= n <= page.paginator.num_pages)
        filtered = bool(self.chosen)
        return {
            "list": self,
            "page": page,
            "pages": [(number, self.url(page=number)) for number in numbers] if len(numbers) > 1 else [],
            "next_url": self.url(page=page.number + 1) if page.has_next() else "",
            "chips": self.chips(),
            "messages_bad": self.messages,
            "canonical": self.url(sort=False, page=page.number),
            "noindex": filtered or page.number > 1 or self.url() != self.url(sort=False),
            "sort_options": [(key, label, key == self.sort) for key, (label, _order) in self.sorts.items()],
            "hidden": self.pairs(),
        }
