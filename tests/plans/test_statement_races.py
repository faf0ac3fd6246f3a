"""Two at once on one answer: one is kept, and the other is told and loses nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from foundation.records import StaleVersion
from plans.answers import OwnDecision
from plans.models import AnswerLink, AnswerLinkUse, Decision, RegistrationItem, Statement
from plans.services import link_answer
from plans.services.link_answer import LinkClosed, answer_by_link
from plans.services.referral import send_answer_link
from plans.services.statement import register_statement
from tests.plans.legal_factories import AnswerLinkFactory, RecipientFactory
from tests.responsibilities.factories import member

pytestmark = [
    pytest.mark.postgresql(reason="two transactions at once, with row locks"),
    pytest.mark.django_db(transaction=True),
]


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each of the works returned or raised; all began together, each on a connection of its own."""
    start = Barrier(len(works))

    def one(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        except (StaleVersion, ValidationError, LinkClosed) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as people:
        return list(people.map(one, works))


def test_of_two_secretaries_who_register_at_once_one_is_told_and_keeps_the_text():
    recipient = RecipientFactory(unit__kind="committee")
    people = [member(Role.SECRETARY, unit=recipient.unit) for _two in range(2)]
    address = reverse("plans:statement_register", args=[recipient.pk])

    def post(person: User, text: str) -> Callable[[], Any]:
        client = Client()
        client.force_login(person)
        data = {"submission_key": uuid.uuid4(), "version": 0, "stance": "endorses", "text": text}
        return lambda: client.post(address, {**data, "answered_by": recipient.unit_id})

    ends = at_once(post(people[0], "Annas text"), post(people[1], "Bos text"))
    assert sorted(end.status_code for end in ends) == [302, 409]
    (loser,) = [end.content.decode() for end in ends if end.status_code == 409]
    assert {"Annas text", "Bos text"} == {text for text in ("Annas text", "Bos text") if text in loser}
    assert Statement.objects.count() == 1
    assert RegistrationItem.objects.count() == 1


def test_of_two_decisions_with_one_paragraph_the_second_is_refused_at_the_field():
    one = RecipientFactory(unit__kind="committee")
    other = RecipientFactory(round__edition__plan__municipality=one.municipality, unit=one.unit)
    secretary = member(Role.SECRETARY, unit=one.unit)
    decision = OwnDecision(body=one.unit, met_on=date(2017, 1, 31), paragraph="§ 15")

    def register(recipient: Any) -> Callable[[], Any]:
        given = {"stance": "endorses", "text": "Ja", "decision": decision, "by": secretary}
        return lambda: register_statement(recipient=recipient, **given)

    ends = at_once(register(one), register(other))
    (refused,) = [end for end in ends if isinstance(end, ValidationError)]
    assert list(refused.error_dict) == ["paragraph"]
    assert (Statement.objects.count(), Decision.objects.count()) == (1, 1)


def test_a_link_is_used_once_also_by_two_at_once():
    cache.clear()
    for race in range(5):
        recipient = RecipientFactory(unit__kind="external")
        link = AnswerLinkFactory(recipient=recipient, token=f"kapplöpning-{race}")
        system = User.objects.system()

        def answer(text: str, link=link, system=system) -> Callable[[], Any]:
            return lambda: answer_by_link(link=link, stance="endorses", text=text, signer="Eva", by=system)

        ends = at_once(answer("Ett"), answer("Två"))
        assert [isinstance(end, LinkClosed) for end in ends].count(True) == 1
        assert Statement.objects.filter(recipient=recipient).count() == 1
        assert AnswerLinkUse.objects.filter(link=link, what="answered").count() == 1


def test_an_answer_and_a_new_link_at_once_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    recipient = RecipientFactory(unit__kind="external")
    link = AnswerLinkFactory(recipient=recipient, token="samtidigt")
    system, expires_at = User.objects.system(), timezone.now() + timedelta(days=9)
    held, ready = Event(), link_answer.holds

    def held_meanwhile(current: AnswerLink) -> bool:
        held.set()
        sleep(1)  # the other has come as far as it can
        return ready(current)

    def send() -> str:
        held.wait(20)
        return send_answer_link(recipient=recipient, to="ny@exempelby.example", expires_at=expires_at, by=system)

    monkeypatch.setattr(link_answer, "holds", held_meanwhile)
    statement, refused = at_once(
        lambda: answer_by_link(link=link, stance="endorses", text="Ja", signer="Eva", by=system), send
    )
    assert (statement.state, isinstance(refused, ValidationError)) == ("registered", True)
    assert AnswerLink.objects.get().used_at is not None
