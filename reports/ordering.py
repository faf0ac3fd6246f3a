"""Put the parts of a package in another order: the keys are stored, and what comes later finds its own place."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from foundation.records import locked
from plans.models import Matter
from reports.documents.package import Part, parts_of
from reports.models import PackageOrder
from reports.package_sources import package_of


@transaction.atomic
def move_part(*, matter: Matter, part: str, direction: str = "", position: int | None = None, by: User) -> PackageOrder:
    """Move one part a step "up" or "down", or to a place counted from 0. Raises ValidationError when it is gone."""
    matter = locked(matter, "municipality", "body", "plan")
    keys = [one.key for one in package_parts(matter)]
    if part not in keys:
        raise ValidationError(_("The part is no longer in the package. Load the page anew."))
    place = keys.index(part)
    step = {"up": place - 1, "down": place + 1}.get(direction, place if position is None else position)
    keys.remove(part)
    keys.insert(max(0, min(step, len(keys))), part)
    order, _made = PackageOrder.objects.update_or_create(
        matter=matter, defaults={"municipality_id": matter.municipality_id, "parts": keys, "changed_by": by}
    )
    return order


def package_parts(matter: Matter) -> list[Part]:
    """The parts of the package in the order in which they would be printed now."""
    return parts_of(package_of(matter))
