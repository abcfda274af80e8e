"""A coordinator in the browser: her cities, her guests, and the way to every one of her pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from PIL import Image
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import presence_of_element_located, staleness_of
from selenium.webdriver.support.ui import WebDriverWait

from cities.models import City, Coordinator
from refuge.core.scopes import Level
from refuge.office.models import User
from tests.factories import make_city, make_name, make_stay, make_work, make_writer, publish
from tests.members import let_in, make_roles
from writers.models import Residency, Text, Writer

UNDO = "form.pad button"
PASSWORD = "a quiet harbour at dusk"


def make_coordinator(*cities: City) -> User:
    """Return somebody who looks after these cities."""
    make_roles()
    user = User.objects.create_user("coordinator", "coordinator@example.org", PASSWORD)
    user.groups.set(Group.objects.filter(name="coordinator"))
    for city in cities:
        Coordinator.objects.create(user=user, city=city, since=date(2020, 1, 1))
    return user


def enter(driver: Chrome, site: str, user: User) -> None:
    """Give the browser the session of somebody who did both steps."""
    client = Client()
    let_in(client, user)
    driver.get(f"{site}/healthz")
    name = settings.SESSION_COOKIE_NAME
    driver.add_cookie({"name": name, "value": client.cookies[name].value, "path": "/"})


def make_guest(city: City, name: str = "Pegah Ahmadi", own: str = "پگاه احمدی", **stay: Any) -> Residency:
    """Return the stay of a published guest, who needs a word unless told."""
    writer = make_writer(name, summary="A poet.", roles=["poet"])
    if own:
        make_name(writer, own, script="Arab", language="fa", kind="own-script")
    found = make_stay(writer, city, **{"starts": "2025-03", "planned_end": "2099-02", **stay})
    publish(writer)
    return found


def make_guests(city: City) -> tuple[Residency, Residency, Residency]:
    """Fill a city; return a guest who needs a word, one who needs none, and one whose stay is over."""
    due = make_guest(city)
    title = {"original_title": "روی سل پایانی", "language": "fa"}
    make_work(due.writer, "On the Final G", year=1999, kind="poetry", **title)
    Text.objects.create(writer=due.writer, text="A life.\n\nA second part of it.")
    publish(due.writer)
    fine = make_guest(city, "Gao Ertai", "", confirmed_on=timezone.localdate() - timedelta(days=9))
    make_stay(Writer.objects.create(name="Of whom nothing is public", level=Level.COUNTED), city, starts="2026")
    return due, fine, make_guest(city, "Soudabeh Alishahi", "", starts="2006", ends="2008-09")


def make_cities() -> tuple[City, City]:
    """Return two cities, the first of them with edits that nobody has published."""
    bergen = make_city("Bergen", text="A harbour.", website="https://bergen.example/")
    bergen.text = "A harbour with a *reading room*."
    bergen.save()
    return bergen, make_city("Villeneuve-sur-Mer-les-Bains", "FR")


def a_photograph(folder: Path) -> Path:
    """Return a file that a telephone might have made."""
    path = folder / "street.jpeg"
    Image.linear_gradient("L").resize((800, 600)).convert("RGB").save(path)
    return path


def click(driver: Chrome, what: str | WebElement, *, leads: bool = True) -> None:
    """Click; where it leads to another page, wait for that: with scripts off, or in haste, the driver does not."""
    found = driver.find_element(By.CSS_SELECTOR, what) if isinstance(what, str) else what
    found.click()
    if leads:
        arrive(driver, found)


def arrive(driver: Chrome, left: WebElement) -> None:
    """Wait for the page that follows the one with this element."""
    # Between two pages the driver may say that it knows of neither.
    wait = WebDriverWait(driver, 10, ignored_exceptions=[WebDriverException])
    wait.until(staleness_of(left))
    wait.until(presence_of_element_located((By.CSS_SELECTOR, ".foot p")))


def send(driver: Chrome, form: str, **values: str) -> None:
    """Fill in a form of the page, press its button, and wait for the answer."""
    for name, value in values.items():
        found = driver.find_elements(By.CSS_SELECTOR, f'{form} [type=radio][name="{name}"][value="{value}"]')
        if found:
            found[0].click()
            continue
        box = driver.find_element(By.CSS_SELECTOR, f'{form} [name="{name}"]')
        if box.tag_name != "select":
            box.clear()
        box.send_keys(value)
    click(driver, f"{form} .acts button")


def every_page(driver: Chrome, site: str, photograph: Path) -> Iterator[str]:
    """Go to every page there is, in each state that it has; yield what it is."""
    cities = make_cities()
    due, fine, past = make_guests(cities[0])
    enter(driver, site, make_coordinator(*cities))
    home, city = f"{site}/my-city/", f"{site}/my-city/{cities[0].pk}/"
    of = {stay: f"{site}/my-city/guests/{stay.pk}/" for stay in (due, fine, past)}
    for address in (home, city, of[due], of[past]):
        driver.get(address)
        yield address
    yield from _forms(driver, city, of[due], photograph)
    yield from _answers(driver, city, due)
    driver.get(of[past])
    send(driver, ".job", what="name")
    yield "done: name"
    driver.get(city)
    driver.find_element(By.CSS_SELECTOR, f"#g{fine.pk} summary").click()
    send(driver, f"#g{fine.pk}", answer="off", what="city")
    yield "done: city"
    driver.get(city)
    yield "city, after all that"


def _forms(driver: Chrome, city: str, guest: str, photograph: Path) -> Iterator[str]:
    """Each form as it is opened, as it is refused, and what follows when it is taken."""
    for address, wrong, right in (
        (f"{guest}dates/", {"starts": "last spring"}, {"starts": "2025-04"}),
        (f"{guest}work/", {"year": "lately"}, {"year": "2011", "title": "Songs"}),
        (f"{guest}waypoint/", {"starts": "?"}, {"starts": "2001", "place": "Barcelona", "kind": "exile"}),
        (f"{guest}note/", {}, {"text": "She moves in May."}),
        (f"{city}new-guest/", {"starts": "soon"}, {"starts": "2026"}),
        (f"{city}note/", {}, {"text": "A new host."}),
        (f"{city}edit/", {"upload": str(photograph)}, {}),
    ):
        driver.get(address)
        yield address
        send(driver, ".form", **wrong)
        yield f"{address} refused"
        if right:
            send(driver, ".form", **right)
            yield f"{address} done"
    driver.get(f"{city}edit/")
    credits = {"photograph_credit": "Ana", "photograph_alt": "A street"}
    send(driver, ".form", upload=str(photograph), **credits)
    yield "the city's page, done"
    driver.get(f"{city}edit/")
    yield "the city's page, with its photograph"


def _answers(driver: Chrome, city: str, stay: Residency) -> Iterator[str]:
    """Each answer, and the way back, which is closed after an hour."""
    card = f"#g{stay.pk}"
    for wrong in ({"answer": "extended", "year": "2001"}, {"answer": "ended", "year": ""}):
        driver.get(city)
        send(driver, card, **wrong)
        yield f"{wrong} refused"
    for said in ({"answer": "here"}, {"answer": "extended", "year": "2099"}, {"answer": "off"}, {"answer": "ended"}):
        driver.get(city)
        for folded in driver.find_elements(By.CSS_SELECTOR, f"{card} summary"):
            folded.click()
        send(driver, card, **said, **({"year": "2026"} if said["answer"] == "ended" else {}))
        yield f"{said} done"
        if said["answer"] == "ended":
            row = Residency.history.filter(id=stay.pk).latest("history_id")
            Residency.history.filter(pk=row.pk).update(history_date=row.history_date - timedelta(hours=2))
        click(driver, UNDO)
        yield f"{said} undone, or not"
