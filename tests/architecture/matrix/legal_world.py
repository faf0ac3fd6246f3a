"""The legal life of a plan in the matrix's worlds: matters, decisions, referrals, statements, what is to be registered.

matter           of the executive board itself            asked_matter   of the council; the board is one of its steps
referral         a referral version: social is asked (drafts SOCSVAR), school has answered (YTTRANDE)
board_referral   another: the board itself is asked and drafts (KSSVAR)
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.roles import Role
from files.services import store_bytes
from plans.models import (
    AnswerLink,
    AnswerLinkUse,
    Decision,
    Dispatch,
    Document,
    Edition,
    Matter,
    MatterStep,
    Meeting,
    ReferralRecipient,
    ReferralRound,
    ReferralSeat,
    RegistrationItem,
    Revision,
    Statement,
    Viewpoint,
)
from reports.models import PackageOrder
from responsibilities.models import Unit

LINK_TOKEN = "matrix-link-token-{number}"


def build_legal_life(world: Any, put: Any, write_plan: Any, rewrite: Any, freeze: Any) -> None:
    """Called by the world with its own tools, so that nothing is imported in a circle."""
    shared = {"municipality": world.municipality}
    by = world.people[Role.COORDINATOR]
    world.rows["revision"] = put(
        Revision, **shared, plan=world.plan, base=world.adopted, reason=world.canary("DRAFT", "reason"), started_by=by
    )
    world.rows["matter"] = put_matter(world, put, world.board)
    world.rows["asked_matter"] = put_matter(world, put, world.council)
    put(MatterStep, **shared, matter=world.matter, kind="decision", wording=world.canary("MATTER", "step"))
    put(MatterStep, **shared, matter=world.asked_matter, kind="preparation", body=world.board)
    world.rows["letter"] = put(
        Document,
        **shared,
        matter=world.matter,
        kind=Document.Kind.OFFICIAL_LETTER,
        title=world.canary("MATTER", "letter"),
        sender=world.canary("MATTER", "sender"),
        officer=world.canary("MATTER", "officer"),
        sections=[{"heading": world.canary("MATTER", "heading"), "text": world.canary("MATTER", "text")}],
        signers=[{"name": world.canary("MATTER", "signer"), "title": ""}],
    )
    world.rows["received"] = put(
        Document,
        **shared,
        matter=world.matter,
        kind=Document.Kind.OTHER,
        title=world.canary("MATTER", "received"),
        file=store_bytes(world.canary("MATTER", "file").encode(), content_type="application/pdf"),
        file_name=world.canary("MATTER", "name"),
        position=1,
    )
    world.rows["asked_letter"] = put(
        Document,
        **shared,
        matter=world.asked_matter,
        kind=Document.Kind.COVER_LETTER,
        title=world.canary("MATTER", "letter"),
        sender=world.canary("MATTER", "sender"),
    )
    meeting = world.rows["meeting"] = put(
        Meeting, **shared, body=world.board, held_on=timezone.localdate() - timedelta(days=5)
    )
    world.rows["decision"] = put(
        Decision,
        **shared,
        matter=world.matter,
        meeting=meeting,
        body=world.board,
        decided_on=meeting.held_on,
        year=meeting.held_on.year,
        paragraph="§ 7",
        paragraph_key="7",
        outcome=Decision.Outcome.ENDORSE,
        heading=world.canary("DECISION", "heading"),
        wording=world.canary("DECISION", "wording"),
        file=store_bytes(world.canary("DECISION", "file").encode(), content_type="application/pdf"),
        noted_by=by,
    )
    world.rows["dispatch"] = put(Dispatch, **shared, decision=world.decision, recipient=world.canary("DECISION", "to"))
    build_referrals(world, put, write_plan, rewrite, freeze)
    for matter in (world.matter, world.asked_matter):
        PackageOrder.objects.create(**shared, matter=matter, changed_by=by)
    world.rows["registration"] = put(
        RegistrationItem,
        **shared,
        kind=RegistrationItem.Kind.STATEMENT_IN,
        title=world.canary("DIARIE", "title"),
        matter=world.matter,
        target_model="plans.statement",
        target_pk=world.school_statement.pk,
    )


def put_matter(world: Any, put: Any, body: Unit) -> Matter:
    made: Matter = put(
        Matter,
        municipality=world.municipality,
        title=world.canary("MATTER", "title"),
        registry_number=world.canary("MATTER", "number"),
        classification_code=world.canary("MATTER", "code"),
        officer=world.canary("MATTER", "officer"),
        body=body,
    )
    return made


def build_referrals(world: Any, put: Any, write_plan: Any, rewrite: Any, freeze: Any) -> None:
    shared = {"municipality": world.municipality}
    by = world.people[Role.COORDINATOR]
    plan = write_plan(world, "REMISS")
    world.rows["referred"] = freeze(world, plan, number=1, state=Edition.State.REFERRAL)
    rewrite(world, plan, "DRAFT")
    world.rows["referral"] = put_referral(world, put, world.referred)
    world.rows["social_recipient"] = put_recipient(world, put, world.referral, world.social)
    world.rows["school_recipient"] = put_recipient(world, put, world.referral, world.school)
    world.rows["social_statement"] = put_statement(world, put, world.social_recipient, "SOCSVAR", Statement.State.DRAFT)
    world.rows["school_statement"] = put_statement(
        world, put, world.school_recipient, "YTTRANDE", Statement.State.REGISTERED
    )
    world.rows["viewpoint"] = put(
        Viewpoint,
        **shared,
        statement=world.school_statement,
        text=world.canary("SYNPUNKT", "text"),
        place_name=world.canary("SYNPUNKT", "place"),
    )
    outside = put(Unit, **shared, name=world.canary("UNIT", "external"), kind=Unit.Kind.EXTERNAL)
    world.rows["external_recipient"] = put_recipient(world, put, world.referral, outside)
    world.rows["link"] = AnswerLink.objects.create(
        **shared,
        recipient=world.external_recipient,
        token_hash=hashlib.sha256(LINK_TOKEN.format(number=world.number).encode()).hexdigest(),
        sent_to=f"{world.canary('LINK', 'to').lower()}@exempelby.example",
        made_by=by,
        expires_at=timezone.now() + timedelta(days=30),
    )
    AnswerLinkUse.objects.create(**shared, link=world.link, what=AnswerLinkUse.What.OPENED)
    boards_plan = write_plan(world, "REMISS")
    boards_edition = world.rows["boards_edition"] = freeze(
        world, boards_plan, number=1, state=Edition.State.REFERRAL, body=world.council
    )
    rewrite(world, boards_plan, "DRAFT")
    matter = put_matter(world, put, world.council)
    world.rows["board_referral"] = put_referral(world, put, boards_edition, matter=matter)
    world.rows["board_recipient"] = put_recipient(world, put, world.board_referral, world.board)
    put_recipient(world, put, world.board_referral, world.social)
    world.rows["board_statement"] = put_statement(world, put, world.board_recipient, "KSSVAR", Statement.State.DRAFT)


def put_referral(world: Any, put: Any, edition: Edition, *, matter: Matter | None = None) -> ReferralRound:
    made: ReferralRound = put(
        ReferralRound,
        municipality=world.municipality,
        edition=edition,
        matter=matter or world.matter,
        question=world.canary("REMISS", "question"),
        answer_by=timezone.localdate() + timedelta(days=20),
        decided_wording=world.canary("REMISS", "decided"),
        opened_by=world.people[Role.COORDINATOR],
    )
    return made


def put_recipient(world: Any, put: Any, referral: ReferralRound, unit: Unit) -> ReferralRecipient:
    made: ReferralRecipient = put(
        ReferralRecipient,
        municipality=world.municipality,
        round=referral,
        unit=unit,
        sent_on=timezone.localdate(),
        position=referral.recipients.count(),
    )
    ReferralSeat.objects.create(municipality=world.municipality, recipient=made, unit=unit)
    return made


def put_statement(world: Any, put: Any, recipient: ReferralRecipient, secret: str, state: str) -> Statement:
    is_registered = state == Statement.State.REGISTERED
    received = put_received(world, put, recipient, secret) if is_registered else None
    made: Statement = put(
        Statement,
        municipality=world.municipality,
        recipient=recipient,
        document=received,
        answered_by=recipient.unit,
        state=state,
        stance=Statement.Stance.ENDORSES_WITH_VIEWS,
        text=world.canary(secret, "text"),
        signer=world.canary(secret, "signer"),
        written_by=world.people[Role.COORDINATOR],
        registered_at=timezone.now() if is_registered else None,
    )
    return made


def put_received(world: Any, put: Any, recipient: ReferralRecipient, secret: str) -> Document:
    """The file in which a registered statement came."""
    made: Document = put(
        Document,
        municipality=world.municipality,
        matter=recipient.round.matter,
        kind=Document.Kind.STATEMENT,
        title=world.canary(secret, "document"),
        file=store_bytes(world.canary(secret, "file").encode(), content_type="application/pdf"),
        file_name=f"{world.canary(secret, 'name')}.pdf",
    )
    return made
