"""Freezing a plan, and noting what was decided about it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from foundation.history import record
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.models import Edition, Plan
from plans.selectors.recipients import holders_in
from plans.transitions import move
from plans.values import content_hash, plan_values
from responsibilities.models import Unit

State = Edition.State

WHY_NOT_ADOPTED = {
    State.ADOPTED: gettext_lazy("This version is already in force."),
    State.REPEALED: gettext_lazy("This version has been replaced. Freeze the plan anew and adopt the new version."),
}


@transaction.atomic
def freeze_edition(*, plan: Plan, body: Unit | None = None, note: str = "", by: User) -> Edition:
    """Copy the whole draft as values, numbered and hashed, so that `body` can decide on exactly this.

    Raises ValidationError when the plan has been taken away, or when `body` is another municipality's.
    """
    plan = locked(plan)
    if plan.is_withdrawn:
        raise ValidationError(_("The plan has been taken away. Bring it back first."))
    refuse_foreign_body(body, plan.municipality_id)
    values = plan_values(plan)
    latest = plan.editions.order_by("-number").values_list("number", flat=True).first() or 0
    edition = record(
        Edition(
            municipality_id=plan.municipality_id,
            plan=plan,
            number=latest + 1,
            title=plan.title,
            values=values,
            sha256=content_hash(values),
            frozen_by=by,
            body=body,
            note=note,
        ),
        by=by,
        reason=_("Frozen"),
    )
    tell_body("edition_proposed", edition, by=by)
    return edition


@transaction.atomic
def adopt_edition(
    *,
    edition: Edition,
    version: int | None = None,
    body: Unit | None = None,
    decided_on: date | None = None,
    paragraph: str = "",
    registry_number: str = "",
    valid_from: date | None = None,
    by: User,
) -> Edition:
    """Note that `body` adopted the edition, so that it is in force; the one that was in force is repealed.

    What the decision says stands beside the frozen values, never in them. Raises ValidationError when the edition
    cannot be adopted, StaleVersion when someone else was faster.
    """
    locked(edition.plan)
    edition = locked_version(edition, version)
    move(edition, State.ADOPTED, because=WHY_NOT_ADOPTED)
    refuse_foreign_body(body, edition.municipality_id)
    if decided_on and decided_on > localdate():
        raise ValidationError({"decided_on": _("A decision is noted when it has been made: this day has not come.")})
    repeal_edition_in_force(edition.plan, on=valid_from or decided_on or localdate(), by=by)
    edition.body, edition.decided_on, edition.paragraph = body, decided_on, paragraph
    edition.registry_number, edition.valid_from = registry_number, valid_from
    edition.version += 1
    record(edition, by=by, reason=_("Adopted"))
    tell_body("edition_adopted", edition, by=by)
    return edition


def repeal_edition_in_force(plan: Plan, *, on: date, by: User) -> None:
    """Let the edition that is in force give way. The plan is locked by the caller."""
    for earlier in plan.editions.filter(state=State.ADOPTED):
        move(earlier, State.REPEALED)
        earlier.repealed_on = on
        earlier.version += 1
        record(earlier, by=by, reason=_("Replaced by a newer version"))


@transaction.atomic
def register_decided_edition(
    *,
    plan: Plan,
    body: Unit | None = None,
    decided_on: date | None = None,
    paragraph: str = "",
    registry_number: str = "",
    valid_from: date | None = None,
    note: str = "",
    by: User,
) -> Edition:
    """Freeze the draft as what was decided before the plan came here: in force at once, with whatever is known."""
    edition = freeze_edition(plan=plan, note=note, by=by)
    return adopt_edition(
        edition=edition,
        body=body,
        decided_on=decided_on,
        paragraph=paragraph,
        registry_number=registry_number,
        valid_from=valid_from,
        by=by,
    )


def refuse_foreign_body(body: Unit | None, municipality_id: int) -> None:
    if body is not None and (body.municipality_id != municipality_id or not body.is_body):
        raise ValidationError({"body": _("Choose one of the municipality's own bodies.")})


def tell_body(kind: str, edition: Edition, *, by: User) -> None:
    """Tell the secretaries and members of the edition's body, except who did it."""
    if edition.body is not None:
        people = [one for one in holders_in(edition.body, Role.SECRETARY, Role.MEMBER) if one != by]
        tell(recipients=people, kind=kind, about=edition, municipality=edition.municipality)
