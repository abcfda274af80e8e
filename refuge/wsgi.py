"""The WSGI entry point."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")
# A warning may quote a value, so it takes the way of the log lines, which quote none.
logging.captureWarnings(True)
application = get_wsgi_application()
