"""The pages on which measures are read and written: what they cost, what they refuse, what they never lose."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from foundation.history import record
from plans.models import Measure
from plans.services.measure import update_measure
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

pytestmark = pytest.mark.django_db
KINDS = ("activities", "responsibilities", "indicators")


@pytest.fixture
def anna(client):
    person = member(Role.COORDINATOR)
    client.force_login(person)
    return person


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def whole_measure(plan, area=None):
    measure = MeasureFactory(plan=plan, focus_area=area)
    for _number in range(2):
        ActivityFactory(measure=measure, time_wording="våren 2027")
        ResponsibilityFactory(measure=measure, unit=UnitFactory(municipality=plan.municipality))
    IndicatorFactory(measure=measure)
    return measure


def statements(client, method: str, address: str, data: dict | None = None) -> tuple[int, int]:
    """(status, statements); what only opens and closes transactions is not counted."""
    client.get(reverse("plans:time_interpret"))  # the first click of a session stamps it, once a minute
    with CaptureQueriesContext(connection) as said:
        answer = getattr(client, method)(address, data)
    counted = [one for one in said.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    return answer.status_code, len(counted)


def sent(rows: dict[str, list[dict]] | None = None, **fields) -> dict:
    """What a browser sends."""
    data = {name: value for name, value in fields.items() if value is not None}
    for kind in KINDS:
        given = (rows or {}).get(kind, [])
        data |= {f"{kind}-TOTAL_FORMS": len(given), f"{kind}-INITIAL_FORMS": 0}
        for number, row in enumerate(given):
            data |= {f"{kind}-{number}-{name}": value for name, value in row.items()}
    return data


def key() -> str:
    return str(uuid.uuid4())


def as_sent(measure) -> dict:
    """The measure's form as it would be sent without any change."""
    rows = {
        "activities": [
            {"pk": one.pk, "text": one.text, "time_wording": one.time_wording} for one in measure.activities.current()
        ],
        "responsibilities": [
            {"pk": one.pk, "wording": one.wording, "part": one.part} for one in measure.responsibilities.current()
        ],
        "indicators": [{"pk": one.pk, "text": one.text, "kind": one.kind} for one in measure.indicators.current()],
    }
    return sent(rows, version=measure.version, text=measure.text, focus_area=measure.focus_area_id or "")


@pytest.mark.parametrize("count", [1, 3, 200])
def test_plan_table_takes_at_most_ten_statements_whatever_the_number_of_measures(client, plan, count):
    area = FocusAreaFactory(plan=plan)
    for _number in range(count):
        whole_measure(plan, area)
    assert statements(client, "get", reverse("plans:plan_table", args=[plan.pk]) + "?rows=200") == (200, 10)


def test_plan_list_takes_the_same_few_statements_for_one_plan_and_three(client, plan):
    address = reverse("plans:plan_list")
    _status, one = statements(client, "get", address)
    whole_measure(plan)
    PlanFactory.create_batch(2, municipality=plan.municipality)
    status, three = statements(client, "get", address)
    assert (status, three) == (200, one)
    assert three <= 10


def test_plan_document_takes_the_same_statements_for_one_measure_and_three(client, plan):
    address = reverse("plans:plan_detail", args=[plan.pk])
    whole_measure(plan)
    SectionFactory(plan=plan)
    client.get(address)  # the first reading is noted
    first = statements(client, "get", address)
    for _number in range(2):
        whole_measure(plan)
        SectionFactory(plan=plan)
    assert statements(client, "get", address) == first


def test_one_measure_takes_at_most_eleven_statements_and_its_form_at_most_fifteen(client, plan):
    measure = whole_measure(plan, FocusAreaFactory(plan=plan))
    status, one = statements(client, "get", measure.get_absolute_url())
    assert (status, one <= 11) == (200, True)
    status, edit = statements(client, "get", reverse("plans:measure_update", args=[measure.pk]))
    assert (status, edit <= 15) == (200, True)


def test_saving_takes_at_most_twelve_statements_and_two_for_each_changed_row(client, plan):
    measure = whole_measure(plan)
    data = as_sent(measure) | {"text": "Ny text"}
    status, alone = statements(client, "post", reverse("plans:measure_update", args=[measure.pk]), data)
    assert (status, alone <= 12) == (302, True)
    measure.refresh_from_db()
    data = as_sent(measure) | {"activities-0-text": "Ändrad", "activities-1-text": "Också ändrad"}
    status, changed = statements(client, "post", reverse("plans:measure_update", args=[measure.pk]), data)
    assert (status, changed <= 12 + 4) == (302, True)


def test_measure_create_writes_what_was_typed_in_every_row(client, anna, plan):
    area = FocusAreaFactory(plan=plan, name="Utbildning")
    rows = {
        "activities": [{"text": "Utbildningsplan", "time_wording": "våren 2027"}, {"text": "", "time_wording": ""}],
        "responsibilities": [{"wording": "Respektive förvaltning", "part": "responsible", "scope_note": "personal"}],
        "indicators": [{"text": "Antal utbildade", "kind": "count", "target": "40"}],
    }
    data = sent(
        rows, submission_key=key(), text="Utbilda", focus_area=area.pk, levels=["Generell"], condition="vid behov"
    )
    plan.prevention_levels = ["Generell"]
    record(plan, by=anna)
    answer = client.post(reverse("plans:measure_create", args=[plan.pk]) + "?fran=tabell", data)
    made = Measure.objects.get(plan=plan)
    assert answer.headers["Location"] == f"{reverse('plans:plan_table', args=[plan.pk])}#atgard-{made.pk}"
    assert [(one.text, one.time_wording, one.time_start.isoformat()) for one in made.activities.current()] == [
        ("Utbildningsplan", "våren 2027", "2027-03-01")
    ]
    assert [(one.wording, one.is_each_administration) for one in made.responsibilities.current()] == [
        ("Respektive förvaltning", True)
    ]
    assert (made.levels, made.condition, made.focus_area) == (["Generell"], "vid behov", area)


def test_the_same_form_sent_twice_makes_one_measure(client, plan):
    data = sent(submission_key=key(), text="Utbilda")
    for _time in range(2):
        client.post(reverse("plans:measure_create", args=[plan.pk]), data)
    assert Measure.objects.filter(plan=plan).count() == 1


def test_one_more_row_keeps_everything_that_was_typed_and_saves_nothing(client, plan):
    rows = {"activities": [{"text": "Utbildningsplan", "time_wording": "våren 2027"}]}
    data = sent(rows, submission_key=key(), text="Halvfärdig") | {"add": "activities"}
    answer = client.post(reverse("plans:measure_create", args=[plan.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(typed in page for typed in ("Halvfärdig", "Utbildningsplan", "våren 2027", "activities-1-text"))
    assert not Measure.objects.exists()


def test_a_measure_form_keeps_an_area_and_a_section_that_were_removed(client, anna, plan):
    removed = {"plan": plan, "withdrawn_at": timezone.now(), "withdrawn_by": anna}
    area, section = FocusAreaFactory(name="Gammalt område", **removed), SectionFactory(heading="Bakgrund", **removed)
    FocusAreaFactory(name="Annat område", **removed)
    measure = MeasureFactory(plan=plan, focus_area=area, section=section)
    address = reverse("plans:measure_update", args=[measure.pk])
    page = client.get(address).content.decode()
    assert f'<option value="{area.pk}" selected>Gammalt område (borttaget)</option>' in page
    assert f'<option value="{section.pk}" selected>Bakgrund (borttaget)</option>' in page
    assert "Annat område" not in page
    assert client.post(address, as_sent(measure) | {"section": section.pk, "comment": "Ny"}).status_code == 302
    measure.refresh_from_db()
    assert (measure.focus_area, measure.section, measure.comment) == (area, section, "Ny")


def test_a_row_moves_up_with_all_that_was_typed_in_it(client, plan):
    measure = whole_measure(plan)
    first, second = measure.activities.current()
    page = reverse("plans:measure_update", args=[measure.pk])
    data = as_sent(measure) | {"activities-1-text": "Nyss skriven", "up": "activities-1"}
    answer = client.post(page, data)
    assert answer.status_code == 200
    rows = answer.context["form"].rows["activities"].forms
    assert [row["text"].value() for row in rows[:2]] == ["Nyss skriven", first.text]
    assert list(measure.activities.current()) == [first, second]
    moved = {name: value for name, value in data.items() if not name.startswith("activities-") and name != "up"}
    moved |= {
        f"activities-{key}": answer.context["form"].data[f"activities-{key}"]
        for key in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    moved |= {name: value for name, value in answer.context["form"].data.items() if name.startswith("activities-")}
    client.post(page, moved)
    assert [row.pk for row in measure.activities.current()] == [second.pk, first.pk]


@pytest.mark.parametrize(
    "up", ["activities-0", "activities-999", "nobody-1", "activities--1", "activities-1-text", "1"]
)
def test_a_row_that_cannot_move_is_no_error(client, plan, up):
    answer = client.post(
        reverse("plans:measure_create", args=[plan.pk]), sent({}, text="Å", submission_key=key()) | {"up": up}
    )
    assert answer.status_code in (200, 302)


def test_a_row_that_is_marked_is_taken_away(client, plan):
    measure = whole_measure(plan)
    data = as_sent(measure) | {"activities-0-DELETE": "on"}
    client.post(reverse("plans:measure_update", args=[measure.pk]), data)
    assert measure.activities.current().count() == 1


def test_dates_that_a_person_writes_stand_beside_the_wording(client, plan):
    row = {"text": "Utbilda", "time_wording": "våren 2027", "time_start": "2027-01-15", "time_end": "2027-02-15"}
    data = sent({"activities": [row]}, submission_key=key(), text="Å")
    client.post(reverse("plans:measure_create", args=[plan.pk]), data)
    activity = Measure.objects.get().activities.get()
    assert (activity.time_wording, str(activity.time_start), activity.time_is_corrected) == (
        "våren 2027",
        "2027-01-15",
        True,
    )


@pytest.mark.parametrize(
    ("fields", "row", "told"),
    [
        ({"text": "NUL \x00 i texten"}, {}, "id_text_error"),
        ({"text": "Å" * 100_000}, {}, "id_text_error"),
        ({"text": "Ring 19900101-0017"}, {}, "id_text_error"),
        ({"text": "Å", "time_start": "2027-02-30"}, {}, "id_time_start_error"),
        ({"text": "Å", "time_start": "i våras"}, {}, "id_time_start_error"),
        ({"text": "Å", "time_start": "2027-02-03", "time_end": "2027-02-01"}, {}, "id_time_end_error"),
        ({"text": "Å", "time_start": "9999-12-31"}, {}, "id_time_start_error"),
        ({"text": "Å"}, {"text": "Ring 19900101-0017"}, "id_activities-0-text_error"),
        ({"text": "Å"}, {"text": "x", "time_end": "2027-13-01"}, "id_activities-0-time_end_error"),
        ({"text": "Å"}, {"text": "", "time_wording": "2027"}, "id_activities-0-text_error"),
        ({"text": "Å"}, {"text": "\x00"}, "id_activities-0-text_error"),
        ({"text": ""}, {}, "id_text_error"),
        ({"text": "Å", "levels": ["Påhittad"]}, {}, "id_levels_error"),
    ],
)
def test_bad_input_is_told_at_its_field_and_what_was_typed_is_kept(client, plan, fields, row, told):
    data = sent({"activities": [row]} if row else None, submission_key=key(), comment="Det här står kvar", **fields)
    answer = client.post(reverse("plans:measure_create", args=[plan.pk]), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{told}"' in page
    assert "Det här står kvar" in page
    assert not Measure.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "Fint 👩‍🏫", "{{ settings }} {% url %}", "'; --"])
def test_odd_texts_are_kept_as_they_are_and_shown_as_text(client, plan, text):
    rows = {"activities": [{"text": text}]}
    client.post(reverse("plans:measure_create", args=[plan.pk]), sent(rows, submission_key=key(), text=text))
    measure = Measure.objects.get()
    assert (measure.text, measure.activities.get().text) == (text, text)
    for address in (measure.get_absolute_url(), reverse("plans:plan_table", args=[plan.pk]), plan.get_absolute_url()):
        assert "<script>alert(1)" not in client.get(address).content.decode()


@pytest.mark.parametrize("field", ["focus_area", "section"])
def test_ids_of_another_municipality_are_refused_in_every_list(client, plan, field):
    stranger = {"focus_area": FocusAreaFactory, "section": SectionFactory}[field]()
    data = sent(submission_key=key(), text="Å", **{field: stranger.pk})
    answer = client.post(reverse("plans:measure_create", args=[plan.pk]), data)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


@pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999", "\x00"])
def test_ids_that_are_no_ids_are_refused_without_breaking(client, plan, value):
    data = sent(submission_key=key(), text="Å", focus_area=value)
    assert client.post(reverse("plans:measure_create", args=[plan.pk]), data).status_code == 422


@pytest.mark.parametrize("total", ["", "x", "-1", "100000", "\x00", "9" * 50])
def test_a_count_of_rows_that_was_tampered_with_breaks_nothing(client, plan, total):
    data = sent(submission_key=key(), text="Å") | {"activities-TOTAL_FORMS": total}
    address = reverse("plans:measure_create", args=[plan.pk])
    assert client.post(address, data).status_code in (302, 422)
    assert client.post(address, data | {"add": "activities"}).status_code == 200


def test_measure_update_of_what_someone_else_saved_shows_both_texts_and_the_next_save_wins(client, anna, plan):
    measure = whole_measure(plan)
    mine = as_sent(measure) | {"text": "Min text", "activities-0-text": "Min aktivitet"}
    update_measure(measure=measure, version=1, text="Den andras text", by=anna)
    address = reverse("plans:measure_update", args=[measure.pk])
    answer = client.post(address, mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Den andras text", "Min text", "Min aktivitet"))
    again = {name: value for name, value in mine.items() if not name.endswith("-pk")} | {"version": 2}
    assert client.post(address, again).status_code == 302
    measure.refresh_from_db()
    assert (measure.text, measure.version) == ("Min text", 3)


def test_time_interpret_says_what_the_words_mean(client, anna):
    answer = client.get(reverse("plans:time_interpret"), {"activities-3-time_wording": "våren 2017"})
    assert answer.content.decode() == "tolkas som 1 mars – 31 maj 2017"


@pytest.mark.parametrize("wording", ["", "\x00", "x" * 100_000, "när medel finns", "efter 2000-9999"])
def test_time_interpret_of_anything_breaks_nothing(client, anna, wording):
    assert client.get(reverse("plans:time_interpret"), {"time_wording": wording}).status_code == 200


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("saknar=tid", ["utan"]),
        ("saknar=ansvarig", ["utan"]),
        ("saknar=indikator", ["utan"]),
        ("niva=Generell", ["hel"]),
        ("q=HEL", ["hel"]),
        ("q=finns+inte", []),
        ("saknar=annat&sida=99&rows=x&ordna=zz", ["hel", "utan"]),
        ("ordna=nar", ["hel", "utan"]),
        ("q=%00", ["hel", "utan"]),
        ("rows=1", ["hel"]),
    ],
)
def test_plan_table_shows_the_measures_that_were_asked_for(client, plan, query, texts):
    full = MeasureFactory(plan=plan, text="hel", levels=["Generell"], time_wording="2027")
    IndicatorFactory(measure=full)
    ResponsibilityFactory(measure=full)
    MeasureFactory(plan=plan, text="utan")
    answer = client.get(reverse("plans:plan_table", args=[plan.pk]) + f"?{query}")
    shown = [one["text"] for area in answer.context["values"]["focus_areas"] for one in area["measures"]]
    assert shown == texts


def test_measure_move_by_button_by_place_and_to_another_area(client, plan):
    first, second = MeasureFactory(plan=plan, text="a"), MeasureFactory(plan=plan, text="b")
    area = FocusAreaFactory(plan=plan)
    address = reverse("plans:measure_move", args=[second.pk])
    client.post(address, {"direction": "up"})
    assert list(plan.measures.in_order()) == [second, first]
    client.post(address, {"position": "1"})
    assert list(plan.measures.in_order()) == [first, second]
    client.post(address, {"to_area": "True", "focus_area": area.pk})
    second.refresh_from_db()
    assert second.focus_area == area
    assert client.post(address, {"to_area": "True", "focus_area": FocusAreaFactory().pk}).status_code == 422


def test_measure_withdraw_asks_first_and_can_be_undone_from_the_list(client, plan):
    measure = MeasureFactory(plan=plan, text="Utbilda")
    address = reverse("plans:measure_withdraw", args=[measure.pk])
    assert client.get(address).status_code == 200
    page = client.post(address, follow=True).content.decode()
    restore = reverse("plans:measure_restore", args=[measure.pk])
    assert restore in page
    assert restore in client.get(reverse("plans:plan_removed", args=[plan.pk])).content.decode()
    client.post(restore)
    assert list(plan.measures.current()) == [measure]


def test_a_new_measure_of_nothing_but_an_area_is_refused(client, plan):
    area = FocusAreaFactory(plan=plan)
    answer = client.post(
        reverse("plans:measure_create", args=[plan.pk]), sent({}, submission_key=key(), focus_area=str(area.pk))
    )
    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors
    assert not Measure.objects.exists()


def test_the_next_measure_begins_in_the_same_area_and_section(client, plan):
    area, section = FocusAreaFactory(plan=plan), SectionFactory(plan=plan, heading="Mål", body="<p>Vi vill.</p>")
    create = reverse("plans:measure_create", args=[plan.pk])
    given = sent(focus_area=area.pk, section=section.pk, text="Utbilda", submission_key=key(), next="1")
    page = client.post(create, given, follow=True)
    form = page.context["form"]
    assert [str(form[name].value()) for name in ("focus_area", "section", "text")] == [
        str(area.pk),
        str(section.pk),
        "",
    ]
    assert "Läs avsnittet: Mål" in page.content.decode()
    assert "Vi vill." in page.content.decode()


def test_words_that_name_no_unit_are_said_to_be_ones_own(client, plan):
    unit = UnitFactory(municipality=plan.municipality, name="Skolan")
    measure = MeasureFactory(plan=plan)
    told = "egna ord – ingen enhet i listan</p>"
    for wording, times in ((unit.name, 0), ("Skolann", 1)):
        measure.responsibilities.all().delete()
        ResponsibilityFactory(measure=measure, wording=wording)
        page = client.get(reverse("plans:measure_update", args=[measure.pk])).content.decode()
        assert page.count(told) == times


def test_each_field_of_the_form_has_a_label_of_its_own(client, plan):
    page = client.get(reverse("plans:measure_create", args=[plan.pk])).content.decode()
    legends = set(re.findall(r"<legend>([^<]+)</legend>", page))
    labels = {found.strip() for found in re.findall(r'<label class="field-label"[^>]*>([^<]+)', page)}
    assert {"Åtgärd", "Enhet, funktion eller egna ord"} <= labels
    assert not legends & labels
