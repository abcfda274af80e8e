"""Each import contract of pyproject.toml, proven by a planted violation in a copy of the house."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINTER = Path(sys.executable).with_name("lint-imports")

# contract, module in which the import is planted, the import
PLANTED = [
    ("core", "refuge.core.planted", "import refuge.office"),
    ("core", "refuge.core.planted", "import refuge.settings"),
    ("office", "refuge.office.planted", "import cities"),
    ("office", "refuge.office.planted", "import cities.public"),
    ("cities", "cities.planted", "import writers"),
    ("cities", "cities.planted", "import refuge.settings"),
    ("writers", "writers.planted", "import refuge.settings"),
    ("cities-public", "cities.public.planted", "import cities.models"),
    ("cities-public", "cities.public.planted", "import refuge.office.models"),
    ("cities-public", "cities.public.planted", "import refuge.core.publishing"),
    ("cities-public", "cities.public.planted", "import refuge.core.planted_indirectly"),
    ("cities-public", "cities.public.planted", "import writers.public.models"),
    ("writers-public", "writers.public.planted", "import writers.models"),
    ("writers-public", "writers.public.planted", "import cities.models"),
    ("writers-public", "writers.public.planted", "import refuge.office.models"),
    ("writers-public", "writers.public.planted", "import refuge.core.publishing"),
    ("writers-public", "writers.public.planted", "import refuge.core.planted_indirectly"),
    ("cities-door", "cities.planted", "from cities.public.models import PublicCity"),
    ("cities-door", "writers.planted", "from cities.public import models"),
    ("writers-door", "writers.planted", "from writers.public.models import PublicWriter"),
]


def contracts() -> dict[str, str]:
    """Return the contracts' names by id."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract["name"] for contract in config["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the code in which an innocent module of the ground floor leads to the record's side."""
    copy = tmp_path_factory.mktemp("house")
    for package in ("refuge", "cities", "writers"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "contracts.py", copy / "tests")
    shutil.copy(ROOT / "pyproject.toml", copy)
    (copy / "refuge" / "core" / "planted_indirectly.py").write_text("import refuge.core.publishing\n")
    return copy


def broken(house: Path) -> set[str]:
    """Return the names of the contracts that the linter finds broken."""
    command = [LINTER, "--no-logo", "--no-cache"]
    run = subprocess.run(command, cwd=house, capture_output=True, text=True, env={"COLUMNS": "200"}, check=False)
    found = set(re.findall(r"^(.*) BROKEN$", run.stdout, re.MULTILINE))
    assert (run.returncode == 0) == (not found), run.stdout + run.stderr
    return found


def test_contracts_hold_where_nothing_is_planted(house: Path) -> None:
    assert broken(house) == set()


@pytest.mark.parametrize(("contract", "module", "line"), PLANTED)
def test_contract_refuses_what_is_planted(house: Path, contract: str, module: str, line: str) -> None:
    planted = house.joinpath(*module.split(".")).with_suffix(".py")
    planted.write_text(f"{line}\n", encoding="utf-8")
    try:
        assert contracts()[contract] in broken(house)
    finally:
        planted.unlink()


def test_contracts_are_all_proven() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(contracts())
