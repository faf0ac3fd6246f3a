"""A matter whose papers can be printed: a letter with proposals, a decision, a version that was referred."""

from __future__ import annotations

from accounts.models import Municipality, User
from plans.models import Decision, Document, Edition
from plans.services.decision.recording import record_decision
from plans.services.document import create_document
from plans.services.matter import matter_of_plan


def of_papers(municipality: Municipality, coordinator: User, referred: int | str) -> dict[str, int | str]:
    """The keys of what the papers of a matter are made of."""
    edition = Edition.objects.select_related("plan").get(pk=referred)
    matter = matter_of_plan(plan=edition.plan, by=coordinator)
    letter = create_document(
        matter=matter,
        kind=Document.Kind.COVER_LETTER,
        title="Förslag till handlingsplan",
        sections=[
            {"heading": "Bakgrund", "text": "Planen har tagits fram."},
            {"heading": "Förslag till Kommunstyrelsen", "text": "Planen antas."},
        ],
        by=coordinator,
    )
    decision = record_decision(
        matter=matter,
        body=matter.body,
        outcome=Decision.Outcome.LEAVE_OPEN,
        paragraph="§ 40",
        heading="Handlingsplan",
        wording="Frågan lämnas öppen.",
        by=coordinator,
    )
    return {"papers_matter": matter.pk, "papers_letter": letter.pk, "papers_decision": decision.pk}
