"""What follows a meeting: its minutes adjusted and announced, its decisions sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import render_form, sent
from plans.forms.meeting import DispatchForm, MeetingForm
from plans.law_dates import law_days, order_hints
from plans.models import Decision, Meeting
from plans.selectors.decision import DECISIONS
from plans.services.decision import note_dispatch, update_meeting
from plans.views.decision import decision_trail
from plans.views.frame import way


@require_http_methods(["GET", "POST"])
def meeting_update(request: Request, pk: int) -> HttpResponse:
    """When the minutes were adjusted and announced, beside what the law reckons from it."""
    meeting = get_for_user(request.user, Meeting.objects.select_related("body"), "plans.record_decision", pk=pk)
    form = MeetingForm(sent(request), initial=MeetingForm.values_of(meeting))
    if form.is_bound and form.is_valid() and form.apply(update_meeting, meeting=meeting, by=request.user):
        messages.success(request, _("What is known of the minutes is saved."))
        return redirect("plans:meeting_update", pk=pk)
    decisions = list(meeting.decisions.current().select_related("body", "matter").order_by("paragraph_key", "pk"))
    is_adopting = any(one.outcome in Decision.ADOPTING for one in decisions)
    context = {
        "title": _("Meeting"),
        "meeting": meeting,
        "form": form,
        "decisions": decisions,
        "law_days": law_days(meeting, is_adopting=is_adopting),
        "hints": order_hints(meeting),
        "cancel_url": decisions[0].get_absolute_url() if decisions else "",
        "breadcrumbs": way(*((str(one), one.get_absolute_url()) for one in decisions[:1])),
    }
    return render_form(request, "plans/meeting_update.html", context)


@require_http_methods(["GET", "POST"])
def dispatch_note(request: Request, pk: int) -> HttpResponse:
    """Note to whom the decision has been sent, when and how: all who wait for it are chosen."""
    decision = get_for_user(request.user, DECISIONS.current(), "plans.record_decision", pk=pk)
    form = DispatchForm(sent(request), decision=decision)
    if form.is_bound and form.is_valid() and form.apply(note_dispatch, decision=decision, by=request.user):
        count = len(form.result)
        said = ngettext("%(count)d recipient is noted.", "%(count)d recipients are noted.", count)
        messages.success(request, said % {"count": count})
        return redirect(decision)
    context = {"title": _("Note the dispatch"), "decision": decision, "form": form}
    context |= {"cancel_url": decision.get_absolute_url(), "breadcrumbs": decision_trail(request.user, decision)}
    return render_form(request, "plans/dispatch_note.html", context)
