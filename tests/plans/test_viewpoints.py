"""Viewpoints: cut out of a statement, tied to a place, handled with a reason; none is hidden."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.models import Edition, Statement, Viewpoint
from plans.selectors.overview import waiting_for
from plans.selectors.viewpoint import changed_places, paragraphs_of
from plans.services.edition import freeze_edition
from plans.services.viewpoint import (
    cut_viewpoint,
    handle_viewpoint,
    restore_viewpoint,
    update_viewpoint,
    withdraw_viewpoint,
)
from plans.values import plan_values
from tests.plans.factories import MeasureFactory, PlanFactory, SectionFactory
from tests.plans.legal_factories import RecipientFactory, ReferralFactory, StatementFactory, ViewpointFactory
from tests.responsibilities.factories import fresh, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = PlanFactory()
    SectionFactory(plan=plan, heading="Organisation", body="<p>En arbetsgrupp bildas.</p>")
    SectionFactory(plan=plan, heading="Uppföljning", body="<p>Varje år.</p>")
    MeasureFactory(plan=plan, text="Utbilda första linjen")
    return plan


@pytest.fixture
def statement(plan) -> Statement:
    edition = freeze_edition(plan=plan, by=User.objects.system())
    Edition.objects.filter(pk=edition.pk).update(state="referral")
    recipient = RecipientFactory(round=ReferralFactory(edition=edition), unit__name="Socialnämnden")
    text = "Vi tillstyrker.\n\nLägg ansvaret på nätverket.\n\nUtbilda fler."
    made: Statement = StatementFactory(recipient=recipient, state="registered", stance="endorses_with_views", text=text)
    return made


@pytest.fixture
def anna(plan) -> User:
    return member(Role.COORDINATOR, plan.municipality)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(route: str, pk: int) -> str:
    return reverse(f"plans:{route}", args=[pk])


def section(plan, heading: str) -> Any:
    return plan.sections.get(heading=heading)


def handled(viewpoint: Viewpoint, by: User, **more: Any) -> Viewpoint:
    return handle_viewpoint(viewpoint=viewpoint, by=by, **{"handling": "already", "reason": "Står där.", **more})


def test_a_viewpoint_is_tied_to_a_place_by_name(plan, statement, anna):
    place = section(plan, "Organisation")
    one = cut_viewpoint(statement=statement, text=" Lägg ansvaret på nätverket. ", place_uid=place.uid, by=anna)
    two = cut_viewpoint(statement=statement, text="Utbilda fler.", place_uid=plan.measures.get().uid, by=anna)
    assert (one.text, one.place_name, one.position) == ("Lägg ansvaret på nätverket.", "1 Organisation", 0)
    assert (two.place_name, two.position) == ("Åtgärd 1: Utbilda första linjen", 1)
    again = update_viewpoint(viewpoint=one, version=1, text="Ansvaret till nätverket.", by=anna)
    assert (again.version, again.place_uid, again.place_name) == (2, None, "")
    with pytest.raises(StaleVersion):
        update_viewpoint(viewpoint=one, version=1, text="Annat", by=anna)


def test_what_cannot_be_cut_is_refused(statement, anna):
    with pytest.raises(ValidationError):
        cut_viewpoint(statement=statement, text="  ", by=anna)
    with pytest.raises(ValidationError):
        cut_viewpoint(statement=statement, text="Ord", place_uid=uuid.uuid4(), by=anna)
    with pytest.raises(ValidationError):
        cut_viewpoint(statement=StatementFactory(), text="Ord", by=anna)


@pytest.mark.parametrize("handling", Viewpoint.Handling.values)
def test_every_handling_demands_a_reason(statement, anna, handling):
    viewpoint = ViewpointFactory(statement=statement)
    with pytest.raises(ValidationError) as refused:
        handled(viewpoint, anna, handling=handling, reason=" ")
    assert list(refused.value.error_dict) == ["reason"]
    done = handled(viewpoint, anna, handling=handling)
    assert (done.handling, done.reason) == (handling, "Står där.")


def test_only_what_was_granted_names_a_change_and_one_that_there_is(plan, statement, anna):
    viewpoint = ViewpointFactory(statement=statement)
    place = section(plan, "Organisation")
    with pytest.raises(ValidationError):
        handled(viewpoint, anna, handling="noted", change_uid=place.uid)
    with pytest.raises(ValidationError):
        handled(viewpoint, anna, handling="granted", change_uid=uuid.uuid4())
    new = SectionFactory(plan=plan, heading="Nätverket")
    done = handled(viewpoint, anna, handling="partly", change_uid=new.uid)
    assert done.change_name == "3 Nätverket"


def test_a_viewpoint_is_taken_away_and_brought_back(statement, anna):
    viewpoint = ViewpointFactory(statement=statement)
    gone = withdraw_viewpoint(viewpoint=viewpoint, by=anna)
    assert gone.is_withdrawn
    with pytest.raises(ValidationError):
        handled(gone, anna)
    assert not restore_viewpoint(viewpoint=gone, by=anna).is_withdrawn


def test_what_differs_from_the_referral_is_known_by_its_place(plan, statement):
    old = statement.recipient.round.edition.tree
    assert changed_places(old, plan_values(plan)) == {}
    changed = section(plan, "Organisation")
    changed.body = "<p>Nätverket ansvarar.</p>"
    changed.save()
    new = SectionFactory(plan=plan, heading="Nätverket")
    assert changed_places(old, plan_values(plan)) == {str(changed.uid): "changed", str(new.uid): "added"}


def test_viewpoint_create_takes_marked_words_or_a_paragraph_and_keeps_what_was_typed(plan, statement, anna):
    client = as_user(anna)
    page = url("viewpoint_create", statement.pk)
    assert paragraphs_of(statement.text)[1] == "Lägg ansvaret på nätverket."
    for query in ("?stycke=2", "?ord=Lägg ansvaret på nätverket."):
        assert client.get(page + query).context["form"]["text"].value() == "Lägg ansvaret på nätverket."
    place = str(section(plan, "Organisation").uid)
    data = {"submission_key": str(uuid.uuid4()), "text": "", "place_uid": place}
    assert client.post(page, data).status_code == 422
    data["text"] = "Lägg ansvaret på nätverket."
    for _twice in range(2):
        assert client.post(page, data).headers["Location"] == statement.get_absolute_url()
    assert Viewpoint.objects.get().place_name == "1 Organisation"
    assert client.post(page, {**data, "next": "1", "submission_key": str(uuid.uuid4())}).headers["Location"] == page


def test_viewpoint_list_hides_nothing_that_is_unhandled(plan, statement, anna):
    place = section(plan, "Uppföljning")
    one = cut_viewpoint(statement=statement, text="SYN-ETT", place_uid=place.uid, by=anna)
    cut_viewpoint(statement=statement, text="SYN-TVÅ", by=anna)
    handled(one, anna)
    client = as_user(anna)
    page = url("viewpoint_list", statement.recipient.round_id)
    shown = client.get(page).content.decode()
    assert (
        shown.index("2 Uppföljning")
        < shown.index("SYN-ETT")
        < shown.index("Om hela förslaget")
        < shown.index("SYN-TVÅ")
    )
    assert "2 synpunkter, 1 inte hanterade" in shown
    unhandled = client.get(page + "?visa=ohanterade&ordna=organ").content.decode()
    assert "SYN-TVÅ" in unhandled
    assert "SYN-ETT" not in unhandled
    assert "Socialnämnden" in unhandled


def test_viewpoint_list_says_whether_what_was_granted_has_really_changed(plan, statement, anna):
    place = section(plan, "Organisation")
    viewpoint = cut_viewpoint(statement=statement, text="Ändra", place_uid=place.uid, by=anna)
    handled(viewpoint, anna, handling="granted", change_uid=place.uid)
    client, page = as_user(anna), url("viewpoint_list", statement.recipient.round_id)
    assert "skiljer sig inte från remissversionen" in client.get(page).content.decode()
    place.body = "<p>Nätverket ansvarar.</p>"
    place.save()
    shown = client.get(page).content.decode()
    address = f"{url('plan_compare', plan.pk)}?fran={statement.recipient.round.edition.number}&amp;till=utkast"
    assert address in shown
    assert client.get(address.replace("&amp;", "&")).status_code == 200
    approver = as_user(member(Role.APPROVER, plan.municipality))
    assert address not in approver.get(page).content.decode()


def test_viewpoint_handle_shows_again_what_was_typed_and_what_another_wrote(statement, anna):
    viewpoint = ViewpointFactory(statement=statement)
    client, page = as_user(anna), url("viewpoint_handle", viewpoint.pk)
    answer = client.post(page, {"version": 1, "handling": "granted", "reason": ""})
    assert (answer.status_code, "Skriv varför." in answer.content.decode()) == (422, True)
    handled(viewpoint, fresh(anna), version=1)
    answer = client.post(page, {"version": 1, "handling": "granted", "reason": "Ändrat"})
    assert answer.status_code == 409
    assert client.post(page, {"version": 2, "handling": "granted", "reason": "Ändrat"}).status_code == 302


def test_viewpoint_update_withdraw_and_restore_by_the_pages(statement, anna):
    viewpoint = ViewpointFactory(statement=statement)
    client = as_user(anna)
    back = url("viewpoint_list", statement.recipient.round_id)
    answer = client.post(url("viewpoint_update", viewpoint.pk), {"version": 1, "text": "Ny", "place_uid": ""})
    assert answer.headers["Location"] == f"{back}#synpunkt-{viewpoint.pk}"
    assert client.post(url("viewpoint_withdraw", viewpoint.pk)).headers["Location"] == back
    assert "Inga synpunkter än" in client.get(back).content.decode()
    client.post(url("viewpoint_restore", viewpoint.pk))
    assert Viewpoint.objects.current().get().text == "Ny"


def test_the_coordinator_is_told_of_what_is_unhandled_and_the_secretary_of_a_draft(statement, anna):
    viewpoint = ViewpointFactory(statement=statement)
    draft = StatementFactory(recipient=RecipientFactory(round=statement.recipient.round, unit__name="Miljönämnden"))
    ViewpointFactory(statement=statement, handling="noted", reason="Ja")
    secretary = member(Role.SECRETARY, unit=draft.recipient.unit)
    told = [one for one in waiting_for(anna, today=localdate()) if one.kind == "viewpoints_to_handle"]
    assert [(one.target, one.count) for one in told] == [(statement.recipient.round, 1)]
    (waits,) = [one for one in waiting_for(secretary, today=localdate()) if one.kind == "statement_to_register"]
    assert (waits.target, waits.days) == (draft, 30)
    for person, said in ((anna, "1 synpunkt att hantera"), (secretary, "Registrera yttrandet från Miljönämnden")):
        assert said in as_user(person).get(reverse("start")).content.decode()
    handled(viewpoint, anna)
    assert not [one for one in waiting_for(fresh(anna), today=localdate()) if one.kind == "viewpoints_to_handle"]


def test_viewpoint_list_asks_the_same_of_the_database_for_one_and_for_three(statement, anna):
    client, page = as_user(anna), url("viewpoint_list", statement.recipient.round_id)
    ViewpointFactory(statement=statement)
    client.get(page)
    counted = []
    for more in (0, 2):
        ViewpointFactory.create_batch(more, statement=statement)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]
