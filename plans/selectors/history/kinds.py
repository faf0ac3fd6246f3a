"""The kinds of rows whose history makes up the history of a plan: where each is found, and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from plans.models import (
    Activity,
    Comment,
    Edition,
    FocusArea,
    Indicator,
    Measure,
    Plan,
    PlanGrant,
    RelatedDocument,
    Responsibility,
    Section,
)

TOGETHER = timedelta(seconds=2)
"""Rows that one person wrote for one reason within this time were written by one save."""


@dataclass(frozen=True)
class Kind:
    """One model of the plan. `beside` is read with each row, `unsaid` are fields that its history does not tell,
    `route` names the page of one version of it, where it can be restored, `seen_by` leaves out what not every reader of
    the plan may see."""

    model: Any
    label: Any
    plan_path: str = "plan"
    is_part: bool = False
    beside: tuple[str, ...] = ()
    address: Callable[[Any], str] = field(default=lambda row: "")
    unsaid: tuple[str, ...] = ()
    route: str = ""
    seen_by: Callable[[User], Q] = field(default=lambda user: Q())

    @property
    def rows(self) -> Any:
        """The historical rows, with what their words need."""
        names = [f"{name}" for name in ("history_user", "withdrawn_by", *self.beside) if self.has(name)]
        return self.model.history.select_related(*names).order_by()

    def has(self, name: str) -> bool:
        return name != "withdrawn_by" or any(one.name == name for one in self.model._meta.fields)

    def version_address(self, row: Any) -> str:
        return reverse(f"plans:{self.route}_version", args=[row.id, row.history_id]) if self.route else ""

    def of_plan(self, plan: Plan, user: User) -> Q:
        """Which rows belong to the plan's history, as far as the reader may see what they are about."""
        if self.is_part:
            return Q(measure__in=plan.measures.order_by().values("pk"))
        return Q(**{self.plan_path: plan.pk}) & self.seen_by(user)


def seen_editions(user: User) -> Q:
    return Q(id__in=Edition.objects.visible_to(user).order_by().values("pk"))


def seen_comments(user: User) -> Q:
    """The words of a removed comment are gone, but for those who may bring it back."""
    restorable = Comment.objects.visible_to(user, "plans.withdraw_comment")
    return Q(id__in=Comment.objects.current().order_by().values("pk")) | Q(id__in=restorable.order_by().values("pk"))


def seen_grants(user: User) -> Q:
    """Who has the draft is known to those who share it. Whoever writes also reads: that is told in one row."""
    shared = Plan.objects.visible_to(user, "plans.share_plan").order_by().values("pk")
    wider = PlanGrant.history.filter(
        content_object=OuterRef("content_object"),
        user=OuterRef("user"),
        history_type=OuterRef("history_type"),
        permission__codename="change_plan",
        history_date__range=(OuterRef("history_date") - TOGETHER, OuterRef("history_date") + TOGETHER),
    )
    return Q(content_object__in=shared) & (Q(permission__codename="change_plan") | Q(~Exists(wider)))


def of_measure(row: Any) -> str:
    return reverse("plans:measure_detail", args=[row.measure_id])


def in_document(row: Any) -> str:
    return f"{reverse('plans:plan_detail', args=[row.plan_id])}#avsnitt-{row.id}"


def in_table(row: Any) -> str:
    return f"{reverse('plans:plan_table', args=[row.plan_id])}#omrade-{row.id}"


OF_MEASURE = ("measure", "measure__focus_area")
KINDS: dict[str, Kind] = {
    "plan": Kind(Plan, _("The plan"), plan_path="id", beside=("responsible_unit",)),
    "avsnitt": Kind(Section, _("Section"), beside=("parent",), address=in_document, route="section"),
    "omrade": Kind(FocusArea, _("Area"), address=in_table, route="focus_area"),
    "atgard": Kind(
        Measure,
        _("Measure"),
        beside=("focus_area", "section"),
        address=lambda row: reverse("plans:measure_detail", args=[row.id]),
        route="measure",
    ),
    "aktivitet": Kind(Activity, _("Activity"), is_part=True, beside=OF_MEASURE, address=of_measure),
    "indikator": Kind(Indicator, _("Indicator"), is_part=True, beside=OF_MEASURE, address=of_measure),
    "ansvar": Kind(
        Responsibility, _("Who?"), is_part=True, beside=(*OF_MEASURE, "unit", "function"), address=of_measure
    ),
    "dokument": Kind(
        RelatedDocument,
        _("Related document"),
        address=lambda row: reverse("plans:related_document_list", args=[row.plan_id]),
    ),
    "kommentar": Kind(
        Comment,
        _("Comment"),
        beside=("section", "measure", "resolved_by"),
        unsaid=("section", "measure", "parent", "written_by", "written_at"),
        seen_by=seen_comments,
    ),
    "delning": Kind(
        PlanGrant,
        _("Given by name"),
        plan_path="content_object",
        beside=("user", "permission"),
        unsaid=("user", "permission"),
        seen_by=seen_grants,
    ),
    "version": Kind(
        Edition,
        _("Version"),
        beside=("body", "repeal_body"),
        address=lambda row: reverse("plans:edition_detail", args=[row.id]),
        unsaid=("number", "sha256", "frozen_at", "frozen_by"),
        seen_by=seen_editions,
    ),
}
PARTS = ("aktivitet", "indikator", "ansvar")
