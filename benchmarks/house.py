"""Our own pages with something in them: made through the services, counted with Django's client.

`python -m benchmarks.house 200 2000` fills an empty database and prints, as JSON, the session of its coordinator, the
pages to click at and the statements that each of them takes. Started by `python -m benchmarks`, never on real data.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass

import django

django.setup()

from django.conf import settings  # noqa: E402  Django has to be set up first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.timezone import localdate  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from accounts.services import create_municipality, create_user  # noqa: E402
from plans.inputs import ActivityInput, IndicatorInput, MeasureInput, ResponsibilityInput  # noqa: E402
from plans.models import Measure, Plan, Responsibility  # noqa: E402
from plans.services.edition import register_decided_edition  # noqa: E402
from plans.services.plan import create_plan  # noqa: E402
from plans.services.section import create_section  # noqa: E402
from plans.services.table_import import import_measures  # noqa: E402
from reports.services import order_report  # noqa: E402
from reports.sources import read_source  # noqa: E402
from responsibilities.services.memberships import give_role  # noqa: E402
from responsibilities.services.units import create_unit  # noqa: E402

SENTENCE = "En gemensam rutin tas fram tillsammans med socialtjänsten och prövas i två områden. "
UNITS = ("Utbildningsförvaltningen", "Socialförvaltningen", "Kultur- och fritidsförvaltningen", "Räddningstjänsten")


@dataclass(frozen=True)
class Page:
    name: str
    address: str


def fill(sizes: list[int]) -> tuple[User, list[Plan]]:
    """A municipality, its coordinator, and one plan of each size with an edition in force."""
    system = User.objects.system()
    municipality = create_municipality(name="Mätby kommun", code="9999", by=system)
    anna = create_user(municipality=municipality, email="anna@matby.example", name="Anna Ek", by=system)
    give_role(user=anna, municipality=municipality, role=Role.COORDINATOR, by=system)
    for name in UNITS:
        create_unit(municipality=municipality, name=name, by=system)
    anna = User.objects.get(pk=anna.pk)
    return anna, [fill_plan(anna, size) for size in sizes]


def fill_plan(anna: User, size: int) -> Plan:
    plan = create_plan(municipality=anna.municipality, title=f"Plan med {size} åtgärder", by=anna)
    for number in range(1, 11):
        create_section(plan=plan, heading=f"Avsnitt {number}", body=SENTENCE * 20, by=anna)
    import_measures(plan=plan, rows=[row(number) for number in range(1, size + 1)], by=anna)
    register_decided_edition(plan=plan, decided_on=localdate(), paragraph="55", by=anna)
    return plan


def row(number: int) -> MeasureInput:
    """A measure with two activities, an indicator, a responsible unit and an actor."""
    return MeasureInput(
        focus_area=f"Område {number % 8 + 1}",
        text=f"Åtgärd {number}. {SENTENCE}",
        activities=[
            ActivityInput(text=f"Ta fram rutinen {number}", time_wording="våren 2027"),
            ActivityInput(text=f"Pröva rutinen {number}", time_wording="senast hösten 2027"),
        ],
        indicators=[IndicatorInput(text=f"Antal genomförda dialoger {number}")],
        responsibilities=[
            ResponsibilityInput(wording=UNITS[number % len(UNITS)]),
            ResponsibilityInput(wording="Utvecklingsstrateg", part=Responsibility.Part.ACTOR),
        ],
        comment="Redovisas i samband med välfärdsbokslutet" if number % 3 == 0 else "",
    )


def pages_of(plans: list[Plan]) -> list[Page]:
    found = [Page("start", reverse("start")), Page("list of plans", reverse("plans:plan_list"))]
    for plan in plans:
        size = plan.measures.count()
        measure = Measure.objects.filter(plan=plan).order_by("position")[size // 2]
        edition = plan.editions.get()
        table = reverse("plans:plan_table", args=[plan.pk])
        found += [
            Page(f"plan as document, {size}", reverse("plans:plan_detail", args=[plan.pk])),
            Page(f"plan as table, {size}", table),
            Page(f"plan as table, 200 rows of {size}", f"{table}?rows=200"),
            Page(f"one measure of {size}", reverse("plans:measure_detail", args=[measure.pk])),
            Page(f"edit one measure of {size}", reverse("plans:measure_update", args=[measure.pk])),
            Page(f"edition in force, {size}", reverse("plans:edition_detail", args=[edition.pk])),
            Page(f"order a PDF of {size}", reverse("reports:report_order", args=["plan", plan.pk])),
        ]
    return [*found, Page("my prints", reverse("reports:report_list"))]


def statements(client: Client, address: str) -> int:
    """Statements of a page whose session and templates are warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return len(captured)


def statements_of_paper(plan: Plan) -> int:
    """Statements of reading a draft for its PDF, without those of the job."""
    with CaptureQueriesContext(connection) as captured:
        found = Plan.objects.select_related("municipality__logo", "responsible_unit").get(pk=plan.pk)
        read_source(found).document()
    return len(captured)


def main() -> None:
    anna, plans = fill([int(size) for size in sys.argv[1:]])
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(anna, backend=settings.AUTHENTICATION_BACKENDS[0])
    for plan in plans:
        order_report(source=plan, by=anna)
    counted = {
        page.name: {"address": page.address, "statements": statements(client, page.address)} for page in pages_of(plans)
    }
    papers = {str(plan.measures.count()): statements_of_paper(plan) for plan in plans}
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    print(json.dumps({"cookie": f"{cookie.key}={cookie.value}", "pages": counted, "papers": papers}))


if __name__ == "__main__":
    main()
