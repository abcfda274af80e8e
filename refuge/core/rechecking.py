"""Looks again at what stands when something stopped being cleared: which publications say it by now."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from refuge.core import cautions
from refuge.core.editions import kept_facts, standing_of
from refuge.core.publishables import PublishableModel, publishables
from refuge.core.words import SHORT, Phrase, said_in

NOTHING = Q(pk__in=[])


def recheck(record: PublishableModel, publication: Any) -> None:
    """Note whether a standing publication says what must not be read, and nobody gave a reason for."""
    left = bool(cautions.left_standing(record, kept_facts(publication), publication))
    if left != publication.cautioned:
        # Bookkeeping of the machine: the publication says what it always said.
        QuerySet(type(publication)).filter(pk=publication.pk).update(cautioned=left)


def says(phrases: Iterable[Phrase]) -> Q:
    """Return the question for publications that may say one of these phrases: all that do, and some that do not."""
    # Of a phrase the longest word is the rarest; whatever is found must have one of its forms.
    words = {max(phrase.words, key=lambda word: max(map(len, word))) for phrase in phrases}
    forms = sorted({form for word in words for form in word})
    # A short form is only ever a whole word.
    asked = (Q(said__contains=f" {form} " if form.isascii() and len(form) < SHORT else form) for form in forms)
    return reduce(or_, asked, NOTHING)


def recheck_all(which: Q, of: PublishableModel) -> None:
    """Look again at every standing publication that a question finds, but one's own."""
    for kind in publishables():
        publications: Any = kind.record._meta.get_field("publications").related_model
        for publication in publications.objects.filter(which, standing=True).order_by("pk").select_related("record"):
            if publication.record != of:
                recheck(publication.record, publication)


def note_words(record: PublishableModel) -> None:
    """Note the words of a publication that an earlier version of the software made, and what it says."""
    standing: Any = standing_of(record)
    if standing and not standing.said:
        standing.said = said_in([fact.value for fact in kept_facts(standing)])
        QuerySet(type(standing)).filter(pk=standing.pk).update(said=standing.said)
        recheck(record, standing)
