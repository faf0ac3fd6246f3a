"""Values as a frozen plan and a follow-up round hold them, of a made-up municipality."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

Values = dict[str, Any]

LABELS = {
    "focus_area": "Område",
    "text": "Åtgärd",
    "time": "När",
    "activities": "Vad ska göras och när ska det göras",
    "indicators": "Indikator/mätetal",
    "actors": "Aktörer",
    "responsible": "Ansvarig",
    "result": "Resultat",
    "comment": "Kommentar",
    "levels": "Preventionsnivå",
}
FULFILMENT = {
    "not_assessed": "Ej bedömd",
    "not_met": "Ej uppfyllt",
    "partly": "Delvis uppfyllt",
    "fully": "Helt uppfyllt",
    "not_applicable": "Ej aktuell",
}
HEADER = [
    ("Beslutad av", "missing", ""),
    ("Senast reviderad", "none", ""),
    ("Giltighet", "value", "2027–2030"),
    ("Dokumenttyp", "value", "Handlingsplan"),
    ("Ansvarig verksamhet", "value", "Kommunledningsförvaltningen"),
    ("Sekretess", "value", "Öppen handling"),
]
MUNICIPALITY = {
    "name": "Exempelby kommun",
    "code": "9901",
    "postal_address": "Box 1, 990 10 Exempelby",
    "visiting_address": "Storgatan 1",
    "phone": "0990-123 00",
    "email": "kommunen@exempelby.example",
    "website": "exempelby.example",
}


def uid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def time(wording: str = "") -> Values:
    return {"wording": wording, "start": None, "end": None, "recurrence": ""}


def activity(text: str, wording: str = "") -> Values:
    return {"uid": uid(text), "text": text, "time": time(wording)}


def responsibility(part: str, wording: str, *, subject: str | None = None, scope_note: str = "") -> Values:
    return {
        "uid": uid(part + wording),
        "part": part,
        "subject": subject,
        "subject_uid": None,
        "wording": wording,
        "scope_note": scope_note,
    }


def measure(number: int, **fields: Any) -> Values:
    return {
        "uid": uid(f"measure {number}"),
        "classification": "open",
        "number": number,
        "text": "",
        "condition": "",
        "levels": [],
        "time": time(),
        "activities": [],
        "indicators": [],
        "responsibilities": [],
        "result": "",
        "comment": "",
        "section_number": None,
        **fields,
    }


def area(name: str, *measures: Values, labels: Values | None = None) -> Values:
    return {
        "uid": uid(name) if name else "",
        "classification": "open",
        "name": name,
        "column_labels": labels or {},
        "measures": list(measures),
    }


def section(
    heading: str, body: str = "", *children: Values, number: str | None = None, is_annex: bool = False
) -> Values:
    return {
        "uid": uid(heading),
        "classification": "open",
        "number": number,
        "is_annex": is_annex,
        "heading": heading,
        "body": body,
        "children": list(children),
    }


def indicator(text: str, target: str = "") -> Values:
    return {"uid": uid(text), "text": text, "kind": "text", "target": target}


def plan_values(**fields: Any) -> Values:
    """An empty plan; `fields` fill it."""
    return {
        "schema": 2,
        "kind": "plan",
        "uid": uid("plan"),
        "classification": "open",
        "municipality": MUNICIPALITY,
        "title": "Handlingsplan mot våldsbejakande extremism 2027–2030",
        "document_type": "Handlingsplan",
        "responsible_unit": "Kommunledningsförvaltningen",
        "registry_number": "KS/2026:168",
        "header": [{"label": label, "state": state, "value": value} for label, state, value in HEADER],
        "is_numbered": True,
        "prevention_levels": ["Generell", "Specifik", "Individinriktad"],
        "level_notes": {},
        "officials": [],
        "related_documents": [],
        "abbreviations": [],
        "images": {},
        "column_labels": dict(LABELS),
        "fulfilment_labels": dict(FULFILMENT),
        "sections": [],
        "focus_areas": [],
        **fields,
    }


def report(unit: str, fulfilment: str, result: str = "", comment: str = "", **fields: Any) -> Values:
    return {
        "unit": unit,
        "unit_uid": uid(unit),
        "fulfilment": fulfilment,
        "result": result,
        "comment": comment,
        "indicator_values": [],
        "written_by": "",
        **fields,
    }


def answer(fulfilment: str, *reports: Values, silent: tuple[str, ...] = ()) -> Values:
    return {
        "fulfilment": fulfilment,
        "answered": len(reports),
        "asked": len(reports) + len(silent),
        "silent": list(silent),
        "reports": list(reports),
    }


def unit(name: str, state: str = "accepted", summary: str = "") -> Values:
    is_silent = state == "silent"
    return {
        "uid": uid(name),
        "name": name,
        "state": state,
        "submitted_on": None if is_silent else "2028-01-12",
        "submitted_by": "" if is_silent else "Berit Chef",
        "summary": summary,
    }


def round_values(measures: Values, units: list[Values], **counts: int) -> Values:
    return {
        "schema": 1,
        "kind": "round",
        "uid": uid("round"),
        "title": "Uppföljning 2027",
        "due_on": "2028-01-15",
        "opened_on": "2027-11-01",
        "closed_on": None,
        "counts": {key: counts.get(key, 0) for key in FULFILMENT},
        "units": units,
        "measures": measures,
    }
