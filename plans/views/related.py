"""Documents that belong with a plan: listed, named, put in order, removed, restored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import press, render_form, sent, tell_refusal
from plans.forms.related import RelatedDocumentCreateForm, RelatedDocumentUpdateForm
from plans.forms.section import MoveForm
from plans.models import Plan, RelatedDocument
from plans.services.related import (
    create_related_document,
    move_related_document,
    restore_related_document,
    update_related_document,
    withdraw_related_document,
)
from plans.views.frame import PLANS, removed, way, way_up

DOCUMENTS = RelatedDocument.objects.select_related("plan", "plan__municipality")


def list_of(plan: Plan) -> str:
    return reverse("plans:related_document_list", args=[plan.pk])


def way_to_list(plan: Plan) -> list[dict[str, str]]:
    return [*way_up(plan), *way((_("Documents that belong with the plan"), list_of(plan)))]


@require_GET
def related_document_list(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.view_plan", pk=pk)
    context = {
        "title": _("Documents that belong with the plan"),
        "plan": plan,
        "documents": plan.related_documents.current(),
        "may_change": request.user.has_perm("plans.change_plan", plan) and not plan.is_withdrawn,
        "breadcrumbs": way_up(plan),
    }
    return render(request, "plans/related_document_list.html", context)


@require_http_methods(["GET", "POST"])
def related_document_create(request: Request, pk: int) -> HttpResponse:
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    form = RelatedDocumentCreateForm(sent(request))
    if form.is_bound and form.is_valid() and form.apply(create_related_document, plan=plan, by=request.user):
        messages.success(request, _("The document is on the list."))
        return redirect(list_of(plan))
    context = {"title": _("Add a document"), "plan": plan, "form": form, "breadcrumbs": way_to_list(plan)}
    return render_form(request, "plans/related_document_create.html", {**context, "cancel_url": list_of(plan)})


@require_http_methods(["GET", "POST"])
def related_document_update(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS.current(), "plans.change_plan", pk=pk)
    form = RelatedDocumentUpdateForm(sent(request), initial=RelatedDocumentUpdateForm.values_of(document))
    is_sent = form.is_bound and form.is_valid()
    if is_sent and form.apply(update_related_document, related_document=document, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(list_of(document.plan))
    context = {"title": str(document), "form": form, "breadcrumbs": way_to_list(document.plan)}
    context["cancel_url"] = list_of(document.plan)
    return render_form(request, "plans/related_document_update.html", context)


@require_POST
def related_document_move(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS.current(), "plans.change_plan", pk=pk)
    form = MoveForm(request.POST)
    if not (form.is_valid() and form.apply(move_related_document, related_document=document, by=request.user)):
        tell_refusal(request, form)
    return redirect(list_of(document.plan))


@require_http_methods(["GET", "POST"])
def related_document_withdraw(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS.current(), "plans.change_plan", pk=pk)
    form = Form(sent(request))
    if removed(request, form, withdraw_related_document, _("The document is removed."), related_document=document):
        return redirect(list_of(document.plan))
    context = {"title": _("Remove the document"), "document": document, "form": form}
    context |= {"breadcrumbs": way_to_list(document.plan), "cancel_url": list_of(document.plan)}
    return render_form(request, "plans/related_document_withdraw.html", context)


@require_POST
def related_document_restore(request: Request, pk: int) -> HttpResponse:
    document = get_for_user(request.user, DOCUMENTS, "plans.change_plan", pk=pk)
    press(request, restore_related_document, _("The document is back."), related_document=document)
    return redirect(list_of(document.plan))
