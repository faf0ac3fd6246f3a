"""Pages about papers: order, follow, download."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from files.models import BrokenFileError
from foundation.http import render_form
from plans.models import ApprovalRequest, Edition, FollowUpRound, Plan
from reports.documents.parts import Part
from reports.forms import ReportOrderForm
from reports.models import Printed, ReportJob
from reports.selectors import own_reports, rounds_to_print
from reports.services import PDF, order_report

PER_PAGE = 50


@require_GET
def report_list(request: Request) -> HttpResponse:
    """The papers I have ordered."""
    page = Paginator(own_reports(request.user), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "reports/report_list.html", {"title": _("My prints"), "page_obj": page})


@require_http_methods(["GET", "POST"])
def report_order(request: Request, kind: str, pk: int) -> HttpResponse:
    """Order a paper of a draft (plan), an edition (version), a follow-up round (omgang) or a question (godkannande)."""
    source, follow_up_round = find_source(request.user, kind, pk)
    rounds = rounds_to_print(source, request.user) if isinstance(source, Edition) else []
    initial = {"part": Part.WHOLE, "follow_up_round": str(follow_up_round.pk) if follow_up_round else ""}
    form = ReportOrderForm(request.POST or None, initial=initial, rounds=rounds)
    if request.method == "POST" and not form.is_bound:
        form = ReportOrderForm({}, rounds=rounds)
    if form.is_valid() and form.apply(order_report, source=source, by=request.user):
        return redirect(form.result)
    context = {"form": form, "source": source, "is_draft": isinstance(source, Plan), "breadcrumbs": way_to(source)}
    context["is_laid"] = isinstance(source, ApprovalRequest)
    return render_form(request, "reports/report_order.html", context)


@require_GET
def report_detail(request: Request, pk: int) -> HttpResponse:
    """How far a paper has come, and the way to it. The fragment alone when htmx asks."""
    job = get_for_user(request.user, own_reports(request.user), "reports.view_reportjob", pk=pk)
    template = "reports/report_detail.html#report-progress" if request.htmx else "reports/report_detail.html"
    breadcrumbs = [{"label": _("My prints"), "url": reverse("reports:report_list")}]
    return render(
        request,
        template,
        {"job": job, "title": job.title, "breadcrumbs": breadcrumbs, "order_address": order_address(job)},
    )


@require_GET
def report_download(request: Request, pk: int) -> HttpResponseBase:
    """The PDF itself, for whoever ordered it and may still read what it was made of."""
    job = get_for_user(request.user, own_reports(request.user), "reports.view_reportjob", pk=pk)
    if job.file is None:
        return redirect(job)
    try:
        content = job.file.read()
    except BrokenFileError:
        messages.error(request, _("The document is no longer kept. Order it again."))
        return redirect(order_address(job))
    response = HttpResponse(content, content_type=PDF)
    response.headers["Content-Disposition"] = content_disposition_header(True, job.file_name)
    return response


def find_source(user: User, kind: str, pk: int) -> tuple[Printed, FollowUpRound | None]:
    """What the address names, if the user may read it."""
    if kind == "plan":
        plans = Plan.objects.current().select_related("municipality__logo", "responsible_unit")
        return get_for_user(user, plans, "plans.view_plan", pk=pk), None
    if kind == "godkannande":
        laid = ApprovalRequest.objects.readable_to(user).select_related("municipality__logo", "plan")
        return get_for_user(user, laid, "plans.view_approvalrequest", pk=pk), None
    editions = Edition.objects.select_related("municipality__logo", "body", "plan")
    if kind == "version":
        return get_for_user(user, editions, "plans.view_edition", pk=pk), None
    if kind == "omgang":
        found = get_for_user(user, FollowUpRound.objects.all(), "plans.view_followupround", pk=pk)
        return get_for_user(user, editions, "plans.view_edition", pk=found.edition_id), found
    raise Http404


def way_to(source: Printed) -> list[dict[str, str]]:
    return [{"label": str(source), "url": source.get_absolute_url()}]


def order_address(job: ReportJob) -> str:
    """Where the same paper is ordered again."""
    if job.follow_up_round is not None:
        return reverse("reports:report_order", args=["omgang", job.follow_up_round.pk])
    kind = "plan" if job.plan else "godkannande" if job.approval else "version"
    return reverse("reports:report_order", args=[kind, job.source.pk])
