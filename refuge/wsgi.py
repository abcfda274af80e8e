"""The application that a WSGI server serves."""

import logging
import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from refuge.core import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")

if settings.SECRET_KEY == settings.KEY_FOR_COMMANDS:
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it to a long random text that nobody else knows.")
# A warning may quote a value, so it takes the way of the log lines, which quote none.
logging.captureWarnings(True)
application = get_wsgi_application()
if settings.REFUGE_SURFACE == "public":
    checks.refuse_to_start()
