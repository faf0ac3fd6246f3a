"""Matters in which bodies have decided: left open, adopted, and adopted with a change that is not in force yet."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate

from accounts.models import Municipality, User
from plans.inputs import MeasureInput
from plans.models import Decision, Edition, Plan
from plans.services.decision import record_decision
from plans.services.edition import freeze_edition
from plans.services.matter import open_matter
from plans.services.plan import create_plan
from plans.services.table_import import import_measures
from responsibilities.models import Unit
from vbe_portal.demo.plan import seed_measures

Outcome = Decision.Outcome


def of_decisions(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """The keys of what the pages about decisions are about."""
    board = Unit.objects.current().get(municipality=municipality, name="Kommunstyrelsen")
    plan, proposal = proposed("Sidornas plan som beslutas", municipality, board, coordinator)
    matter = open_matter(
        municipality=municipality, title=plan.title, plan=plan, body=board, registry_number="KS 2027:31", by=coordinator
    )
    day = localdate() - timedelta(days=20)
    shared = {"matter": matter, "body": board, "by": coordinator}
    left_open = record_decision(
        **shared,
        met_on=day - timedelta(days=14),
        paragraph="§ 901",
        outcome=Outcome.LEAVE_OPEN,
        wording="Frågan lämnas öppen, enligt förslaget.",
        recipients=["Kommunstyrelsen", "Akten"],
    )
    adopting = record_decision(
        **shared,
        met_on=day,
        paragraph="§ 902",
        outcome=Outcome.ADOPT,
        edition=proposal,
        wording="att fastställa handlingsplanen.",
        points=[{"kind": "commission", "text": "Följ upp planen", "who": "Förvaltningen", "report_by": day}],
        motions=["Anna Johansson (S) yrkar bifall till förslaget."],
        basis=["Missiv, 2027-02-10"],
        sections=[{"heading": "Bakgrund", "text": "Planen har varit på remiss."}],
        recipients=["Miljönämnden", "Akten"],
    )
    return {
        "decided_matter": matter.pk,
        "open_decision": left_open.pk,
        "adopting_decision": adopting.pk,
        "meeting": adopting.meeting_id or 0,
        "changed_decision": changed(municipality, board, coordinator).pk,
    }


def proposed(title: str, municipality: Municipality, board: Unit, by: User) -> tuple[Plan, Edition]:
    plan = create_plan(municipality=municipality, title=title, by=by)
    seed_measures(plan, by=by)
    return plan, freeze_edition(plan=plan, body=board, by=by)


def changed(municipality: Municipality, board: Unit, by: User) -> Decision:
    """Adopted with a change, which is written into a version that waits to be put in force."""
    plan, proposal = proposed("Sidornas plan som antogs med ändring", municipality, board, by)
    matter = open_matter(municipality=municipality, title=plan.title, plan=plan, body=board, by=by)
    decision = record_decision(
        matter=matter,
        body=board,
        met_on=localdate() - timedelta(days=6),
        paragraph="§ 903",
        outcome=Outcome.ADOPT_CHANGED,
        edition=proposal,
        amendment="Planen kompletteras med en åtgärd om lokaler.",
        by=by,
    )
    import_measures(plan=plan, rows=[MeasureInput(text="Se över uthyrningen av lokaler")], source_name="", by=by)
    freeze_edition(plan=plan, body=board, by=by)
    return decision
