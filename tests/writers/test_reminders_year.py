"""A year of a hundred cities, day by day: exactly these mails go, each with these counts, and no other."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import QuerySet
from django.utils import timezone

from cities.models import City, Coordinator
from refuge.core import publishing
from refuge.office.models import User
from tests.factories import partial, staff
from writers.models import Reminder, Residency, Writer

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Ten cities, of which there are COPIES each. What is done on a day is done after the timer of that day has run. The
# machine stands still from 10 to 14 September, so nothing goes on these days. The lines that begin with "mail" were
# worked out with a calendar, not with the code that they test: 60 days before 31 March are 30 January.
COPIES = 10
STANDSTILL = [date(2027, 9, 10) + timedelta(days=day) for day in range(5)]
TABLE = """
story  she answers for one guest, and never for two others
term   ana oslo 2020-01-01
stay   a oslo starts=2026-07-15
stay   b oslo starts=2026-08-31
stay   c oslo starts=2027-02-28
mail   2027-01-15 ana silent 1
does   2027-01-20 a confirmed
mail   2027-02-28 ana silent 1
mail   2027-07-20 ana silent 1
does   2027-07-21 a confirmed
mail   2027-08-28 ana silent 1

story  a stay comes to its planned end, and she says so late
term   ana oslo 2020-01-01
stay   a oslo starts=2026-03-01 confirmed_on=2026-12-01 planned_end=2027-03-31
mail   2027-01-30 ana ending 1
mail   2027-04-01 ana over 1
does   2027-05-10 a ended

story  a stay is extended, and said to be right half a year later; its timer was late, as the machine stood still
term   ana oslo 2020-01-01
stay   a oslo starts=2026-03-01 confirmed_on=2026-12-15 planned_end=2027-04-30
mail   2027-03-01 ana ending 1
does   2027-03-10 a extended=2027-12-31
mail   2027-09-15 ana silent 1
mail   2027-11-01 ana ending 1

story  of the planned end only a month or a year is known
term   ana oslo 2020-01-01
stay   a oslo starts=2026-11 confirmed_on=2026-12-31 planned_end=2027-08
stay   b oslo starts=2026-09 confirmed_on=2026-10-01 planned_end=2027
stay   c oslo starts=2026 confirmed_on=2026-11-11 planned_end='before 2027-07'
stay   d oslo confirmed_on=2026-12-05 planned_end='after 2027-09'
stay   e oslo confirmed_on=2026-12-20 planned_end=2027/2028
mail   2027-01-01 ana ending 1
mail   2027-04-01 ana silent 1
mail   2027-05-01 ana ending 1
mail   2027-05-11 ana silent 1
mail   2027-06-02 ana ending 1
mail   2027-06-05 ana silent 1
mail   2027-06-20 ana silent 1
mail   2027-06-30 ana silent 1
mail   2027-07-01 ana over 1
mail   2027-08-02 ana ending 1
mail   2027-09-01 ana over 1

story  a handover: who comes after is told of what is open
term   ana oslo 2020-01-01 2027-06-30
term   bo  oslo 2027-07-01
stay   a oslo starts=2026-11-20
stay   b oslo starts=2025 confirmed_on=2026-12-10
stay   c oslo starts=2027-02-15 planned_end=2027-08-29
mail   2027-05-20 ana silent 1
mail   2027-06-10 ana silent 1
does   2027-06-15 b confirmed
mail   2027-06-30 ana ending 1
mail   2027-07-01 bo silent 1 ending 1
does   2027-07-02 a ended
does   2027-07-02 c extended=2028-08-31
mail   2027-12-15 bo silent 1

story  two months without a coordinator, in which staff end one of two stays
term   ana oslo 2020-01-01 2027-03-31
term   bo  oslo 2027-06-01
stay   a oslo starts=2026-10-10
stay   b oslo confirmed_on=2026-10-05
does   2027-05-01 b ended
mail   2027-06-01 bo silent 1

story  one coordinator of two cities, another of one of them; a guest moves between the two
term   ana oslo   2020-01-01
term   ana bergen 2020-01-01
term   bo  bergen 2026-01-01
term   bo  bergen 2027-01-01
stay   a oslo   starts=2026-07-01
stay   b bergen starts=2026-07-01
stay   c bergen starts=2025-03-02 confirmed_on=2026-11-30 planned_end=2027-03-02
stay   d oslo   starts=2027-02-10
mail   2027-01-01 ana silent 2 ending 1
mail   2027-01-01 bo silent 1 ending 1
does   2027-01-05 b confirmed
mail   2027-03-03 ana over 1
mail   2027-03-03 bo over 1
does   2027-03-10 c ended
mail   2027-07-05 ana silent 1
mail   2027-07-05 bo silent 1
mail   2027-08-10 ana silent 1
does   2027-08-15 d city=bergen
mail   2027-08-16 bo silent 1

story  what is not asked: disputed, ended, in no city; who is not: without address, closed, not yet; and it changes
term   ana oslo 2020-01-01
term   cy  oslo 2020-01-01
term   di  oslo 2020-01-01
term   ed  oslo 2028-01-01
user   cy is_active=
user   di email=
stay   a oslo starts=2026-08-01 standing=disputed
stay   b oslo starts=2026-01-01 planned_end=2027-02-01 end_state=ended
stay   c - starts=2026-08-01
stay   d oslo
mail   2027-01-01 ana silent 1
does   2027-02-02 d confirmed
does   2027-04-04 a standing=accepted
mail   2027-04-05 ana silent 1
does   2027-05-05 c city=oslo
mail   2027-05-06 ana silent 1
mail   2027-08-02 ana silent 1
does   2027-10-10 cy is_active=yes
mail   2027-10-11 cy silent 3

story  still there after the planned end; what is answered while the machine stands still is not asked
listed oslo
term   ana oslo 2020-01-01
stay   a oslo confirmed_on=2026-12-24 planned_end=2027-02-14
stay   b oslo confirmed_on=2027-01-10 planned_end=2027-09-09
stay   c oslo confirmed_on=2027-01-10 planned_end=2027-09-11
does   2027-02-14 a confirmed
mail   2027-02-15 ana over 1
does   2027-02-20 a confirmed
mail   2027-07-10 ana silent 2
mail   2027-07-11 ana ending 1
mail   2027-07-13 ana ending 1
mail   2027-08-20 ana silent 1
does   2027-09-12 b confirmed
mail   2027-09-15 ana over 1
"""
WORDS = {
    "nobody has told us anything for six months": "silent",
    "the planned end of the stay comes near": "ending",
    "the planned end of the stay has passed": "over",
}
Sent = tuple[date, str, tuple[tuple[str, int], ...]]


@dataclass
class Play:
    """One copy of one story: its rows by their names in the table."""

    number: str
    rows: dict[str, Any] = field(default_factory=dict)
    terms: list[tuple[Any, ...]] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    days: list[list[str]] = field(default_factory=list)

    def user(self, name: str) -> User:
        address = f"{name}.{self.number}"
        return self.rows.setdefault(name, User(username=address, email=f"{address}@example.org"))  # type: ignore[no-any-return]

    def city(self, name: str) -> City:
        return self.rows.setdefault(name, City(name=f"Canaria {name}", country="NO"))  # type: ignore[no-any-return]


def _values(play: Play, words: Iterable[str], today: str = "") -> dict[str, Any]:
    values: dict[str, Any] = {}
    for word in words:
        name, _is, value = word.partition("=")
        match name:
            case "confirmed":
                values["confirmed_on"] = today
            case "extended":
                values |= {"confirmed_on": today, "planned_end": partial(value)}
            case "ended":
                values["end_state"] = name
            case "starts" | "planned_end":
                values[name] = partial(value)
            case "city":
                values[name] = play.rows[value]
            case _:
                values[name] = bool(value) if name == "is_active" else value
    return values


def _raw(model: Any) -> Any:
    # Row by row, with history and versions, it would take a minute.
    return QuerySet(model)


def _plays() -> Iterator[Play]:
    """Yield every copy of every story, its rows not in the database yet."""
    for copy, (number, story) in product(range(COPIES), enumerate(TABLE.strip().split("\n\n"))):
        play = Play(f"{copy}.{number}")
        for line in story.splitlines():
            _read(play, *shlex.split(line))
        yield play


def _read(play: Play, what: str, *words: str) -> None:
    match what:
        case "does" | "mail":
            play.days.append([what, *words])
        case "user":
            vars(play.user(words[0])).update(_values(play, words[1:]))
        case "listed":
            play.listed.add(words[0])
        case "term":
            play.terms.append((play.user(words[0]), play.city(words[1]), *words[2:]))
        case "stay":
            city = None if words[1] == "-" else play.city(words[1])
            writer = Writer(name="Anna Canary", origin="IR")
            play.rows[words[0]] = Residency(writer=writer, country="NO", city=city, **_values(play, words[2:]))


def _save(plays: list[Play]) -> None:
    rows = [row for play in plays for row in play.rows.values()]
    writers = [row.writer for row in rows if isinstance(row, Residency)]
    kinds = [[row for row in rows if isinstance(row, kind)] for kind in (User, City, Residency)]
    for made in (writers, *kinds):
        _raw(type(made[0])).bulk_create(made)
    _raw(Coordinator).bulk_create(
        Coordinator(user=who, city=city, since=since, until=next(iter(until), None))
        for play in plays
        for who, city, since, *until in play.terms
    )
    for play in plays:
        for name in play.listed:
            publishing.publish(play.rows[name], staff())


def _told(day: date, sent: Any) -> Sent:
    text = sent.body
    counts = {WORDS[words]: int(number) for number, words in re.findall(r"^- (\d+) guests?: (.*)$", text, re.MULTILINE)}
    assert "https://refuge.example.org/my-city/" in text and not re.search(
        "can[ae]r|oslo|bergen|anna", text, re.IGNORECASE
    )
    (to,) = sent.to
    return day, to, tuple(sorted(counts.items()))


def test_exactly_the_mails_of_the_table_go(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    plays = list(_plays())
    _save(plays)
    expected: list[Sent] = []
    acts: dict[date, list[tuple[Play, list[str]]]] = {}
    for play, (what, day, who, *words) in [(one, line) for one in plays for line in one.days]:
        if what == "mail":
            counts = tuple(sorted(zip(words[::2], map(int, words[1::2]), strict=True)))
            expected.append((date.fromisoformat(day), f"{who}.{play.number}@example.org", counts))
        else:
            acts.setdefault(date.fromisoformat(day), []).append((play, [who, *words]))
    assert City.objects.count() == 100 and len(expected) == 450

    happened: list[Sent] = []
    today = date(2027, 1, 1)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    while today.year == 2027:
        if today not in STANDSTILL:
            call_command("remind")
            happened += [_told(today, sent) for sent in mail.outbox]
            if mail.outbox:
                mail.outbox.clear()
                call_command("remind")
                assert not mail.outbox, "the second run of a day sends nothing"
        for play, (name, *words) in acts.get(today, ()):
            row = play.rows[name]
            _raw(type(row)).filter(pk=row.pk).update(**_values(play, words, today.isoformat()))
        today += timedelta(days=1)
    assert sorted(happened) == sorted(expected)
    assert not Reminder.objects.filter(sent_at=None).exists() and not Reminder.objects.filter(user__email="").exists()
    assert capsys.readouterr().out.count("0 mails sent.") > 300
