"""What anyone may read, without logging in: published plans, and nothing that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from files.http import file_response, kept_response
from plans.models import Edition
from plans.prose import screen_prose
from plans.selectors.edition import frozen_picture
from plans.selectors.public import public_tree, public_version, published, published_in_force, published_versions

MINUTES = 5 * 60
LONGEST_NUMBER = 2_147_483_647


def version_named(rows: Sequence[Edition], number: int) -> Edition:
    """The published version of that number, tree and all. Raises Http404 when it is not published."""
    found = next((one for one in rows if one.number == number), None)
    if found is None:
        raise Http404
    edition: Edition = published().get(pk=found.pk)
    return edition


def versions_of(pk: int) -> list[Edition]:
    """The published versions of a plan. Raises Http404 when none is, as if there were no such plan."""
    rows = published_versions(pk) if pk <= LONGEST_NUMBER else []
    if not rows:
        raise Http404
    return rows


def reading(edition: Edition | None, rows: Sequence[Edition]) -> dict[str, Any]:
    """What a page about a plan shows: a version to read, if there is one, and the ways to the others."""
    values = public_tree(edition.tree) if edition else None
    return {
        "title": rows[0].title,
        "version": public_version(edition) if edition else None,
        "values": values,
        "prose": screen_prose(values, image_address(edition)) if edition and values else {},
        "others": [public_version(one) for one in rows if edition is None or one.pk != edition.pk],
        "newest": public_version(rows[0]),
        "plan_pk": rows[0].plan_id,
    }


def image_address(edition: Edition) -> Any:
    return lambda uid: reverse("plans:public_image", args=[edition.plan_id, edition.number, uid])


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_list(request: HttpRequest) -> HttpResponse:
    """The municipalities, each with its published plans in force."""
    context = {"title": _("Published plans"), "municipalities": published_in_force()}
    return render(request, "plans/public_list.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of a plan that never changes: what is in force today, as far as it is published."""
    rows = versions_of(pk)
    current = next((one for one in rows if one.is_in_force), None)
    edition = version_named(rows, current.number) if current else None
    return render(request, "plans/public_plan.html", reading(edition, rows))


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A published version, in force or earlier."""
    rows = versions_of(pk)
    return render(request, "plans/public_edition.html", reading(version_named(rows, number), rows))


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The decided paper of a published version."""
    edition = version_named(versions_of(pk), number)
    if edition.decided_paper is None:
        raise Http404
    return kept_response(request, edition.decided_paper, edition.paper_name)


@login_not_required
@require_safe
@cache_control(public=True, max_age=MINUTES)
def public_image(request: HttpRequest, pk: int, number: int, uid: UUID) -> HttpResponse:
    """A picture in the text of a published version."""
    return file_response(frozen_picture(public_tree(version_named(versions_of(pk), number).tree), uid))
