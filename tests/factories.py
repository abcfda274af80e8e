"""Records for tests: as little as a test needs to say, sound and cleared unless it says otherwise."""

from datetime import date
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from cities.models import City, Membership, Milestone, Network, Page
from refuge.core import publishing
from refuge.core.facts import Fact
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import OF_A_STAY, Level, Scope
from refuge.office.differences import digest
from refuge.office.models import Source, User
from writers.facts import facts_of
from writers.models import Clearance, Name, Residency, Work, Writer

_number = count(1)
GRANTED = date(2020, 1, 1)
EVERYTHING = tuple(scope for scope in Scope if scope != Scope.OTHER_NAME)


def staff(**values: Any) -> User:
    """Return the account that publishes in tests."""
    return User.objects.get_or_create(username=values.pop("username", "publisher"), defaults=values)[0]


def partial(typed: str) -> PartialDate:
    """Return a partial date as one would type it."""
    return PartialDate.parse(typed)


def make_source(title: str = "A newspaper", **values: Any) -> Source:
    return Source.objects.create(title=title, **values)


def make_city(name: str = "", country: str = "NO", *, published: bool = True, **values: Any) -> City:
    """Return a city, listed unless told."""
    city = City.objects.create(name=name or f"City {next(_number)}", country=country, **values)
    if published:
        publishing.publish(city, staff(), reason="Asked.")
    return city


def make_membership(city: City, network: str = "ICORN", state: str = "active", **values: Any) -> Membership:
    icorn = Network.objects.get_or_create(slug=network.lower(), defaults={"name": network})[0]
    return Membership.objects.create(city=city, network=icorn, state=state, **values)


def make_hosts(number: int = 5, country: str = "NO") -> list[City]:
    """Return so many listed cities that take guests, enough to hide one among them."""
    made = []
    for _ in range(number):
        city = make_city(country=country, published=False)
        make_membership(city, since=partial("1990"))
        publishing.publish(city, staff(), reason="Asked.")
        made.append(city)
    return made


def make_milestone(title: str = "The first city", *, published: bool = True, **values: Any) -> Milestone:
    milestone = Milestone.objects.create(title=title, text="It began.", date=partial("1993"), **values)
    if published:
        publishing.publish(milestone, staff(), reason="Asked.")
    return milestone


def make_page(slug: str = "about", *, published: bool = True, **values: Any) -> Page:
    page = Page.objects.create(slug=slug, **{"title": slug.title(), "text": "Words.", **values})
    if published:
        publishing.publish(page, staff(), reason="Asked.")
    return page


def make_writer(name: str = "", *, published: bool = False, clear: Any = EVERYTHING, **values: Any) -> Writer:
    """Return a writer, named, from Iran, with every scope of `clear` granted; not published unless told."""
    name = name or f"Writer {next(_number)}"
    with publishing.settling():
        writer = Writer.objects.create(**{"name": name, "level": Level.NAMED, "origin": "IR", **values})
        facts = facts_of(writer)
        for scope in clear:
            _grant(writer, scope, facts).save()
    if published:
        publish(writer)
    return writer


def grant(writer: Writer, scope: str, **values: Any) -> Clearance:
    """Return a clearance; the host country is cleared knowingly unless told.

    One that does not say of which stay or picture it is clears nothing by itself: `see_all` gives it for all there are.
    """
    given = _grant(writer, scope, **values)
    given.save()
    return given


def _grant(writer: Writer, scope: str, facts: list[Fact] | None = None, **values: Any) -> Clearance:
    said = {"knowing": scope == Scope.HOST_COUNTRY, "granted_on": GRANTED, "evidence": "Asked by letter."}
    if scope == Scope.BIOGRAPHY:
        said["languages"] = ["en"]
    given = Clearance(writer=writer, scope=scope, **said | values)
    if facts is not None and given.things():
        given.see(given.granted_on, facts=facts)  # as saving does, which reads the record for each
    return given


@publishing.settling()
def see_all(writer: Writer) -> None:
    """Let the person see what the record says now, and give for each stay and picture what was given for all."""
    live = Clearance.objects.live().filter(writer=writer)
    for given in live.filter(scope__in=OF_A_STAY, residency=None):
        for stay in writer.residencies.exclude(clearances__scope=given.scope):
            grant(writer, given.scope, residency=stay, knowing=given.knowing)
    facts = facts_of(writer)
    for given in live:
        if given.scope == Scope.PORTRAIT and given.picture_id is None:
            given.picture = writer.portrait
        if given.scope == Scope.BIOGRAPHY:
            given.languages = sorted({"en", *given.languages, *writer.texts.values_list("language", flat=True)})
        given.see(GRANTED, facts=facts)
        said = {"picture": given.picture, "languages": given.languages, "read": given.read, "seen_on": GRANTED}
        # Past all that a save does: what is tested here is not how a person came to see it.
        QuerySet(Clearance).filter(pk=given.pk).update(**said)


def make_name(writer: Writer, text: str, *, cleared: bool = True, **values: Any) -> Name:
    name = Name.objects.create(writer=writer, text=text, **values)
    if cleared:
        grant(writer, Scope.OTHER_NAME, name=name)
    return name


def make_stay(writer: Writer, city: City | None = None, **values: Any) -> Residency:
    """Return a stay; dates may be given as one would type them."""
    for name in ("starts", "ends", "planned_end"):
        if isinstance(values.get(name), str):
            values[name] = partial(values[name])
    if values.get("ends"):
        values.setdefault("end_state", "ended")
    if city is None:
        values.setdefault("country", "NO")
    return Residency.objects.create(writer=writer, city=city, **values)


def make_work(writer: Writer, title: str = "A book", **values: Any) -> Work:
    return Work.objects.create(writer=writer, title=title, **values)


def publish(record: Any, *, seen: bool = True) -> Any:
    """Publish a record as it stands now in the database; a person has seen all of it unless told."""
    if seen and isinstance(record, Writer):
        see_all(Writer.objects.get(pk=record.pk))
    return publishing.publish(type(record).objects.get(pk=record.pk), staff(), reason="Asked.")


def press_publish(client: Client, record: Any) -> Any:
    """Press “Publish” in the office, on the page of the record as it stands; return the page that follows."""
    name = record._meta.label_lower.replace(".", "_")
    seen = digest(type(record).objects.get(pk=record.pk))
    return client.post(reverse(f"admin:{name}_publish", args=[record.pk]), {"shown": seen}, follow=True)


def withdraw(record: Any, reason: str = "She asked.") -> Any:
    """Withdraw a record."""
    return publishing.withdraw(type(record).objects.get(pk=record.pk), staff(), reason)


def address_of(record: Any) -> str:
    """Return where the public finds a writer or a city, or last found it: `/writers/gao-ertai-7k2m/`."""
    slug = record.publications.values_list("slug", flat=True)[0]
    return reverse(f"{record._meta.model_name}_detail", args=[slug])
