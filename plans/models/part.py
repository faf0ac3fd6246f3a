"""What every row of a plan has in common: it is seen and written with the plan."""

from __future__ import annotations

from typing import ClassVar

from accounts.models import Content


class PlanPart(Content):
    """Abstract: a row that is seen and written by whoever sees and writes the plan."""

    view_permission: ClassVar[str] = "plans.view_plan"
    grant_path: ClassVar[str] = "plan"

    class Meta:
        abstract = True
