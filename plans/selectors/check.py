"""The check of a plan: what is found in its draft today, by how grave it is, each with a link to the place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from foundation.one_statement import read_together
from plans.checks import Facts, Finding, Level, Place, findings
from plans.models import Plan
from plans.rows import PlanRows
from plans.schema import Values
from plans.subjects import subjects_among
from responsibilities.models import Function, Unit


@dataclass(frozen=True)
class ShownFinding:
    """A place where something was found; without an address for whoever may not go there."""

    name: str
    url: str
    words: str
    proposal: str


@dataclass(frozen=True)
class FoundKind:
    """What was found of one kind, and what one does about it."""

    key: str
    label: str
    advice: str
    findings: list[ShownFinding]


@dataclass(frozen=True)
class FoundLevel:
    """What was found of one level."""

    level: Level
    kinds: list[FoundKind]

    @property
    def count(self) -> int:
        return sum(len(kind.findings) for kind in self.kinds)


@dataclass(frozen=True)
class Check:
    """Everything that was found, the gravest first."""

    levels: list[FoundLevel]

    @cached_property
    def to_mend(self) -> int:
        """Errors and warnings: the number on the tab."""
        return sum(one.count for one in self.levels if one.level != Level.HINT)

    @property
    def total(self) -> int:
        return sum(one.count for one in self.levels)


def facts_about(plan: Plan, rows: PlanRows) -> Facts:
    """What is known today about everybody in the municipality, and its lists; one statement."""
    home = plan.municipality
    units, functions = read_together(Unit.objects.filter(municipality=home), Function.objects.filter(municipality=home))
    subjects = subjects_among(
        tuple(one for one in units if not one.is_withdrawn and one.status != Unit.Status.ENDED),
        tuple(one for one in functions if not one.is_withdrawn),
        administration_word=home.administration_word,
    )
    return replace(facts_at_hand(plan, rows), subjects=subjects, units=by_uid(units), functions=by_uid(functions))


def facts_at_hand(plan: Plan, rows: PlanRows) -> Facts:
    """What the rows of the plan know: enough to say what is wrong, not whom to name instead. No statement."""
    parties = [party for measure in rows.measures for party in measure.responsibilities.all()]
    read_in: tuple[Any, ...] = (*rows.sections, *rows.measures)
    standing = {one.pk for one in rows.sections}
    return Facts(
        today=localdate(),
        units=by_uid(party.unit for party in parties if party.unit_id),
        functions=by_uid(party.function for party in parties if party.function_id),
        responsible_unit=plan.responsible_unit,
        standard_sections=plan.municipality.standard_sections,
        abolished=plan.municipality.abolished_authorities,
        law_standing=plan.law_standing,
        law_evidence=plan.law_evidence,
        contacts_checked_on=plan.contacts_checked_on,
        imported=frozenset(str(one.uid) for one in read_in if one.imported_in_id),
        astray=frozenset(str(one.uid) for one in rows.measures if one.section_id and one.section_id not in standing),
    )


def by_uid(rows: Iterable[Any]) -> dict[str, Any]:
    return {str(one.uid): one for one in rows}


def count_to_mend(plan: Plan, rows: PlanRows, values: Values) -> int:
    """How many errors and warnings the check would show. No statement: the draft has been read."""
    return len(findings(values, facts_at_hand(plan, rows), with_hints=False))


def plan_check(plan: Plan, rows: PlanRows, values: Values, user: User) -> Check:
    """What is found in the draft whose `rows` and `values` the caller has read; one statement."""
    facts = facts_about(plan, rows)
    addresses = Addresses(plan, rows.live_keys(), facts, user)
    found = findings(values, facts)
    return Check(
        [
            FoundLevel(level, list(by_kind((one for one in found if one.kind.level == level), addresses)))
            for level in Level
            if any(one.kind.level == level for one in found)
        ]
    )


def by_kind(found: Iterable[Finding], addresses: Addresses) -> Iterable[FoundKind]:
    for kind, inside in groupby(found, key=lambda one: one.kind):
        shown = [ShownFinding(one.place.name, addresses.of(one.place), one.words, one.proposal) for one in inside]
        yield FoundKind(kind.key, str(kind.label), str(kind.advice), shown)


@dataclass(frozen=True)
class Addresses:
    """Where each place is mended by whoever may, and read by the others."""

    plan: Plan
    keys: Mapping[str, int]
    facts: Facts
    user: User

    @cached_property
    def may_change(self) -> bool:
        return self.user.has_perm("plans.change_plan", self.plan) and not self.plan.is_withdrawn

    def of(self, place: Place) -> str:
        if place.kind == "function":
            return self.of_function(self.facts.functions[place.uid])
        if place.kind == "law":
            return f"{reverse('plans:plan_law', args=[self.plan.pk])}{self.duty_anchor(place.uid)}"
        return self.to_mend(place) if self.may_change else self.to_read(place)

    def duty_anchor(self, key: str) -> str:
        """Of whoever writes the field, of whoever reads the answer."""
        return (f"#id_{key}_field" if self.may_change else f"#{key}") if key else ""

    def to_mend(self, place: Place) -> str:
        routes = {"section": "section_update", "measure": "measure_update", "area": "focus_area_update"}
        if place.kind in routes and place.uid in self.keys:
            return reverse(f"plans:{routes[place.kind]}", args=[self.keys[place.uid]])
        names = {"related": "related_document_list", "new_section": "section_create", "area": "plan_table"}
        return reverse(f"plans:{names.get(place.kind, 'plan_update')}", args=[self.plan.pk])

    def to_read(self, place: Place) -> str:
        if place.kind == "measure":
            return reverse("plans:measure_detail", args=[self.keys[place.uid]])
        if place.kind == "related":
            return reverse("plans:related_document_list", args=[self.plan.pk])
        anchor = {"section": f"#s-{place.uid}", "area": f"#omrade-{place.uid}"}.get(place.kind, "")
        return f"{self.plan.get_absolute_url()}{anchor}"

    def of_function(self, function: Function) -> str:
        if self.user.has_perm("responsibilities.change_function", function):
            return reverse("responsibilities:function_update", args=[function.pk])
        if not self.user.has_perm("responsibilities.view_function", function):
            return ""
        register = reverse("responsibilities:unit_list")
        page = reverse("responsibilities:unit_detail", args=[function.unit_id]) if function.unit_id else register
        return f"{page}#funktion-{function.pk}"
