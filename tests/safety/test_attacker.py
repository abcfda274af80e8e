"""Nobody can be worked out: what the public is told at two moments leaves three places for whoever hides.

The attacker reads answers and nothing else; see `tests/safety/attacker`. Each kind of world has much of one thing.
"""

import ast
import sys
from pathlib import Path

import pytest

from tests.safety import attacker
from tests.safety.hidden_families import KINDS, make_world
from tests.safety.hidden_play import Play
from tests.safety.hidden_scores import Score, redrawn
from tests.safety.register import rolled_back
from tests.safety.seeds import TIMES

WORLDS = 3


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_hidden_is_worked_out(kind: str) -> None:
    score = Score()
    for seed in range(min(WORLDS * TIMES, 500 // len(KINDS) + 1)):
        play = Play(make_world(seed, kind))
        with rolled_back():
            play.play()
        won = len(score.won)
        score.add(play)
        score.won[won:] = [f"world {seed}: {what}" for what in score.won[won:]]
    assert score.lost() == []


@pytest.mark.django_db
def test_where_a_hidden_host_is_changes_no_byte() -> None:
    compared = 0
    for seed in range(6 * TIMES):
        play = Play(make_world(seed, KINDS[seed % len(KINDS)]))
        with rolled_back():
            play.play()
        world = redrawn(play)
        if world is None:
            continue
        other = Play(world)
        with rolled_back():
            other.play()
        compared += 1
        for one, two in zip(play.sites, other.sites, strict=True):
            assert one.answers == two.answers, seed
    assert compared


def test_the_attacker_imports_nothing_of_the_product() -> None:
    own = "tests.safety.attacker"
    for path in Path(attacker.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith(f"{own}.") or name.partition(".")[0] in sys.stdlib_module_names, (path, name)
