"""The kinds of papers, and what each is made from."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PLAN = "plan", _("Plan")
    LETTER = "letter", _("Letter")
    REFERRAL_PACKAGE = "referral_package", _("Referral package")
    DECISION_PACKAGE = "decision_package", _("Papers for decision")
    TRANSCRIPT = "transcript", _("Transcript of minutes")
    UNIT_EXTRACT = "unit_extract", _("Extract for a unit")
    COMPARISON = "comparison", _("Compilation of changes")
    SUMMARY = "summary", _("Summary of the statements")
    PROTOCOL_PROPOSAL = "protocol_proposal", _("Proposal for the minutes")


class Format(models.TextChoices):
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")


COLUMNS = (
    "plan",
    "edition",
    "approval",
    "follow_up_round",
    "matter",
    "document",
    "decision",
    "referral_round",
    "unit",
    "compared_with",
)
"""The columns of a job that name what it is made from."""

SOURCES: dict[str, tuple[frozenset[str], ...]] = {
    Kind.PLAN: (
        frozenset({"plan"}),
        frozenset({"edition"}),
        frozenset({"edition", "follow_up_round"}),
        frozenset({"approval"}),
    ),
    Kind.LETTER: (frozenset({"document"}),),
    Kind.REFERRAL_PACKAGE: (frozenset({"referral_round"}),),
    Kind.DECISION_PACKAGE: (frozenset({"matter"}),),
    Kind.TRANSCRIPT: (frozenset({"decision"}),),
    Kind.UNIT_EXTRACT: (
        frozenset({"edition"}),  # what nobody answers for
        frozenset({"edition", "unit"}),
        frozenset({"edition", "unit", "referral_round"}),
    ),
    Kind.COMPARISON: (frozenset({"compared_with", "edition"}), frozenset({"compared_with", "plan"})),
    Kind.SUMMARY: (frozenset({"referral_round"}),),
    Kind.PROTOCOL_PROPOSAL: (frozenset({"document"}),),
}
"""The columns that each kind fills, one way or another, and no others."""


def each_kind_of_its_sources() -> Q:
    """The table above as a condition, for the database."""
    ways = (
        Q(kind=str(kind), **{f"{column}__isnull": column not in way for column in COLUMNS})
        for kind, allowed in SOURCES.items()
        for way in allowed
    )
    return reduce(or_, ways)
