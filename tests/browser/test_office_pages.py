"""The office's pages of entering in a real browser: axe, widths, schemes, both directions."""

from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import presence_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import axe, set_dark, set_width
from tests.browser.office import full_writer, sign_in
from tests.factories import address_of
from writers.models import Writer
from writers.public.models import PublicResidency, PublicWriter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(transactional_db: None) -> Writer:
    return full_writer()


def fits(driver: Chrome, width: int) -> bool:
    """Say whether nothing sticks out of the page sideways."""
    return bool(driver.execute_script("return document.documentElement.scrollWidth") <= width)


@pytest.mark.parametrize(("language", "direction", "dark"), [("en", "ltr", False), ("fa", "rtl", True)])
def test_pages_of_entering_are_accessible_and_fit(
    writer: Writer, live_server: Any, driver: Chrome, settings: Any, language: str, direction: str, dark: bool
) -> None:
    settings.LANGUAGE_CODE = language
    sign_in(driver, live_server.url, "publisher")
    set_dark(driver, dark)
    driver.get_log("browser")  # forget what other pages said
    for page in (
        "add/",
        f"{writer.pk}/change/",
        f"{writer.pk}/consent/",
        f"{writer.pk}/held/",
        f"{writer.pk}/withdraw/",
    ):
        set_width(driver, 1024)
        driver.get(f"{live_server.url}/admin/writers/writer/{page}")
        assert driver.execute_script("return document.documentElement.dir") == direction
        # One row of each kind, everything open.
        if page == "add/":
            driver.execute_script("document.querySelectorAll('.add-row a').forEach(link => link.click())")
            WebDriverWait(driver, 5).until(lambda d: d.switch_to.active_element.get_attribute("name"))
        driver.execute_script("document.querySelectorAll('details').forEach(details => {details.open = true})")
        assert [entry["message"] for entry in driver.get_log("browser")] == [], page
        assert axe(driver) == [], page
        driver.get_log("browser")  # axe asks for more than our policy gives
        for width in (1280, 1024, 390):
            set_width(driver, width)
            assert fits(driver, width), (page, width)


def test_what_is_held_about_somebody_is_printed_without_what_is_round_it(
    writer: Writer, live_server: Any, driver: Chrome
) -> None:
    sign_in(driver, live_server.url, "publisher")
    driver.get(f"{live_server.url}/admin/writers/writer/{writer.pk}/held/")
    shown = {"#header": True, ".breadcrumbs": True, ".on-screen": True, "main h2": True}
    assert {css: driver.find_element(By.CSS_SELECTOR, css).is_displayed() for css in shown} == shown
    assert driver.execute_script("return [...document.images].every(image => image.naturalWidth > 0)")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    on_paper = {css: css == "main h2" for css in shown}
    assert {css: driver.find_element(By.CSS_SELECTOR, css).is_displayed() for css in shown} == on_paper
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("width", [390, 1280])
def test_a_consent_form_is_ticked_stay_by_stay(writer: Writer, live_server: Any, driver: Chrome, width: int) -> None:
    stay = writer.residencies.get()
    sign_in(driver, live_server.url, "publisher")
    set_width(driver, width)
    driver.get(f"{live_server.url}/admin/writers/writer/{writer.pk}/consent/")
    boxes = driver.find_elements(By.CSS_SELECTOR, ".scopes input[type=checkbox]")
    assert len(boxes) > 30 and all(min(box.size.values()) >= 24 for box in boxes)
    words = driver.find_elements(By.CSS_SELECTOR, ".scopes .word")
    assert len(words) == len(boxes) and all(word.is_displayed() and word.text for word in words)
    no = driver.find_element(By.CSS_SELECTOR, f"input[name=refuse][value='host city:{stay.pk}']")
    assert no.accessible_name == "No Stay: Bergen, 2003–2005, Host city"
    no.find_element(By.XPATH, "..").click()
    driver.find_element(By.CSS_SELECTOR, "#consent [type=submit]").click()
    told = WebDriverWait(driver, 10).until(presence_of_element_located((By.CLASS_NAME, "messagelist")))
    assert "0 given, 1 refused" in told.text
    row = driver.find_element(By.XPATH, "//tr[contains(., 'Host city')]")
    assert "refused" in row.text
    assert not PublicResidency.objects.filter(city__isnull=False).exists()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_corrected_name_keeps_its_address_at_a_tick(
    writer: Writer, live_server: Any, driver: Chrome, width: int
) -> None:
    address = address_of(writer)
    Writer.objects.update(name="Pegah Ahmadí")
    sign_in(driver, live_server.url, "publisher")
    set_width(driver, width)
    driver.get(f"{live_server.url}/admin/writers/writer/{writer.pk}/change/")
    assert axe(driver) == [] and fits(driver, width)
    driver.find_element(By.XPATH, "//label[contains(., 'keep the address')]").click()
    driver.find_element(By.CSS_SELECTOR, "input[type=submit][form=publish]").click()
    told = WebDriverWait(driver, 10).until(presence_of_element_located((By.CLASS_NAME, "messagelist")))
    assert "Published." in told.text
    assert address_of(writer) == address and PublicWriter.objects.get().name == "Pegah Ahmadí"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_ones_own_account_is_accessible_and_fits(
    transactional_db: None, live_server: Any, driver: Chrome, settings: Any, language: str
) -> None:
    settings.LANGUAGE_CODE = language
    sign_in(driver, live_server.url, "coordinator")
    for width in (1024, 390, 320):
        set_width(driver, width)
        driver.get(f"{live_server.url}/account/")
        assert driver.find_elements("id", "id_language"), "one chooses the language here"
        assert fits(driver, width), width
        assert axe(driver) == [], width
