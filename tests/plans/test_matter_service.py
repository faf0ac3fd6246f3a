"""A matter: what is written about it, its way to the decision, and what its line of stops tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.inputs import StepInput
from plans.models import Decision, Matter, MatterStep, Plan
from plans.selectors.matter_line import facts_of, line_of
from plans.selectors.matter_way import proposed_way, steps_of, ways_of
from plans.services.decision import record_decision, withdraw_decision
from plans.services.matter import close_matter, matter_of_plan, open_matter, reopen_matter, update_matter
from plans.services.matter_way import set_way
from responsibilities.models import Unit
from tests.plans.factories import EditionFactory, PlanFactory
from tests.plans.legal_factories import (
    DecisionFactory,
    DispatchFactory,
    MatterFactory,
    RecipientFactory,
    ReferralFactory,
)
from tests.responsibilities.factories import UnitFactory, member

pytestmark = pytest.mark.django_db
Kind = MatterStep.Kind


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(document_type="Handlingsplan")


@pytest.fixture
def board(plan: Plan) -> Unit:
    return UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen", abbreviation="KS")


@pytest.fixture
def committee(plan: Plan) -> Unit:
    return UnitFactory(municipality=plan.municipality, kind="committee", name="Kommunstyrelsens arbetsutskott")


@pytest.fixture
def matter(plan: Plan, board: Unit, committee: Unit) -> Matter:
    return MatterFactory(plan=plan, body=board)


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def states(matter: Matter) -> list[tuple[str, str]]:
    return [(one.label, one.state) for one in line_of(facts_of([matter])[matter.pk])]


def test_a_matter_is_opened_with_what_is_known(plan: Plan, board: Unit, anna: User) -> None:
    made = open_matter(
        municipality=plan.municipality,
        title=" Plan  mot VBE ",
        plan=plan,
        body=board,
        classification_code="019",
        by=anna,
    )

    assert (made.title, made.classification_code, made.registry_number) == ("Plan mot VBE", "019", "")
    assert made.opened_on == localdate()
    assert matter_of_plan(plan=plan, by=anna) == made


def test_the_matter_of_a_plan_is_the_board_s_that_leads_and_never_a_guess(anna: User) -> None:
    home = anna.memberships.get().municipality
    schools, board = (
        UnitFactory(municipality=home, kind="board", name=name, position=place)
        for place, name in enumerate(("Barn- och utbildningsnämnden", "Kommunstyrelsen"))
    )
    assert matter_of_plan(plan=PlanFactory(municipality=home), by=anna).body == board
    assert matter_of_plan(plan=PlanFactory(municipality=home), body=schools, by=anna).body == schools

    board.name = "Stadsnämnden"
    board.save()
    assert matter_of_plan(plan=PlanFactory(municipality=home), by=anna).body is None


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 301}),
        ("registry_number", {"registry_number": "9" * 51}),
        ("opened_on", {"opened_on": localdate() + timedelta(days=1)}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(plan: Plan, anna: User, field: str, given: dict) -> None:
    with pytest.raises(ValidationError) as refused:
        open_matter(**{"municipality": plan.municipality, "title": "A", "by": anna} | given)
    assert list(refused.value.error_dict) == [field]


def test_another_municipalitys_plan_or_body_is_refused(plan: Plan, anna: User) -> None:
    for given in ({"plan": PlanFactory()}, {"body": UnitFactory(kind="board")}):
        with pytest.raises(ValidationError):
            open_matter(municipality=plan.municipality, title="A", by=anna, **given)


def test_who_writes_second_is_told(matter: Matter, anna: User) -> None:
    update_matter(matter=matter, version=1, title="B", by=anna)
    with pytest.raises(StaleVersion):
        update_matter(matter=matter, version=1, title="C", by=anna)


def test_a_matter_is_closed_on_a_day_between_its_opening_and_today(matter: Matter, anna: User) -> None:
    for day in (matter.opened_on - timedelta(days=1), localdate() + timedelta(days=1)):
        with pytest.raises(ValidationError):
            close_matter(matter=matter, closed_on=day, by=anna)
    assert close_matter(matter=matter, by=anna).closed_on == localdate()
    assert reopen_matter(matter=matter, by=anna).closed_on is None


def test_the_types_way_is_proposed_among_the_municipalitys_own_bodies(
    matter: Matter, board: Unit, committee: Unit
) -> None:
    UnitFactory(municipality=matter.municipality, kind="board", name="Socialnämnden")
    proposed = proposed_way(matter)

    assert proposed is not None
    assert proposed.name == "AU → KS"
    assert [(one.kind, one.body) for one in proposed.steps] == [(Kind.PREPARATION, committee), (Kind.DECISION, board)]


def test_who_is_no_body_stands_in_words(matter: Matter) -> None:
    ways = {one.name: one for one in ways_of(matter)}

    assert [(one.body, one.wording) for one in ways["Kommundirektören"].steps] == [(None, "kommundirektören")]
    assert ways["Remiss → utskott → KS"].steps[0].wording == "nämnderna"
    assert ways["KS → KF"].steps[1].wording == "kommunfullmäktige"  # there is no council here


def test_a_way_is_written_and_changed_and_keeps_what_stands(
    matter: Matter, board: Unit, committee: Unit, anna: User
) -> None:
    set_way(matter=matter, version=1, steps=[StepInput(Kind.DECISION, board)], by=anna)
    (decision,) = steps_of(matter)
    set_way(matter=matter, version=2, steps=[StepInput(Kind.PREPARATION, committee), decision], by=anna)

    first, second = steps_of(matter)
    assert (first.body, second.body, second.pk) == (committee, board, decision.pk)
    with pytest.raises(StaleVersion):
        set_way(matter=matter, version=2, steps=[], by=anna)


def test_a_step_that_was_decided_in_stays(matter: Matter, board: Unit, anna: User) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.DECISION, board)], by=anna)
    DecisionFactory(matter=matter, body=board, step=matter.steps.get())

    with pytest.raises(ValidationError):
        set_way(matter=matter, steps=[], by=anna)


def test_what_one_body_decided_is_not_made_anothers_and_it_is_told_at_the_row(
    matter: Matter, board: Unit, committee: Unit, anna: User
) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.PREPARATION, committee), StepInput(Kind.DECISION, board)], by=anna)
    step = matter.steps.get(body=board)
    DecisionFactory(matter=matter, body=board, step=step)
    client, address = Client(), reverse("plans:matter_way", args=[matter.pk])
    client.force_login(anna)
    data = {"version": 2, "steps-TOTAL_FORMS": 2, "steps-INITIAL_FORMS": 0, "steps-0-body": ""}
    data |= {
        "steps-0-kind": "decision",
        "steps-1-kind": "decision",
        "steps-1-pk": step.pk,
        "steps-1-body": committee.pk,
    }

    refused = client.post(address, data)

    assert (refused.status_code, "Kommunstyrelsen har beslutat" in refused.content.decode()) == (422, True)
    assert list(refused.context["form"].rows.forms[1].errors) == ["body"]
    step.refresh_from_db()
    assert step.body == board


def test_what_somebody_named_in_words_decided_is_not_made_anothers(matter: Matter, anna: User) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.DECISION, wording="Kommundirektören")], by=anna)
    step = matter.steps.get()
    DecisionFactory(matter=matter, body=None, delegation="Kommundirektören", step=step)
    with pytest.raises(ValidationError):
        set_way(matter=matter, steps=[StepInput(Kind.DECISION, wording="Räddningschefen", pk=step.pk)], by=anna)
    set_way(matter=matter, steps=[StepInput(Kind.DECISION, wording=" Kommundirektören ", pk=step.pk)], by=anna)


def test_a_decision_that_was_taken_away_holds_no_step(matter: Matter, board: Unit, committee: Unit, anna: User) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.DECISION, board)], by=anna)
    step = matter.steps.get()
    made = record_decision(matter=matter, body=board, step=step, outcome="table", by=anna)
    withdraw_decision(decision=made, reason="Fel ärende", by=anna)

    set_way(matter=matter, steps=[StepInput(Kind.DECISION, committee, pk=step.pk)], by=anna)
    set_way(matter=matter, steps=[], by=anna)

    made.refresh_from_db()
    assert (made.step, made.is_withdrawn, matter.steps.count()) == (None, True, 0)


def test_a_step_without_anybody_another_municipalitys_and_too_many_are_refused(
    matter: Matter, board: Unit, anna: User
) -> None:
    foreign = UnitFactory(kind="board")
    wrong = (
        [StepInput(Kind.DECISION)],
        [StepInput(Kind.DECISION, foreign)],
        [StepInput("poem", board)],
        [StepInput(Kind.DECISION, board)] * 31,
    )
    for steps in wrong:
        with pytest.raises(ValidationError):
            set_way(matter=matter, steps=steps, by=anna)
    close_matter(matter=matter, by=anna)
    with pytest.raises(ValidationError):
        set_way(matter=matter, steps=[StepInput(Kind.DECISION, board)], by=anna)
    assert not matter.steps.exists()


def test_a_referral_that_nobody_planned_stands_first_on_the_line(matter: Matter, board: Unit, anna: User) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.DECISION, board)], by=anna)
    referral = ReferralFactory(edition=EditionFactory(plan=matter.plan, state="referral"), matter=matter)
    RecipientFactory(round=referral)

    assert states(matter) == [
        ("Remiss", "done"),
        ("Yttranden", "now"),
        ("Kommunstyrelsen", "coming"),
        ("Expedierat", "coming"),
    ]


@pytest.mark.parametrize("aside", ["refer", "statement"])
def test_a_decision_to_refer_or_to_answer_is_no_decision_in_the_preparation(
    matter: Matter, committee: Unit, anna: User, aside: str
) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.PREPARATION, committee)], by=anna)
    step = matter.steps.get()
    made = record_decision(matter=matter, step=step, body=committee, paragraph="§ 12", outcome=aside, by=anna)
    assert (made.step, states(matter)) == (None, [("Kommunstyrelsens arbetsutskott", "now")])

    Decision.objects.update(step=step)  # as it was noted before: the line does not rest on it
    assert states(matter) == [("Kommunstyrelsens arbetsutskott", "now")]

    Decision.objects.update(step=None)
    endorsed = record_decision(matter=matter, body=committee, paragraph="§ 13", outcome="endorse", by=anna)
    assert (endorsed.step, states(matter)) == (step, [("Kommunstyrelsens arbetsutskott", "done")])


def test_the_answer_of_a_body_that_is_asked_and_prepares_belongs_to_the_step_in_which_it_is_asked(
    matter: Matter, committee: Unit, anna: User
) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.PREPARATION, committee), StepInput(Kind.REFERRAL, committee)], by=anna)
    made = record_decision(matter=matter, body=committee, outcome="statement", by=anna)
    assert made.step.kind == Kind.REFERRAL


def test_what_goes_to_the_file_alone_is_dispatched_and_what_has_no_list_waits(
    matter: Matter, board: Unit, anna: User
) -> None:
    set_way(matter=matter, steps=[StepInput(Kind.DECISION, board)], by=anna)
    decision = DecisionFactory(matter=matter, body=board, step=matter.steps.get())
    assert states(matter)[-1] == ("Expedierat", "now")

    DispatchFactory(decision=decision, recipient="Akten", is_file=True)
    assert states(matter)[-1] == ("Expedierat", "done")

    sent = DispatchFactory(decision=decision, recipient="Miljönämnden")
    stop = line_of(facts_of([matter])[matter.pk])[-1]
    assert (stop.state, stop.done, stop.total) == ("now", 0, 1)
    sent.sent_on = localdate()
    sent.save()
    assert states(matter)[-1] == ("Expedierat", "done")


def test_the_way_is_chosen_on_its_page_and_a_row_is_added_without_saving(
    matter: Matter, board: Unit, committee: Unit, anna: User
) -> None:
    client, address = Client(), reverse("plans:matter_way", args=[matter.pk])
    client.force_login(anna)
    said = client.get(address).content.decode()
    assert f'value="{committee.pk}" selected' in said
    assert "vanlig för den här dokumenttypen" in said

    data = {"version": 1, "steps-TOTAL_FORMS": 1, "steps-INITIAL_FORMS": 0}
    data |= {"steps-0-kind": "decision", "steps-0-body": "", "steps-0-wording": "kommundirektören"}
    added = client.post(address, {**data, "add": "steps"})
    assert 'name="steps-1-kind"' in added.content.decode()
    assert not matter.steps.exists()

    assert client.post(address, data).status_code == 302
    assert [one.wording for one in steps_of(matter)] == ["kommundirektören"]
    assert client.post(address, data).status_code == 409
    assert client.get(f"{address}?vag=1").content.decode().count("selected") >= 3
