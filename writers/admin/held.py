"""The page that prints everything held about one writer, for the person who asks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from refuge.core import editions
from refuge.core.surface import POLICY
from refuge.office.models import Event, Source, log
from refuge.office.plain_words import words
from refuge.office.records import Record
from refuge.office.standing import sentence
from refuge.office.timeline import lines
from writers.held import HELD, Held
from writers.models import Dossier, Writer

NEEDED = (*(table.model for table in HELD if issubclass(table.model, Record) and table.model is not Dossier), Source)


def may_print(request: HttpRequest) -> bool:
    """Say whether somebody may read every table of which the page tells; the dossier is left out without its own."""
    return request.user.has_perms([f"{model._meta.app_label}.view_{model._meta.model_name}" for model in NEEDED])


def held_page(request: HttpRequest, writer: Writer, context: dict[str, Any]) -> HttpResponse:
    """Return the page, in the language asked for, and note in the log that somebody opened it."""
    dossier = request.user.has_perm("writers.view_dossier")
    asked = request.GET.get("language", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        held = Held(writer, dossier=dossier)
        context |= {
            "writer": writer,
            "says": sentence(writer, editions.standing_of(writer), editions.hold_on(writer)),
            "parts": held.parts(),
            "lines": lines(Writer, held.steps()),
            "dossier": dossier,
            "languages": settings.LANGUAGES,
            "language": language,
            "made": words(timezone.now()),
            "by": words(request.user),
            # Nothing beside what is printed.
            "is_nav_sidebar_enabled": False,
        }
        body = render_to_string("admin/writers/writer/held.html", context, request)
    log(request.user, Event.Verb.PRINTED, "with the dossier" if dossier else "without the dossier")
    answer = HttpResponse(body, headers={"Cache-Control": "no-store"})
    # Its pictures stand in the page itself: some have no address of their own.
    answer["Content-Security-Policy"] = POLICY.replace(
        "img-src 'self'", "script-src 'self'; connect-src 'self'; img-src 'self' data:"
    )
    return answer
