"""Draw received pages on the pages that wait for them, and attach the files as they came.

A received page is an artifact: what can be read aloud is our heading above it, and the attached file. The frame
around it says where ours ends and theirs begins.
"""

from __future__ import annotations

import io
from base64 import b64decode
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import AttachedFileSpec, Name, Pdf, Rectangle

MILLIMETRE = 72 / 25.4
SIDE, BELOW, ABOVE = 15 * MILLIMETRE, 20 * MILLIMETRE, 20 * MILLIMETRE
HAIRLINE = b"q 0.73 0.78 0.78 RG 0.5 w %.2f %.2f %.2f %.2f re S Q\n"


def bind(content: bytes, bound: Sequence[Mapping[str, Any]], page_of: Mapping[str, int]) -> bytes:
    """The PDF `content` with every bound file drawn and attached; `page_of` says on which page a place stands."""
    with pikepdf.open(io.BytesIO(content)) as paper:
        for number, one in enumerate(bound, start=1):
            if one["pages"]:
                with pikepdf.open(io.BytesIO(b64decode(one["pages"]))) as received:
                    for place, page in zip(one["places"], received.pages, strict=True):
                        draw(paper, page_of[place], page)
            attach(paper, f"{number:02} {one['name']}", one)
        made = io.BytesIO()
        paper.save(made, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return made.getvalue()


def draw(paper: Pdf, number: int, page: pikepdf.Page) -> None:
    """One received page within the frame of one of ours, as large as fits, never larger than it came."""
    target = paper.pages[number]
    drawing = paper.copy_foreign(page.as_form_xobject())
    name = target.add_resource(drawing, Name.XObject, Name(f"/Received{number}"))  # the pages share their names
    _left, _bottom, width, height = (float(one) for one in target.mediabox)
    room = Rectangle(SIDE, BELOW, width - SIDE, height - ABOVE)
    placed = target.calc_form_xobject_placement(
        drawing, name, room, invert_transformations=True, allow_shrink=True, allow_expand=False
    )
    frame = HAIRLINE % framed(drawing, room)
    target.contents_add(paper.make_stream(b"q\n"), prepend=True)
    target.contents_add(paper.make_stream(b"\nQ\n/Artifact BMC\n" + placed + b"\n" + frame + b"EMC\n"))


def framed(drawing: Any, room: Rectangle) -> tuple[float, float, float, float]:
    """The box of the drawing where it is placed: in the middle of the room."""
    corners = [float(one) for one in drawing.BBox]
    a, b, c, d, _e, _f = (float(one) for one in drawing.get("/Matrix", [1, 0, 0, 1, 0, 0]))
    wide, high = abs(corners[2] - corners[0]), abs(corners[3] - corners[1])
    width, height = abs(a) * wide + abs(c) * high, abs(b) * wide + abs(d) * high
    scale = min(room.width / width, room.height / height, 1)
    width, height = width * scale, height * scale
    return room.llx + (room.width - width) / 2, room.lly + (room.height - height) / 2, width, height


def attach(paper: Pdf, name: str, one: Mapping[str, Any]) -> None:
    spec = AttachedFileSpec(
        paper,
        b64decode(one["content"]),
        filename=name,
        description=one["name"],
        mime_type=one["content_type"],
        creation_date="",  # no days of ours: the same file every time
        mod_date="",
    )
    paper.attachments[name] = spec
