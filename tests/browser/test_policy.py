"""The content security policy in a real browser: the admin works under it, and nothing trips over it."""

from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import visibility_of_element_located
from selenium.webdriver.support.ui import Select, WebDriverWait

from cities.admin import CityAdmin
from cities.models import City
from refuge.office.models import User
from tests.browser.door import sign_in
from tests.safety.routes import ADMINISTRATOR, make_site
from writers.models import Writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POLICY = "Content Security Policy"
# One of each kind of page; the headers of all others are under test in tests/safety/test_headers.py.
PAGES = [
    "/admin/",
    "/admin/password_change/",
    "/admin/office/user/add/",
    "/admin/cities/city/{city}/history/",
    "/admin/cities/city/{city}/delete/",
    "/admin/cities/city/{city}/withdraw/",
    "/admin/cities/city/{city}/preview/",
    "/admin/writers/writer/?o=1&q=zvonimira",
    "/admin/writers/writer/add/",
    "/admin/writers/writer/{writer}/change/",
]


@pytest.fixture
def office(transactional_db: None, live_server: Any, driver: Chrome) -> str:
    """Serve a small site, log in as an administrator, and return the site's address."""
    make_site()
    sign_in(driver, live_server.url, User.objects.get(username=ADMINISTRATOR), "a long password")
    _complaints(driver)  # forget what other pages said
    return str(live_server.url)


def _complaints(driver: Chrome) -> list[str]:
    """Return what the browser has said since it was last asked: a refusal by the policy is an error in its log."""
    return [entry["message"] for entry in driver.get_log("browser")]


def test_no_kind_of_page_of_the_office_trips_over_the_policy(
    office: str, driver: Chrome, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in PAGES:
        driver.get(office + page.format(city=City.objects.earliest("pk").pk, writer=Writer.objects.earliest("pk").pk))
        assert _complaints(driver) == [], page
    # Django's template writes a style into a list without actions; ours keeps it out.
    monkeypatch.setattr(CityAdmin, "actions_on_top", False)
    driver.get(f"{office}/admin/cities/city/")
    assert driver.find_elements(By.CSS_SELECTOR, "style") == []
    assert [line for line in _complaints(driver) if POLICY in line] == []
    # And the browser does complain, else all of this sees nothing.
    driver.execute_script("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')")
    assert [line for line in _complaints(driver) if POLICY in line]


def test_what_moves_in_the_office_moves_under_the_policy(office: str, driver: Chrome) -> None:
    wait = WebDriverWait(driver, 10)
    driver.get(f"{office}/admin/writers/residency/add/")
    driver.find_element(By.CSS_SELECTOR, ".select2-selection").click()
    driver.find_element(By.CSS_SELECTOR, ".select2-search__field").send_keys("a")
    wait.until(visibility_of_element_located((By.CSS_SELECTOR, ".select2-results__option")))
    driver.get(f"{office}/admin/writers/writer/")
    driver.find_element(By.ID, "action-toggle").click()
    Select(driver.find_element(By.NAME, "action")).select_by_value("withdraw_selected")
    driver.find_element(By.NAME, "index").click()
    wait.until(visibility_of_element_located((By.NAME, "reason"))).send_keys("She asked.")
    driver.find_element(By.CSS_SELECTOR, ".submit-row [type=submit]").click()
    wait.until(visibility_of_element_located((By.CSS_SELECTOR, ".messagelist .success")))
    assert _complaints(driver) == []
