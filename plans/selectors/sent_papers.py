"""Papers of a matter that others have already read or written: they stay as they are."""

from __future__ import annotations

from plans.models import Document, ReferralRound, Statement
from plans.selectors.matter_line import Facts, has_answered


def is_sent(document: Document) -> bool:
    """Whether it is a letter that has gone out on referral."""
    return ReferralRound.objects.filter(letter=document).exists()


def is_answer(document: Document) -> bool:
    """Whether it came as the answer of one that was asked."""
    return Statement.objects.filter(document=document).exists()


def sent_papers(facts: Facts) -> frozenset[int | None]:
    """Both kinds in a matter, by their keys; costs nothing."""
    answers = [one.statement.document_id for one in facts.recipients if has_answered(one)]
    return frozenset([*(one.letter_id for one in facts.rounds), *answers])
