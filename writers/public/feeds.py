"""The feed of writers who are new on this site."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from refuge.core import atom
from writers.public.models import NEWEST_FIRST, PublicWriter


def latest(request: HttpRequest) -> HttpResponse:
    """Answer with the writers published last, the newest first."""
    writers = PublicWriter.objects.named().order_by(*NEWEST_FIRST)[: atom.ENTRIES]
    return atom.answer(request, _("New on Cities of Refuge"), reverse("writer_list"), [w.as_entry() for w in writers])
