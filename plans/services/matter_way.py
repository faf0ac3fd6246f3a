"""The way of a matter: which bodies are asked, prepare and decide, in order."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from foundation.history import erase, record
from foundation.records import locked_version
from plans.inputs import StepInput
from plans.models import Matter, MatterStep
from plans.services.matter import refuse_closed
from plans.services.texts import checked, one_line

MOST_STEPS = 30
HAS_DECIDED = gettext_lazy("%(step)s has decided in the matter, so the step stays.")


@transaction.atomic
def set_way(*, matter: Matter, version: int | None = None, steps: Sequence[StepInput], by: User) -> Matter:
    """Write the steps of a matter anew. One that is not named is taken away, unless something was decided in it.

    What somebody decided is not made another's decision. Raises ValidationError, at the `place` of the step when one
    is to blame, and StaleVersion when someone wrote the matter since `version`.
    """
    matter = locked_version(matter, version)
    refuse_closed(matter)
    if len(steps) > MOST_STEPS:
        raise ValidationError(_("A way holds at most %(most)d steps.") % {"most": MOST_STEPS})
    standing = {one.pk: one for one in matter.steps.all()}
    kept = {one.pk for one in steps if one.pk in standing}
    for pk, row in standing.items():
        if pk not in kept:
            take_away(row, by=by)
    for position, one in enumerate(steps):
        row = standing.get(one.pk or 0) or MatterStep(municipality_id=matter.municipality_id, matter=matter)
        write_step(row, one, position, by=by)
    matter.version += 1
    return record(matter, by=by, reason=_("Way to the decision written"))


def take_away(row: MatterStep, *, by: User) -> None:
    """Take a step away; decisions that were noted there by mistake, and taken away, hold it no longer."""
    if row.decisions.current().exists():
        raise ValidationError(HAS_DECIDED, params={"step": row})
    for decision in row.decisions.all():
        decision.step = None
        decision.version += 1
        record(decision, by=by, reason=_("Step taken away"))
    erase(row, by=by, reason=_("Step taken away"))


def is_another(row: MatterStep, given: StepInput) -> bool:
    """Whether the step would be somebody else's: of another body, or in other words where it has none."""
    body = given.body.pk if given.body else None
    return body != row.body_id or (body is None and one_line(given.wording) != row.wording)


def write_step(row: MatterStep, given: StepInput, position: int, *, by: User) -> None:
    """Put a step in its place; what says the same as before is left as it stands."""
    if given.kind not in MatterStep.Kind.values:
        raise ValidationError({"steps": _("Choose what is done in each step.")})
    if given.body is not None and given.body.municipality_id != row.municipality_id:
        raise ValidationError({"steps": _("Choose one of the municipality's own.")})
    if given.body is None and not one_line(given.wording):
        raise ValidationError({"steps": _("Say who it is in each step: a body, or in words.")})
    if row.pk and is_another(row, given) and row.decisions.current().exists():
        raise ValidationError({"steps": ValidationError(HAS_DECIDED, params={"step": row, "place": position})})
    before = (row.kind, row.body_id, row.wording, row.position)
    row.kind, row.body, row.wording, row.position = given.kind, given.body, one_line(given.wording), position
    checked(row, ("wording",))
    if row.pk is None or before != (row.kind, row.body_id, row.wording, row.position):
        record(row, by=by, reason=_("Way to the decision written"))
