"""Signing in, through the real door, in a real browser."""

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_contains, visibility_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

from refuge.office.models import User
from tests.members import recovery_code

SUBMIT = "main [type=submit]"


def sign_in(driver: Chrome, site: str, user: User, password: str, *, wanted: str = "/admin/") -> None:
    """Ask for a page, do both steps, the second with a recovery code, and arrive there."""
    wait = WebDriverWait(driver, 10)
    code = recovery_code(user)
    driver.get(site + wanted)
    wait.until(visibility_of_element_located((By.NAME, "username"))).send_keys(user.username)
    driver.find_element(By.NAME, "password").send_keys(password)
    driver.find_element(By.CSS_SELECTOR, SUBMIT).click()
    wait.until(visibility_of_element_located((By.NAME, "code"))).send_keys(code)
    driver.find_element(By.CSS_SELECTOR, SUBMIT).click()
    wait.until(url_contains(site + wanted))
