"""Debian's Chromium under Selenium: starting it, what the reader's device is set to, and axe."""

import json
import shutil
from pathlib import Path
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
HEIGHT = 900
PATIENCE = 30  # seconds for one page
IS_THERE = "return !window.isLeft && document.readyState === 'complete' && Boolean(document.documentElement)"
# Listeners of the window hear of a click or a form last, when the page has decided whether it stays.
NOTE_LEAVING = """
if (!window.notesLeaving) {
  window.notesLeaving = true;
  addEventListener('submit', event => { if (!event.defaultPrevented) window.isLeft = true; });
  addEventListener('click', event => {
    const link = event.target.closest('a[href]');
    if (link && !link.target && !event.defaultPrevented && link.href.split('#')[0] !== location.href.split('#')[0])
      window.isLeft = true;
  });
}
"""

# No sandbox, since CI runs as root; the rest keeps the browser from calling anyone.
SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter",
)


class Element(WebElement):
    """An element whose `click` returns when the page that it leads to is there, unless scripts are off."""

    def click(self) -> None:
        """Click; where that sends a form or follows a link, wait for the next page."""
        self.parent.execute_script(NOTE_LEAVING)
        super().click()
        # Between two pages the driver may say that it knows of neither.
        wait = WebDriverWait(self.parent, PATIENCE, ignored_exceptions=[WebDriverException])
        wait.until(lambda d: d.execute_script(IS_THERE))


class Browser(Chrome):
    """A browser whose `get`, and whose elements' `click`, return when the page is there.

    On a busy machine the driver's own now and then return before the page has begun, and what is read then is nothing,
    or the page before.
    """

    _web_element_cls = Element

    def get(self, url: str) -> None:
        """Open a page, and wait until it is another one than before, and whole."""
        self.execute_script("window.isLeft = true")
        super().get(url)
        WebDriverWait(self, PATIENCE).until(lambda d: d.execute_script(IS_THERE))


def start(user_data: Path) -> Chrome:
    """Start a browser that keeps everything it remembers in the folder `user_data`."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for switch in (*SWITCHES, f"--user-data-dir={user_data}", f"--window-size=1280,{HEIGHT}"):
        options.add_argument(switch)
    driver = Browser(options=options, service=ChromeService(shutil.which("chromedriver")))
    driver.set_page_load_timeout(PATIENCE)
    return driver


def reset(driver: Chrome) -> None:
    """Undo the setters below, forget every cookie, and leave the page."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    driver.get("about:blank")


def set_width(driver: Chrome, width: int) -> None:
    """Make the viewport `width` CSS pixels wide, exactly: a window is never narrower than some 500."""
    metrics = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def set_dark(driver: Chrome, dark: bool = True) -> None:
    """Tell pages that the reader prefers a dark or a light scheme."""
    features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def set_scripts(driver: Chrome, allowed: bool) -> None:
    """Let pages loaded from now on run scripts of their own, or not."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not allowed})


def axe(driver: Chrome) -> list[str]:
    """Return what axe finds wrong with the page, one text per rule: its name, its help, and the elements.

    Rules are those of WCAG 2.2 A and AA and axe's own good practice. An empty list is a pass.
    """
    if driver.execute_script("return !window.axe"):
        driver.execute_script(AXE.read_text(encoding="utf-8"))
    answer: dict[str, Any] = driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        f"axe.run(document, {{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})"
        ".then(done, error => done({error: String(error)}));"
    )
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return [
        f"{rule['id']}: {rule['help']}\n" + "\n".join(f"  {node['html']}" for node in rule["nodes"])
        for rule in answer["violations"]
    ]
