"""gunicorn as docs/operators.md starts it: it does not say its name, and writes down no request."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from refuge.server import refuse
from refuge.surfaces import PUBLIC

COMMAND = ["-m", "gunicorn", "--config", "python:refuge.server", "refuge.wsgi"]


class Server:
    """A server that is running, on a socket in a folder of its own."""

    def __init__(self, folder: Path, process: Any) -> None:
        self.socket, self.log, self.process = folder / "socket", folder / "log", process

    def ask(self, request: str) -> str:
        """Send these bytes, and return what comes back."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(30)
            line.connect(str(self.socket))
            line.sendall(request.encode())
            return b"".join(iter(lambda: line.recv(65536), b"")).decode()

    def stop(self) -> str:
        """End it, and return all it has logged."""
        self.process.terminate()
        self.process.wait(30)
        return self.log.read_text()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Start a server over an empty database, where most pages fail."""
    environment = {
        **os.environ,
        "HOME": str(tmp_path / "home"),
        "REFUGE_VAR": str(tmp_path / "var"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
    }
    (tmp_path / "home").mkdir()
    with (tmp_path / "log").open("w") as log:
        command = [sys.executable, *COMMAND, "--bind", f"unix:{tmp_path / 'socket'}"]
        with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as process:
            running = Server(tmp_path, process)
            for _ in range(300):
                if running.socket.exists() or process.poll() is not None:
                    break
                time.sleep(0.1)
            yield running
            process.terminate()


def test_the_server_does_not_say_its_name_and_writes_down_no_request(server: Server) -> None:
    asked = "Host: localhost\r\nUser-Agent: Canaryagent\r\nX-Forwarded-For: 203.0.113.77\r\n\r\n"
    found = server.ask(f"GET /robots.txt HTTP/1.1\r\n{asked}")
    failed = server.ask(f"GET /writers/?q=Canaryquery HTTP/1.1\r\n{asked}")
    missing = server.ask(f"GET /Canarypath/ HTTP/1.1\r\n{asked}")
    refused = server.ask(f"GET /Canarypath/ CANARY/1.1\r\n{asked}")
    assert [answer.split(" ")[1] for answer in (found, failed, missing, refused)] == ["200", "500", "404", "400"]
    for answer in (found, failed, missing, refused):
        assert "\r\nServer: web\r\n" in answer
        assert all(f"\r\n{name}: {value}\r\n" in answer for name, value in PUBLIC.items())
        assert "gunicorn" not in answer.lower() and "canary" not in answer.lower()
    assert refused.endswith("\r\n\r\n")
    assert "\r\nCache-Control: no-cache\r\n" in refused
    log = server.stop()
    assert "Listening at" in log
    assert "ERROR django.request 500 /writers/\n  django.db.utils.OperationalError\n" in log
    assert "gunicorn.http.errors.Invalid" in log
    assert "canary" not in log.lower() and "203.0" not in log
    assert list((server.log.parent / "home").iterdir()) == []


def test_what_stops_the_start_is_said_in_full(tmp_path: Path) -> None:
    environment = {**os.environ, "SECRET_KEY": "", "REFUGE_VAR": str(tmp_path)}
    command = [sys.executable, *COMMAND, "--bind", f"unix:{tmp_path / 'socket'}"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert run.returncode != 0
    assert "SECRET_KEY is not set." in run.stderr


def test_no_header_moves_the_site_or_makes_it_fail(server: Server) -> None:
    plain = server.ask("GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
    odd = {
        "SCRIPT_NAME: /elsewhere": plain,
        "SCRIPT_NAME: /robots.txt": plain,
        "Transfer-Encoding: unknown": "HTTP/1.1 400 Bad Request\r\n",
    }
    for header, wanted in odd.items():
        answer = server.ask(f"GET /robots.txt HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n")
        assert without_its_date(answer).startswith(without_its_date(wanted)), header
    moved = server.ask("GET /elsewhere/robots.txt HTTP/1.1\r\nHost: localhost\r\nSCRIPT_NAME: /elsewhere\r\n\r\n")
    assert moved.startswith("HTTP/1.1 404 ")


def without_its_date(answer: str) -> str:
    return re.sub(r"\r\nDate: [^\r]*", "", answer)


@pytest.mark.parametrize("seconds", [0, 63_072_000])
def test_what_is_no_sound_http_is_told_of_https_as_well(seconds: int, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = seconds
    here, there = socket.socketpair()
    with here, there:
        refuse(here, 414, "URI Too Long", "the address")
        answer = there.recv(65536).decode()
    assert answer.startswith("HTTP/1.1 414 URI Too Long\r\n")
    wanted = "\r\nStrict-Transport-Security: max-age=63072000; includeSubDomains; preload\r\n"
    assert (wanted in answer) == bool(seconds)
