"""The way of a matter to its decision: chosen from the municipality's ways, and changed step by step."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from audit.access import get_for_user
from foundation.http import asked, render_form, sent
from foundation.numbers import whole_number
from plans.forms.matter_way import ROWS, MatterWayForm
from plans.forms.measure_rows import rearranged
from plans.inputs import StepInput
from plans.selectors.matter_way import Way, steps_of, ways_of
from plans.services.matter_way import set_way
from plans.views.matter import MATTERS, way_to_matter


@require_http_methods(["GET", "POST"])
def matter_way(request: Request, pk: int) -> HttpResponse:
    """`?vag=2` fills the form from one of the municipality's ways; nothing is written until it is saved."""
    matter = get_for_user(request.user, MATTERS, "plans.change_matter", pk=pk)
    data, ways, standing = sent(request), ways_of(matter), steps_of(matter)
    changed = rearranged(data, ROWS) if data is not None else None
    chosen = chosen_way(request, ways, is_new=not standing)
    steps = with_keys(chosen.steps, standing) if chosen else standing
    form = MatterWayForm(changed.data if changed else data, matter=matter, steps=steps)
    context = {"title": _("The way to the decision"), "matter": matter, "form": form, "ways": ways, "chosen": chosen}
    context |= {"cancel_url": matter.get_absolute_url(), "breadcrumbs": way_to_matter(matter)}
    if changed is not None:
        form.show_as_unfinished()
        return render(request, "plans/matter_way.html", context)
    if form.is_bound and form.is_valid() and form.apply(set_way, matter=matter, by=request.user):
        messages.success(request, _("The way to the decision is saved."))
        return redirect(matter)
    return render_form(request, "plans/matter_way.html", context)


def chosen_way(request: Request, ways: list[Way], *, is_new: bool) -> Way | None:
    """The way that was asked for; for a matter without steps, the one that its type of document goes."""
    place = whole_number(asked(request, "vag"))
    if place is not None:
        return next((one for one in ways if one.place == place), None)
    return next((one for one in ways if one.is_proposed), None) if is_new else None


def with_keys(steps: Sequence[StepInput], standing: Sequence[StepInput]) -> list[StepInput]:
    """Steps of a way; one that stands already, the same body doing the same, is that one and not a new one."""
    known = {(one.kind, one.body, one.wording): one.pk for one in standing}
    return [StepInput(one.kind, one.body, one.wording, known.get((one.kind, one.body, one.wording))) for one in steps]
