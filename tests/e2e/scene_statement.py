"""A referral with a draft, a registered answer, viewpoints, and a one-time link."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import Municipality, User
from foundation.rich_text import from_plain
from plans.answers import OwnDecision
from plans.services.edition import freeze_edition
from plans.services.plan import create_plan
from plans.services.referral import open_referral_round, send_answer_link
from plans.services.section import create_section, update_section
from plans.services.statement import draft_statement, register_statement
from plans.services.viewpoint import cut_viewpoint, handle_viewpoint, save_summary
from responsibilities.models import Unit
from responsibilities.services.units import create_unit
from vbe_portal.demo.plan import seed_measures

TEXT = "Nämnden tillstyrker förslaget.\n\nLägg ansvaret på nätverket för trygghet.\n\nUtbilda fler i första linjen."


def of_statements(municipality: Municipality, coordinator: User) -> dict[str, int | str]:
    """The keys of what the pages about answers are about."""
    plan = create_plan(municipality=municipality, title="Sidornas plan med yttranden", by=coordinator)
    section = create_section(plan=plan, heading="Organisation", body=from_plain("En grupp."), by=coordinator)
    seed_measures(plan, by=coordinator)
    outside = create_unit(
        municipality=municipality, name="Föreningen Tryggare", kind=Unit.Kind.EXTERNAL, by=coordinator
    )
    named = Unit.objects.current().filter(municipality=municipality)
    units = [named.get(name="Kommunstyrelsen"), named.get(name="Socialnämnden"), outside]
    referral = open_referral_round(
        edition=freeze_edition(plan=plan, by=coordinator),
        question="Tillstyrker ni förslaget?",
        units=units,
        answer_by=timezone.localdate() + timedelta(days=30),
        is_confirmed=True,
        send={one.pk: "register" for one in units},
        by=coordinator,
    )
    board, social, party = (referral.recipients.get(unit=unit) for unit in units)
    drafted = draft_statement(
        recipient=board, text="Ett utkast.", by=User.objects.get(email="sekreterare@exempelby.example")
    )
    decision = OwnDecision(
        body=units[1],
        met_on=timezone.localdate() - timedelta(days=4),
        paragraph="§ 115",
        wording="Nämnden antar yttrandet som sitt eget.",
        motions=["Anna Ek (S) yrkar bifall"],
        basis=["Remiss, 2026-11-01"],
        recipients=["Kommunstyrelsen", "Akten"],
    )
    statement = register_statement(
        recipient=social, stance="endorses_with_views", text=TEXT, decision=decision, signer="Anna Ek", by=coordinator
    )
    update_section(section=section, version=1, heading="Organisation", body="<p>Nätverket.</p>", by=coordinator)
    viewpoint = cut_viewpoint(
        statement=statement, text="Lägg ansvaret på nätverket.", place_uid=section.uid, by=coordinator
    )
    handle_viewpoint(
        viewpoint=viewpoint, handling="granted", reason="Avsnittet är ändrat.", change_uid=section.uid, by=coordinator
    )
    cut_viewpoint(statement=statement, text="Utbilda fler i första linjen.", by=coordinator)
    save_summary(referral_round=referral, summary="Egna ord om yttrandena.", by=coordinator)
    expires = timezone.now() + timedelta(days=20)
    token = send_answer_link(recipient=party, to="forening@exempelby.example", expires_at=expires, by=coordinator)
    return {
        "answered_referral": referral.pk,
        "asked_board": board.pk,
        "asked_party": party.pk,
        "drafted_statement": drafted.pk,
        "statement": statement.pk,
        "viewpoint": viewpoint.pk,
        "link_token": token,
    }
