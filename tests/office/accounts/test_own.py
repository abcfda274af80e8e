"""One's own account: sessions end, factors come and go, and the demonstration says what it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from refuge.office import middleware
from refuge.office.models import Event, User
from tests.members import member, recovery_code
from tests.office.accounts.door import (
    ENROL,
    HOME,
    PASSWORD,
    SECOND,
    code_of,
    enrolled,
    give_password,
    is_in,
    make_user,
)
from tests.safety.routes import make_site, routes, serving

pytestmark = [pytest.mark.django_db, pytest.mark.once]
BANNER = "Demonstration: anyone with a password"


def _also(user: User) -> Client:
    """Return a second browser of somebody who is in."""
    client = Client()
    give_password(client, user.username)
    assert client.post(SECOND, {"code": recovery_code(user)}).status_code == 302
    return client


def test_a_session_ends_twelve_hours_after_signing_in_however_busy(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = enrolled(ana)
    start = timezone.now()

    class Clock:
        hours = 0.0

        @classmethod
        def now(cls) -> Any:
            return start + timedelta(hours=cls.hours)

    monkeypatch.setattr(middleware, "timezone", Clock)
    for hours in (1, 6, 11.9):
        Clock.hours = hours
        # A page that writes into the session, and so would give it another twelve hours.
        client.post("/account/sessions/end/")
        assert is_in(client), hours
    Clock.hours = 12.01
    assert not is_in(client)
    Clock.hours = 1
    assert not is_in(client), "and does not come back"


def test_a_new_password_ends_every_other_session(ana: User) -> None:
    mine, other = enrolled(ana), _also(ana)
    form = {
        "old_password": PASSWORD,
        "new_password1": "another quiet harbour",
        "new_password2": "another quiet harbour",
    }
    assert mine.post("/account/password/", {**form, "old_password": "wrong"}).status_code == 200
    assert is_in(other)
    assert mine.post("/account/password/", form).url == HOME
    assert is_in(mine) and not is_in(other)
    assert Event.objects.filter(by=ana, verb="account", detail="ana: changed the password").exists()


def test_factors_are_added_and_removed_but_not_the_last_and_others_are_signed_out(ana: User) -> None:
    mine = enrolled(ana)
    first = ana.totpdevice_set.get()
    address = f"/account/factors/app/{first.pk}/remove/"
    mine.post(address)
    assert ana.totpdevice_set.filter(confirmed=True).count() == 1, "the last one stays"
    other = _also(ana)
    mine.get(ENROL)
    assert mine.post(ENROL, {"code": code_of(ana)}).url == HOME
    assert not is_in(other) and is_in(mine)
    other = _also(ana)
    mine.post(address)
    assert list(ana.totpdevice_set.filter(pk=first.pk)) == []
    assert not is_in(other)


def test_nobody_removes_a_factor_of_somebody_else(ana: User) -> None:
    mine = enrolled(ana)
    mine.get(ENROL)
    mine.post(ENROL, {"code": code_of(ana)})
    device = ana.totpdevice_set.first()
    stranger = make_user("li", "editor", password=PASSWORD)
    other = enrolled(stranger)
    other.get(ENROL)
    other.post(ENROL, {"code": code_of(stranger)})
    other.post(f"/account/factors/app/{device.pk}/remove/")
    assert ana.totpdevice_set.filter(confirmed=True).count() == 2


def test_sessions_are_listed_and_ended_one_by_one_or_all(ana: User) -> None:
    mine, second, third = enrolled(ana), _also(ana), _also(ana)
    stranger = member("editor")
    page = mine.get(HOME)
    assert [stay.own for stay in page.context["stays"]] == [True, False, False]
    assert second.session.session_key not in page.content.decode()
    mine.post("/account/sessions/end/", {"session": page.context["stays"][1].name})
    assert sorted([is_in(second), is_in(third)]) == [False, True]
    mine.post("/account/sessions/end/", {"session": "no such name"})
    assert is_in(second) or is_in(third)
    mine.post("/account/sessions/end/")
    assert (is_in(second), is_in(third)) == (False, False)
    assert is_in(mine) and is_in(stranger)


def test_signing_out_ends_it(ana: User) -> None:
    client = enrolled(ana)
    assert client.get("/account/sign-out/").status_code == 200 and is_in(client)
    client.post("/admin/logout/", follow=True)
    assert not is_in(client)


def test_the_language_is_chosen_on_ones_own_page_and_by_administrators(ana: User) -> None:
    mine, other = enrolled(ana), make_user("li", "editor")
    page = mine.get(HOME).content.decode()
    assert '<option value="" selected>' in page and '<option value="fa">Persian</option>' in page
    answer = mine.post("/account/language/", {"language": "fa", "username": "eve", "is_superuser": "on"}, follow=True)
    page = answer.content.decode()
    assert "mails to you are in this language" in page and 'value="fa" selected>' in page
    # It is spoken from the next page on, to nobody else.
    assert 'lang="fa" dir="rtl"' in mine.get(HOME).content.decode()
    assert 'dir="rtl"' not in member("editor").get(HOME).content.decode()
    mine.post("/account/language/", {"language": "xx"})
    mine.post("/account/language/")
    ana.refresh_from_db()
    assert (ana.language, ana.username, ana.is_superuser) == ("", "ana", False)
    office = member("administrator")
    terms = {"terms-TOTAL_FORMS": 0, "terms-INITIAL_FORMS": 0}
    form = {**terms, "username": "li", "email": "li@example.org", "language": "fa", "groups": [other.groups.get().pk]}
    assert office.post(f"/admin/office/user/{other.pk}/change/", {**form, "is_active": "on"}).status_code == 302
    other.refresh_from_db()
    ana.refresh_from_db()
    assert (other.language, ana.language) == ("fa", "")


@pytest.mark.parametrize("address", ["", "codes/", "password/"])
def test_own_pages_open_after_both_steps_only(ana: User, client: Client, address: str) -> None:
    assert client.get(f"/account/{address}").url == "/account/sign-in/"
    recovery_code(ana)
    give_password(client)
    for method in ("get", "post"):
        assert getattr(client, method)(f"/account/{address}").status_code in (302, 405)


def test_the_demonstration_lets_in_with_a_password_and_says_so_everywhere(ana: User, client: Client) -> None:
    with serving("all", REFUGE_HTTPS="off", REFUGE_DEMO="on"):
        assert BANNER in client.get("/account/sign-in/").content.decode()
        assert give_password(client, wanted="/admin/writers/writer/").url == "/admin/writers/writer/"
        for page in ("/admin/", "/admin/writers/writer/", "/admin/writers/writer/add/", HOME, ENROL):
            assert BANNER in client.get(page).content.decode(), page
        assert BANNER not in client.get("/").content.decode()
    assert not is_in(client), "without the setting the same session is a stranger's"
    assert BANNER not in client.get("/account/sign-in/").content.decode()


def test_every_page_of_the_office_says_that_it_is_a_demonstration() -> None:
    make_site()
    with serving("all", REFUGE_HTTPS="off", REFUGE_DEMO="on") as surface:
        asked = [path for path in routes().values() if path.startswith(("/admin/", "/account/", "/my-city/"))]
        # A preview is the public page to the byte; a script is no page.
        asked = [path for path in asked if not path.endswith(("/preview/", "/jsi18n/"))]
        popups = [f"{path}?_popup=1" for path in asked if path.endswith("/add/")]
        shown = 0
        for path in [*asked, *popups]:
            answer = surface.ask(path, secure=False)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                assert BANNER in answer.content.decode(), path
                shown += 1
    assert shown > 60


def test_the_demonstration_runs_nowhere_else() -> None:
    with pytest.raises(ImproperlyConfigured, match="set REFUGE_DEMO=off"), serving("all", REFUGE_DEMO="on"):
        pass
