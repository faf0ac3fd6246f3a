"""A proposal that was rejected, or adopted with change, waits for nobody and is not adopted as it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import Decision, Edition, Matter, Plan
from plans.selectors.overview import waiting_for
from plans.services.decision import adopt_amended, note_adoption, record_decision, withdraw_decision
from plans.services.edition import freeze_edition
from plans.services.edition_states import propose_edition, refer_edition
from plans.services.referral import open_referral_round, reopen_referral_round
from responsibilities.models import Unit
from tests.plans.factories import MeasureFactory, PlanFactory
from tests.plans.follow_up import as_user, page, url
from tests.plans.legal_factories import MatterFactory, StepFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db
Outcome = Decision.Outcome
YESTERDAY = localdate() - timedelta(days=1)
SETTLING = [(Outcome.REJECT, {}), (Outcome.ADOPT_CHANGED, {"amendment": "Åtgärd 1 ska vara klar 2017."})]


@pytest.fixture
def plan() -> Plan:
    plan: Plan = PlanFactory()
    MeasureFactory(plan=plan)
    return plan


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


@pytest.fixture
def board(plan: Plan) -> Unit:
    return UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Kommunstyrelsen")


@pytest.fixture
def eva(board: Unit) -> User:
    return member(Role.SECRETARY, unit=board)


@pytest.fixture
def matter(plan: Plan, board: Unit) -> Matter:
    matter: Matter = MatterFactory(plan=plan, body=board)
    StepFactory(matter=matter, body=board)
    return matter


@pytest.fixture
def proposal(plan: Plan, board: Unit, anna: User) -> Edition:
    return freeze_edition(plan=plan, body=board, by=anna)


def waits(user: User) -> bool:
    return "edition_to_decide" in [one.kind for one in waiting_for(fresh(user), today=localdate())]


@pytest.mark.parametrize(("outcome", "more"), SETTLING)
def test_it_waits_for_nobody_and_is_not_offered_or_adopted(
    matter: Matter, board: Unit, proposal: Edition, anna: User, eva: User, outcome: str, more: dict[str, str]
) -> None:
    adopt, client = url("edition_adopt", proposal.pk), as_user(anna)
    pages = [proposal.get_absolute_url(), url("edition_list", proposal.plan_id)]
    assert waits(eva)
    assert [adopt in page(client, one) for one in pages] == [True, True]

    given = {"matter": matter, "body": board, "met_on": YESTERDAY, "edition": proposal, "by": anna}
    record_decision(**given, outcome=outcome, **more)

    assert not waits(eva)
    assert [adopt in page(client, one) for one in pages] == [False, False]
    assert "Inte beslutad än" not in page(client, pages[0])
    for act in (
        lambda: note_adoption(edition=proposal, body=board, decided_on=YESTERDAY, by=anna),
        lambda: record_decision(**given, outcome=Outcome.ADOPT_CHANGED, amendment="Stryk."),
    ):
        with pytest.raises(ValidationError) as error:
            act()
        assert list(error.value.message_dict) == ["edition"]
    assert Edition.objects.get(pk=proposal.pk).state == Edition.State.PROPOSAL


def test_the_page_of_its_adoption_says_so(matter: Matter, board: Unit, proposal: Edition, anna: User) -> None:
    record_decision(matter=matter, body=board, met_on=YESTERDAY, edition=proposal, outcome=Outcome.REJECT, by=anna)
    assert "Frys planen på nytt" in page(as_user(anna), url("edition_adopt", proposal.pk))


def test_noted_by_mistake_and_taken_away_it_waits_again(
    matter: Matter, board: Unit, proposal: Edition, anna: User, eva: User
) -> None:
    given = {"matter": matter, "body": board, "edition": proposal, "by": anna}
    rejected = record_decision(**given, met_on=YESTERDAY, outcome=Outcome.REJECT)
    withdraw_decision(decision=rejected, reason="Fel", by=anna)
    assert waits(eva)
    record_decision(**given, met_on=YESTERDAY, outcome=Outcome.ADOPT)
    assert Edition.objects.get(pk=proposal.pk).state == Edition.State.ADOPTED


@pytest.mark.parametrize("outcome", [Outcome.REMIT_BACK, Outcome.TABLE, Outcome.ENDORSE])
def test_what_decides_nothing_leaves_it_waiting(
    matter: Matter, board: Unit, proposal: Edition, anna: User, eva: User, outcome: str
) -> None:
    given = {"matter": matter, "body": board, "edition": proposal, "by": anna}
    record_decision(**given, met_on=YESTERDAY, outcome=outcome, wording="Ärendet återremitteras.")
    assert waits(eva)
    record_decision(**given, met_on=YESTERDAY, outcome=Outcome.ADOPT)


def test_a_preparation_that_speaks_against_it_does_not_bind_who_decides(
    matter: Matter, board: Unit, proposal: Edition, anna: User, eva: User
) -> None:
    committee = UnitFactory(municipality=board.municipality, kind=Unit.Kind.COMMITTEE)
    StepFactory(matter=matter, kind="preparation", body=committee)
    given = {"matter": matter, "edition": proposal, "met_on": YESTERDAY, "by": anna}
    record_decision(**given, body=committee, outcome=Outcome.REJECT)
    assert waits(eva)
    record_decision(**given, body=board, outcome=Outcome.ADOPT)
    assert Edition.objects.get(pk=proposal.pk).state == Edition.State.ADOPTED


def test_the_changed_version_is_adopted_and_a_rejected_one_is_not(
    matter: Matter, plan: Plan, board: Unit, proposal: Edition, anna: User, eva: User
) -> None:
    given = {"matter": matter, "body": board, "met_on": YESTERDAY, "by": anna}
    changed = record_decision(**given, edition=proposal, outcome=Outcome.ADOPT_CHANGED, amendment="Klar 2017.")
    MeasureFactory(plan=plan, text="Klar 2018")
    rejected = freeze_edition(plan=plan, body=board, by=anna)
    record_decision(**given, edition=rejected, outcome=Outcome.REJECT)
    with pytest.raises(ValidationError):
        adopt_amended(decision=changed, edition=rejected, by=anna)

    adopt_amended(decision=changed, edition=freeze_edition(plan=plan, body=board, by=anna), by=anna)
    assert not waits(eva)
    assert list(Edition.objects.settled().values_list("pk", flat=True).order_by("pk")) == [proposal.pk, rejected.pk]


def test_by_way_of_a_referral_it_is_not_proposed_again_but_frozen_anew_it_is(
    matter: Matter, plan: Plan, board: Unit, proposal: Edition, anna: User, eva: User
) -> None:
    given = {"matter": matter, "body": board, "met_on": YESTERDAY, "by": anna}
    record_decision(**given, edition=proposal, outcome=Outcome.REJECT)
    with pytest.raises(ValidationError):
        propose_edition(edition=refer_edition(edition=proposal, by=anna), body=board, by=anna)

    again = freeze_edition(plan=plan, body=board, by=anna)
    assert waits(eva)
    record_decision(**given, edition=again, outcome=Outcome.ADOPT)


def test_a_body_that_only_answers_settles_nothing_whatever_step_it_names(
    matter: Matter, plan: Plan, proposal: Edition, anna: User
) -> None:
    schools = UnitFactory(municipality=plan.municipality, kind=Unit.Kind.BOARD, name="Skolnämnden")
    in_words = StepFactory(matter=matter, kind="decision", body=None, wording="kommundirektören", position=9)
    for step in (None, in_words):
        given = {"matter": matter, "body": schools, "step": step, "edition": proposal, "met_on": YESTERDAY}
        record_decision(**given, outcome=Outcome.REJECT, by=anna)
    assert not Edition.objects.settled().exists()


def test_what_was_rejected_goes_on_no_referral_and_the_one_it_is_on_ends(
    matter: Matter, board: Unit, proposal: Edition, anna: User
) -> None:
    schools = UnitFactory(municipality=board.municipality, kind=Unit.Kind.BOARD, mailbox="skola@a.se")
    asked = {"edition": proposal, "question": "Vad anser ni?", "units": [schools], "answer_by": localdate()}
    referral = open_referral_round(**asked, is_confirmed=True, by=anna)
    record_decision(matter=matter, body=board, met_on=YESTERDAY, edition=proposal, outcome=Outcome.REJECT, by=anna)
    referral.refresh_from_db()
    assert referral.state == "closed"
    with pytest.raises(ValidationError):
        reopen_referral_round(referral_round=referral, by=anna)
    with pytest.raises(ValidationError):
        open_referral_round(**asked, is_confirmed=True, by=anna)
    shown = page(as_user(anna), proposal.get_absolute_url())
    assert url("referral_open", proposal.pk) not in shown
    assert url("edition_propose", proposal.pk) not in shown
