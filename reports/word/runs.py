"""The words of a line in Word's own tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape
from itertools import count

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as REL

from reports.documents.blocks import Run, Runs
from reports.word.notes import Notes

_UNWRITABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_NOT_IN_A_NAME = re.compile(r"\W")
_SHIFTS = {"sup": "superscript", "sub": "subscript"}
LONGEST_NAME = 40  # of a bookmark


def said(text: str) -> str:
    """Text as Word keeps it: nothing in it is an instruction, and what XML cannot hold is gone."""
    lines = _UNWRITABLE.sub("", text).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in lines)


def bookmark(anchor: str) -> str:
    return _NOT_IN_A_NAME.sub("_", f"p_{anchor}")[:LONGEST_NAME]


@dataclass
class Words:
    """Writes runs, and keeps the links and notes that they call."""

    document: Document
    notes: Notes
    _links: dict[str, str] = field(default_factory=dict)
    _places: Iterator[int] = field(default_factory=lambda: count(1))

    def xml(self, runs: Runs, *, is_bold: bool = False) -> str:
        return "".join(self.run(run, is_bold=is_bold) for run in runs)

    def run(self, run: Run, *, is_bold: bool) -> str:
        if run.note:
            # A note leads nowhere: the address is said in words after it.
            return self.notes.called(self.xml(tuple(replace(one, link="") for one in run.note)))
        made = f"<w:r>{look(run, is_bold=is_bold)}{said(run.text)}</w:r>"
        if run.link.startswith("#"):
            return f'<w:hyperlink w:anchor="{bookmark(run.link[1:])}" w:history="1">{made}</w:hyperlink>'
        if _ADDRESS.match(run.link):
            return f'<w:hyperlink r:id="{self.link(run.link)}" w:history="1">{made}</w:hyperlink>'
        return made

    def link(self, address: str) -> str:
        """The relationship that leads to an address: one for each."""
        if address not in self._links:
            self._links[address] = self.document.part.relate_to(address, REL.HYPERLINK, is_external=True)
        return self._links[address]

    def placed(self, inside: str, anchor: str) -> str:
        """`inside` as a place that a reference leads to."""
        if not anchor:
            return inside
        number = next(self._places)
        name = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark(anchor)}"/>'
        return f'{name}{inside}<w:bookmarkEnd w:id="{number}"/>'


def look(run: Run, *, is_bold: bool) -> str:
    """Bold, italic, underlined where it leads somewhere, raised or lowered; in the order that Word asks for."""
    shift = _SHIFTS.get(run.shift, "")
    marks = (
        "<w:b/>" if run.is_bold or is_bold else "",
        "<w:i/>" if run.is_italic else "",
        '<w:u w:val="single"/>' if run.link and not run.link.startswith("#") else "",
        f'<w:vertAlign w:val="{shift}"/>' if shift else "",
    )
    return f"<w:rPr>{''.join(marks)}</w:rPr>" if any(marks) else ""
