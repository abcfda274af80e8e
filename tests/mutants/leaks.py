"""The planted leaks: each a change of a line or two, as a tired person might make it, and the test that must see it.

`row` is the channel: a row of the tables A to G of the threat model, or a promise of the design.
"""

from tests.mutants.consent_leaks import CONSENT_LEAKS
from tests.mutants.hiding_leaks import HIDING_LEAKS
from tests.mutants.leak import Leak

# A record table, reached as careless code would reach it.
RECORD = '__import__("django.apps").apps.apps.get_model("{}")._base_manager'
WRITERS, CITIES = RECORD.format("writers.Writer"), RECORD.format("cities.City")
NAMES, PAST = RECORD.format("writers.Name"), RECORD.format("writers.WriterPublication")

TABLES = "tests/safety/test_noninterference.py::test_the_catalogues_of_a_thousand_twins_are_equal"
TWINS = "tests/safety/test_noninterference.py::test_everything_two_hundred_twins_tell_is_equal"
INSIDER = "tests/safety/test_noninterference.py::test_whatever_an_insider_guesses_is_answered_alike"
ADDRESSES = "tests/safety/test_noninterference.py::test_every_public_address_is_asked"
GONE = "tests/safety/test_withdrawn.py::test_after_withdraw_all_is_as_if_the_writer_had_never_been"
EDITS = "tests/safety/test_withdrawn.py::test_no_edit_changes_a_byte_until_somebody_publishes"
SERVED = "tests/safety/test_served.py::test_what_is_served_is_what_the_oracle_expects"
TAKEN_BACK = "tests/safety/test_taken_back.py::test_what_is_taken_back_by_any_way_is_gone_and_nothing_else_is"
FUZZ = "tests/safety/test_fuzz.py"
HEADERS = "tests/safety/test_headers.py"
HOSTS = "tests/safety/test_hosts.py::test_no_answer_depends_on_the_name_or_the_port_that_was_asked_for"
FACTS = "tests/writers/test_facts.py"
PUBLISHING = "tests/core/test_publishing.py"
HANDLES = "tests/core/test_handles.py::test_"
HISTORY = "tests/cities/public/test_history.py::test_"
PICTURES = "tests/office/test_picture_review.py"
MY_CITY = "tests/writers/my_city/"
TERMS = f"{MY_CITY}test_strangers.py::test_without_a_term_and_both_steps_her_own_is_not_there_either"
NUMBERS = f"{MY_CITY}test_attack.py::test_a_number_of_somebody_elses_is_a_number_of_nothing"
ROWS = f"{MY_CITY}test_attack.py::test_no_row_of_the_history_but_her_own_is_undone"
STALE = f"{MY_CITY}test_at_once.py::test_the_later_one_is_shown_what_changed_and_nothing_is_lost"
OFF = f"{MY_CITY}test_taking_off.py::test_"
MAIL, HELD, LATE = (
    f"{OFF}{name}"
    for name in (
        "the_mail_names_nobody_and_leads_there",
        "only_a_publisher_lifts_the_hold",
        "after_the_hour_it_is_refused",
    )
)
BACK = f"{OFF}undone_within_the_hour_it_is_byte_for_byte_what_was_public"
ENDED = f"{OFF}a_clearance_that_staff_have_touched_since_stays_ended"

UNSEEN = "tests/safety/test_unseen.py::test_"
SHOWN = "tests/office/test_differences.py::test_"

VIEWS, FILTERS, HOME = "writers/public/views.py", "writers/public/filters.py", "refuge/views.py"
RULES, DOOR, RECORDS = "writers/kinds.py", "refuge/core/publishing.py", "refuge/office/records.py"
REACH, UNDO, HOLDS = "writers/my_city/boundaries.py", "writers/my_city/lately.py", "refuge/core/holds.py"

REDACTION, DECIDED = "refuge/core/redaction.py", "refuge/core/clearances.py"
REVIEW = "refuge/office/picture_review.py"
EDITIONS = "refuge/core/editions.py"
HIDING, REMEMBERED = "refuge/core/hiding.py", "writers/remembered.py"
AREAS, HIDDEN, THOUGHT_OF = (
    f"tests/{name}.py::test_" for name in ("core/test_hiding", "writers/test_hidden_stays", "writers/test_remembered")
)
PURE = "tests/core/test_redaction.py::test_"
ONE_THING, KEPT_FACTS = "tests/safety/test_one_thing.py::test_", "tests/core/test_kept_facts.py::test_"
WORDS, SPELLING = "tests/core/test_words.py::test_", "refuge/core/spelling.py"
CLOSED, NAMED = "tests/writers/test_closed_words.py::test_", "tests/writers/test_closed_names.py::test_"
CAUTIONS, TOLD = "tests/core/test_cautions.py::test_", "tests/office/test_cautioning.py::test_"
NEXT_DAY = "tests/safety/test_served.py::test_on_the_next_day_what_ended_is_gone_and_what_began_waits"
DAYS, SEVERAL = "tests/safety/test_days.py::test_", "tests/safety/test_one_of_several.py::test_"
DRAWN, CHECKED = "tests/safety/test_drawn.py::test_", "tests/safety/test_check.py::test_"
BETWEEN, CLAIMS = "tests/safety/test_kept_between_requests.py::test_", "tests/safety/test_disputed.py::test_"
STATUS = "tests/safety/test_status.py::test_the_status_of_a_stay_is_what_was_typed_and_the_day_say"
CLAIM = f"{CLAIMS}a_claim_is_on_two_pages_and_changes_nothing_else"
BY_GREENWICH = "timezone.now().date()"
MOVING, DELETING = "tests/writers/test_moving.py", "tests/writers/test_deleting.py"
IT_IS_OF = "tests/writers/models/test_clearance.py::test_it_is_of_what_it_names_and_of_nothing_else"


def _scope(name: str, old: str, new: str, seen_by: str = TABLES) -> Leak:
    return Leak(f"a scope forgotten: {name}", "promise 2", RULES, old, new, seen_by)


RENDER = (
    'return render(request, "writers/detail.html", {"nav_current": "writers", "writer": writer, "profile": profile})'
)
NOBODY = "    if writer is None:\n        raise Http404"

# fmt: off
LEAKS = (
    # A. Identity and addresses
    Leak("a primary key in the page", "A1", "templates/writers/detail.html", "<article>", '<article id="n{{ writer.pk }}">', TWINS),
    Leak("a former address redirects", "A2", VIEWS, NOBODY, f"    if writer is None:\n        past = {PAST}.filter(slug=slug).first()\n        now = past and PublicWriter.objects.filter(slug__in={PAST}.filter(record=past.record_id).values_list('slug')).first()\n        if now:\n            return HttpResponse(status=301, headers={{'Location': now.get_absolute_url()}})\n        raise Http404", FUZZ),
    Leak("another name keeps the address", "A3", "refuge/core/handles.py", "(keeps_slug or standing.title == title)", "True", PUBLISHING),
    Leak("a slug is given to a second person", "A3", "refuge/core/handles.py", "while publications.filter(slug=slug).exists():", "while publications.filter(slug=slug, standing=True).exists():", f"{HANDLES}a_slug_is_never_given_to_a_second_person"),
    Leak("symbols only where the name is taken", "A3", "refuge/core/handles.py", 'f"{name}-{token(SUFFIX)}" if is_person else name', "name", f"{HANDLES}a_suffix_says_nothing_about_another_of_the_same_name"),
    Leak("symbols that are the number of the record", "A3", "refuge/core/handles.py", 'f"{name}-{token(SUFFIX)}" if is_person else name', 'f"{name}-{record.pk:04}" if is_person else name', f"{HANDLES}a_suffix_says_nothing_about_another_of_the_same_name"),
    Leak("an address kept over a name that was taken back", "A3", "refuge/core/handles.py", "if not standing.name_is_cleared():", "if False:", f"{HANDLES}nor_over_one_that_was_taken_back_while_the_next_was_given"),
    Leak("an address kept on what a narrowing noted", "A3", "writers/models/publication.py", ", kind=self.Kind.PUBLISHED)", ")", f"{HANDLES}nor_over_one_that_was_taken_back_while_the_next_was_given"),
    Leak("several at once keep their addresses", "A3", "refuge/office/list_actions.py", "publishing.publish(shown.record, request.user) is", "publishing.publish(shown.record, request.user, keep_address=True) is", "tests/writers/test_keeping_address.py::test_publishing_several_at_once_never_keeps_an_address"),
    Leak("an anchor of words", "A3", "templates/cities/history.html", '<li id="{{ anchor }}">', '<li id="{{ milestone.title|slugify }}">', f"{HISTORY}an_anchor_is_the_date_and_the_place_among_those_of_the_date"),
    Leak("a milestone keeps its first words", "A3", "cities/publishing.py", '        return ""\n', '        return str(one(facts, kinds.TITLE))\n\n    keeps_slug = True\n', f"{HISTORY}a_title_that_was_corrected_withdrawn_and_published_anew_leaves_no_trace"),
    Leak("milestones of one date by their random names", "B9", "cities/public/milestones.py", "return date, milestone.title, milestone.text, fingerprint(milestone.sources)", "return date, milestone.slug", f"{HISTORY}what_decides_between_those_of_one_date_is_what_is_read"),
    Leak("410 for the withdrawn", "A4", VIEWS, NOBODY, f"    if writer is None and {PAST}.filter(slug=slug).exists():\n        return HttpResponse(status=410)\n{NOBODY}", FUZZ),
    Leak("403 for the hidden", "A4", VIEWS, NOBODY, f"    if writer is None and any(slug == w.name.lower().replace(' ', '-') for w in {WRITERS}.all()):\n        return HttpResponse(status=403)\n{NOBODY}", FUZZ),
    Leak("a digit that is no number", "A5", "refuge/core/listing.py", "text.isascii() and text.isdecimal() and len(text) == 4", "text.isdigit() and len(text) == 4", FUZZ),
    Leak("unsafe methods pass", "A6", "refuge/surfaces.py", 'if request.method not in ("GET", "HEAD"):', "if False:", FUZZ),
    # B. Lists, filters, search
    Leak("facet counts over the record", "B7", FILTERS, '            found = self.rows(leave_out=name).order_by().values_list("origin")', f'            found = {WRITERS}.order_by().values_list("origin")', TWINS),
    Leak("filter choices from the record", "B8", FILTERS, "    return [(city.slug, city.label) for city in PublicCity.objects.only", f"    return [(city.name, city.name) for city in {CITIES}.all()] + [(city.slug, city.label) for city in PublicCity.objects.only", INSIDER),
    Leak("no order at all", "B9", FILTERS, "return self.rows().order_by(*self.sorts[self.sort][1])", 'return self.rows().order_by("pk")', TWINS),
    Leak("guests by the order of their rows", "B9", "cities/public/views.py", 'stays.order_by("standing", "-starts", "writer__sort_key", "writer__slug", "position")', 'stays.order_by("standing", "pk")', TWINS),
    Leak("stays in the order of what is hidden", "B9", "writers/publishing.py", "    rows.sort(key=fingerprint)\n", "", FACTS),
    Leak("search over every name of the record", "B10", "refuge/core/listing.py", '            qs = qs.filter(search__contains=f" {token}")', f'            qs = qs.filter(search__contains=f" {{token}}") if not {NAMES}.filter(text__icontains=token).exists() else qs', INSIDER),
    Leak("hidden names suggested", "B11", VIEWS, '        "q": found.chosen.get("q", ""),', f'        "q": found.chosen.get("q") or {WRITERS}.order_by("name").values_list("name", flat=True).first(),', TWINS),
    Leak("totals of the record", "B12", VIEWS, "PublicWriter.objects.filter(level=Level.COUNTED).count()", f"{WRITERS}.exclude(level=3).count()", TWINS),
    Leak("a hidden city is told from nonsense", "B13", "refuge/core/listing.py", '        unknown = [word for word in asked if word not in self.labels]', f'        unknown = [word for word in asked if word not in self.labels and not {CITIES}.filter(name__iexact=word).exists()]', INSIDER),
    Leak("any lookup is taken", "B14", FILTERS, '        found = super().rows(leave_out=leave_out)\n        if any', '        found = super().rows(leave_out=leave_out).filter(**{k: v for k, v in self.data.items() if "__" in k})\n        if any', FUZZ),
    Leak("a private row breaks the page", "B15", VIEWS, "    today = timezone.localdate()\n    context", f"    today = timezone.localdate()\n    1 // (1 - {WRITERS}.filter(level=0).exists())\n    context", TWINS),
    # C. HTTP and caches
    Leak("an ETag of the moment of publishing", "C16", VIEWS, f"    {RENDER}", '    return HttpResponse(render(request, "writers/detail.html", {"nav_current": "writers", "writer": writer, "profile": profile}).content, headers={"ETag": str(__import__("refuge.core.models").core.models.Edition.current().serial)})', TWINS),
    Leak("a header of the record", "C16", HOME, '    return render(request, "home.html", context)', f'    answer = render(request, "home.html", context)\n    answer["X-Version"] = str(sum({WRITERS}.values_list("version", flat=True)))\n    return answer', TWINS),
    Leak("the clock", "C17", HOME, '    return render(request, "home.html", context)', '    answer = render(request, "home.html", context)\n    answer["X-Made"] = str(__import__("time").time_ns())\n    return answer', TWINS),
    Leak("others may keep a copy", "C18", "refuge/surfaces.py", '"no-store" if office else "no-cache"', '"no-store" if office else "public, max-age=3600"', HEADERS),
    Leak("a page kept in the process", "C19", VIEWS, "    if writer is None:\n        raise Http404", "    writer = vars(writer_detail).get(slug) or writer\n    vars(writer_detail)[slug] = writer\n    if writer is None:\n        raise Http404", GONE),
    Leak("a cookie", "C20", HOME, '    return render(request, "home.html", context)', '    answer = render(request, "home.html", context)\n    answer.set_cookie("seen", "1")\n    return answer', TWINS),
    Leak("one more statement for the withdrawn", "C21", VIEWS, NOBODY, f"    if writer is None and {PAST}.filter(slug=slug).exists():\n        PublicWriter.objects.exists()\n{NOBODY}", FUZZ),
    Leak("a space for each hidden writer", "C22", HOME, '    return render(request, "home.html", context)', f'    answer = render(request, "home.html", context)\n    answer.content += b" " * {WRITERS}.filter(level=0).count()\n    return answer', TWINS),
    Leak("a page that repeats the name it was asked under", "C23", "templates/writers/detail.html", "{{ writer.get_absolute_url|public_address }}", "{{ request.scheme }}://{{ request.get_host }}{{ writer.get_absolute_url }}", HOSTS),
    Leak("a feed that repeats the name it was asked under", "C23", "refuge/core/atom.py", "here = public_address(request.path)", "here = request.build_absolute_uri(request.path)", HOSTS),
    Leak("a sitemap under the name it was asked for", "C23", "refuge/sitemaps.py", '        return public_address().partition("://")[2]', "        return str(site.domain)", HOSTS),
    Leak("a way to https under any name", "C23", "refuge/settings.py", '_name.partition("://")[2] or None', "None", "tests/safety/test_hosts.py::test_the_way_to_https_leads_to_the_name_that_the_operator_set"),
    Leak("a mail that repeats the name it was asked under", "C23", "refuge/office/accounts/admin.py", "absolute(invitations.path_for(user))", "request.build_absolute_uri(invitations.path_for(user))", "tests/cities/test_terms_admin.py::test_one_page_invites_a_coordinator_for_two_cities"),
    Leak("a mail to staff under any name", "C23", "writers/my_city/editing.py", "absolute(reverse(", "request.build_absolute_uri(reverse(", MAIL),
    # D. Images
    Leak("private renditions are served", "D23", HOME, "    raise Http404\n\n\ndef healthz", f'    for kept in {RECORD.format("office.PictureRendition")}.filter(format=extension):\n        if __import__("hashlib").sha256(kept.sha256.encode()).hexdigest()[:13] == name or kept.sha256[:13] == name:\n            return HttpResponse(bytes(kept.body), content_type=IMAGE_TYPES[extension])\n    raise Http404\n\n\ndef healthz', INSIDER),
    Leak("metadata goes along", "D24", "refuge/core/images.py", "    picture.save(body, name.upper(), **OPTIONS[name])", '    picture.save(body, name.upper(), **OPTIONS[name], exif=b"Exif\\0\\0MM\\0*\\0\\0\\0\\x08\\0\\0")', "tests/core/images/test_odd.py"),
    Leak("pictures outlive the withdrawal", "D25", HOME, "        if found is not None:", "        found = vars(image).get(name, found)\n        vars(image)[name] = found\n        if found is not None:", GONE),
    Leak("the name of the file is kept", "D26", "refuge/office/forms.py", "return Picture.keep(file.read())", "return Picture.keep(file.read() + file.name.encode())", "tests/office/test_uploads.py"),
    Leak("bombs are decoded", "D27", "refuge/core/images.py", "MAX_PIXELS = 40_000_000", "MAX_PIXELS = 4_000_000_000", "tests/core/images/test_hostile.py"),
    Leak("whoever chose a picture publishes it", "D28", DOOR, "    return objection(record, facts, by)\n", '    return ""\n', PICTURES),
    Leak("whoever chose a city's photograph publishes it", "D28", REVIEW, "        return self.picture.objection(record, facts, by)\n", '        return ""\n', PICTURES),
    # E. Syndication and exports
    *(
        Leak(f"{what} that nobody asks for", row, "refuge/urls/public.py", '    path("healthz", views.healthz, name="healthz"),\n', f'    path("healthz", views.healthz, name="healthz"),\n    path("{path}", views.home, name="{path}"),\n', ADDRESSES)
        for what, row, path in (("a table to take home", "E32", "writers.csv"), ("a schema", "E34", "schema.json"))
    ),
    Leak("a sitemap of the record", "E29", "refuge/sitemaps.py", 'return PublicCity.objects.only("slug").order_by("slug")', f'return [PublicCity(slug=city.name.lower()) for city in {CITIES}.order_by("name")]', TWINS),
    Leak("a sitemap of whoever is counted", "E29", "refuge/sitemaps.py", "PublicWriter.objects.named()", "PublicWriter.objects.all()", "tests/test_sitemaps.py"),
    Leak("a feed in the order of the record", "E30", "writers/public/feeds.py", "[w.as_entry() for w in writers]", f"[w.as_entry() for w in sorted(writers, key=lambda w: {WRITERS}.filter(name=w.name).values_list('pk', flat=True).first() or 0)]", TWINS),
    Leak("guests without a name in the feed", "E30", "cities/public/feeds.py", ", writer__level=Level.NAMED", "", "tests/writers/public/test_feeds.py"),
    Leak("an empty feed tells the time", "C17", "refuge/core/atom.py", "default=NEVER", "default=datetime.now(UTC)", "tests/core/test_atom.py"),
    Leak("hidden pages in robots.txt", "E33", HOME, 'return HttpResponse("User-agent: *\\nDisallow: /*?\\n" + listed', f'return HttpResponse("User-agent: *\\nDisallow: /*?\\n" + listed + str(sorted({WRITERS}.values_list("name", flat=True)))', TWINS),
    Leak("a description from the record", "E31", VIEWS, "    profile = Profile.of(writer, timezone.localdate())", f"    profile = Profile.of(writer, timezone.localdate())\n    writer.summary = {WRITERS}.filter(name=writer.name).values_list('summary', flat=True).first()", TWINS),
    Leak("a mail that names the writer", "E35", "writers/my_city/editing.py", '+ "?needs=taken-off"), elsewhere)', '+ f"?needs=taken-off&q={stay.writer.name}"), elsewhere)', MAIL),
    Leak("a mail that names a guest", "E35", "writers/reminders.py", 'text = render_to_string("my_city/reminder.txt", {"guests": guests, "link": link, **said})', 'text = render_to_string("my_city/reminder.txt", {"guests": guests, "link": link, **said}) + str(reminders[0].stay.writer)', "tests/writers/test_reminders.py"),
    # F. Inference
    Leak("a move is public on the day it is typed", "F39", DOOR, "    if narrow(record, places):\n", "    standing = editions.standing_of(record)\n    if standing and (facts := editions.edition_of(record)) and not editions.is_whole(standing, facts):\n        supersede(record, standing, facts, by=None, kind=\"published\")\n    if narrow(record, places):\n", EDITS),
    Leak("writers are not told that going is seen", "F41", "cities/public/texts/safety.en.md", " Whoever read your page yesterday can see that it is gone today.", "", "tests/cities/public/test_supplied.py"),
    Leak("archives may keep copies", "F40", "refuge/surfaces.py", '    "Referrer-Policy": "no-referrer",\n    "X-Robots-Tag": "noarchive",\n', '    "Referrer-Policy": "no-referrer",\n', HEADERS),
    Leak("a country that names its city", "F36", HIDING, "return max(NEVER_BELOW, settings.REFUGE_HIDING_PLACES)", "return 1", f"{HIDDEN}one_active_city_in_italy_is_not_told_by_the_name_of_italy"),
    Leak("cities that are not listed hide a city", "F36", "cities/publishing.py", "rows = CityPublication.objects.filter(standing=True)", "rows = CityPublication.objects.all()", "tests/safety/test_attacker.py::test_nobody_hidden_is_worked_out[fewer]"),
    Leak("an invented city hides a country", "F36", "cities/publishing.py", "not one(facts, kinds.FICTIONAL, False) and not one", "not one", FACTS),
    Leak("a hidden city opens its country", "F36", REDACTION, "(Rung.COUNTRY, True) if knows else", "(Rung.COUNTRY, True) if knows or by_part.get(Part.CITY) else", SERVED),
    Leak("places taken, by the record", "F37", "cities/public/views.py", 'now = not city.always_dark and any(guest["now"] for guest in guests)', f'now = {RECORD.format("writers.Residency")}.filter(city__name=city.name).exists()', TWINS),
    Leak("days without their clearance", "F38", RULES, "    (Scope.HOST_COUNTRY, Scope.DATES),", "    (Scope.HOST_COUNTRY,),", TABLES),
    # Every scope, exactly
    _scope("origin", "    (Scope.ORIGIN,),", "    (),"),
    _scope("years of life", "    (Scope.BIRTH_YEAR,),", "    (),"),
    _scope("summary", "Kind, model=Writer, scopes=(*NAMED, Scope.BIOGRAPHY)", "Kind, model=Writer, scopes=NAMED"),
    _scope("works", "        (*NAMED, Scope.WORKS),", "        (*NAMED,),"),
    _scope("other names", "        (*NAMED, Scope.OTHER_NAME),", "        (*NAMED,),"),
    _scope("portrait", "    (*NAMED, Scope.PORTRAIT),", "    NAMED,"),
    _scope("links", '"link", Writer, keys=SOURCE, scopes=(*NAMED, Scope.LINKS)', '"link", Writer, keys=SOURCE, scopes=NAMED'),
    Leak("a scope forgotten: sources of works", "promise 2", "refuge/core/schemas.py", "scopes=(*kind.scopes, Scope.LINKS)", "scopes=kind.scopes", TABLES),
    Leak("a programme is told where its city is not", "promise 2", REDACTION, "        return fact if self.whole and (self.dated", "        return fact if (self.dated", TABLES),
    _scope("note of a stay", "    scopes=(*NAMED, *EXACT, Scope.DATES),", "    scopes=(*NAMED, *EXACT),", seen_by=FACTS),
    _scope("a name in an unnamed row", "        (*NAMED, Scope.WORKS),", "        (Scope.WORKS,),"),
    # Publishing and narrowing
    Leak("published without what was shown", "promise 1", "refuge/office/publish_page.py", "            if shown != digest(record):", "            if shown and shown != digest(record):", f"{SHOWN}without_what_was_shown_nothing_of_any_kind_is_published"),
    Leak("many published without what was shown", "promise 1", "refuge/office/list_actions.py", "if shown.digest != request.POST.get(", "if request.POST.get(f\"shown-{shown.record.pk}\") and shown.digest != request.POST.get(", f"{SHOWN}without_what_was_shown_nothing_of_any_kind_is_published"),
    Leak("published though it changed meanwhile", "promise 1", "refuge/office/publish_page.py", "            if shown != digest(record):", "            if len(shown) != len(digest(record)):", f"{SHOWN}the_page_says_at_its_top_what_the_public_reads_and_publishes_what_it_showed"),
    Leak("an edit goes out with a narrowing", "promise 1", EDITIONS, "there = kind.still_there(record, kept_facts(publication))", "there = tuple(kind.facts_of(record))", EDITS),
    Leak("bulk updates narrow nothing", "promise 4", RECORDS, '        with publishing.settling():\n            # Found first', "        if True:\n            return super().update(**values)\n        with publishing.settling():\n            # Found first", TAKEN_BACK),
    Leak("deleting narrows nothing", "promise 4", RECORDS, "            self._settle(self)\n            return super().delete", "            return super().delete", TAKEN_BACK),
    Leak("a raised level counts before it is published", "promise 1", EDITIONS, ".up_to(publication.level)", "", PUBLISHING),
    Leak("pictures keep no names", "promise 6", DOOR, "    tree = room.project(facts, publication.images, places)\n", "    tree = room.project(facts, handles.ImageNames(), places)\n", PUBLISHING),
    Leak("an undo by an old reading", "promise 4", HOLDS, "    record.refresh_from_db()\n", "", "tests/core/test_publishing_at_once.py"),
    Leak("a withdrawn city keeps its guests", "promise 4", DOOR, "    narrow_dependents(record, places)\n    room.shelf.remove", "    room.shelf.remove", PUBLISHING),
    Leak("a clearance counts after its end", "promise 4", "refuge/core/clearances.py", "(since is None or since <= today) and (until is None or until > today)", "since is None or since <= today", TAKEN_BACK),
    Leak("withdraw forgets the catalogue", "promise 3", DOOR, "    take_down(record)\n    _mark", "    _mark", GONE),
    Leak("a hold holds nothing", "promise 3", DOOR, "    if hold := editions.hold_on(record):", "    if (hold := editions.hold_on(record)) and not by:", PUBLISHING),
    Leak("nothing is shown at all", "promise 4", REDACTION, "left = (fact for fact in judged if fact is not None)", "left = (fact for fact in judged if fact is not None and fact.kind.name == 'person')", SERVED),
    Leak("a city's word is not asked", "promise 2", REDACTION, "(decisions.level == Level.NAMED or place.shows_unnamed)", "True", "tests/cities/public/test_views.py::test_a_guest_without_a_name_shows_only_where_the_city_agreed"),
    Leak("below named a name still shows", "promise 2", "refuge/core/clearances.py", "        if scope == Scope.NAME and self.level < Level.NAMED:\n            return []\n", "", TABLES),
    # What nobody sees
    Leak("characters that turn a title round are let through", "unseen", "refuge/core/characters.py", 'and unicodedata.category(character)[0] != "C"', 'and (unicodedata.category(character)[0] != "C" or character in "\\u202e\\u2066")', f"{UNSEEN}none_reaches_a_page_or_a_feed_from_any_text_of_any_record"),
    Leak("a title as an earlier version published it", "unseen", "templates/base.html", "<title>{% filter plain_text %}", "<title>{% filter truncatechars:500 %}", f"{UNSEEN}what_an_earlier_version_published_is_left_out_of_titles_and_feeds_at_once"),
    Leak("a feed as an earlier version published it", "unseen", "refuge/core/atom.py", "title=plain_text(entry.title)", "title=entry.title", f"{UNSEEN}what_an_earlier_version_published_is_left_out_of_titles_and_feeds_at_once"),
    Leak("a fact as the record has it", "unseen", "refuge/core/facts.py", '        object.__setattr__(self, "value", plain_value(self.value))', "        pass", f"{UNSEEN}none_reaches_a_page_or_a_feed_from_any_text_of_any_record"),
    Leak("a name that hides something is taken", "unseen", "refuge/core/text_fields.py", "    default_validators = [refuse_unseen]", "    default_validators = []", "tests/office/test_unseen.py"),
    Leak("the grounds are left to whoever writes the page", "F41", "cities/public/views.py", "slug in (ABOUT, SAFETY)}", "slug in (ABOUT, SAFETY) and any(text is supplied for supplied in SUPPLIED)}", "tests/cities/public/test_supplied.py::test_the_grounds_and_what_a_yes_covers_are_said_in_every_installation"),
    # A yes is for one thing
    Leak("what was given for one thing opens another", "consent", DECIDED, 'return self.grants.get((scope, thing if scope in OF_ONE_THING else ""), [])', "return [g for (s, _thing), found in self.grants.items() for g in found if s == scope]", TABLES),
    Leak("knowing of one country opens another", "consent", DECIDED, "grant.knowing and country in grant.read for grant in self.of(Scope.HOST_COUNTRY, country.of)", "grant.knowing for found in self.grants.values() for grant in found", f"{PURE}who_knows_that_one_country_names_the_city_said_nothing_of_another"),
    Leak("a refusal of one thing is overridden", "consent", DECIDED, "                (grant.scope, thing),\n", "", f"{PURE}no_basis_overrides_a_refusal"),
    Leak("a refusal of all of a kind is overridden", "consent", DECIDED, '                (grant.scope, ""),\n', "", f"{PURE}no_basis_overrides_a_refusal"),
    Leak("a stay that moved keeps what was given", "consent", "writers/models/life.py", "        elif self._moved_from(stored):\n            given.end_for(_now(\"The stay was moved to another place.\"))\n", "        elif self._moved_from(stored):\n            pass\n", f"{MOVING}::test_a_stay_that_moves_to_another_city_or_country_loses_all_that_was_given_for_it"),
    Leak("a row that was given away is still told of the first", "consent", "refuge/core/publishables.py", " if not fact.of or (fact.of, fact.row) in rows.get(fact.kind.model, ()))", ")", f"{DELETING}::test_a_row_that_went_to_another_writer_past_the_door_leaves_with_the_next_narrowing"),
    Leak("a row that was deleted stays public", "consent", EDITIONS, "there = kind.still_there(record, kept_facts(publication))", "there = kept_facts(publication)", f"{DELETING}::test_what_a_row_said_leaves_with_it"),
    Leak("another picture on the yes to the first", "consent", "writers/models/writer.py", "        if stored.portrait_id and stored.portrait_id != self.portrait_id:\n", "        if False:\n", f"{MOVING}::test_what_was_given_for_one_picture_ends_with_it"),
    Leak("a newspaper overrides a no", "consent", "writers/consent_form.py", "if over := [row.label for row in self.rows if row.key in said[name] & theirs]:", "if False:", "tests/writers/test_consent.py::test_no_other_basis_overrides_a_no"),
    Leak("a narrowing draws a new day", "promise 4", "refuge/core/handles.py", "return Handles(standing.slug, ImageNames(standing.images), standing.first_published_on)", "return Handles(standing.slug, ImageNames(standing.images), timezone.localdate())", TAKEN_BACK),
    Leak("dates finer than they were read", "consent", "refuge/core/spans.py", "    told = said.at_most(read.fineness)\n", "    told = said\n", f"{PURE}dates_are_told_no_finer_and_no_longer_than_they_were_read"),
    Leak("a status that changes on a day nobody read", "consent", REDACTION, "    if dates == told:\n", "    if told:\n", f"{PURE}a_status_changes_no_more_finely_than_the_dates_are_told"),
    Leak("a ceiling is forgotten", "consent", DECIDED, "        return self.ceilings.get(stay, Rung.CITY)", "        return Rung.CITY", f"{PURE}nothing_is_told_above_the_ceiling"),
    Leak("a ceiling is a country that need not hide", "consent", REDACTION, "if ceiling >= rung and at and len(", "if ceiling == rung or ceiling >= rung and at and len(", f"{PURE}below_the_ceiling_a_country_still_has_to_hide_the_city"),
    Leak("a yes to one language is a yes to all", "consent", "writers/models/clearance.py", "                return list(self.languages)", "                return [code for code, _name in languages.choices()]", f"{ONE_THING}a_yes_to_one_language_tells_nothing_that_was_written_in_the_other"),
    Leak("a yes to one language is one to the sentence", "consent", RULES, "def _in_english(fact: Fact) -> str:\n    return OWN_LANGUAGE", 'def _in_english(fact: Fact) -> str:\n    return "fa"', TABLES),
    Leak("a yes to any picture is one to that of today", "consent", "writers/models/clearance.py", "identity_of(renditions_of(self.picture_id))] if self.picture_id else []", "identity_of(renditions_of(self.writer.portrait_id))] if self.picture_id and self.writer.portrait_id else []", IT_IS_OF),
    Leak("a yes that does not say for which stay opens all", "consent", "writers/models/clearance.py", "return [str(self.residency_id)] if self.residency_id else []", 'return [str(pk) for pk in ([self.residency_id] if self.residency_id else self.writer.residencies.values_list("pk", flat=True))]', IT_IS_OF),
    Leak("a stay is told where nobody read that it is", "consent", RULES, "    return fact if any(read.country == fact.country or not fact.country for read in reads) else None", "    return fact", f"{FACTS}::test_a_stay_of_which_nothing_was_read_is_not_told"),
    Leak("a sentence that nobody read", "consent", RULES, "    return fact if any(said <= _sentences(read.value[\"text\"]) for read in reads) else None", "    return fact if said and reads else None", f"{ONE_THING}a_sentence_that_was_not_read_keeps_the_biography_back_and_one_that_is_left_out_does_not"),
    Leak("longer than it was read", "consent", "refuge/core/spans.py", "    if last and (ends is None or not _is_no_later(ends, last)):\n        return None\n", "", SERVED),
    Leak("a yes of tomorrow counts today", "consent", DECIDED, "(since is None or since <= today) and (until is None or until > today)", "until is None or until > today", SERVED),
    Leak("a yes counts once more after its last day", "promise 4", DECIDED, "until is None or until > today", "until is None or until >= today", NEXT_DAY),
    Leak("narrowing as of the first day", "promise 4", EDITIONS, "left = redact(there, decisions, places, timezone.localdate())", "left = redact(there, decisions, places, publication.first_published_on)", NEXT_DAY),
    Leak("rows that anybody has are the writer's", "consent", "refuge/core/publishables.py", "kind.model._base_manager.filter(**{self.schema.owner: record.pk})", "kind.model._base_manager.all()", TAKEN_BACK),
    Leak("a portrait that was exchanged stays", "consent", REVIEW, "if there or fact.kind is not self.kind)", "if True)", f"{DELETING}::test_a_portrait_that_went_past_the_door_leaves_with_the_next_narrowing"),
    Leak("a city's lost membership stays", "consent", REVIEW, "        return super().still_there(record, self.picture.still_there(record, facts))", "        return self.picture.still_there(record, facts)", SERVED),
    Leak("a picture in the place of another stays", "consent", REVIEW, "there = shown and stored and identity_of(shown) == identity_of(renditions_of(stored))", "there = shown and stored", f"{DELETING}::test_a_portrait_that_went_past_the_door_leaves_with_the_next_narrowing"),
    Leak("an older fact is read as it is", "kept facts", "refuge/core/facts.py", 'version = int(stored.get("version", 1))', "version = self.version", f"{KEPT_FACTS}every_kind_of_fact_was_kept_once"),
    Leak("a fact that lacks a part is shown", "kept facts", "refuge/core/facts.py", "if version != self.version or not self._is_sound(stored[\"value\"]):", "if version != self.version:", f"{KEPT_FACTS}one_key_missing_from_a_kept_fact_stops_nothing_but_that_fact"),
    Leak("a page that cannot be named becomes a row", "kept facts", EDITIONS, " and not nameless else ()", " else ()", f"{KEPT_FACTS}one_key_missing_from_a_kept_fact_stops_nothing_but_that_fact"),
    Leak("a narrowing draws a new address", "promise 4", "refuge/core/handles.py", "return Handles(standing.slug, ImageNames(standing.images), standing.first_published_on)", "return Handles(_new_slug(record, title, is_person=is_person), ImageNames(standing.images), standing.first_published_on)", f"{ONE_THING}a_narrowing_leaves_the_address_and_the_first_day_as_they_were"),
    Leak("a stay of which the dates are lost goes on", "consent", REDACTION, "return told, None if _was_read_as_over(status.of, decisions) else status", "return told, status", f"{PURE}dates_that_were_read_with_an_end_and_are_lost_leave_no_status_that_goes_on"),
    # Words that must not be read
    Leak("a word is compared as it is typed", "words", SPELLING, '    found = {fold(run).replace(" ", "")}\n', "    return frozenset({run.lower()})\n    found = set()\n", f"{WORDS}a_word_is_found"),
    Leak("other scripts are not read", "words", SPELLING, "    if not all(map(str.isascii, found)):\n", "    if False:\n", f"{WORDS}a_word_is_found"),
    Leak("a description is not compared", "words", "refuge/office/wording.py", "    return isinstance(field, (OneLineField,", '    return not column.name.endswith("_alt") and isinstance(field, (OneLineField,', f"{NAMED}wherever_a_city_says_it"),
    Leak("a source's address is not compared", "words", "refuge/office/wording.py", 'source["title"], source["url"], source["publisher"]', 'source["title"], source["publisher"]', f"{NAMED}wherever_a_city_says_it"),
    Leak("an address that stays is not compared", "words", "writers/word_cautions.py", "        yield facts[0], \"\", standing.slug", "        return", f"{NAMED}an_address_that_outlives_a_change_of_name"),
    Leak("the withdrawn may be named", "words", "writers/closed_names.py", "titles.filter(standing=True)", "titles", f"{NAMED}whoever_is_withdrawn_and_held_makes_a_task_of_each_record_that_names_her"),
    Leak("who without a name", "words", "writers/closed_names.py", "            if near:", "            if False:", f"{NAMED}a_city_does_not_tell_who_its_hidden_guest_is"),
    Leak("nobody looks again elsewhere", "words", "writers/publishing.py", "        recheck_others(record)", "        pass", f"{NAMED}a_clearance_that_ends_makes_a_task"),
    Leak("a reason outlives the clearance", "words", "writers/closed_words.py", "stay.ceiling, level, over.of_stay(stay))", "stay.ceiling, level)", f"{CLOSED}it_ends_when_the_clearance_ends_on_which_it_depends"),
    Leak("a reason outlives a withdrawal", "words", "writers/closed_names.py", "0 if writer in shown else last.get(writer, 0)", "0", f"{NAMED}going_on_ends_when_she_was_shown_and_is_not_any_more"),
    Leak("texts of one's own stay when a word closes", "words", EDITIONS, "    left = cautions.without(record, left, publication)\n", "", f"{CLOSED}whatever_closes_the_word_takes_the_text_out"),
    Leak("nobody has to say why", "words", DOOR, " and not reason.strip():\n        raise NeedsReason", " and by is None:\n        raise NeedsReason", f"{CAUTIONS}without_a_reason_it_is_refused_and_nothing_is_written"),
    Leak("a word of the dossier is told to anybody", "words", "refuge/core/cautions.py", "self if not self.readers or may(self.readers) else", "self if self.kind else", f"{TOLD}who_may_not_read_the_dossier_is_told_that_and_where_and_not_which"),
    Leak("names of the dossier are guessed at leisure", "words", "refuge/office/cautioning.py", "        if len(told) >= TEXTS_AN_HOUR:", "        if len(told) >= TEXTS_AN_HOUR * 50:", f"{TOLD}twenty_texts_an_hour_and_then_no_answer_and_no_publishing"),
    Leak("who may not publish is answered", "words", "refuge/office/publish_page.py", '        if not self.may(request, "publish"):  # type: ignore[attr-defined]\n            return {}\n', "", f"{TOLD}who_may_not_publish_is_not_answered"),
    # Whom a place hides
    Leak("years of membership are ignored", "hiding", HIDING, "for since, until in self.spells)", "for since, until in [(date.min, None)] * bool(self.spells))", f"{HIDDEN}a_city_that_joined_after_the_arrival_hides_nobody"),
    Leak("states of membership are ignored", "hiding", "cities/publishing.py", "        if member[\"state\"] == MembershipState.ACTIVE:", "        if member[\"state\"]:", f"{HIDDEN}one_active_city_in_italy_is_not_told_by_the_name_of_italy"),
    Leak("who left nobody knows when counts", "hiding", "cities/publishing.py", "in ENDED and begins and ends:", "in ENDED:", f"{HIDDEN}one_active_city_in_italy_is_not_told_by_the_name_of_italy"),
    Leak("overlap in place of arrival", "hiding", HIDING, "first, last = when.arrival(today)", "first, last = when.arrival(today)[0], today", f"{AREAS}only_a_place_that_took_guests_on_a_possible_day_of_arrival_could_be_the_host"),
    Leak("nobody takes a place", "hiding", HIDING, "if days)\n        lasts", "if days and self.within == days)\n        lasts", f"{HIDDEN}who_is_shown_in_a_city_takes_it_from_whoever_is_hidden_there"),
    Leak("taken on the arrival alone", "hiding", HIDING, "if lasts and any(first <= lasts[1]", "if lasts and any(first <= lasts[0]", f"{AREAS}who_is_seen_somewhere_takes_the_place_on_every_day_that_the_other_stay_certainly_covers"),
    Leak("one's own stay takes one's own place", "hiding", HIDING, "if guest.by != person)", "if guest.by)", f"{AREAS}who_is_seen_somewhere_takes_the_place_on_every_day_that_the_other_stay_certainly_covers"),
    Leak("a city within another counts twice", "hiding", HIDING, "return {area(places, at) for at in among", "return {at for at in among", f"{HIDDEN}a_city_within_a_listed_region_does_not_hide_a_second_guest"),
    Leak("a city that takes nobody hides", "hiding", "cities/publishing.py", " and not one(facts, kinds.TAKES_NO_GUESTS, False),", ",", f"{HIDDEN}a_city_that_takes_no_guests_hides_nobody"),
    Leak("an invented city is the host", "hiding", HIDING, "if not self.hides_others:", "if not self.slug:", f"{AREAS}an_invented_place_and_one_that_takes_no_guests_hide_nobody"),
    Leak("a region of all countries", "hiding", HIDING, "ANY_TIME, today)) < least():", "ANY_TIME, today)) < 999:", f"{AREAS}a_region_counts_the_places_of_those_countries_that_hide_nobody_themselves"),
    Leak("one below the least", "hiding", REDACTION, "person, told, today)) >= hiding.least():", "person, told, today)) >= hiding.least() - 1:", f"{PURE}a_country_needs_five_places_where_the_guest_could_be"),
    Leak("fewer than three", "hiding", HIDING, "max(NEVER_BELOW, settings.REFUGE_HIDING_PLACES)", "settings.REFUGE_HIDING_PLACES", f"{AREAS}a_setting_asks_for_more_and_never_for_fewer_than_three"),
    Leak("exact dates without a city", "hiding", REDACTION, "        dates, status = _in_years(dates, status)\n", "", f"{HIDDEN}without_a_shown_city_dates_are_years_and_the_status_changes_on_the_first_of_january"),
    Leak("years that do not hide are told", "hiding", REDACTION, "return cls(rung, whole, dated, dates if dated else None, status if dated else None)", "return cls(rung, whole, dated, dates, status)", f"{HIDDEN}a_city_that_joined_after_the_arrival_hides_nobody"),
    Leak("a stay that nothing hides says its region", "hiding", REDACTION, "    return Rung.NOTHING, False\n", "    return min(ceiling, Rung.REGION), False\n", f"{HIDDEN}one_active_city_in_italy_is_not_told_by_the_name_of_italy"),
    Leak("the road tells the country of a hidden stay", "hiding", REDACTION, " and (fact.kind.model, fact.of) not in silent", "", f"{HIDDEN}a_stop_on_the_road_in_the_country_of_a_hidden_stay_follows_it"),
    Leak("every role of a row without a name", "hiding", REDACTION, "(fact.kind.once_without_a_name and fact.kind in seen)", "False", f"{HIDDEN}a_row_without_a_name_tells_one_role_and_no_language_unless_staff_tick_it"),
    Leak("languages of a row without a name", "hiding", REDACTION, "(asked and not decisions.of(asked, \"\"))", "False", f"{HIDDEN}a_row_without_a_name_tells_one_role_and_no_language_unless_staff_tick_it"),
    Leak("a guest who is shown narrows nobody", "hiding", DOOR, "    if not (kind.is_place or kind.is_person):\n", "    if not kind.is_place:\n", f"{HIDDEN}who_is_shown_in_a_city_takes_it_from_whoever_is_hidden_there"),
    Leak("who is known to be near takes nothing", "hiding", HIDING, "        known = stay.known and not stay.city\n", "        known = False\n", f"{AREAS}whoever_is_known_to_be_in_a_country_of_few_places_leaves_none_of_them_to_others"),
    Leak("who is there now came before today", "hiding", HIDING, "return min(first or today, today), today", "return first or today, today", f"{AREAS}who_is_there_now_is_there_from_today_on_at_the_latest"),
    Leak("an act goes on with what it read before it wrote", "hiding", "refuge/core/reading.py", "        known.clear()", "        pass", "tests/core/test_publishing.py::test_a_withdrawn_city_narrows_its_guests_to_the_country"),
    Leak("the door does not say whom it narrows", "hiding", "writers/publishing.py", "(narrows_others, leaves_too_few, is_news)", "(leaves_too_few, is_news)", f"{THOUGHT_OF}publishing_says_whom_it_would_narrow_and_goes_on_with_a_reason"),
    Leak("the door forgets who was shown once", "hiding", REMEMBERED, "rows = WriterPublication.objects.exclude(stays=[])", "rows = WriterPublication.objects.filter(standing=True)", f"{THOUGHT_OF}whoever_remembers_earlier_pages_is_thought_of"),
    Leak("more guests than places at once", "hiding", REMEMBERED, "if len(together) > max(fewest, 1):", "if len(together) > 99:", f"{THOUGHT_OF}more_guests_than_places_at_once_are_refused_and_the_ceiling_is_offered"),
    # The pages of a city
    Leak("a term that never ends", "G60", REACH, "city__in=cities_of(user), standing", "city__in=City.objects.filter(coordinators__user=user.pk), standing", TERMS),
    Leak("a disputed stay is the city's", "G45", REACH, ", standing=Standing.ACCEPTED)", ")", NUMBERS),
    Leak("anybody undoes what anybody did", "G49", UNDO, "step.row.history_user_id != user.pk or ", "", ROWS),
    Leak("another stay of the same writer is undone", "G49", UNDO, "if step.model is Residency and step.row.id != root.pk:", "if False:", ROWS),
    Leak("undo publishes the record", "promise 1", HOLDS, "facts = editions.narrowed(record, hold.ended) if hold.ended else ()", "facts = editions.edition_of(record) if hold.ended else ()", BACK),
    Leak("undo without end", "promise 3", HOLDS, " and timezone.now() <= hold.undo_until)", ")", LATE),
    Leak("a hold that is gone at once", "promise 3", "writers/taking_off.py", "        publishing.settle(writer)\n    return hold", "        publishing.settle(writer)\n        hold.lift(by, reason)\n    return hold", HELD),
    Leak("a clearance that staff ended comes back", "promise 4", "writers/taking_off.py", "filter(pk=pk, version=version)", "filter(pk=pk)", ENDED),
    Leak("the later one silently wins", "stale save", "refuge/office/forms.py", "if stored is not None and stored.version != seen:", "if stored is None:", STALE),
    # Days that pass
    Leak("narrowing by the calendar of Greenwich", "days", EDITIONS, "left = redact(there, decisions, places, timezone.localdate())", f"left = redact(there, decisions, places, {BY_GREENWICH})", f"{DAYS}what_ends_today_is_taken_away_today"),
    Leak("publishing by the calendar of Greenwich", "days", EDITIONS, "kind.clearances_of(record), places, timezone.localdate())", f"kind.clearances_of(record), places, {BY_GREENWICH})", f"{DAYS}a_yes_counts_from_its_first_day_to_the_eve_of_its_last"),
    Leak("a first day by the calendar of Greenwich", "days", "refuge/core/handles.py", "ImageNames(), timezone.localdate())", f"ImageNames(), {BY_GREENWICH})", f"{DAYS}the_first_day_is_the_day_on_which_it_was_published_and_is_kept"),
    Leak("a status by the calendar of Greenwich", "days", FILTERS, "self.today = timezone.localdate()", f"self.today = {BY_GREENWICH}", f"{DAYS}a_status_changes_with_the_day_and_with_nothing_else"),
    Leak("whoever comes back is new", "days", "refuge/core/handles.py", "return Handles(last.slug, ImageNames(last.images), last.first_published_on)", "return Handles(last.slug, ImageNames(last.images), timezone.localdate())", f"{DAYS}the_first_day_is_the_day_on_which_it_was_published_and_is_kept"),
    Leak("rows without a name by their days", "days", "writers/public/models.py", "_DAY.desc(nulls_last=True)", '"-first_published_on"', f"{DAYS}rows_without_a_name_stand_in_no_order_of_days"),
    # One decision of several
    Leak("what an ended yes read counts while another stands", "consent", DECIDED, "            if is_live(grant.granted_on, grant.withdrawn_on, today) and", "            if any(is_live(g.granted_on, g.withdrawn_on, today) for g in self.grants if (g.scope, g.of) == (grant.scope, grant.of)) and", f"{SEVERAL}a_yes_that_has_ended_lends_nothing_to_one_that_stands"),
    Leak("a decision that was given away counts on", "consent", RECORDS, "                self._settle(stored)\n", '                self._settle(self if type(self).__name__ == "Clearance" else stored)\n', f"{SEVERAL}a_decision_that_becomes_another_takes_back_what_it_gave"),
    # What is drawn by chance
    Leak("symbols that the name gives", "A3", "refuge/core/handles.py", 'f"{name}-{token(SUFFIX)}" if is_person else name', 'f"{name}-{sum(map(ord, name)):04}" if is_person else name', f"{DRAWN}what_is_told_does_not_hang_on_what_was_drawn"),
    Leak("a guest without a name has an anchor", "A3", "templates/cities/detail.html", "{% for guest in guests %}<li", '{% for guest in guests %}<li id="{{ guest.writer.slug }}"', f"{DRAWN}rows_without_a_name_have_no_anchor_and_no_order_but_what_they_say"),
    Leak("rows without a name in the order of what was drawn", "B9", "writers/publishing.py", "_place_of_a_row(said, stays) if level == Level.UNNAMED else fold(sort_name)[:255]", "fold(sort_name)[:255]", f"{DRAWN}rows_without_a_name_have_no_anchor_and_no_order_but_what_they_say"),
    Leak("a list in the order of what was drawn", "B9", FILTERS, '"country": (gettext_lazy("Country of origin"), ("origin", "sort_key", "slug")),', '"country": (gettext_lazy("Country of origin"), ("origin", "level", "slug")),', f"{DRAWN}rows_without_a_name_have_no_anchor_and_no_order_but_what_they_say"),
    # What is kept between two requests
    Leak("the cities of the first who asked", "C19", FILTERS, "    return [(city.slug, city.label) for city in PublicCity.objects.only", '    _cities.__dict__.setdefault("found", []) or _cities.found.extend((c.slug, c.label) for c in PublicCity.objects.all())\n    return _cities.found or [(city.slug, city.label) for city in PublicCity.objects.only', f"{BETWEEN}nothing_holds_more_after_an_answer_than_it_did_before"),
    Leak("the lights of the first who asked", "C19", "cities/public/lights.py", '    return frozenset(now.order_by().values_list("slug", flat=True).distinct())', '    return KEPT.setdefault(today, frozenset(now.order_by().values_list("slug", flat=True).distinct()))\n\n\nKEPT: dict[date, frozenset[str]] = {}', f"{BETWEEN}nothing_holds_more_after_an_answer_than_it_did_before"),
    Leak("an origin that a default remembers", "C19", "writers/public/rows.py", "def origin_of(writer: PublicWriter) -> str:\n", "def origin_of(writer: PublicWriter, seen: dict[str, str] = {}) -> str:\n    seen[writer.slug] = writer.name\n", f"{BETWEEN}nothing_holds_more_after_an_answer_than_it_did_before"),
    Leak("countries in the language of the first who asked", "C19", "refuge/core/countries.py", '    return _names(language or get_language() or "en").get(code, code)\n', '    return _SAID.setdefault(code, _names(language or get_language() or "en").get(code, code))\n\n\n_SAID: dict[str, str] = {}\n', f"{BETWEEN}no_answer_is_in_the_language_of_the_one_before"),
    # A rule of which the oracle had only the product's word
    Leak("whoever was confirmed once is there for good", "oracle", "writers/status.py", "CONFIRMED_MONTHS = 12", "CONFIRMED_MONTHS = 120", STATUS),
    Leak("a stay is presumed over before it can be", "oracle", "writers/status.py", "planned = stay.planned_end.latest if stay.planned_end else None", "planned = stay.planned_end.earliest if stay.planned_end else None", STATUS),
    # A check that believes what stands there
    Leak("a check that believes the sum of a row", "promise 6", "refuge/core/catalogue.py", "return fingerprint(stored) != fingerprint(expected) or row.digest != digest", "return row.digest != digest", f"{CHECKED}every_column_of_every_row_is_compared_with_what_was_published"),
    Leak("a check that believes the sum of a picture", "promise 6", "refuge/core/catalogue.py", " and child.sha256 != hashlib.sha256(bytes(child.body)).hexdigest():", " and not child.sha256:", f"{CHECKED}every_column_of_every_row_is_compared_with_what_was_published"),
    Leak("a check that believes the sum of all", "promise 6", "refuge/core/upkeep.py", "if Edition.current().digest != digest_of(kind.shelf for kind in publishables()):", "if not Edition.current().digest:", f"{CHECKED}a_row_too_many_a_row_too_few_and_a_forged_sum_are_seen"),
    # Claims
    Leak("a claim is filtered on", "F38", FILTERS, "        found = PublicResidency.objects.accepted()\n", "        found = PublicResidency.objects.all()\n", CLAIM),
    Leak("a claim stands in a row", "F38", "writers/public/rows.py", "    stays = [stay for stay in writer.residencies.all() if stay.standing == Standing.ACCEPTED]", "    stays = list(writer.residencies.all())", CLAIM),
    Leak("a claim counts among the guests of a city", "F38", "cities/public/filters.py", 'Q(residencies__standing="accepted", residencies__writer__level__gte=Level.UNNAMED)', "Q(residencies__writer__level__gte=Level.UNNAMED)", CLAIM),
    Leak("a claim brings somebody into a city's feed", "F38", "cities/public/feeds.py", 'filter(standing="accepted", writer__level', "filter(writer__level", CLAIM),
    # The rule of hiding
    *HIDING_LEAKS,
    *CONSENT_LEAKS,
)
# fmt: on
