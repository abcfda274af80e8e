"""The feed of a city: those of its guests who are new on this site."""

from django.http import Http404, HttpRequest, HttpResponse

from cities.public.models import PublicCity
from refuge.core import atom
from refuge.core.scopes import Level


def guests(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the named guests of a city, the newest first; 404 for whichever city is not listed."""
    city = PublicCity.objects.filter(slug=slug).first()
    if city is None:
        raise Http404
    stays = city.residencies.filter(standing="accepted", writer__level=Level.NAMED).select_related("writer")
    stays = stays.order_by("-writer__first_published_on", "writer__sort_key", "writer__slug")
    # Who stayed twice is one guest.
    writers = list({stay.writer_id: stay.writer for stay in stays}.values())[: atom.ENTRIES]
    return atom.answer(request, city.name, city.get_absolute_url(), [writer.as_entry() for writer in writers])
