"""What WeasyPrint leaves out of the tags and PDF/UA asks for (ISO 14289-1, 7.5; ISO 32000-1, 14.7.2).

Each header cell gets its Scope. A table that runs over pages becomes one table a page there, with the same header cells
again: their identifiers are made unique, and the tree of identifiers that they belong in is added. What stands at the
foot of a page becomes notes, each with its number as a label and an identifier of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf


def finish(document: Any, pdf: Any) -> None:
    """Complete the tag tree of `pdf` just before it is written."""
    root = next((one for one in pdf.objects if is_a(one, "/StructTreeRoot")), None)
    if root is None:
        return
    identified: list[tuple[bytes, Any]] = []
    for place, table in enumerate(one for one in pdf.objects if is_a(one, "/StructElem") and one["S"] == "/Table"):
        complete_table(pdf, table, place, identified)
    for place, note in enumerate(notes_of(pdf, root)):
        complete_note(pdf, note, f"note-{place}".encode(), identified)
    identified.sort(key=lambda pair: pair[0])
    if identified:
        names = pydyf.Array(piece for key, cell in identified for piece in (pydyf.String(key), cell.reference))
        limits = pydyf.Array([pydyf.String(identified[0][0]), pydyf.String(identified[-1][0])])
        leaf = pydyf.Dictionary({"Names": names, "Limits": limits})
        pdf.add_object(leaf)
        tree = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
        pdf.add_object(tree)
        root["IDTree"] = tree.reference


def is_a(one: Any, kind: str) -> bool:
    return isinstance(one, pydyf.Dictionary) and one.get("Type") == kind


def complete_table(pdf: Any, table: Any, place: int, identified: list[tuple[bytes, Any]]) -> None:
    for cell, is_in_head in cells_of(pdf, table):
        attributes = cell.setdefault("A", pydyf.Dictionary({"O": "/Table"}))
        if cell["S"] == "/TH":
            attributes["Scope"] = "/Column" if is_in_head else "/Row"
        if "ID" in cell:
            key = unique(cell["ID"], place)
            cell["ID"] = pydyf.String(key)
            identified.append((key, cell))
        if "Headers" in attributes:
            attributes["Headers"] = pydyf.Array(pydyf.String(unique(name, place)) for name in attributes["Headers"])


def notes_of(pdf: Any, root: Any) -> Iterator[Any]:
    """The notes of every page: what stands straight under the document in spans, and nothing else does."""
    document = pdf.objects[int(root["K"][0].split()[0])]
    for area in kids_of(pdf, document):
        if area["S"] == "/NonStruct":
            yield from (one for one in kids_of(pdf, area) if one["S"] == "/Span")


def complete_note(pdf: Any, note: Any, key: bytes, identified: list[tuple[bytes, Any]]) -> None:
    note["S"], note["ID"] = "/Note", pydyf.String(key)
    identified.append((key, note))
    marker = next(kids_of(pdf, note), None)
    if marker is not None and marker["S"] == "/NonStruct":
        marker["S"] = "/Lbl"


def kids_of(pdf: Any, element: Any) -> Iterator[Any]:
    """The elements straight under one; not its text and its links."""
    for kid in element["K"]:
        child = pdf.objects[int(kid.split()[0])] if isinstance(kid, bytes) else None
        if is_a(child, "/StructElem"):
            yield child


def unique(name: Any, place: int) -> bytes:
    return f"{place}-{name.string}".encode()


def cells_of(pdf: Any, element: Any, *, is_in_head: bool = False) -> Iterator[tuple[Any, bool]]:
    """Every cell of a table, and whether it stands in the head."""
    for child in kids_of(pdf, element):
        if child["S"] in ("/TH", "/TD"):
            yield child, is_in_head
        elif child["S"] in ("/THead", "/TBody", "/TFoot", "/TR", "/NonStruct"):
            yield from cells_of(pdf, child, is_in_head=is_in_head or child["S"] == "/THead")
