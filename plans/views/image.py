"""Pictures of a plan's text: added, and shown to whoever may read the text they stand in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from files.http import file_response
from foundation.http import render_form, sent
from plans.forms.image import ImageForm
from plans.models import Edition, Plan, PlanImage
from plans.selectors.edition import frozen_picture
from plans.services.image import add_image
from plans.views.frame import PLANS, way_up


@require_http_methods(["GET", "POST"])
def image_create(request: Request, pk: int) -> HttpResponse:
    """The plan's pictures and one more. The editor's script gets the new one's name as JSON, or what is wrong."""
    plan = get_for_user(request.user, PLANS, "plans.change_plan", pk=pk)
    form = ImageForm(sent(request), request.FILES or None)
    is_added = form.is_bound and form.is_valid() and form.apply(add_image, plan=plan, by=request.user)
    if request.accepts("text/html"):
        if is_added:
            return redirect("plans:image_create", pk=plan.pk)
        images = plan.images.order_by("-pk")
        context = {"title": _("Images"), "plan": plan, "form": form, "images": images, "breadcrumbs": way_up(plan)}
        return render_form(request, "plans/image_create.html", context)
    if is_added:
        return JsonResponse({"uid": str(form.result.uid), "address": form.result.get_absolute_url()}, status=201)
    told = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"error": told}, status=422)


@require_GET
def plan_image(request: Request, pk: int, uid: UUID) -> HttpResponse:
    """A picture of the draft."""
    plan = get_for_user(request.user, Plan.objects.all(), "plans.view_plan", pk=pk)
    image = get_for_user(request.user, PlanImage.objects.select_related("file"), "plans.view_plan", plan=plan, uid=uid)
    return file_response(image.file)


@require_GET
def edition_image(request: Request, pk: int, uid: UUID) -> HttpResponse:
    """A picture of an edition, as it was frozen."""
    edition = get_for_user(request.user, Edition.objects.all(), "plans.view_edition", pk=pk)
    return file_response(frozen_picture(edition.tree, uid))
