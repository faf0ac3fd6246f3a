"""What every page of a plan shows around its content: the way up, the tabs, the state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import Request
from accounts.models import User
from foundation.forms import Form
from plans.models import ApprovalRequest, Comment, Edition, Plan, Revision
from plans.schema import Values
from plans.selectors.approval import approval_standing

IN_FORCE = Edition.objects.in_force().filter(plan=OuterRef("pk"))
OPEN_COMMENTS = Comment.objects.open().filter(plan=OuterRef("pk")).order_by().values("plan")
ASKED = ApprovalRequest.objects.filter(plan=OuterRef("pk")).exclude(state=ApprovalRequest.State.RECALLED)
REVISED = Revision.objects.open().filter(plan=OuterRef("pk"))
PLANS = Plan.objects.select_related("municipality", "responsible_unit").annotate(
    in_force_pk=Subquery(IN_FORCE.values("pk")[:1]),
    in_force_number=Subquery(IN_FORCE.values("number")[:1]),
    in_force_sha256=Subquery(IN_FORCE.values("sha256")[:1]),
    revision_pk=Subquery(REVISED.values("pk")[:1]),
    revision_since=Subquery(REVISED.values("started_at")[:1]),
    revision_aims=Subquery(REVISED.values("aims")[:1]),
    open_comments=Coalesce(Subquery(OPEN_COMMENTS.annotate(count=Count("pk")).values("count")), 0),
    is_asked_about=Exists(ASKED),
)
BACK = {"tabell": "plans:plan_table", "dokument": "plans:plan_detail", "borttaget": "plans:plan_removed"}


def way(*links: tuple[str, str]) -> list[dict[str, str]]:
    """The way up to a page, as (label, address)."""
    return [{"label": label, "url": url} for label, url in links]


def way_up(plan: Plan | None = None) -> list[dict[str, str]]:
    """From a page about the draft: to the plans, and to the plan it belongs to."""
    plans = (_("Plans"), reverse("plans:plan_list"))
    return way(plans, (plan.title, plan.get_absolute_url())) if plan else way(plans)


def tabs(views: Sequence[tuple[str, str]], row: Plan | Edition | ApprovalRequest, current: str) -> list[dict[str, Any]]:
    """The views of one row, as (label, route)."""
    return [
        {"label": label, "url": reverse(route, args=[row.pk]), "current": route == current} for label, route in views
    ]


def plan_tabs(user: User, plan: Plan, current: str, to_mend: int = 0) -> list[dict[str, Any]]:
    """The views of a plan; its follow-up is the list of rounds, narrowed to the plan. `to_mend`: beside the check."""
    document, table, comments, approval, versions, check = tabs(
        (
            (_("Document"), "plans:plan_detail"),
            (_("Table"), "plans:plan_table"),
            (_("Comments"), "plans:comment_list"),
            (_("Approval"), "plans:approval_list"),
            (_("Versions"), "plans:edition_list"),
            (_("Check"), "plans:plan_check"),
        ),
        plan,
        current,
    )
    comments["count"] = getattr(plan, "open_comments", 0)
    check["count"] = to_mend
    rounds = reverse("plans:round_list")
    follow_up = {
        "label": _("Follow-up"),
        "url": f"{rounds}?plan={plan.pk}",
        "current": current == "plans:round_list",
    }
    asks = [approval] if user.has_perm("plans.ask_approval", plan) else []
    return [document, table, comments, *asks, follow_up, versions, check]


def plan_frame(
    user: User, plan: Plan, current: str, values: Values | None = None, *, to_mend: int = 0
) -> dict[str, Any]:
    """The context of a page that stands under a plan's own heading.

    A page that has the draft's `values` also says whether they are what was approved, and how much is `to_mend`.
    """
    is_asked_about = getattr(plan, "is_asked_about", False)
    return {
        "plan": plan,
        "title": plan.title,
        "breadcrumbs": way_up(),
        "tabs": plan_tabs(user, plan, current, to_mend),
        "approval": approval_standing(plan, values, user) if is_asked_about else None,
        "may_change": user.has_perm("plans.change_plan", plan) and not plan.is_withdrawn,
        "may_share": user.has_perm("plans.share_plan", plan) and not plan.is_withdrawn,
        "may_comment": not plan.is_withdrawn,
        "may_ask": user.has_perm("plans.ask_approval", plan) and not plan.is_withdrawn,
        "may_revise": user.has_perm("plans.freeze_edition", plan) and not plan.is_withdrawn,
        "may_open_matter": user.has_perm("plans.add_matter", plan) and not plan.is_withdrawn,
        "may_withdraw": user.has_perm("plans.withdraw_plan", plan) and not plan.is_withdrawn,
    }


def back_to(request: Request, plan: Plan, anchor: str = "") -> HttpResponseRedirect:
    """Where the person came from (`?fran=tabell`), at the same place."""
    route = BACK.get(request.GET.get("fran", ""), "plans:plan_detail")
    address = reverse(route, args=[plan.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def back_address(request: Request, plan: Plan) -> str:
    return reverse(BACK.get(request.GET.get("fran", ""), "plans:plan_detail"), args=[plan.pk])


def removed(request: Request, form: Form, service: Callable[..., Any], said: str, **named: Any) -> bool:
    """Remove the row that is named, once the question in `form` is answered; what is said offers to undo it."""
    if not (form.is_bound and form.is_valid() and form.apply(service, by=request.user, **named)):
        return False
    ((kind, row),) = named.items()
    undo = reverse(f"plans:{kind}_restore", args=[row.pk])
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return True
