"""One look at the whole site on one day: every address that is linked or guessed, and what all of it tells."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from tests.safety.attacker.dates import Bounds
from tests.safety.attacker.numbers import remainders
from tests.safety.attacker.pages import Element
from tests.safety.attacker.places import REGION_OF
from tests.safety.attacker.reading import (
    NOW,
    PAST,
    Row,
    Stay,
    read_city,
    read_rows,
    read_stays_of_row,
    read_writer,
)
from tests.safety.attacker.site import Answer, Leak, Site

Ask = Callable[[str], Answer]

GLANCE = ("/writers/", "/cities/", "/feed.atom")
LISTS = ("/", *GLANCE, "/writers/?sort=recent", "/sitemap.xml")
WRITER, CITY = re.compile(r"/writers/[^/?#]+/"), re.compile(r"/cities/[^/?#]+/")
ADDRESS = re.compile(rb'(?:href="|<loc>|<id>)(?:https?://[^/"<]+)?(/[^"<#]*)')


class Visit:
    """Asks for what is linked and for what can be guessed, and reads it."""

    def __init__(self, ask: Ask, day: date, remembered: Iterable[str] = ()) -> None:
        self.ask, self.remembered = ask, set(remembered)
        self.site = Site(day, {})

    def glance(self) -> Site:
        """Return what the pages of cities and writers tell, without the filters and the numbers."""
        self._pages(GLANCE)
        return self.site

    def look(self) -> Site:
        """Return all that the site tells today."""
        self._pages(LISTS)
        self.site.recent = read_rows(self.site.tree("/writers/?sort=recent"))
        self._gone()
        self._filters()
        self.site.leaks += remainders(self.site)
        return self.site

    def _pages(self, lists: Iterable[str]) -> None:
        for address in lists:
            self._get(address)
        for address in sorted(self._linked(CITY)):
            slug = address.split("/")[2]
            self.site.cities[slug] = read_city(slug, self._get(address))
        self.site.rows = read_rows(self.site.tree("/writers/"))
        self._writers()
        self._feed()

    def _get(self, address: str) -> Element:
        if address not in self.site.answers:
            self.site.answers[address] = self.ask(address)
        return self.site.tree(address)

    def _linked(self, pattern: re.Pattern[str]) -> set[str]:
        found = {link.decode() for _, _, body in self.site.answers.values() for link in ADDRESS.findall(body)}
        return {link for link in found if pattern.fullmatch(link)}

    def _writers(self) -> None:
        site = self.site
        for address in sorted(self._linked(WRITER)):
            site.stays += read_writer(address, self._get(address), site.cities)
        here = [guest for city in site.cities.values() for guest in city.guests]
        for row in site.rows:
            if row.who.startswith("/"):
                continue
            for stay in read_stays_of_row(row, site.cities):
                # A city's page says more of a guest than the line does.
                told = [guest for guest in here if (guest.who, guest.city) == (stay.who, stay.city)]
                site.stays += told or [stay]
        known = {(stay.who, stay.city) for stay in site.stays}
        site.stays += [guest for guest in here if (guest.who, guest.city) not in known]

    def _feed(self) -> None:
        for address in [address for address in self.site.answers if address.endswith("feed.atom")]:
            for entry in self.site.tree(address).all("entry"):
                link, published = entry.first("link"), entry.first("published")
                if link and published:
                    path = "/" + link.attributes["href"].split("/", 3)[-1]
                    self.site.days[path] = date.fromisoformat(published.text[:10])

    def _gone(self) -> None:
        """Compare what was there once with what never was."""
        never = self.ask("/writers/nobody-x0x0/")
        for address in sorted(self.remembered - self.site.answers.keys()):
            self._get(address)
            if self.site.answers[address] != never:
                self.site.leaks.append(Leak("gone", address, "answers otherwise than what never was"))

    def _filters(self) -> None:
        """Ask what the list answers for, row by row, and take what it says beside the row for told."""
        found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        form = self.site.tree("/writers/")
        offered = sorted(
            (box.attributes["name"], box.attributes["value"]) for box in form.all("input", type="checkbox")
        )
        told = {(key, getattr(stay, key)) for stay in self.site.stays for key in ("city", "country")}
        asked = [(key, value) for key, value in offered if key == "country" or (key, value) not in told]
        asked = [pair for pair in asked if pair[0] in ("city", "country")] + [("status", NOW), ("status", PAST)]
        for key, value in asked:
            for row in read_rows(self._get(f"/writers/?{key}={value}")):
                found[row.who, row.printed][key].add(value)
        if any(not stay.span.starts and not stay.city for stay in self.site.stays):
            for year in self._years():
                for row in read_rows(self._get(f"/writers/?from={year}&to={year}")):
                    found[row.who, row.printed]["year"].add(str(year))
        for row in self.site.rows:
            self._answered(row, found[row.who, row.printed])

    def _years(self) -> Iterator[int]:
        """Yield the years in which somebody arrived of whom no page says when: halves are asked before their parts."""
        spans = [(self.site.day.year - 10, self.site.day.year)]
        silent = {stay.who for stay in self.site.stays if not stay.span.starts and not stay.city}
        while spans:
            first, last = spans.pop()
            if first == last:
                yield first
            elif silent & {row.who for row in read_rows(self._get(f"/writers/?from={first}&to={last}"))}:
                middle = (first + last) // 2
                spans += [(first, middle), (middle + 1, last)]

    def _answered(self, row: Row, said: dict[str, set[str]]) -> None:
        site = self.site
        own = [stay for stay in site.stays if stay.who == row.who and not stay.disputed]
        for kind, told in (("city", {stay.city for stay in own}), ("country", {stay.country for stay in own})):
            for value in said[kind] - told:
                site.leaks.append(Leak("filter", row.who, f"{kind}={value}"))
        dated = [stay for stay in own if stay.span or stay.status] or ([row] if row.when else [])
        if not dated and (said["status"] or said["year"]):
            site.leaks.append(Leak("filter", row.who, f"{sorted(said['status'] | said['year'])}"))
        if NOW in said["status"] and not row.now and not any(stay.status == NOW for stay in own):
            site.leaks.append(Leak("filter", row.who, "status=now"))
        if not own and any(said.values()):
            # A stay of which no page says a word.
            own = [Stay(row.who)]
            site.stays += own
        if len(own) == 1:
            site.stays[site.stays.index(own[0])] = self._with(own[0], said)

    def _with(self, stay: Stay, said: dict[str, set[str]]) -> Stay:
        """Return the stay with what filters say of it, where its page and its line do not."""
        for slug in said["city"] if len(said["city"]) == 1 and not stay.city else ():
            if slug in self.site.cities:
                country = self.site.cities[slug].country
                stay = replace(stay, city=slug, country=country, region=REGION_OF.get(country, ""))
        for country in said["country"] if len(said["country"]) == 1 and not stay.country else ():
            stay = replace(stay, country=country, region=REGION_OF.get(country, ""))
        if said["year"] and not stay.span.starts:
            years, asked = sorted(map(int, said["year"])), self.site.day.year
            first = date(years[0], 1, 1) if years[0] > asked - 10 else None
            last = date(years[-1], 12, 31) if years[-1] <= asked else None
            stay = replace(stay, span=replace(stay.span, starts=Bounds(first, last)))
        if NOW in said["status"] and not stay.status:
            stay = replace(stay, status=NOW)
        elif PAST in said["status"] and not stay.status:
            stay = replace(stay, status=PAST)
        return stay
