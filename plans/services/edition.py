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
from plans.frozen import words_of
from plans.models import Edition, Plan
from plans.selectors.recipients import answering_for, registrars
from plans.services.settling import close_referrals_of, end_revision_with
from plans.services.succession import first_day_noted, follow_each_other, next_first_day
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
            search_text=words_of(values),
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
    cannot be adopted or nothing says who decided and when; StaleVersion when someone else was faster.
    """
    plan = locked(edition.plan)
    edition = locked_version(edition, version)
    move(edition, State.ADOPTED, because=WHY_NOT_ADOPTED)
    refuse_withdrawn(plan)
    refuse_no_decision(edition, body, decided_on)
    edition.body, edition.decided_on, edition.paragraph = body, decided_on, paragraph
    edition.registry_number, edition.valid_from = registry_number, valid_from
    return put_in_force(edition, reason=_("Adopted"), by=by)


def put_in_force(edition: Edition, *, reason: str, by: User) -> Edition:
    """Write an edition that has just got its decision, known or not, with what follows: ends, referrals, notices."""
    refuse_foreign_body(edition.body, edition.municipality_id)
    refuse_day_to_come(edition.decided_on)
    follow_each_other(edition, reason=reason, by=by)
    close_referrals_of(edition, by=by)
    if not edition.is_over:
        end_revision_with(edition, by=by)
        tell_body("edition_adopted", edition, by=by)
    return edition


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

    The day may be moved until it has come. Repealed before its first day, the edition replaces nothing.
    Raises ValidationError when it is not in force nor about to be, or when the day cannot be; StaleVersion when
    someone else was faster.
    """
    edition = locked_in_plan(edition, version)
    if edition.is_over or not edition.is_decided:
        raise ValidationError(_("Only a version that is in force, or will be, can be repealed."))
    refuse_foreign_body(body, edition.municipality_id)
    refuse_end(edition, repealed_on)
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the version is repealed.")})
    is_news = not edition.repeal_reason or repealed_on != edition.repealed_on
    if edition.state != State.REPEALED:
        move(edition, State.REPEALED)
    edition.repealed_on, edition.repeal_body = repealed_on, body
    edition.repeal_paragraph, edition.repeal_reason = paragraph, reason.strip()
    follow_each_other(edition, was=first_day_noted(edition), reason=_("Repealed"), by=by)
    if is_news:
        tell_body("edition_repealed", edition, step=str(edition.version), by=by)
    return edition


def refuse_end(edition: Edition, on: date) -> None:
    """An end is not before the beginning, unless the edition has not begun; and not after the next one has begun."""
    if edition.first_day and on < edition.first_day <= localdate():
        raise ValidationError({"repealed_on": _("This day is before the first day of the version.")})
    replaced_on = next_first_day(edition)
    if replaced_on and on > replaced_on:
        raise ValidationError({"repealed_on": _("The version is replaced before this day.")})


@transaction.atomic
def note_registry_number(
    *, edition: Edition, version: int | None = None, registry_number: str = "", by: User
) -> Edition:
    """Write the registry number of the decision. Raises ValidationError before there is a decision."""
    edition = locked_in_plan(edition, version)
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
    valid_from: date | None = None,
    by: User,
) -> Edition:
    """Complete or correct what is known of the decision; what was frozen stays.

    With another first day, the ends of the editions beside it are reckoned anew. Raises ValidationError before there
    is a decision, or when a day cannot be; StaleVersion when someone was faster.
    """
    edition = locked_in_plan(edition, version)
    refuse_undecided(edition)
    refuse_day_to_come(decided_on)
    first_day, was = edition.first_day, first_day_noted(edition)
    edition.decided_on, edition.valid_from = decided_on, valid_from
    edition.paragraph, edition.registry_number = paragraph, registry_number
    if edition.first_day == first_day:
        edition.version += 1
        record(edition, by=by, reason=_("Decision corrected"))
    else:
        refuse_withdrawn(edition.plan)
        refuse_late_start(edition, was)
        follow_each_other(edition, was=was, reason=_("Decision corrected"), by=by)
    refuse_late_decision(edition)
    if edition.first_day != first_day and (edition.is_coming or was > localdate()) and not edition.is_over:
        tell_body("edition_adopted", edition, step=str(edition.version), by=by)
    return edition


def refuse_late_start(edition: Edition, was: date) -> None:
    """What was in force and then repealed by a decision cannot turn out never to have begun."""
    if edition.repeal_reason and edition.never_begins and edition.repealed_on and was < edition.repealed_on:
        field = "valid_from" if edition.valid_from else "decided_on"
        raise ValidationError({field: _("The version was replaced or repealed before this day.")})


def refuse_late_decision(edition: Edition) -> None:
    if edition.decided_on and edition.repealed_on and edition.decided_on > edition.repealed_on:
        raise ValidationError({"decided_on": _("The version was replaced or repealed before this day.")})


def locked_in_plan(edition: Edition, version: int | None) -> Edition:
    """Lock the plan, then the edition: whoever notes one decision may also move the ends of the plan's others.

    Raises StaleVersion unless the edition still has the `version` that the writer saw (None: any).
    """
    locked(edition.plan)
    return locked_version(edition, version)


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
    move(edition, State.ADOPTED)
    edition.body, edition.decided_on, edition.paragraph = body, decided_on, paragraph
    edition.registry_number, edition.valid_from = registry_number, valid_from
    return put_in_force(edition, reason=_("Registered as decided"), by=by)


def refuse_withdrawn(plan: Plan) -> None:
    if plan.is_withdrawn:
        raise ValidationError(_("The plan has been taken away. Bring it back first."))


def refuse_undecided(edition: Edition) -> None:
    if not edition.is_decided:
        raise ValidationError(_("There is no decision yet. Note the decision first."))


def refuse_settled(edition: Edition) -> None:
    """A proposal that was rejected, or adopted with change, is not adopted as it stands afterwards."""
    if Edition.objects.settled().filter(pk=edition.pk).exists():
        told = _("This version was rejected, or adopted with change. Freeze the plan anew and propose the new version.")
        raise ValidationError({"edition": told})


def refuse_no_decision(edition: Edition, body: Unit | None, decided_on: date | None) -> None:
    """An adoption has a day and a body, or a decision noted of who is no body (the municipal director)."""
    missing = {}
    if decided_on is None:
        missing["decided_on"] = _("Write the day on which it was decided.")
    if body is None and not edition.decisions.filter(withdrawn_at=None).exists():
        missing["body"] = _("Choose the body that decided.")
    if missing:
        raise ValidationError(missing)


def refuse_day_to_come(decided_on: date | None) -> None:
    if decided_on and decided_on > localdate():
        raise ValidationError({"decided_on": _("A decision is noted when it has been made: this day has not come.")})


def refuse_foreign_body(body: Unit | None, municipality_id: int) -> None:
    if body is not None and (body.municipality_id != municipality_id or not body.is_body):
        raise ValidationError({"body": _("Choose one of the municipality's own bodies.")})


def tell_body(kind: str, edition: Edition, *, step: str = "", by: User) -> None:
    """Tell the secretaries and members of the edition's body, or of the nearest one above it, except who did it.

    What has been decided is also for the registrars to register.
    """
    people = answering_for([edition.body], Role.SECRETARY, Role.MEMBER)[edition.body.pk] if edition.body else []
    registering = registrars(edition.municipality) if edition.is_decided else []
    tell(
        recipients=[one for one in dict.fromkeys([*people, *registering]) if one != by],
        kind=kind,
        about=edition,
        municipality=edition.municipality,
        step=step,
    )
