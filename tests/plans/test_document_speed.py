"""A long plan as a page: how much is asked of the database, and what it costs beside a bare page of the same text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from accounts.models import User
from accounts.roles import Role
from plans.models import Plan
from plans.values import plan_values
from tests.plans.factories import (
    ActivityFactory,
    FocusAreaFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import UnitFactory, member
from vbe_portal.urls import urlpatterns as our_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PARAGRAPH = f"<p>{'En gemensam rutin tas fram tillsammans med socialtjänsten och prövas i två områden. ' * 8}</p>"
BARE = """<!doctype html><html lang="sv"><head><title>{{ plan.title }}</title></head><body><h1>{{ plan.title }}</h1>
{% for section in plan.sections %}<h2>{{ section.heading }}</h2>{{ section.body|safe }}{% endfor %}
{% for area in plan.focus_areas %}<h2>{{ area.name }}</h2>{% for one in area.measures %}
<h3>{{ one.number }} {{ one.text }}</h3><ul>{% for step in one.activities %}<li>{{ step.text }} {{ step.time.wording }}
</li>{% endfor %}</ul><p>{{ one.time.wording }}</p>{% for who in one.responsibilities %}<p>{{ who.wording }}</p>
{% endfor %}{% for sign in one.indicators %}<p>{{ sign.text }} {{ sign.target }}</p>{% endfor %}
<p>{{ one.comment }}</p>{% endfor %}{% endfor %}</body></html>"""


def bare_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Session, user and the plan; then the words, and nothing beside them."""
    values = plan_values(Plan.objects.select_related("municipality", "responsible_unit").get(pk=pk))
    return HttpResponse(engines["django"].from_string(BARE).render({"plan": values, "user": str(request.user)}))


urlpatterns = [*our_addresses, path("bart/<int:pk>/", bare_page, name="bare_page")]


def written(sections: int, measures: int) -> tuple[Plan, User]:
    """A plan of so many sections, each about a page, and measures with parts of every kind; and its coordinator."""
    plan = PlanFactory()
    for number in range(sections):
        SectionFactory(plan=plan, heading=f"Avsnitt {number}", body="\n".join([PARAGRAPH] * 4))
    areas = [FocusAreaFactory(plan=plan) for _ in range(8)]
    unit = UnitFactory(municipality=plan.municipality)
    for number in range(measures):
        measure = MeasureFactory(plan=plan, focus_area=areas[number % 8], text=f"Åtgärd {number}. En rutin tas fram.")
        for step in range(2):
            ActivityFactory(measure=measure, text=f"Steg {step} av {number}", time_wording="våren 2027")
        IndicatorFactory(measure=measure)
        ResponsibilityFactory(measure=measure, unit=unit, wording=unit.name)
        ResponsibilityFactory(measure=measure, part="actor", wording="Utvecklingsstrateg")
    return plan, member(Role.COORDINATOR, plan.municipality)


def opened(plan: Plan, by: User, route: str = "plans:plan_detail") -> Callable[[], object]:
    """What opens a page of the plan; already once, so that session and templates are warm.

    Past the test client, which copies the context of every template that is rendered: no reader waits for that.
    """
    client, handler = Client(), ClientHandler()
    client.force_login(by)
    asked = client._base_environ(PATH_INFO=reverse(route, args=[plan.pk]))
    assert handler(dict(asked)).status_code == 200
    return lambda: handler(dict(asked))


@pytest.mark.parametrize("size", [1, 3])
def test_a_plan_opens_in_at_most_ten_statements_whatever_its_size(size: int) -> None:
    open_plan = opened(*written(size, size))

    with CaptureQueriesContext(connection) as asked:
        open_plan()

    said = [one["sql"] for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(said) <= 10, "\n".join(said)


@pytest.mark.alone
def test_a_long_plan_opens_in_at_most_twice_the_time_of_a_bare_page_of_its_text() -> None:
    """Both are pages of ours that read the same plan; the bare one has no frame, no links and no tools."""
    plan, anna = written(60, 200)

    ours, bare = least_of(opened(plan, anna), opened(plan, anna, "bare_page"))

    assert ours <= 2 * bare, f"{ours * 1000:.0f} ms beside {bare * 1000:.0f} ms"


def least_of(*works: Callable[[], object], times: int = 15) -> list[float]:
    """The processor time of the quickest run of each, by turns: what slows the machine for a while slows them all."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, times_of_work in zip(works, spent, strict=True):
            began = time.process_time()
            work()
            times_of_work.append(time.process_time() - began)
    return [min(one) for one in spent]
