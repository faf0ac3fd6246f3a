"""Plans, measures, editions and follow-up for tests, with as little as a test cares about.

    plan = PlanFactory(municipality=exempelby)
    measure = MeasureFactory(plan=plan, text="Utbilda personal")     in no area, unless focus_area=…
    ActivityFactory(measure=measure, text="Utbildningsplan", time_wording="våren 2027")
    IndicatorFactory(measure=measure) · ResponsibilityFactory(measure=measure, unit=unit, wording=unit.name)
    edition = EditionFactory(plan=plan)                                  frozen from what stands there then
    in_force = EditionFactory(plan=plan, state="adopted")
    round = RoundFactory(edition=in_force) · UnitReportFactory(round=round, unit=unit)
    MeasureReportFactory(unit_report=report, measure_uid=measure.uid)

What is made is written with history, in the name of the installation; `by=` names somebody else. A time is read from
its wording, as the services do.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from accounts.models import User
from plans.frozen import words_of
from plans.models import (
    Activity,
    Edition,
    FocusArea,
    FollowUpRound,
    Indicator,
    Measure,
    MeasureReport,
    Plan,
    PlanGrant,
    Responsibility,
    Section,
    UnitReport,
)
from plans.time_wording import interpret
from plans.values import content_hash, plan_values
from tests.accounts.factories import MunicipalityFactory, RecordedFactory, UserFactory
from tests.responsibilities.factories import UnitFactory


class TimedFactory(RecordedFactory):
    class Meta:
        abstract = True

    time_wording = ""
    time_start = factory.LazyAttribute(lambda row: interpret(row.time_wording).start)
    time_end = factory.LazyAttribute(lambda row: interpret(row.time_wording).end)
    time_recurrence = factory.LazyAttribute(lambda row: interpret(row.time_wording).recurrence)


class PlanFactory(RecordedFactory):
    class Meta:
        model = Plan

    municipality = factory.SubFactory(MunicipalityFactory)
    title = factory.Sequence(lambda n: f"Handlingsplan {n}")
    document_type = "Handlingsplan"


class SectionFactory(RecordedFactory):
    class Meta:
        model = Section

    plan = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("plan.municipality")
    heading = factory.Sequence(lambda n: f"Avsnitt {n}")
    position = factory.LazyAttribute(lambda row: row.plan.sections.count())


class FocusAreaFactory(RecordedFactory):
    class Meta:
        model = FocusArea

    plan = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("plan.municipality")
    name = factory.Sequence(lambda n: f"Område {n}")
    position = factory.LazyAttribute(lambda row: row.plan.focus_areas.count())


class MeasureFactory(TimedFactory):
    class Meta:
        model = Measure

    plan = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("plan.municipality")
    focus_area = None
    text = factory.Sequence(lambda n: f"Åtgärd {n}")
    position = factory.LazyAttribute(lambda row: row.plan.measures.count())


class ActivityFactory(TimedFactory):
    class Meta:
        model = Activity

    measure = factory.SubFactory(MeasureFactory)
    municipality = factory.SelfAttribute("measure.municipality")
    text = factory.Sequence(lambda n: f"Aktivitet {n}")
    position = factory.LazyAttribute(lambda row: row.measure.activities.count())


class IndicatorFactory(RecordedFactory):
    class Meta:
        model = Indicator

    measure = factory.SubFactory(MeasureFactory)
    municipality = factory.SelfAttribute("measure.municipality")
    text = factory.Sequence(lambda n: f"Indikator {n}")
    position = factory.LazyAttribute(lambda row: row.measure.indicators.count())


class ResponsibilityFactory(RecordedFactory):
    class Meta:
        model = Responsibility

    measure = factory.SubFactory(MeasureFactory)
    municipality = factory.SelfAttribute("measure.municipality")
    unit = None
    wording = factory.LazyAttribute(lambda row: row.unit.name if row.unit else "Utvecklingsstrateg")
    position = factory.LazyAttribute(lambda row: row.measure.responsibilities.count())


class EditionFactory(RecordedFactory):
    """An edition with the plan's values as they stand when it is made."""

    class Meta:
        model = Edition

    plan = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("plan.municipality")
    number = factory.LazyAttribute(lambda row: row.plan.editions.count() + 1)
    title = factory.SelfAttribute("plan.title")
    values = factory.LazyAttribute(lambda row: plan_values(row.plan))
    sha256 = factory.LazyAttribute(lambda row: content_hash(row.values))
    search_text = factory.LazyAttribute(lambda row: words_of(row.values))
    frozen_by = factory.LazyFunction(User.objects.system)


class RoundFactory(RecordedFactory):
    class Meta:
        model = FollowUpRound

    edition = factory.SubFactory(EditionFactory, state=Edition.State.ADOPTED)
    municipality = factory.SelfAttribute("edition.municipality")
    title = "Uppföljning"
    opened_by = factory.LazyFunction(User.objects.system)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class UnitReportFactory(RecordedFactory):
    class Meta:
        model = UnitReport

    round = factory.SubFactory(RoundFactory)
    municipality = factory.SelfAttribute("round.municipality")
    unit = factory.SubFactory(UnitFactory, municipality=factory.SelfAttribute("..municipality"))


class MeasureReportFactory(RecordedFactory):
    class Meta:
        model = MeasureReport

    unit = factory.SelfAttribute("unit_report.unit")
    measure_uid = factory.LazyFunction(uuid.uuid4)
    unit_report = factory.SubFactory(UnitReportFactory)
    municipality = factory.SelfAttribute("unit_report.municipality")


class PlanGrantFactory(factory.django.DjangoModelFactory):
    """PlanGrantFactory(content_object=plan, user=person, codename="change_plan")."""

    class Meta:
        model = PlanGrant

    content_object = factory.SubFactory(PlanFactory)
    municipality = factory.SelfAttribute("content_object.municipality")
    user = factory.SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[PlanGrant], *args: Any, **kwargs: Any) -> PlanGrant:
        from accounts.grants import permission_of

        permission = permission_of(f"plans.{kwargs.pop('codename', 'view_plan')}")
        return model_class.objects.create(permission=permission, **kwargs)


def day(text: str) -> date:
    return date.fromisoformat(text)
