"""An edition is sent on referral: to whom, with which question, until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record, record_all
from foundation.records import locked
from plans.models import (
    Decision,
    Document,
    Edition,
    Matter,
    Plan,
    ReferralRecipient,
    ReferralRound,
    ReferralSeat,
    RegistrationItem,
)
from plans.models.matter import LONGEST_TITLE
from plans.selectors.referral import ASKED_KINDS, default_how, seats_of
from plans.services.edition import refuse_settled, refuse_withdrawn
from plans.services.edition_states import refer_edition
from plans.services.matter import matter_of_plan
from plans.services.referral.letter import LetterText, default_letter, letter_sections, write_letter
from plans.services.referral.telling import tell_asked
from plans.services.texts import checked, one_line, unified
from responsibilities.models import Unit

How = ReferralRecipient.How
Sending = Mapping[int, str]
"""How each unit gets the referral, by its key; a unit that is not named gets it as `default_how` says."""


@transaction.atomic
def open_referral_round(
    *,
    edition: Edition,
    question: str,
    units: Collection[Unit],
    answer_by: date,
    is_confirmed: bool,
    matter: Matter | None = None,
    decision: Decision | None = None,
    decided_wording: str = "",
    send: Sending | None = None,
    sent_on: date | None = None,
    letter: LetterText | None = None,
    by: User,
) -> ReferralRound:
    """Send an edition out on referral and let those who are asked read it (kommunallagen 6:12).

    From then on it is a public document (TF 2:4, 2:10), which `is_confirmed` says that the sender knows.
    Raises ValidationError when it cannot be sent out, or when somebody cannot be asked.
    """
    plan = locked(edition.plan)
    edition = locked(edition)
    refuse_opening(plan, edition, is_confirmed=is_confirmed)
    refuse_asking(edition.municipality_id, units, answer_by=answer_by, sent_on=sent_on)
    edition = refer_edition(edition=edition, by=by)
    matter = own_matter(plan, matter or (decision.matter if decision else None), by=by)
    referral = ReferralRound(
        municipality_id=edition.municipality_id,
        edition=edition,
        matter=matter,
        question=unified(question),
        answer_by=answer_by,
        decision=own_decision(matter, decision),
        decided_wording=one_line(decided_wording),
        opened_by=by,
    )
    refuse_question(referral)
    referral.letter = letter_to(referral, units, text=letter, dated_on=sent_on or localdate(), by=by)
    record(referral, by=by, reason=_("Sent on referral"))
    ask(referral, units, send=send or {}, sent_on=sent_on, by=by)
    return referral


@transaction.atomic
def add_recipients(
    *,
    referral_round: ReferralRound,
    units: Collection[Unit],
    send: Sending | None = None,
    sent_on: date | None = None,
    by: User,
) -> list[ReferralRecipient]:
    """Ask more bodies while the referral is open; the letter stands as it was sent.

    Raises ValidationError when the referral is closed, or when one of them is asked already.
    """
    locked(referral_round.edition.plan)
    referral_round = locked(referral_round)
    refuse_closed(referral_round)
    municipality_id, answer_by = referral_round.municipality_id, referral_round.answer_by
    refuse_asking(municipality_id, units, answer_by=answer_by, sent_on=sent_on)
    known = set(referral_round.recipients.values_list("unit", flat=True))
    for unit in units:
        if unit.pk in known:
            raise ValidationError({"units": _("%(unit)s is asked already.") % {"unit": unit}})
    return ask(referral_round, units, send=send or {}, sent_on=sent_on, by=by)


def letter_to(
    referral: ReferralRound, units: Collection[Unit], *, text: LetterText | None, dated_on: date, by: User
) -> Document:
    """The letter as it was worded, or as it is by default, kept as a document of the matter."""
    edition, matter = referral.edition, referral.matter
    text = text or default_letter(edition, matter)
    sections = letter_sections(text, question=referral.question, answer_by=referral.answer_by, units=units)
    return write_letter(edition=edition, matter=matter, sections=sections, dated_on=dated_on, by=by)


def ask(
    referral: ReferralRound, units: Collection[Unit], *, send: Sending, sent_on: date | None, by: User
) -> list[ReferralRecipient]:
    """One row for each that is asked, its seats, a line for the registrar; and its people are told."""
    first = referral.recipients.count()
    rows = [
        recipient_of(referral, unit, how=send.get(unit.pk) or default_how(unit), sent_on=sent_on, position=first + n)
        for n, unit in enumerate(units)
    ]
    rows = record_all(rows, by=by, reason=_("Sent on referral"))
    seats = seats_of(units)
    ReferralSeat.objects.bulk_create(
        ReferralSeat(municipality_id=referral.municipality_id, recipient=row, unit_id=seat)
        for row in rows
        for seat in seats[row.unit_id]
    )
    await_letters(referral, rows, by=by)
    tell_asked("referral_opened", rows, besides=by)
    return rows


def await_letters(referral: ReferralRound, rows: Collection[ReferralRecipient], *, by: User) -> None:
    """A line for the registrar for each, in two statements: of new rows, none stands on the list already."""
    said = _("Referral to %(unit)s: %(title)s")
    items = [
        RegistrationItem(
            municipality=referral.municipality,
            kind=RegistrationItem.Kind.REFERRAL_OUT,
            title=(said % {"unit": row.unit, "title": referral.edition.title})[:LONGEST_TITLE],
            matter=referral.matter,
            occurred_on=row.sent_on or localdate(),
            target_model=row._meta.label_lower,
            target_pk=row.pk,
        )
        for row in rows
    ]
    record_all(items, by=by, reason=_("To register"))


def recipient_of(
    referral: ReferralRound, unit: Unit, *, how: str, sent_on: date | None, position: int
) -> ReferralRecipient:
    """A row that is not saved yet. Raises ValidationError when the unit cannot be reached in that way."""
    if how not in How.values or (how == How.LINK and not unit.is_external):
        raise ValidationError({"units": _("Choose how %(unit)s gets the referral.") % {"unit": unit}})
    if how == How.MAIL and not unit.mailbox:
        said = _("%(unit)s has no mailbox. Write one under Responsibilities, or send it through the registry system.")
        raise ValidationError({"units": said % {"unit": unit}})
    return ReferralRecipient(
        municipality=referral.municipality,
        round=referral,
        unit=unit,
        position=position,
        sent_how=how,
        sent_to=unit.mailbox if how == How.MAIL else "",
        sent_on=(sent_on or localdate()) if how == How.REGISTER else None,
        queued_at=timezone.now() if how == How.MAIL else None,
    )


def own_matter(plan: Plan, matter: Matter | None, *, by: User) -> Matter:
    """The matter that was chosen, if it is about this plan; else the open one of the plan."""
    if matter is None:
        return matter_of_plan(plan=plan, by=by)
    if matter.municipality_id != plan.municipality_id or matter.plan_id not in (None, plan.pk):
        raise ValidationError({"matter": _("Choose one of the municipality's own.")})
    return matter


def own_decision(matter: Matter, decision: Decision | None) -> Decision | None:
    if decision is not None and decision.matter_id != matter.pk:
        raise ValidationError({"decision": _("Choose a decision of the same matter.")})
    return decision


def refuse_opening(plan: Plan, edition: Edition, *, is_confirmed: bool) -> None:
    """Raise ValidationError unless the edition may be sent out now, by somebody who knows what that means."""
    refuse_withdrawn(plan)
    if edition.is_decided:
        raise ValidationError(_("This version has been decided. A proposal goes on referral before its decision."))
    refuse_settled(edition)
    if edition.referral_rounds.open().exists():
        raise ValidationError(_("This version is on referral already."))
    if not is_confirmed:
        said = _("Confirm that the version becomes a public document when it is sent out (TF 2:4, 2:10).")
        raise ValidationError({"is_confirmed": said})


def refuse_closed(referral: ReferralRound) -> None:
    if not referral.is_open:
        raise ValidationError(_("The referral is closed. Open it again first."))


def refuse_asking(municipality_id: int, units: Collection[Unit], *, answer_by: date, sent_on: date | None) -> None:
    """Raise ValidationError unless all of them can be asked, by a day to come, on a day that has been."""
    refuse_past(answer_by)
    refuse_units(municipality_id, units)
    refuse_day_to_come(sent_on)


def refuse_past(answer_by: date) -> None:
    if answer_by < localdate():
        raise ValidationError({"answer_by": _("Choose a day that has not passed.")})


def refuse_day_to_come(sent_on: date | None) -> None:
    if sent_on is not None and sent_on > localdate():
        raise ValidationError({"sent_on": _("Note the day when it has been sent: this day has not come.")})


def refuse_units(municipality_id: int, units: Collection[Unit]) -> None:
    """Raise ValidationError unless each is one of the municipality's own that can be asked, named once."""
    seen: set[int] = set()
    if not units:
        raise ValidationError({"units": _("Choose at least one that is asked.")})
    for unit in units:
        if unit.pk in seen:
            raise ValidationError({"units": _("%(unit)s is named twice.") % {"unit": unit}})
        seen.add(unit.pk)
        is_own = unit.municipality_id == municipality_id and unit.kind in ASKED_KINDS
        if not is_own or unit.is_withdrawn or unit.status == Unit.Status.ENDED:
            raise ValidationError({"units": _("Choose among the municipality's own bodies and external parties.")})


def refuse_question(referral: ReferralRound) -> None:
    if not referral.question:
        raise ValidationError({"question": _("Write what you ask.")})
    checked(referral, ("question", "decided_wording"))
