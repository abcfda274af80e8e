"""What the forms ask while one types: how a date will read, and which countries or languages are meant."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse_lazy

from refuge.core.partial_dates import PartialDate
from refuge.office.vocabularies import ROOMS, suggest


class PartialDateInput(forms.TextInput):
    """The box of a partial date, under which a script says how it will read."""

    def __init__(self, attrs: Any = None) -> None:
        address = reverse_lazy("admin:read_date")
        super().__init__(
            {"class": "partial-date", "autocomplete": "off", "dir": "ltr", "data-echo": address, **(attrs or {})}
        )

    @property
    def media(self) -> forms.Media:
        """Return the script that asks."""
        return forms.Media(js=("entering.js",))


def read_date(request: HttpRequest) -> JsonResponse:
    """Answer how a typed date will read on the public page, or what is wrong with it."""
    typed = request.GET.get("typed", "").strip()
    if not typed:
        return JsonResponse({"reads": ""})
    try:
        return JsonResponse({"reads": PartialDate.parse(typed).words()})
    except ValidationError as error:
        return JsonResponse({"wrong": " ".join(error.messages)})


def suggestions(request: HttpRequest, vocabulary: str) -> JsonResponse:
    """Answer which countries or languages the typed words may mean, as the admin's select wants it."""
    if vocabulary not in ROOMS:
        raise Http404
    found = suggest(vocabulary, request.GET.get("term", ""))
    results = [{"id": code, "text": name} for code, name in found]
    return JsonResponse({"results": results, "pagination": {"more": False}})
