"""What the pages about editions show."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import Municipality, User
from files.models import StoredFile
from plans.checks import Contents, contents
from plans.models import Edition, Plan
from plans.models.edition import EditionQuerySet, has_settling
from plans.schema import Values
from plans.values import content_hash
from responsibilities.models import Unit, UnitQuerySet


@dataclass(frozen=True)
class FreezePreview:
    """What would be frozen, and whether anything has changed since the last time."""

    contents: Contents
    same_as: Edition | None


def freeze_preview(plan: Plan, values: Values) -> FreezePreview:
    latest = plan.editions.without_values().order_by("-number").first()
    return FreezePreview(
        contents=contents(values), same_as=latest if latest and latest.sha256 == content_hash(values) else None
    )


@dataclass(frozen=True)
class DraftState:
    """How a draft stands to the edition in force."""

    in_force: Edition | None
    deviates: bool


def edition_in_force(plan: Plan) -> Edition | None:
    edition: Edition | None = plan.editions.in_force().without_values().select_related("body").first()
    return edition


def draft_state(plan: Plan, values: Values) -> DraftState:
    """One statement; the draft's `values` are read by the caller, who shows them too."""
    in_force = edition_in_force(plan)
    return DraftState(in_force, deviates=in_force is not None and in_force.sha256 != content_hash(values))


def editions_of(plan: Plan, user: User) -> EditionQuerySet:
    """The editions of a plan that one may read, the newest first, with whether they are followed up, or settled."""
    rows: EditionQuerySet = (
        Edition.objects.visible_to(user).filter(plan=plan).without_values().select_related("body", "frozen_by")
    )
    is_followed_up = Count("rounds", filter=Q(rounds__closed_at=None))
    followed: EditionQuerySet = rows.annotate(open_rounds=is_followed_up, is_settled=has_settling())
    return followed.order_by("-number")


def may_name(user: User, edition: Edition, body: Unit | None) -> bool:
    """Whether `user` notes decisions in the name of `body`: the right, asked of the edition as it would stand."""
    as_noted = Edition(municipality_id=edition.municipality_id, body=body)
    return bool(user.has_perm("plans.adopt_edition", as_noted))


def bodies_to_name(user: User, edition: Edition) -> UnitQuerySet:
    """The bodies in whose name `user` may note a decision; the one that stands there is among them, ended or not."""
    named = [body.pk for body in bodies_of(edition.municipality) if may_name(user, edition, body)]
    rows: UnitQuerySet = Unit.objects.filter(Q(pk__in=named) | Q(pk=edition.body_id))
    return rows.in_order()


def bodies_of(municipality: Municipality) -> UnitQuerySet:
    """The bodies that can decide: KF, nämnder, utskott."""
    rows: UnitQuerySet = Unit.objects.selectable().filter(municipality=municipality, kind__in=Unit.BODIES)
    return rows.in_order()


def frozen_picture(tree: Values, uid: UUID) -> StoredFile | None:
    """A picture that a frozen tree names, by the SHA-256 of its bytes; None when it names none such."""
    shown = tree["images"].get(str(uid))
    return StoredFile.objects.filter(sha256=shown["sha256"]).first() if shown else None
