"""Reminders: what a mail says and in which words; mail servers that fail, runs at once, runs that die."""

from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import trans_real

from cities.models import City, Coordinator
from refuge.office.models import User
from tests.factories import make_city, make_stay, make_writer
from writers import erasing, reminders
from writers.models import Reminder, Residency
from writers.reminders import rehearse, remind

TODAY = date(2027, 3, 1)
LINK = "https://refuge.example.org/my-city/"
SILENT = "1 mail sent (no word for six months: 1)."


def coordinator(name: str, city: City, **values: Any) -> User:
    user = User.objects.create_user(name, f"{name}@example.org", **values)
    Coordinator.objects.create(user=user, city=city, since=date(2020, 1, 1))
    return user


def guest(city: City, **values: Any) -> Residency:
    writer = make_writer("Anna Canary", clear=())
    return make_stay(writer, city, **{"starts": "2026-01-01", **values})


def three() -> list[str]:
    """Make three coordinators with a guest each."""
    for name in ("ana", "bo", "cy"):
        city = make_city(f"City of {name}", published=False)
        coordinator(name, city)
        guest(city)
    return ["ana", "bo", "cy"]


def told() -> list[str]:
    """Return who got a mail, in order, and empty the box."""
    names = [address.partition("@")[0] for sent in mail.outbox for address in sent.to]
    mail.outbox.clear()
    return names


def failing(monkeypatch: pytest.MonkeyPatch, fails: Callable[[str], BaseException | None]) -> None:
    send = EmailMessage.send

    def maybe(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if error := fails(self.to[0]):
            raise error
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", maybe)


@pytest.mark.django_db
class TestOneRun:
    """What goes, in which words, and what is written."""

    def test_a_rehearsal_says_what_would_go_and_does_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        three()
        call_command("remind", "--dry-run")
        assert capsys.readouterr().out == "3 mails would be sent (no word for six months: 3).\n"
        assert told() == [] and not Reminder.objects.exists()
        call_command("remind")
        assert capsys.readouterr().out == "3 mails sent (no word for six months: 3).\n"
        assert told() == ["ana", "bo", "cy"] and Reminder.objects.exclude(sent_at=None).count() == 3
        call_command("remind", "--dry-run")
        call_command("remind")
        assert capsys.readouterr().out == "0 mails would be sent.\n0 mails sent.\n"
        assert told() == []

    def test_a_mail_says_counts_and_a_link_and_nothing_of_any_record(self) -> None:
        city = make_city("Canaria", text="Canaria", host_organisation="House of Canaria")
        ana = coordinator("ana", city, first_name="Ana")
        stays = [guest(city, planned_end=end, private_note="Canary") for end in (None, "2027-04", "2026-12-31")]
        assert remind(TODAY, LINK).mails == 1
        (sent,) = mail.outbox
        assert sent.subject == "Your guests: is this still right?" and sent.to == [ana.email]
        assert "3 guests of yours" in sent.body and LINK in sent.body
        assert "- 3 guests: nobody has told us" in sent.body
        assert "- 1 guest: the planned end of the stay comes near\n" in sent.body
        assert "- 1 guest: the planned end of the stay has passed\n" in sent.body
        whole = sent.message().as_string().lower()
        assert not [word for word in ("canar", "city of", "2026", "april") if word in sent.body.lower()]
        assert "canar" not in whole and all(f"/{stay.pk}/" not in whole for stay in stays)
        assert sent.message()["Auto-Submitted"] == "auto-generated"

    def test_each_reads_her_own_language(self, monkeypatch: pytest.MonkeyPatch) -> None:
        texts = trans_real.translation("fa")._catalog._catalogs[0]
        monkeypatch.setitem(texts, "Your guests: is this still right?", "مهمانان شما")
        monkeypatch.setitem(texts, "Sign in here. One press of a button for each guest is enough:", "وارد شوید")
        city = make_city(published=False)
        guest(city)
        for name, language in (("ana", "fa"), ("bo", "en"), ("cy", "")):
            coordinator(name, city, language=language)
        remind(TODAY, LINK)
        assert [sent.subject == "مهمانان شما" and "وارد شوید" in sent.body for sent in mail.outbox] == [
            True,
            False,
            False,
        ]
        Reminder.objects.all().delete()
        mail.outbox.clear()
        with override_settings(LANGUAGE_CODE="fa"):
            remind(TODAY, LINK)
        assert [sent.subject == "مهمانان شما" for sent in mail.outbox] == [True, False, True]

    def test_one_coordinator_takes_as_many_queries_as_three_but_for_the_mails(self) -> None:
        def reads_and_writes(act: Callable[[], Any]) -> tuple[int, int]:
            with CaptureQueriesContext(connection) as captured:
                act()
            said = [query["sql"].split()[0] for query in captured.captured_queries]
            return said.count("SELECT"), len(said) - said.count("SELECT")

        city = make_city(published=False)
        guest(city)
        coordinator("zoe", city)
        rehearsed = reads_and_writes(lambda: rehearse(TODAY))
        one = reads_and_writes(lambda: remind(TODAY, LINK))
        Reminder.objects.all().delete()
        three()
        User.objects.filter(username="zoe").update(is_active=False)
        assert reads_and_writes(lambda: rehearse(TODAY)) == rehearsed == (3, 0)
        many = reads_and_writes(lambda: remind(TODAY, LINK))
        assert many[0] == one[0] == 3
        # The claims of runs that died go once; a mail is claimed and marked, in a transaction that begins and ends.
        assert (one[1] - 1) * 3 == many[1] - 1
        assert len(told()) == 4

    def test_without_an_address_of_the_office_it_refuses(self) -> None:
        three()
        with (
            override_settings(REFUGE_PUBLIC_ADDRESS=""),
            pytest.raises(CommandError, match="Set REFUGE_PUBLIC_ADDRESS"),
        ):
            call_command("remind")
        assert told() == [] and not Reminder.objects.exists()
        with override_settings(REFUGE_PUBLIC_ADDRESS="", REFUGE_ADDRESS="https://office.example.org"):
            call_command("remind")
        assert "\nhttps://office.example.org/my-city/\n" in mail.outbox[0].body

    def test_what_was_told_goes_with_the_person(self) -> None:
        city = make_city(published=False)
        coordinator("ana", city)
        stay, other = guest(city), guest(city)
        remind(TODAY, LINK)
        assert Reminder.objects.count() == 2
        erasing.erase(stay.writer_id)
        assert [reminder.stay for reminder in Reminder.objects.all()] == [other]


@pytest.mark.django_db
class TestMailServer:
    """A mail that fails is not lost, and no other is sent twice."""

    def test_one_failure_keeps_nobody_else_from_theirs_and_is_made_good(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
    ) -> None:
        three()
        refused = SMTPRecipientsRefused({"bo@example.org": (550, b"no such mailbox bo@example.org")})
        with monkeypatch.context() as patch:
            failing(patch, lambda to: refused if to.startswith("bo") else None)
            for names, said in ((["ana", "cy"], r"2 mails sent \(.*: 2\)"), ([], "0 mails sent")):
                with pytest.raises(CommandError, match=rf"^{said}\. 1 mail failed \(1 SMTPRecip\w+\)") as error:
                    call_command("remind")
                assert told() == names and Reminder.objects.count() == 2
                assert "@" not in str(error.value) + caplog.text + "".join(capsys.readouterr())
        call_command("remind")
        assert told() == ["bo"] and capsys.readouterr().out == f"{SILENT}\n"

    @pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), ValueError("a header with a newline")])
    def test_whatever_fails_for_everybody_leaves_all_to_the_next_run(
        self, monkeypatch: pytest.MonkeyPatch, error: Exception
    ) -> None:
        names = three()
        with monkeypatch.context() as patch:
            failing(patch, lambda to: error)
            with pytest.raises(CommandError, match=f"0 mails sent. 3 mails failed .3 {type(error).__name__}."):
                call_command("remind")
        assert not Reminder.objects.exists()
        call_command("remind")
        assert told() == names

    def test_what_is_answered_before_the_next_run_is_not_asked_any_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        three()
        with monkeypatch.context() as patch:
            failing(patch, lambda to: TimeoutError())
            assert remind(TODAY, LINK).failed.total() == 3
        Residency.objects.filter(city__name="City of bo").update(confirmed_on=TODAY)
        remind(TODAY + timedelta(days=1), LINK)
        assert told() == ["ana", "cy"]

    def test_a_run_that_dies_leaves_its_mail_to_a_run_an_hour_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        three()
        with monkeypatch.context() as patch:
            failing(patch, lambda to: KeyboardInterrupt() if to.startswith("bo") else None)
            with pytest.raises(KeyboardInterrupt):
                remind(TODAY, LINK)
        assert told() == ["ana"]
        # Until then nobody knows whether that run lives.
        assert rehearse(TODAY).mails == 1 and remind(TODAY, LINK).mails == 1
        assert told() == ["cy"]
        (claim,) = Reminder.objects.filter(sent_at=None)
        Reminder.objects.filter(pk=claim.pk).update(claimed_at=claim.claimed_at - timedelta(hours=1))
        assert rehearse(TODAY).mails == 1 and remind(TODAY, LINK).mails == 1
        assert told() == ["bo"]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two runs at the same moment."""

    def test_a_run_within_another_takes_what_is_left_and_nothing_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names = three()
        runs: list[reminders.Done] = []

        def another(to: str) -> None:
            if not runs:
                runs.append(reminders.Done())
                runs.append(remind(TODAY, LINK))

        failing(monkeypatch, another)
        first = remind(TODAY, LINK)
        assert (first.mails, runs[1].mails) == (1, 2)
        assert sorted(told()) == names and Reminder.objects.exclude(sent_at=None).count() == 3

    def test_of_two_that_know_the_same_each_mail_goes_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        names, met, waiting = three(), Barrier(2, timeout=20), reminders.waiting
        done: list[reminders.Done] = []

        def both_know(today: date) -> Any:
            found = waiting(today)
            met.wait()
            return found

        def run() -> None:
            try:
                done.append(remind(TODAY, LINK))
            finally:
                connection.close()

        monkeypatch.setattr(reminders, "waiting", both_know)
        threads = [Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told()) == names
        assert sum(one.mails for one in done) == 3 and not any(one.failed for one in done) and len(done) == 2

    def test_a_stay_that_goes_meanwhile_keeps_nobody_else_from_theirs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        three()
        waiting = reminders.waiting

        def and_one_goes(today: date) -> Any:
            found = waiting(today)
            Residency.objects.filter(city__name="City of bo").delete()
            return found

        monkeypatch.setattr(reminders, "waiting", and_one_goes)
        assert remind(TODAY, LINK).mails == 2
        assert told() == ["ana", "cy"]
