"""The desk that a text of a plan is written at: its form, what was left there unsaved, and who else sits at it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from accounts.http import Request
from foundation.forms import Difference, Form
from foundation.http import sent
from foundation.numbers import whole_number
from foundation.records import StaleVersion, Versioned
from plans.models import Plan, TextDraft
from plans.selectors.writing import DraftsInPlace, drafts_in_place
from plans.services.writing import finish_draft

MOST_OFFERS = 3
Make = Callable[[QueryDict | None], Form]


@dataclass(frozen=True)
class Offer:
    """An unsaved text, and how it differs from what stands."""

    draft: TextDraft
    differences: list[Difference]


class Desk:
    """`make` makes the form, empty or with what is given; `row` is what stands, if anything does."""

    def __init__(self, request: Request, plan: Plan, place: str, make: Make, row: Versioned | None = None) -> None:
        self.request, self.plan, self.place, self.make, self.row = request, plan, place, make, row
        self.address = reverse("plans:draft_keep", args=[plan.pk])
        self.writers_address = f"{reverse('plans:draft_writers', args=[plan.pk])}?plats={place}"
        self.is_saving = request.method == "POST"
        self.mark = uuid_of(request.POST.get("draft_mark", "")) or uuid.uuid4()
        self.continues = whole_number(request.POST.get("draft_from", "") or request.GET.get("utkast", ""))

    @cached_property
    def writing(self) -> DraftsInPlace:
        return drafts_in_place(self.request.user, self.plan, self.place)

    @cached_property
    def continued(self) -> TextDraft | None:
        return next((one for one in self.writing.own if one.pk == self.continues), None)

    def form(self, data: QueryDict | None = None) -> Form:
        """The form as it was sent, as it was left, or as the row stands."""
        data = data if data is not None else sent(self.request)
        if data is not None or not self.continues or self.continued is None:
            return self.make(data)
        form = self.make(as_sent(self.continued))
        if form.is_valid() and self.row is not None and self.continued.base_version != self.row.version:
            form.meet(StaleVersion(self.row), reader=self.request.user)
        form.show_unfinished()
        return form

    @cached_property
    def offers(self) -> list[Offer]:
        """What was left here and says something else than what stands; nothing while a form is sent."""
        if self.is_saving or self.continued is not None:
            return []
        found = []
        for draft in self.writing.own[:MOST_OFFERS]:
            form = self.make(as_sent(draft))
            form.is_valid()
            differences = form.differences(self.row)
            if differences:
                found.append(Offer(draft, differences))
        return found

    def clear(self) -> None:
        """What was written is saved. Without a script there was no draft, unless the form was filled from one."""
        if "draft_mark" in self.request.POST:
            finish_draft(
                plan=self.plan, place=self.place, mark=self.mark, continues=self.continues, by=self.request.user
            )


def as_sent(draft: TextDraft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in draft.fields.items():
        data.setlist(name, list(values))
    return data


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
