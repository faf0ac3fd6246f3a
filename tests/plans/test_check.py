"""What the check of a plan finds, and what it lets be."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest
from django.utils.timezone import localdate

from plans.checks.facts import later
from plans.checks.words import Abolished, contacts_in
from plans.models import Plan
from tests.plans.check import found_in, found_of
from tests.plans.factories import (
    ActivityFactory,
    IndicatorFactory,
    MeasureFactory,
    PlanFactory,
    ResponsibilityFactory,
    SectionFactory,
)
from tests.responsibilities.factories import FunctionFactory, UnitFactory

pytestmark = pytest.mark.django_db
GONE = "00000000-0000-4000-8000-000000000000"


def reachable(plan: Plan, **facts: Any) -> Any:
    given = {"title": "Säkerhetschef", "holder_name": "Eva", "holder_email": "eva@exempelby.example", **facts}
    return FunctionFactory(municipality=plan.municipality, unit=None, **given)


def complete(plan: Plan, **facts: Any) -> Any:
    """A measure with nothing to say about."""
    measure = MeasureFactory(plan=plan, text="Utbilda personal", time_wording="våren 2027", **facts)
    IndicatorFactory(measure=measure)
    function = reachable(plan)
    ResponsibilityFactory(measure=measure, function=function, wording=function.title)
    return measure


@pytest.fixture
def plan() -> Plan:
    made: Plan = PlanFactory(law_standing="beside")
    made.municipality.standard_sections = []
    made.municipality.save()
    return made


def test_a_plan_in_which_nothing_is_missing_has_no_findings(plan: Plan) -> None:
    complete(plan)
    SectionFactory(plan=plan, heading="Bakgrund", body="<p>Vi arbetar mot våld.</p>")
    assert found_in(plan) == []


def test_a_measure_says_what_it_lacks(plan: Plan) -> None:
    MeasureFactory(plan=plan, text="")
    assert [kind for kind, *_rest in found_in(plan)] == ["owner", "time", "indicator", "text"]


def test_a_time_on_an_activity_is_a_time_and_reporting_back_is_an_owner(plan: Plan) -> None:
    measure = MeasureFactory(plan=plan)
    unit = UnitFactory(municipality=plan.municipality)
    ActivityFactory(measure=measure, time_wording="2018")
    ResponsibilityFactory(measure=measure, unit=unit, part="reports_back")
    assert [kind for kind, *_rest in found_in(plan)] == ["indicator"]


def test_a_reference_to_what_is_gone_is_an_error_and_one_to_what_stands_is_not(plan: Plan) -> None:
    measure = complete(plan)
    body = (
        f'<p>Se <span class="reference" data-to="section:{GONE}">avsnitt 4</span>'
        f' och <span class="reference" data-to="measure:{measure.uid}">åtgärd 1</span>.</p>'
    )
    SectionFactory(plan=plan, heading="Syfte", body=body)
    assert found_in(plan) == [("reference", "1 Syfte", "avsnitt 4", "")]


def test_a_measure_from_a_section_that_is_gone_points_astray(plan: Plan) -> None:
    section = SectionFactory(plan=plan, withdrawn_at="2026-01-01T00:00Z")
    complete(plan, section=section)
    assert [kind for kind, *_rest in found_in(plan)] == ["reference"]


def test_a_picture_that_is_gone_is_an_error(plan: Plan) -> None:
    SectionFactory(plan=plan, heading="Bild", body=f'<img alt="Karta" data-image="{GONE}">')
    assert found_in(plan) == [("picture", "1 Bild", "Karta", "")]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"holder_until": date(2020, 1, 31)}, "innehades till 2020-01-31; nämns i åtgärd 1, 2"),
        ({"holder_email": "", "holder_phone": ""}, "varken telefon eller e-post; nämns i åtgärd 1, 2"),
    ],
)
def test_a_function_that_nobody_can_reach_is_told_once_with_its_measures(plan: Plan, facts: Any, why: str) -> None:
    function = reachable(plan, **facts)
    for _number in range(2):
        ResponsibilityFactory(measure=MeasureFactory(plan=plan), function=function, wording="Säkerhetschef")
    assert found_of("unreachable", plan) == [("Säkerhetschef", why, "")]


@pytest.mark.parametrize("facts", [{"holder_until": localdate()}, {"holder_email": "", "holder_phone": "070-1"}])
def test_a_function_that_is_held_today_and_has_one_way_to_it_is_reached(plan: Plan, facts: Any) -> None:
    ResponsibilityFactory(measure=MeasureFactory(plan=plan), function=reachable(plan, **facts), wording="Chefen")
    assert found_of("unreachable", plan) == []


def test_an_ended_unit_is_told_with_the_last_of_its_successors(plan: Plan) -> None:
    home = {"municipality": plan.municipality}
    heir = UnitFactory(**home, name="Samhällsförvaltningen")
    between = UnitFactory(**home, name="Mellanförvaltningen", status="ended", successor=heir)
    old = UnitFactory(**home, name="Gamla kontoret", status="ended", successor=between)
    ResponsibilityFactory(measure=MeasureFactory(plan=plan, text="Utbilda"), unit=old)
    Plan.objects.filter(pk=plan.pk).update(responsible_unit=old)
    assert found_of("ended", plan) == [
        ("Ansvarig enhet", "Gamla kontoret", "Samhällsförvaltningen"),
        ("Åtgärd 1: Utbilda", "Gamla kontoret", "Samhällsförvaltningen"),
    ]


def test_units_that_succeed_each_other_in_a_circle_end_the_search(plan: Plan) -> None:
    home = {"municipality": plan.municipality}
    one = UnitFactory(**home, status="ended")
    other = UnitFactory(**home, status="ended", successor=one)
    one.successor = other
    one.save()
    ResponsibilityFactory(measure=MeasureFactory(plan=plan), unit=one)
    assert len(found_of("ended", plan)) == 1


def test_a_wording_that_points_at_nobody_is_told_with_a_proposal_where_there_is_one(plan: Plan) -> None:
    UnitFactory(municipality=plan.municipality, name="Socialförvaltningen")
    measure = MeasureFactory(plan=plan, text="Utbilda")
    for part, wording in (
        ("responsible", "Socialförvaltningen i samråd med alla"),
        ("responsible", "Strategen"),
        ("actor", "Föreningslivet"),
    ):
        ResponsibilityFactory(measure=measure, part=part, wording=wording)
    assert found_of("unknown", plan) == [
        ("Åtgärd 1: Utbilda", "Socialförvaltningen i samråd med alla", "Socialförvaltningen"),
        ("Åtgärd 1: Utbilda", "Strategen", ""),
    ]
    assert found_of("actor", plan) == [("Åtgärd 1: Utbilda", "Föreningslivet", "")]


def test_an_abolished_authority_is_found_wherever_it_is_named_with_its_successor(plan: Plan) -> None:
    SectionFactory(plan=plan, heading="Stöd", body="<p>Myndigheten för samhällsskydd och beredskaps råd.</p>")
    SectionFactory(plan=plan, heading="Länk", body='<p><a href="https://samordnarenmotextremism.se/">här</a></p>')
    found = found_of("authority", plan)
    assert [(place, proposal) for place, _words, proposal in found] == [
        ("1 Stöd", "Myndigheten för civilt försvar"),
        ("2 Länk", "cve.se"),
    ]
    assert found[0][1] == "Myndigheten för samhällsskydd och beredskap (avvecklad 2026-01-01)"


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("MSB ansvarar.", True),
        ("msb:s råd", True),
        ("MSB-rapport", True),
        ("MSBX", False),
        ("XMSB", False),
        ("", False),
    ],
)
def test_an_authority_is_sought_as_whole_words(text: str, is_named: bool) -> None:
    assert bool(list(Abolished([{"name": "MSB", "successor": "", "since": ""}]).found_in(text))) == is_named


def test_of_two_names_the_longer_is_meant() -> None:
    rows = [{"name": "Rådet"}, {"name": "Rådet för trygghet"}]
    assert [one["name"] for one in Abolished(rows).found_in("Rådet för  trygghet")] == ["Rådet för trygghet"]


@pytest.mark.parametrize(
    ("text", "contacts"),
    [
        ("Ring 0226-64 50 00.", ["0226-64 50 00"]),
        ("+46 (0)8-123 45 67", ["+46 (0)8-123 45 67"]),
        ("skriv till eva.ek@smedjebacken.se, tack", ["eva.ek@smedjebacken.se"]),
        ("Se www.smedjebacken.se/vbe och https://cve.se.", ["www.smedjebacken.se/vbe", "https://cve.se"]),
        ("Se cve.se för mer", ["cve.se"]),
        ("Dnr KS/2016:0168-2225, 2016-12-31, § 55, 2 000 000 kr, kap. 8.1", []),
    ],
)
def test_contacts_are_recognised_and_dates_and_registry_numbers_are_not(text: str, contacts: list[str]) -> None:
    assert contacts_in(text) == contacts


@pytest.mark.alone
@pytest.mark.parametrize("run", ["a", "a.", "a-", "0", "0 ", "www", "+", "a@"])
def test_a_flood_of_letters_is_looked_through_in_no_time(run: str) -> None:
    began = process_time()
    contacts_in(run * 30_000 + " @ http:// .se")
    assert process_time() - began < 2


def test_contacts_wait_until_somebody_has_checked_them_and_again_after_six_months(plan: Plan) -> None:
    body = '<p>Ring <a href="tel:0226645000">växeln</a> eller skriv till a@b.se</p>'
    SectionFactory(plan=plan, heading="Stöd", body=body)
    assert found_of("contacts", plan) == [("1 Stöd", "a@b.se, 0226645000", "")]
    plan.contacts_checked_on = localdate()
    plan.save()
    assert found_of("contacts", plan) == []
    plan.contacts_checked_on = localdate() - timedelta(days=190)
    plan.save()
    assert len(found_of("contacts", plan)) == 1


@pytest.mark.parametrize(
    ("day", "then"),
    [("2026-01-15", "2026-07-15"), ("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29")],
)
def test_six_months_later_is_the_same_day_or_the_last_of_the_month(day: str, then: str) -> None:
    assert later(date.fromisoformat(day), 6).isoformat() == then


def test_expected_sections_are_missed_unless_a_heading_holds_the_words(plan: Plan) -> None:
    plan.municipality.standard_sections = ["Syfte", "Uppföljning"]
    plan.municipality.save()
    SectionFactory(plan=plan, heading="Bakgrund och SYFTE")
    assert found_in(plan) == [("standard", "Uppföljning", "", "")]


def test_the_header_is_missed_but_for_what_comes_with_the_decision(plan: Plan) -> None:
    plan.header = [
        {"label": label, "state": state, "value": ""}
        for label, state in (
            ("Beslutad av", "missing"),
            ("Beslutsdatum", "missing"),
            ("Giltighet", "missing"),
            ("Eventuell sekretess", "none"),
        )
    ]
    plan.save()
    assert found_in(plan) == [("header", "Giltighet", "", "")]


def test_duties_of_the_law_are_asked_for_only_where_the_plan_is_to_meet_them(plan: Plan) -> None:
    assert found_of("law", plan) == []
    plan.law_standing, plan.law_evidence = "part", {"mapping": "Lägesbild 2026"}
    plan.save()
    places = [place for place, *_rest in found_of("law", plan)]
    assert len(places) == 7
    assert places[-1] == "13\N{NO-BREAK SPACE}§ Rapport till fullmäktige"


def test_a_plan_that_does_not_say_how_it_stands_to_the_law_gets_a_hint(plan: Plan) -> None:
    plan.law_standing = ""
    plan.save()
    assert [kind for kind, *_rest in found_in(plan)] == ["standing"]
