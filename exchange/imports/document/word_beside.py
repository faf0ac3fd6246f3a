"""What a Word file holds beside its text: comments, diagrams, links to other files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from exchange.imports.document.package import Package
from exchange.imports.document.reading import NoteFound
from exchange.imports.document.word_names import HYPERLINK, q, relationships, texts
from exchange.imports.document.word_plain import NOTES, target_of

_TELLING = r"word/(?:charts/chart|diagrams/data)\d*\.xml"


def beside(package: Package, main: str) -> Iterator[NoteFound]:
    """A note for each of them."""
    yield from comments(package, main)
    yield from uncalled_notes(package, main)
    for name in package.names(_TELLING):
        root = package.sure_tree(name)
        said = [one.text.strip() for one in root.iter(q("a:t"), "{*}v") if one.text and one.text.strip()]
        yield NoteFound("embedded", "\n".join(dict.fromkeys(said)) or posixpath.basename(name))
    for name in package.names(r"word/(?:embeddings|activeX)/.*\.(?!rels).*"):
        yield NoteFound("embedded", posixpath.basename(name))
    yield from links(package)


def comments(package: Package, main: str) -> Iterator[NoteFound]:
    """Who said what."""
    root = package.tree(target_of(package, main, "comments"))
    for one in root.iter(q("w:comment")) if root is not None else ():
        author = one.get(q("w:author"), "").strip()
        yield NoteFound("comment", f"{author}: {texts(one)}" if author else texts(one))


def uncalled_notes(package: Package, main: str) -> Iterator[NoteFound]:
    """Notes that the text no longer calls."""
    text = package.tree(main)
    for kind in NOTES:
        root = package.tree(target_of(package, main, kind))
        singular = kind.removesuffix("s")
        called = {one.get(q("w:id")) for one in text.iter(q(f"w:{singular}Reference"))} if text is not None else set()
        for one in root.iter(q(f"w:{singular}")) if root is not None else ():
            if one.get(q("w:id")) not in called and (said := texts(one)):
                yield NoteFound("other", said)


def links(package: Package) -> Iterator[NoteFound]:
    """What the file would fetch from elsewhere. Links to read are text; nothing of the rest is followed."""
    seen: set[str] = set()
    for rels in package.names(r"(?:.*/)?_rels/[^/]*\.rels"):
        folder, file = posixpath.split(rels)
        name = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        for one in relationships(package, name):
            if one.is_external and one.kind != HYPERLINK and one.target not in seen:
                seen.add(one.target)
                yield NoteFound("image" if one.kind == "image" else "embedded", one.target)
