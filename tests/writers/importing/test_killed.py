"""An import that is killed midway has done nothing, or all of it."""

import os
import random
import signal
import subprocess
import sys
from time import sleep

import pytest
from django.db import connection

from tests.factories import staff
from tests.writers.importing.books import book, dump, person, work
from writers.importing import proposals
from writers.models import Import

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = 5
# Says when the rows begin to be written, then imports in the very database of this test.
PROGRAM = """
import os, django
django.setup()
from refuge.office.models import User
from writers.importing import importer, proposals
tell = importer._import_table
def told(*given):
    print("writing", flush=True)
    tell(*given)
importer._import_table = told
proposals.confirm(int(os.environ["PK"]), User.objects.get())
"""


def test_a_killed_import_is_whole_or_nothing() -> None:
    people = [person(f"writer-{n}", source_urls="https://a.example/") for n in range(30)]
    works = [work(f"writer-{n % 30}", f"Book {n}") for n in range(60)]
    one = proposals.propose([("records.xlsx", book(writers=people, works=works))], staff())
    before, ends = dump(), []
    for number in range(KILLED):
        running = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], env=_environment(one.pk), stdout=subprocess.PIPE, text=True
        )
        assert running.stdout and running.stdout.readline() == "writing\n"
        sleep(random.Random(number).uniform(0, 0.25))
        running.send_signal(signal.SIGKILL)
        running.wait()
        running.stdout.close()
        connection.close()
        one.refresh_from_db()
        ends.append(one.state)
        if one.state == Import.State.COMMITTED:
            assert len(dump()) == len(before) + 91
            proposals.undo(one.pk, staff())
            one = proposals.propose([("records.xlsx", book(writers=people, works=works))], staff())
        assert dump() == before
    assert Import.State.PROPOSED in ends
    subprocess.run([sys.executable, "-c", PROGRAM], env=_environment(one.pk), check=True, stdout=subprocess.DEVNULL)
    connection.close()
    one.refresh_from_db()
    assert one.state == Import.State.COMMITTED and len(dump()) == len(before) + 91


def _environment(pk: int) -> dict[str, str]:
    """Return what leads another process to the database of this test."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{values['NAME']}"
    else:
        host = values["HOST"] or values["OPTIONS"].get("host", "")
        who, port = ":".join(filter(None, [values["USER"], values["PASSWORD"]])), values["PORT"]
        place = f"/{values['NAME']}?host={host}" if host.startswith("/") else f"{host}:{port}/{values['NAME']}"
        address = f"postgres://{who}@{place}"
    return {**os.environ, "PK": str(pk), "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "refuge.settings"}
