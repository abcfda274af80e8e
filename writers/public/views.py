"""The public pages of writers."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from refuge.core.scopes import Level
from writers.public.filters import WriterFilter
from writers.public.models import PublicPortrait, PublicResidency, PublicWriter
from writers.public.profile import Profile
from writers.public.rows import row_of


def with_rows(writers: QuerySet[PublicWriter]) -> QuerySet[PublicWriter]:
    """Return the writers with what a row of a list shows; pictures without their bytes."""
    stays = PublicResidency.objects.select_related("city").order_by("position")
    portraits = PublicPortrait.objects.defer("body").order_by("width", "format")
    return writers.prefetch_related(Prefetch("residencies", stays), Prefetch("portraits", portraits))


def writer_list(request: HttpRequest) -> HttpResponse:
    """Answer with the list of writers, filtered as the address says."""
    found = WriterFilter(request.GET, queryset=PublicWriter.objects.shown(), path=reverse("writer_list"))
    page = found.page(with_rows(found.ordered()))
    today = timezone.localdate()
    context = {
        **found.context(page),
        "nav_current": "writers",
        "facets": found.facets(),
        "rows": [row_of(writer, today) for writer in page],
        "counted": 0 if found.chosen else PublicWriter.objects.filter(level=Level.COUNTED).count(),
        "year_from": found.chosen.get("from", ""),
        "year_to": found.chosen.get("to", ""),
        "q": found.chosen.get("q", ""),
    }
    return render(request, "writers/list.html", context)


def writer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a writer's page; 404 for whoever has none, whatever the reason."""
    writer = with_rows(PublicWriter.objects.named()).prefetch_related("works").filter(slug=slug).first()
    if writer is None:
        raise Http404
    profile = Profile.of(writer, timezone.localdate())
    return render(request, "writers/detail.html", {"nav_current": "writers", "writer": writer, "profile": profile})
