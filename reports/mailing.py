"""Letters with a paper in them: a referral goes to the mailboxes of those who are asked, with the version as PDF."""

from __future__ import annotations

import logging
import random
import time
from datetime import timedelta

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from notifications.delivery import Enclosure, LetterDelayedError, LetterRefusedError, send_letter
from plans.models import ReferralRecipient, ReferralRound
from plans.selectors.referral import letters_due
from plans.services.referral import note_mailed, note_refused
from reports.kinds import Kind
from reports.models import ReportJob
from reports.services import order_paper

log = logging.getLogger(__name__)
ROUND_SECONDS = 30  # the worker cuts a task at 120: a letter that was begun in time is also noted as sent
AFTER_FAILURE = timedelta(hours=1)
"""How long a version whose paper could not be made is left before it is tried anew."""


def send_referral_letters(*, seconds: float = ROUND_SECONDS) -> int:
    """Send the letters that wait and whose paper is finished; order the papers that are not. Returns how many went.

    A letter that is not taken now waits for the next round, a mailbox that refuses it for good is noted, and a server
    that does not answer ends the round. Nobody is always first.
    """
    until = time.monotonic() + seconds
    due = letters_due()
    random.shuffle(due)
    papers = {pk: ready_paper(referral) for pk, referral in {one.round_id: one.round for one in due}.items()}
    sent = 0
    for recipient in due:
        paper = papers[recipient.round_id]
        if paper is None or time.monotonic() >= until:
            continue
        try:
            sent += send_one(recipient=recipient, paper=paper)
        except LetterDelayedError:
            log.warning("The mail server does not take the letter of recipient %s now; it is kept", recipient.pk)
        except OSError:
            log.warning("The mail server does not take letters now; they are kept for the next round", exc_info=True)
            break
    return sent


def ready_paper(referral: ReferralRound) -> Enclosure | None:
    """Its paper, if it is finished. What goes wrong with one referral keeps no other's letters waiting."""
    try:
        paper = paper_of(referral)
        return Enclosure(paper.file_name, paper.file.read()) if paper is not None and paper.file is not None else None
    except Exception as error:  # named without its words, which may hold somebody's text
        log.warning("The paper of referral %s cannot be had (%s)", referral.pk, type(error).__name__)
        return None


def paper_of(referral: ReferralRound) -> ReportJob | None:
    """The letter and the version as one PDF, ordered in the name of who sent it out; None while it is not finished."""
    ordered = ReportJob.objects.filter(
        kind=Kind.REFERRAL_PACKAGE, referral_round=referral.pk, state=ReportJob.State.FAILED
    )
    if ordered.filter(finished_at__gt=timezone.now() - AFTER_FAILURE).exists():
        log.warning("The paper of referral %s could not be made; its letters wait", referral.pk)
        return None
    whole = ReferralRound.objects.select_related(
        "municipality__logo", "matter__body", "edition__body", "letter__file", "decision__body"
    ).get(pk=referral.pk)
    job = order_paper(kind=Kind.REFERRAL_PACKAGE, referral_round=whole, by=referral.opened_by)
    return job if job.state == ReportJob.State.DONE else None


@transaction.atomic
def send_one(*, recipient: ReferralRecipient, paper: Enclosure) -> bool:
    """Take the waiting row and send its letter; returns whether it went.

    The row is held while the letter is sent: a second worker waits for it and then finds nothing to do.
    """
    held = ReferralRecipient.objects.letters_due().select_for_update(of=("self",)).filter(pk=recipient.pk)
    if held.first() is None:
        return False
    system = User.objects.system()
    context = {"recipient": recipient, "referral": recipient.round, "letter": recipient.round.letter}
    subject = render_to_string("reports/referral_letter_subject.txt", context)
    text = render_to_string("reports/referral_letter.txt", context).strip() + "\n"
    try:
        send_letter(subject=subject, text=text, to=recipient.sent_to, enclosures=[paper])
    except LetterRefusedError:
        log.warning("The letter of recipient %s is refused for good", recipient.pk)
        note_refused(recipient=recipient, by=system)
        return False
    note_mailed(recipient=recipient, by=system)
    return True
