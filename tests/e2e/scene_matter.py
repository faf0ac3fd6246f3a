"""A matter on its way to the board, with a letter, a received file, and something on the registrar's list."""

from __future__ import annotations

from accounts.models import Municipality, User
from plans.inputs import ReceivedPaper, StepInput
from plans.models import Document, MatterStep, Plan, RegistrationItem
from plans.selectors.letter_defaults import first_values
from plans.services.document import create_document
from plans.services.matter import open_matter
from plans.services.matter_way import set_way
from plans.services.registration import await_registration
from responsibilities.models import Unit
from tests.files.pdfs import a_pdf

Step = MatterStep.Kind


def of_matters(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """The keys of what the pages about matters are about."""
    board = Unit.objects.current().get(municipality=municipality, name="Kommunstyrelsen")
    plan = Plan.objects.get(municipality=municipality, title="Sidornas plan")
    facts = {"registry_number": "KS 2027:55", "classification_code": "019", "officer": "Anna Ek"}
    matter = open_matter(
        municipality=municipality, title="Sidornas ärende", plan=plan, body=board, **facts, by=coordinator
    )
    steps = [StepInput(Step.PREPARATION, wording="arbetsutskottet"), StepInput(Step.DECISION, board)]
    set_way(matter=matter, steps=steps, by=coordinator)
    kind = Document.Kind.OFFICIAL_LETTER
    letter = create_document(matter=matter, kind=kind, by=coordinator, **first_values(matter, kind))
    received = create_document(
        matter=matter,
        kind=Document.Kind.EXTRACT,
        title="Protokollsutdrag Socialnämnden § 12",
        file=ReceivedPaper(content=a_pdf(), name="utdrag § 12.pdf"),
        by=coordinator,
    )
    item = await_registration(
        kind=RegistrationItem.Kind.STATEMENT_IN, about=received, title=received.title, matter=matter, by=coordinator
    )
    return {"matter": matter.pk, "letter": letter.pk, "received": received.pk, "registration": item.pk}
