"""Names of WordprocessingML, and the relationships between the parts of a package."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from exchange.imports.document.package import Package

SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
HYPERLINK = "hyperlink"


@dataclass(frozen=True)
class Relationship:
    """From one part to another, or to something outside the file."""

    id: str
    kind: str  # the last word of its type: "image", "hyperlink", "footnotes"
    target: str
    is_external: bool


def q(name: str) -> str:
    """ "w:p" as lxml names it."""
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def relationships(package: Package, name: str) -> list[Relationship]:
    """Where a part points; inner targets as names of parts."""
    folder, file = posixpath.split(name)
    root = package.tree(posixpath.join(folder, "_rels", f"{file}.rels"))
    found = []
    for one in root.iter(RELATIONSHIP) if root is not None else ():
        is_external = one.get("TargetMode") == "External"
        target = one.get("Target", "")
        if not is_external:
            target = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
        kind = one.get("Type", "").rpartition("/")[2]
        found.append(Relationship(one.get("Id", ""), kind, target, is_external or "://" in target))
    return found


def texts(element: Any) -> str:
    """All words under an element, a paragraph a line."""
    lines = [""]
    for one in element.iter(q("w:p"), q("w:t"), q("w:delText"), q("w:tab"), q("w:br"), q("m:t"), q("a:t"), q("a:p")):
        if one.tag in (q("w:p"), q("a:p")):
            lines.append("")
        elif one.tag in (q("w:tab"), q("w:br")):
            lines[-1] += " "
        else:
            lines[-1] += one.text or ""
    return "\n".join(said for line in lines if (said := " ".join(line.split())))


def is_on(element: Any | None) -> bool:
    """Whether a switch such as <w:b/> is there and not turned off."""
    return element is not None and element.get(q("w:val")) not in ("0", "false", "off", "none")


def unwrap(element: Any) -> None:
    """Take an element away and leave what stands in it."""
    parent = element.getparent()
    place = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(place, child)
    parent.remove(element)
