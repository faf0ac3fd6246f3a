"""The one way from one state to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from plans.models import ApprovalRequest, Edition, MeasureReport, ReferralRound, Statement, UnitReport

Stateful = Edition | ApprovalRequest | ReferralRound | Statement | UnitReport | MeasureReport
Reasons = Mapping[Any, Any]
"""Why not, by the state that the row stands in; texts may be lazy."""


def move(row: Stateful, to: str, *, because: Reasons | None = None) -> None:
    """Set the state of `row` to `to`.

    Raises ValidationError when the way is not open, with the reason that `because` gives for the state it stands in.
    """
    if to not in row.TRANSITIONS[row.state]:
        generic = _("This cannot be done now: it stands as “%(state)s”.") % {"state": row.get_state_display()}
        raise ValidationError(str((because or {}).get(row.state, generic)))
    row.state = to
