"""What a letter starts with: the municipality's headings, and what the matter knows. All can be changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from plans.models import Document, Matter, MatterStep, Statement
from plans.selectors.matter_line import Facts, facts_of, has_answered

Kind = Document.Kind
WRITTEN = (Kind.OFFICIAL_LETTER, Kind.COVER_LETTER, Kind.REFERRAL_LETTER)
"""Kinds that are written here; the others are received as they are."""


def first_values(matter: Matter, kind: str) -> dict[str, Any]:
    """The first values of a new document of `kind` in `matter`."""
    known = {"title": "", "registry_number": matter.registry_number, "officer": matter.officer}
    if kind not in WRITTEN:
        return {**known, "arrived_on": localdate()}
    facts = facts_of([matter])[matter.pk]
    unit = matter.plan.responsible_unit if matter.plan else None
    return {
        **known,
        "title": matter.title,
        "dated_on": localdate(),
        "officer": matter.officer or ", ".join(one["name"] for one in officials(matter, "officer")),
        "sender": str(unit or ""),
        "addressee": addressee_of(facts) if kind != Kind.REFERRAL_LETTER else "",
        "sections": sections_of(facts, kind),
        "basis": basis_of(facts) if kind != Kind.REFERRAL_LETTER else [],
        "recipients": recipients_of(facts) if kind != Kind.REFERRAL_LETTER else [],
        "signers": [{"name": one["name"], "title": one.get("title", "")} for one in officials(matter, "signer")],
    }


def officials(matter: Matter, role: str) -> list[dict[str, str]]:
    return [one for one in matter.plan.officials if one.get("role") == role] if matter.plan else []


def bodies(facts: Facts) -> list[MatterStep]:
    """The steps that prepare and decide."""
    return [step for step in facts.steps if step.kind != MatterStep.Kind.REFERRAL]


def addressee_of(facts: Facts) -> str:
    return "\n".join(str(step) for step in bodies(facts))


def sections_of(facts: Facts, kind: str) -> list[dict[str, str]]:
    """The headings of the letter; the summary of the statements where there is one; a proposal for each body."""
    summary = next((one.summary for one in reversed(facts.rounds) if one.summary), "")
    if kind == Kind.OFFICIAL_LETTER:
        headings = facts.matter.municipality.letter_headings
        return [*({"heading": one, "text": ""} for one in headings), *proposals_of(facts)]
    if kind == Kind.REFERRAL_LETTER:
        return [{"heading": _("Background"), "text": ""}, {"heading": _("What you are asked"), "text": ""}]
    opening = [{"heading": _("Background"), "text": ""}, {"heading": _("Summary"), "text": summary}]
    return [*opening, *proposals_of(facts)]


def proposals_of(facts: Facts) -> list[dict[str, str]]:
    """What each body is asked to decide: those that prepare propose it to the one that decides."""
    steps = bodies(facts)
    last = next((str(one) for one in reversed(steps) if one.kind == MatterStep.Kind.DECISION), "")
    title = facts.matter.plan.title if facts.matter.plan else facts.matter.title
    return [
        {"heading": _("Proposal to %(body)s") % {"body": step}, "text": proposal_of(step, last, title)}
        for step in steps
    ]


def proposal_of(step: MatterStep, decider: str, title: str) -> str:
    if step.kind == MatterStep.Kind.PREPARATION and decider:
        return _("Propose to %(body)s to adopt %(title)s.") % {"body": decider, "title": title}
    return _("Adopt %(title)s.") % {"title": title}


def basis_of(facts: Facts) -> list[str]:
    """What is decided from: the proposal, then each registered statement as it is cited."""
    return [*proposals_cited(facts.matter), *(cited(one) for one in registered(facts))]


def proposals_cited(matter: Matter) -> list[str]:
    if matter.plan is None:
        return []
    waiting = matter.plan.editions.undecided().without_values().order_by("-number")[:1]
    return [_("Proposal for %(title)s") % {"title": one.title} for one in waiting]


def registered(facts: Facts) -> Iterable[Statement]:
    return (one.statement for one in facts.recipients if has_answered(one))


def cited(statement: Statement) -> str:
    """ "Yttrande Miljönämnden daterat 2017-01-19": as much of it as is known."""
    if statement.dated_on is None:
        return _("Statement %(body)s") % {"body": statement}
    return _("Statement %(body)s dated %(day)s") % {"body": statement, "day": statement.dated_on.isoformat()}


def recipients_of(facts: Facts) -> list[str]:
    """To whom the decision goes: those that were asked, the one that decides, and the matter's own file."""
    deciding = [str(one) for one in bodies(facts) if one.kind == MatterStep.Kind.DECISION]
    asked = [str(one.unit) for one in facts.recipients]
    return list(dict.fromkeys([*asked, *deciding, _("File of the matter")]))
