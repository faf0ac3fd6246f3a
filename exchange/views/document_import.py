"""Documents in: paste or upload, wait while it is read, look through, read it in, undo it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from exchange.forms.document_import import DocumentForm
from exchange.forms.document_review import DocumentReviewForm
from exchange.views.measure_import import trail
from foundation.forms import Form
from foundation.http import render_form, sent
from plans.models import DocumentImport, Plan
from plans.services.document_import import accept_document, discard_document, take_document, undo_document
from plans.services.document_import.undoing import standing_of
from plans.withdrawn import RESTORABLE

LATEST = 10
DOCUMENTS = DocumentImport.objects.select_related("plan__municipality", "imported_by")
State = DocumentImport.State


@require_http_methods(["GET", "POST"])
def document_import_create(request: Request, pk: int) -> HttpResponse:
    """Paste or choose a document; it is read by the worker while one waits."""
    plans = Plan.objects.current().select_related("municipality")
    plan = get_for_user(request.user, plans, "plans.change_plan", pk=pk)
    form = DocumentForm(sent(request), request.FILES or None)
    if form.is_bound and form.is_valid() and form.apply(take_document, plan=plan, by=request.user):
        return redirect(form.result)
    context = {
        "title": _("Read in a document"),
        "plan": plan,
        "form": form,
        "documents": latest_documents(plan),
        "breadcrumbs": trail(plan),
    }
    return render_form(request, "exchange/document_import_create.html", context)


@require_http_methods(["GET", "POST"])
def document_import_detail(request: Request, pk: int) -> HttpResponse:
    """How far a document has come: being read, to look through, taken in, or why it could not be read."""
    document = get_for_user(request.user, DOCUMENTS, "plans.change_plan", pk=pk)
    is_removed = document.is_withdrawn or document.plan.is_withdrawn
    if document.state == State.READ and not is_removed and document.reading:
        return review(request, document)
    context = page_of(document)
    if request.htmx and document.state in (State.WAITING, State.READING):
        return render(request, "exchange/document_import_detail.html#document-progress", context)
    response = render(request, "exchange/document_import_detail.html", context)
    if request.htmx:
        response.headers["HX-Refresh"] = "true"
    return response


def review(request: Request, document: DocumentImport) -> HttpResponse:
    """What becomes of the document, and the one button that takes it in."""
    if request.htmx:  # whoever waited gets the whole page
        return HttpResponse(headers={"HX-Refresh": "true"})
    form = DocumentReviewForm(sent(request), document=document)
    is_ready = form.is_bound and form.is_valid() and form.is_confirmed
    if is_ready and form.apply(accept_document, document=document, by=request.user):
        messages.success(request, taken_in_words(form))
        return redirect(document.plan)
    return render_form(request, "exchange/document_import_detail.html", {**page_of(document), "form": form})


@require_http_methods(["GET", "POST"])
def document_import_undo(request: Request, pk: int) -> HttpResponse:
    """Take away everything that a document made, after a question that says what has been changed in it since."""
    document = get_for_user(request.user, DOCUMENTS, "plans.change_plan", pk=pk)
    form = Form(sent(request))
    if form.is_bound and form.is_valid() and form.apply(undo_document, document=document, by=request.user):
        messages.success(request, _("The document that was read in is taken away again."))
        return redirect(document.plan)
    context = {**page_of(document), "form": form, "standing": standing_of(document)}
    return render_form(request, "exchange/document_import_undo.html", {**context, "title": _("Undo reading in")})


@require_http_methods(["GET", "POST"])
def document_import_discard(request: Request, pk: int) -> HttpResponse:
    """Throw away a document that waits, was read or could not be read, after a question: it cannot be taken back."""
    document = get_for_user(request.user, DOCUMENTS, "plans.change_plan", pk=pk)
    form = Form(sent(request))
    if form.is_bound and form.is_valid() and form.apply(discard_document, document=document, by=request.user):
        messages.success(request, _("The document is thrown away. The plan is as it was."))
        return redirect("exchange:document_import_create", pk=document.plan_id)
    context = {**page_of(document), "form": form, "title": _("Throw the document away")}
    return render_form(request, "exchange/document_import_discard.html", context)


def page_of(document: DocumentImport) -> dict[str, Any]:
    way = [*trail(document.plan), {"label": _("Read in a document"), "url": create_address(document)}]
    return {"title": str(document), "document": document, "plan": document.plan, "breadcrumbs": way}


def create_address(document: DocumentImport) -> str:
    return reverse("exchange:document_import_create", args=[document.plan_id])


def latest_documents(plan: Plan) -> list[DocumentImport]:
    """The documents that wait to be looked through, or were taken in and can still be taken away."""
    recent = plan.documents_read.current().filter(imported_at__gte=timezone.now() - RESTORABLE)
    return list(recent.select_related("imported_by").defer("reading", "pasted")[:LATEST])


def taken_in_words(form: DocumentReviewForm) -> str:
    """What was taken in, with the way to undo it."""
    address = reverse("exchange:document_import_undo", args=[form.document.pk])
    told = _("Read in: %(what)s.") % {"what": form.taken_in_words}
    return format_html('{} <a href="{}">{}</a>', told, address, _("Undo"))
