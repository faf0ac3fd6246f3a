"""The lists a new municipality starts with; it changes them as it likes."""

from __future__ import annotations


def default_header_fields() -> list[str]:
    """The nine fields of a Swedish governing document's header."""
    return [
        "Beslutad av",
        "Beslutsdatum",
        "Senast reviderad",
        "Giltighet",
        "Diarienummer",
        "Dokumenttyp",
        "Ansvarig verksamhet",
        "Rätt att revidera",
        "Eventuell sekretess",
    ]


def default_document_types() -> list[str]:
    return ["Handlingsplan", "Riktlinjer", "Anvisningar", "Åtgärdsplan"]


def default_prevention_levels() -> list[str]:
    return ["Generell", "Specifik", "Individinriktad"]


def default_milieus() -> list[str]:
    return ["Vit makt/högerextremism", "Vänsterextremism", "Islamistisk extremism", "Ensamagerande", "Övrigt"]


def default_districts() -> list[str]:
    return []
