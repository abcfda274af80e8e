"""The browser of the browser tests: one per worker, wiped between tests."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from tests.browser import chromium


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return the worker's one browser; ask for `driver` instead."""
    driver = chromium.start(tmp_path_factory.mktemp("chromium"))
    yield driver
    driver.quit()


@pytest.fixture
def driver(browser: Chrome) -> Chrome:
    """Return a browser at 1280 px, light, without cookies."""
    chromium.reset(browser)
    chromium.set_width(browser, 1280)
    chromium.set_dark(browser, False)
    return browser
