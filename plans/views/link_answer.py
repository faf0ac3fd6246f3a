"""The pages of a one-time link: without login, for whoever holds it, until it has been used.

The address is the key. It stands in no log (`foundation.masking`) and is sent to nobody as a referrer. The page with
the form still says from which house it is: under "no-referrer" a browser sends a form without an origin, and what
guards against forged forms could not tell it from a stranger's.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from files.http import file_response
from foundation.http import render_form, sent
from foundation.throttle import Throttle
from plans.forms.link_answer import LinkAnswerForm
from plans.models import AnswerLink, Edition
from plans.prose import screen_prose
from plans.selectors.edition import frozen_picture
from plans.services.link_answer import LinkClosed, answer_by_link, holds, link_of, note_refused, open_link

GUESSES = Throttle("answer-link", most=20)


def opened(request: HttpRequest, token: str) -> AnswerLink | None:
    """The link that the token opens, if it holds; that it was opened, or refused, is noted."""
    link = known(request, token)
    return link if link is not None and open_link(link=link) else None


def known(request: HttpRequest, token: str) -> AnswerLink | None:
    """The link whose token it is, whether it holds or not. A guess is counted; after too many, none is looked up.

    Whoever comes back with a link that was used has guessed nothing.
    """
    if GUESSES.is_closed(request):
        return None
    link = link_of(token)
    if link is None:
        GUESSES.note_miss(request)
    return link


def closed(request: HttpRequest) -> HttpResponse:
    """One and the same page for a link that was used, taken back, too old, or never was one."""
    return quiet(render(request, "plans/link_closed.html", status=404), "no-referrer")


def quiet(response: HttpResponse, policy: str) -> HttpResponse:
    """The answer, with what it may tell of its address."""
    response.headers["Referrer-Policy"] = policy
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def link_answer(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, and the answer to it; once it is sent, a receipt."""
    link = opened(request, token)
    if link is None:
        return closed(request)
    form = LinkAnswerForm(sent(request), request.FILES or None)
    try:
        is_done = form.is_bound and form.is_valid()
        is_done = is_done and form.apply(answer_by_link, link=link, by=User.objects.system())
    except LinkClosed:
        note_refused(link=link)
        return closed(request)
    if is_done:
        context = {"link": link, "statement": form.result}
        return quiet(render(request, "plans/link_receipt.html", context), "no-referrer")
    edition = edition_of(link, with_values=False)
    context = {"link": link, "referral": link.recipient.round, "edition": edition, "token": token, "form": form}
    return quiet(render_form(request, "plans/link_answer.html", context), "strict-origin")


def edition_of(link: AnswerLink, *, with_values: bool) -> Edition:
    rows = Edition.objects.all() if with_values else Edition.objects.without_values()
    edition: Edition = rows.get(referral_rounds=link.recipient.round_id)
    return edition


@login_not_required
@require_GET
def link_edition(request: HttpRequest, token: str) -> HttpResponse:
    """The version that is on referral, as it was frozen."""
    link = opened(request, token)
    if link is None:
        return closed(request)
    edition = edition_of(link, with_values=True)
    prose = screen_prose(edition.tree, lambda uid: reverse("plans:link_image", args=[token, uid]))
    context = {"edition": edition, "values": edition.tree, "prose": prose, "token": token}
    return quiet(render(request, "plans/link_edition.html", context), "no-referrer")


@login_not_required
@require_GET
def link_image(request: HttpRequest, token: str, uid: UUID) -> HttpResponse:
    """A picture of the version that is on referral. It is part of a page whose opening is noted, and is not itself."""
    link = known(request, token)
    if link is None or not holds(link):
        return closed(request)
    return quiet(file_response(frozen_picture(edition_of(link, with_values=True).tree, uid)), "no-referrer")
