"""manage.py produce_report: the same paper, from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from plans.models import Edition
from reports import reading
from reports.models import ReportJob
from reports.rendering import RenderingError
from tests.accounts.factories import UserFactory
from tests.plans.factories import EditionFactory, PlanFactory, RoundFactory
from tests.reports.factories import ReportJobFactory
from tests.reports.pdfs import text_of

pytestmark = pytest.mark.django_db


def produce(plan, output: Path, *options: str) -> str:
    call_command("produce_report", "plan", str(plan.pk), "--output", str(output), *options)
    return text_of(output.read_bytes())


def test_a_draft_is_written_to_the_file(tmp_path: Path, capsys):
    plan = PlanFactory(title="Plan i fil")

    assert "Plan i fil" in produce(plan, tmp_path / "plan.pdf")
    job = ReportJob.objects.get()
    assert (job.state, job.plan, job.requested_by.is_system) == ("done", plan, True)
    assert job.file.sha256 in capsys.readouterr().out


def test_an_edition_is_named_by_its_number_and_written_in_somebody_s_name(tmp_path: Path):
    edition = EditionFactory(state=Edition.State.ADOPTED)
    EditionFactory(plan=edition.plan)
    anna = UserFactory(email="anna@exempelby.example")

    text = produce(edition.plan, tmp_path / "plan.pdf", "--edition", "1", "--by", anna.email)

    assert "Version 1" in text
    assert ReportJob.objects.get().requested_by == anna


def test_a_round_is_printed_with_its_edition(tmp_path: Path):
    follow_up_round = RoundFactory(title="Uppföljning 2027")
    plan = follow_up_round.edition.plan

    assert "Uppföljning 2027" in produce(plan, tmp_path / "plan.pdf", "--round", str(follow_up_round.pk))


def test_the_same_paper_again_is_the_same_bytes(tmp_path: Path):
    edition = EditionFactory()
    for name in ("a.pdf", "b.pdf"):
        produce(edition.plan, tmp_path / name, "--edition", "1")

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("options", [["--edition", "9"], ["--round", "999999"], ["--by", "nobody@exempelby.example"]])
def test_what_does_not_exist_is_said(tmp_path: Path, options):
    plan = EditionFactory().plan

    with pytest.raises(CommandError, match="Det finns ingen"):
        produce(plan, tmp_path / "plan.pdf", *options)


def test_a_round_of_another_plan_is_not_printed(tmp_path: Path):
    with pytest.raises(CommandError):
        produce(EditionFactory().plan, tmp_path / "plan.pdf", "--round", str(RoundFactory().pk))


def test_a_paper_that_cannot_be_made_is_an_error_and_no_file(tmp_path: Path, monkeypatch):
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RenderingError("x")

    monkeypatch.setattr(reading, "render_pdf", fail)

    with pytest.raises(CommandError, match="kunde inte skapas"):
        produce(PlanFactory(), tmp_path / "plan.pdf")
    assert not (tmp_path / "plan.pdf").exists()


def test_a_paper_that_the_worker_is_making_is_left_to_it(tmp_path: Path):
    from accounts.models import User
    from reports.sources import read_source

    plan = PlanFactory()
    key = read_source(plan).content_key
    ReportJobFactory(plan=plan, requested_by=User.objects.system(), content_key=key, state="running")

    with pytest.raises(CommandError, match="av en annan process"):
        produce(plan, tmp_path / "plan.pdf")


def test_a_part_is_written_alone(tmp_path: Path):
    plan = PlanFactory(title="Plan i fil")

    assert "Endast text" in produce(plan, tmp_path / "plan.pdf", "--part", "prose")
