"""The demo: made through services, one account a role, a story that has something to show to each."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Municipality, User
from plans.models import Edition, FollowUpRound, Measure, UnitReport
from plans.round_values import round_values
from plans.values import content_hash, plan_values
from vbe_portal.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo() -> None:
    call_command("seed_demo", stdout=StringIO())


@pytest.mark.usefixtures("demo")
def test_there_is_one_account_for_each_role_and_it_logs_in() -> None:
    assert set(User.objects.people().values_list("email", flat=True)) == {one.email for one in DEMO_ACCOUNTS}
    for account in DEMO_ACCOUNTS:
        assert User.objects.get(email=account.email).check_password(DEMO_PASSWORD)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda one: one.email)
def test_every_account_has_a_start_page(client: Client, account: object) -> None:
    client.force_login(User.objects.get(email=account.email))  # type: ignore[attr-defined]
    response = client.get("/")
    assert response.status_code == 200
    assert "Översikt" in response.content.decode()


@pytest.mark.usefixtures("demo")
def test_the_municipality_has_arms_and_can_be_reached() -> None:
    home = Municipality.objects.get(name="Exempelby kommun")
    assert home.logo is not None
    assert home.logo.read().startswith(b"\x89PNG")
    assert all((home.postal_address, home.phone, home.email))


@pytest.mark.usefixtures("demo")
def test_seeding_again_changes_nothing() -> None:
    before = Measure.objects.count()
    said = StringIO()
    call_command("seed_demo", stdout=said)
    assert Measure.objects.count() == before
    assert "nothing was changed" in said.getvalue()


@pytest.mark.usefixtures("demo")
def test_the_edition_in_force_is_what_the_draft_says() -> None:
    edition = Edition.objects.in_force().get(municipality__name="Exempelby kommun")
    assert edition.sha256 == content_hash(edition.values) == content_hash(plan_values(edition.plan))


@pytest.mark.usefixtures("demo")
def test_the_follow_up_shows_units_in_every_state() -> None:
    follow_up_round = FollowUpRound.objects.get(municipality__name="Exempelby kommun")
    states = {unit["state"] for unit in round_values(follow_up_round)["units"]}
    assert states == {UnitReport.State.SUBMITTED, UnitReport.State.RETURNED, "silent"}


@pytest.mark.usefixtures("demo")
def test_every_word_for_who_answers_is_known() -> None:
    unknown = [
        one.wording
        for measure in Measure.objects.with_parts()
        for one in measure.responsibilities.all()
        if not one.is_known
    ]
    assert unknown == []


@pytest.mark.usefixtures("demo")
def test_the_neighbour_is_another_municipality() -> None:
    assert list(Municipality.objects.values_list("name", flat=True)) == ["Exempelby kommun", "Granneby kommun"]
