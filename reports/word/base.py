"""The file that a paper is written into: the municipality's template without its text, or a plain one of ours."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.opc.packuri import PackURI
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.parts.numbering import NumberingPart
from docx.shared import Mm, Pt, RGBColor

from reports.documents.text import one_line

SWEDISH = "sv-SE"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # as early as a package can say: the same file has the same bytes
DARK = RGBColor(0x0E, 0x5A, 0x66)
FONT = "Calibri"
WANTED = ("Title", "Subtitle", *(f"Heading {level}" for level in range(1, 6)), "Quote", "Caption", "List Paragraph")
TABLE_TEXT = "Tabelltext"

_TEMPLATE = b"wordprocessingml.template.main+xml"
_DOCUMENT = b"wordprocessingml.document.main+xml"
# What a paper takes from a template; pictures, notes, comments and objects of its text go with the text.
_KEPT = frozenset(
    {
        REL.STYLES,
        REL.NUMBERING,
        REL.SETTINGS,
        REL.FONT_TABLE,
        REL.THEME,
        REL.WEB_SETTINGS,
        REL.HEADER,
        REL.FOOTER,
        REL.FOOTNOTES,
        REL.ENDNOTES,
        REL.CUSTOM_XML,
    }
)
_NOT_SET = ("attachedTemplate", "mailMerge", "documentProtection", "writeProtection", "trackRevisions", "linkStyles")


def opened(template: bytes | None, *, sender: str, foot: str) -> Document:
    """An empty document with page, head, foot and styles: those of the template where there is one."""
    plain = plain_document()
    if template is None:
        write_head_and_foot(plain, sender, foot)
        return plain
    document = docx.Document(BytesIO(as_document(template)))
    empty(document)
    disconnect(document)
    take_missing_styles(document, plain)
    take_missing_numbering(document)
    return document


def as_document(template: bytes) -> bytes:
    """A template (.dotx) says that it is one; a document is what is made from it."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(template)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in given.namelist():
            part = given.read(name)
            written.writestr(name, part.replace(_TEMPLATE, _DOCUMENT) if name == "[Content_Types].xml" else part)
    return made.getvalue()


def empty(document: Document) -> None:
    """Take away the text; what stands last, the page's own measures, heads and feet, stays."""
    body = document.element.body
    last = body.sectPr if body.sectPr is not None else OxmlElement("w:sectPr")
    for child in list(body):
        body.remove(child)
    body.append(last)
    for one in last.findall(qn("w:sectPrChange")):
        last.remove(one)


def disconnect(document: Document) -> None:
    """Leave behind what belonged to the template's text, and every link out of the file."""
    part = document.part
    for key in [key for key, one in part.rels.items() if one.reltype not in _KEPT or one.is_external]:
        del part.rels[key]
    for one in [*part.rels.values()]:
        if one.reltype in (REL.HEADER, REL.FOOTER, REL.SETTINGS):
            unlink(one.target_part)
    for name in _NOT_SET:
        for element in document.settings.element.findall(qn(f"w:{name}")):
            document.settings.element.remove(element)


def unlink(part: Any) -> None:
    """The words of a link stay; where it led to does not."""
    outside = {key for key, one in part.rels.items() if one.is_external}
    for key in outside:
        del part.rels[key]
    root = getattr(part, "element", None)
    for link in list(root.iter(qn("w:hyperlink"))) if root is not None else ():
        if link.get(qn("r:id")) in outside:
            for child in list(link):
                link.addprevious(child)
            link.getparent().remove(link)


def take_missing_styles(document: Document, plain: Document) -> None:
    """Styles that the template lacks come from our own document, without what they would refer to there."""
    has = {style.name for style in document.styles}
    for name in (*WANTED, TABLE_TEXT, "footnote text", "footnote reference"):
        if name not in has:
            taken = deepcopy(plain.styles[name].element)
            for tag in ("w:link", "w:next", "w:numPr"):
                for one in list(taken.iter(qn(tag))):
                    one.getparent().remove(one)
            document.styles.element.append(taken)


def take_missing_numbering(document: Document) -> None:
    """A template without lists of its own has no part for them."""
    part = document.part
    if not any(one.reltype == REL.NUMBERING for one in part.rels.values()):
        element = parse_xml(f"<w:numbering {nsdecls('w')}/>")
        made = NumberingPart(PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, element, part.package)
        part.relate_to(made, REL.NUMBERING)


def plain_document() -> Document:
    """A4, dark headings, Swedish, and nothing of the program that made it."""
    document = docx.Document()
    empty(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    set_font(document.styles["Normal"], 11)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    sizes = {"Title": 22, "Subtitle": 12, "Heading 1": 16, "Heading 2": 13, "Heading 3": 12}
    for name in WANTED[:7]:
        set_font(document.styles[name], sizes.get(name, 11), DARK)
    for border in list(document.styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    for style in OWN_STYLES:
        document.styles.element.append(parse_xml(style))
    for key in [key for key, one in document.part.package.rels.items() if one.reltype.endswith("/thumbnail")]:
        del document.part.package.rels[key]
    return document


OWN_STYLES = (
    f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{TABLE_TEXT}">'
    f'<w:name w:val="{TABLE_TEXT}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>'
    '<w:spacing w:before="20" w:after="40" w:line="240" w:lineRule="auto"/></w:pPr>'
    '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>',
    f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>',
    f'<w:style {nsdecls("w")} w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
)


def set_font(style: Any, size: int, color: RGBColor | None = None) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    if color is not None:
        style.font.color.rgb = color


def write_head_and_foot(document: Document, sender: str, foot: str) -> None:
    """Who sends at the head; at the foot what paper it is, and the page out of how many."""
    section = document.sections[0]
    section.header.paragraphs[0].text = sender
    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if foot:
        line.add_run(f"{foot}  ·  ")
    for place, counted in enumerate(("PAGE", "NUMPAGES")):
        if place:
            line.add_run(" (")
        line._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {counted} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
    line.add_run(")")


def closed(document: Document, *, title: str) -> bytes:
    """The finished file, in Swedish, with its title and without machine, person or moment."""
    say_swedish(document)
    core = document.core_properties
    core.title, core.language = one_line(title)[:255], SWEDISH
    core.author = core.last_modified_by = core.comments = core.keywords = core.subject = core.category = ""
    core.revision = 1
    for one in list(core._element):
        if one.tag in (qn("dcterms:created"), qn("dcterms:modified"), qn("cp:lastPrinted")):
            core._element.remove(one)
    written = BytesIO()
    document.save(written)
    return without_moments(written.getvalue())


def say_swedish(document: Document) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults is not None:
        for one in defaults.findall(qn("w:lang")):
            defaults.remove(one)
        defaults.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="{SWEDISH}" w:eastAsia="{SWEDISH}" w:bidi="ar-SA"/>'))


def without_moments(package: bytes) -> bytes:
    """The package with no time in it: made again, it has the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            written.writestr(entry, given.read(name))
    return made.getvalue()
