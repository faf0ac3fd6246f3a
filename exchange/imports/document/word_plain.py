"""A package with the text, its notes, lists and pictures and nothing else, in the names that the reader expects."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from lxml import etree

from exchange.imports.document.package import Package
from exchange.imports.document.reading import NoteFound
from exchange.imports.document.word_names import HYPERLINK, RELATIONSHIP, Relationship, q, relationships
from exchange.imports.document.word_story import prepare
from exchange.imports.document.word_styles import Styles

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = RELATIONSHIP[1:].partition("}")[0]
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_REFERRING = [q(name) for name in ("r:id", "r:embed", "r:link", "r:pict", "r:dm", "r:href")]
NOTES = ("footnotes", "endnotes")


def plain_package(package: Package, main: str, notes: list[NoteFound]) -> bytes:
    """The package that mammoth reads: written by us, of parsed parts. Adds what was left out to `notes`."""
    numbering = package.tree(target_of(package, main, "numbering"))
    styles = Styles(package.tree(target_of(package, main, "styles")), numbering)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", written([Relationship("m", "officeDocument", "word/document.xml", False)]))
        put_story(archive, package, main, "document", styles, notes)
        for kind in NOTES:
            name = target_of(package, main, kind)
            if name in package.parts:
                put_story(archive, package, name, kind, styles, notes)
        if numbering is not None:
            archive.writestr("word/numbering.xml", etree.tostring(numbering, encoding="utf-8"))
    return made.getvalue()


def target_of(package: Package, main: str, kind: str) -> str:
    """The name of the part of that kind."""
    found = (one.target for one in relationships(package, main) if one.kind == kind and not one.is_external)
    return next(found, f"word/{kind}.xml")


def put_story(
    archive: zipfile.ZipFile, package: Package, name: str, kind: str, styles: Styles, notes: list[NoteFound]
) -> None:
    root = package.sure_tree(name)
    notes += prepare(root, styles)
    kept = []
    for place, one in enumerate(relationships(package, name)):
        if one.is_external and one.kind == HYPERLINK:
            kept.append(one)
        elif one.kind == "image" and not one.is_external and one.target in package.parts:
            picture = f"{kind}{place}"
            archive.writestr(f"word/media/{picture}", package.parts[one.target])
            kept.append(Relationship(one.id, one.kind, f"media/{picture}", False))
    drop_references(root, {one.id for one in kept})
    archive.writestr(f"word/{kind}.xml", etree.tostring(root, encoding="utf-8"))
    archive.writestr(f"word/_rels/{kind}.xml.rels", written(kept))


def drop_references(root: Any, known: set[str]) -> None:
    """References to what is not there, or not ours to fetch."""
    for one in root.iter():
        for name in _REFERRING:
            if isinstance(one.tag, str) and one.get(name) is not None and one.get(name) not in known:
                del one.attrib[name]


def written(links: list[Relationship]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
    for one in links:
        element = etree.SubElement(root, RELATIONSHIP, Id=one.id, Type=f"{_OFFICE}/{one.kind}", Target=one.target)
        if one.is_external:
            element.set("TargetMode", "External")
    made: bytes = etree.tostring(root, encoding="utf-8")
    return made
