"""Who may bring records in and take them out, and what the report for funders counts."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from refuge.office.models import Event
from tests.factories import make_city, make_membership, make_stay, make_writer, staff
from tests.members import member
from tests.writers.importing.books import book, person
from writers.importing import proposals
from writers.models import Dossier, Import, Writer

pytestmark = pytest.mark.django_db
PAGES = {"import": {"editor", "publisher"}, "export": {"publisher"}, "report": {"editor", "publisher"}}


@pytest.mark.parametrize("role", ["editor", "publisher", "dossier", "coordinator"])
def test_each_page_is_for_those_who_may(role: str) -> None:
    client = member(role)
    for page, roles in PAGES.items():
        assert client.get(reverse(f"admin:{page}")).status_code == (200 if role in roles else 403), page
    index = client.get(reverse("admin:index")).content.decode()
    assert [f'href="/admin/{page}/"' in index for page in PAGES] == [role in roles for roles in PAGES.values()]


@pytest.mark.parametrize("button", ["confirm", "discard", "undo"])
def test_no_button_works_for_others_or_by_a_link(button: str) -> None:
    editor, other = member("editor"), member("dossier")
    one = proposals.propose([("a.xlsx", book(writers=[person("anna")]))], staff())
    address = reverse(f"admin:import_{button}", args=[one.pk])
    assert other.post(address).status_code == 403
    assert editor.get(address).status_code == 405
    assert other.get(reverse("admin:import_one", args=[one.pk])).status_code == 403
    assert editor.get(reverse("admin:import_one", args=[0])).status_code == 404
    one.refresh_from_db()
    assert one.state == Import.State.PROPOSED and not Writer.objects.exists()


@pytest.mark.parametrize(("shape", "ending"), [("xlsx", "xlsx"), ("zip", "zip")])
def test_an_export_is_a_file_that_nobody_keeps_and_is_logged(shape: str, ending: str) -> None:
    Dossier.objects.create(writer=make_writer("Anna"), legal_name="Legalname")
    answer = member("publisher").post(reverse("admin:export"), {"shape": shape})
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith("attachment") and f".{ending}" in str(answer.headers)
    event = Event.objects.get(verb="exported")
    assert "1 writers" in event.detail and "Anna" not in event.detail


def test_the_chosen_of_a_list_go_out_with_what_they_refer_to() -> None:
    oslo = make_city("Oslo")
    make_membership(oslo)
    anna, other = make_writer("Anna"), make_writer("Other")
    make_stay(anna, oslo)
    make_stay(other, make_city("Bergen"))
    chosen = {"action": "export_selected", "_selected_action": [anna.pk]}
    listing = reverse("admin:writers_writer_changelist")
    answer = member("publisher").post(listing, chosen)
    found = load_workbook(BytesIO(answer.content))
    names = [row[1] for title in ("writers", "cities") for row in found[title].iter_rows(min_row=2, values_only=True)]
    assert names == ["Anna", "Oslo"] and found["residencies"].max_row == 2
    chosen["_selected_action"] = [oslo.pk]
    cities = load_workbook(
        BytesIO(member("publisher", "editor").post(reverse("admin:cities_city_changelist"), chosen).content)
    )
    assert set(cities.sheetnames) == {"sources", "networks", "cities", "memberships"}
    assert "export_selected" not in member("editor").get(listing).content.decode()


def test_the_report_counts_accepted_stays_of_real_people() -> None:
    oslo = make_city("Oslo")
    anna = make_writer("Anna Secret", origin="IR")
    make_stay(anna, oslo, starts="2001")
    make_stay(anna, oslo, starts="about 2005")
    make_stay(anna, country="DE", starts="2003", standing="disputed")
    make_stay(make_writer("Bea", origin="SY"), country="DE")
    make_stay(make_writer("Example", fictional=True), oslo, starts="2001")
    client = member("editor")
    page = client.get(reverse("admin:report"))
    report = page.context["report"]
    assert (report.total.stays, report.total.writers, report.cities) == (3, 2, 1)
    assert "Anna" not in page.content.decode() and "Small numbers" in page.content.decode()
    rows = client.get(reverse("admin:report"), {"from": "2002", "until": "2010", "format": "csv"})
    assert rows.headers["Content-Disposition"].startswith("attachment")
    assert rows.content.decode("utf-8-sig").splitlines()[1:3] == [
        "Year in which the stay began,2005,1,1",
        "Country of origin,Iran,1,1",
    ]
    odd = client.get(reverse("admin:report"), {"from": "9" * 40, "until": "x"})
    assert odd.context["report"].total.stays == 3
