"""Why a plan is changed: after a decision it is asked for, and stands in the history."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.models import Edition, Plan
from plans.services.texts import one_line

LONGEST_REASON = 300
SUGGESTIONS = (
    gettext_lazy("A slip of the pen put right"),
    gettext_lazy("Changed in substance"),
    gettext_lazy("After follow-up"),
)


def decided(key: str) -> Exists:
    """For a statement on rows of a plan: whether the plan that `key` names has been decided."""
    return Exists(Edition.objects.decided().filter(plan=OuterRef(key)))


def asks_reason(plan: Plan) -> bool:
    """Whether the plan has been decided, so that whoever changes its draft says why. `locked_plan` has read it."""
    known: bool | None = getattr(plan, "is_decided", None)
    return plan.editions.decided().exists() if known is None else known


def said_reason(plan: Plan, given: str, otherwise: str) -> str:
    """The reason for the history: the one given, or `otherwise` while the plan has not been decided.

    Raises ValidationError at "reason" when one must be given.
    """
    given = one_line(given)
    if len(given) > LONGEST_REASON or "\x00" in given:
        raise ValidationError({"reason": _("Write at most %(longest)d characters.") % {"longest": LONGEST_REASON}})
    if not given and asks_reason(plan):
        raise ValidationError({"reason": _("The plan has been decided. Say why it is changed.")})
    return given or otherwise
