"""Who answers, as a cell words it: parts of responsibility, each with its wording word for word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from exchange.imports.activity_text import cut, parenthesis_depths, run_on_cuts
from exchange.imports.cell_text import Block, joined_lines

Part = Literal["responsible", "reports_back", "in_consultation", "consult_when_needed", "actor", "convener"]


@dataclass(frozen=True)
class ResponsibilityRow:
    """One subject of a cell. `wording` is as written; `subject_name` is what to look for among units and functions."""

    part: Part
    wording: str
    scope_note: str = ""
    subject_name: str = ""
    abbreviation: str = ""
    is_each_administration: bool = False


_WITH = r"(?:i (?:nära )?samverkan med|i samarbete med|tillsammans med)"
_SHALL = r"(?:ska(?:ll)? )?"
_WHEN_NEEDED = (
    rf"(?:(?:som )?{_SHALL}vid behov,? {_SHALL}(?:i )?samråd(?:a|er)?(?: med)?"
    rf"|i samråd vid behov med|(?:som )?{_SHALL}samråd(?:a|er)? vid behov med)"
)
_CONSULT = rf"(?:i samråd med|efter samråd med|(?:som )?{_SHALL}samråd(?:a|er) med)"
_PHRASE = re.compile(
    rf"\b(?:(?P<when_needed>{_WHEN_NEEDED})|(?P<consult>{_CONSULT})|(?P<with>{_WITH}))\b:?", re.IGNORECASE
)
_AFTER_PARENTHESIS = re.compile(r"(?<=\)) (?=[A-ZÅÄÖ])")
_COMMA = re.compile(r"(?<=[^\s-][,;]) (?=\w)")
_PARENTHESIS = re.compile(r"\(([^()]*)\)")
_ABBREVIATION = re.compile(r"[A-ZÅÄÖ]{2,6}|[A-ZÅÄÖ][a-zåäö]?[A-ZÅÄÖ]{1,4}")
_EACH = re.compile(
    r"\b(?:respektive|varje|samtliga|alla|resp\.)(?: berörda?)? \w*(?:förvaltning|division|nämnd|kontor)\w*",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[-–—.]*")
_LONGEST_NAME = 6  # words; a longer piece is a sentence, and its commas divide no names


def read_responsibilities(cell: str, part: Part) -> list[ResponsibilityRow]:
    """The subjects of a cell in order. Their wordings are all of its text, but for the commas between them."""
    rows: list[ResponsibilityRow] = []
    current, waiting, is_list_open = part, "", False
    for block in joined_lines(cell):
        if block.start != "item" and not is_list_open:
            current = part
        for piece in _pieces(block):
            wording = f"{waiting} {piece}".strip()
            phrase = _PHRASE.search(wording)
            waiting = wording if phrase and not _name_in(wording) else ""
            if phrase and (waiting or phrase.start() == 0):
                current = _part_of(phrase)
            if not waiting:
                rows.append(_row(wording, current))
            if phrase:
                current = _part_of(phrase)
            is_list_open = is_list_open or (phrase is not None and block.text.endswith(phrase[0]))
    return [*rows, _row(waiting, current)] if waiting else rows


def abbreviations_in(rows: Iterable[ResponsibilityRow]) -> dict[str, str]:
    """Abbreviations that the table itself explains: {"RTH": "Rådet för trygghet och hälsa"}."""
    return {row.abbreviation: row.subject_name for row in rows if row.abbreviation and row.subject_name}


def with_full_name(row: ResponsibilityRow, names: dict[str, str]) -> ResponsibilityRow:
    """The row with the subject's full name where it is written as a known abbreviation."""
    name = names.get(row.subject_name)
    return replace(row, subject_name=name, abbreviation=row.subject_name) if name else row


def _pieces(block: Block) -> list[str]:
    """The block cut into subjects: after a parenthesis, after "i samråd med", at commas, in a list without items."""
    text = block.text
    if _NOTHING.fullmatch(text):
        return []
    cuts = {match.start() for match in _AFTER_PARENTHESIS.finditer(text)}
    cuts |= {match.end() for match in _PHRASE.finditer(text) if text[: match.start()].strip()}
    cuts |= run_on_cuts(text, names=True) if block.is_bare_list else set()
    cuts |= _comma_cuts(text)
    pieces = cut(text, cuts)
    return [*(piece.rstrip(",;") for piece in pieces[:-1]), *pieces[-1:]]


def _comma_cuts(text: str) -> set[int]:
    pieces = _COMMA.split(text)
    if any(len(piece.split()) > _LONGEST_NAME or ". " in piece for piece in pieces):
        return set()
    depth = parenthesis_depths(text)
    return {match.start() for match in _COMMA.finditer(text) if not depth[match.start()]}


def _part_of(phrase: re.Match[str]) -> Part:
    if phrase["when_needed"]:
        return "consult_when_needed"
    return "in_consultation" if phrase["consult"] else "actor"


def _name_in(wording: str) -> str:
    """The wording without phrases and parentheses: what to look for among units and functions."""
    return " ".join(_PHRASE.sub(" ", _PARENTHESIS.sub(" ", wording)).split()).strip(" ,;:.")


def _row(wording: str, part: Part) -> ResponsibilityRow:
    notes = [note.strip() for note in _PARENTHESIS.findall(wording)]
    abbreviation = next((note for note in notes if _ABBREVIATION.fullmatch(note)), "")
    if any(note.casefold() == "sammankallande" for note in notes):
        part = "convener"
    scope = [note for note in notes if note != abbreviation and note.casefold() != "sammankallande"]
    return ResponsibilityRow(
        part=part,
        wording=wording,
        scope_note=", ".join(scope),
        subject_name=_name_in(wording),
        abbreviation=abbreviation,
        is_each_administration=_EACH.search(wording) is not None,
    )
