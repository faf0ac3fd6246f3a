"""The extract for one unit: what it is asked, what it is proposed to decide, and its measures as the plan says them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from reports.documents.paper import LOGO, Document, Piece, drawn, paper_of
from reports.documents.plan import Paper, images_of, plan_context
from reports.documents.text import in_words, one_line, plain_text

Values = Mapping[str, Any]


def unit_extract(plan: Values, paper: Paper, *, unit: str, asked: Values | None) -> Document:
    """`plan` holds the unit's measures alone; `asked` is what the referral asks of it, when it is asked."""
    name = unit or _("measures that no unit answers for")
    title = _("Extract for %(unit)s") % {"unit": name}
    measures = sum(len(area["measures"]) for area in plan["focus_areas"])
    head = drawn(
        "reports/_extract.html",
        anchor="extract",
        title=title,
        plan=one_line(plan["title"]),
        municipality=plan["municipality"],
        paper=paper,
        logo=LOGO if paper.logo else "",
        measures=measures,
        registry_number=one_line(asked["registry_number"]) if asked else "",
        question=plain_text(asked["question"]) if asked else "",
        answer_by=in_words(asked["answer_by"]) if asked else "",
        proposals=[(one_line(one["heading"]), plain_text(one["text"])) for one in asked["proposals"]] if asked else [],
    )
    context = plan_context(plan, paper, None)
    pieces = [Piece("extract", title, head)]
    if measures:
        pieces.append(Piece("measures-of-unit", _("Measures"), drawn("reports/_extract_measures.html", **context)))
    return paper_of(title, pieces, description=title, municipality=plan["municipality"], images=images_of(paper))
