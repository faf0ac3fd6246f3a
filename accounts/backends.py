"""The two answers to "may this person do this with that object?": the role's rule, and a grant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.backends import BaseBackend

from accounts.visibility import may

if TYPE_CHECKING:
    from accounts.models import User


class ObjectBackend(BaseBackend):
    """Asks the matrix of roles, and the grants of the object, about one row."""

    answers_for_objects = True

    def has_perm(self, user_obj: User, perm: str, obj: Any = None) -> bool:  # type: ignore[override]
        return obj is not None and user_obj.is_active and may(user_obj.access, perm, obj)
