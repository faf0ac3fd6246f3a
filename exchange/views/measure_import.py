"""Tables in: paste or upload, look at what becomes of it, read it in, undo it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from exchange.forms.measure_import import MeasureImportForm, MeasureImportUndoForm
from foundation.http import render_form
from plans.models import MeasureImport, Plan
from plans.services.table_import import import_measures, undo_import
from plans.withdrawn import RESTORABLE

LATEST = 5


@require_http_methods(["GET", "POST"])
def measure_import(request: Request, pk: int) -> HttpResponse:
    """Paste or choose a table; see what becomes of it; read it in. Nothing is kept between the steps but the page."""
    plans = Plan.objects.current().select_related("municipality")
    plan = get_for_user(request.user, plans, "plans.change_plan", pk=pk)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MeasureImportForm(*posted, plan=plan)
    is_ready = form.is_bound and form.is_valid() and form.is_confirmed
    if is_ready and form.apply(import_measures, plan=plan, by=request.user):
        messages.success(request, read_in_words(form))
        return redirect(form.result)
    context = {"plan": plan, "form": form, "imports": latest_imports(plan), "breadcrumbs": trail(plan)}
    return render_form(request, "exchange/measure_import.html", context)


@require_http_methods(["GET", "POST"])
def measure_import_undo(request: Request, pk: int) -> HttpResponse:
    """Take away everything that a table made, after a question."""
    imports = MeasureImport.objects.select_related("plan", "imported_by")
    made = get_for_user(request.user, imports, "plans.change_plan", pk=pk)
    form = MeasureImportUndoForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and form.apply(undo_import, measure_import=made, by=request.user):
        messages.success(request, _("The table that was read in is taken away again."))
        return redirect(made.plan)
    context = {
        "made": made,
        "plan": made.plan,
        "form": form,
        "count": made.measures.current().count(),
        "breadcrumbs": trail(made.plan),
    }
    return render_form(request, "exchange/measure_import_undo.html", context)


def trail(plan: Plan) -> list[dict[str, str]]:
    return [
        {"label": _("Plans"), "url": reverse("plans:plan_list")},
        {"label": plan.title, "url": plan.get_absolute_url()},
    ]


def latest_imports(plan: Plan) -> list[MeasureImport]:
    """The tables that were read in last and can still be taken away."""
    recent = plan.imports.filter(withdrawn_at=None, document=None, imported_at__gte=timezone.now() - RESTORABLE)
    return list(recent.select_related("imported_by")[:LATEST])


def read_in_words(form: MeasureImportForm) -> str:
    """What was read in, with the way to undo it."""
    address = reverse("exchange:measure_import_undo", args=[form.result.pk])
    told = _("%(measures)s were read in.") % {"measures": form.measures_in_words}
    return format_html('{} <a href="{}">{}</a>', told, address, _("Undo"))
