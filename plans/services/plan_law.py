"""How a plan stands to lag 2023:196, and where each duty is met."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.history import record_version
from foundation.records import locked_version
from plans.law import DUTY_KEYS
from plans.models import Plan
from plans.models.plan import LawStanding
from plans.services.plan import refuse_withdrawn
from plans.services.reasons import said_reason
from plans.services.texts import unified

LONGEST_EVIDENCE = 2000


@transaction.atomic
def update_law(
    *,
    plan: Plan,
    version: int | None,
    law_standing: str,
    law_evidence: Mapping[str, str],
    reason: str = "",
    by: User,
) -> Plan:
    """Say how the plan stands to the law, and where each duty is met; a duty that is not named keeps what it says.

    Raises StaleVersion when somebody wrote the plan since `version`, ValidationError for an unknown standing or duty.
    """
    plan = locked_version(plan, version)
    refuse_withdrawn(plan)
    reason = said_reason(plan, reason, _("The law’s duties answered"))
    if law_standing not in ("", *LawStanding.values):
        raise ValidationError({"law_standing": _("Choose how the plan stands to the law.")})
    evidence = {**plan.law_evidence, **{key: checked_evidence(key, text) for key, text in law_evidence.items()}}
    plan.law_standing = law_standing
    plan.law_evidence = {key: evidence[key] for key in DUTY_KEYS if evidence.get(key)}
    return record_version(plan, by=by, reason=reason)


def checked_evidence(key: str, text: str) -> str:
    """What is said of one duty. Raises ValidationError at its field when it is too long, or no duty of the law."""
    text = unified(text)
    if key not in DUTY_KEYS:
        raise ValidationError({key: _("The law has no such duty.")})
    if len(text) > LONGEST_EVIDENCE or "\x00" in text:
        raise ValidationError({key: _("Write at most %(longest)d characters.") % {"longest": LONGEST_EVIDENCE}})
    return text
