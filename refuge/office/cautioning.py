"""What a publisher is told of what speaks against publishing, and what they must say to go on.

Whether a text says a word that only some may know is itself an answer: who may not know it is told for so many texts
an hour, and each answer is a line of the log. Else one would type names until the machine nods.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from refuge.core import cautions, editions
from refuge.core.cautions import Caution
from refuge.core.publishables import Facts
from refuge.core.publishing import Refused
from refuge.office.forms import ReasonForm
from refuge.office.models import Event, User, log

TEXTS_AN_HOUR = 20


class GoOnForm(ReasonForm):
    """Asks whoever publishes in spite of cautions to say that each was looked at, and why."""

    field_order = ("looked", "reason")
    # What is missing is said beside what speaks against it, and not in a bubble of the browser.
    use_required_attribute = False

    looked = forms.BooleanField(label=gettext_lazy("I have looked at each of these, and it may be published"))


def told_cautions(by: Any, record: Any, edition: Facts) -> list[Caution]:
    """Return what speaks against publishing, as this account may know it, of what nobody gave a reason for yet.

    Raises `Refused` for who has been told of too many texts this hour.
    """
    standing = editions.standing_of(record)
    found = cautions.still_open(record, edition, standing)
    closed = {permission for permission in cautions.guarded_by() if not by.has_perm(permission)}
    if closed and not (standing and editions.is_whole(standing, edition)):
        _note_answer(by, record, edition, sum(caution.readers in closed for caution in found))
    return [caution.told_to(by.has_perm) for caution in found]


def _note_answer(by: Any, record: Any, edition: Facts, found: int) -> None:
    """Log that an answer was given, once an hour for one text; raises `Refused` where it is one too many."""
    text = cautions.key_of(record._meta.label, record.pk, [fact.as_json() for fact in edition])[:8]
    # Which record it was, and which of its texts, in letters that tell a text from another and nothing of it.
    which = f"{record._meta.model_name} {record.pk}, {text}: "
    with transaction.atomic():
        # Two questions at once are two questions.
        User.objects.select_for_update().get(pk=by.pk)
        lately = Event.objects.filter(by=by, verb=Event.Verb.COMPARED, at__gt=timezone.now() - timedelta(hours=1))
        told = set(lately.values_list("detail", flat=True))
        if any(detail.startswith(which) for detail in told):
            return
        if len(told) >= TEXTS_AN_HOUR:
            raise Refused(
                _(
                    "Within an hour you were told of %(n)d different texts whether they say what only readers of the "
                    "dossier may know. Go on later, or ask somebody who may read it to publish."
                )
                % {"n": TEXTS_AN_HOUR}
            )
        log(by, Event.Verb.COMPARED, f"{which}{found}")
