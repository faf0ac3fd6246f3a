"""A story of a Word file (its text, its notes) made so plain that its reader loses nothing: what it would is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from exchange.imports.document.reading import NoteFound
from exchange.imports.document.word_fields import fields
from exchange.imports.document.word_names import is_on, q, texts, unwrap
from exchange.imports.document.word_signs import signs
from exchange.imports.document.word_styles import Styles
from foundation.rich_text import DEEPEST

_HOLDERS = ("w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo", "w:ruby", "w:rubyBase", "w:rt")
_PICTURE = f"{q('a:graphic')}/{q('a:graphicData')}/{q('pic:pic')}"


def prepare(root: Any, styles: Styles) -> list[NoteFound]:
    """Make the story plain in place; returns what was taken away or changed."""
    notes = [
        *signs(root),
        *fields(root),
        *removed(root, ("w:del", "w:moveFrom"), "tracked_deletion"),
        *deleted_rows(root),
        *kept(root),
        *hidden(root, styles),
        *equations(root),
    ]
    alternatives(root)
    notes += [*text_boxes(root), *drawings(root)]
    structured(root)
    holders(root)
    breaks(root)
    notes += paragraphs(root, styles)
    return notes


def removed(root: Any, names: tuple[str, ...], kind: str) -> Iterator[NoteFound]:
    """Take elements away with all they hold; their words are told."""
    for one in list(root.iter(*map(q, names))):
        if said := texts(one):
            yield NoteFound(kind, said)
        if one.getparent().tag not in (q("w:rPr"), q("w:trPr")):  # there it marks a paragraph or a row
            one.getparent().remove(one)


def deleted_rows(root: Any) -> Iterator[NoteFound]:
    for mark in list(root.iterfind(f".//{q('w:trPr')}/{q('w:del')}")):
        row = mark.getparent().getparent()
        if said := texts(row):
            yield NoteFound("tracked_deletion", said)
        row.getparent().remove(row)


def kept(root: Any) -> Iterator[NoteFound]:
    """Insertions stay; that they were not yet accepted is told."""
    for one in list(root.iter(q("w:ins"), q("w:moveTo"))):
        if one.getparent().tag in (q("w:rPr"), q("w:trPr"), q("w:numPr")):
            continue
        if said := texts(one):
            yield NoteFound("tracked_insertion", said)
        unwrap(one)


def hidden(root: Any, styles: Styles) -> Iterator[NoteFound]:
    """Text that the writer hid is not taken over, and told."""
    for run in list(root.iter(q("w:r"))):
        switch = run.find(f"{q('w:rPr')}/{q('w:vanish')}")
        style = run.find(f"{q('w:rPr')}/{q('w:rStyle')}")
        by_style = style is not None and styles.is_switched_on(style.get(q("w:val"), ""), "w:vanish")
        if (is_on(switch) if switch is not None else by_style) and run.find(f".//{q('w:fldChar')}") is None:
            if said := texts(run):
                yield NoteFound("other", said)
            run.getparent().remove(run)


def equations(root: Any) -> Iterator[NoteFound]:
    """An equation becomes its signs in a row."""
    for one in list(root.iter(q("m:oMathPara"), q("m:oMath"))):
        if one.getparent() is None or next(one.iterancestors(q("m:oMathPara")), None) is not None:
            continue
        said = " ".join(sign.text or "" for sign in one.iter(q("m:t")))
        yield NoteFound("equation", said)
        made = one.makeelement(q("w:r"))
        etree.SubElement(made, q("w:t")).text = said
        is_block = one.getparent().tag != q("w:p") and next(one.iterancestors(q("w:p")), None) is None
        if is_block:
            paragraph = one.makeelement(q("w:p"))
            paragraph.append(made)
            made = paragraph
        one.getparent().replace(one, made)


def alternatives(root: Any) -> None:
    """Of the same thing written for new and old programs, the new one where it shows anything."""
    for one in list(root.iter(q("mc:AlternateContent"))):
        if one.getparent() is None:
            continue
        choices = [*one.iterfind(q("mc:Choice")), *one.iterfind(q("mc:Fallback"))]
        telling = [choice for choice in choices if any(True for _ in choice.iter(*map(q, ("w:t", "a:blip"))))]
        for choice in choices:
            if choice is not (telling or choices)[0]:
                one.remove(choice)
        for choice in list(one):
            unwrap(choice)
        unwrap(one)


def text_boxes(root: Any) -> Iterator[NoteFound]:
    """What stands in a text box or shape follows the paragraph that it is anchored in."""
    for box in list(root.iter(q("w:txbxContent"))):
        outermost = list(box.iterancestors(q("w:p")))
        box.getparent().remove(box)
        if said := texts(box):
            yield NoteFound("text_box", said)
        if outermost:
            anchor = outermost[0]
            for block in reversed(list(box)):
                anchor.addnext(block)


def drawings(root: Any) -> Iterator[NoteFound]:
    """Charts, diagrams and objects are told; so is a picture that comes from outside the file or stands in a group."""
    for one in root.iter(q("wp:inline"), q("wp:anchor")):
        pictures = one.findall(_PICTURE)
        said = texts(one)
        blips = list(one.iter(q("a:blip")))
        if len(blips) > len(pictures):
            yield NoteFound("image", alt_of(one))
        if (not pictures and not blips) or said:
            yield NoteFound("embedded", said or alt_of(one))
        for blip in one.iter(q("a:blip")):
            if blip.get(q("r:link")) and not blip.get(q("r:embed")):
                yield NoteFound("image", alt_of(one))
                del blip.attrib[q("r:link")]
    for one in root.iter(q("w:object")):
        embedded = next(iter(one.iter(q("o:OLEObject"))), None)
        yield NoteFound("embedded", embedded.get("ProgID", "") if embedded is not None else "")


def alt_of(drawing: Any) -> str:
    properties = drawing.find(q("wp:docPr"))
    return (
        "" if properties is None else properties.get("descr") or properties.get("title") or properties.get("name", "")
    )


def structured(root: Any) -> None:
    """Content controls (forms, tables of contents) are nothing but what they hold."""
    for one in list(root.iter(q("w:sdt"))):
        gallery = one.find(f"{q('w:sdtPr')}/{q('w:docPartObj')}/{q('w:docPartGallery')}")
        content = one.find(q("w:sdtContent"))
        if content is None:
            one.getparent().remove(one)
            continue
        if gallery is not None and gallery.get(q("w:val")) == "Table of Contents":
            for paragraph in content.iter(q("w:p")):
                paragraph.set("contents", "1")
        one.getparent().replace(one, content)
        unwrap(content)


def holders(root: Any) -> None:
    etree.strip_tags(root, *map(q, _HOLDERS))


def breaks(root: Any) -> None:
    """A new page or column is a space: the words around it stay two. Old ways of saying line break and tab."""
    for one in list(root.iter(q("w:br"), q("w:cr"), q("w:ptab"))):
        if one.tag == q("w:ptab"):
            one.tag = q("w:tab")
        elif one.tag == q("w:br") and one.get(q("w:type")) in ("page", "column"):
            one.tag, one.text = q("w:t"), " "
        else:
            one.tag = q("w:br")


def paragraphs(root: Any, styles: Styles) -> Iterator[NoteFound]:
    """Every paragraph says what it is in one word, in place of the file's own styles."""
    for paragraph in root.iter(q("w:p")):
        properties = paragraph.find(q("w:pPr"))
        if properties is None:
            properties = paragraph.makeelement(q("w:pPr"))
            paragraph.insert(0, properties)
        style = properties.find(q("w:pStyle"))
        style_id = style.get(q("w:val"), "") if style is not None else ""
        if style is not None:
            properties.remove(style)
        numbering = properties.find(q("w:numPr"))
        numbering = numbering if numbering is not None else styles.numbering(style_id)
        meaning = "contents" if paragraph.attrib.pop("contents", "") else styles.meaning(style_id)
        level = 0 if meaning else styles.level(style_id, properties)
        if level:
            meaning = f"{'counted' if styles.counts(numbering) else 'heading'}{level}"
        elif not meaning:
            yield from listed(properties, numbering if styles.counts(numbering) else None, texts(paragraph))
        runs(paragraph, styles, "" if meaning else style_id)
        if meaning:
            for old in properties.findall(q("w:numPr")):
                properties.remove(old)
            etree.SubElement(properties, q("w:pStyle")).set(q("w:val"), meaning)


def listed(properties: Any, numbering: Any | None, said: str) -> Iterator[NoteFound]:
    """The paragraph's own place in a list, at most six deep."""
    for old in properties.findall(q("w:numPr")):
        properties.remove(old)
    if numbering is None:
        return
    depth = numbering.find(q("w:ilvl"))
    level = int(depth.get(q("w:val"), "0")) if depth is not None and depth.get(q("w:val"), "0").isdigit() else 0
    if level >= DEEPEST:
        yield NoteFound("deep_list", said)
    made = etree.SubElement(properties, q("w:numPr"))
    etree.SubElement(made, q("w:ilvl")).set(q("w:val"), str(min(level, DEEPEST - 1)))
    etree.SubElement(made, q("w:numId")).set(q("w:val"), numbering.find(q("w:numId")).get(q("w:val")))


def runs(paragraph: Any, styles: Styles, style_id: str) -> None:
    """Bold and italics that come from a style are written on the words themselves."""
    for run in paragraph.iter(q("w:r")):
        properties = run.find(q("w:rPr"))
        if properties is None:
            properties = run.makeelement(q("w:rPr"))
            run.insert(0, properties)
        own = properties.find(q("w:rStyle"))
        own_id = own.get(q("w:val"), "") if own is not None else ""
        if own is not None:
            properties.remove(own)
        for switch in ("w:b", "w:i"):
            if properties.find(q(switch)) is None and any(
                one and styles.is_switched_on(one, switch) for one in (own_id, style_id)
            ):
                etree.SubElement(properties, q(switch))
