"""A draft laid before an approver: exactly that is read and answered, and later drift is told."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.roles import Role
from foundation.records import StaleVersion
from notifications.models import Notice
from plans.models import ApprovalRequest
from plans.selectors.approval import approval_standing, approved_as
from plans.selectors.overview import waiting_for
from plans.services.approval import approve, ask_approval, recall_approval, return_with_note
from plans.services.edition import freeze_edition
from plans.services.section import update_section
from plans.values import plan_values
from tests.plans.factories import PlanFactory, PlanGrantFactory, SectionFactory
from tests.responsibilities.factories import fresh, member

pytestmark = pytest.mark.django_db
RACES = 20


@pytest.fixture
def anna():
    return member(Role.COORDINATOR, name="Anna Ek")


@pytest.fixture
def karin(anna):
    return member(Role.APPROVER, anna.municipality, name="Karin Berg")


@pytest.fixture
def plan(anna):
    plan = PlanFactory(municipality=anna.municipality)
    SectionFactory(plan=plan, heading="Syfte", body="<p>Alla ska kunna delta.</p>")
    return plan


@pytest.fixture
def asked(anna, karin, plan):
    return ask_approval(plan=plan, approver=karin, question="Duger det?", by=anna)


def opened(person, address: str, status: int = 200) -> str:
    client = Client()
    client.force_login(fresh(person))
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def rewritten(plan, anna, body: str = "<p>Alla ska vilja delta.</p>") -> None:
    section = plan.sections.get()
    update_section(section=section, version=section.version, heading=section.heading, body=body, by=anna)


def test_the_approver_is_told_and_reads_what_stood_there_also_when_the_draft_goes_on(anna, karin, plan, asked):
    rewritten(plan, anna)
    page = opened(karin, asked.get_absolute_url())
    assert Notice.objects.get(recipient=karin).kind == "approval_asked"
    assert ("kunna delta" in page, "vilja delta" in page) == (True, False)
    assert "har ändrats sedan det lades fram" in page
    assert [one.target for one in waiting_for(fresh(karin), today=localdate())] == [asked]


def test_the_approver_sees_no_other_draft_and_not_the_changes_of_this_one(karin, plan, asked):
    opened(karin, plan.get_absolute_url(), 404)
    opened(karin, reverse("plans:approval_changes", args=[asked.pk]), 404)


def test_who_was_asked_is_not_told_to_an_invited_reader_of_the_draft(anna, karin, plan, asked):
    guest = PlanGrantFactory(content_object=plan).user
    assert "Karin Berg" not in opened(guest, plan.get_absolute_url())
    approve(approval=asked, sha256=asked.sha256, note="Bra", by=karin)
    assert "Karin Berg" not in opened(guest, plan.get_absolute_url())
    assert "Godkänd av Karin Berg" in opened(anna, plan.get_absolute_url())


def test_an_approver_who_writes_in_the_draft_sees_there_what_was_asked_of_them_alone(anna, karin, plan, asked):
    olle = member(Role.APPROVER, anna.municipality, name="Olle Dal")
    ask_approval(plan=plan, approver=olle, by=anna)
    PlanGrantFactory(content_object=plan, user=karin)
    page = opened(karin, plan.get_absolute_url())
    assert ("Väntar på Karin Berg" in page, "Olle Dal" in page) == (True, False)


def test_taken_back_it_is_closed_to_the_approver_who_is_told_by_whom(anna, karin, plan, asked):
    other = member(Role.COORDINATOR, anna.municipality, name="Ylva Lund")
    recall_approval(approval=asked, by=other)
    page = opened(karin, asked.get_absolute_url())
    assert ("Ylva Lund har tagit tillbaka frågan" in page, "kunna delta" in page) == (True, False)
    assert "kunna delta" in opened(anna, asked.get_absolute_url())
    for route in ("approval_table", "approval_since"):
        opened(karin, reverse(f"plans:{route}", args=[asked.pk]), 404)


def test_taking_it_back_asks_first_and_says_what_is_lost(anna, karin, asked):
    address = reverse("plans:approval_recall", args=[asked.pk])
    assert "Ta tillbaka frågan till Karin Berg?" in opened(anna, address)
    assert ApprovalRequest.objects.get().state == "asked"
    client = Client()
    client.force_login(fresh(anna))
    assert client.post(address).status_code == 302
    assert ApprovalRequest.objects.get().state == "recalled"
    assert "inget att ta tillbaka" in opened(anna, address)
    assert client.post(address).status_code == 422


def test_another_approver_sees_nothing_of_it(anna, asked):
    opened(member(Role.APPROVER, anna.municipality), asked.get_absolute_url(), 404)


def test_whoever_is_no_approver_any_more_sees_nothing_of_it(karin, asked):
    karin.memberships.update(withdrawn_at=asked.asked_at)
    opened(karin, asked.get_absolute_url(), 404)


def test_an_answer_is_bound_to_the_content_that_was_shown(karin, asked):
    with pytest.raises(ValidationError, match="inte det som lades fram"):
        approve(approval=asked, sha256="0" * 64, by=karin)
    assert ApprovalRequest.objects.get().state == "asked"


def test_approved_it_says_so_on_the_plan_until_the_draft_changes(anna, karin, plan, asked):
    approve(approval=asked, sha256=asked.sha256, by=karin)
    page = opened(anna, plan.get_absolute_url())
    assert ("Godkänd av Karin Berg" in page, "ändrad sedan dess" in page) == (True, False)
    assert Notice.objects.get(recipient=anna, kind="approval_answered").target_pk == asked.pk
    rewritten(plan, anna)
    assert "ändrad sedan dess" in opened(anna, plan.get_absolute_url())
    assert approval_standing(plan, plan_values(plan), fresh(anna)).has_drifted is True


def test_the_changes_since_are_shown_word_by_word_to_who_sees_the_draft(anna, karin, plan, asked):
    rewritten(plan, anna)
    page = opened(anna, reverse("plans:approval_changes", args=[asked.pk]))
    assert "kunna<" in page.split("<del>")[1]
    assert "vilja<" in page.split("<ins>")[1]


def test_laid_there_again_the_approver_sees_what_changed_since_the_last_answer(anna, karin, plan, asked):
    return_with_note(approval=asked, sha256=asked.sha256, note="Vilja, inte kunna.", by=karin)
    rewritten(plan, anna)
    again = ask_approval(plan=plan, approver=karin, by=anna)
    since = reverse("plans:approval_since", args=[again.pk])
    assert since in opened(karin, again.get_absolute_url())
    assert "<del>" in opened(karin, since)


@pytest.mark.parametrize("note", ["", "  \n"])
def test_nothing_is_returned_without_a_note(karin, asked, note):
    client = Client()
    client.force_login(karin)
    data = {"version": asked.version, "sha256": asked.sha256, "note": note, "return": "1"}
    answer = client.post(reverse("plans:approval_answer", args=[asked.pk]), data)
    assert (answer.status_code, 'id="id_note_error"' in answer.content.decode()) == (422, True)
    assert ApprovalRequest.objects.get().state == "asked"


def test_an_edition_of_the_same_content_says_who_approved_it(anna, karin, plan, asked):
    approve(approval=asked, sha256=asked.sha256, by=karin)
    edition = freeze_edition(plan=plan, by=anna)
    assert approved_as(edition) == [asked]
    assert "Karin Berg" in opened(anna, edition.get_absolute_url())
    rewritten(plan, anna)
    assert approved_as(freeze_edition(plan=plan, by=anna)) == []


def test_who_asks_does_not_approve(anna, plan):
    with pytest.raises(ValidationError, match="Någon annan"):
        ask_approval(plan=plan, approver=anna, by=anna)


def test_only_an_approver_is_asked_and_only_once_at_a_time(anna, karin, plan, asked):
    with pytest.raises(ValidationError, match="godkännare"):
        ask_approval(plan=plan, approver=member(Role.EMPLOYEE, anna.municipality), by=anna)
    with pytest.raises(ValidationError, match="väntar redan"):
        ask_approval(plan=plan, approver=karin, by=anna)


def test_a_question_that_was_taken_back_is_not_answered(anna, karin, asked):
    recall_approval(approval=asked, by=anna)
    with pytest.raises(ValidationError, match="togs tillbaka"):
        approve(approval=asked, sha256=asked.sha256, by=karin)


def test_the_page_for_asking_lays_the_draft_there(anna, karin, plan):
    client = Client()
    client.force_login(anna)
    data = {"submission_key": str(uuid.uuid4()), "approver": karin.pk, "question": "Duger det?"}
    assert client.post(reverse("plans:approval_ask", args=[plan.pk]), data).status_code == 302
    assert "Väntar på Karin Berg" in opened(anna, plan.get_absolute_url())


@pytest.mark.postgresql(reason="a trigger")
@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"title": "Annat"}, {"question": "Annat"}])
def test_what_was_laid_there_cannot_be_changed(asked, change):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ApprovalRequest.objects.filter(pk=asked.pk).update(**change)


@pytest.mark.postgresql(reason="a trigger")
def test_an_answer_cannot_be_changed_or_deleted(karin, asked):
    approve(approval=asked, sha256=asked.sha256, by=karin)
    with pytest.raises(DatabaseError, match="an answer stays"), transaction.atomic():
        ApprovalRequest.objects.filter(pk=asked.pk).update(note="Något annat")
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        ApprovalRequest.objects.filter(pk=asked.pk).delete()


def attempt(service, start: Barrier, **given) -> str:
    start.wait()
    try:
        service(**given)
    except (ValidationError, StaleVersion):
        return "refused"
    finally:
        connection.close()
    return "done"


@pytest.mark.postgresql(reason="two transactions at once, with row locks")
@pytest.mark.django_db(transaction=True)
def test_approved_and_taken_back_at_once_one_of_them_holds():
    anna = member(Role.COORDINATOR)
    karin = member(Role.APPROVER, anna.municipality)
    plan = PlanFactory(municipality=anna.municipality)
    with ThreadPoolExecutor(2) as both:
        for _race in range(RACES):
            asked, start = ask_approval(plan=plan, approver=karin, by=anna), Barrier(2)
            one = both.submit(attempt, approve, start, approval=asked, sha256=asked.sha256, by=karin)
            two = both.submit(attempt, recall_approval, start, approval=asked, by=anna)
            ends = (one.result(), two.result())
            asked.refresh_from_db()
            assert (ends, asked.state) in [(("done", "refused"), "approved"), (("refused", "done"), "recalled")]
