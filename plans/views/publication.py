"""The coordinator lets anyone read a decided version, and ends that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from foundation.forms import Form
from foundation.http import render_form, sent
from plans.services.publication import publish_edition, unpublish_edition
from plans.views.edition import EDITIONS, edition_trail


@require_http_methods(["GET", "POST"])
def edition_publish(request: Request, pk: int) -> HttpResponse:
    """Say what it means that anyone may read the version, and let them."""
    edition = get_for_user(request.user, EDITIONS, "plans.publish_edition", pk=pk)
    form = Form(sent(request))
    if form.is_bound and form.is_valid() and form.apply(publish_edition, edition=edition, by=request.user):
        messages.success(request, _("Version %(number)s is published.") % {"number": edition.number})
        return redirect(edition)
    context = {"title": _("Publish the version"), "edition": edition, "form": form}
    context["breadcrumbs"] = edition_trail(request.user, edition)
    return render_form(request, "plans/edition_publish.html", context)


@require_http_methods(["GET", "POST"])
def edition_unpublish(request: Request, pk: int) -> HttpResponse:
    """Take the version away from what anyone may read."""
    edition = get_for_user(request.user, EDITIONS, "plans.publish_edition", pk=pk)
    form = Form(sent(request))
    if form.is_bound and form.is_valid() and form.apply(unpublish_edition, edition=edition, by=request.user):
        messages.success(request, _("Version %(number)s is no longer published.") % {"number": edition.number})
        return redirect(edition)
    context = {"title": _("Stop publishing the version"), "edition": edition, "form": form}
    context["breadcrumbs"] = edition_trail(request.user, edition)
    return render_form(request, "plans/edition_unpublish.html", context)
