"""Leaks in what a yes and a no are of, and in the words that follow from them."""

from tests.mutants.leak import Leak

WORDS, NAMES = "tests/writers/test_closed_words.py::test_", "tests/writers/test_closed_names.py::test_"
MOVING, CONSENT = "tests/writers/test_moving.py::test_", "tests/writers/test_consent.py::test_"
DELETING, KEPT = "tests/writers/test_deleting.py::test_", "tests/core/test_kept_facts.py::test_"
CLOSED_WORDS, CLEARANCE, LIFE = "writers/closed_words.py", "writers/models/clearance.py", "writers/models/life.py"

# fmt: off
CONSENT_LEAKS = (
    Leak("a city is called as the record says now, and only so", "words", CLOSED_WORDS, "    texts = (city.name, city.local_name, *public)", "    texts = (city.name, city.local_name)", f"{WORDS}a_city_is_called_as_it_is_and_was_public_too"),
    Leak("a name that is refused counts as shown", "words", "writers/closed_names.py", "    given = given.exclude(name__in=refused.exclude(name=None).values(\"name\"))\n", "", f"{NAMES}a_name_that_was_given_and_is_refused[False]"),
    Leak("a name that is refused with all others counts as shown", "words", "writers/closed_names.py", "    given = given.exclude(writer__in=refused.filter(name=None).values(\"writer\"))\n", "", f"{NAMES}a_name_that_was_given_and_is_refused[True]"),
    Leak("a reason outlives a no", "words", CLOSED_WORDS, "Q(withdrawn_on__lte=timezone.localdate()) | Q(refused=True)", "Q(withdrawn_on__lte=timezone.localdate())", f"{WORDS}it_ends_when_the_city_is_refused"),
    Leak("a reason comes back when what ended is deleted", "words", CLOSED_WORDS, "about, history_type=\"-\").order_by()", "about, history_type=\"-\", id=0).order_by()", f"{WORDS}it_does_not_come_back_when_the_clearance_that_ended_is_deleted"),
    Leak("the first name beside a known family's", "words", "refuge/core/person_names.py", "if last & told else [last]", "if False else [last]", f"{WORDS}a_first_name_tells_where_the_family_s_is_known"),
    Leak("run together in the path of an address", "words", "refuge/core/spelling.py", "for pattern in (ADDRESS, HOST)", "for pattern in (HOST,)", f"{WORDS}words_that_are_run_together_in_addresses_and_tags"),
    Leak("a title that names the city of the text below it", "words", "writers/word_cautions.py", "    cities = _spoken_of(record, [said for _fact, _where, said in told], guests)\n    for fact, where, said in told:\n", "    for fact, where, said in told:\n        cities = _spoken_of(record, [said], guests)\n", f"{NAMES}nor_does_a_text_below_a_title_that_names_the_city"),
    Leak("a region speaks of its cities' guests", "words", "writers/word_cautions.py", "for city in (record, *City.objects.filter(within=record).order_by(\"pk\"))", "for city in (record,)", f"{NAMES}nor_does_a_region_of_its_cities"),
    Leak("a withdrawal finds whole words alone", "words", "refuge/office/mentions.py", "        return any(found for said in _texts(text) for found in self._wanted.found_in(Said(said)))", "        return not self._wanted", "tests/office/test_mentions.py::test_however_it_is_spelled_the_place_is_found"),
    Leak("another text in the place of a deleted one", "consent", "refuge/core/publishables.py", "(fact.of, fact.row) in rows.get", "(fact.of, \"\") in rows.get", f"{DELETING}another_text_in_its_place_does_not_keep_what_a_deleted_one_said"),
    Leak("whoever empties the city first takes the yes along", "consent", LIFE, "            given.read_elsewhere(self).end_for(_now(\"The stay was moved to another place.\"))\n", "", f"{MOVING}whoever_empties_the_city_first_moves_the_stay_by_entering_another"),
    Leak("the same place in another country", "consent", LIFE, " and stored.country == self.country:", ":", f"{MOVING}the_same_place_is_never_in_another_country"),
    Leak("the end of a yes is taken back for another place", "consent", CLEARANCE, "        self._refuse_elsewhere()\n", "", f"{MOVING}what_ended_by_a_move_is_not_given_for_the_new_place_by_taking_its_end_back"),
    Leak("a no goes with its row", "consent", "refuge/office/taking_back.py", "    record.put_back()\n", "", f"{CONSENT}a_no_comes_back_with_the_stay_and_a_yes_does_not"),
    Leak("a no is turned round in its row", "consent", CLEARANCE, "        self._refuse_over_a_no()\n", "", f"{CONSENT}nor_do_the_rows_of_the_page"),
    Leak("a no is ticked away", "consent", "writers/admin/inlines.py", "    formset = NoNoIsDeleted\n", "", f"{CONSENT}a_no_is_not_ticked_away_nor_deleted"),
    Leak("a yes to what was not shown", "consent", "writers/consent_form.py", "if data.get(\"shown\") != self.digest:", "if False:", f"{CONSENT}what_was_shown_is_what_is_given"),
    Leak("seen by an estate", "consent", "writers/consent_form.py", "        self._refuse_unseen(said[\"seen\"], data)\n", "", f"{CONSENT}what_the_person_agreed_to_they_see_themselves_and_later"),
    Leak("a kept picture is taken as it is", "consent", "writers/kinds.py", "    sound=lambda value: are_renditions(value[\"renditions\"]),\n", "", f"{KEPT}whatever_is_wrong_within_a_kept_fact_it_reads_as_none_or_can_be_worked_with"),
    Leak("a stop without a country is told", "hiding", "refuge/core/redaction.py", "    hidden |= {\"\"} if hidden else set()\n", "", "tests/writers/test_hidden_stays.py::test_a_stop_without_a_country_follows_the_hidden_stay"),
    Leak("a city's page leaves too few for those who are hidden", "hiding", "writers/remembered.py", "if not (publishable(record).is_person or publishable(record).is_place):", "if not publishable(record).is_person:", "tests/writers/test_remembered.py::test_nor_does_a_city_go_that_leaves_too_few_for_those_who_are_hidden"),
)
# fmt: on
