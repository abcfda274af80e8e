"""What a browser sends with the forms of the admin: what it was shown, and the columns one test changes."""

from typing import Any

from django.urls import reverse

from tests.office.matrix.table import MODELS, ROLES
from tests.office.matrix.world import World

CHANGED = "changed by a test"
# What a form of a new row is filled with, and which column a changed one is changed in.
NEW: dict[str, dict[str, Any]] = {
    "office.user": {"username": "newcomer", "email": "newcomer@example.org"},
    "office.source": {"title": "A new source"},
    "cities.city": {"name": "Newtown", "country": "NO", "kind": "city"},
    "cities.network": {"name": "New net", "slug": "new-net"},
    "cities.programme": {"name": "New programme", "slug": "new-programme"},
    "cities.milestone": {"date": "1999", "title": "New", "text": "New."},
    "cities.page": {"slug": "about-new", "language": "en", "title": "New", "text": "New."},
    "writers.writer": {"level": "0", "name": "Newcomer"},
    "writers.work": {"title": "New work", "kind": "novel", "status": "published"},
    "writers.residency": {"country": "SE", "end_state": "unknown", "standing": "accepted", "ceiling": "3"},
    "writers.clearance": {
        "scope": "works",
        "basis": "own-consent",
        "granted_on": "2020-01-01",
        "evidence": "Asked by letter.",
    },
    "writers.text": {"language": "fa", "kind": "biography", "text": "New.", "review": "unreviewed"},
    "writers.dossier": {"legal_name": "New name"},
}
# What a consent form says at the least.
CONSENT = {"give": ["works"], "basis": "own-consent", "granted_on": "2024-05-01", "evidence": "Folder 7."}
EDITED = {
    "office.user": "first_name",
    "office.source": "publisher",
    "cities.city": "local_name",
    "cities.network": "long_name",
    "cities.programme": "organisation",
    "cities.milestone": "title",
    "cities.page": "title",
    "writers.writer": "summary",
    "writers.work": "publisher",
    "writers.residency": "private_note",
    "writers.clearance": "evidence",
    "writers.text": "translator",
    "writers.dossier": "risks",
    "writers.note": "remark",
}


def form_of(world: World, model: str, which: str) -> dict[str, Any]:
    """Return what the form of a row sends with one column changed, or that of a new row (“add”) filled in.

    It is asked for by a role that may see it, and then sent by every role.
    """
    if (model, which) not in world.forms:
        letter = "a" if which == "add" else "c"
        role = next((role for role in ROLES if letter in MODELS[model][role]), None)
        world.forms[model, which] = _filled(world, model, which, role) if role else {"name": CHANGED}
    return world.forms[model, which]


def _filled(world: World, model: str, which: str, role: str) -> dict[str, Any]:
    name = f"admin:{model.replace('.', '_')}"
    address = reverse(f"{name}_add") if which == "add" else reverse(f"{name}_change", args=[world.key(model, which)])
    answer = world.browsers[role].get(address)
    assert answer.status_code == 200, f"{role} is shown no form at {address}: {answer.status_code}"
    data = sent(answer)
    if which != "add":
        return {**data, EDITED[model]: CHANGED}
    # A work, a stay and a dossier are somebody's.
    of = {"writer": world.spare.pk} if "writer" in answer.context["adminform"].form.fields else {}
    return {**data, **of, **NEW[model]}


def sent(answer: Any) -> dict[str, Any]:
    """Return what a browser would send that saves the form it was shown, its inlines with it."""
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    # A column with a default of its own sends what it was shown with, so that it is known to be unchanged.
    shown = {
        bound.html_initial_name: str(bound.initial)
        for form in forms
        for bound in form
        if bound.field.show_hidden_initial
    }
    return shown | {
        bound.html_name: bound.value() if isinstance(bound.value(), list) else str(bound.value())
        for form in forms
        for bound in form
        if bound.name != "password" and bound.value() not in (None, "", []) and bound.value() is not False
    }


def altered(world: World, model: str) -> dict[str, Any]:
    """Return columns that the form does not hold, as somebody adds them who hopes that they are saved."""
    other = world.rows[model]["foreign"].pk
    picture = world.rows["writers.writer"]["own"].portrait_id
    return {
        "id": other,
        "pk": other,
        "version": 99,
        "import_key": "forged",
        "imported": '{"forged": true}',
        "unpublished": "on",
        "search_key": "forged",
        "read": '[{"kind": "stay city", "value": "forged"}]',
        "seen_on": "2001-01-01",
        "is_public": "on",
        "is_superuser": "on",
        "user_permissions": [1, 2, 3],
        "photograph": picture + 1,
        "portrait": picture + 1,
        "legal_name_again": "forged",
        "publications-TOTAL_FORMS": 1,
        "publications-INITIAL_FORMS": 0,
        "publications-0-slug": "forged",
    }
