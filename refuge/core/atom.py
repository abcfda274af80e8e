"""Atom feeds (RFC 4287) that are a function of what was published, to the day.

The view that Django brings writes the clock into an empty feed, and into a header of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from refuge.core.addresses import public_address
from refuge.core.characters import plain_text

# A feed holds so many entries, the newest.
ENTRIES = 30
# When a feed without entries was last changed.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that was published for the first time on a day."""

    title: str
    address: str
    day: date
    summary: str


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """Return when the newest entry appeared: what an empty feed says must not be the clock."""
        return max((item["pubdate"] for item in self.items), default=NEVER)


def answer(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """Answer with a feed of the entries, which tells of what stands on the page at an address of this site."""
    here = public_address(request.path)
    feed = _Feed(
        title=plain_text(title),
        link=public_address(page),
        description="",
        language=get_language(),
        author_name=_("Cities of Refuge"),
        feed_url=here,
        feed_guid=here,
    )
    for entry in entries:
        link, day = public_address(entry.address), datetime.combine(entry.day, time(), UTC)
        feed.add_item(
            title=plain_text(entry.title),
            link=link,
            # An address is never given to anybody else.
            unique_id=link,
            # A reader's program takes it for HTML.
            description=escape(plain_text(entry.summary)),
            pubdate=day,
            updateddate=day,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
