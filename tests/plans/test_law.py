"""How a plan stands to lag 2023:196, and where each duty is met."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.law import DUTIES, DUTY_KEYS
from plans.models import Plan
from plans.services.plan_law import LONGEST_EVIDENCE, update_law
from tests.accounts.factories import UserFactory
from tests.plans.factories import EditionFactory, PlanFactory, PlanGrantFactory
from tests.responsibilities.factories import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    made: Plan = PlanFactory()
    return made


@pytest.fixture
def anna(plan: Plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def url(plan: Plan) -> str:
    return reverse("plans:plan_law", args=[plan.pk])


def test_duties_are_named_once_each_by_paragraphs_of_the_law() -> None:
    assert len(set(DUTY_KEYS)) == len(DUTIES)
    assert [duty.paragraph.replace("\N{NO-BREAK SPACE}", " ") for duty in DUTIES[:4]] == ["4 §", "4 §", "5 §", "6 §"]
    assert DUTIES[-1].paragraph == "13\N{NO-BREAK SPACE}§"


def test_update_law_keeps_what_is_said_and_drops_what_is_emptied(plan: Plan, anna: User) -> None:
    evidence = {"mapping": "Lägesbild 2026\r\nDnr KS 2026:14 ", "report": " "}
    plan = update_law(plan=plan, version=1, law_standing="is", law_evidence=evidence, by=anna)
    assert (plan.law_standing, plan.version) == ("is", 2)
    assert plan.law_evidence == {"mapping": "Lägesbild 2026\nDnr KS 2026:14"}
    plan = update_law(plan=plan, version=2, law_standing="is", law_evidence={"report": "KF i juni"}, by=anna)
    assert list(plan.law_evidence) == ["mapping", "report"]
    plan = update_law(plan=plan, version=3, law_standing="", law_evidence={"mapping": ""}, by=anna)
    assert plan.law_evidence == {"report": "KF i juni"}
    assert plan.history.first().history_change_reason == "Lagkrav besvarade"


@pytest.mark.parametrize(
    ("standing", "evidence", "field"),
    [
        ("above", {}, "law_standing"),
        ("is", {"unknown": "x"}, "unknown"),
        ("is", {"mapping": "x" * (LONGEST_EVIDENCE + 1)}, "mapping"),
        ("is", {"mapping": "x\x00"}, "mapping"),
    ],
)
def test_update_law_refuses_what_the_law_or_the_page_does_not_hold(
    plan: Plan, anna: User, standing: str, evidence: dict[str, str], field: str
) -> None:
    with pytest.raises(ValidationError) as error:
        update_law(plan=plan, version=1, law_standing=standing, law_evidence=evidence, by=anna)
    assert set(error.value.error_dict) == {field}


def test_update_law_tells_whoever_was_slower(plan: Plan, anna: User) -> None:
    update_law(plan=plan, version=1, law_standing="is", law_evidence={}, by=anna)
    with pytest.raises(StaleVersion):
        update_law(plan=plan, version=1, law_standing="part", law_evidence={}, by=anna)


def test_update_law_of_a_decided_plan_asks_why(plan: Plan, anna: User) -> None:
    EditionFactory(plan=plan, state="adopted")
    with pytest.raises(ValidationError) as error:
        update_law(plan=plan, version=1, law_standing="is", law_evidence={}, by=anna)
    assert set(error.value.error_dict) == {"reason"}
    update_law(plan=plan, version=1, law_standing="is", law_evidence={}, reason="Ny lag", by=anna)
    assert plan.history.first().history_change_reason == "Ny lag"


def test_update_law_refuses_a_removed_plan(plan: Plan, anna: User) -> None:
    plan.withdrawn_at = "2026-01-01T00:00Z"
    plan.save()
    with pytest.raises(ValidationError):
        update_law(plan=plan, version=1, law_standing="is", law_evidence={}, by=anna)


def sent(**fields: Any) -> dict[str, Any]:
    return {"version": 1, "law_standing": "part", **fields}


def test_plan_law_is_written_on_its_page_and_shows_what_was_said(client: Client, plan: Plan, anna: User) -> None:
    client.force_login(anna)
    assert client.post(url(plan), sent(mapping="Lägesbild 2026")).status_code == 302
    plan.refresh_from_db()
    assert (plan.law_standing, plan.law_evidence) == ("part", {"mapping": "Lägesbild 2026"})
    page = client.get(url(plan)).content.decode()
    assert "Lägesbild 2026" in page
    assert "13\N{NO-BREAK SPACE}§ Rapport till fullmäktige" in page


def test_plan_law_keeps_what_was_typed_when_it_is_refused_or_overtaken(client: Client, plan: Plan, anna: User) -> None:
    client.force_login(anna)
    refused = client.post(url(plan), sent(mapping="Anmäld av 850709-9805"))
    assert refused.status_code == 422
    assert "Anmäld av 850709-9805" in refused.content.decode()
    assert client.post(url(plan), sent(report="KF")).status_code == 302
    overtaken = client.post(url(plan), sent(report="KF i juni"))
    assert overtaken.status_code == 409
    assert "KF i juni" in overtaken.content.decode()


def test_plan_law_is_read_and_not_written_by_an_invited_reader(client: Client, plan: Plan, anna: User) -> None:
    guest = UserFactory()
    PlanGrantFactory(content_object=plan, user=guest)
    update_law(plan=plan, version=1, law_standing="is", law_evidence={"council": "Trygghetsrådet"}, by=anna)
    client.force_login(guest)
    page = client.get(url(plan)).content.decode()
    assert "Trygghetsrådet" in page
    assert "Den är kommunens åtgärdsplan" in page
    assert "<textarea" not in page
    assert client.post(url(plan), sent()).status_code == 403


def test_history_tells_what_was_said_of_each_duty_by_its_name(client: Client, plan: Plan, anna: User) -> None:
    update_law(plan=plan, version=1, law_standing="is", law_evidence={"report": "KF i juni"}, by=anna)
    client.force_login(anna)
    page = client.get(reverse("plans:plan_history", args=[plan.pk])).content.decode()
    assert "13\N{NO-BREAK SPACE}§ Rapport till fullmäktige: KF i juni" in page


def test_check_leads_to_the_duty_that_waits(client: Client, plan: Plan, anna: User) -> None:
    update_law(plan=plan, version=1, law_standing="is", law_evidence={}, by=anna)
    client.force_login(anna)
    page = client.get(reverse("plans:plan_check", args=[plan.pk])).content.decode()
    assert f"{url(plan)}#id_report_field" in page
    assert 'id="id_report_field"' in client.get(url(plan)).content.decode()
