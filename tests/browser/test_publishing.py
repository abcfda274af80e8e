"""What speaks against publishing, in a real browser: axe, widths, schemes, both directions, and the way through."""

import os
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from refuge.core.scopes import Scope
from tests.browser.chromium import axe, set_dark, set_width
from tests.browser.office import sign_in
from tests.factories import make_city, make_source, make_stay, make_writer, see_all
from writers.models import Text, Writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writer(transactional_db: None) -> Writer:
    """A writer whose texts name the city of a stay that is not shown."""
    scopes = [scope for scope in Scope if scope not in (Scope.HOST_CITY, Scope.OTHER_NAME)]
    writer = make_writer("Pegah Ahmadi", clear=scopes, summary="A poet in Bergen.")
    make_stay(writer, make_city("Bergen"), starts="2019")
    Text.objects.create(writer=writer, text="She wrote much in her first years. In Bergens hus she read. " * 3)
    writer.sources.add(make_source("A talk", url="https://visitbergen.example/talks/" + "long-" * 12))
    see_all(writer)
    return writer


@pytest.mark.parametrize(("language", "direction", "dark"), [("en", "ltr", False), ("fa", "rtl", True)])
def test_going_on_is_accessible_fits_and_needs_a_tick_and_a_reason(
    writer: Writer, live_server: Any, driver: Chrome, settings: Any, language: str, direction: str, dark: bool
) -> None:
    settings.LANGUAGE_CODE = language
    sign_in(driver, live_server.url, "publisher")
    set_dark(driver, dark)
    driver.get(f"{live_server.url}/admin/writers/writer/{writer.pk}/change/")
    assert driver.execute_script("return document.documentElement.dir") == direction
    for _page in ("the record's own", "the one that asks again"):
        assert len(driver.find_elements(By.CSS_SELECTOR, ".cautions mark")) >= 4
        driver.get_log("browser")
        assert axe(driver) == []
        for width in (1280, 390):
            set_width(driver, width)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width
            if folder := os.environ.get("SHOTS"):
                driver.save_screenshot(f"{folder}/{language}-{width}-{_page[:7]}.png")
        driver.find_element(By.CSS_SELECTOR, "input[form=publish], #publish input[type=submit]").click()
    assert driver.find_elements(By.CSS_SELECTOR, ".go-on.errors .errorlist")
    driver.find_element(By.NAME, "looked").click()
    driver.find_element(By.NAME, "reason").send_keys("She said so herself.")
    driver.find_element(By.CSS_SELECTOR, "#publish input[type=submit]").click()
    assert driver.find_elements(By.CSS_SELECTOR, ".standing.public") and writer.publications.exists()
