"""What a measure lacks, and whether those it names can be found and reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from plans.checks.facts import Facts
from plans.checks.kinds import KINDS, Finding, Place
from plans.checks.texts import Draft, place_of
from plans.frozen import FrozenMeasure
from plans.models import Responsibility
from plans.subjects import Match
from responsibilities.models import Function, Unit

RESPONSIBLE = (Responsibility.Part.RESPONSIBLE, Responsibility.Part.REPORTS_BACK)


def lacks_time(measure: FrozenMeasure) -> bool:
    times = [measure.values["time"], *(activity["time"] for activity in measure.values["activities"])]
    return not any(time["wording"] or time["start"] or time["end"] or time["recurrence"] for time in times)


def lacks_owner(measure: FrozenMeasure) -> bool:
    return not any(one["part"] in RESPONSIBLE for one in measure.values["responsibilities"])


def lacks_indicator(measure: FrozenMeasure) -> bool:
    return not measure.values["indicators"]


def lacks_text(measure: FrozenMeasure) -> bool:
    return not measure.has_own_text and not measure.values["activities"]


LACKING: dict[str, Callable[[FrozenMeasure], bool]] = {
    "owner": lacks_owner,
    "time": lacks_time,
    "indicator": lacks_indicator,
    "text": lacks_text,
}


def lacking(draft: Draft) -> Iterator[Finding]:
    """Measures without time, owner, indicator or words."""
    for measure in draft.measures:
        yield from (Finding(KINDS[key], place_of(measure)) for key, lacks in LACKING.items() if lacks(measure))


def unknown(draft: Draft, facts: Facts, *, answering: bool) -> Iterator[Finding]:
    """Wordings that point at nobody: of those who answer for something, or of the others. Each once a measure."""
    kind = KINDS["unknown" if answering else "actor"]
    matched: dict[str, Match | None] = {}
    for measure in draft.measures:
        said = [one for one in measure.values["responsibilities"] if one["subject_kind"] is None]
        wordings = dict.fromkeys(one["wording"] for one in said if (one["part"] in RESPONSIBLE) == answering)
        for wording in wordings:
            if wording not in matched:
                matched[wording] = facts.subjects.match(wording) if facts.subjects else None
            yield Finding(kind, place_of(measure), wording, proposal(matched[wording]))


def proposal(match: Match | None) -> str:
    if match is None:
        return ""
    return _("each administration") if match.is_each_administration else str(match.subject)


def ended(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """Units and functions that are no more, each once a measure that names it, with who took over."""
    own = facts.responsible_unit
    if own is not None and is_gone(own):
        yield Finding(KINDS["ended"], Place("plan", _("Responsible unit")), own.name, heir_of(own, facts))
    for measure in draft.measures:
        uids = dict.fromkeys(one["subject_uid"] for one in measure.values["responsibilities"])
        for uid in filter(None, uids):
            unit, function = facts.units.get(uid), facts.functions.get(uid)
            if unit is not None and is_gone(unit):
                yield Finding(KINDS["ended"], place_of(measure), unit.name, heir_of(unit, facts))
            if function is not None and function.is_withdrawn:
                yield Finding(KINDS["ended"], place_of(measure), function.title)


def is_gone(unit: Unit) -> bool:
    return unit.is_withdrawn or unit.status == Unit.Status.ENDED


def heir_of(unit: Unit, facts: Facts) -> str:
    heir = facts.successor_of(unit)
    return heir.name if heir else ""


def unreachable(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """Functions that the plan names and nobody can reach: each once, with the measures that name it."""
    naming: dict[str, list[int]] = defaultdict(list)
    for measure in draft.measures:
        for uid in dict.fromkeys(one["subject_uid"] for one in measure.values["responsibilities"]):
            if uid in facts.functions and not facts.functions[uid].is_withdrawn:
                naming[uid].append(measure.number)
    for uid, numbers in naming.items():
        function = facts.functions[uid]
        if why := why_unreachable(function, facts):
            where = _("named in measure %(numbers)s") % {"numbers": ", ".join(map(str, numbers))}
            yield Finding(KINDS["unreachable"], Place("function", function.title, uid), f"{why}; {where}")


def why_unreachable(function: Function, facts: Facts) -> str:
    """Why nobody is reached by the function today; nothing when somebody is."""
    if function.holder_until and function.holder_until < facts.today:
        return _("held until %(day)s") % {"day": function.holder_until.isoformat()}
    if not function.holder_phone and not function.holder_email:
        return _("neither telephone nor e-mail")
    return ""
