"""The helpers themselves, on pages made of a data address."""

from urllib.parse import quote

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.chromium import axe, set_dark, set_scripts, set_width

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{}</main>'


def show(driver: Chrome, body: str) -> None:
    driver.get("data:text/html," + quote(PAGE.format(body)))


def test_axe_passes_a_sound_page(driver: Chrome) -> None:
    show(driver, "<p>Text</p>")
    assert axe(driver) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color:#ccc">Pale</p>', "color-contrast"),
        ('<button style="width:9px;height:9px;padding:0">x</button>' * 2, "target-size"),
        ("<h4>Too deep</h4>", "heading-order"),
    ],
)
def test_axe_names_the_broken_rule(driver: Chrome, body: str, rule: str) -> None:
    show(driver, body)
    assert [found.split(":")[0] for found in axe(driver)] == [rule]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_width_is_exact(driver: Chrome, width: int) -> None:
    set_width(driver, width)
    show(driver, "")
    assert driver.execute_script("return window.innerWidth") == width


@pytest.mark.parametrize("dark", [True, False])
def test_scheme_reaches_the_page(driver: Chrome, dark: bool) -> None:
    set_dark(driver, dark)
    show(driver, "")
    assert driver.execute_script("return matchMedia('(prefers-color-scheme: dark)').matches") is dark


@pytest.mark.parametrize("allowed", [True, False])
def test_scripts_of_the_page_run_only_where_allowed(driver: Chrome, allowed: bool) -> None:
    set_scripts(driver, allowed)
    show(driver, "<p>before</p><script>document.querySelector('p').textContent = 'after'</script>")
    assert driver.find_element(By.CSS_SELECTOR, "p").text == ("after" if allowed else "before")
