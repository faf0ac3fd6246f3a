"""A Word file to a reading: checked, made plain, read as rich text by mammoth, and put into sections."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import mammoth
from lxml import html as lxml_html

from exchange.imports.document.blocks import blocks_of, inside, words
from exchange.imports.document.images import Images
from exchange.imports.document.package import Package, opened
from exchange.imports.document.reading import DocumentReading, NoteFound
from exchange.imports.document.refusals import DocumentRefused
from exchange.imports.document.structure import read_structure, refuse_length
from exchange.imports.document.word_beside import beside
from exchange.imports.document.word_heads import page_heads, with_page_heads
from exchange.imports.document.word_names import q, relationships
from exchange.imports.document.word_plain import plain_package

_PREFIX = "d-"
_DEEP = "ul|ol > li > " * 5
_STYLE_MAP = "\n".join(
    [
        *(f"p.heading{level} => h{level}:fresh" for level in range(1, 7)),
        *(f"p.counted{level} => h{level}.h-counted:fresh" for level in range(1, 7)),
        "p.title => p.title:fresh",
        "p.contents => p.contents:fresh",
        "p.quote => blockquote > p:fresh",
        f"p:unordered-list(6) => {_DEEP}ul > li:fresh",
        f"p:ordered-list(6) => {_DEEP}ol > li:fresh",
    ]
)


def read_docx(content: bytes) -> DocumentReading:
    """What was understood of a Word file. Raises DocumentRefused for what is no plain Word file of a decent size."""
    package = opened(content)
    main = main_part(package)
    refuse_length(sum(len(text.text or "") for text in package.sure_tree(main).iter(q("w:t"))))
    notes: list[NoteFound] = []
    plain = plain_package(package, main, notes)
    notes += beside(package, main)
    heads = page_heads(package, main)
    images = Images(notes)
    try:
        html = mammoth.convert_to_html(
            BytesIO(plain),
            style_map=_STYLE_MAP,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(lambda image: images.attributes(image.open, image.alt_text or "")),
            id_prefix=_PREFIX,
        ).value
    except (RecursionError, ValueError, KeyError, AttributeError) as error:
        raise DocumentRefused("damaged") from error
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    put_notes(root)
    return with_page_heads(read_structure(blocks_of(root), images=images.found, notes=notes), heads)


def main_part(package: Package) -> str:
    """The name of the part with the text."""
    targets = [one.target for one in relationships(package, "") if one.kind == "officeDocument" and not one.is_external]
    name = next((target for target in targets if target in package.parts), "word/document.xml")
    if name not in package.parts:
        raise DocumentRefused("not_docx")
    return name


def put_notes(root: Any) -> None:
    """Footnotes and endnotes from the end of the text to where they are called."""
    starts = tuple(f"{_PREFIX}{kind}note-" for kind in ("foot", "end"))
    notes = {item.get("id"): item for item in root.iter("li") if item.get("id", "").startswith(starts)}
    said = {f"#{name}": note_words(item) for name, item in notes.items()}
    for item in notes.values():
        parent = item.getparent()
        parent.remove(item)
        if len(parent) == 0 and parent.getparent() is not None:
            parent.drop_tree()
    for link in list(root.iter("a")):
        if link.get("href") in said:
            span = lxml_html.fragment_fromstring(f'<span class="footnote">{said[link.get("href")]}</span>')
            span.tail = link.tail
            link.getparent().replace(link, span)
        elif not words(link):
            link.drop_tag()
    for raised in list(root.iter("sup")):
        if all(child.tag in ("span", "sup") for child in raised) and len(raised) and not (raised.text or "").strip():
            raised.drop_tag()


def note_words(item: Any) -> str:
    """A note's rich text in one line; its paragraphs are parted by line breaks."""
    for link in list(item.iter("a")):
        if link.get("href", "").startswith(f"#{_PREFIX}") and "-ref-" in link.get("href"):
            link.drop_tree()
    return "<br>".join(block.inner or block.text.replace("\n", " ") for block in blocks_of(item)) or inside(item)
