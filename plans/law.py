"""What lag (2023:196) om kommuners ansvar för brottsförebyggande arbete asks of a municipality, in short.

Source: SFS 2023:196 and prop. 2022/23:43. Worded generally, to be read beside the law and not instead of it. The law
does not mention extremism: for each plan the municipality says how it stands to its own action plan against crime.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plans.models.plan import LawStanding

SOURCE = "https://www.riksdagen.se/sv/dokument-och-lagar/dokument/svensk-forfattningssamling/_sfs-2023-196/"
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Duty:
    """One thing that the law asks for. `key` is what the plan's evidence is kept under, and is never changed."""

    key: str
    paragraph: str
    title: str | Promise
    text: str | Promise

    @property
    def name(self) -> str:
        return f"{self.paragraph} {self.title}"


def section(number: str) -> str:
    return f"{number}{NO_BREAK}§"


def sections(first: str, last: str) -> str:
    return f"{first}–{last}{NO_BREAK}§§"


DUTIES = (
    Duty(
        "mapping",
        section("4"),
        _("Situational picture"),
        _("The municipality draws up a picture of crime in its area: what there is of it, its extent and its effects."),
    ),
    Duty(
        "analysis",
        section("4"),
        _("Other information and analysis"),
        _("The picture also holds other information that matters, and an analysis of it all."),
    ),
    Duty(
        "action_plan",
        section("5"),
        _("Action plan"),
        _("From the picture the municipality considers which measures are needed, and decides on an action plan."),
    ),
    Duty(
        "follow_up",
        section("6"),
        _("Follow-up every second year"),
        _("Picture and action plan are followed up and brought up to date at least every second year."),
    ),
    Duty(
        "agreements",
        sections("7", "12"),
        _("Agreements on cooperation"),
        _("The municipality works for agreements on cooperation with the police and others concerned."),
    ),
    Duty(
        "council",
        sections("7", "12"),
        _("Strategic forum"),
        _("The municipality works for strategic questions to be dealt with in a forum or council, which it leads."),
    ),
    Duty(
        "coordination",
        sections("7", "12"),
        _("Coordinating function"),
        _("The municipality has a function that coordinates its work to prevent crime."),
    ),
    Duty(
        "report",
        section("13"),
        _("Report to the council"),
        _("The municipal council is told of the work: the picture, the action plan and the follow-up."),
    ),
)
DUTY_KEYS = tuple(duty.key for duty in DUTIES)


def follows_law(standing: str) -> bool:
    """Whether the plan itself is to meet the duties: it is the action plan, or a part of it."""
    return standing in (LawStanding.IS, LawStanding.PART)
