"""Two editors with one measure's form open: whatever the slower one wrote is told, and nobody's rows are lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.roles import Role
from plans.models import Measure
from tests.plans.factories import ActivityFactory, IndicatorFactory, MeasureFactory, PlanFactory, ResponsibilityFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db
KINDS = ("activities", "responsibilities", "indicators")


@pytest.fixture
def measure(client):
    anna = member(Role.COORDINATOR)
    client.force_login(anna)
    made = MeasureFactory(plan=PlanFactory(municipality=anna.municipality), text="Utbilda")
    ActivityFactory(measure=made, text="Ta fram en plan", time_wording="våren 2027")
    ResponsibilityFactory(measure=made, wording="Skolan")
    IndicatorFactory(measure=made, text="Antal utbildade")
    return made


def written(form: Any) -> dict[str, str]:
    """What a browser would send of a form that stands on the page."""
    forms = [form, *(row for kind in KINDS for row in (form.rows[kind].management_form, *form.rows[kind].forms))]
    fields = [field for one in forms for field in one if field.name not in ("DELETE", "confirm_digits")]
    return {field.html_name: field.value() if field.value() is not None else "" for field in fields}


def opened(client, measure: Measure) -> dict[str, Any]:
    return written(client.get(address(measure)).context["form"])


def address(measure: Measure) -> str:
    return reverse("plans:measure_update", args=[measure.pk])


def told(answer) -> dict[str, tuple[str, str]]:
    return {row.label: (row.theirs, row.mine) for row in answer.context["form"].conflict}


@pytest.mark.parametrize(
    ("field", "value", "label", "theirs", "mine"),
    [
        ("responsibilities-0-part", "actor", "Vem?", "Skolan · ansvarig", "Skolan · aktör"),
        ("responsibilities-0-scope_note", "lärare", "Vem?", "Skolan · ansvarig", "Skolan · lärare · ansvarig"),
        ("indicators-0-kind", "boolean", "Indikatorer", "Antal utbildade · i ord", "Antal utbildade · ja eller nej"),
        (
            "activities-0-time_end",
            "2027-04-15",
            "Aktiviteter",
            "Ta fram en plan · våren 2027",
            "Ta fram en plan · våren 2027 · –2027-04-15 · en gång",
        ),
        (
            "activities-0-time_recurrence",
            "yearly",
            "Aktiviteter",
            "Ta fram en plan · våren 2027",
            "Ta fram en plan · våren 2027 · varje år",
        ),
        ("time_end", "2027-05-01", "Till och med", "", "2027-05-01"),
    ],
)
def test_a_stale_save_that_differs_only_in_a_choice_or_a_day_is_told_and_wins_when_it_is_saved_again(
    client, measure, field, value, label, theirs, mine
):
    slow = opened(client, measure) | {field: value}
    quick = opened(client, measure) | {"comment": "Den andras"}
    assert client.post(address(measure), quick).status_code == 302
    answer = client.post(address(measure), slow)
    assert answer.status_code == 409
    assert told(answer)[label] == (theirs, mine)
    again = written(answer.context["form"])
    assert client.post(address(measure), again).status_code == 302
    assert str(opened(client, measure)[field]) == value


def test_both_changing_the_part_of_one_responsibility_is_told_in_words(client, measure):
    slow = opened(client, measure) | {"responsibilities-0-part": "convener"}
    client.post(address(measure), opened(client, measure) | {"responsibilities-0-part": "actor"})
    answer = client.post(address(measure), slow)
    assert (answer.status_code, told(answer)) == (409, {"Vem?": ("Skolan · aktör", "Skolan · sammankallande")})
    assert measure.responsibilities.get().part == "actor"


def test_rows_that_the_other_added_are_kept_by_the_next_save(client, measure):
    slow = opened(client, measure) | {"text": "Min text"}
    added = {
        "activities-1-text": "Den andras aktivitet",
        "activities-1-time_wording": "2028",
        "activities-1-time_end": "2028-03-31",
        "responsibilities-1-wording": "Socialtjänsten",
        "responsibilities-1-part": "actor",
        "indicators-1-text": "Den andras indikator",
        "indicators-1-kind": "percentage",
    }
    assert client.post(address(measure), opened(client, measure) | added).status_code == 302
    answer = client.post(address(measure), slow)
    assert answer.status_code == 409
    assert "Den andras aktivitet" in answer.content.decode()
    assert client.post(address(measure), written(answer.context["form"])).status_code == 302
    measure.refresh_from_db()
    assert measure.text == "Min text"
    kept = measure.activities.current().get(text="Den andras aktivitet")
    assert (kept.time_wording, str(kept.time_end), kept.history.count()) == ("2028", "2028-03-31", 1)
    assert [(one.wording, one.part) for one in measure.responsibilities.current()] == [
        ("Skolan", "responsible"),
        ("Socialtjänsten", "actor"),
    ]
    assert [one.kind for one in measure.indicators.current()] == ["text", "percentage"]


def test_a_row_that_the_other_added_can_be_taken_away_knowingly(client, measure):
    slow = opened(client, measure) | {"text": "Min text"}
    client.post(address(measure), opened(client, measure) | {"activities-1-text": "Den andras"})
    again = written(client.post(address(measure), slow).context["form"])
    (number,) = (name.split("-")[1] for name, value in again.items() if value == "Den andras")
    client.post(address(measure), again | {f"activities-{number}-DELETE": "on"})
    assert [one.text for one in measure.activities.current()] == ["Ta fram en plan"]


def test_the_own_row_that_was_saved_already_is_not_made_twice(client, measure):
    mine = opened(client, measure) | {"activities-1-text": "Min aktivitet"}
    assert client.post(address(measure), mine).status_code == 302
    answer = client.post(address(measure), mine | {"text": "Min text, en gång till"})
    assert answer.status_code == 409
    client.post(address(measure), written(answer.context["form"]))
    assert [one.text for one in measure.activities.current()] == ["Ta fram en plan", "Min aktivitet"]


def test_a_row_that_the_other_took_away_is_kept_as_a_new_one(client, measure):
    slow = opened(client, measure) | {"text": "Min text"}
    client.post(address(measure), opened(client, measure) | {"activities-0-DELETE": "on"})
    client.post(address(measure), written(client.post(address(measure), slow).context["form"]))
    assert [one.text for one in measure.activities.current()] == ["Ta fram en plan"]


def test_the_same_words_saved_twice_are_no_conflict(client, measure):
    data = opened(client, measure) | {"responsibilities-0-part": "actor", "activities-1-text": "Rad ett\r\nrad två"}
    for _time in range(2):
        assert client.post(address(measure), data).status_code == 302
    measure.refresh_from_db()
    assert (measure.version, measure.activities.current().count()) == (2, 2)
