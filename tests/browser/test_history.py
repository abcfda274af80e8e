"""The history of a record in a real browser: read, take a change back, in both directions of writing."""

from typing import Any

import pytest
from django.conf import settings as ours
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_to_be
from selenium.webdriver.support.ui import WebDriverWait

from refuge.office.models import User
from tests.browser.chromium import axe, set_width
from tests.factories import make_name, make_stay, make_work, make_writer
from tests.members import member
from writers.models import Residency, Text, Writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def history(transactional_db: None, live_server: Any, driver: Chrome) -> str:
    """Sign an editor in, and return the address of a history."""
    writer = make_writer("Pegah Ahmadi", clear=())
    make_name(writer, "پگاه احمدی", script="Arab", language="fa", cleared=False)
    stay = make_stay(writer, planned_end="2025")
    Residency.objects.filter(pk=stay.pk).update(planned_end="2026-05")
    make_work(writer, "Songs", year=2001, kind="poetry")
    Text.objects.create(writer=writer, text="A life. " * 40)
    Text.objects.update(text="Another life. " * 40)
    Writer.objects.filter(pk=writer.pk).update(summary="شاعر", birth_year=1974)
    client = member()
    User.objects.update(is_superuser=True)  # the roles are gone where an earlier test emptied the tables
    driver.get(f"{live_server.url}/admin/login/")
    driver.get_log("browser")  # forget what other pages said
    driver.add_cookie(
        {"name": ours.SESSION_COOKIE_NAME, "value": client.cookies[ours.SESSION_COOKIE_NAME].value, "path": "/"}
    )
    return f"{live_server.url}/admin/writers/writer/{writer.pk}/history/"


@pytest.mark.parametrize("language", ["en", "fa"])
def test_it_is_accessible_and_fits(history: str, driver: Chrome, settings: Any, language: str) -> None:
    settings.LANGUAGE_CODE = language
    for width in (390, 1024):
        set_width(driver, width)
        driver.get(history)
        assert len(driver.find_elements(By.CSS_SELECTOR, ".history li")) == 8
        assert axe(driver) == []
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    assert [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_a_change_is_taken_back_from_it(history: str, driver: Chrome) -> None:
    driver.get(history)
    driver.find_element(By.CSS_SELECTOR, ".history .take-back").click()
    assert "set the in one sentence to “شاعر”" in driver.find_element(By.CSS_SELECTOR, ".history").text
    assert axe(driver) == []
    driver.find_element(By.CSS_SELECTOR, ".history [type=submit]").click()
    WebDriverWait(driver, 10).until(url_to_be(history))
    assert "Nothing was published" in driver.find_element(By.CSS_SELECTOR, ".messagelist").text
    assert Writer.objects.get().birth_year is None
    assert [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
