"""The walk that the office was made for: an editor enters a writer by keyboard alone, a publisher publishes her."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import url_contains, visibility_of_element_located
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.office import sign_in
from tests.factories import make_city
from writers.consent import grid
from writers.models import Writer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOUR_MINUTES = 240
# A practised hand: five strokes a second, which is sixty words a minute.
STROKES_A_SECOND = 5
WORKS = ("On the Final G", "Writing Marginal Notes", "These Days Are My Throat", "This Is Not an Email", "Cold Island")


class Keyboard:
    """Types into whatever has the focus, and counts the strokes; there is no mouse."""

    def __init__(self, driver: Chrome) -> None:
        self.driver, self.strokes = driver, 0

    def type(self, *keys: str) -> None:
        """Press keys one after the other."""
        self.strokes += sum(map(len, keys))
        ActionChains(self.driver).send_keys(*keys).perform()

    @property
    def focused(self) -> Any:
        """Return the element that has the focus."""
        return self.driver.switch_to.active_element

    def tab_to(self, *wanted: str) -> None:
        """Go forward with Tab until the focused element's id, name or text is the one wanted."""
        for _step in range(80):
            if self._here() & set(wanted):
                return
            self.type(Keys.TAB)
        raise AssertionError(f"Tab does not lead to {wanted}; it leads to {self._here()}")

    def _here(self) -> set[str]:
        return set(
            self.driver.execute_script(
                "const e = document.activeElement, s = e.closest('.select2')?.previousElementSibling;"
                "return [e.id, e.name, e.textContent.trim(), e.value, s?.id].filter(Boolean)"
            )
        )

    def choose(self, field: str, asked: str) -> None:
        """Go to a select that asks the server, type, and take the first answer."""
        self.tab_to(field)
        self.type(asked)
        wait = WebDriverWait(self.driver, 10)
        wait.until(visibility_of_element_located((By.CSS_SELECTOR, ".select2-results__option--highlighted")))
        wait.until(lambda d: not d.find_elements(By.CSS_SELECTOR, ".loading-results"))
        self.type(Keys.ENTER)


def enter(keyboard: Keyboard) -> None:
    """Enter the writer, from the first field of the page to the last."""
    type_, tab_to, choose = keyboard.type, keyboard.tab_to, keyboard.choose
    tab_to("id_level")
    type_("Named")
    tab_to("id_name")
    type_("Pegah Ahmadi")
    tab_to("id_summary")
    type_("Poet and translator from Tehran.")
    choose("id_origin", "ایران")
    tab_to("id_birth_year")
    type_("1974")
    tab_to("id_roles_1")
    type_(" ")
    choose("id_languages", "fars")
    tab_to("id_addresses")
    type_("icorn.example/pegah-ahmadi\npen.example/ahmadi")
    tab_to("Add another Name")
    type_(Keys.ENTER)
    type_("پگاه احمدی")
    tab_to("id_names-0-script")
    type_("Arabic")
    choose("id_names-0-language", "persian")
    for number, (city, starts, ends) in enumerate((("frank", "2009-03", "2011"), ("bergen", "about 2012", ""))):
        tab_to("Add another Residency")
        type_(Keys.ENTER)
        choose(f"id_residencies-{number}-city", city)
        tab_to(f"id_residencies-{number}-starts")
        type_(starts, Keys.TAB, ends)
        tab_to(f"id_residencies-{number}-addresses")
        type_("icorn.example/pegah-ahmadi")
    for number, title in enumerate(WORKS):
        tab_to("Add another Work")
        type_(Keys.ENTER)
        type_(title)
        tab_to(f"id_works-{number}-kind")
        type_("poe")
        tab_to(f"id_works-{number}-year")
        type_(str(1999 + number))
    type_(Keys.ENTER)


def agree(keyboard: Keyboard) -> None:
    """From the change page to the consent form: everything there is, stay by stay, with the evidence."""
    keyboard.tab_to("Set several from one consent form")
    keyboard.type(Keys.ENTER)
    WebDriverWait(keyboard.driver, 10).until(url_contains("/consent/"))
    for row in grid(Writer.objects.get()):
        if row.can_be_given:
            keyboard.tab_to(row.key)
            keyboard.type(" ", *((Keys.TAB, " ") if row.stay else ()))
    keyboard.tab_to("id_evidence")
    keyboard.type("Signed form of May 2024, folder 7")
    keyboard.tab_to("Save")
    keyboard.type(Keys.ENTER)


def texts(driver: Chrome, selector: str) -> list[str]:
    """Return what elements of the page say."""
    return [element.text for element in driver.find_elements(By.CSS_SELECTOR, selector)]


def test_an_editor_enters_and_a_publisher_publishes_and_withdraws(
    transactional_db: None, live_server: Any, driver: Chrome, record_property: Callable[[str, object], None]
) -> None:
    make_city("Frankfurt", "DE")
    make_city("Bergen", "NO")
    site, wait = live_server.url, WebDriverWait(driver, 10)
    said = visibility_of_element_located((By.CSS_SELECTOR, ".messagelist .success"))

    sign_in(driver, site, "editor")
    keyboard = Keyboard(driver)
    driver.get(f"{site}/admin/writers/writer/add/")
    began = time.monotonic()
    enter(keyboard)
    wait.until(said)
    took, strokes = time.monotonic() - began, keyboard.strokes
    writer = Writer.objects.get()
    assert (writer.sort_name, writer.origin, writer.languages) == ("Ahmadi, Pegah", "IR", ["fa"])
    assert [name.text for name in writer.names.all()] == ["پگاه احمدی"]
    assert [str(stay.starts) for stay in writer.residencies.order_by("starts")] == ["March 2009", "about 2012"]
    assert sorted(work.title for work in writer.works.all()) == sorted(WORKS)
    assert writer.sources.count() == 2
    assert writer.residencies.filter(sources__url="https://icorn.example/pegah-ahmadi").count() == 2
    assert took < FOUR_MINUTES
    assert strokes / STROKES_A_SECOND < FOUR_MINUTES
    record_property("strokes", strokes)

    change = f"{site}/admin/writers/writer/{writer.pk}/change/"
    driver.get(change)
    assert texts(driver, ".says") == ["Nothing of this record is public."]
    agree(keyboard)
    wait.until(said)
    assert "Stay: Frankfurt, March 2009 – 2011" in texts(driver, ".difference .heading")
    assert "Pegah Ahmadi" in texts(driver, ".difference ins")
    assert not driver.find_elements(By.CSS_SELECTOR, ".acts [value=Publish]")  # an editor may not

    sign_in(driver, site, "publisher")
    keyboard.driver.get(change)
    keyboard.tab_to("Publish")
    keyboard.type(Keys.ENTER)
    wait.until(said)
    assert ": named, without portrait; host shown to the city." in texts(driver, ".says")[0]
    driver.get(f"{site}/writers/?q=احمدی")
    page = driver.find_element(By.LINK_TEXT, "Pegah Ahmadi").get_attribute("href")
    driver.get(change)
    keyboard.tab_to("Withdraw")
    keyboard.type(Keys.ENTER)
    wait.until(url_contains("/withdraw/"))
    keyboard.tab_to("id_reason")
    keyboard.type("She asked.", Keys.TAB, Keys.ENTER)
    wait.until(said)
    assert texts(driver, ".says")[0].startswith("Withdrawn on ") and texts(driver, ".says")[0].endswith(": She asked.")
    driver.get(f"{site}/writers/?q=احمدی")
    assert driver.find_elements(By.LINK_TEXT, "Pegah Ahmadi") == []
    driver.get(str(page))
    assert "Pegah" not in driver.page_source
