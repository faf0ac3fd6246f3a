"""The legal life of the demo's papers: what was decided before, what is on referral, what waits for a decision."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils.timezone import localdate

from accounts.models import Municipality, User
from accounts.roles import Role
from foundation.rich_text import from_plain
from plans.answers import OwnDecision
from plans.inputs import ActivityInput, StepInput
from plans.models import (
    Decision,
    Document,
    Edition,
    Matter,
    MatterStep,
    Plan,
    ReferralRecipient,
    ReferralRound,
    Section,
    Statement,
)
from plans.services.decision import record_decision
from plans.services.decision.dispatch import note_dispatch
from plans.services.document import create_document
from plans.services.edition import freeze_edition
from plans.services.matter import close_matter, open_matter
from plans.services.matter_way import set_way
from plans.services.measure import create_measure
from plans.services.plan import create_plan
from plans.services.publication import publish_edition
from plans.services.referral import open_referral_round
from plans.services.section import create_section, update_section
from plans.services.statement import draft_statement, register_statement
from plans.services.viewpoint import cut_viewpoint, handle_viewpoint
from responsibilities.models import Unit
from vbe_portal.demo.organisation import unit_called
from vbe_portal.demo.plan import Part, Told, holder, responsibility

Outcome = Decision.Outcome


@cache
def told() -> Told:
    """What the papers say, from legal.toml."""
    return tomllib.loads((Path(__file__).parent / "legal.toml").read_text())


def seed_decision_in_force(edition: Edition, *, decided_on: date) -> Edition:
    """How the plan came to be in force: adopted by the board, sent to those who were to know, published."""
    said, municipality = told()["in_force"], edition.municipality
    secretary = holder(municipality, Role.SECRETARY)
    board = unit_called("Kommunstyrelsen", municipality)
    matter = matter_of(edition.plan, said["registry_number"], opened_on=decided_on - timedelta(days=95))
    set_way(
        matter=matter, steps=[StepInput(MatterStep.Kind.DECISION, board)], by=holder(municipality, Role.COORDINATOR)
    )
    decision = record_decision(
        matter=matter,
        body=board,
        met_on=decided_on,
        outcome=Outcome.ADOPT,
        edition=edition,
        valid_from=decided_on,
        recipients=["Socialnämnden", "Utbildningsnämnden", "Kultur- och fritidsnämnden", "Akten"],
        paragraph=said["paragraph"],
        registry_number=said["registry_number"],
        heading=said["heading"],
        wording=said["wording"],
        by=secretary,
    )
    edition.refresh_from_db()
    publish_edition(edition=edition, by=holder(municipality, Role.COORDINATOR))
    rows = list(decision.dispatches.filter(is_file=False))
    note_dispatch(
        decision=decision, dispatches=rows, sent_on=decided_on + timedelta(days=9), sent_how="register", by=secretary
    )
    close_matter(matter=matter, by=secretary)
    return edition


def matter_of(plan: Plan, registry_number: str, *, opened_on: date) -> Matter:
    return open_matter(
        municipality=plan.municipality,
        title=plan.title,
        plan=plan,
        body=unit_called("Kommunstyrelsen", plan.municipality),
        registry_number=registry_number,
        classification_code="1.3.2",
        officer="Anna Ek, trygghetssamordnare",
        opened_on=opened_on,
        by=holder(plan.municipality, Role.COORDINATOR),
    )


def seed_paper(municipality: Municipality, said: Told, *, body: Unit | None = None) -> Edition:
    """A plan of some sections and measures, frozen."""
    by = holder(municipality, Role.COORDINATOR)
    plan = create_plan(
        municipality=municipality,
        title=said["title"],
        document_type=said["document_type"],
        responsible_unit=unit_called("Kommunledningskontoret", municipality),
        registry_number=said["registry_number"],
        by=by,
    )
    for section in said["sections"]:
        create_section(plan=plan, heading=section["heading"], body=from_plain(section["body"]), by=by)
    for measure in said["measures"]:
        create_measure(
            plan=plan,
            text=measure["text"],
            activities=[ActivityInput(text=measure["text"], time_wording=measure["when"])],
            responsibilities=[responsibility(measure["responsible"], Part.RESPONSIBLE)],
            by=by,
        )
    return freeze_edition(plan=plan, body=body, by=by)


def seed_referral(municipality: Municipality) -> ReferralRound:
    """A paper on referral: answers in every stance, one that is being drafted, viewpoints handled and waiting."""
    said, by = told()["referral"], holder(municipality, Role.COORDINATOR)
    edition = seed_paper(municipality, said)
    matter = matter_of(edition.plan, said["registry_number"], opened_on=localdate() - timedelta(days=52))
    board = unit_called("Kommunstyrelsen", municipality)
    way = [StepInput(MatterStep.Kind.REFERRAL, wording="nämnderna"), StepInput(MatterStep.Kind.DECISION, board)]
    set_way(matter=matter, steps=way, by=by)
    asked = [unit_called(one["unit"], municipality) for one in (*said["answers"], said["draft"])]
    referral = open_referral_round(
        edition=edition,
        matter=matter,
        question=said["question"],
        units=asked,
        answer_by=localdate() + timedelta(days=9),
        decided_wording=said["decided_wording"],
        send={unit.pk: "register" for unit in asked},
        sent_on=localdate() - timedelta(days=33),
        is_confirmed=True,
        by=by,
    )
    recipients = {str(one): one for one in referral.recipients.select_related("unit")}
    for answer in said["answers"]:
        recipient = recipients[answer["unit"]]
        seed_viewpoints(register(recipient, answer, by=by), answer, by=by)
    draft = recipients[said["draft"]["unit"]]
    draft_statement(recipient=draft, text=said["draft"]["text"], by=holder(municipality, Role.REPORTER))
    return referral


def register(recipient: ReferralRecipient, answer: Told, *, by: User) -> Statement:
    """One answer as it came, with the body's own decision where a body decided."""
    unit, day = recipient.unit, localdate() - timedelta(days=answer["days_ago"])
    own = OwnDecision(
        body=unit,
        met_on=day,
        paragraph=answer["paragraph"],
        registry_number=answer["registry_number"],
        heading="Svar på remiss",
        wording=f"{unit} lämnar yttrandet till kommunstyrelsen.",
        recipients=["Kommunstyrelsen", "Akten"],
    )
    return register_statement(
        recipient=recipient,
        stance=answer["stance"],
        decision=own if unit.is_body else None,
        answered_by=unit,
        text=answer["text"],
        dated_on=day,
        received_on=day + timedelta(days=1),
        registry_number=answer["registry_number"],
        signer=answer["signer"],
        signer_title=answer["signer_title"],
        by=by,
    )


def seed_viewpoints(statement: Statement, answer: Told, *, by: User) -> None:
    """What the coordinator cut out of a statement, and what was done with it; one led to a change in the draft."""
    plan = statement.recipient.round.edition.plan
    for said in answer.get("viewpoints", []):
        section: Section | None = plan.sections.current().filter(heading=said["section"]).first()
        place = section.uid if section else None
        viewpoint = cut_viewpoint(statement=statement, text=said["text"], place_uid=place, by=by)
        if section is not None and said["changes"]:
            body = f"{section.body}<p>Den som bokar en lokal erbjuds råd om hur mötet kan planeras.</p>"
            update_section(section=section, version=section.version, heading=section.heading, body=body, by=by)
        if said["handling"]:
            handle_viewpoint(
                viewpoint=viewpoint,
                handling=said["handling"],
                reason=said["reason"],
                change_uid=place if said["changes"] else None,
                by=by,
            )


def seed_proposal(municipality: Municipality) -> Matter:
    """A paper that the committee has endorsed and that lies before the board."""
    said, by = told()["proposal"], holder(municipality, Role.COORDINATOR)
    board = unit_called("Kommunstyrelsen", municipality)
    edition = seed_paper(municipality, said, body=board)
    return lay_before_the_board(edition, said, by=by)


def lay_before_the_board(edition: Edition, said: Told, *, by: User) -> Matter:
    """The official letter, the committee's endorsement, and the proposal before the board."""
    municipality = edition.municipality
    committee = unit_called("Kommunstyrelsens arbetsutskott", municipality)
    board = unit_called("Kommunstyrelsen", municipality)
    matter = matter_of(edition.plan, said["registry_number"], opened_on=localdate() - timedelta(days=40))
    way = [StepInput(MatterStep.Kind.PREPARATION, committee), StepInput(MatterStep.Kind.DECISION, board)]
    set_way(matter=matter, steps=way, by=by)
    create_document(
        matter=matter,
        kind=Document.Kind.OFFICIAL_LETTER,
        title=said["title"],
        dated_on=localdate() - timedelta(days=18),
        registry_number=said["registry_number"],
        addressee=str(board),
        officer=matter.officer,
        sections=[*said["letter"], {"heading": "Förslag till kommunstyrelsen", "text": said["board_proposal"]}],
        recipients=["Socialnämnden", "Akten"],
        signers=[{"name": "Lars Holm", "title": "kommundirektör"}, {"name": "Anna Ek", "title": "trygghetssamordnare"}],
        by=by,
    )
    record_decision(
        matter=matter,
        body=committee,
        met_on=localdate() - timedelta(days=8),
        outcome=Outcome.ENDORSE,
        edition=edition,
        paragraph=said["committee_paragraph"],
        registry_number=said["registry_number"],
        heading=said["title"],
        wording=said["committee_wording"],
        recipients=["Kommunstyrelsen", "Akten"],
        by=holder(municipality, Role.SECRETARY),
    )
    return matter
