"""What a plan's tree says of each of its nodes, in words: every value under the name of its field.

Nothing is picked out: a value that is added to the tree is told, as it stands until it gets words here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Municipality
from plans.law import DUTIES
from plans.models import Fulfilment, Indicator, RelatedDocument, Responsibility
from plans.models.plan import HeaderState, OfficialRole
from plans.outline import ANNEX
from plans.schema import Values
from plans.time_wording import Interpretation, describe
from plans.values import COLUMNS

LABELS: dict[str, Promise] = {
    "classification": gettext_lazy("Classification"),
    "municipality": gettext_lazy("Municipality"),
    "title": gettext_lazy("Title"),
    "document_type": gettext_lazy("Document type"),
    "responsible_unit": gettext_lazy("Responsible unit"),
    "registry_number": gettext_lazy("Registry number"),
    "header": gettext_lazy("Header"),
    "is_numbered": gettext_lazy("Sections are numbered"),
    "officials": gettext_lazy("Officers and signers"),
    "prevention_levels": gettext_lazy("Prevention levels"),
    "level_notes": gettext_lazy("What the prevention levels mean"),
    "column_labels": gettext_lazy("Words above the columns"),
    "fulfilment_labels": gettext_lazy("Words for how far it has come"),
    "related_documents": gettext_lazy("Related documents"),
    "images": gettext_lazy("Pictures"),
    "abbreviations": gettext_lazy("Abbreviations"),
    "number": gettext_lazy("Section number"),
    "is_annex": gettext_lazy("Annex"),
    "heading": gettext_lazy("Heading"),
    "body": gettext_lazy("Text"),
    "name": gettext_lazy("Area"),
    "text": gettext_lazy("Measure"),
    "condition": gettext_lazy("Condition"),
    "time": gettext_lazy("When"),
    "activities": gettext_lazy("Activities"),
    "indicators": gettext_lazy("Indicators"),
    "responsibilities": gettext_lazy("Responsible and actors"),
    "levels": gettext_lazy("Prevention level"),
    "result": gettext_lazy("Result"),
    "comment": gettext_lazy("Comment"),
    "section_number": gettext_lazy("Section it comes from"),
}

CHOICES: dict[str, Mapping[Any, Any]] = {
    "part": dict(Responsibility.Part.choices),
    "role": dict(OfficialRole.choices),
    "kind": {**dict(RelatedDocument.Kind.choices), **dict(Indicator.Kind.choices)},
    "state": {**dict(HeaderState.choices), "value": ""},
    "subject_kind": {"unit": "", "function": "", "each_administration": gettext_lazy("each administration")},
    "classification": {"open": ""},
}
"""Words for values that are kept as codes; nothing where the other values of the row say it."""


def verbose_name(model: Any, name: str) -> Any:
    return model._meta.get_field(name).verbose_name


MUNICIPALITY_FIELDS = ("name", "code", "postal_address", "visiting_address", "phone", "email", "website")
KEYS: dict[str, Mapping[str, Any]] = {
    "column_labels": COLUMNS,
    "fulfilment_labels": dict(Fulfilment.choices),
    "municipality": {name: capfirst(verbose_name(Municipality, name)) for name in MUNICIPALITY_FIELDS},
    "level_notes": {
        "description": gettext_lazy("What it means"),
        "actors": gettext_lazy("Who works on it"),
        "examples": gettext_lazy("Examples"),
    },
    "law_evidence": {duty.key: format_lazy("{} {}", duty.paragraph, duty.title) for duty in DUTIES},
}
"""What the keys of a mapping are called; other keys are words of the plan's own."""

READ_FIRST = ("part", "role", "label", "wording", "text", "title", "name", "value", "scope_note", "time")
"""The order in which the values of a row are said; the rest follows by name, for a stored tree keeps no order."""

ONLY_NAMES = ("uid", "schema")
"""What tells nodes and shapes apart, and is no content."""


@dataclass(frozen=True)
class Said:
    """The words for a value, and the value itself: for what is changed behind the same words."""

    words: str
    value: Any

    def __bool__(self) -> bool:
        return bool(self.words and self.value)


Texts = dict[str, Said]
NOTHING = Said("", None)


def label_of(name: str) -> str:
    return str(LABELS.get(name, name))


def node_texts(node: Values, *, without: Iterable[str] = ()) -> Texts:
    """Everything that a node says, but for `without`: what stands in it as nodes of their own, or is computed."""
    left_out = {*ONLY_NAMES, *without}
    return {name: Said(words(name, value), content(value)) for name, value in node.items() if name not in left_out}


def content(value: Any) -> Any:
    """A value without the names of the rows in it: written anew in the same words, a row is the same to a reader."""
    if isinstance(value, Mapping):
        return {key: content(one) for key, one in value.items() if key not in ONLY_NAMES}
    return [content(one) for one in value] if isinstance(value, list) else value


def words(name: str, value: Any) -> str:
    """A value as a reader would say it; nothing when there is none."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "time":
        return time_words(value)
    if isinstance(value, Mapping):
        return mapping_words(name, value)
    if isinstance(value, list):
        return "\n".join(row_words(one) for one in value)
    return str(CHOICES.get(name, {}).get(value, value))


def row_words(row: Any) -> str:
    """One row of a list on one line: all its values, but for what would say the same twice."""
    if isinstance(row, list):
        return " – ".join(str(one) for one in row)
    if not isinstance(row, Mapping):
        return str(row)
    names = sorted(row, key=lambda name: (READ_FIRST.index(name) if name in READ_FIRST else len(READ_FIRST), name))
    said = (words(name, row[name]) for name in names if name not in (*ONLY_NAMES, "subject_uid", "sha256"))
    return " · ".join(dict.fromkeys(filter(None, said)))


def mapping_words(name: str, value: Mapping[str, Any]) -> str:
    """What stands under each key, those with a name of ours first; what is inside a mapping, below its name."""
    called, lines = KEYS.get(name, {}), []
    for key in (*filter(value.__contains__, called), *sorted(value.keys() - called.keys())):
        one = value[key]
        below = "\n" if isinstance(one, Mapping) else " "
        if said := words(name, one):
            lines.append(f"{called.get(key, key)}:{below}{said}")
    return "\n".join(lines)


def time_words(time: Values) -> str:
    """The wording, and what it is understood as where something was understood."""
    start, end = (date.fromisoformat(day) if day else None for day in (time["start"], time["end"]))
    if not (start or end or time["recurrence"]):
        return str(time["wording"])
    meaning = describe(Interpretation(start, end, time["recurrence"], "certain"))
    return f"{time['wording']} ({meaning})".strip()


# ── numbers: only what was decided is content, what is counted follows from the order


def own_numbers(values: Values) -> dict[str, Said]:
    """The number of each section by uid, as far as it is not simply counted: its own, or that it has none."""
    found = dict(sections_numbered(values["sections"], prefix="", is_counted=values["is_numbered"]))
    return {uid: Said(number, number) for uid, number in found.items()}


def sections_numbered(sections: list[Values], *, prefix: str, is_counted: bool) -> Iterator[tuple[str, str]]:
    counted, own = 0, 0
    for section in sections:
        number = section["number"]
        # Whether a section with a number of its own is counted cannot be seen on it: the next may have either number.
        place = next((n for n in range(counted + 1, counted + own + 2) if number == f"{prefix}{n}"), None)
        if number is None:
            yield section["uid"], _("without number") if is_counted and not section["is_annex"] else ""
        elif place is not None:
            counted, own = place, 0
            yield section["uid"], ""
        else:
            own += 1
            yield section["uid"], "" if is_annex_name(section) else number
        below = f"{number}." if number else prefix
        is_below = is_counted and bool(number) and not section["is_annex"]
        yield from sections_numbered(section["children"], prefix=below, is_counted=is_below)


def is_annex_name(section: Values) -> bool:
    word, _space, place = section["number"].partition(" ")
    return bool(section["is_annex"]) and word == ANNEX and (place == "" or place.isdecimal())


def headings_by_number(values: Values) -> dict[str, str]:
    """What the number of a section stands for: it may be counted anew, and the section be the same."""
    found, waiting = {}, list(values["sections"])
    while waiting:
        section = waiting.pop()
        if section["number"]:
            found[section["number"]] = section["heading"]
        waiting += section["children"]
    return found
