"""Every kind of page in a real browser: axe, both schemes, two widths, both directions of writing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    element_to_be_clickable,
    url_contains,
    visibility_of_element_located,
)
from selenium.webdriver.support.ui import WebDriverWait

from refuge.core.scopes import Level
from refuge.office.models import User
from tests.browser.chromium import axe, set_dark, set_scripts, set_width
from tests.browser.door import sign_in
from tests.factories import (
    make_city,
    make_membership,
    make_milestone,
    make_name,
    make_page,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
)
from tests.safety.register import picture
from writers.models import Text, Waypoint
from writers.public.models import PublicWriter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/writers/",
    "/writers/?origin=IR&role=poet&page=abc",
    "/writers/?origin=IS",
    "/cities/",
    "/cities/?country=NO&network=icorn",
    "/cities/bergen/",
    "/history/",
    "/about/",
    "/nowhere/",
]


@pytest.fixture
def site(transactional_db: None, live_server: Any) -> str:
    """Serve a small directory that has one of everything, and return its address."""
    bergen = make_city("Bergen", published=False, latitude=60.4, longitude=5.3, text="A *harbour*.")
    make_membership(bergen).sources.add(make_source("A report", url="https://report.example/"))
    publish(bergen)
    for name in ("Graz", "Las Vegas"):
        make_city(name, "AT", latitude=47.1, longitude=15.4)
    writer = make_writer(
        "Pegah Ahmadi",
        roles=["poet"],
        languages=["fa"],
        summary="A poet.",
        birth_year=1974,
        portrait=picture(),
        portrait_credit="Ana",
        portrait_alt="A pattern",
    )
    make_name(writer, "پگاه احمدی", script="Arab", language="fa")
    yesterday = timezone.localdate() - timedelta(days=1)
    make_stay(writer, bergen, starts="2020", confirmed_on=yesterday).sources.add(make_source("A newspaper"))
    make_stay(writer, country="DE", starts="2019", standing="disputed", public_note="Another source says so.")
    make_work(writer, "", description="untitled novel", status="suppressed", stopped_by="the ministry")
    make_work(writer, "Songs", year=2001, kind="poetry")
    Waypoint.objects.create(writer=writer, place="Barcelona", country="ES", kind="exile")
    Text.objects.create(writer=writer, text="A life.\n\n## A part of it\n\n- one\n- two")
    publish(writer)
    make_writer("Hidden", level=Level.UNNAMED, published=True)
    make_writer("Example", fictional=True, published=True)
    for slug in ("about", "safety", "privacy"):
        make_page(slug, text="Words.\n\n## More words\n\nA [link](/writers/).")
    make_milestone()
    return str(live_server.url)


def profile() -> str:
    """Return the address of the page of a writer."""
    return PublicWriter.objects.get(name="Pegah Ahmadi").get_absolute_url()


@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1280, False), (1280, True)])
def test_every_public_page_is_accessible_and_fits(site: str, driver: Chrome, width: int, dark: bool) -> None:
    set_width(driver, width)
    set_dark(driver, dark)
    for address in [*PAGES, profile()]:
        driver.get(site + address)
        assert axe(driver) == [], address
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width, address
    assert driver.get_cookies() == []


def test_right_to_left_fits_too(site: str, driver: Chrome, settings: Any) -> None:
    settings.LANGUAGE_CODE = "fa"
    for width in (390, 1280):
        set_width(driver, width)
        for address in [*PAGES, profile()]:
            driver.get(site + address)
            assert driver.execute_script("return document.documentElement.dir") == "rtl"
            assert axe(driver) == [], address
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width, address


def test_a_reader_finds_a_writer_without_any_script(site: str, driver: Chrome) -> None:
    set_scripts(driver, False)
    driver.get(site)
    box = driver.find_element(By.ID, "q")
    box.send_keys("احمدی")
    # With scripts off the driver does not wait for the page that a click leads to.
    wait = WebDriverWait(driver, 10)
    driver.find_element(By.CSS_SELECTOR, ".find button").click()
    wait.until(url_contains("/writers/?q="))
    wait.until(element_to_be_clickable((By.LINK_TEXT, "Pegah Ahmadi"))).click()
    wait.until(url_contains(profile()))
    assert wait.until(visibility_of_element_located((By.TAG_NAME, "h1"))).text == "Pegah Ahmadi"
    driver.get(f"{site}/writers/?role=poet")
    driver.find_element(By.CSS_SELECTOR, "input[name=origin][value=IR]").click()
    driver.find_element(By.CSS_SELECTOR, ".facets .btn").click()
    wait.until(url_contains("origin=IR"))
    assert wait.until(visibility_of_element_located((By.CSS_SELECTOR, ".chips"))).text.startswith("Iran")


def test_the_office_is_accessible(site: str, driver: Chrome) -> None:
    administrator = User.objects.create_superuser("administrator", password="a long password")
    driver.get(f"{site}/admin/")
    assert axe(driver) == []
    driver.get_log("browser")  # forget what other pages said, and axe, which writes styles into the page
    sign_in(driver, site, administrator, "a long password")
    driver.get(f"{site}/admin/writers/writer/")
    driver.find_element(By.LINK_TEXT, "Pegah Ahmadi").click()
    assert driver.find_element(By.ID, "publishing").text.startswith("What the public reads")
    assert [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
