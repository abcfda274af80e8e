"""The office's index, a list with its saved filters, and what publishing several would change, in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import visibility_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

from refuge.core.scopes import Scope
from refuge.office.models import User
from tests.browser.chromium import axe, set_dark, set_width
from tests.factories import grant, make_city, make_milestone, make_name, make_page, make_stay, make_writer, publish
from tests.members import let_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INDEX, LIST = "/admin/", "/admin/writers/writer/"


@pytest.fixture
def staff(transactional_db: None) -> Client:
    """Return an administrator's client in an office where something of everything waits."""
    today = timezone.localdate()
    oslo = make_city("Oslo")
    ahmadi = make_writer("Pegah Ahmadi", sort_name="Ahmadi, Pegah", published=True)
    make_name(ahmadi, "پگاه احمدی", script="Arab", language="fa")
    make_stay(ahmadi, oslo, starts="2010", planned_end="2012", confirmed_on=today - timedelta(days=300))
    gao = make_writer("Gao Ertai", sort_name="Gao, Ertai", origin="CN", published=True)
    make_name(gao, "高尔泰", script="Hans", language="zh")
    publish(gao)
    make_writer("Gao Er Tai", origin="CN")
    dibia = make_writer("Jude Dibia", sort_name="Dibia, Jude", origin="NG")
    grant(dibia, Scope.BIOGRAPHY, review_on=today)
    make_milestone(published=False)
    make_page(published=False)
    # A test with a server of its own empties the database after it, the roles too.
    client = Client()
    let_in(client, User.objects.create_superuser("administrator"))
    client.post(f"{LIST}filters/keep/", {"name": "From China", "query": "origin=CN"})
    return client


@pytest.fixture
def show(staff: Client, driver: Chrome, live_server: Any, settings: Any) -> Callable[[str], None]:
    """Return a function that opens a page of the office as the administrator."""
    driver.get(f"{live_server.url}/about/")
    name = settings.SESSION_COOKIE_NAME
    driver.add_cookie({"name": name, "value": staff.cookies[name].value, "path": "/", "secure": False})
    driver.get_log("browser")  # forget what other pages said
    return lambda address: driver.get(live_server.url + address)


def choose_all_and_publish(driver: Chrome) -> None:
    """Ask the list that is open to publish every row of it."""
    driver.execute_script(
        "document.querySelectorAll('input.action-select').forEach(box => box.checked = true);"
        "document.querySelector('select[name=action]').value = 'publish_selected';"
        "document.querySelector('#changelist-form').requestSubmit(document.querySelector('.actions button'));"
    )
    WebDriverWait(driver, 20).until(visibility_of_element_located((By.CSS_SELECTOR, ".difference ins")))


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("fa", True)])
def test_index_list_and_summary_are_accessible_and_fit(
    show: Callable[[str], None], driver: Chrome, settings: Any, language: str, dark: bool
) -> None:
    settings.LANGUAGE_CODE = language
    set_dark(driver, dark)
    for width in (390, 1280):
        set_width(driver, width)
        for address in (INDEX, LIST, f"{LIST}?origin=CN", f"{LIST}?needs=duplicates"):
            show(address)
            assert driver.execute_script("return document.documentElement.dir") == (
                "rtl" if language == "fa" else "ltr"
            )
            assert axe(driver) == [], (address, width)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width, address
        show(LIST)
        choose_all_and_publish(driver)
        assert axe(driver) == [], width
        assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    assert [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
