"""Freezing a plan, and noting what was decided about it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from foundation.history import record
from foundation.records import locked, locked_version
from notifications.services import tell
from plans.models import Edition, Plan
from plans.selectors.edition import may_name
from plans.selectors.recipients import answering_for
from plans.transitions import move
from plans.values import content_hash, plan_values
from responsibilities.models import Unit

State = Edition.State

WHY_NOT_ADOPTED = {
    State.ADOPTED: gettext_lazy("This version has been adopted already."),
    State.REPEALED: gettext_lazy("This version has been replaced. Freeze the plan anew and adopt the new version."),
}


@transaction.atomic
def freeze_edition(*, plan: Plan, body: Unit | None = None, note: str = "", by: User) -> Edition:
    """Copy the whole draft as values, numbered and hashed, so that `body` can decide on exactly this.

    Raises ValidationError when the plan has been taken away, or when `body` is another municipality's.
    """
    plan = locked(plan)
    refuse_withdrawn(plan)
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
    """Note that `body` adopted the edition: it is in force from its first day, and the one before it until then.

    What the decision says stands beside the frozen values, never in them. Raises ValidationError when the edition
    cannot be adopted or `by` may not name `body`, StaleVersion when someone else was faster.
    """
    plan = locked(edition.plan)
    edition = locked_version(edition, version)
    move(edition, State.ADOPTED, because=WHY_NOT_ADOPTED)
    refuse_withdrawn(plan)
    refuse_body(edition, body, by=by)
    refuse_day_to_come(decided_on)
    edition.body, edition.decided_on, edition.paragraph = body, decided_on, paragraph
    edition.registry_number, edition.valid_from = registry_number, valid_from
    take_its_place(edition, by=by)
    edition.version += 1
    record(edition, by=by, reason=_("Adopted"))
    if not edition.is_over:
        tell_body("edition_adopted", edition, by=by)
    return edition


def take_its_place(edition: Edition, *, by: User) -> None:
    """Let the editions of the plan follow each other, each in force until the first day of the next.

    Earlier ones give way as from this one's first day, and this one to a later one that is known already: who
    registers the decision of 2017 after that of 2024 replaces nothing. The plan is locked by the caller.
    """
    first_day = edition.first_day or localdate()
    others = (
        edition.plan.editions.decided().exclude(pk=edition.pk).annotate(begins=Coalesce("valid_from", "decided_on"))
    )
    for earlier in others.filter(Q(begins=None) | Q(begins__lte=first_day)).exclude(
        state=State.REPEALED, repealed_on=None
    ):
        if earlier.repealed_on is None or earlier.repealed_on > first_day:
            end(earlier, on=first_day)
            earlier.version += 1
            record(earlier, by=by, reason=_("Replaced by a newer version"))
    later = others.filter(begins__gt=first_day).order_by("begins").values_list("begins", flat=True).first()
    if later is not None:
        end(edition, on=later)


def end(edition: Edition, *, on: date) -> None:
    """Let the edition be in force until the day before; one that has an end already gets the new one."""
    if edition.state != State.REPEALED:
        move(edition, State.REPEALED)
    edition.repealed_on = on


@transaction.atomic
def repeal_edition(
    *,
    edition: Edition,
    version: int | None = None,
    repealed_on: date,
    body: Unit | None = None,
    paragraph: str = "",
    reason: str,
    by: User,
) -> Edition:
    """Note that `body` repealed the edition without a new one in its place: it is not in force from that day.

    Raises ValidationError when it is not in force nor about to be, when the day is before its first one, or when `by`
    may not name `body`; StaleVersion when someone else was faster.
    """
    locked(edition.plan)
    edition = locked_version(edition, version)
    if edition.is_over or not edition.is_decided:
        raise ValidationError(_("Only a version that is in force, or will be, can be repealed."))
    refuse_body(edition, body, by=by)
    refuse_end(edition, repealed_on)
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the version is repealed.")})
    end(edition, on=repealed_on)
    edition.repeal_body, edition.repeal_paragraph, edition.repeal_reason = body, paragraph, reason.strip()
    edition.version += 1
    record(edition, by=by, reason=_("Repealed"))
    tell_body("edition_repealed", edition, by=by)
    return edition


def refuse_end(edition: Edition, on: date) -> None:
    """An end is not before the beginning, unless the edition has not begun; and not after an end that is set."""
    if edition.first_day and on < edition.first_day <= localdate():
        raise ValidationError({"repealed_on": _("This day is before the first day of the version.")})
    if edition.repealed_on and on > edition.repealed_on:
        raise ValidationError({"repealed_on": _("The version is replaced before this day.")})


@transaction.atomic
def note_registry_number(
    *, edition: Edition, version: int | None = None, registry_number: str = "", by: User
) -> Edition:
    """Write the registry number of the decision. Raises ValidationError before there is a decision."""
    edition = locked_version(edition, version)
    refuse_undecided(edition)
    edition.registry_number = registry_number
    edition.version += 1
    return record(edition, by=by, reason=_("Registry number noted"))


@transaction.atomic
def correct_decision(
    *,
    edition: Edition,
    version: int | None = None,
    decided_on: date | None = None,
    paragraph: str = "",
    registry_number: str = "",
    by: User,
) -> Edition:
    """Complete or correct what is known of the decision; what was frozen, and what is in force when, stay.

    Raises ValidationError before there is a decision, or when the day cannot be; StaleVersion when someone was faster.
    """
    edition = locked_version(edition, version)
    refuse_undecided(edition)
    refuse_day_to_come(decided_on)
    if decided_on and edition.repealed_on and decided_on > edition.repealed_on:
        raise ValidationError({"decided_on": _("The version was replaced or repealed before this day.")})
    edition.decided_on, edition.paragraph, edition.registry_number = decided_on, paragraph, registry_number
    edition.version += 1
    return record(edition, by=by, reason=_("Decision corrected"))


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
    """Freeze the draft as what was decided before the plan came here, with whatever is known."""
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


def refuse_withdrawn(plan: Plan) -> None:
    if plan.is_withdrawn:
        raise ValidationError(_("The plan has been taken away. Bring it back first."))


def refuse_undecided(edition: Edition) -> None:
    if not edition.is_decided:
        raise ValidationError(_("There is no decision yet. Note the decision first."))


def refuse_day_to_come(decided_on: date | None) -> None:
    if decided_on and decided_on > localdate():
        raise ValidationError({"decided_on": _("A decision is noted when it has been made: this day has not come.")})


def refuse_foreign_body(body: Unit | None, municipality_id: int) -> None:
    if body is not None and (body.municipality_id != municipality_id or not body.is_body):
        raise ValidationError({"body": _("Choose one of the municipality's own bodies.")})


def refuse_body(edition: Edition, body: Unit | None, *, by: User) -> None:
    """A body of the municipality, and one in whose name `by` notes decisions."""
    refuse_foreign_body(body, edition.municipality_id)
    if not may_name(by, edition, body):
        raise ValidationError({"body": _("Choose a body of which you are the secretary.")})


def tell_body(kind: str, edition: Edition, *, by: User) -> None:
    """Tell the secretaries and members of the edition's body, or of the nearest one above it, except who did it."""
    if edition.body is not None:
        people = answering_for([edition.body], Role.SECRETARY, Role.MEMBER)[edition.body.pk]
        tell(
            recipients=[one for one in people if one != by],
            kind=kind,
            about=edition,
            municipality=edition.municipality,
        )
