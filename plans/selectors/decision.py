"""What the pages about decisions show, and in whose name a person may note them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from plans.minutes import leans_on_a_proposal, motion_line, report_day
from plans.models import Decision, Dispatch, Edition, Matter, MatterStep
from plans.models.decision import DecisionQuerySet
from plans.models.edition import EditionQuerySet
from plans.selectors.edition import bodies_of
from responsibilities.models import Unit, UnitQuerySet

HEADINGS = (_("Background"), _("Summary"), _("Reasons for the decision"))
"""How the parts of a § are usually headed."""
FILE_OF_THE_MATTER = "Akten"

DECISIONS: DecisionQuerySet = (
    Decision.objects.select_related(
        "matter", "matter__plan", "body", "meeting", "meeting__body", "edition", "edition__plan", "file", "noted_by"
    )
    .select_related("municipality", "step", "amended_from")
    .defer("edition__values", "edition__search_text", "amended_from__values", "amended_from__search_text")
)


@dataclass(frozen=True)
class ShownPoint:
    """A point of a decision, in words and with its day."""

    label: str
    text: str
    who: str
    report_by: date | None


def points_of(decision: Decision) -> list[ShownPoint]:
    labels = dict(Decision.PointKind.choices)
    return [
        ShownPoint(str(labels.get(one["kind"], "")), one["text"], one.get("who", ""), report_day(one))
        for one in decision.points
    ]


def motions_of(decision: Decision) -> list[str]:
    return [motion_line(one) for one in decision.motions]


def is_dependent(decision: Decision) -> bool:
    """Whether the wording or a point says "enligt förslaget": it is to be understood by itself."""
    return any(leans_on_a_proposal(text) for text in (decision.wording, *(one["text"] for one in decision.points)))


def decisions_about(edition: Edition, user: User) -> list[Decision]:
    """What bodies have said about an edition, as far as the person sees it."""
    rows = Decision.objects.visible_to(user).current().filter(Q(edition=edition) | Q(amended_from=edition))
    return list(rows.select_related("body").order_by("decided_on", "pk"))


def may_record(user: User, matter: Matter, body: Unit | None) -> bool:
    """Whether `user` notes decisions in the name of `body`: the right, asked of the decision as it would stand."""
    as_noted = Decision(municipality_id=matter.municipality_id, matter=matter, body=body)
    return bool(user.has_perm("plans.record_decision", as_noted))


def bodies_to_record(user: User, matter: Matter) -> UnitQuerySet:
    """The bodies in whose name `user` may note a decision in the matter."""
    named = [body.pk for body in bodies_of(matter.municipality) if may_record(user, matter, body)]
    rows: UnitQuerySet = Unit.objects.filter(pk__in=named)
    return rows.in_order()


def editions_to_decide_about(user: User, matter: Matter) -> EditionQuerySet:
    """The versions of the matter's plan that the person may read, the newest first."""
    rows: EditionQuerySet = Edition.objects.visible_to(user).filter(plan=matter.plan_id).without_values()
    newest: EditionQuerySet = rows.select_related("plan").order_by("-number")
    return newest


def editions_to_adopt(user: User, matter: Matter) -> EditionQuerySet:
    """Those of them that the person may note as adopted or repealed: all for who leads the matter, or whose body owns
    or decides it; a body that is only asked, or prepares, has no say over what is in force."""
    rows = editions_to_decide_about(user, matter)
    deciding = matter.steps.filter(kind=MatterStep.Kind.DECISION).exclude(body=None).values_list("body", flat=True)
    is_theirs = not user.access.units_as(Role.SECRETARY).isdisjoint({matter.body_id, *deciding})
    if is_theirs or user.has_perm("plans.change_matter", matter):
        return rows
    return rows.filter(pk__in=Edition.objects.visible_to(user, "plans.adopt_edition").order_by().values("pk"))


def commissions(user: User) -> Iterator[tuple[Decision, dict[str, Any], date]]:
    """Tasks that decisions gave with a day to report back, for whoever notes decisions."""
    rows = Decision.objects.visible_to(user, "plans.record_decision").current().exclude(points=[])
    for decision in rows.select_related("body").only("points", "paragraph", "outcome", "body__name", "municipality"):
        for point in decision.points:
            day = report_day(point)
            if day is not None:
                yield decision, point, day


def first_facts(user: User, matter: Matter, step: MatterStep | None) -> dict[str, Any]:
    """What is known before the decision is noted: from the matter, and from the step that the writer came from."""
    body = step.body if step else None
    is_ours = body is None or step is None or step.kind != MatterStep.Kind.REFERRAL
    proposal = editions_to_decide_about(user, matter).undecided().first()
    return {
        "body": body,
        "heading": matter.title,
        "registry_number": matter.registry_number if is_ours else "",
        "edition": proposal,
        "recipients": recipients_known(matter),
        **{f"section_{place}_heading": heading for place, heading in enumerate(HEADINGS)},
        **{f"section_{place}_text": "" for place in range(len(HEADINGS))},
    }


def recipients_known(matter: Matter) -> list[str]:
    """To whom the matter's papers say that the decision is sent, else where its decisions went before; "Akten" last."""
    papers = matter.documents.current().exclude(recipients=[]).order_by("-position", "-pk")
    found = papers.values_list("recipients", flat=True).first()
    if not found:
        rows = Dispatch.objects.filter(decision__matter=matter, decision__withdrawn_at=None, is_file=False)
        found = rows.order_by("decision", "position").values_list("recipient", flat=True)
    return list(dict.fromkeys([*found, FILE_OF_THE_MATTER]))
