"""Footnotes: a part of their own in the package, which the text calls by number."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


@dataclass
class Notes:
    """Gathers what is said in notes while the text is written, and keeps it at the end."""

    document: Document
    written: list[str] = field(default_factory=list)

    @cached_property
    def separators(self) -> list[Any]:
        """The lines above the notes, as elements: the template's own, or Word's."""
        part = next((one.target_part for one in self.document.part.rels.values() if one.reltype == REL.FOOTNOTES), None)
        given = part.blob if part is not None else f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>"
        return [one for one in parse_xml(given) if one.get(qn("w:type"))]

    @cached_property
    def first(self) -> int:
        """The number of our first note: after those that the template's lines have taken."""
        return max([0, *(int(one.get(qn("w:id"), 0)) for one in self.separators)]) + 1

    def called(self, inside: str) -> str:
        """The sign in the text of a note that says `inside`."""
        number = self.first + len(self.written)
        self.written.append(inside)
        style = self.style("footnote reference")
        return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'

    def style(self, name: str) -> str:
        return str(self.document.styles[name].style_id)

    def keep(self) -> None:
        """Write the notes' part, in place of the template's."""
        if not self.written:
            return
        separators = "".join(etree.tostring(one, encoding="unicode") for one in self.separators)
        part = self.document.part
        for key in [key for key, one in part.rels.items() if one.reltype == REL.FOOTNOTES]:
            del part.rels[key]
        notes = "".join(self.note(number, inside) for number, inside in enumerate(self.written, start=self.first))
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {nsdecls("w", "r")}>'
        content = f"{xml}{separators}{notes}</w:footnotes>".encode()
        made = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, content, part.package)
        part.relate_to(made, REL.FOOTNOTES)

    def note(self, number: int, inside: str) -> str:
        sign = f'<w:r><w:rPr><w:rStyle w:val="{self.style("footnote reference")}"/></w:rPr><w:footnoteRef/></w:r>'
        style = f'<w:pPr><w:pStyle w:val="{self.style("footnote text")}"/></w:pPr>'
        space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        return f'<w:footnote w:id="{number}"><w:p>{style}{sign}{space}{inside}</w:p></w:footnote>'
