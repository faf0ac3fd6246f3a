"""Papers for decision (Handlingar till beslut) and for referral (remisspaket): many papers in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reports.documents.comparison import comparison_piece
from reports.documents.letter import letter_of, letter_piece
from reports.documents.matter_papers import (
    answered,
    cited_decision,
    document_label,
    document_words,
    letters,
    other_documents,
    preparing,
    statement_label,
    statement_words,
)
from reports.documents.minutes import minutes_of, transcript_piece
from reports.documents.paper import LOGO, Document, Piece, drawn, paper_of
from reports.documents.plan import Paper, images_of, plan_context
from reports.documents.received import Received, received_piece
from reports.documents.statement import statement_of, statement_piece
from reports.documents.text import in_words, one_line, plain_text
from reports.names import letter_word

Values = Mapping[str, Any]
PLAN, BASIS, COMPARISON = "plan", "basis", "comparison"


@dataclass(frozen=True)
class Part:
    """A part of a package: its key in the stored order, and its words in the list."""

    key: str
    label: str
    row: Values = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class Package:
    """What a package is made of: the matter, the plan that is laid there, and the files that came."""

    matter: Values
    municipality: Values
    plan: Values | None = None
    paper: Paper | None = None
    before: Values | None = None
    before_words: str = ""
    order: tuple[str, ...] = ()
    logo: bytes = field(default=b"", repr=False)
    received: Mapping[str, Received] = field(default_factory=dict, repr=False)


def parts_of(package: Package) -> list[Part]:
    """Every part once: in the order that was chosen, and what came later where it belongs by its kind."""
    found = list(natural_parts(package))
    places = {key: place for place, key in enumerate(package.order)}
    known = sorted((part for part in found if part.key in places), key=lambda part: places[part.key])
    for place, part in enumerate(found):
        if part.key not in places:
            before = found[place - 1].key if place else ""
            at = next((at + 1 for at, one in enumerate(known) if one.key == before), 0 if not place else len(known))
            known.insert(at, part)
    return known


def natural_parts(package: Package) -> Iterator[Part]:
    """The order in which a body reads: what was prepared, what is proposed, on what ground, and what others said."""
    matter = package.matter
    for decision in preparing(matter):
        yield Part(f"decision:{decision['uid']}", cited_decision(decision), decision)
    for document in letters(matter):
        yield Part(f"document:{document['uid']}", document_label(document), document)
    if basis_rows(package):
        yield Part(BASIS, _("Basis for the decision"))
    if package.plan is not None:
        yield Part(PLAN, one_line(package.plan["title"]))
    for recipient in answered(matter):
        yield Part(f"statement:{recipient['statement']['uid']}", statement_label(recipient), recipient)
    for document in other_documents(matter):
        yield Part(f"document:{document['uid']}", document_label(document), document)
    if package.before is not None:
        yield Part(COMPARISON, _("Compilation of changes"))


def basis_rows(package: Package) -> list[str]:
    """The basis documents as the letters cite them; where no letter does, the parts that the package has."""
    said = [one_line(one) for letter in letters(package.matter) for one in letter["basis"]]
    if any(said):
        return list(dict.fromkeys(filter(None, said)))
    plan = [one_line(package.plan["title"])] if package.plan is not None else []
    rows = [*plan, *(statement_words(one) for one in answered(package.matter))]
    return rows + [document_words(one) for one in other_documents(package.matter)]


def decision_package(package: Package) -> Document:
    """Everything that a body decides from: cover with contents, letters, basis, plan, statements, changes."""
    with translation.override("sv"):
        parts = parts_of(package)
        pieces: list[Piece] = []
        for place, part in enumerate(parts, start=1):
            pieces += pieces_of(package, part, f"part-{place}")
        return bundle(package, _("Papers for decision"), pieces)


def pieces_of(package: Package, part: Part, anchor: str) -> list[Piece]:
    """The pages of one part, and after them the file that came with it."""
    kind, _colon, _uid = part.key.partition(":")
    if kind == PLAN:
        return [plan_piece(package, anchor)]
    if kind == BASIS:
        return [basis_piece(package, anchor)]
    if kind == COMPARISON:
        assert package.before is not None
        assert package.plan is not None
        return [
            comparison_piece(
                package.before, package.plan, old=package.before_words, new=standing(package), anchor=anchor
            )
        ]
    if kind == "decision":
        return decision_pieces(package, part.row, anchor)
    if kind == "statement":
        return statement_pieces(package, part.row, anchor)
    return document_pieces(package, part.row, anchor)


def standing(package: Package) -> str:
    return package.paper.label if package.paper is not None else ""


def decision_pieces(package: Package, decision: Values, anchor: str) -> list[Piece]:
    """A body's § as a transcript, and the file that it came as."""
    first = transcript_piece(minutes_of(decision, municipality=package.municipality), anchor=anchor)
    return [first, *came_with(package, decision, f"{anchor}-0", paper=first.label)]


def statement_pieces(package: Package, recipient: Values, anchor: str) -> list[Piece]:
    """What a body answered, the file that it came as, and the file of its own paragraph."""
    statement = recipient["statement"]
    first = statement_piece(statement_of(recipient, municipality=package.municipality), anchor=anchor)
    found = [first]
    if statement["document"] is not None:
        found += came_with(package, statement["document"], f"{anchor}-0", paper=first.label)
    if statement["decision"] is not None:
        found += came_with(package, statement["decision"], f"{anchor}-1", paper=cited_decision(statement["decision"]))
    return found


def document_pieces(package: Package, document: Values, anchor: str) -> list[Piece]:
    """A letter written here as it is set, a received one as it came."""
    has_text = bool(document["sections"] or document["signers"] or document["file"] is None)
    if not has_text:
        return bound_in(package, document, anchor, label=document_label(document), is_part=True)
    row = {**document, "matter": package.matter, "municipality": package.municipality}
    letter = letter_of(row, kind=letter_word(document["document_kind"]))
    first = letter_piece(letter, anchor=anchor, has_logo=bool(package.logo))
    return [first, *came_with(package, document, f"{anchor}-0", paper=first.label)]


def came_with(package: Package, row: Values, anchor: str, *, paper: str) -> list[Piece]:
    """The file that `paper` came as, after it."""
    return bound_in(package, row, anchor, label=_("%(paper)s, as it came") % {"paper": paper})


def bound_in(package: Package, row: Values, anchor: str, *, label: str, is_part: bool = False) -> list[Piece]:
    """The received file of a row under the name that it has there; nothing where there is none."""
    file = row["file"] or {}
    received = package.received.get(file.get("sha256", ""))
    if received is None:
        return []
    named = replace(received, name=one_line(file["name"]) or received.name)
    return [received_piece(named, anchor=anchor, label=label, municipality=package.municipality, is_part=is_part)]


def plan_piece(package: Package, anchor: str) -> Piece:
    assert package.plan is not None
    assert package.paper is not None
    context = plan_context(package.plan, package.paper, None)
    html = drawn("reports/_plan_piece.html", **context, anchor=anchor)
    return Piece(anchor, context["title"], html, package.paper.label)


def basis_piece(package: Package, anchor: str) -> Piece:
    rows = basis_rows(package)
    html = drawn(
        "reports/_basis.html", rows=rows, anchor=anchor, municipality=package.municipality, matter=package.matter
    )
    return Piece(anchor, _("Basis for the decision"), html)


def bundle(package: Package, kind: str, pieces: Sequence[Piece]) -> Document:
    """The pieces behind a cover that lists them, with the files that came attached."""
    matter = package.matter
    cover = Piece(
        "cover",
        kind,
        drawn(
            "reports/_package_cover.html",
            kind=kind,
            matter=matter,
            title=one_line(matter["title"]),
            facts=cover_facts(matter),
            municipality=package.municipality,
            pieces=[one for one in pieces if one.label],
            logo=LOGO if package.logo else "",
        ),
    )
    images = images_of(package.paper) if package.paper is not None else {LOGO: package.logo} if package.logo else {}
    return paper_of(
        f"{kind}: {one_line(matter['title'])}",
        [cover, *pieces],
        description=kind,
        municipality=package.municipality,
        images=images,
    )


def cover_facts(matter: Values) -> list[tuple[str, str]]:
    way = " → ".join(one_line(step["body"]) for step in matter.get("steps", []) if one_line(step["body"]))
    rows = (
        (_("Registry number"), one_line(matter["registry_number"])),
        (_("Classification of the matter"), one_line(matter["classification_code"])),
        (_("Officer"), one_line(matter["officer"])),
        (_("Way through the bodies"), way),
    )
    return [row for row in rows if row[1]]


def referral_package(package: Package) -> Document:
    """What goes out on referral, in one file: the letter, or the question where there is none, and the whole plan."""
    with translation.override("sv"):
        (referral,) = package.matter["referrals"]
        letter = referral["letter"]
        first = document_pieces(package, letter, "letter") if letter else [question_piece(package, referral)]
        return bundle(package, _("Referral package"), [*first, plan_piece(package, "edition")])


def question_piece(package: Package, referral: Values) -> Piece:
    html = drawn(
        "reports/_referral_question.html",
        anchor="question",
        title=one_line(referral["edition"]["title"]),
        municipality=package.municipality,
        matter=package.matter,
        question=plain_text(referral["question"]),
        answer_by=in_words(referral["answer_by"]),
        names=[one_line(one["name"]) for one in referral["recipients"]],
    )
    return Piece("question", _("The question"), html)
