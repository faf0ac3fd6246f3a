"""Sections: written, moved in their tree, removed with what stands under them."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from foundation.rich_text import cleaned
from plans.models import Plan, Section
from plans.services.ordering import locked_plan, move_among, next_position
from plans.services.reasons import said_reason
from plans.services.texts import checked, one_line
from plans.services.withdrawal import bring_back_all, refuse_if_too_old, withdraw_all

SECTION_TEXTS = ("heading", "own_number")
DEEPEST = 6


@transaction.atomic
def create_section(
    *,
    plan: Plan,
    heading: str,
    body: str = "",
    parent: Section | None = None,
    is_numbered: bool = True,
    own_number: str = "",
    is_annex: bool = False,
    reason: str = "",
    by: User,
) -> Section:
    """A new section, last among its siblings. `body` is rich text and is cleaned."""
    plan = locked_plan(plan)
    reason = said_reason(plan, reason, _("Section added"))
    section = Section(municipality_id=plan.municipality_id, plan=plan, parent=parent)
    write(section, heading=heading, body=body, is_numbered=is_numbered, own_number=own_number, is_annex=is_annex)
    refuse_parent(section, parent)
    section.position = next_position(plan.sections.filter(parent=parent))
    return record(section, by=by, reason=reason)


@transaction.atomic
def update_section(
    *,
    section: Section,
    version: int | None,
    heading: str,
    body: str = "",
    parent: Section | None = None,
    is_numbered: bool = True,
    own_number: str = "",
    is_annex: bool = False,
    reason: str = "",
    by: User,
) -> Section:
    """Write a section. Under another parent it stands last there. `body` is rich text and is cleaned."""
    plan = locked_plan(section.plan)
    section = locked_version(section, version)
    refuse_removed(section)
    reason = said_reason(plan, reason, _("Section changed"))
    write(section, heading=heading, body=body, is_numbered=is_numbered, own_number=own_number, is_annex=is_annex)
    refuse_annex(section, parent)
    if section.parent_id != (parent.pk if parent else None):
        parent = locked(parent) if parent else None  # it may have been moved or removed since it was chosen
        refuse_parent(section, parent)
        section.parent = parent
        section.position = next_position(plan.sections.filter(parent=parent))
    return record_version(section, by=by, reason=reason)


@transaction.atomic
def move_section(
    *,
    section: Section,
    direction: str = "",
    position: int | None = None,
    parent: Section | None = None,
    to_parent: bool = False,
    by: User,
) -> Section:
    """One step up or down, to a place among its siblings, or (with `to_parent`) under another section: there at
    `position`, else last.
    """
    plan = locked_plan(section.plan)
    section = locked(section)
    refuse_removed(section)
    if to_parent:
        put_under(plan, section, parent, by=by)
    if position is not None or not to_parent:
        siblings = plan.sections.current().filter(parent=section.parent_id, is_annex=section.is_annex)
        move_among(siblings, section, direction=direction, position=position, by=by, reason=_("Section moved"))
    return section


def put_under(plan: Plan, section: Section, parent: Section | None, *, by: User) -> None:
    """Last under `parent`. Whoever has the form open is told, and does not put it back without knowing."""
    if parent is not None:
        parent = locked(parent)  # it may have been moved or removed since it was chosen
    refuse_parent(section, parent)
    if section.parent_id != (parent.pk if parent else None):
        section.version += 1
    section.parent = parent
    section.position = next_position(plan.sections.filter(parent=parent))
    record(section, by=by, reason=_("Section moved"))


@transaction.atomic
def withdraw_section(*, section: Section, by: User) -> Section:
    """Remove a section and all that stands under it; they come back together."""
    plan = locked_plan(section.plan)
    section = locked(section)
    if not section.is_withdrawn:
        below = [one for one in branch(plan, section) if not one.is_withdrawn]
        withdraw_all(below, by=by, at=timezone.now(), reason=_("Section removed"))
    return locked(section)


@transaction.atomic
def restore_section(*, section: Section, by: User) -> Section:
    """Bring back a section and what was removed with it."""
    plan = locked_plan(section.plan)
    section = locked(section)
    if section.is_withdrawn:
        refuse_if_too_old(section)
        together = [one for one in branch(plan, section) if one.withdrawn_at == section.withdrawn_at]
        bring_back_all(together, by=by, reason=_("Section restored"))
    return locked(section)


def write(
    section: Section, *, heading: str, body: str, is_numbered: bool, own_number: str, is_annex: bool = False
) -> None:
    section.heading, section.body = one_line(heading), rich(body)
    section.is_numbered, section.own_number, section.is_annex = is_numbered, one_line(own_number), is_annex
    if not section.heading:
        raise ValidationError({"heading": _("Write a heading.")})
    checked(section, SECTION_TEXTS)


def rich(body: str) -> str:
    """The body as it is kept. Raises ValidationError at the field when it is too long or too deep."""
    try:
        return cleaned(body)
    except ValidationError as error:
        raise ValidationError({"body": error.messages}) from error


def refuse_removed(section: Section) -> None:
    if section.is_withdrawn:
        raise ValidationError(_("The section has been removed. Restore it before you change it."))


def refuse_annex(section: Section, parent: Section | None) -> None:
    if section.is_annex and parent is not None:
        raise ValidationError({"parent": _("An annex is a chapter of its own: it cannot stand under a section.")})


def branch(plan: Plan, section: Section) -> list[Section]:
    """The section and everything under it, withdrawn or not."""
    rows = list(plan.sections.all())
    found, waiting = {section.pk}, {section.pk}
    while waiting:
        waiting = {one.pk for one in rows if one.parent_id in waiting} - found
        found |= waiting
    return [one for one in rows if one.pk in found]


def refuse_parent(section: Section, parent: Section | None) -> None:
    """A parent is a current section of the same plan, not below the section itself, and leaves room for all of it."""
    refuse_annex(section, parent)
    if parent is None:
        return
    if parent.plan_id != section.plan_id or parent.is_withdrawn:
        raise ValidationError({"parent": _("Choose a section of this plan.")})
    above = dict(section.plan.sections.values_list("pk", "parent_id"))
    depth = 0
    upward: int | None = parent.pk
    while upward is not None:
        if upward == section.pk:
            raise ValidationError({"parent": _("A section cannot stand under itself or under what stands under it.")})
        depth, upward = depth + 1, above.get(upward)
    if depth + height(section, above) > DEEPEST:
        raise ValidationError({"parent": _("Sections can stand at most six levels deep.")})


def height(section: Section, above: Mapping[int, int | None]) -> int:
    """How many levels a section has with all that stands under it, removed or not: what is removed can come back."""
    levels, row = 1, {section.pk} - {None}
    while row := {pk for pk, parent in above.items() if parent in row}:
        levels += 1
    return levels
