"""Ways to a decision and deciders, as an administrator writes them: one a line.

AU → KS: beredning utskott arbetsutskottet; beslut nämnd kommunstyrelsen
Handlingsplan: AU → KS
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.search_text import folded

DONE: Mapping[str, Any] = {
    "referral": gettext_lazy("referral"),
    "preparation": gettext_lazy("preparation"),
    "decision": gettext_lazy("decision"),
}
"""What is done in a step, in the word that its line begins with. The keys are those of plans.MatterStep."""

BODIES: Mapping[str, Any] = {
    "assembly": gettext_lazy("assembly"),
    "board": gettext_lazy("board"),
    "committee": gettext_lazy("sub-committee"),
}
"""Kinds of bodies in the word that may follow. The keys are those of responsibilities.Unit."""


def way_line(way: Mapping[str, Any]) -> str:
    """A way as it is written."""
    return f"{way['name']}: {'; '.join(map(step_words, way.get('steps', [])))}"


def step_words(step: Mapping[str, str]) -> str:
    kind = str(BODIES[step["unit_kind"]]) if step.get("unit_kind") in BODIES else ""
    return " ".join(filter(None, (str(DONE[step["kind"]]), kind, step.get("wording", ""))))


def way_of(line: str) -> dict[str, Any]:
    """A way from its line. Raises ValidationError that says which line cannot be read, and why."""
    name, colon, rest = line.partition(":")
    if not name.strip() or not colon or not rest.replace(";", "").strip():
        raise ValidationError(_("Write “%(line)s” as a name, a colon and steps.") % {"line": line[:60]})
    return {"name": name.strip(), "steps": [step_of(one, line) for one in rest.split(";") if one.strip()]}


def step_of(text: str, line: str) -> dict[str, str]:
    first, *rest = text.split()
    kind = next((key for key, word in DONE.items() if folded(str(word)) == folded(first)), "")
    if not kind:
        told = _("Each step of “%(line)s” begins with %(words)s.")
        raise ValidationError(told % {"line": line[:60], "words": ", ".join(map(str, DONE.values()))})
    unit_kind = next((key for key, word in BODIES.items() if rest and folded(str(word)) == folded(rest[0])), "")
    wording = " ".join(rest[1:] if unit_kind else rest)
    if not unit_kind and not wording:
        raise ValidationError(_("Say who it is in each step of “%(line)s”.") % {"line": line[:60]})
    return {"kind": kind, "unit_kind": unit_kind, "wording": wording or str(BODIES[unit_kind])}


def decider_line(document_type: str, way: str) -> str:
    return f"{document_type}: {way}"


def deciders_of(lines: Iterable[str], ways: Iterable[str]) -> dict[str, str]:
    """Which way a document of each type goes. Raises ValidationError when a line names no way of the list."""
    known = {folded(one): one for one in ways}
    found = {}
    for line in lines:
        kind, _colon, way = line.partition(":")
        if not kind.strip() or folded(way) not in known:
            told = _("Write “%(line)s” as a type of document, a colon and the name of a way in the list above.")
            raise ValidationError(told % {"line": line[:60]})
        found[kind.strip()] = known[folded(way)]
    return found
