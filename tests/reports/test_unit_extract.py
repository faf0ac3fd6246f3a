"""The extract for one unit: its measures as the plan says them, and what is asked of it."""

from __future__ import annotations

import pytest
from django.utils import translation

from accounts.roles import Role
from plans.models import Edition
from plans.services.edition import freeze_edition
from reports import services
from reports.documents.plan import Paper
from reports.documents.unit_extract import unit_extract
from reports.kinds import Kind
from reports.reading import read_paper
from reports.rendering import render_pdf
from reports.selectors import units_of_extracts
from reports.services import new_job
from tests.accounts.factories import UserFactory
from tests.plans.factories import EditionFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.plans.legal_factories import DocumentFactory, RecipientFactory, ReferralFactory
from tests.reports.pdfs import squeezed, text_of
from tests.reports.values import area, measure, plan_values
from tests.responsibilities.factories import UnitFactory, member

PAPER = Paper(label="Remissversion", edition=1)
ASKED = {
    "registry_number": "OSN/2026:141",
    "question": "Vad anser nämnden?",
    "answer_by": "2027-01-31",
    "proposals": [{"heading": "Förslag till Omsorgsnämnden", "text": "Nämnden föreslås tillstyrka planen."}],
}


@pytest.fixture(autouse=True)
def _swedish():
    with translation.override("sv"):
        yield


def test_an_extract_says_whose_it_is_what_is_asked_and_its_measures():
    plan = plan_values(focus_areas=[area("Utbildning", measure(7, text="Utbilda all personal"))])
    document = unit_extract(plan, PAPER, unit="Omsorgsnämnden", asked=ASKED)

    made = render_pdf(document.html, stylesheets=document.stylesheets)

    text = squeezed(text_of(made.content))
    assert made.problems == ()
    for said in (
        "Utdrag för Omsorgsnämnden",
        "OSN/2026:141",
        "Vad anser nämnden?",
        "31 januari 2027",
        "Nämnden föreslås tillstyrka planen.",
        "Utbilda all personal",
        "Remissversion",
    ):
        assert squeezed(said) in text, said


def test_an_extract_of_nothing_says_so_and_has_no_table():
    document = unit_extract(plan_values(), PAPER, unit="", asked=None)

    assert "0 åtgärder" in document.html
    assert "measure-table" not in document.html


@pytest.mark.django_db
def test_the_registry_number_and_the_proposal_are_the_unit_s_own(monkeypatch):
    monkeypatch.setattr(services, "ring", lambda *_said: None)
    plan = PlanFactory()
    board = UnitFactory(municipality=plan.municipality, kind="board", name="Omsorgsnämnden", aliases=["ON"])
    other = UnitFactory(municipality=plan.municipality, kind="board", name="Miljönämnden")
    ResponsibilityFactory(measure=MeasureFactory(plan=plan, text="Omsorgens åtgärd"), unit=board)
    ResponsibilityFactory(measure=MeasureFactory(plan=plan, text="Miljöns åtgärd"), unit=other)
    edition = EditionFactory(plan=plan, state=Edition.State.REFERRAL)
    sections = [{"heading": "Förslag till ON", "text": "Tillstyrk."}, {"heading": "Förslag till KS", "text": "Anta."}]
    referral = ReferralFactory(edition=edition)
    referral.letter = DocumentFactory(matter=referral.matter, kind="referral_letter", sections=sections)
    referral.save()
    RecipientFactory(round=referral, unit=board, registry_number="ON/2027:1")
    RecipientFactory(round=referral, unit=other, registry_number="MN/2027:9")

    job = new_job(
        kind=Kind.UNIT_EXTRACT,
        part="whole",
        by=UserFactory(municipality=plan.municipality),
        edition=edition,
        unit=board,
        referral_round=referral,
    )
    html = read_paper(job).document().html

    assert "ON/2027:1" in html
    assert "Omsorgens åtgärd" in html
    assert "Tillstyrk." in html
    for foreign in ("MN/2027:9", "Miljöns åtgärd", "Anta."):
        assert foreign not in html


@pytest.mark.django_db
def test_extracts_are_offered_of_whom_something_is_asked_and_of_nobody_where_something_is_nobodys():
    plan = PlanFactory()
    board = UnitFactory(municipality=plan.municipality, kind="board", name="Skolnämnden")
    school = UnitFactory(municipality=plan.municipality, parent=board, name="Skolförvaltningen")
    UnitFactory(municipality=plan.municipality, parent=board, name="Biblioteket")
    ResponsibilityFactory(measure=MeasureFactory(plan=plan), unit=school)
    by = member(Role.COORDINATOR, plan.municipality)

    units, has_nobodys = units_of_extracts(freeze_edition(plan=plan, by=by))
    assert ({one.name for one in units}, has_nobodys) == ({"Skolnämnden", "Skolförvaltningen"}, False)

    MeasureFactory(plan=plan)
    edition = freeze_edition(plan=plan, by=by)
    asked = UnitFactory(municipality=plan.municipality, kind="board", name="Miljönämnden")
    RecipientFactory(round=ReferralFactory(edition=edition), unit=asked)
    units, has_nobodys = units_of_extracts(edition)
    assert (asked in units, has_nobodys) == (True, True)
