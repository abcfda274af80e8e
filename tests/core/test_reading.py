"""What an act of the door rests on: read once, and anew where something was written or undone."""

from itertools import count

import pytest

from refuge.core.reading import forget, once, reading_once


def test_outside_an_act_everything_is_read_each_time() -> None:
    turns = count()
    assert [once("a", lambda: next(turns)), once("a", lambda: next(turns))] == [0, 1]


def test_an_act_reads_each_thing_once_and_an_act_within_it_reads_nothing_again() -> None:
    turns = count()
    with reading_once():
        with reading_once():
            assert once("a", lambda: next(turns)) == 0
        assert [once("a", lambda: next(turns)), once("b", lambda: next(turns))] == [0, 1]
    with reading_once():
        assert once("a", lambda: next(turns)) == 2


def test_what_was_written_and_what_was_undone_is_read_anew() -> None:
    turns = count()
    with reading_once():
        once("a", lambda: next(turns))
        forget()
        assert once("a", lambda: next(turns)) == 1
        with pytest.raises(ValueError, match="undone"), reading_once():
            raise ValueError("undone")
        assert once("a", lambda: next(turns)) == 2
