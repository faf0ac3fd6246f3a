"""A plan comes to be, changes its header, is removed and comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Municipality, User
from foundation.history import record, record_version
from foundation.records import locked, locked_version
from foundation.search_text import folded
from plans.models import Plan
from plans.models.plan import HeaderState, HeaderValue, LevelNote, Official
from plans.services.plan_head import write_head
from plans.services.reasons import said_reason
from plans.services.texts import checked, one_line, unified
from plans.services.withdrawal import bring_back, withdraw
from responsibilities.models import Unit

LONGEST_HEADER_VALUE = 500
PLAN_TEXTS = ("title", "document_type", "registry_number")


@transaction.atomic
def create_plan(
    *,
    municipality: Municipality,
    title: str,
    document_type: str = "",
    responsible_unit: Unit | None = None,
    registry_number: str = "",
    by: User,
) -> Plan:
    """A new draft, with the municipality's header fields and prevention levels; what is known stands there already."""
    plan = Plan(
        municipality=municipality,
        title=one_line(title),
        document_type=document_type,
        responsible_unit=responsible_unit,
        registry_number=one_line(registry_number),
        prevention_levels=list(municipality.prevention_levels),
    )
    plan.header = header_of(municipality, known=known_values(plan))
    refuse_plan(plan)
    return record(plan, by=by, reason=_("Plan created"))


@transaction.atomic
def update_plan(
    *,
    plan: Plan,
    version: int | None,
    title: str,
    document_type: str = "",
    responsible_unit: Unit | None = None,
    registry_number: str = "",
    header: Sequence[HeaderValue],
    is_numbered: bool = True,
    prevention_levels: Sequence[str] = (),
    column_labels: Mapping[str, str] | None = None,
    fulfilment_labels: Mapping[str, str] | None = None,
    officials: Sequence[Official] | None = None,
    level_notes: Mapping[str, LevelNote] | None = None,
    lists_abbreviations: bool | None = None,
    reason: str = "",
    by: User,
) -> Plan:
    """Write the plan's own fields; what is None stays. Raises StaleVersion when someone wrote them since `version`."""
    plan = locked_version(plan, version)
    refuse_withdrawn(plan)
    reason = said_reason(plan, reason, _("Plan changed"))
    before = known_values(plan)
    plan.title, plan.document_type = one_line(title), document_type
    plan.responsible_unit, plan.registry_number = responsible_unit, one_line(registry_number)
    plan.header = [following(checked_header(one), before, known_values(plan)) for one in header]
    plan.is_numbered = is_numbered
    plan.prevention_levels = unique_words(prevention_levels)
    if column_labels is not None:
        plan.column_labels = filled(column_labels)
    if fulfilment_labels is not None:
        plan.fulfilment_labels = filled(fulfilment_labels)
    write_head(plan, officials=officials, level_notes=level_notes, lists_abbreviations=lists_abbreviations)
    refuse_plan(plan)
    return record_version(plan, by=by, reason=reason)


@transaction.atomic
def withdraw_plan(*, plan: Plan, by: User) -> Plan:
    """Take a draft away. What was decided stays decided: a plan with an edition in force is not taken away."""
    plan = locked(plan)
    if plan.is_withdrawn:
        return plan
    if plan.editions.standing().exists():
        raise ValidationError(
            _("An edition of this plan is in force, or will be. Repeal it before you remove the plan from the list.")
        )
    return withdraw(plan, by=by, reason=_("Plan removed"))


@transaction.atomic
def restore_plan(*, plan: Plan, by: User) -> Plan:
    """Bring a removed plan back, within 30 days."""
    plan = locked(plan)
    return bring_back(plan, by=by, reason=_("Plan restored")) if plan.is_withdrawn else plan


def header_of(municipality: Municipality, *, known: Mapping[str, str]) -> list[HeaderValue]:
    """The municipality's header fields in order; those whose value is known are filled in."""
    return [
        {
            "label": label,
            "state": str(HeaderState.VALUE if known.get(folded(label)) else HeaderState.MISSING),
            "value": known.get(folded(label), ""),
        }
        for label in municipality.header_fields
    ]


def known_values(plan: Plan) -> dict[str, str]:
    """What a new plan says of itself, by the folded label of the field that asks for it."""
    return {
        "dokumenttyp": plan.document_type,
        "ansvarig verksamhet": str(plan.responsible_unit or ""),
        "diarienummer": plan.registry_number,
    }


def following(field: HeaderValue, before: Mapping[str, str], after: Mapping[str, str]) -> HeaderValue:
    """A header field that says what the plan says of itself follows it; what was written otherwise stays."""
    label = folded(field["label"])
    is_own = label not in after or field["state"] == HeaderState.NONE or field["value"] != before[label]
    if is_own:
        return field
    state = HeaderState.VALUE if after[label] else HeaderState.MISSING
    return {"label": field["label"], "state": str(state), "value": after[label]}


def refuse_withdrawn(plan: Plan) -> None:
    if plan.is_withdrawn:
        raise ValidationError(_("The plan has been removed. Restore it before you change it."))


def refuse_plan(plan: Plan) -> None:
    if not plan.title:
        raise ValidationError({"title": _("Write what the plan is called.")})
    checked(plan, PLAN_TEXTS)
    unit = plan.responsible_unit
    if unit is not None and unit.municipality_id != plan.municipality_id:
        raise ValidationError({"responsible_unit": _("Choose a unit of the plan's own municipality.")})


def checked_header(field: Mapping[str, Any]) -> HeaderValue:
    """One header field with one of its three states. A value without text is not filled in."""
    label, state = one_line(str(field["label"])), str(field["state"])
    value = unified(str(field.get("value", "")))
    if state not in HeaderState.values:
        raise ValidationError({"header": _("Choose a value, – or not filled in.")})
    if not label or len(label) > 100 or len(value) > LONGEST_HEADER_VALUE or "\x00" in label + value:
        raise ValidationError(
            {
                "header": _("A header field has a label and at most %(longest)d characters.")
                % {"longest": LONGEST_HEADER_VALUE}
            }
        )
    if state == HeaderState.VALUE and not value:
        state = str(HeaderState.MISSING)
    return {"label": label, "state": state, "value": value if state == HeaderState.VALUE else ""}


def unique_words(words: Sequence[str]) -> list[str]:
    """Each word once, in order, without blanks."""
    return list(dict.fromkeys(word for word in map(one_line, words) if word))


def filled(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels that say something; what is left empty keeps its usual word."""
    return {key: one_line(label) for key, label in labels.items() if label.strip()}
