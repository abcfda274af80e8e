"""The environment of every test run, set before Django's settings are read (pytest loads this through `-p`).

The shell that starts the tests decides one thing only: `DATABASE_URL`.
"""

import atexit
import os
import shutil
import tempfile

FIXED = {
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "DJANGO_SETTINGS_MODULE": "refuge.settings",
    "LANGUAGE_CODE": "en",
    "EMAIL_URL": "",
    "REFUGE_ADDRESS": "",
    "REFUGE_CONTACT": "",
    "REFUGE_DEMO": "off",
    "REFUGE_HIDING_PLACES": "",
    "REFUGE_HTTPS": "off",
    "REFUGE_OPENPGP": "",
    # Never the name under which the tests ask, so that an answer that repeats it is seen.
    "REFUGE_PUBLIC_ADDRESS": "https://refuge.example.org",
    "REFUGE_SURFACE": "all",
    "SECRET_KEY": "a-key-for-tests-which-nobody-needs-to-guess-because-nothing-stands-behind-it",
}

os.environ.pop("DEBUG", None)
os.environ.update(FIXED)
if "PYTEST_XDIST_WORKER" not in os.environ:
    # The tests see no collected static files and no database of a demo; workers share this folder.
    os.environ["REFUGE_VAR"] = tempfile.mkdtemp(prefix="refuge-tests-")
    atexit.register(shutil.rmtree, os.environ["REFUGE_VAR"], ignore_errors=True)
