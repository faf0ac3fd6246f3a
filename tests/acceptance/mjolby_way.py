"""Mjölby's matter through the services, step by step, as its people noted it; each step returns plain values."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import time_machine

from accounts.models import Municipality, User
from accounts.roles import Role
from accounts.services import create_municipality, create_user, update_municipality
from plans.answers import OwnDecision
from plans.inputs import ResponsibilityInput
from plans.models import (
    Decision,
    Document,
    Edition,
    FocusArea,
    Matter,
    Plan,
    ReferralRecipient,
    Section,
    Statement,
    Viewpoint,
)
from plans.services.decision import record_decision
from plans.services.document import create_document
from plans.services.edition import freeze_edition
from plans.services.matter import open_matter
from plans.services.measure import create_measure
from plans.services.referral import note_own_number, open_referral_round
from plans.services.referral.letter import LetterText
from plans.services.statement import register_statement
from plans.services.viewpoint import cut_viewpoint, handle_viewpoint
from responsibilities.models import Unit
from responsibilities.services.memberships import give_role
from responsibilities.services.units import create_unit
from tests.acceptance import mjolby as source
from tests.live import PASSWORD

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ADMINISTRATIONS = {
    "Kommunstyrelsens förvaltning": "Kommunstyrelsen",
    "Omsorgs- och socialförvaltningen": "Omsorgs- och socialnämnden",
    "Utbildningsförvaltningen": "Utbildningsnämnden",
    "Kultur- och fritidsförvaltningen": "Kultur- och fritidsnämnden",
}
PEOPLE = {  # name in the address: (role, unit)
    "samordnare": (Role.COORDINATOR, None),
    "sekreterare": (Role.SECRETARY, "Kommunstyrelsen"),
    "osn": (Role.SECRETARY, "Omsorgs- och socialnämnden"),
    "registrator": (Role.REGISTRAR, None),
}
GROUP_TASKS = [f"002-{number}" for number in range(16, 24)]


def email(name: str) -> str:
    return f"{name}@mjolby.example"


def person(name: str) -> User:
    found: User = User.objects.get(email=email(name))
    return found


def unit(name: str) -> Unit:
    found: Unit = Unit.objects.get(municipality__code=source.CODE, name=name)
    return found


def prepare() -> None:
    """The municipality as it was: bodies, administrations, and those who do the steps."""
    by = User.objects.system()
    municipality = create_municipality(name="Mjölby kommun", code=source.CODE, by=by)
    update_municipality(municipality=municipality, version=municipality.version, by=by, **source.ADDRESSES)
    board = create_unit(municipality=municipality, name="Kommunstyrelsen", kind=Unit.Kind.BOARD, by=by)
    create_unit(municipality=municipality, name=source.UTSKOTT, kind=Unit.Kind.COMMITTEE, parent=board, by=by)
    for name in source.BOARDS:
        create_unit(municipality=municipality, name=name, kind=Unit.Kind.BOARD, by=by)
    for name, owner in ADMINISTRATIONS.items():
        create_unit(municipality=municipality, name=name, kind=Unit.Kind.ADMINISTRATION, parent=unit(owner), by=by)
    for name, (role, place) in PEOPLE.items():
        user = create_user(municipality=municipality, email=email(name), name=name.title(), password=PASSWORD, by=by)
        give_role(user=user, municipality=municipality, role=role, unit=unit(place) if place else None, by=by)


def write_measures(plan_pk: int) -> None:
    """The group's eight tasks as measures, out of the section that names them; no day, no indicator."""
    plan, by = Plan.objects.get(pk=plan_pk), person("samordnare")
    section = Section.objects.current().get(plan=plan, heading="Åtgärder")
    area = FocusArea.objects.current().filter(plan=plan).first()
    group = [ResponsibilityInput(part="responsible", wording="Interimistisk arbetsgrupp")]
    for row in GROUP_TASKS:
        text = source.ROWS[row][0]
        create_measure(plan=plan, focus_area=area, section=section, text=text, responsibilities=group, by=by)


def send_on_referral(plan_pk: int) -> dict[str, Any]:
    """The referral of 7 December 2016, noted on that day, with the official letter of the day before."""
    plan, by = Plan.objects.get(pk=plan_pk), person("samordnare")
    with time_machine.travel(datetime.combine(source.REFERRED_ON, datetime.min.time(), STOCKHOLM), tick=True):
        edition = freeze_edition(plan=plan, body=unit("Kommunstyrelsen"), by=by)
        matter = open_matter(
            municipality=plan.municipality,
            title=source.TITLE,
            plan=plan,
            body=unit("Kommunstyrelsen"),
            registry_number=source.NUMBER,
            officer=source.OFFICER,
            opened_on=source.LETTER_ON,
            by=by,
        )
        referral = open_referral_round(
            edition=edition,
            matter=matter,
            question="Vilka synpunkter har nämnden på förslaget till handlingsplan?",
            units=[unit(name) for name in source.BOARDS],
            answer_by=max(source.STATED_ON.values()),
            is_confirmed=True,
            sent_on=source.REFERRED_ON,
            letter=LetterText("Förslaget till handlingsplan översänds på remiss.", "Svara till kommunstyrelsen."),
            by=by,
        )
        recipients = {}
        for one in referral.recipients.select_related("unit"):
            note_own_number(recipient=one, registry_number=source.NUMBERS[one.unit.name], by=by)
            recipients[one.unit.name] = one.pk
    return {"matter": matter.pk, "edition": edition.pk, "referral": referral.pk, "recipients": recipients}


def own_decision(name: str) -> OwnDecision:
    """The § of a board as its extract has it."""
    said, heading, end = {
        "Miljönämnden": (source.miljo(), "Handlingsplan mot våldsbejakande extremism - remiss, Mjölby kommun", "Skäl"),
        "Kultur- och fritidsnämnden": (
            source.kof(),
            "Handlingsplan våldsbejakande extremism - svar på remiss",
            "Kultur- och fritidsnämndens beslut",
        ),
        "Omsorgs- och socialnämnden": (
            source.osn(),
            "Yttrande på remiss avseende handlingsplan våldsbejakande extremism - Beslut om yttrande",
            "Beslutsgång",
        ),
        "Utbildningsnämnden": (
            source.utb(),
            "Våldsbejakande extremism - handlingsplan",
            "Utbildningsnämndens beslut",
        ),
    }[name]
    sections = [source.part(said, "Bakgrund", "Sammanfattning"), source.part(said, "Sammanfattning", "Beslutsunderlag")]
    if name == "Miljönämnden":
        sections.append(source.part(said, "Skäl för beslut", "Miljönämnden beslutar"))
    return OwnDecision(
        body=unit(name),
        met_on=source.STATED_ON[name],
        paragraph=source.PARAGRAPHS[name],
        registry_number=source.NUMBERS[name],
        heading=heading,
        sections=sections,
        wording=source.WORDINGS[name],
        motions=[source.MOTION] if name == "Omsorgs- och socialnämnden" else [],
        basis=source.items(said, "Beslutsunderlag", end),
        recipients=source.items(f"{said}\n#", "Beslutet skickas till:", "#"),
    )


def answer(recipient_pk: int) -> int:
    """Register what a board answered by its own §; returns the statement."""
    recipient = ReferralRecipient.objects.get(pk=recipient_pk)
    name = recipient.unit.name
    decision = own_decision(name)
    statement = register_statement(
        recipient=recipient,
        stance=source.STANCES[name],
        decision=decision,
        text=source.WORDINGS[name],
        dated_on=source.STATED_ON[name],
        received_on=source.STATED_ON[name],
        registry_number=source.NUMBERS[name],
        by=person("samordnare"),
    )
    return statement.pk


def answer_by_osf(recipient_pk: int) -> int:
    """The administration's statement, and the board's § 15 that approves it."""
    statement = register_statement(
        recipient=ReferralRecipient.objects.get(pk=recipient_pk),
        stance="partly",
        decision=own_decision("Omsorgs- och socialnämnden"),
        answered_by=unit("Omsorgs- och socialförvaltningen"),
        text=source.osf(),
        dated_on=source.OSF_ON,
        received_on=source.STATED_ON["Omsorgs- och socialnämnden"],
        registry_number=source.NUMBERS["Omsorgs- och socialnämnden"],
        signer="Pirjo Ohvo",
        signer_title="Förvaltningschef",
        by=person("osn"),
    )
    return statement.pk


def handle_viewpoints(referral_pk: int) -> None:
    """What the boards wish about the network is granted already, as the missiv says; the rest waits, and is listed."""
    by = person("samordnare")
    for statement in Statement.objects.registered().filter(recipient__round=referral_pk):
        place = next(
            UUID(one["uid"])
            for one in statement.recipient.round.edition.tree["sections"]
            if one["heading"] == "Åtgärder"
        )
        for board, text, handling in source.VIEWPOINTS:
            if board != statement.recipient.unit.name:
                continue
            viewpoint = cut_viewpoint(statement=statement, text=text, place_uid=place, by=by)
            if handling:
                handle_viewpoint(viewpoint=viewpoint, handling=handling, reason=source.WHY_ALREADY, by=by)


def prepare_in_utskott(matter_pk: int) -> int:
    """§ 5 of the utskott: the day is not in the bundle, and is not made up."""
    said = source.utskott()
    decision = record_decision(
        matter=Matter.objects.get(pk=matter_pk),
        body=unit(source.UTSKOTT),
        outcome=Decision.Outcome.ENDORSE,
        paragraph="§ 5",
        registry_number=source.NUMBER,
        heading=source.TITLE,
        sections=[
            source.part(said, "Bakgrund", "Sammanfattning"),
            source.part(said, "Sammanfattning", "Beslutsunderlag"),
        ],
        basis=source.items(said, "Beslutsunderlag", "Trygghets-"),
        wording=source.PROPOSED,
        recipients=source.RECIPIENTS,
        by=person("sekreterare"),
    )
    return decision.pk


def write_missiv(matter_pk: int) -> int:
    """The covering letter of 10 February 2017 with its two proposals and three signers."""
    said = source.missiv()
    sections = [
        source.part(said, "Bakgrund", "Sammanfattning"),
        source.part(said, "Sammanfattning", "Missiv"),
        source.part(said, "Förslag till Kommunstyrelsens Trygghets- och säkerhetsutskott", "Förslag till"),
        source.part(said, "Förslag till Kommunstyrelsen\n", "—"),
    ]
    document = create_document(
        matter=Matter.objects.get(pk=matter_pk),
        kind=Document.Kind.COVER_LETTER,
        title=source.TITLE,
        dated_on=source.MISSIV_ON,
        registry_number=source.NUMBER,
        sender="Kommunstyrelsens förvaltning",
        addressee="Kommunstyrelsen",
        officer=source.OFFICER,
        sections=[{**one, "heading": one["heading"].strip()} for one in sections],
        basis=source.items(said, "Beslutsunderlag", "Förslag till Kommunstyrelsens"),
        recipients=source.RECIPIENTS,
        signers=source.SIGNERS,
        by=person("samordnare"),
    )
    return document.pk


def what_stands(matter_pk: int) -> dict[str, Any]:
    """The matter as it ended: numbers, answers, §§, missiv, dispatch, and that the board has decided nothing."""
    matter = Matter.objects.get(pk=matter_pk)
    answers = Statement.objects.registered().filter(recipient__round__matter=matter).select_related("decision__body")
    edition = Edition.objects.get(plan=matter.plan_id)
    own = matter.decisions.filter(body__name=source.UTSKOTT).get()
    return {
        "number": matter.registry_number,
        "asked": dict(
            ReferralRecipient.objects.filter(round__matter=matter).values_list("unit__name", "registry_number")
        ),
        "answers": {
            one.decision.body.name: (one.registry_number, one.decision.paragraph, one.decision.decided_on, one.stance)
            for one in answers
        },
        "basis": {one.decision.body.name: one.decision.basis for one in answers},
        "motions": [motion for one in answers for motion in one.decision.motions],
        "utskott": (own.paragraph, own.registry_number, own.decided_on, own.outcome, own.wording),
        "dispatch": [(one.recipient, one.is_file, bool(one.sent_on)) for one in own.dispatches.all()],
        "viewpoints": [
            (one.statement.recipient.unit.name, one.text, one.handling)
            for one in Viewpoint.objects.current().filter(statement__recipient__round__matter=matter)
        ],
        "decided_by_the_board": Decision.objects.filter(matter=matter, body__name="Kommunstyrelsen").count(),
        "edition": (edition.state, edition.decided_on),
    }


def municipality() -> Municipality:
    found: Municipality = Municipality.objects.get(code=source.CODE)
    return found
