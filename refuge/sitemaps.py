"""What search engines are told of: the pages of what is published, and never when anything changed."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from cities.public.models import PublicCity, PublicPage
from cities.public.supplied import SUPPLIED
from refuge.core.addresses import public_address
from writers.public.models import PublicWriter


class _Addresses(Sitemap):
    """Addresses under the name by which readers know the site, whatever name they asked for."""

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return http or https."""
        return public_address().partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        """Return the host, with its port where it has one."""
        return public_address().partition("://")[2]


class Pages(_Addresses):
    """The lists, the history and the pages of text."""

    def items(self) -> list[str]:
        """Return the addresses, each once."""
        texts = sorted({page.get_absolute_url() for page in (*SUPPLIED, *PublicPage.objects.all())})
        return [*(reverse(name) for name in ("home", "writer_list", "city_list", "history")), *texts]

    def location(self, item: Any) -> str:
        """Return the address itself."""
        return str(item)


class Cities(_Addresses):
    """The listed cities."""

    def items(self) -> QuerySet[PublicCity]:
        """Return the cities in the order of their addresses."""
        return PublicCity.objects.only("slug").order_by("slug")


class Writers(_Addresses):
    """The writers who have a page."""

    def items(self) -> QuerySet[PublicWriter]:
        """Return the writers in the order of their addresses."""
        return PublicWriter.objects.named().only("slug").order_by("slug")


SITEMAPS = {"pages": Pages, "cities": Cities, "writers": Writers}
