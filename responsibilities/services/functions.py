"""Functions: posts that answer for something, and who holds them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from responsibilities.models import Function, Unit


@transaction.atomic
def create_function(
    *, municipality: Municipality, title: str, unit: Unit | None = None, by: User, **facts: Any
) -> Function:
    """A new function in a unit, or in the municipality as a whole."""
    municipality = locked(municipality)
    unit = locked(unit) if unit else None  # somebody may have removed it since the form was opened
    function = Function(municipality=municipality, title=title, unit=unit, **facts)
    check_function(function)
    return record(function, by=by, reason=_("Function added"))


@transaction.atomic
def update_function(
    *, function: Function, version: int, title: str, unit: Unit | None, by: User, **facts: Any
) -> Function:
    """Change the function or who holds it."""
    locked(function.municipality)
    function = locked_version(function, version)
    if function.is_withdrawn:
        raise ValidationError(_("The function has been removed. Bring it back first."))
    function.title, function.unit = title, locked(unit) if unit else None
    for field, value in facts.items():
        function._meta.get_field(field)
        setattr(function, field, value)
    check_function(function)
    return record_version(function, by=by, reason=_("Function changed"))


@transaction.atomic
def withdraw_function(*, function: Function, version: int, by: User) -> Function:
    """Take the function away; what was decided for it keeps its name."""
    function = locked_version(function, version)
    function.withdrawn_at, function.withdrawn_by = timezone.now(), by
    function.version += 1
    return record(function, by=by, reason=_("Function removed"))


@transaction.atomic
def restore_function(*, function: Function, by: User) -> Function:
    """Bring a removed function back."""
    locked(function.municipality)
    function = locked(function)
    check_function(function)
    function.withdrawn_at, function.withdrawn_by = None, None
    function.version += 1
    return record(function, by=by, reason=_("Function brought back"))


def check_function(function: Function) -> None:
    unit = function.unit
    if unit and (unit.municipality_id != function.municipality_id or unit.is_withdrawn):
        raise ValidationError({"unit": _("Choose a unit of the same municipality.")})
    same = Function.objects.current().filter(
        municipality=function.municipality_id, unit=function.unit, title=function.title
    )
    if same.exclude(pk=function.pk).exists():
        raise ValidationError({"title": _("There is already a function with this title here.")})
    if function.holder_from and function.holder_until and function.holder_until < function.holder_from:
        raise ValidationError({"holder_until": _("The last day cannot come before the first.")})
