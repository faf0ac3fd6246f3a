"""Papers of a matter are ordered like the papers of a plan: each from its own source, by who may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from plans.legal_values import matter_values, referral_values
from plans.models import Document, Edition
from reports import services
from reports.kinds import SOURCES, Kind
from reports.models import ReportJob
from reports.package_sources import proposed_edition
from reports.selectors import own_reports
from reports.services import order_paper
from tests.accounts.factories import UserFactory
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory
from tests.plans.legal_factories import (
    DecisionFactory,
    DispatchFactory,
    DocumentFactory,
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
    StatementFactory,
    StepFactory,
    ViewpointFactory,
)
from tests.reports.factories import ReportJobFactory
from tests.responsibilities.factories import MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "ring", lambda *_said: None)


def with_role(municipality, role: Role, unit=None):
    return MembershipFactory(user__municipality=municipality, municipality=municipality, role=role, unit=unit).user


def life() -> dict[str, Any]:
    """One of everything that a paper is made from."""
    edition = EditionFactory(state=Edition.State.PROPOSAL)
    matter = MatterFactory(plan=edition.plan)
    referral = ReferralFactory(edition=edition, matter=matter)
    return {
        "edition": edition,
        "matter": matter,
        "document": DocumentFactory(matter=matter, sections=[{"heading": "Bakgrund", "text": "Text"}]),
        "decision": DecisionFactory(matter=matter, paragraph="§ 5"),
        "referral_round": referral,
        "compared_with": EditionFactory(plan=edition.plan, number=2),
    }


def sources_of(kind: str, rows: dict[str, Any]) -> dict[str, Any]:
    way = next(one for one in SOURCES[kind] if one <= rows.keys())
    return {column: rows[column] for column in way}


KINDS = [kind for kind in Kind if kind != Kind.PLAN]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_ordered_from_its_own_source(kind):
    rows = life()
    by = with_role(rows["matter"].municipality, Role.COORDINATOR)

    job = order_paper(
        kind=kind, format="docx" if kind == Kind.PROTOCOL_PROPOSAL else "pdf", by=by, **sources_of(kind, rows)
    )

    assert job.kind == kind
    assert [one.pk for one in own_reports(by)] == [job.pk]
    assert order_paper(kind=kind, format=job.format, by=by, **sources_of(kind, rows)) == job
    assert job.title
    assert job.file_name.endswith(f".{job.format}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_not_made_from_the_source_of_another(kind):
    rows = life()
    other = "decision" if kind != Kind.TRANSCRIPT else "matter"

    with pytest.raises(ValidationError):
        order_paper(kind=kind, by=UserFactory(municipality=rows["matter"].municipality), **{other: rows[other]})


def test_the_database_refuses_a_job_of_two_things():
    rows = life()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportJobFactory(edition=rows["edition"], matter=rows["matter"])


def test_a_proposal_for_the_minutes_is_a_word_file():
    rows = life()

    with pytest.raises(ValidationError):
        order_paper(kind=Kind.PROTOCOL_PROPOSAL, by=UserFactory(), document=rows["document"])


def test_who_no_longer_sees_the_matter_no_longer_sees_its_paper():
    rows = life()
    membership = MembershipFactory(
        user__municipality=rows["matter"].municipality,
        municipality=rows["matter"].municipality,
        role=Role.SECRETARY,
        unit=rows["matter"].body,
    )
    job = order_paper(kind=Kind.DECISION_PACKAGE, by=membership.user, matter=rows["matter"])
    assert job in own_reports(membership.user)

    membership.unit = UnitFactory(municipality=rows["matter"].municipality)
    membership.save()

    assert not own_reports(type(membership.user).objects.get(pk=membership.user.pk)).exists()


def test_a_version_that_lies_before_no_body_is_in_no_package_but_theirs_who_read_it():
    edition = EditionFactory(state=Edition.State.PROPOSAL, body=None)
    matter = MatterFactory(plan=edition.plan)
    coordinator = with_role(matter.municipality, Role.COORDINATOR)
    member = with_role(matter.municipality, Role.MEMBER, matter.body)

    assert (proposed_edition(matter, coordinator), proposed_edition(matter, member)) == (edition, None)
    edition.body = UnitFactory(municipality=matter.municipality, kind="assembly")
    edition.save()
    assert proposed_edition(matter, member) == edition


def test_a_summary_is_for_those_who_see_the_viewpoints():
    """Whoever is asked sees the referral, and not how the viewpoints of others are handled."""
    rows = life()
    asked = UnitFactory(municipality=rows["matter"].municipality, kind="board")
    RecipientFactory(round=rows["referral_round"], unit=asked)
    secretary = with_role(rows["matter"].municipality, Role.SECRETARY, asked)
    order_paper(kind=Kind.REFERRAL_PACKAGE, by=secretary, referral_round=rows["referral_round"])
    order_paper(kind=Kind.SUMMARY, by=secretary, referral_round=rows["referral_round"])

    assert [one.kind for one in own_reports(secretary)] == [Kind.REFERRAL_PACKAGE]


def test_another_word_in_the_letter_is_another_paper():
    rows = life()
    by = UserFactory(municipality=rows["matter"].municipality)
    first = order_paper(kind=Kind.LETTER, by=by, document=rows["document"])

    rows["document"].sections = [{"heading": "Bakgrund", "text": "Annan text"}]
    rows["document"].save()

    assert order_paper(kind=Kind.LETTER, by=by, document=Document.objects.get(pk=rows["document"].pk)) != first


def full_matter(answers: int):
    edition = EditionFactory(plan=PlanFactory(), state=Edition.State.REFERRAL)
    matter = MatterFactory(plan=edition.plan)
    StepFactory(matter=matter)
    referral = ReferralFactory(edition=edition, matter=matter)
    for number in range(answers):
        DocumentFactory(matter=matter)
        recipient = RecipientFactory(round=referral)
        decision = DecisionFactory(matter=matter, body=recipient.unit, paragraph=f"§ {number}")
        DispatchFactory(decision=decision)
        statement = StatementFactory(recipient=recipient, state="registered", stance="endorses", decision=decision)
        ViewpointFactory(statement=statement)
    return type(matter).objects.select_related("municipality", "body").get(pk=matter.pk), referral


def statements_for(read, row) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(row)
    return len(asked)


def test_a_matter_is_read_in_as_many_statements_whatever_its_size():
    few, _ = full_matter(1)
    many, _ = full_matter(4)

    counts = {statements_for(matter_values, few), statements_for(matter_values, many)}

    assert len(counts) == 1
    assert counts.pop() <= 12


def test_a_referral_is_read_in_as_many_statements_whatever_its_size():
    _, few = full_matter(1)
    _, many = full_matter(4)

    counts = {statements_for(referral_values, few), statements_for(referral_values, many)}

    assert len(counts) == 1
    assert counts.pop() <= 12


def test_drafts_of_statements_are_in_no_tree():
    matter, referral = full_matter(1)
    StatementFactory(recipient=RecipientFactory(round=referral), text="HEMLIGT UTKAST")

    assert "HEMLIGT" not in str(matter_values(matter))


def test_a_package_is_read_in_few_statements():
    matter, _referral = full_matter(3)
    MeasureFactory(plan=matter.plan)
    by = UserFactory(municipality=matter.municipality)
    matter = type(matter).objects.select_related("municipality__logo", "body", "plan").get(pk=matter.pk)

    with CaptureQueriesContext(connection) as asked:
        order_paper(kind=Kind.DECISION_PACKAGE, by=by, matter=matter)

    reads = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    assert len(reads) <= 20, "\n".join(reads)
    assert ReportJob.objects.get().matter == matter


@pytest.mark.parametrize(
    ("word", "source", "kind"),
    [
        ("handling", "document", Kind.LETTER),
        ("protokollstext", "document", Kind.PROTOCOL_PROPOSAL),
        ("beslutshandlingar", "matter", Kind.DECISION_PACKAGE),
        ("avskrift", "decision", Kind.TRANSCRIPT),
        ("remiss", "referral_round", Kind.REFERRAL_PACKAGE),
        ("sammanstallning", "referral_round", Kind.SUMMARY),
        ("utdrag", "edition", Kind.UNIT_EXTRACT),
        ("jamforelse", "edition", Kind.COMPARISON),
    ],
)
def test_each_paper_is_ordered_on_its_page_and_ordered_again_from_its_own(client, word, source, kind):
    rows = life()
    client.force_login(with_role(rows["matter"].municipality, Role.COORDINATOR))
    address = reverse("reports:report_order", args=[word, rows[source].pk])
    assert client.get(address).status_code == 200

    sent = {"newer": str(rows["compared_with"].pk)} if kind == Kind.COMPARISON else {}
    answer = client.post(address, sent, follow=True)

    job = ReportJob.objects.get()
    assert (answer.status_code, job.kind, answer.context["order_address"]) == (200, kind, address)


def test_a_comparison_goes_from_the_older_to_the_newer_or_to_the_draft(client):
    rows = life()
    client.force_login(with_role(rows["matter"].municipality, Role.COORDINATOR))
    address = reverse("reports:report_order", args=["jamforelse", rows["compared_with"].pk])

    client.post(address, {"newer": str(rows["edition"].pk)})
    client.post(address, {"newer": "utkast"})

    draft, editions = ReportJob.objects.order_by("-pk")
    assert (editions.compared_with, editions.edition) == (rows["edition"], rows["compared_with"])
    assert (draft.compared_with, draft.plan) == (rows["compared_with"], rows["edition"].plan)
