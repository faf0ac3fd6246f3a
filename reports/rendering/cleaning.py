"""A received PDF, page by page, with nothing but what is seen: `python -m reports.rendering.cleaning`.

What was received is not trusted: it is opened here and nowhere else. Scripts, actions, forms, links, attachments and
tags stay behind; what annotations show (a stamp, a filled-in field) becomes part of its page. Marks of tags are taken
out of the drawing, so that it can be an artifact on a tagged page.
"""

from __future__ import annotations

import io
import json
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator, Pdf

from foundation.child_process import limit

MOST_PAGES = 300
DEEPEST = 8
KEPT_OF_A_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group"}
)
KEPT_OF_RESOURCES = frozenset({"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading"})
LEFT_OF_A_FORM = ("/StructParent", "/StructParents", "/Metadata", "/PieceInfo", "/OPI", "/AF")
MARKS = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
PATHS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"})
SHOWN = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE"})
LOCKED, BROKEN, NO_PDF, TOO_LARGE = "locked", "broken", "no_pdf", "too_large"

_MARK = re.compile(rb"\b(?:BMC|BDC|EMC|MP|DP)\b")


class TooManyPagesError(Exception):
    """More pages than anybody binds into a paper."""


def main() -> None:
    """Clean the files on standard input; each gets its pages and sizes, or the word for what is wrong with it.

    One line a file, as soon as it is done: what comes after it takes nothing from it.
    """
    job = json.load(sys.stdin)
    limit(job["megabytes"], job["seconds"])
    for key, content in job["files"].items():
        sys.stdout.write(json.dumps({key: cleaned_or_why(b64decode(content))}) + "\n")
        sys.stdout.flush()


def cleaned_or_why(content: bytes) -> dict[str, Any]:
    """{"pages": base64, "sizes": [[w, h]]} or {"trouble": word}. Raises MemoryError."""
    if b"%PDF-" not in content[:1024]:
        return {"trouble": NO_PDF}
    try:
        pages, sizes = cleaned(content)
    except pikepdf.PasswordError:
        return {"trouble": LOCKED}
    except TooManyPagesError:
        return {"trouble": TOO_LARGE}
    except MemoryError:  # says nothing of the file: the others before it may have used it up
        raise
    except Exception:
        return {"trouble": BROKEN}  # whatever it was: the paper is made, and says so
    return {"pages": b64encode(pages).decode(), "sizes": sizes}


def cleaned(content: bytes) -> tuple[bytes, list[tuple[float, float]]]:
    """The pages as a PDF that holds nothing else, and their sizes in points as they are seen."""
    with pikepdf.open(io.BytesIO(content)) as received, Pdf.new() as pages:
        if len(received.pages) > MOST_PAGES:
            raise TooManyPagesError
        if not len(received.pages):
            raise ValueError("no pages")
        if "/AcroForm" in received.Root:
            received.generate_appearance_streams()
        received.flatten_annotations("print")
        hidden = hidden_layers(received)
        sizes = []
        for page in received.pages:
            bare(page, hidden)
            sizes.append(size_of(page))
            pages.pages.append(page)
        if received.get_warnings() and not any("/Contents" in page.obj for page in pages.pages):
            raise ValueError("mended into nothing")
        pages.remove_unreferenced_resources()
        made = io.BytesIO()
        pages.save(made, deterministic_id=True)
        return made.getvalue(), sizes


def bare(page: pikepdf.Page, hidden: frozenset[Any]) -> None:
    """Leave of a page what is drawn on it."""
    owner = page.obj
    owner.Resources, owner.MediaBox, owner.CropBox = page.resources, page.mediabox, page.cropbox
    owner.Rotate = page.rotation
    for key in [str(key) for key in owner if key not in KEPT_OF_A_PAGE]:
        del owner[key]
    if "/Contents" in owner:
        page.contents_coalesce()
        without_marks(owner.Contents, owner.Resources, hidden)
    clean_resources(owner.Resources, hidden, set(), DEEPEST)


def size_of(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = (float(one) for one in page.cropbox)
    width, height = right - left, top - bottom
    if not (1 < width < 15_000 and 1 < height < 15_000):
        raise ValueError("no size")
    return (height, width) if page.rotation % 180 else (width, height)


def hidden_layers(received: Pdf) -> frozenset[Any]:
    """The layers that nobody sees when the file is opened."""
    properties = received.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary) or "/D" not in properties:
        return frozenset()
    shown = properties.D
    off = {one.objgen for one in shown.get("/OFF", [])}
    if shown.get("/BaseState") == "/OFF":
        off |= {one.objgen for one in properties.get("/OCGs", [])} - {one.objgen for one in shown.get("/ON", [])}
    return frozenset(off)


def clean_resources(resources: Any, hidden: frozenset[Any], seen: set[Any], depth: int) -> None:
    """What drawings inside the page need, without marks, layers and whatever else hangs there."""
    if not isinstance(resources, Dictionary) or depth == 0:
        return
    for name, one in dict(resources.get("/XObject", {})).items():
        if one.objgen in seen:
            continue
        seen.add(one.objgen)
        if one.get("/Subtype") not in ("/Image", "/Form") or is_hidden(one.get("/OC"), hidden):
            del resources.XObject[name]
        elif one.Subtype == "/Form":
            without_marks(one, one.get("/Resources", Dictionary()), hidden)
            clean_resources(one.get("/Resources"), hidden, seen, depth - 1)
        for left in LEFT_OF_A_FORM:
            if left in one:
                del one[left]
    for key in [str(one) for one in resources if one not in KEPT_OF_RESOURCES]:
        del resources[key]


def is_hidden(layer: Any, hidden: frozenset[Any]) -> bool:
    return layer is not None and isinstance(layer, Dictionary) and layer.objgen in hidden


def without_marks(stream: Any, resources: Any, hidden: frozenset[Any]) -> None:
    """Take the marks of tags out of a drawing, and what stands on layers that nobody sees."""
    if _MARK.search(stream.read_bytes()):
        layers: Any = resources.get("/Properties", {}) if isinstance(resources, Dictionary) else {}
        found = unmarked(pikepdf.parse_content_stream(stream), layers, hidden)
        stream.write(pikepdf.unparse_content_stream(list(found)))


def unmarked(instructions: Iterable[Any], layers: Any, hidden: frozenset[Any]) -> Iterator[Any]:
    """State and places go on inside a hidden layer; only what would be seen is left out."""
    inside: list[bool] = []
    for one in instructions:
        word = str(one.operator)
        if word in ("BMC", "BDC"):
            layer = layers.get(str(one.operands[1])) if is_layer(one) else None
            inside.append(is_hidden(layer, hidden))
        elif word == "EMC" and inside:
            inside.pop()
        if word in MARKS:
            continue
        if any(inside) and word in PATHS:
            yield pikepdf.ContentStreamInstruction([], Operator("n"))
        elif not (any(inside) and word in SHOWN):
            yield one


def is_layer(instruction: Any) -> bool:
    operands = instruction.operands
    return len(operands) == 2 and operands[0] == Name.OC and isinstance(operands[1], Name)


if __name__ == "__main__":
    main()
