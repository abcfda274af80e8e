"""The office's pages of entering in a real browser: axe, widths, schemes, both directions."""

import os
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.chromium import axe, set_dark, set_width
from tests.browser.office import full_writer, sign_in
from writers.models import Writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


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
    for width in (1280, 1024, 390):
        set_width(driver, width)
        for page in ("add/", f"{writer.pk}/change/", f"{writer.pk}/consent/"):
            driver.get(f"{live_server.url}/admin/writers/writer/{page}")
            assert driver.execute_script("return document.documentElement.dir") == direction
            if page == "add/":
                for link in driver.find_elements(By.CSS_SELECTOR, ".add-row a"):
                    driver.execute_script("arguments[0].click()", link)
            for closed in driver.find_elements(By.CSS_SELECTOR, "details:not([open])"):
                driver.execute_script("arguments[0].open = true", closed)
            WebDriverWait(driver, 5).until(lambda d: d.execute_script("return document.readyState") == "complete")
            if where := os.environ.get("SHOTS"):
                h = driver.execute_script("return document.documentElement.scrollHeight")
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": min(h, 5000), "deviceScaleFactor": 1, "mobile": False})
                driver.save_screenshot(f"{where}/{language}-{width}-{page.split('/')[-2]}.png")
                set_width(driver, width)
                print(language, width, page, axe(driver), fits(driver, width))
                continue
            assert axe(driver) == [], (width, page)
            assert fits(driver, width), (width, page)
