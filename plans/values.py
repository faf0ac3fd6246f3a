"""One tree of values: a plan, or a follow-up round, as plain JSON that can be frozen, hashed, compared and printed.

`schema` says which shape a stored tree has. Every node carries `uid` and `classification`. Names of units are copied
in, so that a frozen paper reads as it did. Stored values are never rewritten; an older schema is raised when read.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from accounts.models import Municipality
from foundation.rich_text import IMAGE, plain
from plans.models import (
    Activity,
    FocusArea,
    Fulfilment,
    Indicator,
    Measure,
    Plan,
    RelatedDocument,
    Responsibility,
    Section,
)
from plans.models.time import Timed
from plans.outline import Node, flattened, outline
from plans.rows import PlanRows, read_plan
from plans.schema import SCHEMA, Values
from responsibilities.models import Unit

COLUMNS = {
    "focus_area": "Område",
    "text": "Åtgärd",
    "time": "När",
    "activities": "Aktiviteter",
    "indicators": "Indikator",
    "actors": "Aktörer",
    "responsible": "Ansvarig",
    "levels": "Preventionsnivå",
    "result": "Resultat",
    "comment": "Kommentar",
}
"""Labels of the columns, until the plan has its own. Content of the paper, so Swedish and not translated."""

FULFILMENT_LABELS = {
    Fulfilment.NOT_ASSESSED: "Ej bedömd",
    Fulfilment.NOT_MET: "Ej uppfyllt",
    Fulfilment.PARTLY: "Delvis uppfyllt",
    Fulfilment.FULLY: "Helt uppfyllt",
    Fulfilment.NOT_APPLICABLE: "Ej aktuell",
}


def canonical_json(values: Values) -> str:
    """The one way to write a tree down: NFC, sorted keys, no white space. Raises ValueError for a float."""
    return json.dumps(normalised(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def content_hash(values: Values) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(values).encode()).hexdigest()


def normalised(value: Any) -> Any:
    """`value` with all texts in NFC; floats are refused, because they are not written the same everywhere."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {normalised(key): normalised(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [normalised(one) for one in value]
    if isinstance(value, float):
        raise ValueError("a frozen tree holds no floats")
    return value


def plan_values(plan: Plan, rows: PlanRows | None = None) -> Values:
    """The whole draft of `plan` as values: one statement whatever its size, and one each for pictures and units."""
    rows = rows or read_plan(plan)
    sections = outline(rows.sections, is_numbered=plan.is_numbered)
    numbers = {node.section.pk: node.number for node in flattened(sections)}
    return normalised(  # type: ignore[no-any-return]
        {
            "schema": SCHEMA,
            "kind": "plan",
            "uid": str(plan.uid),
            "classification": "open",
            "municipality": municipality_values(plan.municipality),
            "title": plan.title,
            "document_type": plan.document_type,
            "responsible_unit": plan.responsible_unit.name if plan.responsible_unit else None,
            "registry_number": plan.registry_number or None,
            "header": plan.header,
            "is_numbered": plan.is_numbered,
            "officials": plan.officials,
            "prevention_levels": plan.prevention_levels,
            "level_notes": plan.level_notes,
            "column_labels": {**COLUMNS, **plan.column_labels},
            "fulfilment_labels": {**FULFILMENT_LABELS, **plan.fulfilment_labels},
            "sections": [section_values(node) for node in sections],
            "focus_areas": area_values(rows.areas, rows.measures, numbers),
            "related_documents": [related_values(one) for one in rows.documents],
            "images": image_values(plan, rows.sections),
            "abbreviations": abbreviation_values(plan, rows.sections, rows.measures)
            if plan.lists_abbreviations
            else [],
        }
    )


def related_values(document: RelatedDocument) -> Values:
    return {
        "uid": str(document.uid),
        "classification": "open",
        **{field: getattr(document, field) for field in ("kind", "title", "reference", "url")},
    }


def image_values(plan: Plan, sections: Iterable[Section]) -> dict[str, Values]:
    """The pictures that the text shows, by uid: with their bytes' SHA-256, so that the content hash holds them too."""
    wanted = {uid for section in sections for _alt, uid in IMAGE.findall(section.body)}
    if not wanted:
        return {}
    rows = plan.images.filter(uid__in=wanted).select_related("file")
    return {
        str(one.uid): {"sha256": one.file.sha256, "width": one.width, "height": one.height, "classification": "open"}
        for one in rows
    }


def abbreviation_values(plan: Plan, sections: Iterable[Section], measures: Iterable[Measure]) -> list[list[str]]:
    """The units' abbreviations that the plan uses, with what they stand for, in alphabetical order."""
    said = "\n".join(
        [
            *(f"{one.heading}\n{plain(one.body)}" for one in sections),
            *(text for one in measures for text in measure_texts(one)),
        ]
    )
    units = Unit.objects.current().filter(municipality=plan.municipality_id).exclude(abbreviation="")
    known = dict(units.values_list("abbreviation", "name"))
    words = set(re.findall(r"[\w/&-]+", said))
    return [[one, known[one]] for one in sorted(known, key=str.casefold) if one in words]


def measure_texts(measure: Measure) -> Iterator[str]:
    """What a measure loaded with its parts says, for whoever looks for a word in it."""
    yield from (measure.text, measure.condition, measure.comment, measure.result)
    yield from (one.text for one in measure.activities.all())
    yield from (one.text for one in measure.indicators.all())
    yield from (f"{one.wording} {one.scope_note}" for one in measure.responsibilities.all())


def municipality_values(municipality: Municipality) -> Values:
    return {
        field: getattr(municipality, field)
        for field in ("name", "code", "postal_address", "visiting_address", "phone", "email", "website")
    }


def section_values(node: Node) -> Values:
    return {
        "uid": str(node.section.uid),
        "classification": "open",
        "number": node.number,
        "is_annex": node.section.is_annex,
        "heading": node.section.heading,
        "body": node.section.body,
        "children": [section_values(child) for child in node.children],
    }


def area_values(
    areas: Iterable[FocusArea], measures: Iterable[Measure], section_numbers: dict[int, str | None]
) -> list[Values]:
    """The areas in order, each with its measures; measures without a current area stand last, under no name."""
    known = {area.pk: area for area in areas}
    inside: dict[int | None, list[Values]] = defaultdict(list)
    ordered = sorted(
        measures,
        key=lambda one: known[one.focus_area_id].position if one.focus_area_id in known else float("inf"),
    )
    for number, measure in enumerate(ordered, start=1):
        area = measure.focus_area_id if measure.focus_area_id in known else None
        inside[area].append(measure_values(measure, number=number, section_numbers=section_numbers))
    found = [
        {
            "uid": str(area.uid),
            "classification": "open",
            "name": area.name,
            "column_labels": area.column_labels,
            "measures": inside[area.pk],
        }
        for area in known.values()
    ]
    if inside[None]:
        found.append({"uid": "", "classification": "open", "name": "", "column_labels": {}, "measures": inside[None]})
    return found


def measure_values(measure: Measure, *, number: int, section_numbers: dict[int, str | None]) -> Values:
    return {
        "uid": str(measure.uid),
        "classification": "open",
        "number": number,
        "text": measure.text,
        "condition": measure.condition,
        "levels": measure.levels,
        "time": time_values(measure),
        "activities": [activity_values(one) for one in measure.activities.all()],
        "indicators": [indicator_values(one) for one in measure.indicators.all()],
        "responsibilities": [responsibility_values(one) for one in measure.responsibilities.all()],
        "result": measure.result,
        "comment": measure.comment,
        "section_number": section_numbers.get(measure.section_id) if measure.section_id else None,
    }


def time_values(timed: Timed) -> Values:
    return {
        "wording": timed.time_wording,
        "start": iso(timed.time_start),
        "end": iso(timed.time_end),
        "recurrence": timed.time_recurrence,
    }


def activity_values(activity: Activity) -> Values:
    return {
        "uid": str(activity.uid),
        "classification": "open",
        "text": activity.text,
        "time": time_values(activity),
    }


def indicator_values(indicator: Indicator) -> Values:
    return {
        "uid": str(indicator.uid),
        "classification": "open",
        "text": indicator.text,
        "kind": indicator.kind,
        "target": indicator.target,
    }


def responsibility_values(responsibility: Responsibility) -> Values:
    subject = responsibility.unit or responsibility.function
    return {
        "uid": str(responsibility.uid),
        "classification": "open",
        "part": responsibility.part,
        "subject": str(subject) if subject else None,
        "subject_kind": subject_kind(responsibility),
        "subject_uid": str(subject.uid) if subject else None,
        "wording": responsibility.wording,
        "scope_note": responsibility.scope_note,
    }


def subject_kind(responsibility: Responsibility) -> str | None:
    """What the subject is: "unit", "function", "each_administration", or None when only the wording is known."""
    if responsibility.unit_id:
        return "unit"
    if responsibility.function_id:
        return "function"
    return "each_administration" if responsibility.is_each_administration else None


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def measures_of(values: Values) -> dict[str, Values]:
    """The measures of a plan's values by uid, in order."""
    return {measure["uid"]: measure for area in values["focus_areas"] for measure in area["measures"]}
