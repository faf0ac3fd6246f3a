"""Grants to named persons, stored by guardian: the only module that speaks to it.

A grant model stands beside its target, on `Grant`, with a foreign key of its own (`content_object`). A grant gives
what the rule would have given, on one object: a co-author of a plan, an invited reader.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from guardian.models import UserObjectPermissionBase  # noqa: TID251 - this is the one place


class Grant(UserObjectPermissionBase):
    """Abstract: one permission on one object for one person, in the object's municipality."""

    municipality = models.ForeignKey("accounts.Municipality", on_delete=models.PROTECT, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = True


def grant_model(permission: str) -> type[Grant] | None:
    """The model that stores grants of `permission` ("plans.change_plan" is granted on plans), if there is one."""
    app, codename = permission.split(".")
    kinds: Any = Grant.__subclasses__()
    for model in kinds:
        target = model._meta.get_field("content_object").related_model
        if target._meta.app_label == app and codename.endswith(f"_{target._meta.model_name}"):
            found: type[Grant] = model
            return found
    return None


def granted_ids(user_id: int, permission: str) -> QuerySet[Any, int] | None:
    """A subquery for the objects on which `permission` was granted to the person; costs no statement of its own."""
    model = grant_model(permission)
    if model is None:
        return None
    codename = permission.split(".")[1]
    rows: Any = model._base_manager.filter(user_id=user_id, permission__codename=codename)
    ids: QuerySet[Any, int] = rows.values_list("content_object_id", flat=True)
    return ids


def holder_ids(key: int, permission: str) -> QuerySet[Any, int] | None:
    """The same grants from the other end: a subquery for who was granted `permission` on the object with `key`."""
    model = grant_model(permission)
    if model is None:
        return None
    rows: Any = model._base_manager
    codename = permission.split(".")[1]
    ids: QuerySet[Any, int] = rows.filter(content_object=key, permission__codename=codename).values_list(
        "user_id", flat=True
    )
    return ids


def permission_of(permission: str) -> Permission:
    """The row of Django's permission table that guardian points at; made when first needed."""
    app, codename = permission.split(".")
    model = codename.split("_", 1)[1]
    return Permission.objects.get_or_create(
        codename=codename,
        content_type=ContentType.objects.get_by_natural_key(app, model),
        defaults={"name": permission},
    )[0]
