"""The inbox."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.http import Request
from accounts.models import User
from audit.access import get_for_user
from notifications.mailbox import letters_to
from notifications.models import Notice
from notifications.selectors import by_day, messages_of
from notifications.services import mark_all_read, mark_read

MOST_UNREAD = 100
A_PAGE = 30


@require_GET
def notice_list(request: Request) -> HttpResponse:
    """What waits unread first, then what was read, each under its day."""
    notices = Notice.objects.visible_to(request.user).select_related("municipality")
    page = Paginator(notices.exclude(read_at=None), A_PAGE).get_page(request.GET.get("sida"))
    unread = list(notices.unread()[:MOST_UNREAD]) if page.number == 1 else []
    listed = [*unread, *page]
    shown = messages_of(listed, recipient=request.user)
    context = {
        "unread": by_day(one for one in shown if one.notice.read_at is None),
        "read": by_day(one for one in shown if one.notice.read_at is not None),
        "left_out": len(listed) - len(shown),
        "has_unread": bool(unread),
        "page": page,
    }
    return render(request, "notifications/notice_list.html", context)


@require_GET
def notice_open(request: Request, pk: int) -> HttpResponse:
    """Note that the notice was read, and go on to what it is about."""
    notice = get_for_user(request.user, Notice.objects.all(), "notifications.view_notice", pk=pk)
    mark_read(recipient=request.user, notices=[notice])
    for message in messages_of([notice], recipient=request.user):
        return redirect(message.url)
    flash.info(request, _("What the notice was about is no longer there, or no longer shared with you."))
    return redirect("notifications:notice_list")


@require_POST
def notices_read(request: Request) -> HttpResponse:
    number = mark_all_read(recipient=request.user)
    flash.success(
        request,
        ngettext("%(n)d notice was marked as read.", "%(n)d notices were marked as read.", number) % {"n": number},
    )
    return redirect("notifications:notice_list")


@require_GET
def mailbox(request: Request) -> HttpResponse:
    """The demo's letters: one's own, and for the administrator those of the municipality's accounts."""
    if not settings.DEMO:
        raise Http404
    addresses = {request.user.email, *User.objects.visible_to(request.user).values_list("email", flat=True)}
    return render(request, "notifications/mailbox.html", {"letters": letters_to(addresses)})
