"""Unsaved texts: kept while one writes, listed, thrown away and brought back; and who else writes in the same place."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import press
from foundation.numbers import whole_number
from plans.models import TextDraft
from plans.selectors.writing import is_elsewhere, others_writing, unsaved_in
from plans.services.writing import drop_draft, keep_draft, restore_draft
from plans.views.frame import PLANS, way_up
from plans.views.unsaved import uuid_of

OWN = ("csrfmiddlewaretoken", "draft_place", "draft_mark", "draft_as", "draft_from")
LONGEST_COUNT = 10**15


@require_POST
def draft_keep(request: Request, pk: int) -> HttpResponse:
    """What a form holds now, sent by static/js/autosave.js; answered with when, who else, or why not."""
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    mark = uuid_of(request.POST.get("draft_mark", ""))
    if mark is None:
        return JsonResponse({"error": _("There is no such place in the plan.")}, status=422)
    try:
        draft = keep_draft(plan=plan, mark=mark, by=request.user, **given(request))
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    at = timezone.localtime(draft.saved_at).strftime("%H:%M")
    return JsonResponse({"at": at, "is_kept": draft.ended_at is None, "is_elsewhere": is_elsewhere(draft)})


def given(request: Request) -> dict[str, Any]:
    """What the script sends beside the fields of the form, and the fields by name."""
    data = request.POST
    fields = {name: values for name, values in data.lists() if name not in OWN}
    version = whole_number(data.get("version", ""))
    return {
        "place": data.get("draft_place", ""),
        "kept_as": min(whole_number(data.get("draft_as", "")) or 0, LONGEST_COUNT),
        "base_version": version if version is not None and version < 2**31 else None,
        "fields": fields,
        "continues": whole_number(data.get("draft_from", "")),
    }


@require_GET
def draft_writers(request: Request, pk: int) -> HttpResponse:
    """Who else writes in a place right now: names, and nothing of what they write."""
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    place = request.GET.get("plats", "")[:40].replace("\x00", "")
    return render(request, "plans/draft_writers.html", {"others": others_writing(request.user, plan, place)})


@require_GET
def draft_list(request: Request, pk: int) -> HttpResponse:
    """One's own unsaved texts in a plan."""
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    context = {"title": _("Unsaved texts"), "plan": plan, "breadcrumbs": way_up(plan)}
    return render(request, "plans/draft_list.html", {**context, "drafts": unsaved_in(request.user, plan)})


@require_POST
def draft_drop(request: Request, pk: int) -> HttpResponse:
    draft = get_for_user(request.user, TextDraft.objects.open(), "plans.view_textdraft", pk=pk)
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=draft.plan_id)
    drop_draft(draft=draft, by=request.user)
    undo = reverse("plans:draft_restore", args=[draft.pk])
    messages.success(request, _("The unsaved text is thrown away."), extra_tags=f"undo:{undo}")
    has_more = any(one.thrown_away_at is None for one in unsaved_in(request.user, plan))
    return redirect("plans:draft_list" if has_more else "plans:plan_detail", pk=plan.pk)


@require_POST
def draft_restore(request: Request, pk: int) -> HttpResponse:
    """A text that was thrown away is brought back; pressed twice, it is back."""
    rows = TextDraft.objects.exclude(fields={})
    draft = get_for_user(request.user, rows, "plans.view_textdraft", pk=pk)
    get_for_user(request.user, PLANS, "plans.change_plan", pk=draft.plan_id)
    press(request, restore_draft, _("The unsaved text is back."), draft=draft)
    return redirect("plans:draft_list", pk=draft.plan_id)
