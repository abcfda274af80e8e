"""How the suites of worlds draw: one whole number for a world, the work split in parts that processes can share.

Of what `make test` draws each database has half, and other worlds than the other one: what differs between databases
is found in any of them, what does not in twice as many.
"""

import os

from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

# `make safety` asks for many times as much as `make test`.
TIMES = int(os.environ.get("SAFETY_TIMES", "1"))
PARTS = range(4)
DATABASES = ("sqlite", "postgresql")
seeds = st.integers(0, 2**32 - 1)


def examples(number: int) -> settings:
    """Return the settings under which each part, on each database, draws its share of so many worlds.

    Nothing is shrunk: a smaller number is no smaller world.
    """
    return settings(
        max_examples=-(-number * TIMES // (len(PARTS) * len(DATABASES))),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )


def seed_of(part: int, seed: int) -> int:
    """Return the seed of a part's world: no two parts draw the same, nor do two databases."""
    return (seed * len(PARTS) + part) * len(DATABASES) + DATABASES.index(connection.vendor)
