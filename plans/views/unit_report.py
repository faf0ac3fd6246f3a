"""A unit's report: its measures, its answers, its submission, and the coordinator's review."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from foundation.http import render_form
from plans.forms.follow_up import AcceptForm, MeasureReportForm, ReturnForm, SubmitForm
from plans.frozen import measures_by_uid
from plans.models import MeasureReport, UnitReport
from plans.selectors.indicators import indicator_series
from plans.selectors.recipients import ANSWERING, answering_for
from plans.selectors.unit_report import ReportRow, ReportSheet, next_to_write, report_sheet, submitters_of
from plans.services.follow_up import (
    accept_measure_report,
    accept_unit_report,
    return_measure_report,
    submit_unit_report,
    write_measure_report,
)
from plans.views.round import round_trail

UNIT_REPORTS = UnitReport.objects.select_related("round__edition", "unit", "submitted_by", "municipality")
MEASURE_REPORTS = MeasureReport.objects.select_related(
    "unit_report__round__edition", "unit_report__unit", "unit_report__municipality", "unit_report__submitted_by"
)


def report_rights(user: User, unit_report: UnitReport) -> dict[str, bool]:
    """What the person may do with this report now. Written for another unit, the page says so."""
    is_open = unit_report.round.is_open
    may_answer = user.has_perm("plans.answer_for_unitreport", unit_report)
    may_submit = user.has_perm("plans.submit_unitreport", unit_report)
    own = unit_report.unit_id in user.access.units_as(*ANSWERING) or unit_report.unit_id is None
    return {
        "may_write": is_open and unit_report.is_writable and user.has_perm("plans.write_unitreport", unit_report),
        "may_submit": is_open
        and unit_report.is_writable
        and may_submit
        and (unit_report.round.reporter_may_submit or may_answer),
        "may_review": is_open and user.has_perm("plans.review_unitreport", unit_report),
        "may_see_round": user.has_perm("plans.view_followupround", unit_report.round),
        "is_own": own,
    }


def report_trail(user: User, unit_report: UnitReport, *more: tuple[str, str]) -> list[dict[str, str]]:
    follow_up_round = unit_report.round
    if user.has_perm("plans.view_followupround", follow_up_round):
        return round_trail((follow_up_round.title, follow_up_round.get_absolute_url()), *more)
    return round_trail(*more)


@require_GET
def unit_report_detail(request: Request, pk: int) -> HttpResponse:
    """ "Min redovisning": what is left to do, or, for the coordinator, what was submitted."""
    unit_report = get_for_user(request.user, UNIT_REPORTS, "plans.view_unitreport", pk=pk)
    context = {
        "unit_report": unit_report,
        "round": unit_report.round,
        "sheet": report_sheet(unit_report),
        "breadcrumbs": report_trail(request.user, unit_report),
        **report_rights(request.user, unit_report),
    }
    if context["may_review"]:
        people = answering_for([unit_report.unit])[unit_report.unit_id] if unit_report.unit else []
        context["people"] = people
    elif context["may_write"] and not context["may_submit"]:
        context["submitters"] = submitters_of(unit_report)
    return render(request, "plans/unit_report_detail.html", context)


@require_http_methods(["GET", "POST"])
def unit_report_submit(request: Request, pk: int) -> HttpResponse:
    """A summary of all answers, and one button."""
    unit_report = get_for_user(request.user, UNIT_REPORTS, "plans.submit_unitreport", pk=pk)
    form = SubmitForm(request.POST or None, initial=SubmitForm.values_of(unit_report))
    if form.is_bound and form.is_valid() and form.apply(submit_unit_report, unit_report=unit_report, by=request.user):
        messages.success(request, _("The report has been submitted. Thank you: you have nothing more to do now."))
        return redirect(unit_report)
    rights = report_rights(request.user, unit_report)
    context = {
        "unit_report": unit_report,
        "round": unit_report.round,
        "sheet": report_sheet(unit_report),
        "form": form,
        "submitters": None if rights["may_submit"] else submitters_of(unit_report),
        "breadcrumbs": report_trail(request.user, unit_report, (str(unit_report), unit_report.get_absolute_url())),
        **rights,
    }
    return render_form(request, "plans/unit_report_submit.html", context)


@require_POST
def unit_report_accept(request: Request, pk: int) -> HttpResponse:
    """Accept all that a unit submitted."""
    unit_report = get_for_user(request.user, UNIT_REPORTS, "plans.review_unitreport", pk=pk)
    form = AcceptForm(request.POST)
    if form.is_valid() and form.apply(accept_unit_report, unit_report=unit_report, by=request.user):
        messages.success(request, _("The report of %(unit)s is accepted.") % {"unit": unit_report})
    else:
        messages.error(request, refusal(form))
    return redirect(unit_report)


def refusal(form: AcceptForm) -> str:
    """In one sentence, for a page that has the button but no form around it."""
    if form.has_conflict:
        return _("Someone else has changed this meanwhile. Look at it again before you decide.")
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def measure_context(user: User, row: ReportRow, sheet: ReportSheet) -> dict[str, Any]:
    before, row, after = sheet.around(row.report)
    unit_report = sheet.unit_report
    return {
        "unit_report": unit_report,
        "round": unit_report.round,
        "sheet": sheet,
        "row": row,
        "before": before,
        "after": after,
        "place": sheet.place_of(row.report),
        "series": indicator_series(user, row.measure.uid, row.measure.values["indicators"]),
        "breadcrumbs": report_trail(user, unit_report, (str(unit_report), unit_report.get_absolute_url())),
        **report_rights(user, unit_report),
    }


def opened_row(report: MeasureReport) -> tuple[ReportSheet, ReportRow]:
    sheet = report_sheet(report.unit_report)
    return sheet, sheet.around(report)[1]


@require_http_methods(["GET", "POST"])
def measure_report_update(request: Request, pk: int) -> HttpResponse:
    """One measure: what the plan says, what was said last time, and the answer."""
    report = get_for_user(request.user, MEASURE_REPORTS, "plans.write_unitreport", pk=pk)
    values = report.unit_report.round.edition.tree
    form = MeasureReportForm(
        request.POST or None,
        initial=None if request.POST else MeasureReportForm.values_of(report),
        measure=measures_by_uid(values)[str(report.measure_uid)],
        fulfilment_labels=values["fulfilment_labels"],
        is_ready="ready" in request.POST,
    )
    if form.is_bound and form.is_valid() and form.apply(write_measure_report, report=report, by=request.user):
        for doubt in form.doubts:
            messages.warning(request, doubt)
        return after_saving(request, report, is_ready=form.is_ready)
    sheet, row = opened_row(report)
    context = {**measure_context(request.user, row, sheet), "form": form}
    return render_form(request, "plans/measure_report_update.html", context)


def after_saving(request: Request, report: MeasureReport, *, is_ready: bool) -> HttpResponse:
    """To the next measure that is not ready, from here on; a draft stays where it is."""
    if not is_ready:
        messages.success(request, _("The draft is saved."))
        return redirect(report)
    following = next_to_write(report)
    if following is not None:
        return redirect(following)
    messages.success(request, _("All measures are ready."))
    return redirect(reverse("plans:unit_report_submit", args=[report.unit_report_id]))


@require_http_methods(["GET", "POST"])
def measure_report_review(request: Request, pk: int) -> HttpResponse:
    """The answer beside the plan's wording; accept it, or return it with a note."""
    report = get_for_user(request.user, MEASURE_REPORTS, "plans.review_unitreport", pk=pk)
    is_return = "return" in request.POST
    kind = ReturnForm if is_return or not request.POST else AcceptForm
    form = kind(request.POST or None, initial={"version": report.version})
    service = return_measure_report if is_return else accept_measure_report
    if form.is_bound and form.is_valid() and form.apply(service, report=report, by=request.user):
        said = _("The answer is returned, and the unit is told.") if is_return else _("The answer is accepted.")
        messages.success(request, said)
        return after_review(report)
    sheet, row = opened_row(report)
    context = {**measure_context(request.user, row, sheet), "form": form, "is_accept": kind is AcceptForm}
    return render_form(request, "plans/measure_report_review.html", context)


def after_review(report: MeasureReport) -> HttpResponse:
    """To the next answer that waits in the same report, else back to the report."""
    waiting = report.unit_report.measure_reports.filter(state=MeasureReport.State.SUBMITTED)
    following = waiting.filter(position__gt=report.position).first() or waiting.first()
    if following is None:
        return redirect(report.unit_report)
    return redirect(reverse("plans:measure_report_review", args=[following.pk]))
