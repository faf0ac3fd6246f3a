"""Many measures at once: chosen in the table, changed together, shown before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import press, sent
from plans.forms.measures import FORMS, SeveralForm, keys_of
from plans.models import Plan
from plans.selectors.measures import rows_of, several
from plans.services.measure import bulk
from plans.subjects import known_subjects
from plans.views.frame import PLANS, way_up

ACTS = "measure_acts"
ACTS_KEPT = 5
"""How many acts of a person can be undone by the button beside their message."""


def refuse_strangers(plan: Plan, pks: Collection[int]) -> None:
    """Measures of another plan do not exist here."""
    if plan.measures.filter(pk__in=pks).count() != len(set(pks)):
        raise Http404


@require_http_methods(["GET", "POST"])
def measures_change(request: Request, pk: int) -> HttpResponse:
    """One change of all that were chosen: asked for, shown before and after, done.

    The table sends what was chosen with POST, for an address has no room for it; a link may name a few.
    """
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    change = change_asked(request)
    is_chosen = request.method == "POST" and "row" not in request.POST and "id" in request.POST
    form = FORMS.get(change, FORMS["tid"])(None if is_chosen else sent(request), plan=plan)
    pks = [*form.versions] or keys_of((request.POST if is_chosen else request.GET).getlist("id"))
    refuse_strangers(plan, pks)
    if not (form.is_bound and form.is_valid()):
        return change_page(request, plan, form, pks)
    given: dict[str, Any] = {"plan": plan, "versions": form.versions, "by": request.user}
    if "preview" in request.POST:
        form.apply(partial(bulk.rehearsed, form.service), **given)
        return change_page(request, plan, form, pks, after=form.result)
    if not form.apply(form.service, **given):
        return change_page(request, plan, form, pks)
    return after_change(request, plan, form, change)


def change_asked(request: Request) -> str:
    return request.POST.get("gor") or request.GET.get("gor", "")


def change_page(request: Request, plan: Plan, form: SeveralForm, pks: Sequence[int], **more: Any) -> HttpResponse:
    change = change_asked(request)
    after = more.pop("after", None)
    too_many = form["row"].errors or refusal_of(len(pks))
    status = more.pop("status", 422 if too_many and pks else form.status)
    context = {
        "title": form.label,
        "plan": plan,
        "form": form,
        "change": change,
        "rows": rows_of(several(plan, pks), change, after),
        "too_many": too_many,
        "is_tried": (after is not None or not form.asks) and not too_many,
        "subjects": SimpleLazyObject(lambda: known_subjects(plan.municipality).names()),
        "breadcrumbs": way_up(plan),
        "cancel_url": reverse("plans:plan_table", args=[plan.pk]),
        **more,
    }
    return render(request, "plans/measures_change.html", context, status=status)


def refusal_of(number: int) -> list[str]:
    """Why so many cannot be changed at once: said before anything is filled in."""
    try:
        bulk.refuse_too_many(number)
    except ValidationError as error:
        found: list[str] = error.message_dict["row"]
        return found
    return []


def after_change(request: Request, plan: Plan, form: SeveralForm, change: str) -> HttpResponse:
    """Back to the table; but what somebody else had changed since stays chosen, as it stands now."""
    outcome: bulk.Outcome = form.result
    if outcome.written:
        tags = undo(request, plan, change, outcome)
        messages.success(request, done(change, len(outcome.written)), extra_tags=tags)
    standing = [row.pk for row in outcome.left if not row.is_withdrawn]
    if standing:
        return change_page(request, plan, form, standing, left=len(standing), is_tried=not form.asks, status=409)
    if not outcome.written and change != "dubblera":
        messages.info(request, _("Nothing needed to be changed."))
    return redirect("plans:plan_table", pk=plan.pk)


def done(change: str, number: int) -> str:
    if change == "dubblera":
        said = ngettext("%(number)d measure was duplicated.", "%(number)d measures were duplicated.", number)
    elif change == "ta-bort":
        said = ngettext("%(number)d measure was removed.", "%(number)d measures were removed.", number)
    else:
        said = ngettext("%(number)d measure was changed.", "%(number)d measures were changed.", number)
    return said % {"number": number}


def undo(request: Request, plan: Plan, change: str, outcome: bulk.Outcome) -> str:
    """What the button beside the message is sent to, where the change can be taken back: by the key of the act."""
    if change not in UNDOING:
        return ""
    key = uuid4().hex
    act = {"plan": plan.pk, "change": change, "versions": list(outcome.versions.items())}
    earlier: dict[str, Any] = request.session.get(ACTS, {})
    request.session[ACTS] = dict([*earlier.items(), (key, act)][-ACTS_KEPT:])
    return f"undo:{reverse('plans:measures_undo', args=[plan.pk])}?akt={key}"


def copies_in_words(outcome: bulk.Outcome) -> str:
    """How many copies went away, and how many stay because somebody has worked in them since."""
    gone, left = len(outcome.written), sum(not row.is_withdrawn for row in outcome.left)
    said = []
    if gone or not left:
        said.append(
            ngettext("%(number)d copy was removed.", "%(number)d copies were removed.", gone) % {"number": gone}
        )
    if left:
        stay = ngettext(
            "%(number)d copy has been changed since and stays.",
            "%(number)d copies have been changed since and stay.",
            left,
        )
        said.append(stay % {"number": left})
    return " ".join(said)


def back_in_words(outcome: bulk.Outcome) -> str:
    return _("The measures are back.")


UNDOING: dict[str, tuple[Callable[..., bulk.Outcome], Callable[[bulk.Outcome], str]]] = {
    "dubblera": (bulk.withdraw_measures, copies_in_words),
    "ta-bort": (bulk.restore_measures, back_in_words),
}
"""What takes back a change, and how it is told."""


@require_POST
def measures_undo(request: Request, pk: int) -> HttpResponse:
    """Exactly what one act wrote: removed measures come back, copies go away; not what was changed since."""
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    act = request.session.get(ACTS, {}).get(request.GET.get("akt", ""))
    if act is None or act["plan"] != plan.pk:
        messages.error(request, _("This can no longer be undone here. Look under “Removed from the plan”."))
        return redirect("plans:plan_table", pk=plan.pk)
    service, said = UNDOING[act["change"]]
    press(request, service, said, plan=plan, versions=dict(act["versions"]))
    return redirect("plans:plan_table", pk=plan.pk)
