"""Whatever is done in whatever order: no state that is none, one plan in force, and nothing frozen is ever another.

An example is a beginning and several ways to go on from it, each taken back before the next (a savepoint): every one
of them is a sequence of actions from an untouched plan. 125 beginnings × 16 ways make 2,000 sequences.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.roles import Role
from foundation.records import StaleVersion
from plans.models import Decision, Edition, Plan, ReferralRound, Statement
from plans.services.decision import adopt_amended, correct_adoption, note_adoption, record_decision, withdraw_decision
from plans.services.edition import freeze_edition, repeal_edition
from plans.services.edition_states import propose_edition, refer_edition
from plans.services.matter import matter_of_plan
from plans.services.plan import restore_plan, withdraw_plan
from plans.services.publication import publish_edition, unpublish_edition
from plans.services.referral import close_referral_round, open_referral_round, reopen_referral_round
from plans.services.revision import adopt_delegated_edition, end_revision, start_revision
from plans.services.section import update_section
from plans.services.statement import register_statement
from plans.values import content_hash
from tests.plans.factories import PlanFactory, SectionFactory
from tests.responsibilities.factories import UnitFactory, member

BEGINNINGS, WAYS = 125, 16
NUMBERS = st.integers(0, 11)
Stood = dict[int, dict[str, Any]]


class House:
    """A plan, and the hands that do something with it. What is chosen is chosen by a number among what there is."""

    def __init__(self, plan: Plan, by: Any, board: Any, school: Any) -> None:
        self.plan, self.by, self.board, self.school = plan, by, board, school

    def edition(self, which: int) -> Any:
        rows = list(self.plan.editions.without_values().order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def one(self, rows: Any, which: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[which % len(found)] if found else None

    def day(self, more: int) -> Any:
        return localdate() - timedelta(days=30 - more)

    def write(self, which: int, more: int) -> None:
        section = self.plan.sections.get()
        update_section(
            section=section, version=section.version, heading="Syfte", body=f"<p>{more}</p>", reason="Nytt", by=self.by
        )

    def freeze(self, which: int, more: int) -> None:
        freeze_edition(plan=self.plan, body=self.board if which % 2 else None, by=self.by)

    def refer(self, which: int, more: int) -> None:
        refer_edition(edition=self.edition(which), by=self.by)

    def send(self, which: int, more: int) -> None:
        open_referral_round(
            edition=self.edition(which),
            question="Vad anser ni?",
            units=[self.school],
            answer_by=localdate() + timedelta(days=more - 1),
            is_confirmed=more > 0,
            by=self.by,
        )

    def end_referral(self, which: int, more: int) -> None:
        rounds = ReferralRound.objects.filter(edition__plan=self.plan)
        (close_referral_round if more % 3 else reopen_referral_round)(
            referral_round=self.one(rounds, which), by=self.by
        )

    def answer(self, which: int, more: int) -> None:
        found = self.one(ReferralRound.objects.filter(edition__plan=self.plan), which)
        recipient = found.recipients.get()
        register_statement(recipient=recipient, stance="endorses", text=f"Svar {more}", by=self.by)

    def propose(self, which: int, more: int) -> None:
        propose_edition(edition=self.edition(which), body=self.board, by=self.by)

    def decide(self, which: int, more: int) -> None:
        outcome = Decision.Outcome.values[(which * 12 + more) % len(Decision.Outcome.values)]
        record_decision(
            matter=matter_of_plan(plan=self.plan, by=self.by),
            body=self.board,
            met_on=self.day(more),
            paragraph=f"§ {which}",
            outcome=outcome,
            wording="Så blev det.",
            amendment="Stryk ordet.",
            edition=self.edition(more),
            is_delegated=which == 7,
            delegation="Ordföranden",
            by=self.by,
        )

    def adopt(self, which: int, more: int) -> None:
        later = localdate() + timedelta(days=10) if more % 4 == 0 else None
        edition = self.edition(which)
        note_adoption(edition=edition, body=self.board, decided_on=self.day(more), valid_from=later, by=self.by)

    def adopt_change(self, which: int, more: int) -> None:
        waiting = Decision.objects.filter(outcome="adopt_changed")
        adopt_amended(decision=self.one(waiting, which), edition=self.edition(more), by=self.by)

    def correct(self, which: int, more: int) -> None:
        correct_adoption(edition=self.edition(which), decided_on=self.day(more), paragraph="§ 99", by=self.by)

    def undo_decision(self, which: int, more: int) -> None:
        withdraw_decision(decision=self.one(Decision.objects.current(), which), reason="Fel", by=self.by)

    def repeal(self, which: int, more: int) -> None:
        day = localdate() + timedelta(days=more - 6)
        repeal_edition(edition=self.edition(which), repealed_on=day, reason="Ny styrmodell", by=self.by)

    def revise(self, which: int, more: int) -> None:
        start_revision(plan=self.plan, reason="Läget är nytt", by=self.by)

    def give_up(self, which: int, more: int) -> None:
        end_revision(revision=self.one(self.plan.revisions, which), reason="Det räcker", by=self.by)

    def revise_little(self, which: int, more: int) -> None:
        adopt_delegated_edition(
            plan=self.plan, note="Rättat", decided_on=self.day(more), delegation="Chefen", is_confirmed=True, by=self.by
        )

    def publish(self, which: int, more: int) -> None:
        (publish_edition if more % 3 else unpublish_edition)(edition=self.edition(which), by=self.by)

    def remove(self, which: int, more: int) -> None:
        (withdraw_plan if more % 2 else restore_plan)(plan=self.plan, by=self.by)

    def tamper(self, which: int, more: int) -> None:
        """Past every service, as from a shell."""
        field = ("values", "sha256", "number")[more % 3]
        wrong: dict[str, Any] = {"values": {}, "sha256": "0" * 64, "number": 99}
        if connection.vendor != "postgresql":
            raise ValidationError("only PostgreSQL refuses this")
        with transaction.atomic():
            Edition.objects.filter(pk=self.edition(which).pk).update(**{field: wrong[field]})
        raise AssertionError(f"{field} of a frozen edition was written")


ACTS = [
    name for name, act in vars(House).items() if callable(act) and name not in ("__init__", "edition", "one", "day")
]
# What brings a plan forward is done more often than what ends it.
STEPS = st.tuples(st.sampled_from([*ACTS, "freeze", "freeze", "adopt", "decide", "decide", "write"]), NUMBERS, NUMBERS)
FROZEN = ("values", "sha256", "title", "number", "frozen_at", "frozen_by_id")
REACHED = {
    "referral": {"referral", "proposal", "adopted", "repealed"},
    "proposal": {"referral", "proposal", "adopted", "repealed"},
    "adopted": {"adopted", "repealed"},
    "repealed": {"repealed"},
}


def standing(plan: Plan) -> Stood:
    fields = (*FROZEN, "pk", "state", "repeal_reason", "decided_on", "published_at")
    return {row["pk"]: row for row in plan.editions.order_by().values(*fields)}


def taken(house: House, step: tuple[str, int, int], before: Stood) -> Stood:
    """Do one thing; what is refused changes nothing, and whatever is done, the plan stands as a plan may stand."""
    act: Callable[[int, int], None] = getattr(house, step[0])
    is_refused = False
    try:
        with transaction.atomic():
            act(step[1], step[2])
    except (ValidationError, StaleVersion, DatabaseError):
        is_refused = True
    except AttributeError as error:  # there was nothing to choose yet
        if "NoneType" not in str(error):
            raise
        is_refused = True
    after = standing(house.plan)
    if is_refused:
        assert after == before, step
    look_over(house.plan, before, after)
    return after


def look_over(plan: Plan, before: Stood, after: Stood) -> None:
    for pk, row in after.items():
        old = before.get(pk)
        if old is None:
            assert content_hash(row["values"]) == row["sha256"]
            continue
        assert all(row[field] == old[field] for field in FROZEN), "a frozen edition was changed"
        gave_way = old["state"] == "repealed" and not old["repeal_reason"]
        assert row["state"] in REACHED[old["state"]] or (gave_way and row["state"] == "adopted")
    assert before.keys() <= after.keys()
    states = [row["state"] for row in after.values()]
    assert states.count("adopted") <= 1
    assert all(row["state"] in ("adopted", "repealed") for row in after.values() if row["published_at"])
    assert all(row["decided_on"] for row in after.values() if row["state"] == "adopted")


def settled(plan: Plan) -> None:
    """What holds at the end of a sequence, whatever it was."""
    plan.refresh_from_db()
    assert plan.editions.in_force().count() <= 1
    assert not (plan.is_withdrawn and plan.editions.standing().exists())
    assert plan.revisions.open().count() <= 1
    assert not plan.editions.decided().filter(referral_rounds__state="open").exists()
    for decision in Decision.objects.current().select_related("edition").defer("edition__values"):
        assert not (decision.is_delegated and decision.outcome in Decision.ADOPTING)
        if decision.has_adopted:
            assert decision.edition.is_decided
            assert decision.edition.decided_on == decision.decided_on
    used = [(one.body_id, one.year, one.paragraph_key) for one in Decision.objects.current() if one.paragraph_key]
    assert len(used) == len(set(used))
    assert all(one.stance for one in Statement.objects.registered())


@pytest.mark.no_cover
class TestLife(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        plan = PlanFactory(header=[{"label": "Rätt att revidera", "state": "value", "value": "Säkerhetschefen"}])
        SectionFactory(plan=plan, heading="Syfte", body="<p>0</p>")
        units = {"municipality": plan.municipality, "kind": "board"}
        cls.plan, cls.by = plan, member(Role.COORDINATOR, plan.municipality)
        cls.board, cls.school = UnitFactory(**units), UnitFactory(**units)

    @settings(
        max_examples=BEGINNINGS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.generate],  # a failing sequence is short enough to be read as it is
    )
    @given(
        st.lists(STEPS, min_size=3, max_size=8),
        st.lists(st.lists(STEPS, min_size=1, max_size=2), min_size=WAYS, max_size=WAYS),
    )
    def test_no_sequence_of_actions_leads_where_a_plan_cannot_be(
        self, beginning: list[tuple[str, int, int]], ways: list[list[tuple[str, int, int]]]
    ) -> None:
        house = House(self.plan, self.by, self.board, self.school)
        stood = standing(self.plan)
        for step in beginning:
            stood = taken(house, step, stood)
        for way in ways:
            back, here = transaction.savepoint(), stood
            for step in way:
                here = taken(house, step, here)
            settled(self.plan)
            transaction.savepoint_rollback(back)
            self.plan.refresh_from_db()
