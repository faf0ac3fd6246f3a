"""Accounts and roles on their pages."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from responsibilities.models import Membership
from tests.accounts.factories import PASSWORD, UserFactory
from tests.responsibilities.factories import MembershipFactory, UnitFactory
from tests.responsibilities.pages import KEY, page

pytestmark = pytest.mark.django_db


def test_an_account_is_invited_changed_closed_opened_and_invited_again(browser: Client, home):
    unit = UnitFactory(municipality=home)
    data = {"submission_key": KEY, "name": "Bo Ek", "email": "bo@kommun.se", "role": "reporter", "unit": unit.pk}

    browser.post(page("user_create", home.pk), data)
    bo = User.objects.get(email="bo@kommun.se")
    browser.post(page("user_update", bo.pk), {"version": 1, "name": "Bo Ekström", "email": "bo@kommun.se"})
    browser.post(page("user_deactivate", bo.pk))
    bo.refresh_from_db()
    assert (bo.name, bo.is_active) == ("Bo Ekström", False)
    refused = browser.post(page("user_invite", bo.pk), follow=True)
    assert "Kontot är stängt" in refused.content.decode()
    browser.post(page("user_reactivate", bo.pk))
    browser.post(page("user_invite", bo.pk))
    bo.refresh_from_db()
    assert bo.is_active
    assert bo.notices.count() >= 1


def test_the_last_administrator_is_told_why_the_role_stays(browser: Client, admin, home):
    held = admin.memberships.get()

    answer = browser.post(page("membership_withdraw", held.pk), {"version": 1})

    assert answer.status_code == 422
    assert f"Ingen annan administrerar {home.name}" in answer.content.decode()


def test_a_role_is_given_limited_and_taken_away(browser: Client, home):
    person = UserFactory(municipality=home)
    given = {"submission_key": KEY, "user": person.pk, "role": "auditor", "valid_from": "2026-01-01"}

    assert browser.post(page("membership_create", home.pk), given).url == person.get_absolute_url()
    held = Membership.objects.get(user=person)
    browser.post(page("membership_update", held.pk), {"version": 1, "valid_from": "", "valid_until": "2026-12-31"})
    held.refresh_from_db()
    assert (held.valid_from, str(held.valid_until)) == (None, "2026-12-31")
    browser.post(page("membership_withdraw", held.pk), {"version": 2})
    held.refresh_from_db()
    assert held.is_withdrawn
    assert browser.get(page("membership_update", held.pk)).status_code == 404


def test_a_role_of_an_account_that_another_municipality_keeps_leads_back_to_the_roles(browser: Client, home):
    held = MembershipFactory(user=UserFactory(), municipality=home, role=Role.POLICE)

    assert browser.post(page("membership_withdraw", held.pk), {"version": 1}).url == page("membership_list", home.pk)


def test_an_administrator_who_changes_their_own_address_stays_logged_in(admin, home):
    browser = Client()
    browser.post("/logga-in/", {"login": admin.email, "password": PASSWORD})

    answer = browser.post(
        page("user_update", admin.pk), {"version": 1, "name": "Admin", "email": "ny@kommun.se"}, follow=True
    )

    assert answer.status_code == 200
    assert "ny@kommun.se" in answer.content.decode()
