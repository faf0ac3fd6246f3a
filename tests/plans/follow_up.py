"""A municipality with a plan in force, to follow up in tests.

world = follow_up_world()
round = world.open()                     Anna, coordinator, asks; more arguments of open_round by keyword
world.report(world.schools)              the report of a unit; world.rows(unit) its measures
world.ready(world.schools)               Rut, reporter, answers all; world.submitted(unit) hands it in
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from plans.models import Edition, MeasureReport, UnitReport
from plans.services.follow_up import open_round, submit_unit_report, write_measure_report
from responsibilities.models import Unit
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import EditionFactory, IndicatorFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.responsibilities.factories import UnitFactory, member


@dataclass
class World:
    """Exempelby with a plan in force: two measures for the schools, one of them for social services too."""

    schools: Unit
    social: Unit
    edition: Edition
    anna: User
    rut: User
    mona: User

    def open(self, **more: Any) -> Any:
        given = {"title": "Uppföljning 2026", "due_on": localdate() + timedelta(days=30), "parts": ["responsible"]}
        return open_round(edition=self.edition, by=self.anna, **{**given, **more})

    def report(self, unit: Unit) -> UnitReport:
        return UnitReport.objects.get(unit=unit)

    def rows(self, unit: Unit) -> list[MeasureReport]:
        return list(self.report(unit).measure_reports.all())

    def ready(self, unit: Unit, fulfilment: str = "fully", by: User | None = None) -> None:
        for row in self.rows(unit):
            write_measure_report(report=row, fulfilment=fulfilment, comment="Därför.", is_ready=True, by=by or self.rut)

    def submitted(self, unit: Unit) -> UnitReport:
        self.ready(unit)
        return submit_unit_report(unit_report=self.report(unit), by=self.rut)


def follow_up_world() -> World:
    municipality = MunicipalityFactory()
    schools = UnitFactory(municipality=municipality, name="Utbildningsförvaltningen")
    social = UnitFactory(municipality=municipality, name="Socialförvaltningen")
    plan = PlanFactory(municipality=municipality)
    first, second = MeasureFactory(plan=plan, text="Utbilda"), MeasureFactory(plan=plan, text="Samtala")
    for measure, unit in ((first, schools), (first, social), (second, schools)):
        ResponsibilityFactory(measure=measure, unit=unit, part="responsible")
    IndicatorFactory(measure=first, text="Antal utbildade")
    anna = member(Role.COORDINATOR, municipality)
    rut, mona = member(Role.REPORTER, unit=schools), member(Role.MANAGER, unit=schools)
    edition = EditionFactory(plan=plan, state=Edition.State.ADOPTED)
    return World(schools=schools, social=social, edition=edition, anna=anna, rut=rut, mona=mona)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(route: str, pk: int | None = None) -> str:
    return reverse(f"plans:{route}", args=[pk] if pk is not None else [])


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return str(response.content.decode())


def answer(row: MeasureReport, **more: Any) -> dict[str, Any]:
    return {"version": row.version, "fulfilment": "fully", "result": "Gjort", "comment": "", **more}
