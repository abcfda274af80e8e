"""What a browser would send back from a page of the admin on which nothing was changed."""

from typing import Any

from django.http import HttpResponse


def filled(page: HttpResponse) -> dict[str, Any]:
    """Return the fields of the form and of all its rows, as they stand."""
    context: Any = page.context  # type: ignore[attr-defined]  # the test client keeps it
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    for formset in formsets:
        forms += [formset.management_form, *formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False or hasattr(value, "read"):
                continue
            data[field.html_name] = field.field.prepare_value(value) if value != "" else ""
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = data[field.html_name]
    return data
