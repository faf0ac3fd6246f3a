"""Fields of a Word file: their results are text like any other; a table of contents is marked as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from exchange.imports.document.reading import NoteFound
from exchange.imports.document.word_names import is_on, q, texts

_TICKED, _UNTICKED = "☒", "☐"
_OF_NO_NOTE = {"TOC", "HYPERLINK", "PAGE", "NUMPAGES", "PAGEREF", "SEQ", "FORMCHECKBOX", ""}


@dataclass
class _Field:
    instruction: str = ""
    is_in_result: bool = False
    said: str = ""

    @property
    def name(self) -> str:
        return _name_of(self.instruction)


def fields(root: Any) -> Iterator[NoteFound]:
    """Mark the paragraphs inside a table of contents; a note for each result that Word had computed."""
    for one in root.iter(q("w:fldSimple")):
        if _name_of(one.get(q("w:instr"), "")) not in _OF_NO_NOTE:
            yield NoteFound("field", texts(one))
    open_fields: list[_Field] = []
    for one in root.iter(q("w:fldChar"), q("w:instrText"), q("w:t"), q("w:p")):
        if one.tag == q("w:fldChar"):
            yield from _marked(one, open_fields)
        elif one.tag == q("w:p"):
            if any(field.name == "TOC" for field in open_fields):
                one.set("contents", "1")
        elif open_fields:
            _read_on(one, open_fields[-1])
    boxes(root)


def boxes(root: Any) -> None:
    """A box to tick in an old form becomes its mark."""
    for box in list(root.iter(q("w:checkBox"))):
        run = next(box.iterancestors(q("w:r")), None)
        switch = box.find(q("w:checked"))
        switch = switch if switch is not None else box.find(q("w:default"))
        if run is not None:
            mark = run.makeelement(q("w:r"))
            etree.SubElement(mark, q("w:t")).text = _TICKED if is_on(switch) else _UNTICKED
            run.addprevious(mark)
        box.getparent().remove(box)
    for one in list(root.iter(q("w:instrText"))):
        if _name_of(one.text or "") == "FORMCHECKBOX":  # its reader would show a box of its own
            one.getparent().remove(one)


def _marked(mark: Any, open_fields: list[_Field]) -> Iterator[NoteFound]:
    kind = mark.get(q("w:fldCharType"))
    if kind == "begin":
        open_fields.append(_Field())
    elif open_fields and kind == "separate":
        open_fields[-1].is_in_result = True
        if open_fields[-1].name == "TOC":
            _mark_contents(mark)
    elif open_fields and kind == "end":
        field = open_fields.pop()
        if field.name not in _OF_NO_NOTE and field.said.strip():
            yield NoteFound("field", field.said.strip())


def _read_on(one: Any, field: _Field) -> None:
    if one.tag == q("w:instrText"):
        field.instruction += one.text or ""
    elif field.is_in_result:
        field.said += one.text or ""


def _name_of(instruction: str) -> str:
    return next(iter(instruction.split()), "").upper()


def _mark_contents(inside: Any) -> None:
    paragraph = next(inside.iterancestors(q("w:p")), None)
    if paragraph is not None:
        paragraph.set("contents", "1")
