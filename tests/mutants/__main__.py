"""Tests the tests: plants each leak in a copy of the project and demands that its test fails there.

    python -m tests.mutants                  every leak, with the guard on and with the guard off
    python -m tests.mutants --sample 10      ten of them, each with the guard on or off; --seed decides which

Ends with status 1 when a leak was not seen. `DATABASE_URL` decides the database, as for the tests.
"""

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants.databases import Database, Databases
from tests.mutants.leak import Leak
from tests.mutants.leaks import LEAKS

ROOT = Path(__file__).resolve().parents[2]
# Without the wall the tests alone must notice; with it, the wall must hold or the tests must notice.
GUARD = "refuge/core/guard.py"
# Any test that asks for a database, and leaves nothing in it.
MIGRATING = "tests/core/test_text_fields.py"
# A leak that does not run has leaked nothing, and whatever fails by it has seen nothing. (A test may well stumble.)
BROKEN = re.compile(
    r"^(?!tests/)\S+\.py:\d+: (?:NameError|UnboundLocalError|AttributeError|TypeError|ImportError)$", re.M
)
WALL = "with _WALLS[connection.vendor](connection, nested):"


def planted(folder: Path, leak: Leak, *, guard: bool) -> None:
    """Copy the project to a folder and plant the leak there; SystemExit where its place is not found."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    _replace(folder / leak.file, leak.old, leak.new, leak.name)
    if not guard:
        _replace(folder / GUARD, WALL, "if True:", "guard off")


def _replace(path: Path, old: str, new: str, name: str) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{name}: its place in {path.name} was not found once. Has the line changed?")
    text = text.replace(old, new)
    if path.suffix == ".py":
        compile(text, path.name, "exec")
    path.write_text(text, encoding="utf-8")


def seen(leak: Leak, databases: Databases, *, guard: bool, limit: float) -> tuple[bool, float, str]:
    """Return whether the leak's test fails with it, the seconds it took, and the end of what pytest said.

    A test that is not done within the limit has seen nothing, nor has one that met a leak which does not run.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="refuge-mutant-") as name:
        folder = Path(name)
        planted(folder, leak, guard=guard)
        try:
            with databases.copied(leak) as database:
                run = _pytest(folder, leak.seen_by, database, limit)
        except subprocess.TimeoutExpired:
            return False, time.monotonic() - began, f"Not done within {limit:.0f} seconds."
    failed = run.returncode == 1 and " failed" in run.stdout.splitlines()[-1] and not BROKEN.search(run.stdout)
    return failed, time.monotonic() - began, run.stdout[-1500:] + run.stderr[-500:]


def _pytest(folder: Path, test: str, database: Database, limit: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += [*database.options, test]
    # As many worlds as both databases draw together in `make test`.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "SAFETY_TIMES": "2", "COLUMNS": "999"}
    environment |= database.environment
    environment.pop("REFUGE_VAR", None)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=limit, check=False
    )


def _wanted(sample: int, seed: int) -> Iterator[tuple[Leak, bool]]:
    if not sample:
        yield from ((leak, guard) for leak in LEAKS for guard in (False, True))
        return
    chance = random.Random(seed)
    for leak in chance.sample(LEAKS, sample):
        yield leak, chance.random() < 0.5


def main() -> int:
    """Plant the leaks, two at a time, and say of each whether it was seen; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=0, help="so many leaks only")
    parser.add_argument("--seed", type=int, default=1, help="decides which; the same ten unless told")
    parser.add_argument("--only", default="", help="leaks whose row and name match this pattern")
    parser.add_argument("--limit", type=float, default=600, help="so many seconds for one leak")
    options = parser.parse_args()
    wanted = [
        pair
        for pair in _wanted(options.sample, options.seed)
        if re.search(options.only, f"{pair[0].row} {pair[0].name}")
    ]
    print(f"{len(wanted)} plantings of {len(LEAKS)} leaks, seed {options.seed}", flush=True)
    survived = 0
    with tempfile.TemporaryDirectory(prefix="refuge-databases-") as folder, ThreadPoolExecutor(max_workers=2) as pool:
        databases = Databases(Path(folder))
        if (made := _pytest(ROOT, MIGRATING, databases.migrated, options.limit)).returncode:
            raise SystemExit(made.stdout)
        runs = [
            (leak, guard, pool.submit(seen, leak, databases, guard=guard, limit=options.limit))
            for leak, guard in wanted
        ]
        for leak, guard, run in runs:
            failed, seconds, said = run.result()
            survived += not failed
            word = "seen" if failed else "NOT SEEN"
            print(f"{word:8} {seconds:5.0f} s  guard {'on ' if guard else 'off'}  {leak.row:9} {leak.name}", flush=True)
            if not failed:
                print(said)
    print(f"{survived} not seen." if survived else "Every leak was seen.")
    return 1 if survived else 0


sys.exit(main())
