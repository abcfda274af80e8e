"""A coordinator in a real browser: on a telephone, with scripts off, what she came to do; and every page there is."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import presence_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

from cities.models import City, Coordinator
from refuge.core.scopes import Level
from refuge.office.models import User
from tests.browser.chromium import axe, set_dark, set_scripts, set_width, start
from tests.browser.door import sign_in
from tests.browser.my_city import (
    PASSWORD,
    a_photograph,
    arrive,
    click,
    every_page,
    make_coordinator,
    make_guest,
    send,
)
from tests.factories import address_of, make_city
from writers.models import Note, Residency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = 390
# Beside each other stand two that differ in both: one for pages from left to right, one for those from right to left.
LOOKS = ((PHONE, False), (1280, True), (PHONE, True), (1280, False))
TAKEN = {"everything": "Everything", "name": "The name, and", "city": "The name of"}
# What is smaller than 24 pixels each way and no link within a sentence.
SMALL = """return [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary)")]
.filter(e => e.getClientRects().length && !e.matches("p a, label a"))
.filter(e => (box => box.width < 24 || box.height < 24)(e.getBoundingClientRect())).map(e => e.outerHTML)"""
HEADINGS = "return [...document.querySelectorAll('h1, h2, h3, h4')].map(e => Number(e.tagName[1]))"
FOCUSED = "return [document.activeElement, getComputedStyle(document.activeElement).outlineWidth]"
FOCUSABLE = """return [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")]
.filter(e => e.getClientRects().length && (e.type != "radio" || e.checked))"""


@pytest.fixture
def oslo(transactional_db: None) -> City:
    return make_city("Oslo", text="A fjord.")


@pytest.fixture
def stay(oslo: City) -> Residency:
    return make_guest(oslo)


@pytest.fixture
def phone(driver: Chrome, live_server: Any, stay: Residency) -> Chrome:
    """Return her telephone, on the page that the link of the mail leads to once both steps are done."""
    set_width(driver, PHONE)
    set_scripts(driver, False)
    sign_in(driver, live_server.url, make_coordinator(stay.city), PASSWORD, wanted="/my-city/")
    return driver


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return the browser of somebody else."""
    driver = start(tmp_path_factory.mktemp("stranger"))
    yield driver
    driver.quit()


def go(driver: Chrome, text: str) -> None:
    """Follow the link that says this."""
    click(driver, driver.find_element(By.PARTIAL_LINK_TEXT, text))


def says(driver: Chrome) -> str:
    """Return what the page says."""
    return driver.find_element(By.TAG_NAME, "main").text


def answer(driver: Chrome, site: str, stay: Residency, **values: str) -> None:
    """Open the city's page and give an answer about a guest."""
    driver.get(f"{site}/my-city/{stay.city_id}/")
    card = f"#g{stay.pk}"
    for folded in driver.find_elements(By.CSS_SELECTOR, f"{card} details:not([open]) summary"):
        folded.click()
    send(driver, card, **values)
    stay.refresh_from_db()


@pytest.mark.parametrize("several", [False, True])
def test_a_guest_is_confirmed_in_three_clicks(phone: Chrome, live_server: Any, stay: Residency, several: bool) -> None:
    clicks = 2
    if several:
        Coordinator.objects.create(user=User.objects.get(username="coordinator"), city=make_city(), since="2020-01-01")
        phone.get(f"{live_server.url}/my-city/")
        assert "One guest needs a word from you." in says(phone)
        go(phone, "Oslo")
        clicks += 1
    assert "One guest needs a word from you; it takes a minute." in says(phone)
    click(phone, f"#g{stay.pk} [value=here]", leads=False)
    click(phone, f"#g{stay.pk} button")
    assert "Thank you" in says(phone) and clicks <= 3
    stay.refresh_from_db()
    assert stay.confirmed_on == timezone.localdate()
    go(phone, "Back to Oslo")
    assert "Nothing is waiting for you." in says(phone)


def test_a_stay_is_extended_and_ended_as_exactly_as_is_known(phone: Chrome, live_server: Any, stay: Residency) -> None:
    site = live_server.url
    march = phone.find_element(By.CSS_SELECTOR, f"#g{stay.pk} [name=month] [value='3']").get_attribute("textContent")
    assert march == "March"
    # What an answer does not ask for is out of the way.
    assert not phone.find_element(By.NAME, "year").is_displayed()
    answer(phone, site, stay, answer="extended", year="2101", month=march)
    assert "new planned end" in says(phone) and stay.planned_end.typed == "2101-03"
    for dates, typed in (
        ({"year": "2025", "month": march, "day": "17"}, "2025-03-17"),
        ({"year": "2025", "month": march}, "2025-03"),
        ({"year": "2025"}, "2025"),
    ):
        answer(phone, site, stay, answer="ended", **dates)
        assert "noted the last day" in says(phone) and stay.end_state == "ended" and stay.ends.typed == typed
        send(phone, "form.pad")
        stay.refresh_from_db()
        assert "It is as it was before." in says(phone) and stay.ends is None and stay.end_state == "unknown"
    answer(phone, site, stay, answer="ended", day="17", year="2025")
    assert "Choose the month, or leave the day empty too." in says(phone) and stay.ends is None


def test_what_is_taken_off_is_gone_for_everybody_and_comes_back_undone(
    phone: Chrome, stranger: Chrome, live_server: Any, stay: Residency
) -> None:
    site, page = live_server.url, live_server.url + address_of(stay.writer)
    for what, left in (("everything", False), ("name", False), ("city", True)):
        stranger.get(page)
        before = stranger.page_source
        assert "Pegah Ahmadi" in before and "Oslo" in before
        answer(phone, site, stay, answer="off", what=TAKEN[what])
        assert "It is off the public site" in says(phone)
        stranger.get(page)
        assert ("Pegah Ahmadi" in stranger.page_source) is left and "Oslo" not in says(stranger)
        stranger.get(f"{site}/cities/oslo/")
        assert "A fjord." in says(stranger) and "Pegah Ahmadi" not in says(stranger)
        send(phone, "form.pad")
        assert "It is as it was before." in says(phone)
        stranger.get(page)
        assert stranger.page_source == before
    assert stranger.get_cookies() == []


def test_a_photograph_a_guest_without_a_name_and_a_note(
    phone: Chrome, live_server: Any, stay: Residency, tmp_path: Path
) -> None:
    go(phone, "Edit the city’s text")
    photograph = str(a_photograph(tmp_path))
    send(phone, ".form", upload=photograph)
    assert "A photograph needs a credit and a description." in says(phone)
    send(phone, ".form", upload=photograph, photograph_credit="Ana", photograph_alt="A street")
    assert "Staff look at it before the public reads it." in says(phone)
    go(phone, "Back to Oslo")
    go(phone, "Waiting for staff")
    picture = phone.find_element(By.CSS_SELECTOR, ".form img")
    assert int(picture.get_attribute("naturalHeight") or 0) > 0
    phone.back()
    WebDriverWait(phone, 10).until(presence_of_element_located((By.PARTIAL_LINK_TEXT, "Add a new guest")))
    go(phone, "Add a new guest")
    send(phone, ".form", starts="2026-03", note="Arrives by night train.")
    assert "nothing about them is public" in says(phone)
    proposed = Residency.objects.latest("pk")
    assert (proposed.writer.name, proposed.writer.level, proposed.city) == ("", Level.NOTHING, stay.city)
    go(phone, "Back to Oslo")
    go(phone, "Write to the staff")
    send(phone, ".form", text="We have a new address.")
    assert "Your note is with the staff" in says(phone)
    assert set(Note.objects.values_list("text", "stay")) == {
        ("Arrives by night train.", proposed.pk),
        ("We have a new address.", None),
    }


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(phone: Chrome) -> None:
    wanted = phone.execute_script(FOCUSABLE)
    # The city, its card with the answer that is marked, other things: and the link that skips to the content.
    assert len(wanted) >= 11 and wanted[0].get_attribute("className") == "vh skip"
    for element in wanted:
        phone.switch_to.active_element.send_keys(Keys.TAB)
        focused, outline = phone.execute_script(FOCUSED)
        assert focused == element, element.get_attribute("outerHTML")
        assert float(outline.removesuffix("px")) >= 2, element.get_attribute("outerHTML")
    # An answer is chosen with the arrows, what it asks for appears behind it, and Enter sends.
    radio = phone.find_element(By.CSS_SELECTOR, ".job [value=here]")
    radio.send_keys(Keys.ARROW_DOWN)
    extended = phone.switch_to.active_element
    assert extended.get_attribute("value") == "extended"
    extended.send_keys(Keys.TAB)
    day = phone.switch_to.active_element
    assert day.get_attribute("name") == "day"
    day.send_keys(Keys.ENTER)
    arrive(phone, day)
    assert "Give the new planned end: at least the year." in says(phone)


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fa", "rtl")])
def test_every_page_is_accessible_and_fits(
    live_server: Any, driver: Chrome, settings: Any, tmp_path: Path, language: str, direction: str
) -> None:
    settings.LANGUAGE_CODE = language
    set_width(driver, PHONE)
    for number, page in enumerate(every_page(driver, live_server.url, a_photograph(tmp_path))):
        assert driver.execute_script("return document.documentElement.dir") == direction, page
        levels = driver.execute_script(HEADINGS)
        assert levels[0] == 1 and levels.count(1) == 1, page
        assert all(after <= before + 1 for before, after in pairwise(levels)), page
        look = LOOKS[number % 4 ^ (direction == "rtl")]
        for width in (1280, 320, PHONE):
            set_width(driver, width)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width, (page, width)
            assert driver.execute_script(SMALL) == [], (page, width)
            if width == look[0]:
                set_dark(driver, look[1])
                assert axe(driver) == [], (page, look)
    assert number >= 38
