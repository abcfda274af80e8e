"""Looks again at what stands when something stopped being cleared: which publications say it by now."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet

from refuge.core import cautions
from refuge.core.cautions import Finder
from refuge.core.editions import kept_facts, standing_of
from refuge.core.publishables import Publishable, PublishableModel, publishables
from refuge.core.words import SHORT, Phrase, said_in


class ContainsAny(Func):
    """Whether a text contains any of some others, asked as one condition: hundreds joined by OR cost more to write
    down than to answer, and SQLite takes no more than a thousand.
    """

    output_field = BooleanField()

    def __init__(self, text: str, words: Iterable[str]) -> None:
        super().__init__(F(text))
        self.words = json.dumps([*words], ensure_ascii=False)

    def as_sqlite(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        return self._asked(compiler, "json_each(%s) AS word", "instr")

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        return self._asked(compiler, "jsonb_array_elements_text(%s) AS word(value)", "strpos")

    def _asked(self, compiler: Any, words: str, position: str) -> tuple[str, tuple[Any, ...]]:
        text, parameters = compiler.compile(self.source_expressions[0])
        asked = f"EXISTS (SELECT 1 FROM {words} WHERE {position}({text}, word.value) > 0)"  # noqa: S608
        return asked, (self.words, *parameters)


def recheck(record: PublishableModel, publication: Any, about: Finder | None = None) -> None:
    """Note whether a standing publication says what must not be read, and nobody gave a reason for.

    `about` finds what has to do with the one thing that changed: where it finds nothing in what was no task, all is
    as it was, and nobody has to look for everything else.
    """
    facts = kept_facts(publication)
    left = bool(about and cautions.not_accepted(about(record, facts), publication))
    if not left and (publication.cautioned or about is None):
        left = bool(cautions.left_standing(record, facts, publication))
    if left != publication.cautioned:
        # Bookkeeping of the machine: the publication says what it always said.
        QuerySet(type(publication)).filter(pk=publication.pk).update(cautioned=left)


def is_any_cautioned() -> bool:
    """Say whether any publication says what must not be read."""
    return any(_publications(kind).filter(standing=True, cautioned=True).exists() for kind in publishables())


def _publications(kind: Publishable[Any]) -> Any:
    return kind.record._meta.get_field("publications").related_model._base_manager


def says(phrases: Iterable[Phrase]) -> Q:
    """Return the question for publications that may say one of these phrases: all that do, and some that do not."""
    # Of a phrase the longest word is the rarest; whatever is found must have one of its forms.
    words = {max(phrase.words, key=lambda word: max(map(len, word))) for phrase in phrases}
    forms = sorted({form for word in words for form in word})
    # A short form is only ever a whole word.
    return Q(ContainsAny("said", (f" {form} " if form.isascii() and len(form) < SHORT else form for form in forms)))


def recheck_all(which: Q, of: PublishableModel, about: Finder) -> None:
    """Look again at every standing publication that a question finds, but one's own."""
    for kind in publishables():
        for publication in _publications(kind).filter(which, standing=True).order_by("pk").select_related("record"):
            if publication.record != of:
                recheck(publication.record, publication, about)


def note_words(record: PublishableModel) -> None:
    """Note the words of a publication that an earlier version of the software made, and what it says."""
    standing: Any = standing_of(record)
    if standing and not standing.said:
        standing.said = said_in([fact.value for fact in kept_facts(standing)])
        QuerySet(type(standing)).filter(pk=standing.pk).update(said=standing.said)
        recheck(record, standing)
