"""Makes the pictures of docs/pictures anew, from the demonstration site itself, so that they stay true.

    python -m tests.pictures          needs Chromium and its driver

The site is made and served for it alone, in a folder that is thrown away.
"""

import base64
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.chromium import set_width, start

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1280, 800
COLOURS = 128
WRITER = "/admin/writers/writer/?q=gao+ertai"
# The pictures of the office: their names, the account that looks, where it looks, and what it follows from there.
OFFICE = (
    ("office-index", "publisher", "/admin/", ""),
    ("office-list", "publisher", "/admin/writers/writer/", ""),
    ("office-writer", "publisher", WRITER, "#result_list tbody th a"),
    ("office-import", "editor", "/admin/import/", ""),
)
# A coordinator's telephone: what she presses on the page of her city, and the part of the page that is kept then.
PHONE = 390
CITY = (
    ("my-city-confirm", (), "main .job.due"),
    ("my-city-off", (".job.due [value=off]",), "main .job.due"),
    ("my-city-done", (".job.due [value=off]", ".job.due .btn"), "main > .wrap:has(form.pad)"),
    ("my-city-new-guest", ("[href$='new-guest/']",), "main > .wrap:has(form.form)"),
)


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """Fill and serve the demonstration site; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")},
        "ALLOWED_HOSTS": "127.0.0.1",
        "REFUGE_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}",
        "REFUGE_DEMO": "on",
        "REFUGE_HTTPS": "off",
        "REFUGE_SURFACE": "all",
        "REFUGE_VAR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(64),
    }
    (folder / "static").mkdir()
    subprocess.run([sys.executable, "manage.py", "demo"], cwd=ROOT, env=environment, check=True)
    command = ["gunicorn", "--config", "python:refuge.server", "--bind", f"127.0.0.1:{port}", "refuge.wsgi"]
    with subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment) as server:
        try:
            site = f"http://127.0.0.1:{port}"
            _wait_for(f"{site}/healthz")
            yield site
        finally:
            server.terminate()


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            with urlopen(address):
                return
        except URLError:
            time.sleep(0.2)
    raise SystemExit("The demonstration site did not start.")


def _sign_in(driver: Chrome, site: str, folder: Path, account: str) -> None:
    lines = (folder / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
    password = next(line.split()[-1] for line in lines if line.split()[1] == account)
    driver.delete_all_cookies()
    driver.get(f"{site}/admin/")
    driver.find_element(By.NAME, "username").send_keys(account)
    driver.find_element(By.NAME, "password").send_keys(password)
    driver.find_element(By.CSS_SELECTOR, "main [type=submit], #content [type=submit]").click()


def _keep(driver: Chrome, name: str, clip: dict[str, float] | None = None) -> None:
    """Keep what the browser shows, or a part of the page, in as many colours as a page has."""
    whole = {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
    asked = {"format": "png", "captureBeyondViewport": bool(clip), "clip": {**(clip or whole), "scale": 1}}
    picture = driver.execute_cdp_cmd("Page.captureScreenshot", asked)
    shown = Image.open(BytesIO(base64.b64decode(picture["data"]))).convert("RGB")
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def _keep_city(driver: Chrome, site: str) -> None:
    set_width(driver, PHONE)
    # With a bar beside it the page is narrower than its picture.
    driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    driver.implicitly_wait(10)
    for name, presses, part in CITY:
        driver.get(f"{site}/my-city/")
        for press in presses:
            driver.find_element(By.CSS_SELECTOR, press).click()
        box = driver.find_element(By.CSS_SELECTOR, part).rect
        _keep(driver, name, {"x": 0, "y": box["y"] - 12, "width": PHONE, "height": box["height"] + 24})


def main() -> None:
    """Make every picture."""
    with tempfile.TemporaryDirectory(prefix="refuge-pictures-") as name:
        folder = Path(name)
        with demo(folder) as site:
            driver = start(folder / "browser")
            try:
                set_width(driver, WIDTH)
                driver.get(site)
                _keep(driver, "home")
                for picture, account, address, follow in OFFICE:
                    _sign_in(driver, site, folder, account)
                    driver.get(site + address)
                    if follow:
                        driver.find_element(By.CSS_SELECTOR, follow).click()
                    _keep(driver, picture)
                _sign_in(driver, site, folder, "coordinator")
                _keep_city(driver, site)
            finally:
                driver.quit()


main()
