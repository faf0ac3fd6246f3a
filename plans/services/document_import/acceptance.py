"""A document that was looked through becomes sections, measures and header fields: all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from files.services import forget_bytes
from foundation.history import record, record_all
from foundation.records import locked
from foundation.search_text import folded
from plans.inputs import SectionInput, TableInput
from plans.models import DocumentImport, Plan, Section
from plans.models.plan import HeaderValue
from plans.services.image import forget_unused_images
from plans.services.ordering import locked_plan, next_position
from plans.services.plan import checked_header, refuse_plan
from plans.services.section import DEEPEST, write
from plans.services.table_import import import_measures
from plans.services.texts import one_line

State = DocumentImport.State
MOST_SECTIONS = 1_000


@transaction.atomic
def accept_document(
    *,
    document: DocumentImport,
    sections: Sequence[SectionInput] = (),
    tables: Sequence[TableInput] = (),
    header: Sequence[HeaderValue] = (),
    title: str = "",
    by: User,
) -> DocumentImport:
    """Take what was chosen of a document into its plan, after what stands there. Sent twice, it is taken in once.

    The number of statements follows the depth of the document, not its length. Raises ValidationError when nothing
    was chosen or when a part cannot be kept; then nothing has been.
    """
    plan = locked_plan(document.plan)
    document = locked(document)
    if document.state == State.ACCEPTED:
        return document
    if document.state != State.READ or document.is_withdrawn:
        raise ValidationError(_("The document is no longer there to be read in. Read it in again."))
    if not (sections or tables or header or title):
        raise ValidationError(_("Choose something to read in."))
    reason = _("Read in from %(source)s") % {"source": document.source_name}
    taken = write_head(plan, header, title, by=by, reason=reason)
    made = make_sections(plan, document, sections, by=by, reason=reason)
    make_measures(document, plan, sections, made, tables, by=by)
    forget_unused_images(plan.images.filter(uid__in=document.reading.get("images", ())))
    source, document.file = document.file, None
    document.state, document.reading, document.pasted = State.ACCEPTED, {"head": taken}, ""
    document.imported_at, document.imported_by = timezone.now(), by
    document.version += 1
    document.save(update_fields=["state", "reading", "pasted", "file", "imported_at", "imported_by", "version"])
    if source is not None:  # with its comments and deleted words, which were said not to be taken over
        forget_bytes(source)
    return document


def write_head(plan: Plan, header: Sequence[HeaderValue], title: str, *, by: User, reason: str) -> dict[str, Any]:
    """The title and the header fields that were chosen. Returns what stood there and what stands now, for undo."""
    before = head_of(plan)
    plan.title = one_line(title) or plan.title
    plan.header = with_fields(plan.header, [checked_header(one) for one in header])
    if head_of(plan) == before:
        return {}
    refuse_plan(plan)
    plan.version += 1
    record(plan, by=by, reason=reason)
    return {"before": before, "after": head_of(plan)}


def head_of(plan: Plan) -> dict[str, Any]:
    return {"title": plan.title, "header": [dict(one) for one in plan.header]}


def with_fields(header: Iterable[HeaderValue], found: Sequence[HeaderValue]) -> list[HeaderValue]:
    """The header with what was found, at the field of that label, or as a field of its own, last."""
    left = {folded(one["label"]): one for one in found}
    kept = [{**one, **left.pop(folded(one["label"]), one), "label": one["label"]} for one in header]
    return [*kept, *left.values()]


def make_sections(
    plan: Plan, document: DocumentImport, given: Sequence[SectionInput], *, by: User, reason: str
) -> list[Section]:
    """The sections in the order of the document, chapters last among the plan's own; two statements a level."""
    if len(given) > MOST_SECTIONS:
        raise ValidationError(_("A document can have at most %(most)d sections. Divide it.") % {"most": MOST_SECTIONS})
    parents = parents_of(given)
    numbers = own_numbers(plan, given, parents)
    places: Counter[int | None] = Counter({None: next_position(plan.sections.filter(parent=None))})
    made = []
    for one, parent, own_number in zip(given, parents, numbers, strict=True):
        section = Section(municipality_id=plan.municipality_id, plan=plan, imported_in=document)
        section.position = places[parent]
        places[parent] += 1
        write_at_heading(section, one, own_number, is_top=parent is None)
        made.append(section)
    for level in levels_of(parents):
        for place in level:
            parent = parents[place]
            made[place].parent = None if parent is None else made[parent]
        record_all([made[place] for place in level], by=by, reason=reason)
    return made


def write_at_heading(section: Section, one: SectionInput, own_number: str, *, is_top: bool) -> None:
    """Write a section; a refusal says which."""
    is_annex = one.is_annex and is_top
    try:
        write(
            section,
            heading=one.heading,
            body=one.body,
            is_numbered=one.is_numbered,
            own_number=own_number,
            is_annex=is_annex,
        )
    except ValidationError as error:
        told = " ".join(error.messages)
        place = one_line(one.heading)[:80]
        raise ValidationError(_("“%(place)s”: %(told)s") % {"place": place, "told": told}) from error


def parents_of(given: Sequence[SectionInput]) -> list[int | None]:
    """The place of each section's parent: the nearest before it of a higher level. An annex is a chapter."""
    above: list[tuple[int, int]] = []  # (level, place) of those that one stands under
    parents: list[int | None] = []
    for place, one in enumerate(given):
        level = 1 if one.is_annex else one.level
        while above and (above[-1][0] >= level or len(above) >= DEEPEST):
            above.pop()
        parents.append(above[-1][1] if above else None)
        above.append((level, place))
    return parents


def levels_of(parents: Sequence[int | None]) -> list[list[int]]:
    """The places of the sections, by how deep they stand: parents are written before their children."""
    depth: list[int] = []
    for parent in parents:
        depth.append(0 if parent is None else depth[parent] + 1)
    return [[place for place, one in enumerate(depth) if one == level] for level in range(max(depth, default=-1) + 1)]


def own_numbers(plan: Plan, given: Sequence[SectionInput], parents: Sequence[int | None]) -> list[str]:
    """The number that each section must keep because counting (`plans.outline`) would give it another."""
    standing = plan.sections.current().filter(parent=None, is_annex=False, is_numbered=True).count()
    counted: Counter[int | None] = Counter({None: standing})
    shown: list[str] = []
    own: list[str] = []
    for one, parent in zip(given, parents, strict=True):
        is_under_numbered = parent is None or bool(shown[parent] and not given[parent].is_annex)
        counts = plan.is_numbered and one.is_numbered and not one.is_annex and is_under_numbered
        counted[parent] += counts
        prefix = f"{shown[parent]}." if parent is not None else ""
        computed = f"{prefix}{counted[parent]}" if counts else ""
        written = one_line(one.number).rstrip(".")
        own.append(written if written != computed and not one.is_annex else "")
        shown.append(own[-1] or computed)
    return own


def make_measures(
    document: DocumentImport,
    plan: Plan,
    sections: Sequence[SectionInput],
    made: Sequence[Section],
    tables: Sequence[TableInput],
    *,
    by: User,
) -> None:
    """The measures of sections, as one table of their own, and then those of each table."""
    origins = zip(sections, made, strict=True)
    rows = [replace(measure, section=section) for one, section in origins for measure in one.measures]
    if rows:
        import_measures(plan=plan, rows=rows, source_name=document.source_name, document=document, by=by)
    for table in tables:
        import_measures(
            plan=plan,
            rows=table.rows,
            source_name=document.source_name,
            column_labels=table.column_labels,
            fulfilment_labels=table.fulfilment_labels,
            notes=table.notes,
            document=document,
            by=by,
        )


def taken_head(document: DocumentImport) -> Mapping[str, Any]:
    """What the document changed of the plan's head: "before" and "after", or nothing."""
    head: Mapping[str, Any] = document.reading.get("head") or {}
    return head
