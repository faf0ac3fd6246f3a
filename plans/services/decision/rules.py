"""When a decision may be noted: by whom it was made, on which day, under which §, and what it needs to say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.minutes import report_day
from plans.models import Decision, Edition, Matter, MatterStep
from plans.services.edition import refuse_day_to_come, refuse_settled
from plans.services.texts import checked
from responsibilities.models import Unit

Outcome = Decision.Outcome
PointKind = Decision.PointKind
TEXTS = (
    "paragraph",
    "page",
    "registry_number",
    "heading",
    "proposal",
    "wording",
    "amendment",
    "order_of_propositions",
    "reservations",
    "delegation",
    "file_name",
)
MOST_LINES = 100
LONGEST_TEXT = 20_000


def refuse_place(matter: Matter, outcome: str) -> None:
    """A matter that is closed or taken away takes no decision; a late answer to a referral is one all the same."""
    if matter.is_withdrawn:
        raise ValidationError(_("The matter has been taken away. Nothing can be noted in it."))
    if matter.closed_on is not None and outcome != Outcome.STATEMENT:
        raise ValidationError(_("The matter is closed. Open it again before you change it."))


def refuse_maker(decision: Decision) -> None:
    """A decision is made by a body of the municipality, or by somebody who is named (by delegation, or as director)."""
    body = decision.body
    if body is not None and body.municipality_id != decision.municipality_id:
        raise ValidationError({"body": _("Choose one of the municipality's own bodies.")})
    if body is not None and not body.is_body and not decision.is_delegated:
        raise ValidationError({"body": _("Choose a body that makes decisions, or say that it was delegated.")})
    if decision.is_delegated and not decision.delegation:
        raise ValidationError({"delegation": _("Write who decided, and by which delegation.")})
    if decision.is_delegated and decision.outcome in Decision.ADOPTING:
        raise ValidationError({"is_delegated": _("The adoption of a plan is never a delegated decision.")})
    if body is None and not decision.delegation:
        raise ValidationError({"body": _("Choose the body that decided.")})


def refuse_days(decision: Decision, met_on: date | None) -> None:
    """A decision has been made, at its meeting or after; an adoption has a day."""
    refuse_day_to_come(decision.decided_on)
    if met_on and decision.decided_on and decision.decided_on < met_on:
        raise ValidationError({"decided_on": _("The decision cannot be older than the meeting at which it was made.")})
    if decision.decided_on is None and decision.outcome in (*Decision.ADOPTING, Outcome.REPEAL):
        raise ValidationError({"decided_on": _("Write the day on which it was decided.")})


def refuse_used_paragraph(decision: Decision) -> None:
    """A body numbers its §§ anew each year and uses each once."""
    if decision.body is None or decision.year is None or not decision.paragraph_key:
        return
    rows = Decision.objects.of_body(decision.body, decision.year).filter(paragraph_key=decision.paragraph_key)
    used = rows.exclude(pk=decision.pk).select_related("matter").first()
    if used is not None:
        raise paragraph_is_used(decision, str(used.matter))


def paragraph_is_used(decision: Decision, matter: str = "") -> ValidationError:
    named = {"body": decision.body, "paragraph": decision.paragraph, "year": decision.year, "matter": matter}
    where = _("%(body)s has used %(paragraph)s in %(year)d already, in the matter “%(matter)s”. Check the number.")
    brief = _("%(body)s has used %(paragraph)s in %(year)d already. Check the number.")
    return ValidationError({"paragraph": (where if matter else brief) % named})


def refuse_order(decision: Decision) -> None:
    """What prepares a matter comes before what decides it: a later step is not older than an earlier one's first."""
    step, day = decision.step, decision.decided_on
    if step is None or day is None:
        return
    rows = decision.matter.decisions.current().exclude(pk=decision.pk).exclude(step=None).exclude(decided_on=None)
    first: dict[int, Any] = {}
    for one in rows.select_related("step", "body").order_by("-decided_on", "-pk"):
        first[one.step_id] = one
    for other in first.values():
        if is_before(other.step, step) and other.decided_on > day:
            raise out_of_order(_("%(other)s prepared the matter on %(day)s. This decision cannot be older."), other)
        if step.pk not in first and is_before(step, other.step) and other.decided_on < day:
            raise out_of_order(_("%(other)s decided in the matter on %(day)s already, after this preparation."), other)


def is_before(earlier: MatterStep, later: MatterStep) -> bool:
    """Whether one step prepares the other. Those who are asked answer side by side, wherever they stand, and late."""
    is_way = earlier.kind == MatterStep.Kind.PREPARATION and later.kind != MatterStep.Kind.REFERRAL
    return is_way and earlier.position < later.position


def out_of_order(told: str, other: Decision) -> ValidationError:
    day = date_format(other.decided_on, "j F Y") if other.decided_on else ""
    return ValidationError({"decided_on": told % {"other": other, "day": day}})


def refuse_half(decision: Decision) -> None:
    """What each outcome needs to be understood."""
    if decision.outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Choose what was decided.")})
    if decision.outcome == Outcome.REMIT_BACK and not decision.wording:
        raise ValidationError({"wording": _("Write why the matter is remitted back, as the minutes say it.")})
    if decision.outcome == Outcome.ADOPT_CHANGED and not decision.amendment:
        raise ValidationError({"amendment": _("Write what was changed in the proposal, as the minutes say it.")})
    kinds = {point["kind"] for point in decision.points}
    if decision.outcome == Outcome.ADOPT and PointKind.ADOPT_CHANGED in kinds:
        raise ValidationError({"outcome": _("A point adopts the plan with change. Choose that outcome.")})
    checked(decision, TEXTS)


def refuse_edition(decision: Decision, edition: Edition | None) -> None:
    """What adopts or repeals names the version that it is about, and every version is one of the matter's plan."""
    if edition is None:
        if decision.outcome in (*Decision.ADOPTING, Outcome.REPEAL):
            raise ValidationError({"edition": _("Choose the version that was decided about.")})
        return
    if edition.plan_id != decision.matter.plan_id:
        raise ValidationError({"edition": _("Choose a version of the matter's own plan.")})
    if decision.outcome == Outcome.ADOPT_CHANGED and edition.is_decided:
        raise ValidationError({"edition": _("This version has been decided already. Choose the proposal.")})
    if decision.outcome in Decision.ADOPTING:
        refuse_settled(edition)


def refuse_lists(decision: Decision) -> None:
    """Lists of a reasonable length, whose texts say something."""
    for field in ("points", "sections", "motions", "basis"):
        rows = getattr(decision, field)
        if len(rows) > MOST_LINES:
            raise ValidationError({field: _("At most %(most)d lines.") % {"most": MOST_LINES}})
        for text in (text for row in rows for text in (row.values() if isinstance(row, dict) else [row])):
            if len(text) > LONGEST_TEXT or "\x00" in text:
                raise ValidationError({field: _("Write at most %(longest)d characters.") % {"longest": LONGEST_TEXT}})
    for number, point in enumerate(decision.points, start=1):
        refuse_point(number, point)


def refuse_point(number: int, point: dict[str, str]) -> None:
    if point["kind"] not in PointKind.values:
        told = _("Point %(number)d is of no known kind.")
    elif not point["text"]:
        told = _("Write what point %(number)d says.")
    elif point["report_by"] and report_day(point) is None:
        told = _("Write the day of point %(number)d as year-month-day, for example 2027-03-12.")
    elif point["report_by"] and point["kind"] != PointKind.COMMISSION:
        told = _("Only a task is reported back. Take the day away from point %(number)d, or choose another kind.")
    else:
        return
    raise ValidationError({"points": told % {"number": number}})


def step_of(
    matter: Matter, body: Unit | None, wanted: MatterStep | None = None, *, outcome: str = ""
) -> MatterStep | None:
    """The step of the matter at which `body` decides: the one that is wanted when it is that body's (or names none),
    else the body's first without a decision, else its last.

    To send on referral, or to answer one, is no step of the way: it belongs to a step of kind referral, or to none.
    """
    rows = matter.steps.filter(kind=MatterStep.Kind.REFERRAL) if outcome in Decision.ASIDE else matter.steps.all()
    is_theirs = wanted is not None and wanted.body_id in (None, body.pk if body else None)
    if wanted is not None and is_theirs and rows.filter(pk=wanted.pk).exists():
        return wanted
    if body is None:
        return None
    steps = list(rows.filter(body=body).order_by("position", "pk"))
    taken = set(matter.decisions.current().filter(step__in=steps).values_list("step", flat=True))
    found: list[MatterStep] = [step for step in steps if step.pk not in taken] or steps[-1:]
    return found[0] if found else None
