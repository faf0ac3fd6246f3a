"""A draft given by name: to a co-author, to somebody invited, and what is said before another authority gets it."""

from __future__ import annotations

import re
import uuid

import pytest
from allauth.account.forms import default_token_generator
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from notifications.models import Notice
from plans.models import PlanGrant
from plans.selectors.sharing import why_public
from plans.services.grant import end_sharing, invite_reader_again, share_plan
from responsibilities.models import Membership, Unit
from responsibilities.selectors.people import AGAIN_AFTER
from tests.accounts.factories import UserFactory
from tests.plans.factories import PlanFactory, PlanGrantFactory
from tests.responsibilities.factories import UnitFactory, fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return member(Role.COORDINATOR)


@pytest.fixture
def plan(anna):
    board = UnitFactory(municipality=anna.municipality, name="Kommunstyrelsen", kind=Unit.Kind.BOARD)
    office = UnitFactory(municipality=anna.municipality, name="Kansliet", parent=board)
    return PlanFactory(municipality=anna.municipality, responsible_unit=office)


def sent(**fields) -> dict:
    return {"submission_key": str(uuid.uuid4()), "permission": "view_plan", **fields}


def post(anna, plan, **fields):
    client = Client()
    client.force_login(anna)
    return client.post(reverse("plans:plan_share", args=[plan.pk]), sent(**fields))


def worker(plan, *, body: str, unit: str, **user) -> User:
    board = UnitFactory(municipality=plan.municipality, name=body, kind=Unit.Kind.BOARD)
    return member(Role.REPORTER, unit=UnitFactory(municipality=plan.municipality, name=unit, parent=board), **user)


def test_a_colleague_of_the_same_body_gets_the_draft_without_a_warning(anna, plan):
    bo = member(Role.REPORTER, unit=plan.responsible_unit)
    assert post(anna, plan, email=bo.email.upper(), permission="change_plan").status_code == 302
    assert (bo.has_perm("plans.view_plan", plan), bo.has_perm("plans.change_plan", plan)) == (True, True)
    assert Notice.objects.get(recipient=bo).kind == "plan_shared"


def test_staff_of_another_committee_is_named_and_gets_it_only_when_that_is_confirmed(anna, plan):
    ali = worker(plan, body="Socialnämnden", unit="Socialtjänsten", name="Ali Ek")
    page = post(anna, plan, email=ali.email)
    assert (page.status_code, PlanGrant.objects.exists()) == (200, False)
    assert "Ali Ek arbetar i Socialtjänsten under Socialnämnden." in page.content.decode()
    assert f'value="{ali.email}"' in page.content.decode()
    assert post(anna, plan, email=ali.email, is_confirmed="on", asked_for=ali.email).status_code == 302


def test_what_was_asked_for_one_is_not_asked_for_another(anna, plan):
    ali = worker(plan, body="Socialnämnden", unit="Socialtjänsten")
    assert post(anna, plan, email=ali.email, is_confirmed="on", asked_for="bo@annan.example").status_code == 200
    assert not PlanGrant.objects.exists()


@pytest.mark.parametrize("role", [Role.POLICE, Role.COUNTY, Role.AUDITOR])
def test_whoever_is_no_employee_of_a_committee_is_outside(plan, role):
    assert len(why_public(plan, member(role, plan.municipality))) == 1


def test_somebody_of_another_municipality_is_told_of_by_address_alone(plan):
    stranger = member(Role.REPORTER, name="Hemligt Namn")
    (reason,) = why_public(plan, stranger)
    assert (stranger.email in reason, "Hemligt Namn" in reason) == (True, False)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.APPROVER, Role.EMPLOYEE])
def test_roles_of_the_whole_municipality_are_not_warned_of(plan, role):
    assert why_public(plan, member(role, plan.municipality)) == []


def test_an_unknown_address_takes_one_more_step_with_all_that_was_chosen(anna, plan):
    page = post(anna, plan, email="eva@forening.example", permission="change_plan")
    text = page.content.decode()
    assert (page.status_code, "Ett steg till" in text, "error-summary" in text) == (200, True, False)
    assert 'type="text" name="name"' in text
    assert "(frivilligt)" not in text
    assert 'value="eva@forening.example"' in text
    assert re.search(r'value="change_plan"[^>]*checked', text)
    assert not User.objects.filter(email="eva@forening.example").exists()


def test_an_address_that_is_known_takes_one_step(anna, plan):
    bo = member(Role.REPORTER, unit=plan.responsible_unit)
    assert "Ett steg till" not in opened(anna, plan)
    assert post(anna, plan, email=bo.email).status_code == 302


def test_the_second_step_without_a_name_says_so_and_keeps_the_rest(anna, plan):
    email = "eva@forening.example"
    page = post(anna, plan, email=email, asked_for=email, is_confirmed="on")
    assert (page.status_code, 'id="id_name_error"' in page.content.decode()) == (422, True)


def invited(anna, plan) -> User:
    given = {"name": "Eva Ek", "permission": "view_plan", "is_confirmed": True, "by": anna}
    return share_plan(plan=plan, email="eva@forening.example", **given).user


def an_hour_later(eva) -> None:
    Notice.objects.filter(recipient=eva).update(created_at=timezone.now() - AGAIN_AFTER, step="")


def opened(anna, plan) -> str:
    client = Client()
    client.force_login(fresh(anna))
    return client.get(reverse("plans:plan_share", args=[plan.pk])).content.decode()


def test_whoever_was_invited_and_has_not_come_is_said_to_be_waited_for(anna, plan):
    eva = invited(anna, plan)
    assert ("har inte loggat in" in opened(anna, plan), "Skicka igen" in opened(anna, plan)) == (True, True)
    User.objects.filter(pk=eva.pk).update(last_login=timezone.now())
    assert ("har inte loggat in" in opened(anna, plan), "Skicka igen" in opened(anna, plan)) == (False, False)


def test_sent_again_the_old_link_ends_and_one_letter_waits(anna, plan):
    eva = invited(anna, plan)
    old = default_token_generator.make_token(eva)
    an_hour_later(eva)
    client = Client()
    client.force_login(fresh(anna))
    answer = client.post(reverse("plans:plan_invite", args=[plan.pk, eva.pk]), follow=True)
    assert "En ny inbjudan är på väg." in answer.content.decode()
    assert default_token_generator.check_token(fresh(eva), old) is False
    assert Notice.objects.unread().filter(recipient=eva, kind="invitation").count() == 1


def test_no_second_letter_goes_within_the_hour_whichever_way_it_is_asked_for(anna, plan):
    eva = invited(anna, plan)
    with pytest.raises(ValidationError, match="senaste timmen"):
        invite_reader_again(plan=plan, person_id=eva.pk, by=anna)
    invited(anna, plan)
    assert Notice.objects.filter(recipient=eva, kind="invitation").count() == 1


def test_a_letter_is_sent_again_only_to_who_was_invited_here_and_has_not_come(anna, plan):
    bo = member(Role.REPORTER, unit=plan.responsible_unit)
    share_plan(plan=plan, email=bo.email, permission="view_plan", by=anna)
    eva = invited(anna, plan)
    an_hour_later(eva)
    User.objects.filter(pk=eva.pk).update(last_login=timezone.now())
    for person in (bo, eva, UserFactory()):
        with pytest.raises(ValidationError):
            invite_reader_again(plan=plan, person_id=person.pk, by=anna)
    assert not Notice.objects.filter(recipient=bo, kind="invitation").exists()


def test_who_is_invited_has_this_plan_and_nothing_else(anna, plan):
    email = "eva@forening.example"
    answer = post(anna, plan, email=email, name="Eva Ek", is_confirmed="on", asked_for=email)
    assert answer.status_code == 302
    eva = User.objects.get(email=email)
    assert eva.has_usable_password() is False
    assert not Membership.objects.filter(user=eva).exists()
    assert eva.has_perm("plans.view_plan", plan)
    assert not eva.has_perm("plans.view_plan", PlanFactory(municipality=plan.municipality))
    assert set(Notice.objects.filter(recipient=eva).values_list("kind", flat=True)) == {"invitation", "plan_shared"}


def test_ending_it_before_the_invitation_was_answered_makes_the_letter_void(anna, plan):
    grant = share_plan(
        plan=plan, email="eva@forening.example", name="Eva", permission="view_plan", is_confirmed=True, by=anna
    )
    end_sharing(plan=plan, person_id=grant.user_id, by=anna)
    assert not grant.user.has_perm("plans.view_plan", plan)
    assert not Notice.objects.unread().filter(recipient=grant.user, kind="invitation").exists()
    assert User.objects.get(pk=grant.user_id).version == grant.user.version + 1


def test_a_closed_account_is_not_shared_with(anna, plan):
    closed = UserFactory(is_active=False)
    with pytest.raises(ValidationError, match="aktivt konto"):
        share_plan(plan=plan, email=closed.email, permission="view_plan", is_confirmed=True, by=anna)


@pytest.mark.parametrize("email", ["inte en adress", "anna"])
def test_what_is_no_address_is_refused_at_the_field(anna, plan, email):
    answer = post(anna, plan, email=email)
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()


def test_the_list_says_since_when_and_by_whom_in_as_many_statements_for_three_as_for_one(
    anna, plan, client, django_assert_num_queries
):
    client.force_login(fresh(anna))
    address = reverse("plans:plan_share", args=[plan.pk])
    bo = member(Role.REPORTER, unit=plan.responsible_unit)
    share_plan(plan=plan, email=bo.email, permission="change_plan", by=anna)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert f"delat av {anna}" in client.get(address).content.decode()
    PlanGrantFactory.create_batch(2, content_object=plan)
    with django_assert_num_queries(len(one)):
        client.get(address)
