"""Pictures of a plan's text."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from files.images import MEGABYTE, clean_image
from files.models import StoredFile
from files.services import forget_bytes, store_bytes
from foundation.rich_text import IMAGE
from plans.models import Plan, PlanImage, Section
from plans.services.ordering import locked_plan
from plans.services.texts import one_line

MOST_BYTES = 10 * MEGABYTE
SHOWN_SIDE = 1800  # sharp across the width of a printed page


def forget_unused_images(images: QuerySet[PlanImage]) -> None:
    """Forget those of `images` that no text of their plan has ever shown, and their bytes where nothing else has them.

    What a text once showed may stand in a frozen version, which knows pictures by their bytes alone.
    """
    plans = images.order_by().values("plan")
    bodies = Section.history.filter(plan_id__in=plans, body__contains="data-image").values_list("body", flat=True)
    shown = {uid for body in bodies for _alt, uid in IMAGE.findall(body)}
    unused = images.exclude(uid__in=shown)
    files = list(StoredFile.objects.filter(pk__in=unused.order_by().values("file")))
    unused.delete()
    for stored in files:
        forget_bytes(stored)


@transaction.atomic
def add_image(*, plan: Plan, image: bytes, name: str = "", by: User) -> PlanImage:
    """Keep the picture in `image` (PNG or JPEG, at most 10 MB) for the plan's text.

    Raises ValidationError at the field when it is too large or not a picture.
    """
    try:  # before the plan is held: a large picture takes seconds
        picture = clean_image(image, most_bytes=MOST_BYTES, shown_side=SHOWN_SIDE)
    except ValidationError as error:
        raise ValidationError({"image": error.messages}) from error
    plan = locked_plan(plan)
    file = store_bytes(picture.content, content_type=picture.content_type)
    return PlanImage.objects.create(
        municipality_id=plan.municipality_id,
        plan=plan,
        file=file,
        name=one_line(name)[:200],
        width=picture.width,
        height=picture.height,
        added_by=by,
    )
