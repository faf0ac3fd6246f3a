"""What a person finds: parts of words, å ä ö in every form, at its place, and only what that person may see."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.roles import Role
from foundation.history import record
from plans.models import Comment, Edition, Plan, RelatedDocument
from plans.selectors.search import MOST, Found, Kind, Question, found_for
from plans.services.comment import answer_comment, resolve_comment, write_comment
from plans.services.plan import withdraw_plan
from plans.services.withdrawal import withdraw
from responsibilities.models import Unit
from tests.accounts.factories import MunicipalityFactory
from tests.plans.factories import (
    ActivityFactory,
    EditionFactory,
    FocusAreaFactory,
    IndicatorFactory,
    MeasureFactory,
    MeasureReportFactory,
    PlanFactory,
    PlanGrantFactory,
    ResponsibilityFactory,
    RoundFactory,
    SectionFactory,
    UnitReportFactory,
)
from tests.responsibilities.factories import FunctionFactory, UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Municipality:
    return MunicipalityFactory()


@pytest.fixture
def anna(home: Municipality) -> User:
    return member(Role.COORDINATOR, home)


@pytest.fixture
def plan(home: Municipality) -> Plan:
    return PlanFactory(municipality=home, title="Översvämningsplan")


def find(user: User, words: str, **more: Any) -> Found:
    return found_for(user, Question(words, **more))


def said(pieces: tuple[tuple[str, bool], ...]) -> str:
    return "".join(f"[{text}]" if is_sought else text for text, is_sought in pieces)


def found(user: User, words: str, **more: Any) -> list[tuple[str, str]]:
    """(kind, name) of every hit that is shown, with what was sought in brackets."""
    return [(group.kind.value, said(hit.name)) for group in find(user, words, **more).groups for hit in group.hits]


def addresses(user: User, words: str) -> list[str]:
    return [hit.url for group in find(user, words).groups for hit in group.hits]


@pytest.mark.parametrize(
    "words",
    ["översvämning", "ÖVERSVÄMNING", "svämn", "plan över", unicodedata.normalize("NFD", "översvämning")],
)
def test_a_plan_is_found_by_parts_of_words_in_any_order_and_form(anna: User, home: Municipality, words: str) -> None:
    plan = PlanFactory(municipality=home, title="Översvämningsplan")
    PlanFactory(municipality=home, title="Oversvamning")
    assert addresses(anna, words) == [plan.get_absolute_url()]


def test_a_section_is_found_by_its_heading_and_its_text_without_tags(anna: User, plan: Plan) -> None:
    section = SectionFactory(plan=plan, heading="Nuläge", body="<p>Ån rinner genom <strong>Östra</strong> ängen.</p>")
    (group,) = find(anna, "nuläg östra").groups
    (hit,) = group.hits
    assert (said(hit.name), said(hit.text)) == ("[Nuläg]e", "Ån rinner genom [Östra] ängen.")
    assert (hit.plan, hit.url) == (plan.title, f"{plan.get_absolute_url()}#s-{section.uid}")
    assert found(anna, "strong") == []


def test_a_measure_is_found_by_all_that_stands_in_it(anna: User, plan: Plan) -> None:
    area = FocusAreaFactory(plan=plan, name="Föräldrastöd")
    measure = MeasureFactory(plan=plan, focus_area=area, text="Utbilda personal")
    ActivityFactory(measure=measure, text="Ta fram ett häfte")
    IndicatorFactory(measure=measure, text="Antal läsare")
    ResponsibilityFactory(measure=measure, wording="Räddningstjänsten")
    place = f"{plan.get_absolute_url()}#m-{measure.uid}"

    for words in ("utbild", "häfte", "läsare", "räddning", "föräldra läsare", "räddning häft utbilda"):
        assert addresses(anna, words) == [place], words
    assert found(anna, "föräldra") == [("omraden", "[Föräldra]stöd"), ("atgarder", "Utbilda personal")]
    assert found(anna, "utbilda räksmörgås") == []
    assert [said(hit.text) for group in find(anna, "läsare").groups for hit in group.hits] == [
        "Ta fram ett häfte · Antal [läsare] · Räddningstjänsten · Föräldrastöd"
    ]


def test_a_quoted_phrase_must_stand_just_so(anna: User, plan: Plan) -> None:
    SectionFactory(plan=plan, heading="Unga i riskzon")
    SectionFactory(plan=plan, heading="I riskzon finns unga")
    assert len(found(anna, "unga riskzon")) == 2
    assert found(anna, "”unga i”") == [("avsnitt", "[Unga i] riskzon")]
    assert len(found(anna, '"unga')) == 2


def test_signs_that_databases_read_as_patterns_mean_themselves(anna: User, plan: Plan) -> None:
    SectionFactory(plan=plan, heading="100 % av skolorna")
    SectionFactory(plan=plan, heading="Alla skolor")
    assert found(anna, "%") == [("avsnitt", "100 [%] av skolorna")]
    assert found(anna, "_") == []


@pytest.mark.parametrize("make", [ActivityFactory, IndicatorFactory])
def test_a_row_that_was_taken_away_finds_nothing(anna: User, plan: Plan, make: type) -> None:
    row = make(measure=MeasureFactory(plan=plan), text="Gränsöverskridande")
    assert find(anna, "gränsöver").total == 1

    withdraw(row, by=anna)

    assert find(anna, "gränsöver").total == 0


def test_nothing_of_a_plan_that_was_removed_is_found(anna: User, plan: Plan) -> None:
    SectionFactory(plan=plan, heading="Översikt")
    MeasureFactory(plan=plan, text="Överföra")
    assert find(anna, "över").total == 3

    withdraw_plan(plan=plan, by=anna)

    assert find(anna, "över").total == 0


def test_comments_and_related_documents_are_found_at_their_place(anna: User, plan: Plan) -> None:
    section = SectionFactory(plan=plan, heading="Syfte")
    shared = {"plan": plan, "municipality": plan.municipality}
    record(Comment(**shared, section=section, text="Oklar räckvidd", written_by=anna), by=anna)
    record(RelatedDocument(**shared, title="Välfärdsbokslut med räckvidd"), by=anna)
    assert found(anna, "räckvidd") == [
        ("dokument", "Välfärdsbokslut med [räckvidd]"),
        ("kommentarer", anna.name),
    ]


@pytest.mark.parametrize("is_resolved", [False, True], ids=["open", "resolved"])
def test_a_comment_that_is_found_leads_to_its_own_page(
    client: Client, anna: User, plan: Plan, is_resolved: bool
) -> None:
    first = write_comment(plan=plan, section=SectionFactory(plan=plan), text="Oklar räckvidd", by=anna)
    answer = answer_comment(comment=first, text="Räckvidden är klar", by=anna)
    if is_resolved:
        resolve_comment(comment=first, by=anna)
    client.force_login(anna)
    for one, words in ((first, "oklar"), (answer, "räckvidden")):
        (address,) = addresses(anna, words)
        page = client.get(address, follow=True)
        assert f'id="kommentar-{one.pk}"' in page.content.decode()


def test_a_reader_without_drafts_finds_the_places_of_the_edition_in_force(home: Municipality, plan: Plan) -> None:
    section = SectionFactory(plan=plan, heading="Läget", body="<p>Källare svämmar över.</p>")
    MeasureFactory(plan=plan, text="Översvämmade källare pumpas")
    proposal = EditionFactory(plan=plan)
    clerk = member(Role.EMPLOYEE, home)
    assert find(clerk, "källare").total == 0

    proposal.state = Edition.State.ADOPTED
    record(proposal, by=clerk)

    assert found(clerk, "källare") == [
        ("beslutade", "1 Läget"),
        ("beslutade", "Åtgärd 1: Översvämmade [källare] pumpas"),
    ]
    page = proposal.get_absolute_url()
    assert addresses(clerk, "källare") == [f"{page}#s-{section.uid}", f"{page}#m-1"]
    assert addresses(clerk, "läget pumpas") == [page]


def test_a_report_is_found_by_those_who_may_read_it(home: Municipality, plan: Plan, anna: User) -> None:
    schools = UnitFactory(municipality=home, name="Skolan")
    round_ = RoundFactory(edition=EditionFactory(plan=plan, state=Edition.State.ADOPTED))
    report = UnitReportFactory(round=round_, unit=schools, summary="Gott läsår")
    row = MeasureReportFactory(unit_report=report, result="Tolv läscirklar")
    other = member(Role.REPORTER, unit=UnitFactory(municipality=home))

    assert addresses(anna, "läs") == [report.get_absolute_url(), f"{report.get_absolute_url()}#matt-{row.pk}"]
    assert found(anna, "läsår") == [("redovisningar", "Uppföljning · Skolan")]
    assert found(member(Role.REPORTER, unit=schools), "cirklar") == [("redovisningar", "Uppföljning · Skolan")]
    assert found(other, "läs") == []


def test_hits_stand_as_the_plans_by_title_and_as_they_are_read(home: Municipality, anna: User) -> None:
    last, first = PlanFactory(municipality=home, title="Östra"), PlanFactory(municipality=home, title="Allmän")
    top = SectionFactory(plan=last, heading="mål B", position=1)
    SectionFactory(plan=last, heading="mål D", position=2)
    SectionFactory(plan=last, heading="mål A", position=0)
    SectionFactory(plan=last, heading="mål C", parent=top, position=0)
    SectionFactory(plan=first, heading="mål 1")
    assert [name for _kind, name in found(anna, "mål")] == ["[mål] 1", "[mål] A", "[mål] B", "[mål] C", "[mål] D"]


def test_hits_are_counted_by_kind_and_by_plan_and_narrowed_by_both(anna: User, home: Municipality, plan: Plan) -> None:
    other = PlanFactory(municipality=home, title="Annan")
    SectionFactory(plan=plan, heading="Våld")
    MeasureFactory(plan=plan, text="Minska våld")
    MeasureFactory(plan=other, text="Mer om våld")
    every = find(anna, "våld")
    assert (every.kinds, every.total) == ([(Kind.SECTIONS, 1), (Kind.MEASURES, 2)], 3)
    assert every.plans == [(other.pk, "Annan", 1), (plan.pk, plan.title, 2)]
    assert found(anna, "våld", kind="atgarder", plan=plan.pk) == [("atgarder", "Minska [våld]")]
    narrow = find(anna, "våld", kind="avsnitt", plan=other.pk)
    assert (narrow.groups, narrow.kinds) == ([], [(Kind.MEASURES, 1)])


def test_the_neighbour_finds_nothing(plan: Plan) -> None:
    MeasureFactory(plan=plan, text="Översyn")
    assert find(member(Role.COORDINATOR, MunicipalityFactory()), "över").total == 0


def test_an_invited_reader_finds_the_draft(plan: Plan) -> None:
    guest = member(Role.POLICE, MunicipalityFactory())
    PlanGrantFactory(content_object=plan, user=guest)
    assert addresses(fresh(guest), "översväm") == [plan.get_absolute_url()]


def test_at_most_fifty_of_a_kind_are_shown_and_the_rest_on_the_next_page(anna: User, home: Municipality) -> None:
    for number in range(MOST + 1):
        PlanFactory(municipality=home, title=f"Åtgärd {number}")
    (group,) = find(anna, "åt").groups
    assert (group.count, len(group.hits), group.has_more) == (MOST + 1, MOST, True)
    assert len(found(anna, "åt", kind="planer", page="2")) == 1


def test_units_and_functions_are_found_by_every_name_and_open_at_their_place(anna: User, home: Municipality) -> None:
    unit = UnitFactory(municipality=home, name="Trygghetsenheten", abbreviation="TRY", aliases=["Säkerhetsgruppen"])
    inside = FunctionFactory(unit=unit, title="Säkerhetschef", holder_name="Åsa Öberg")
    everywhere = FunctionFactory(unit=None, municipality=home, title="Säkerhetssamordnare")
    assert found(anna, "säkerhets") == [
        ("enheter", "Trygghetsenheten"),
        ("funktioner", "[Säkerhets]chef"),
        ("funktioner", "[Säkerhets]samordnare"),
    ]
    assert addresses(anna, "try") == [unit.get_absolute_url()]
    assert addresses(anna, "ÖBERG") == [f"{unit.get_absolute_url()}#funktion-{inside.pk}"]
    register = reverse("responsibilities:unit_list")
    assert addresses(anna, "säkerhetssam") == [f"{register}#funktion-{everywhere.pk}"]
    assert [(kind, count) for kind, count in find(anna, "säkerhets").kinds] == [(Kind.UNITS, 1), (Kind.FUNCTIONS, 2)]


def test_the_place_of_a_function_is_on_its_page(client: Client, anna: User, home: Municipality) -> None:
    FunctionFactory(unit=UnitFactory(municipality=home), title="Säkerhetschef")
    FunctionFactory(unit=None, municipality=home, title="Säkerhetssamordnare")
    client.force_login(anna)
    for address in addresses(anna, "säkerhets"):
        page, _mark, place = address.partition("#")
        assert f'id="{place}"' in client.get(page).content.decode()


def test_the_organisation_is_found_by_who_may_see_it_and_narrowed_to_a_plan_it_is_not_there(
    anna: User, home: Municipality, plan: Plan
) -> None:
    unit = UnitFactory(municipality=home, name="Fritidsenheten")
    FunctionFactory(unit=unit, title="Fritidschef")
    assert find(member(Role.EMPLOYEE, home), "fritids").total == 2
    for stranger in (member(Role.POLICE, home), member(Role.COORDINATOR)):
        assert find(stranger, "fritids").total == 0
    assert find(anna, "fritids", plan=plan.pk).groups == []
    Unit.objects.filter(pk=unit.pk).update(withdrawn_at=timezone.now())
    assert find(anna, "fritids").total == 0


@pytest.mark.parametrize("size", [1, 3])
def test_a_search_takes_five_statements_however_much_is_found(anna: User, home: Municipality, size: int) -> None:
    for _ in range(size):
        plan = PlanFactory(municipality=home, title="Ö")
        SectionFactory(plan=plan, heading="Ö")
        ActivityFactory(measure=MeasureFactory(plan=plan), text="Ö")
        report = UnitReportFactory(round=RoundFactory(edition=EditionFactory(plan=plan, state="adopted")), summary="Ö")
        MeasureReportFactory(unit_report=report, result="Ö")
        FunctionFactory(unit=UnitFactory(municipality=home, name=f"Ö{plan.pk}"), title="Ö")
    assert anna.access.held  # read once a request, before anything else
    with CaptureQueriesContext(connection) as asked:
        assert find(anna, "ö").total >= 7 * size
    assert len(asked) == 5


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%22", "q=%00", "q=x&plan=9999999999999", "q=x&typ=nej", "q=x&sida=-1&typ=planer", "q=%25_%5C"],
)
def test_the_page_takes_whatever_stands_in_the_address(client: Client, anna: User, plan: Plan, query: str) -> None:
    client.force_login(anna)
    assert client.get(f"{reverse('search')}?{query}").status_code == 200


def test_the_page_marks_what_was_sought_and_escapes_the_rest(client: Client, anna: User, plan: Plan) -> None:
    SectionFactory(plan=plan, heading="Rubrik <b>", body="<p>1 &lt; 2 i skolan</p>")
    client.force_login(anna)
    page = client.get(f"{reverse('search')}?q=skol").content.decode()
    assert "1 &lt; 2 i <mark>skol</mark>an" in page
    assert "Rubrik &lt;b&gt;" in page
