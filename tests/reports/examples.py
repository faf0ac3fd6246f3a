"""A whole plan of the made-up municipality, long enough to fill pages, and a round on it."""

from __future__ import annotations

from datetime import date

from reports.documents.plan import Paper
from tests.reports.values import (
    Values,
    activity,
    answer,
    area,
    indicator,
    measure,
    plan_values,
    report,
    responsibility,
    round_values,
    section,
    time,
    uid,
    unit,
)

ADOPTED = Paper(
    label="Antagen",
    edition=2,
    sha256="0123456789abcdef" * 4,
    decided_by="Kommunstyrelsen",
    decided_on=date(2027, 3, 12),
    paragraph="55",
)
SENTENCES = (
    "Utbildningsförvaltningen tar tillsammans med socialtjänsten och säkerhetsfunktionen fram en gemensam rutin. ",
    "Rutinen prövas i två skolområden och utvärderas innan den införs i hela kommunen. ",
    "Personalen får handledning av länsstyrelsens stödfunktion och återrapporterar varje kvartal. ",
)
WORDINGS = ("våren 2027", "senast hösten 2027", "löpande", "årligen", "")


def full_measure(number: int) -> Values:
    """A measure with something in every column; no two are alike."""
    return measure(
        number,
        text=f"Åtgärd nummer {number}. " + SENTENCES[number % 3] * (1 + number % 3),
        condition="vid behov" if number % 7 == 0 else "",
        levels=["Generell", "Specifik"][: 1 + number % 2],
        time=time(WORDINGS[number % 5]),
        activities=[activity(f"{SENTENCES[place]}({number}.{place})", WORDINGS[place]) for place in range(number % 3)],
        indicators=[indicator(f"Antal genomförda dialoger {number}", "4")],
        responsibilities=[
            responsibility("responsible", "Utbildningsförvaltningen"),
            responsibility("in_consultation", "Kommunledningsförvaltningen"),
            responsibility("actor", "Utvecklingsstrateg", scope_note="publicering"),
            responsibility("actor", "Säkerhetssamordnaren"),
        ],
        comment="Redovisas i samband med välfärdsbokslutet" if number % 3 == 0 else "",
    )


def full_plan(measures: int = 24, *, per_area: int = 8) -> Values:
    """Sections on three levels and `measures` measures in areas of `per_area`."""
    starts = range(1, measures + 1, per_area)
    areas = [
        area(
            f"Förebyggande arbete, del {place}",
            *(full_measure(number) for number in range(start, min(start + per_area, measures + 1))),
        )
        for place, start in enumerate(starts, start=1)
    ]
    prose = "\n\n".join(SENTENCES[place % 3] * 4 for place in range(4))
    listed = (
        "Insatserna ligger på tre nivåer:\n\n- generella insatser\n- specifika insatser\n- individinriktade insatser"
    )
    chapters = [
        section(
            f"Kapitel {number}",
            prose,
            section(
                f"Mål {number}",
                listed,
                section(f"Delmål {number}", prose, number=f"{number}.1.1"),
                number=f"{number}.1",
            ),
            number=str(number),
        )
        for number in range(1, 4)
    ]
    return plan_values(sections=chapters, focus_areas=areas)


def full_round() -> Values:
    """Answers on two measures of the plan; one unit is silent."""
    answers = {
        uid("measure 1"): answer(
            "not_met",
            report("Socialtjänsten", "fully", "Alla i första linjen har gått grundutbildningen.", "Ryms i ram."),
            report("Barn- och utbildningsförvaltningen", "partly", "Två av fyra enheter.", "Resten under våren."),
            report("Kultur och teknik", "not_met", "Ingen utbildning har genomförts.", "Utbildaren ställde in."),
            silent=("Rådet för trygghet och hälsa",),
        ),
        uid("measure 2"): answer("not_assessed", silent=("Rådet för trygghet och hälsa",)),
    }
    units = [
        unit("Socialtjänsten", summary="Arbetet har kommit igång.\n\n- En utbildning\n- Två dialoger"),
        unit("Barn- och utbildningsförvaltningen"),
        unit("Kultur och teknik", "submitted"),
        unit("Rådet för trygghet och hälsa", "silent"),
    ]
    return round_values(answers, units, not_met=1, not_assessed=1)
