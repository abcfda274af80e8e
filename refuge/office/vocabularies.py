"""Countries and languages, found under any of their names: the editor's, the English one, their own, or the code."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, get_select2_language
from django.urls import reverse_lazy
from django.utils.translation import get_language

from refuge.core import countries, languages
from refuge.core.folding import fold, search_key, tokens

OWN_NAMES = json.loads((Path(__file__).parent / "own_names.json").read_text(encoding="utf-8"))
ROOMS: dict[str, Any] = {"countries": countries, "languages": languages}
MOST = 50
# What people go on typing, whatever it is called now.
ALIASES: dict[str, dict[str, tuple[str, ...]]] = {
    "countries": {
        "AE": ("UAE",),
        "CD": ("Zaire", "DRC"),
        "CI": ("Ivory Coast",),
        "CV": ("Cape Verde",),
        "CZ": ("Czech Republic",),
        "GB": ("UK", "Great Britain", "England", "Scotland", "Wales"),
        "MK": ("Macedonia",),
        "MM": ("Burma",),
        "NL": ("Holland",),
        "SZ": ("Swaziland",),
        "TL": ("East Timor",),
        "TR": ("Turkey",),
        "US": ("USA", "America"),
        "VA": ("Holy See",),
    },
    "languages": {"fa": ("Farsi",), "ckb": ("Kurdi",), "kmr": ("Kurdi",), "my": ("Myanmar",), "ps": ("Pushto",)},
}


def suggest(vocabulary: str, asked: str) -> list[tuple[str, str]]:
    """Return the codes and names that the words asked for begin, the closest name first."""
    words = tokens(asked)
    names = dict(ROOMS[vocabulary].choices())
    keys = _keys(vocabulary, get_language() or "en")
    found = [code for code in names if all(f" {word}" in keys[code] for word in words)]
    wanted = fold(asked)
    # "Niger" before "Nigeria", and both before what only has such a word in it; a code is meant by whoever types one.
    found.sort(
        key=lambda code: (
            wanted not in (code.lower(), fold(names[code])),
            not fold(names[code]).startswith(wanted),
        )
    )
    return [(code, names[code]) for code in found[:MOST]]


@lru_cache(maxsize=16)
def _keys(vocabulary: str, language: str) -> dict[str, str]:
    room, own, aliases = ROOMS[vocabulary], OWN_NAMES[vocabulary], ALIASES[vocabulary]
    return {
        code: search_key(code, name, room.name(code, "en"), *own.get(code, ()), *aliases.get(code, ()))
        for code, name in room.choices()
    }


class _Suggested(AutocompleteMixin):
    """A select that asks the server while one types, as the admin's own do for records."""

    def __init__(self, vocabulary: str, attrs: Any = None) -> None:
        super(AutocompleteMixin, self).__init__(attrs)  # type: ignore[call-arg]  # past what asks for a relation
        self.vocabulary = vocabulary

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Return the attributes by which the admin's script knows the select."""
        attrs = super(AutocompleteMixin, self).build_attrs(base_attrs, extra_attrs)  # type: ignore[misc]
        spoken = get_select2_language()
        return {
            **attrs,
            "class": f"{attrs.get('class', '')} admin-autocomplete".strip(),
            "data-ajax--cache": "true",
            "data-ajax--delay": 100,
            "data-ajax--type": "GET",
            "data-ajax--url": reverse_lazy("admin:suggest", args=[self.vocabulary]),
            "data-theme": "admin-autocomplete",
            "data-allow-clear": "false" if self.is_required or self.allow_multiple_selected else "true",  # type: ignore[attr-defined]
            "data-placeholder": "",
            **({"lang": spoken} if spoken else {}),
        }

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> list[Any]:
        """Return what is chosen alone; the rest is asked for."""
        names = dict(ROOMS[self.vocabulary].choices())
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "")]  # type: ignore[attr-defined]
        chosen = [(code, names.get(code, code)) for code in value if code]
        options = [
            self.create_option(name, code, label, code in value, index, attrs=attrs)  # type: ignore[attr-defined]
            for index, (code, label) in enumerate((*empty, *chosen))
        ]
        return [(None, options, 0)]


class SuggestedSelect(_Suggested, forms.Select):
    """One country or one language."""


class SuggestedSelectMultiple(_Suggested, forms.SelectMultiple):
    """Several of them."""


def widget_for(field: Any) -> forms.Widget | None:
    """Return the widget of a column whose choices are countries or languages; None for every other."""
    of = getattr(field, "vocabulary", None)
    for vocabulary, room in ROOMS.items():
        if of == room.choices:
            return SuggestedSelectMultiple(vocabulary)
        if getattr(getattr(field, "choices", None), "func", None) == room.choices:
            return SuggestedSelect(vocabulary)
    return None
