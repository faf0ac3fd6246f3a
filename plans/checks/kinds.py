"""What the check of a plan can find: the kinds, how grave each is, and what one does about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How grave a finding is. Nothing is a hindrance."""

    ERROR = "error", _("Errors")
    WARNING = "warning", _("Warnings")
    HINT = "hint", _("Hints")


@dataclass(frozen=True)
class Kind:
    """One thing that is looked for: what it is called, and what whoever finds it does."""

    key: str
    level: Level
    label: str | Promise
    advice: str | Promise


@dataclass(frozen=True)
class Place:
    """Where something was found. `uid` names the row of sections, areas, measures, units and functions."""

    kind: str
    name: str
    uid: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that was found: where, the words that stand there, and what could stand there instead."""

    kind: Kind
    place: Place
    words: str = ""
    proposal: str = ""


def known(key: str, level: Level, label: str | Promise, advice: str | Promise) -> tuple[str, Kind]:
    return key, Kind(key, level, label, advice)


KINDS: dict[str, Kind] = dict(
    (
        known(
            "reference",
            Level.ERROR,
            _("A reference points at something that is gone"),
            _("Choose what it points at now, or write the words without a reference."),
        ),
        known(
            "picture",
            Level.ERROR,
            _("A picture is gone"),
            _("Put the picture in again, or take its place in the text away."),
        ),
        known(
            "placeholder",
            Level.WARNING,
            _("Something is still to be filled in"),
            _("Write what is known now. The decision’s own day and paragraph come with the decision."),
        ),
        known(
            "owner",
            Level.WARNING,
            _("Nobody is responsible"),
            _("Say who answers for the measure, or who reports back on it."),
        ),
        known(
            "time",
            Level.WARNING,
            _("Says nothing about when"),
            _("Write when it is to be done, in your own words: “våren 2027”, “löpande”."),
        ),
        known(
            "indicator", Level.WARNING, _("No indicator"), _("Write how you will see that the measure has been done.")
        ),
        known(
            "text",
            Level.WARNING,
            _("Neither text nor activity"),
            _("Write what is to be done, or remove the measure."),
        ),
        known(
            "unknown",
            Level.WARNING,
            _("A responsible that points at nobody known"),
            _(
                "Choose the unit or function that is meant, or add it to the register. "
                "Only those whom the register knows are asked in the follow-up."
            ),
        ),
        known(
            "ended",
            Level.WARNING,
            _("A unit or function that is no more is named"),
            _("Name the one that took over, if the plan is to say so. The duty follows the successor anyway."),
        ),
        known(
            "unreachable",
            Level.WARNING,
            _("A function that nobody can reach"),
            _("Write who holds the function now, and a telephone number or an e-mail address."),
        ),
        known(
            "authority",
            Level.WARNING,
            _("An authority that has been abolished is named"),
            _("Write the successor instead, or say in the text that the authority has been abolished."),
        ),
        known(
            "contacts",
            Level.WARNING,
            _("Contacts in the text have not been checked"),
            _("Ring and open them. Then press “Contacts checked today”: the check holds for six months."),
        ),
        known(
            "law",
            Level.WARNING,
            _("A duty of law 2023:196 without an answer"),
            _("Write where it is met under Duties of the law, or that it is met elsewhere."),
        ),
        known(
            "standing",
            Level.HINT,
            _("Nobody has said how the plan stands to law 2023:196"),
            _(
                "Say under Duties of the law whether the plan is, is a part of "
                "or stands beside the municipality’s action plan."
            ),
        ),
        known(
            "standard",
            Level.HINT,
            _("A section that a reader expects is missing"),
            _("Write the section, or let it be. Your administrator keeps the list of sections."),
        ),
        known(
            "header",
            Level.HINT,
            _("The header is not filled in"),
            _("Write the value, or choose – when the field does not apply."),
        ),
        known(
            "spelling",
            Level.HINT,
            _("A suspected misspelling from the document that was read in"),
            _("Correct the word where it is wrong. Nothing is changed by itself."),
        ),
        known(
            "actor",
            Level.HINT,
            _("An actor that points at nobody known"),
            _("Choose the unit or function that is meant, or let the words stand."),
        ),
    )
)
"""In the order in which they are shown."""
