"""Decisions are noted when they are made: by whom, under which §, in which order, and what they put in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import Decision, Edition, Matter, Meeting, Plan, RegistrationItem
from plans.models.decision import paragraph_key_of
from plans.services.decision import adopt_amended, record_decision
from plans.services.edition import freeze_edition
from responsibilities.models import Unit
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.legal_factories import MatterFactory, StepFactory
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
Outcome = Decision.Outcome
MARCH, APRIL = date(2016, 3, 29), date(2016, 4, 12)


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan)
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality, name="Anna Ek")


@pytest.fixture
def board(plan: Plan) -> Unit:
    board: Unit = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen")
    return board


@pytest.fixture
def committee(board: Unit) -> Unit:
    name = "Kommunstyrelsens arbetsutskott"
    made: Unit = UnitFactory(
        municipality=board.municipality, parent=board, kind=Unit.Kind.COMMITTEE, name=name, abbreviation="Au"
    )
    return made


@pytest.fixture
def matter(plan: Plan, board: Unit, committee: Unit) -> Matter:
    matter: Matter = MatterFactory(plan=plan, body=board, registry_number="2016.119", classification_code="019")
    StepFactory(matter=matter, kind="preparation", body=committee)
    StepFactory(matter=matter, kind="decision", body=board)
    return matter


@pytest.fixture
def proposal(plan: Plan, board: Unit, anna: User) -> Edition:
    return freeze_edition(plan=plan, body=board, by=anna)


def refused(act: Callable[..., Any], field: str, **given: Any) -> str:
    with pytest.raises(ValidationError) as error:
        act(**given)
    told: dict[str, list[str]] = error.value.message_dict
    assert list(told) == [field]
    return " ".join(told[field])


def test_the_matter_of_smedjebacken_stands_as_it_is(
    matter: Matter, board: Unit, committee: Unit, proposal: Edition, anna: User
) -> None:
    au = record_decision(
        matter=matter,
        body=committee,
        met_on=MARCH,
        paragraph="Au § 40",
        page="10",
        outcome=Outcome.LEAVE_OPEN,
        wording="Frågan lämnas öppen",
        by=anna,
    )
    ks = record_decision(
        matter=matter,
        body=board,
        met_on=APRIL,
        paragraph="Ks § 55",
        page="10",
        outcome=Outcome.ADOPT,
        wording="att fastställa handlingsplan för våldsbejakande extremism.",
        edition=proposal,
        by=anna,
    )

    assert (str(au.step), str(ks.step)) == ("Kommunstyrelsens arbetsutskott", "Kommunstyrelsen")
    assert (au.get_outcome_display(), au.meeting.held_on, au.paragraph_key, au.year) == (
        Outcome.LEAVE_OPEN.label,
        MARCH,
        "40",
        2016,
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_on, proposal.paragraph, proposal.body) == (
        "adopted",
        APRIL,
        "Ks § 55",
        board,
    )
    assert list(proposal.decisions.all()) == [ks]


def test_a_paragraph_is_used_once_by_a_body_in_a_year(matter: Matter, board: Unit, anna: User) -> None:
    given = {"matter": matter, "body": board, "outcome": Outcome.TABLE, "by": anna}
    record_decision(**given, met_on=APRIL, paragraph="Ks § 55")
    told = refused(record_decision, "paragraph", **given, met_on=APRIL, paragraph="§ 55")
    assert ("Kommunstyrelsen" in told, matter.title in told, "2016" in told) == (True, True, True)

    record_decision(**given, met_on=date(2017, 4, 12), paragraph="§ 55")
    record_decision(**given, met_on=APRIL, paragraph="§ 55 a")
    assert Decision.objects.count() == 3
    assert Meeting.objects.count() == 2


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("§ 55", "55"),
        ("55 §", "55"),
        ("55 § 2027", "55"),
        ("Ks 55 § 2027", "55"),
        ("Ks § 55 A", "55a"),
        ("§ 55 och 56", "55"),
        ("KS 2027-03-12 § 55", "55"),
        ("2027-03-12 55 §", "55"),
        ("Au 40", "40"),
        ("", ""),
        ("ß" * 20, "ss" * 10),
    ],
)
def test_a_paragraph_is_compared_by_the_number_at_its_sign(written: str, key: str) -> None:
    assert paragraph_key_of(written) == key


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("decided_on", {"decided_on": localdate() + timedelta(days=1)}),
        ("decided_on", {"met_on": APRIL, "decided_on": MARCH}),
        ("body", {"body": None}),
        ("delegation", {"is_delegated": True}),
        ("outcome", {"outcome": "perhaps"}),
        ("wording", {"outcome": Outcome.REMIT_BACK}),
        ("edition", {"outcome": Outcome.ADOPT, "met_on": APRIL}),
        ("edition", {"outcome": Outcome.REPEAL, "met_on": APRIL}),
        ("paragraph", {"paragraph": "§" * 21}),
        ("points", {"points": [{"kind": "adopt", "text": ""}]}),
        ("points", {"points": [{"kind": "commission", "text": "Återkom", "report_by": "i vår"}]}),
        ("points", {"points": [{"kind": "other", "text": "Notera", "report_by": APRIL}]}),
        ("points", {"points": [{"kind": "maybe", "text": "Notera"}]}),
        ("basis", {"basis": ["Handling"] * 101}),
        ("recipients", {"recipients": ["K" * 201]}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    matter: Matter, board: Unit, anna: User, field: str, wrong: dict[str, Any]
) -> None:
    refused(record_decision, field, **{"matter": matter, "body": board, "outcome": Outcome.TABLE, "by": anna, **wrong})
    assert Decision.objects.count() == 0


def test_another_municipalitys_body_and_one_that_does_not_decide_are_refused(
    matter: Matter, board: Unit, anna: User
) -> None:
    office = UnitFactory(municipality=board.municipality, kind=Unit.Kind.ADMINISTRATION)
    given = {"matter": matter, "outcome": Outcome.REFER, "by": anna}
    for body in (UnitFactory(kind=Unit.Kind.BOARD), office):
        refused(record_decision, "body", **given, body=body)
    made = record_decision(
        **given, body=office, is_delegated=True, delegation="Kommundirektören, delegation 4.2", met_on=APRIL
    )
    assert made.meeting is None


def test_an_adoption_is_never_delegated(matter: Matter, board: Unit, proposal: Edition, anna: User) -> None:
    given = {"matter": matter, "body": board, "met_on": APRIL, "edition": proposal, "by": anna}
    told = {"is_delegated": True, "delegation": "Ordföranden", "outcome": Outcome.ADOPT}
    refused(record_decision, "is_delegated", **given, **told)
    proposal.refresh_from_db()
    assert proposal.state == "proposal"


def test_the_director_adopts_without_a_body_when_the_decision_says_so(
    matter: Matter, proposal: Edition, anna: User
) -> None:
    record_decision(
        matter=matter,
        decided_on=APRIL,
        outcome=Outcome.ADOPT,
        edition=proposal,
        delegation="Kommundirektören",
        by=anna,
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.body) == ("adopted", None)


def test_what_decides_is_not_older_than_what_prepared_it(
    matter: Matter, board: Unit, committee: Unit, anna: User
) -> None:
    given = {"matter": matter, "outcome": Outcome.ENDORSE, "by": anna}
    au = record_decision(**given, body=committee, met_on=APRIL, paragraph="§ 40")
    told = refused(record_decision, "decided_on", **given, body=board, met_on=MARCH)
    assert str(au) in told
    record_decision(**given, body=board, met_on=APRIL, paragraph="§ 55")
    assert Decision.objects.count() == 2


def test_a_matter_that_was_remitted_back_is_prepared_anew(
    matter: Matter, board: Unit, committee: Unit, anna: User
) -> None:
    given = {"matter": matter, "by": anna}
    record_decision(**given, body=committee, outcome=Outcome.ENDORSE, met_on=date(2016, 2, 1))
    record_decision(**given, body=board, outcome=Outcome.REMIT_BACK, wording="Kostnaden utreds.", met_on=MARCH)
    record_decision(**given, body=committee, outcome=Outcome.ENDORSE, met_on=APRIL)
    record_decision(**given, body=board, outcome=Outcome.TABLE, met_on=date(2016, 5, 3))
    assert Decision.objects.count() == 4


def test_a_preparation_later_than_the_decision_is_refused(
    matter: Matter, board: Unit, committee: Unit, anna: User
) -> None:
    record_decision(matter=matter, body=board, outcome=Outcome.TABLE, met_on=MARCH, by=anna)
    refused(
        record_decision, "decided_on", matter=matter, body=committee, outcome=Outcome.ENDORSE, met_on=APRIL, by=anna
    )


def test_adopted_with_change_puts_the_changed_version_in_force_and_not_the_proposal(
    matter: Matter, plan: Plan, board: Unit, proposal: Edition, anna: User
) -> None:
    given = {"matter": matter, "body": board, "met_on": APRIL, "paragraph": "§ 55", "edition": proposal, "by": anna}
    refused(record_decision, "amendment", **given, outcome=Outcome.ADOPT_CHANGED)
    decision = record_decision(**given, outcome=Outcome.ADOPT_CHANGED, amendment="Åtgärd 1 ska vara klar 2017.")
    assert (Edition.objects.get(pk=proposal.pk).state, decision.awaits_edition) == ("proposal", True)

    same = freeze_edition(plan=plan, body=board, by=anna)
    refused(adopt_amended, "edition", decision=decision, edition=proposal, by=anna)
    refused(adopt_amended, "edition", decision=decision, edition=same, by=anna)
    MeasureFactory(plan=plan, text="Klar 2017")
    changed = freeze_edition(plan=plan, body=board, by=anna)
    decision = adopt_amended(decision=decision, version=1, edition=changed, by=anna)

    changed.refresh_from_db()
    assert (changed.state, changed.decided_on, changed.paragraph) == ("adopted", APRIL, "§ 55")
    assert (decision.edition, decision.amended_from, decision.awaits_edition) == (changed, proposal, False)
    with pytest.raises(ValidationError):
        adopt_amended(decision=decision, edition=freeze_edition(plan=plan, by=anna), by=anna)


def test_an_edition_of_another_plan_is_refused(matter: Matter, board: Unit, anna: User) -> None:
    other = freeze_edition(plan=PlanFactory(municipality=matter.municipality), by=anna)
    given = {"matter": matter, "body": board, "met_on": APRIL, "by": anna}
    refused(record_decision, "edition", **given, edition=other, outcome=Outcome.ADOPT)


def test_a_repeal_ends_the_version_in_force(matter: Matter, board: Unit, proposal: Edition, anna: User) -> None:
    given = {"matter": matter, "body": board, "edition": proposal, "by": anna}
    record_decision(**given, met_on=MARCH, paragraph="§ 50", outcome=Outcome.ADOPT)
    record_decision(**given, met_on=APRIL, paragraph="§ 55", outcome=Outcome.REPEAL, wording="Planen upphävs.")
    proposal.refresh_from_db()
    assert (proposal.is_over, proposal.repealed_on, proposal.repeal_paragraph) == (True, APRIL, "§ 55")
    assert proposal.repeal_reason == "Planen upphävs."


def test_what_the_minutes_say_is_kept_in_order(matter: Matter, board: Unit, anna: User) -> None:
    social = UnitFactory(municipality=board.municipality, kind=Unit.Kind.BOARD, name="Omsorgs- och socialnämnden")
    decision = record_decision(
        matter=matter,
        body=board,
        met_on=APRIL,
        outcome=Outcome.ENDORSE,
        sections=[{"heading": "Bakgrund", "text": "En\r\nTvå"}, {"heading": "", "text": ""}],
        points=[
            {"kind": "other", "text": "Godkänna"},
            {"kind": "commission", "text": "Återkomma", "who": "Förvaltningen", "report_by": date(2017, 5, 1)},
        ],
        motions=["Ordföranden Anna Johansson (S) yrkar bifall till förvaltningens förslag."],
        basis=["Missiv, 2016-12-27", " ", "Remiss, 2016-12-07"],
        recipients=["Kommunstyrelsen", "omsorgs- och  socialnämnden", "Akten", "Kommunstyrelsen"],
        by=anna,
    )
    decision.refresh_from_db()
    assert decision.sections == [{"heading": "Bakgrund", "text": "En\nTvå"}]
    assert [point["report_by"] for point in decision.points] == ["", "2017-05-01"]
    assert decision.motions == [
        {"person": "Ordföranden Anna Johansson", "party": "S", "text": "yrkar bifall till förvaltningens förslag."}
    ]
    assert decision.basis == ["Missiv, 2016-12-27", "Remiss, 2016-12-07"]
    sent = [(one.recipient, one.unit, one.is_file) for one in decision.dispatches.all()]
    assert sent == [
        ("Kommunstyrelsen", board, False),
        ("omsorgs- och socialnämnden", social, False),
        ("Akten", None, True),
    ]


def test_a_decision_awaits_registration_and_is_told_of(matter: Matter, board: Unit, anna: User) -> None:
    gun = member(Role.REGISTRAR, board.municipality)
    eva = member(Role.SECRETARY, unit=board)
    decision = record_decision(matter=matter, body=board, met_on=APRIL, outcome=Outcome.TABLE, by=eva)
    item = RegistrationItem.objects.get()
    assert (item.kind, item.target_pk, item.occurred_on) == ("decision", decision.pk, APRIL)
    told = {notice.recipient: notice.kind for notice in Notice.objects.all()}
    assert told == {anna: "decision_noted", gun: "decision_noted"}


def test_a_statement_of_a_committee_is_told_of_as_a_statement_alone(matter: Matter, anna: User) -> None:
    school = UnitFactory(municipality=matter.municipality, kind=Unit.Kind.BOARD)
    member(Role.REGISTRAR, matter.municipality)
    record_decision(matter=matter, body=school, met_on=APRIL, outcome=Outcome.STATEMENT, by=anna)
    assert (RegistrationItem.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_closed_matter_takes_no_decision_but_a_late_answer(matter: Matter, board: Unit, anna: User) -> None:
    Matter.objects.filter(pk=matter.pk).update(closed_on=APRIL)
    given = {"matter": matter, "body": board, "met_on": APRIL, "by": anna}
    with pytest.raises(ValidationError):
        record_decision(**given, outcome=Outcome.TABLE)
    record_decision(**given, outcome=Outcome.STATEMENT)
