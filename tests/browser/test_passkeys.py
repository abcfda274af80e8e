"""A passkey in a real browser: enrolled and used as the second step, and in place of a password."""

from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions
from selenium.webdriver.support.expected_conditions import url_contains, visibility_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

from refuge.office.accounts import invitations
from refuge.office.models import Event
from tests.browser.chromium import axe
from tests.office.accounts.door import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSKEY = "[data-passkey] button"


def _look(driver: Chrome) -> None:
    """See that nothing is wrong with the page."""
    assert driver.get_log("browser") == []
    assert axe(driver) == []
    driver.get_log("browser")  # axe trips over the policy itself


def _finger() -> VirtualAuthenticatorOptions:
    options = VirtualAuthenticatorOptions()
    options.is_user_verified = True
    options.has_resident_key = True
    options.has_user_verification = True
    return options


def _password(driver: Chrome, site: str, name: str) -> None:
    driver.get(f"{site}/account/sign-in/")
    _look(driver)
    driver.find_element(By.NAME, "username").send_keys(name)
    driver.find_element(By.NAME, "password").send_keys(PASSWORD)
    driver.find_element(By.CSS_SELECTOR, "main [type=submit]").click()


def test_a_passkey_is_enrolled_and_used(live_server: Any, driver: Chrome) -> None:
    make_user("ana", password=PASSWORD)
    wait = WebDriverWait(driver, 10)
    driver.add_virtual_authenticator(_finger())
    try:
        driver.get_log("browser")  # forget what other pages said
        _password(driver, live_server.url, "ana")
        wait.until(url_contains("/enrol/"))
        assert not driver.find_element(By.CSS_SELECTOR, "[role=alert]").is_displayed()
        _look(driver)
        wait.until(visibility_of_element_located((By.CSS_SELECTOR, PASSKEY))).click()
        wait.until(url_contains("/codes/"))
        assert len(driver.find_elements(By.CSS_SELECTOR, ".recovery-codes li")) == 10
        _look(driver)
        driver.get(f"{live_server.url}/account/")
        assert "Passkey" in driver.find_element(By.TAG_NAME, "main").text
        _look(driver)
        driver.find_element(By.CSS_SELECTOR, "#logout-form button").click()
        wait.until(url_contains("/sign-in/"))
        _password(driver, live_server.url, "ana")
        wait.until(url_contains("/second/"))
        _look(driver)
        driver.find_element(By.CSS_SELECTOR, PASSKEY).click()
        wait.until(url_contains("/admin/"))
        assert list(Event.objects.filter(verb="signed-in").values_list("detail", flat=True)) == ["passkey", "passkey"]
        assert [entry["message"] for entry in driver.get_log("browser")] == []
    finally:
        driver.remove_virtual_authenticator()


def test_a_passkey_stands_in_for_a_password(live_server: Any, driver: Chrome) -> None:
    ana = make_user("ana")
    wait = WebDriverWait(driver, 10)
    driver.add_virtual_authenticator(_finger())
    try:
        driver.get_log("browser")
        driver.get(f"{live_server.url}{invitations.path_for(ana)}")
        button = wait.until(visibility_of_element_located((By.CSS_SELECTOR, PASSKEY)))
        _look(driver)
        button.click()
        wait.until(url_contains("/admin/"))
        driver.find_element(By.CSS_SELECTOR, "#logout-form button").click()
        wait.until(url_contains("/sign-in/"))
        driver.get(f"{live_server.url}/account/sign-in/?next=/account/")
        button = wait.until(visibility_of_element_located((By.CSS_SELECTOR, PASSKEY)))
        _look(driver)
        button.click()
        wait.until(lambda shown: shown.current_url == f"{live_server.url}/account/")
        assert "No password" in driver.find_element(By.TAG_NAME, "main").text
        _look(driver)
        said = list(Event.objects.filter(verb="signed-in").values_list("detail", flat=True))
        assert said == ["passkey alone", "passkey alone"]
        driver.find_element(By.CSS_SELECTOR, "#logout-form button").click()
        wait.until(url_contains("/sign-in/"))
    finally:
        driver.remove_virtual_authenticator()
    # Another telephone, which holds no passkey of this site.
    driver.add_virtual_authenticator(_finger())
    try:
        wait.until(visibility_of_element_located((By.CSS_SELECTOR, PASSKEY))).click()
        wait.until(visibility_of_element_located((By.CSS_SELECTOR, "[data-passkey] [role=alert]")))
        assert driver.current_url.endswith("/account/sign-in/")
    finally:
        driver.remove_virtual_authenticator()
