"""What the pages about viewpoints show, and the summary of the statements that is made from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.frozen import place_names
from plans.models import ReferralRecipient, ReferralRound, Statement, Viewpoint
from plans.schema import Values
from plans.selectors.differences import measure_parts, moved_parts, section_parts

Stance, Handling = Statement.Stance, Viewpoint.Handling
VIEWPOINTS = Viewpoint.objects.select_related(
    "municipality", "statement__answered_by", "statement__recipient__unit", "statement__recipient__round__edition__plan"
).defer("statement__text", "statement__search_text", "statement__recipient__round__edition__search_text")
IN_LISTS = Viewpoint.objects.select_related("statement__answered_by", "statement__recipient__unit").defer(
    "statement__text", "statement__search_text"
)

STANCE_SAID = {
    Stance.ENDORSES: gettext_lazy("endorses the proposal"),
    Stance.ENDORSES_WITH_VIEWS: gettext_lazy("endorses the proposal with viewpoints"),
    Stance.PARTLY: gettext_lazy("endorses the proposal in part, or proposes another solution"),
    Stance.REJECTS: gettext_lazy("rejects the proposal"),
    Stance.ABSTAINS: gettext_lazy("abstains from a statement"),
    Stance.NO_OBJECTION: gettext_lazy("has no objection to the proposal"),
}
HANDLING_SAID = {
    Handling.GRANTED: gettext_lazy("The viewpoint has been granted."),
    Handling.PARTLY: gettext_lazy("The viewpoint has been granted in part."),
    Handling.ALREADY: gettext_lazy("The viewpoint is granted already."),
    Handling.NOTED: gettext_lazy("The viewpoint is noted."),
    Handling.OTHER_MATTER: gettext_lazy("The viewpoint belongs to another matter."),
    Handling.NOT_GRANTED: gettext_lazy("The viewpoint has not been granted."),
}


@dataclass(frozen=True)
class Group:
    """Viewpoints about one place, or of one body."""

    name: str
    viewpoints: list[Viewpoint]


@dataclass(frozen=True)
class Counts:
    """How many viewpoints a referral has, and how many nobody has handled."""

    total: int
    unhandled: int


def viewpoints_of(referral: ReferralRound) -> Any:
    """Every viewpoint that stands, in the order of those who are asked."""
    rows = IN_LISTS.current().filter(statement__recipient__round=referral)
    return rows.order_by("statement__recipient__position", "statement_id", "position", "pk")


def counts_of(referral: ReferralRound) -> Counts:
    rows = Viewpoint.objects.current().filter(statement__recipient__round=referral)
    found = rows.aggregate(total=Count("pk"), unhandled=Count("pk", filter=Q(handling="")))
    return Counts(**found)


def by_body(viewpoints: Iterable[Viewpoint]) -> list[Group]:
    """Viewpoints under the one that gave them, in order."""
    return grouped((str(one.statement), one) for one in viewpoints)


def by_place(viewpoints: Iterable[Viewpoint], names: Mapping[str, str]) -> list[Group]:
    """Viewpoints under the section or measure that they are about, in the order of the plan; the rest last."""
    order = {uid: place for place, uid in enumerate(names)}
    rows = sorted(viewpoints, key=lambda one: order.get(str(one.place_uid), len(order)))
    return grouped((one.place_name or _("About the whole proposal"), one) for one in rows)


def grouped(named: Iterable[tuple[str, Viewpoint]]) -> list[Group]:
    found: dict[str, list[Viewpoint]] = {}
    for name, viewpoint in named:
        found.setdefault(name, []).append(viewpoint)
    return [Group(name, rows) for name, rows in found.items()]


def places_of(values: Values) -> list[tuple[str, str]]:
    """Every section and measure of a plan's values as a choice, in order."""
    return [(uid, name[:300]) for uid, name in place_names(values).items()]


def changed_places(old: Values, new: Values) -> dict[str, str]:
    """What became of each section and measure that differs, by uid: "added", "removed", "changed" or "moved"."""
    found: dict[str, str] = {}
    for parts in (section_parts, measure_parts):
        before, after = dict(parts(old)), dict(parts(new))
        found |= dict.fromkeys(moved_parts(before, after), "moved")
        found |= {uid: "changed" for uid in before.keys() & after.keys() if before[uid].texts != after[uid].texts}
        found |= dict.fromkeys(after.keys() - before.keys(), "added")
        found |= dict.fromkeys(before.keys() - after.keys(), "removed")
    return found


def paragraphs_of(text: str) -> list[str]:
    """A statement's text in pieces that can be chosen without a script."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def summary_of(referral: ReferralRound) -> str:
    """What those who were asked have answered, as text for the covering letter; three statements.

    What nobody has handled is listed for itself, not hidden. Lines that begin with "- " are a list.
    """
    recipients = list(referral.recipients.select_related("unit"))
    rows = Statement.objects.registered().filter(recipient__round=referral)
    answers = list(
        rows.select_related("answered_by", "recipient__unit", "decision__body").order_by("recipient__position")
    )
    viewpoints: dict[int, list[Viewpoint]] = {one.pk: [] for one in answers}
    for viewpoint in viewpoints_of(referral):
        viewpoints.setdefault(viewpoint.statement_id, []).append(viewpoint)
    parts = [said_answered(recipients, answers)]
    parts += [said_of(one, viewpoints[one.pk]) for one in answers]
    parts += [said_silent(recipients, answers), said_unhandled(answers, viewpoints)]
    return "\n\n".join(part for part in parts if part)


def said_answered(recipients: list[ReferralRecipient], answers: list[Statement]) -> str:
    said = _("The proposal has been on referral. %(answered)d of %(asked)d have answered.")
    return said % {"answered": len(answers), "asked": len(recipients)}


def said_of(statement: Statement, viewpoints: list[Viewpoint]) -> str:
    """Who answers, by which decision, with which stance; and each handled viewpoint."""
    names = {"name": f"{statement}{said_decision(statement)}", "stance": STANCE_SAID[Stance(statement.stance)]}
    lines = [_("%(name)s %(stance)s.") % names]
    lines += [f"- {said_viewpoint(one)} {said_handling(one)}" for one in viewpoints if one.handling]
    return "\n".join(lines)


def said_decision(statement: Statement) -> str:
    """The body's own § and day, in brackets, where they are known."""
    decision = statement.decision
    known = (
        [decision.paragraph, date_format(decision.decided_on, "j F Y") if decision.decided_on else ""]
        if decision
        else []
    )
    said = ", ".join(part for part in known if part)
    return f" ({said})" if said else ""


def said_viewpoint(viewpoint: Viewpoint) -> str:
    text = " ".join(viewpoint.text.split())
    text = text if text.endswith((".", "?", "”")) else f"{text}."
    return f"{viewpoint.place_name}: {text}" if viewpoint.place_name else text


def said_handling(viewpoint: Viewpoint) -> str:
    reason = " ".join(viewpoint.reason.split())
    return f"{HANDLING_SAID[Handling(viewpoint.handling)]} {reason}".strip()


def said_silent(recipients: list[ReferralRecipient], answers: list[Statement]) -> str:
    answered = {one.recipient_id for one in answers}
    silent = [str(one.unit) for one in recipients if one.pk not in answered]
    return _("Have not answered: %(names)s.") % {"names": ", ".join(silent)} if silent else ""


def said_unhandled(answers: list[Statement], viewpoints: Mapping[int, list[Viewpoint]]) -> str:
    lines = [
        f"- {answer}: {said_viewpoint(one)}" for answer in answers for one in viewpoints[answer.pk] if not one.handling
    ]
    return "\n".join([_("Viewpoints that are not handled yet:"), *lines]) if lines else ""
