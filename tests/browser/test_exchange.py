"""The office's pages for spreadsheets and the report: accessible, and as wide as the window."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from selenium.webdriver import Chrome

from refuge.office.models import User
from tests.browser.chromium import axe, set_dark, set_width
from tests.factories import make_city, make_stay, make_writer
from tests.members import let_in
from tests.writers.importing.books import book, person
from writers.importing import proposals

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_is_accessible_and_fits(live_server: Any, driver: Chrome, client: Client) -> None:
    user = User.objects.create_superuser("administrator", password="a long password")
    let_in(client, user)
    make_stay(make_writer("Anna"), make_city("Oslo"), starts="2001")
    bad = [person(f"writer-{n}", birth_year="long ago") for n in range(40)]
    files = [
        book(writers=bad),
        book(writers=[person("anna")]),
        book(writers=[person("anna", "Anna K."), person("bea")]),
    ]
    past = []
    for file in files:
        past.append(proposals.propose([("records.xlsx", file)], user))
        if file is files[1]:
            proposals.confirm(past[-1].pk, user)
    name = settings.SESSION_COOKIE_NAME
    driver.get(f"{live_server.url}/robots.txt")
    driver.add_cookie({"name": name, "value": client.cookies[name].value, "path": "/"})
    driver.get_log("browser")  # forget what other pages said
    pages = ["import/", *(f"import/{one.pk}/" for one in past), "export/", "report/", "writers/import/", ""]
    for width, dark in ((390, True), (1280, False)):
        set_width(driver, width)
        set_dark(driver, dark)
        for page in pages:
            driver.get(f"{live_server.url}/admin/{page}")
            assert axe(driver) == [], page
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width, page
    assert [entry["message"] for entry in driver.get_log("browser") if "favicon" not in entry["message"]] == []
