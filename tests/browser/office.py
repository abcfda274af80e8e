"""The office in the browser: signed in without its door, which has tests of its own, and a writer with everything."""

from datetime import date
from typing import Any

from django.conf import settings
from selenium.webdriver import Chrome

from refuge.core.scopes import Scope
from tests.factories import grant, make_city, make_name, make_source, make_stay, make_work, make_writer, publish
from tests.members import make_roles, member
from tests.safety.register import picture
from writers.models import Text, Waypoint, Writer


def sign_in(driver: Chrome, site: str, *roles: str) -> None:
    """Give the browser the session of a member of staff."""
    driver.get(f"{site}/healthz")
    make_roles()
    cookie = member(*roles).cookies[settings.SESSION_COOKIE_NAME]
    driver.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "path": "/"})


def full_writer() -> Writer:
    """Return a published writer with a row of every kind, and edits that nobody has published."""
    bergen = make_city("Bergen")
    writer = make_writer(
        "Pegah Ahmadi",
        sort_name="Ahmadi, Pegah",
        roles=["poet"],
        languages=["fa"],
        summary="A poet.",
        birth_year=1974,
        portrait=picture(),
        portrait_credit="Ana",
        portrait_alt="A pattern",
    )
    make_name(writer, "پگاه احمدی", script="Arab", language="fa").sources.add(make_source("A report"))
    stay = make_stay(writer, bergen, starts="2003", ends="2004")
    stay.sources.add(make_source("https://newspaper.example/" + "a-long-address-" * 8))
    work = make_work(writer, "On the Final G", original_title="روی سل پایانی", year=1999, kind="poetry", language="fa")
    text = Text.objects.create(writer=writer, text="A life.")
    waypoint: dict[str, Any] = {"place": "Barcelona", "country": "ES", "kind": "exile", "starts": "2001"}
    Waypoint.objects.create(writer=writer, **waypoint)
    publish(writer)
    stay.ends = "2005"
    stay.save()
    for given in writer.clearances.filter(scope=Scope.DATES, residency=stay):
        given.see(date(2022, 1, 1))
        given.save()
    # The person has not seen this yet.
    text.text = "A longer life."
    text.save()
    work.year = 2000
    work.save()
    make_work(writer, "This is not an email", year=2014, kind="poetry")
    writer.refresh_from_db()
    writer.summary = "شاعر و مترجم"
    writer.save()
    links = writer.clearances.get(scope=Scope.LINKS)
    links.review_on = date(2021, 1, 1)
    links.save()
    dates = writer.clearances.get(scope=Scope.BIRTH_YEAR)
    dates.withdrawn_on, dates.evidence = date(2022, 1, 1), "Letter of 1 January 2022, folder 7."
    dates.save()
    grant(writer, Scope.LINKS).delete()
    writer.refresh_from_db()
    return writer
