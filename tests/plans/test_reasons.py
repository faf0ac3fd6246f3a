"""After the decision a change of the draft says why."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from plans.services.focus_area import update_focus_area
from plans.services.measure import create_measure, update_measure
from plans.services.section import create_section, move_section, update_section, withdraw_section
from tests.plans.factories import EditionFactory, FocusAreaFactory, MeasureFactory, PlanFactory, SectionFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    return PlanFactory(municipality=anna.municipality)


def change(kind: str, row, **more):
    if kind == "section":
        return update_section(section=row, version=1, heading="Ny", **more)
    if kind == "area":
        return update_focus_area(focus_area=row, version=1, name="Nytt", **more)
    return update_measure(measure=row, version=1, text="Ny", **more)


@pytest.mark.parametrize("kind", ["section", "area", "measure"])
@pytest.mark.parametrize("state", ["adopted", "proposal"])
def test_a_decided_plan_asks_why_and_a_proposal_does_not(anna, plan, kind, state):
    row = {"section": SectionFactory, "area": FocusAreaFactory, "measure": MeasureFactory}[kind](plan=plan)
    EditionFactory(plan=plan, state=state)
    if state == "adopted":
        with pytest.raises(ValidationError) as error:
            change(kind, row, by=anna)
        assert "reason" in error.value.message_dict
    given = {"reason": "Rättat skrivfel"} if state == "adopted" else {}
    changed = change(kind, row, **given, by=anna)
    assert changed.history.latest("history_id").history_change_reason == given.get(
        "reason", {"section": "Avsnitt ändrat", "area": "Område ändrat", "measure": "Åtgärd ändrad"}[kind]
    )


@pytest.mark.parametrize(("kind", "make"), [("section", create_section), ("measure", create_measure)])
def test_what_is_added_to_a_decided_plan_says_why(client, anna, plan, kind, make):
    client.force_login(anna)
    address = reverse(f"plans:{kind}_create", args=[plan.pk])
    name = "heading" if kind == "section" else "text"
    assert 'name="reason"' not in client.get(address).content.decode()
    EditionFactory(plan=plan, state="adopted")
    with pytest.raises(ValidationError) as error:
        make(plan=plan, **{name: "Ny"}, by=anna)
    assert "reason" in error.value.message_dict
    page = client.get(address)
    assert 'name="reason"' in page.content.decode()
    rows = {f"{part}-TOTAL_FORMS": "0" for part in ("activities", "indicators", "responsibilities")}
    sent = rows | {f"{part}-INITIAL_FORMS": "0" for part in ("activities", "indicators", "responsibilities")}
    sent |= {"submission_key": str(page.context["form"]["submission_key"].value()), name: "Ny"}
    refused = client.post(address, sent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert client.post(address, sent | {"reason": "Efter uppföljning"}).status_code == 302
    made = getattr(plan, f"{kind}s").get()
    assert made.history.latest("history_id").history_change_reason == "Efter uppföljning"


def test_moving_and_removing_need_no_reason(anna, plan):
    first, _second = SectionFactory(plan=plan), SectionFactory(plan=plan)
    EditionFactory(plan=plan, state="adopted")
    move_section(section=first, direction="down", by=anna)
    assert withdraw_section(section=first, by=anna).is_withdrawn


@pytest.mark.parametrize("kind", ["section", "focus_area", "measure", "plan"])
def test_the_form_asks_why_only_when_the_plan_has_been_decided(anna, plan, kind, client):
    row = {"section": SectionFactory, "focus_area": FocusAreaFactory, "measure": MeasureFactory}.get(
        kind, lambda plan: plan
    )(plan=plan)
    client.force_login(anna)
    address = reverse(f"plans:{kind}_update", args=[row.pk])
    assert "Varför ändras det?" not in client.get(address).content.decode()
    EditionFactory(plan=plan, state="adopted")
    page = client.get(address).content.decode()
    assert "Varför ändras det?" in page
    assert '<option value="Rättat skrivfel">' in page


def test_a_form_without_the_reason_says_so_at_its_field(anna, plan, client):
    section = SectionFactory(plan=plan)
    EditionFactory(plan=plan, state="adopted")
    client.force_login(anna)
    answer = client.post(reverse("plans:section_update", args=[section.pk]), {"version": 1, "heading": "Ny"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])


@pytest.mark.parametrize("is_decided", [False, True])
def test_saving_a_section_takes_twelve_statements_at_most(anna, plan, client, is_decided):
    section = SectionFactory(plan=plan)
    if is_decided:
        EditionFactory(plan=plan, state="adopted")
    client.force_login(anna)
    client.get(reverse("plans:time_interpret"))
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(
            reverse("plans:section_update", args=[section.pk]), {"version": 1, "heading": "Ny", "reason": "Rättat"}
        )
    written = [one for one in caught if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert answer.status_code == 302
    assert len(written) <= 12, len(written)
