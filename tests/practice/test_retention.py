"""Every field says why and how long it is kept, or the site does not start."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import models
from django.test.utils import isolate_apps

from contact.models import Enquiry
from practice.models import OutboxMail
from practice.retention import Kept, Whose, policy, site
from practice.retention.told import rows

OURS = {"practice", "blog", "contact"}


@pytest.fixture
def diary() -> Iterator[type[models.Model]]:
    """A model that nobody has thought about."""
    with isolate_apps("practice.apps.PracticeConfig"):

        class Diary(models.Model):
            day = models.DateField()
            secret = models.TextField()
            readers = models.ManyToManyField("self")

            class Meta:
                app_label = "practice"

            def __str__(self) -> str:
                return "diary"

        yield Diary


def found(model: type[models.Model], *paragraphs: Kept) -> list[str]:
    return [str(error.id)[-4:] + " " + error.msg for error in policy.errors([model], paragraphs)]


def paragraph(where: str, fields: str) -> Kept:
    return Kept(where, fields, site.ACCOUNT, "To test.", "a day")


def test_a_field_that_nobody_has_declared_is_named(diary: type[models.Model]) -> None:
    some = paragraph("practice.Diary", "day readers")
    assert found(diary, some) == [
        "E001 Nothing says why or how long practice.Diary.secret is kept."
    ]
    assert found(diary, some, paragraph("practice.Diary", "secret")) == []


def test_a_relation_to_many_wants_a_declaration_too(diary: type[models.Model]) -> None:
    (error,) = found(diary, paragraph("practice.Diary", "day secret"))
    assert "practice.Diary.readers" in error


def test_a_declaration_of_a_field_that_is_gone_is_named(diary: type[models.Model]) -> None:
    everything = paragraph("practice.Diary", "day secret readers weather")
    assert found(diary, everything) == [
        "E002 The retention policy names practice.Diary.weather, which is gone."
    ]


def test_a_field_with_two_declarations_is_named(diary: type[models.Model]) -> None:
    everything = paragraph("practice.Diary", "day secret readers")
    assert found(diary, everything, paragraph("practice.Diary", "secret")) == [
        "E003 The retention policy names practice.Diary.secret twice."
    ]


def test_the_error_says_what_to_do(diary: type[models.Model]) -> None:
    error = next(policy.errors([diary], []))
    assert error.hint is not None
    assert "practice/retention/site.py" in error.hint


def test_every_field_of_this_site_is_declared() -> None:
    assert policy.check_retention(None) == []


def test_the_system_check_runs_with_all_others_and_stops_every_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_mail = [kept for kept in policy.POLICY if kept.where != "practice.OutboxMail"]
    monkeypatch.setattr(policy, "POLICY", without_mail)

    assert "retention.E001" in {error.id for error in run_checks()}
    with pytest.raises(SystemCheckError, match=r"practice\.OutboxMail\.address"):
        call_command("check")


def test_no_model_is_left_out_but_what_django_makes_at_installation() -> None:
    assert not {label for label in site.NOT_OURS if label.split(".")[0] in OURS}
    everything = {model._meta.label for model in apps.get_models()}
    declared = {kept.where for kept in policy.POLICY if kept.where}
    assert everything == declared | site.NOT_OURS


def test_what_is_sealed_or_encrypted_is_declared_to_those_whom_it_is_about() -> None:
    about = {label: kept.what.whose for kept in policy.POLICY for label in kept.labels()}
    secret = [
        field
        for model in (Enquiry, OutboxMail, apps.get_model("contact.Entry"))
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    ]
    assert len(secret) > 8
    assert {about[str(field)] for field in secret} == {Whose.ENQUIRERS}


def test_each_kind_is_told_once_with_a_purpose_and_a_period() -> None:
    told = rows(list(Whose))
    assert len({row.what for row in told}) > 10
    assert len(told) == len(set(told))
    assert [row for row in told if not all(row)] == []


def test_the_periods_that_are_told_are_those_that_the_worker_keeps() -> None:
    written = next(row for row in rows([Whose.ENQUIRERS]) if "sealed" in row.what)
    assert written.how_long.startswith(
        "6 months after my answer; 6 months after we met or were to meet; 3 months after I said"
        " that I have no room; 30 days after it was closed for another reason; 30 days where it"
        " looks like advertising. Never longer than 1 year after it came, unless our time is still"
        " to come."
    )
    mails = {row.how_long for row in rows([Whose.ENQUIRERS]) if "mail" in row.what}
    assert "until it is sent or taken back, 72 hours after it was due at the latest" in mails
    assert "30 days after it was sent or given up" in mails
