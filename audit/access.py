"""The one door: every page finds its records here."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.visibility import VisibleQuerySet

Row = TypeVar("Row", bound=Model)


def get_for_user(user: User, records: QuerySet[Row], permission: str, **lookup: Any) -> Row:
    """The record that `lookup` names, if `user` may do `permission` with it.

    Raises Http404 when the user cannot see it (it might as well not exist), PermissionDenied when it can be seen
    but this may not be done with it. A record that is visible by another permission than its own is found with
    `visible_to` by that permission: whoever may submit a report need not be told apart from who may read it.
    """
    guarded = cast("VisibleQuerySet", records)
    record = guarded.visible_to(user).filter(**lookup).first()
    if record is None:
        raise Http404(_("There is no such page, or you may not see it."))
    if not user.has_perm(permission, record):
        raise PermissionDenied(_("Your role does not allow this."))
    found: Row = record
    return found
