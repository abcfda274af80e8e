"""The planted leaks can be planted: `python -m tests.mutants` would else find out, long after the line has changed."""

from pathlib import Path

import pytest

from tests.mutants.leak import Leak
from tests.mutants.leaks import LEAKS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("leak", LEAKS, ids=lambda leak: leak.name)
def test_a_leak_has_its_place_and_somebody_to_see_it(leak: Leak) -> None:
    planted = ROOT / leak.file
    text = planted.read_text(encoding="utf-8")
    assert text.count(leak.old) == 1
    if planted.suffix == ".py":
        compile(text.replace(leak.old, leak.new), leak.file, "exec")
    file, _, name = leak.seen_by.partition("::")
    # Of a test with parameters one case may be named.
    assert f"def {name.partition('[')[0]}" in (ROOT / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["README.md", "docs/safety.md"])
def test_what_is_read_says_how_many_there_are(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert f"{len(LEAKS)} leaks" in text or f"{len(LEAKS)} planted leaks" in text


def test_no_two_leaks_have_one_name() -> None:
    assert len({leak.name for leak in LEAKS}) == len(LEAKS) >= 40
