"""A matter is opened for a plan, and found again."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from plans.models import Matter, Plan
from plans.services.texts import checked, one_line
from responsibilities.models import Unit

TEXTS = ("title", "registry_number", "classification_code", "officer")


@transaction.atomic
def open_matter(
    *,
    municipality: Municipality,
    title: str,
    plan: Plan | None = None,
    body: Unit | None = None,
    registry_number: str = "",
    classification_code: str = "",
    officer: str = "",
    opened_on: date | None = None,
    by: User,
) -> Matter:
    """A new matter of the authority `body`, as its register knows it; what is not known is left empty."""
    matter = Matter(municipality=municipality)
    set_plan(matter, plan)
    texts = {"title": title, "registry_number": registry_number, "officer": officer}
    write(matter, body=body, opened_on=opened_on, classification_code=classification_code, **texts)
    return record(matter, by=by, reason=_("Matter opened"))


@transaction.atomic
def update_matter(
    *,
    matter: Matter,
    version: int | None = None,
    title: str,
    plan: Plan | None = None,
    body: Unit | None = None,
    registry_number: str = "",
    classification_code: str = "",
    officer: str = "",
    opened_on: date | None = None,
    by: User,
) -> Matter:
    """Write what the register knows of a matter. Raises StaleVersion when someone wrote it since `version`.

    A matter that was opened before its plan was written gets its `plan` here; one that has a plan keeps it.
    """
    matter = locked_version(matter, version)
    if matter.plan_id is None:
        set_plan(matter, plan)
    texts = {"title": title, "registry_number": registry_number, "officer": officer}
    write(matter, body=body, opened_on=opened_on, classification_code=classification_code, **texts)
    if matter.closed_on and matter.closed_on < matter.opened_on:
        raise ValidationError({"opened_on": _("The matter was closed before this day.")})
    return record_version(matter, by=by, reason=_("Matter changed"))


def set_plan(matter: Matter, plan: Plan | None) -> None:
    if plan is not None and plan.municipality_id != matter.municipality_id:
        raise ValidationError({"plan": _("Choose one of the municipality's own.")})
    matter.plan = plan


def write(matter: Matter, *, body: Unit | None, opened_on: date | None, **texts: str) -> None:
    """Put what is said of a matter on its row, on one line each."""
    for name, text in texts.items():
        setattr(matter, name, one_line(text))
    matter.body, matter.opened_on = body, opened_on or matter.opened_on
    if not matter.title:
        raise ValidationError({"title": _("Write what the matter is called.")})
    if body is not None and body.municipality_id != matter.municipality_id:
        raise ValidationError({"body": _("Choose one of the municipality's own.")})
    if matter.opened_on > localdate():
        raise ValidationError({"opened_on": _("This day has not come.")})
    checked(matter, TEXTS)


@transaction.atomic
def close_matter(*, matter: Matter, version: int | None = None, closed_on: date | None = None, by: User) -> Matter:
    """Note that the register has closed the matter, today or earlier; nothing in it is taken away."""
    matter = locked_version(matter, version)
    closed_on = closed_on or localdate()
    if closed_on > localdate():
        raise ValidationError({"closed_on": _("This day has not come.")})
    if closed_on < matter.opened_on:
        raise ValidationError({"closed_on": _("The matter was opened after this day.")})
    matter.closed_on = closed_on
    return record_version(matter, by=by, reason=_("Matter closed"))


@transaction.atomic
def reopen_matter(*, matter: Matter, by: User) -> Matter:
    """The matter goes on after all."""
    matter = locked_version(matter, None)
    matter.closed_on = None
    return record_version(matter, by=by, reason=_("Matter opened again"))


def refuse_closed(matter: Matter) -> None:
    if matter.closed_on is not None:
        raise ValidationError(_("The matter is closed. Open it again before you change it."))


@transaction.atomic
def matter_of_plan(*, plan: Plan, body: Unit | None = None, by: User) -> Matter:
    """The open matter in which the plan is handled; a new one, called as the plan is, where there is none.

    A new one is the matter of `body` where that is a board, else of the one that is known to lead such work.
    """
    plan = locked(plan)
    known: Matter | None = Matter.objects.handling(plan.pk)
    if known is not None:
        return known
    return open_matter(
        municipality=plan.municipality,
        title=plan.title,
        plan=plan,
        body=body if body is not None and body.kind == Unit.Kind.BOARD else leading_board(plan.municipality),
        registry_number=plan.registry_number,
        by=by,
    )


def leading_board(municipality: Municipality) -> Unit | None:
    """The municipal board, which leads what is common to all (kommunallagen 6:1); else the only board there is.

    Of several boards none is chosen: whose matter it is gives its people the right to read and to decide.
    """
    boards = list(Unit.objects.selectable().filter(municipality=municipality, kind=Unit.Kind.BOARD).in_order())
    leading = [one for one in boards if one.name.casefold().startswith("kommunstyrelse")] or boards
    return leading[0] if len(leading) == 1 else None
