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


def default_standard_sections() -> list[str]:
    """What a reader expects to find in the plan, as headings; a heading that contains the words is enough."""
    return ["Bakgrund", "Syfte", "Ansvar", "Uppföljning"]


def default_abolished_authorities() -> list[dict[str, str]]:
    """Authorities that are no more: {"name", "successor", "since" (year-month-day)}. The administrator keeps them."""
    return [
        {
            "name": "Nationella samordnaren mot våldsbejakande extremism",
            "successor": "Center mot våldsbejakande extremism (CVE)",
            "since": "2018-01-01",
        },
        {
            "name": "samordnarenmotextremism.se",
            "successor": "cve.se",
            "since": "2018-01-01",
        },
        {
            "name": "Myndigheten för samhällsskydd och beredskap",
            "successor": "Myndigheten för civilt försvar",
            "since": "2026-01-01",
        },
    ]


def default_decision_paths() -> list[dict[str, object]]:
    """Ways to a decision: {"name", "steps": [{"kind", "unit_kind" or "wording"}]}, kinds as in MatterStep and Unit."""
    return [
        {
            "name": "AU → KS",
            "steps": [
                {"kind": "preparation", "unit_kind": "committee", "wording": "arbetsutskottet"},
                {"kind": "decision", "unit_kind": "board", "wording": "kommunstyrelsen"},
            ],
        },
        {
            "name": "Remiss → utskott → KS",
            "steps": [
                {"kind": "referral", "unit_kind": "", "wording": "nämnderna"},
                {"kind": "preparation", "unit_kind": "committee", "wording": "utskottet"},
                {"kind": "decision", "unit_kind": "board", "wording": "kommunstyrelsen"},
            ],
        },
        {
            "name": "KS → KF",
            "steps": [
                {"kind": "preparation", "unit_kind": "board", "wording": "kommunstyrelsen"},
                {"kind": "decision", "unit_kind": "assembly", "wording": "kommunfullmäktige"},
            ],
        },
        {"name": "Kommundirektören", "steps": [{"kind": "decision", "unit_kind": "", "wording": "kommundirektören"}]},
    ]


def default_deciders() -> dict[str, str]:
    """Who decides a document of each type: the name of a way in `decision_paths`."""
    return {
        "Handlingsplan": "AU → KS",
        "Riktlinjer": "AU → KS",
        "Anvisningar": "Kommundirektören",
        "Åtgärdsplan": "KS → KF",
    }


def default_letter_headings() -> list[str]:
    """The headings of a tjänsteskrivelse, in order."""
    return [
        "Sammanfattning",
        "Ärendebeskrivning",
        "Bedömning",
        "Ekonomiska konsekvenser",
        "Prövning av barnets bästa",
        "Jämställdhet och grundläggande fri- och rättigheter",
    ]
