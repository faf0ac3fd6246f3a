"""A matter is opened for a plan, and found again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from foundation.history import record
from foundation.records import locked
from plans.models import Matter, Plan
from plans.services.texts import one_line
from responsibilities.models import Unit


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
    by: User,
) -> Matter:
    """A new matter of the authority `body`, as its register knows it; what is not known is left empty."""
    if not one_line(title):
        raise ValidationError({"title": _("Write what the matter is called.")})
    for row, field in ((plan, "plan"), (body, "body")):
        if row is not None and row.municipality_id != municipality.pk:
            raise ValidationError({field: _("Choose one of the municipality's own.")})
    matter = Matter(
        municipality=municipality,
        plan=plan,
        title=one_line(title),
        body=body,
        registry_number=one_line(registry_number),
        classification_code=one_line(classification_code),
        officer=one_line(officer),
    )
    return record(matter, by=by, reason=_("Matter opened"))


@transaction.atomic
def matter_of_plan(*, plan: Plan, by: User) -> Matter:
    """The open matter in which the plan is handled; a new one, called as the plan is, where there is none."""
    plan = locked(plan)
    found = plan.matters.current().open().order_by("-opened_on", "-pk").first()
    if found is not None:
        known: Matter = found
        return known
    boards = Unit.objects.selectable().filter(municipality=plan.municipality_id, kind=Unit.Kind.BOARD)
    return open_matter(
        municipality=plan.municipality,
        title=plan.title,
        plan=plan,
        body=boards.in_order().first(),
        registry_number=plan.registry_number,
        by=by,
    )
