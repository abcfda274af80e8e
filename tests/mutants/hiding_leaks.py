"""Planted mistakes in the rule of hiding, each of which the attacker must beat; the word in brackets is the family."""

from tests.mutants.leak import Leak

SEEN_BY = "tests/safety/test_attacker.py::test_nobody_hidden_is_worked_out[{}]"
HIDING, CITIES, DOOR = "refuge/core/hiding.py", "cities/publishing.py", "writers/remembered.py"
REDACTION, PUBLISHING = "refuge/core/redaction.py", "refuge/core/publishing.py"


def _rule(name: str, file: str, old: str, new: str, family: str) -> Leak:
    return Leak(f"whom a place hides: {name}", "promise 5", file, old, new, SEEN_BY.format(family))


ACTIVE = 'if member["state"] == MembershipState.ACTIVE:'
ENDED = '        elif member["state"] in ENDED and begins and ends:\n            spells.add((str(begins), str(ends)))'
MEETS = "        if lasts and any(first <= lasts[1] and lasts[0] <= last for first, last in taken):\n            return False\n"
FREE = (
    "return any(_has_free_day((max(first, since), min(last, until or today)), taken) for since, until in self.spells)"
)
NO_FICTION, NO_GUESTS = "not one(facts, kinds.FICTIONAL, False)", "not one(facts, kinds.TAKES_NO_GUESTS, False)"

# fmt: off
HIDING_LEAKS = (
    _rule("every listed city, as it was once", HIDING, "        if not self.hides_others:\n            return False\n", "        if self.hides_others:\n            return True\n", "states"),
    *(_rule(f"members whose state is {state.lower()}", CITIES, ACTIVE, f'if member["state"] in (MembershipState.ACTIVE, MembershipState.{state}):', "states") for state in ("DECIDED", "ANNULLED", "UNKNOWN")),
    _rule("former members of unknown years", CITIES, ENDED, ENDED.replace(" and begins and ends", "").replace("begins)", 'begins or "")').replace("str(ends)", 'str(ends or "")'), "states"),
    _rule("years do not matter", HIDING, "return first, min(last, today)", "return date.min, today", "years"),
    _rule("any day of the stay instead of the arrival", HIDING, "        first, last = when.arrival(today)\n", "        first, last = when.arrival(today)[0], (when.ends and when.ends.latest) or today\n", "years"),
    _rule("a city says who its guest is, without a name", "writers/word_cautions.py", "for word, says_who, found in _guests_in(said, cities, guests, own):", "for word, says_who, found in ():", "words"),
    _rule("nobody takes a city", HIDING, "taken = sorted(days for days in others if days)", "taken: list[Days] = []", "taken"),
    _rule("whoever comes later takes nothing", HIDING, MEETS, "", "taken"),
    _rule("one guest alone must take all the days", HIDING, FREE, FREE.replace("return any(", "return all(any(").replace("taken)", "[one])") + " for one in taken or [(date.min, date.min)])", "turns"),
    _rule("a region counts all its countries", HIDING, "if len(in_country(places, country, person, ANY_TIME, today)) < least():", "if True:", "regions"),
    _rule("a region of dated stays beside an undated country", HIDING, "person, ANY_TIME, today)) < least()", "person, when, today)) < least()", "regions"),
    _rule("a city within another one counts", HIDING, "while (outer := places[at].within) in places and outer not in passed:", "while outer := \"\":", "nested"),
    _rule("one fewer will do", HIDING, "return max(NEVER_BELOW, settings.REFUGE_HIDING_PLACES)", "return max(NEVER_BELOW, settings.REFUGE_HIDING_PLACES) - 1", "fewer"),
    _rule("invented cities hide somebody", CITIES, f'"hides_others": {NO_FICTION} and {NO_GUESTS},', f'"hides_others": {NO_GUESTS},', "kinds"),
    _rule("cities that take no guests hide somebody", CITIES, f'"hides_others": {NO_FICTION} and {NO_GUESTS},', f'"hides_others": {NO_FICTION},', "kinds"),
    _rule("memberships of the record", CITIES, "str(within or \"\"), tuple(_days(spells, first_day)))", "str(within or \"\"), tuple(_days(spells_of(tuple(city_facts(City.objects.get(pk=pk)))), first_day)))", "edits"),
    _rule("exact dates without the city", REDACTION, "        dates, status = _in_years(dates, status)\n", "", "granted"),
    _rule("a status that turns on any day", REDACTION, "return years, replace(status, value=spans.status_in_years(status.value)) if status else None", "return years, status", "dates"),
    _rule("everybody knows that a country names the city", REDACTION, "ceiling >= Rung.COUNTRY and decisions.knows(country)", "ceiling >= Rung.COUNTRY", "fewer"),
    _rule("the door asks for no reason", PUBLISHING, "and not reason.strip():\n        raise NeedsReason", "and reason == \"-\":\n        raise NeedsReason", "granted"),
    _rule("totals of the record", "refuge/views.py", '"writers": PublicWriter.objects.count(),', '"writers": __import__("django.apps").apps.apps.get_model("writers.Writer")._base_manager.count(),', "mixed"),
    _rule("rows without a name among the newest", "writers/public/models.py", "_DAY.desc(nulls_last=True)", '"-first_published_on"', "newest"),
)
# fmt: on
