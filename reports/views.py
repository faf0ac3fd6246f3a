"""Pages about papers: order, follow, download."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from files.models import BrokenFileError
from foundation.http import render_form, sent, tell_refusal
from plans.models import ApprovalRequest, Decision, Matter, Plan, ReferralRound
from reports.finding import Wanted, find_wanted, place_of
from reports.forms import EXPLAINED, PartMoveForm, order_form
from reports.kinds import Format, Kind
from reports.models import ReportJob, Told
from reports.ordering import move_part, package_parts
from reports.selectors import own_reports
from reports.services import CONTENT_TYPES, order_paper

PER_PAGE = 50
MATTERS = Matter.objects.current().select_related("municipality__logo", "body", "plan")


@require_GET
def report_list(request: Request) -> HttpResponse:
    """The papers I have ordered."""
    page = Paginator(own_reports(request.user), PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "reports/report_list.html", {"title": _("My prints"), "page_obj": page})


@require_http_methods(["GET", "POST"])
def report_order(request: Request, kind: str, pk: int) -> HttpResponse:
    """Order a paper: `kind` is a word of `reports.finding.FINDERS`, `pk` names what it is about."""
    wanted = find_wanted(request.user, kind, pk)
    form = order_form(wanted, user=request.user, data=sent(request), asked=request.GET)
    if form.is_valid() and form.apply(order_paper, kind=wanted.kind, by=request.user):
        return redirect(form.result)
    context = {"form": form, "wanted": wanted, "source": wanted.about, "breadcrumbs": way_to(wanted.about)}
    return render_form(request, "reports/report_order.html", context | words_about(wanted, request.user))


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
    """The file itself, for whoever ordered it and may still read what it was made of."""
    job = get_for_user(request.user, own_reports(request.user), "reports.view_reportjob", pk=pk)
    if job.file is None:
        return redirect(job)
    try:
        content = job.file.read()
    except BrokenFileError:
        messages.error(request, _("The document is no longer kept. Order it again."))
        return redirect(order_address(job))
    response = HttpResponse(content, content_type=CONTENT_TYPES[Format(job.format)])
    response.headers["Content-Disposition"] = content_disposition_header(True, job.file_name)
    return response


@require_GET
def package_order(request: Request, pk: int) -> HttpResponse:
    """The parts of a matter's package, in the order in which they lie."""
    matter = get_for_user(request.user, MATTERS, "plans.change_matter", pk=pk)
    context = {"title": _("Order of the parts"), "matter": matter, "parts": package_parts(matter)}
    return render(request, "reports/package_order.html", context | {"breadcrumbs": way_to(matter)})


@require_POST
def package_move(request: Request, pk: int) -> HttpResponse:
    """Move one part of the package."""
    matter = get_for_user(request.user, MATTERS, "plans.change_matter", pk=pk)
    form = PartMoveForm(request.POST)
    if not (form.is_valid() and form.apply(move_part, matter=matter, by=request.user)):
        tell_refusal(request, form)
    return redirect("reports:package_order", matter.pk)


def words_about(wanted: Wanted, user: User) -> dict[str, object]:
    """What the page says of a plan's paper, or of another kind."""
    is_plan = wanted.kind == Kind.PLAN
    return {
        "is_plan": is_plan,
        "may_order_parts": wanted.kind == Kind.DECISION_PACKAGE and user.has_perm("plans.change_matter", wanted.about),
        "is_draft": is_plan and isinstance(wanted.about, Plan),
        "is_laid": isinstance(wanted.about, ApprovalRequest),
        "explanation": "" if is_plan else EXPLAINED[wanted.kind],
        "title": str(wanted.about) if isinstance(wanted.about, Decision | ReferralRound) else wanted.about.title,
    }


def way_to(source: Told) -> list[dict[str, str]]:
    return [{"label": str(source), "url": source.get_absolute_url()}]


def order_address(job: ReportJob) -> str:
    """Where the same paper is ordered again."""
    return reverse("reports:report_order", args=place_of(job))
